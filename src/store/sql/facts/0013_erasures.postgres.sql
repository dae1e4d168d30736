-- That somebody was erased: who did it, when, why and on what ground, and what must not come back.  Nothing of the person.

CREATE TABLE klantbeeld.erasure_key (
    key_id      BIGINT PRIMARY KEY CHECK (key_id = 1),
    secret      BYTEA NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.erasure_key IS
    'What hashes of erased things are keyed with: 32 random bytes, made once. Not sharded.';

CREATE TABLE klantbeeld.erasure (
    erasure_id     BIGINT PRIMARY KEY,
    pseudonym      TEXT COLLATE "C" NOT NULL,
    ground         TEXT COLLATE "C" NOT NULL,
    reason         TEXT COLLATE "C" NOT NULL,
    author         TEXT COLLATE "C" NOT NULL,
    recorded_ms    BIGINT NOT NULL,
    records_empty  BIGINT NOT NULL,
    records_shared BIGINT NOT NULL,
    events_gone    BIGINT NOT NULL,
    events_kept    BIGINT NOT NULL,
    said_gone      BIGINT NOT NULL,
    documents_gone BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.erasure IS
    'One erasure, with what it counted. Shard key: erasure_id.';
COMMENT ON COLUMN klantbeeld.erasure.pseudonym IS 'what stands where a name stood: says nothing and leads to nobody';
COMMENT ON COLUMN klantbeeld.erasure.ground IS '''request'', ''objection'', ''consent'', ''unlawful'', ''retention''';
COMMENT ON COLUMN klantbeeld.erasure.reason IS 'without the person''s name';
COMMENT ON COLUMN klantbeeld.erasure.records_empty IS 'records that were the person''s alone';
COMMENT ON COLUMN klantbeeld.erasure.records_shared IS 'records of others that named the person';
COMMENT ON COLUMN klantbeeld.erasure.events_kept IS 'as the law demands, or because they are an organisation''s';
COMMENT ON COLUMN klantbeeld.erasure.said_gone IS 'decisions, choices, ties … on the person';

CREATE TABLE klantbeeld.erasure_done (
    erasure_id  BIGINT PRIMARY KEY REFERENCES klantbeeld.erasure (erasure_id),
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.erasure_done IS
    '… and the view and the files were cleaned after it. Shard key: erasure_id.';

CREATE TABLE klantbeeld.erased (
    hash       BYTEA NOT NULL PRIMARY KEY,
    erasure_id BIGINT NOT NULL REFERENCES klantbeeld.erasure (erasure_id)
);
COMMENT ON TABLE klantbeeld.erased IS
    'What must not come back, as keyed hashes. Shard key: hash.';
COMMENT ON COLUMN klantbeeld.erased.hash IS 'of what: flow/forgotten/erased.h';

CREATE TABLE klantbeeld.erased_lifted (
    hash        BYTEA NOT NULL PRIMARY KEY,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.erased_lifted IS
    'The source says it is a new relation. Shard key: hash.';

CREATE TABLE klantbeeld.erasure_message (
    message_id  BIGINT PRIMARY KEY,
    erasure_id  BIGINT NOT NULL REFERENCES klantbeeld.erasure (erasure_id),
    source_id   BIGINT NOT NULL,
    source_key  TEXT COLLATE "C" NOT NULL,
    what        BIGINT NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    done_ms     BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.erasure_message IS
    'A source is to erase this too. Its key stands here until the source has said that it did. Shard key: erasure_id.';
COMMENT ON COLUMN klantbeeld.erasure_message.what IS '1 the whole record, 2 the person in it';
COMMENT ON COLUMN klantbeeld.erasure_message.author IS 'who says that the source did it; '''' while it did not';
COMMENT ON COLUMN klantbeeld.erasure_message.done_ms IS '0 while it did not';
CREATE INDEX erasure_message_open ON klantbeeld.erasure_message (source_id) WHERE done_ms = 0;
