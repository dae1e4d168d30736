CREATE TABLE klantbeeld.stage_step (
    step_id     BIGINT NOT NULL PRIMARY KEY,
    mention_id  BIGINT NOT NULL,
    stage_from  TEXT COLLATE "C" NOT NULL,
    stage_to    TEXT COLLATE "C" NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.stage_step IS
    'Somebody put whoever holds the mention in another stage; the last stands. Shard key: mention_id.';
CREATE INDEX stage_step_mention ON klantbeeld.stage_step (mention_id);

CREATE TABLE klantbeeld.customer_number (
    number      BIGINT NOT NULL PRIMARY KEY,
    shown       TEXT COLLATE "C" NOT NULL,
    mention_id  BIGINT NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.customer_number IS
    'A number is drawn once and never given again. Shard key: number.';
COMMENT ON COLUMN klantbeeld.customer_number.shown IS 'with its prefix';
CREATE INDEX customer_number_mention ON klantbeeld.customer_number (mention_id);

CREATE TABLE klantbeeld.hand_over (
    hand_over_id BIGINT NOT NULL PRIMARY KEY,
    mention_id   BIGINT NOT NULL,
    source_id    BIGINT NOT NULL,
    number       TEXT COLLATE "C" NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    recorded_ms  BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.hand_over IS
    'The outbox: a source is to be told of a customer. Shard key: mention_id.';
COMMENT ON COLUMN klantbeeld.hand_over.source_id IS 'who is told';
COMMENT ON COLUMN klantbeeld.hand_over.number IS 'the customer number as shown';
CREATE INDEX hand_over_mention ON klantbeeld.hand_over (mention_id);

CREATE TABLE klantbeeld.hand_over_step (
    hand_over_id BIGINT NOT NULL REFERENCES klantbeeld.hand_over (hand_over_id),
    step         BIGINT NOT NULL,
    state        BIGINT NOT NULL,
    source_key   TEXT COLLATE "C" NOT NULL,
    author       TEXT COLLATE "C" NOT NULL,
    recorded_ms  BIGINT NOT NULL,
    PRIMARY KEY (hand_over_id, step)
);
COMMENT ON TABLE klantbeeld.hand_over_step IS
    'What became of it; the last step stands, none is open. Shard key: hand_over_id.';
COMMENT ON COLUMN klantbeeld.hand_over_step.step IS '1, 2, 3';
COMMENT ON COLUMN klantbeeld.hand_over_step.state IS '2 sent, 3 acknowledged, 4 withdrawn';
COMMENT ON COLUMN klantbeeld.hand_over_step.source_key IS 'of acknowledged: what the customer is called there';
