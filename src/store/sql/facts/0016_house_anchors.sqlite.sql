-- What happens with a household hangs on a record that no source gave (store/house_anchor.h). Shard key: record_id.
CREATE TABLE house_record (
    record_id   INTEGER PRIMARY KEY, -- made of the mentions
    recorded_ms INTEGER NOT NULL
) STRICT;

-- The mentions it hangs on, one of each member of that day: it goes where they go. Shard key: mention_id.
CREATE TABLE house_anchor (
    mention_id INTEGER NOT NULL,
    record_id  INTEGER NOT NULL REFERENCES house_record (record_id),
    PRIMARY KEY (mention_id, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX house_anchor_record ON house_anchor (record_id);
