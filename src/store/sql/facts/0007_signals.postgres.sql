CREATE INDEX event_signal ON klantbeeld.event (record_id, at_ms) WHERE kind IN ('bounce', 'complaint', 'returned_post', 'move',
    'deceased', 'closed', 'signal') OR status IN ('bounced', 'complained', 'hard bounce', 'soft bounce');
