CREATE TABLE klantbeeld.choice (
    choice_id   BIGINT NOT NULL PRIMARY KEY,
    mention_id  BIGINT NOT NULL,
    field       TEXT COLLATE "C" NOT NULL,
    record_id   BIGINT NOT NULL,
    value       TEXT COLLATE "C" NOT NULL,
    otherwise   TEXT COLLATE "C" NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.choice IS
    'A person chose the value of a field of whoever holds the mention. Shard key: mention_id.';
COMMENT ON COLUMN klantbeeld.choice.mention_id IS 'what it hangs on: the choice goes where the mention goes';
COMMENT ON COLUMN klantbeeld.choice.field IS 'as field_ref_text() prints it';
COMMENT ON COLUMN klantbeeld.choice.record_id IS 'the value of this record, or 0: value is the value';
COMMENT ON COLUMN klantbeeld.choice.otherwise IS 'what the rules gave then: when they give another, somebody looks again';
CREATE INDEX choice_mention ON klantbeeld.choice (mention_id);

CREATE TABLE klantbeeld.choice_withdrawn (
    choice_id   BIGINT NOT NULL PRIMARY KEY REFERENCES klantbeeld.choice (choice_id),
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.choice_withdrawn IS
    '… and took it back. Shard key: choice_id.';

CREATE TABLE klantbeeld.source_owner (
    source_id   BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    owner       TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (source_id, version)
);
COMMENT ON TABLE klantbeeld.source_owner IS
    'Who answers for what a source holds; the newest row of a source stands. Shard key: source_id.';
COMMENT ON COLUMN klantbeeld.source_owner.version IS '1, 2, 3 within the source';
COMMENT ON COLUMN klantbeeld.source_owner.owner IS 'a user''s name, or empty: nobody';

CREATE TABLE klantbeeld.proposal (
    proposal_id BIGINT NOT NULL PRIMARY KEY,
    mention_id  BIGINT NOT NULL,
    field       TEXT COLLATE "C" NOT NULL,
    value       TEXT COLLATE "C" NOT NULL,
    was         TEXT COLLATE "C" NOT NULL,
    source_id   BIGINT NOT NULL,
    asked_by    TEXT COLLATE "C" NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.proposal IS
    'A change asked of the source that leads the value. Shard key: mention_id.';
COMMENT ON COLUMN klantbeeld.proposal.value IS 'as asked';
COMMENT ON COLUMN klantbeeld.proposal.was IS 'the value then';
COMMENT ON COLUMN klantbeeld.proposal.source_id IS 'who leads, and is asked';
COMMENT ON COLUMN klantbeeld.proposal.asked_by IS 'the source or team on whose behalf';
CREATE INDEX proposal_mention ON klantbeeld.proposal (mention_id);

CREATE TABLE klantbeeld.proposal_step (
    proposal_id BIGINT NOT NULL REFERENCES klantbeeld.proposal (proposal_id),
    step        BIGINT NOT NULL,
    state       BIGINT NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, step)
);
COMMENT ON TABLE klantbeeld.proposal_step IS
    'What became of it; the last step stands, none is open. Shard key: proposal_id.';
COMMENT ON COLUMN klantbeeld.proposal_step.step IS '1, 2, 3';
COMMENT ON COLUMN klantbeeld.proposal_step.state IS '2 accepted, 3 refused, 4 withdrawn, 5 applied';
