-- A customer's life: stages, numbers, and the systems that were told.

-- Somebody put whoever holds the mention in another stage; the last stands. Shard key: mention_id.
CREATE TABLE stage_step (
    step_id     INTEGER PRIMARY KEY,
    mention_id  INTEGER NOT NULL,
    stage_from  TEXT NOT NULL,
    stage_to    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX stage_step_mention ON stage_step (mention_id);

-- A number is drawn once and never given again. Shard key: number.
CREATE TABLE customer_number (
    number      INTEGER PRIMARY KEY,
    shown       TEXT NOT NULL,         -- with its prefix
    mention_id  INTEGER NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_number_mention ON customer_number (mention_id);

-- The outbox: a source is to be told of a customer. Shard key: mention_id.
CREATE TABLE hand_over (
    hand_over_id INTEGER PRIMARY KEY,
    mention_id   INTEGER NOT NULL,
    source_id    INTEGER NOT NULL,     -- who is told
    number       TEXT NOT NULL,        -- the customer number as shown
    author       TEXT NOT NULL,
    recorded_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX hand_over_mention ON hand_over (mention_id);

-- What became of it; the last step stands, none is open. Shard key: hand_over_id.
CREATE TABLE hand_over_step (
    hand_over_id INTEGER NOT NULL REFERENCES hand_over (hand_over_id),
    step         INTEGER NOT NULL,     -- 1, 2, 3
    state        INTEGER NOT NULL,     -- 2 sent, 3 acknowledged, 4 withdrawn
    source_key   TEXT NOT NULL,        -- of acknowledged: what the customer is called there
    author       TEXT NOT NULL,
    recorded_ms  INTEGER NOT NULL,
    PRIMARY KEY (hand_over_id, step)
) STRICT, WITHOUT ROWID;
