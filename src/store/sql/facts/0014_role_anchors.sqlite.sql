-- What happened in a role that people typed hangs on a record that no source gave: this says of which role.
-- Mentions, not parties: it goes where they go; 0 for one who was erased. Shard key: mention_b.
CREATE TABLE role_anchor (
    record_id   INTEGER PRIMARY KEY, -- made of the two (store/role_anchor.h)
    mention_a   INTEGER NOT NULL,    -- the person
    mention_b   INTEGER NOT NULL,    -- the organisation
    recorded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX role_anchor_a ON role_anchor (mention_a);
CREATE INDEX role_anchor_b ON role_anchor (mention_b);
