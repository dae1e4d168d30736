-- The same index without lists: SQLite makes a table of each list anew for every row that goes in.
DROP INDEX event_signal;
CREATE INDEX event_signal ON event (record_id, at_ms) WHERE kind = 'bounce' OR kind = 'complaint' OR
    kind = 'returned_post' OR kind = 'move' OR kind = 'deceased' OR kind = 'closed' OR kind = 'signal' OR
    status = 'bounced' OR status = 'complained' OR status = 'hard bounce' OR status = 'soft bounce';
