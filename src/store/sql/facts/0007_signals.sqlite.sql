-- What tells against a value is rare among what happens: found without reading the rest.
CREATE INDEX event_signal ON event (record_id, at_ms) WHERE kind IN ('bounce', 'complaint', 'returned_post', 'move',
    'deceased', 'closed', 'signal') OR status IN ('bounced', 'complained', 'hard bounce', 'soft bounce');
