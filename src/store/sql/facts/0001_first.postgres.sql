-- Facts, PostgreSQL: the same tables as for SQLite, in a schema of their own.
-- Rows are appended and never edited, save the running state of an import,
-- an account's settings and a token's use.  Times are milliseconds since
-- 1970-01-01 UTC, ids 62 bits (src/model/id.h), every number is a bigint
-- (db/postgres_bulk.c), texts order by bytes.

CREATE SCHEMA klantbeeld;

CREATE TABLE klantbeeld.schema_version (
    part    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld.schema_version IS
    'Which part of the schema stands at which version. Not sharded.';
COMMENT ON COLUMN klantbeeld.schema_version.part IS '''facts'': number of the newest migration; ''derived'': tag of its schema';

CREATE TABLE klantbeeld.source (
    source_id     BIGINT PRIMARY KEY,
    name          TEXT COLLATE "C" NOT NULL UNIQUE,
    kind          TEXT COLLATE "C" NOT NULL,
    one_per_party BIGINT NOT NULL,
    created_ms    BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.source IS
    'A system that records come from. Not sharded: small and read by all.';
COMMENT ON COLUMN klantbeeld.source.source_id IS '1, 2, 3 in order of adding';
COMMENT ON COLUMN klantbeeld.source.name IS '[a-z0-9-]{1,64}';
COMMENT ON COLUMN klantbeeld.source.kind IS '''crm'', ''billing'' … (store/source.c)';
COMMENT ON COLUMN klantbeeld.source.one_per_party IS '1: a party has at most one record of it';

CREATE TABLE klantbeeld.layout (
    layout_id    BIGINT PRIMARY KEY,
    source_id    BIGINT NOT NULL REFERENCES klantbeeld.source (source_id),
    column_count BIGINT NOT NULL,
    column_names TEXT COLLATE "C" NOT NULL,
    digest       BYTEA NOT NULL,
    UNIQUE (source_id, digest)
);
COMMENT ON TABLE klantbeeld.layout IS
    'The columns of a file of a source, in order. Shard key: source_id.';
COMMENT ON COLUMN klantbeeld.layout.column_names IS 'a JSON array';
COMMENT ON COLUMN klantbeeld.layout.digest IS 'SHA-256 of column_count and column_names';

CREATE TABLE klantbeeld.ruleset (
    ruleset_id  BIGINT PRIMARY KEY,
    kind        TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    body        TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL,
    digest      BYTEA NOT NULL,
    UNIQUE (kind, name, version)
);
COMMENT ON TABLE klantbeeld.ruleset IS
    'What people and models decided about the working of the house, in versions. Not sharded.';
COMMENT ON COLUMN klantbeeld.ruleset.kind IS '''mapping'', ''leading'', ''norms'', ''model'' …';
COMMENT ON COLUMN klantbeeld.ruleset.version IS '1, 2, 3 within kind and name';
COMMENT ON COLUMN klantbeeld.ruleset.digest IS 'SHA-256 of body';

CREATE TABLE klantbeeld.import_run (
    import_id        BIGINT PRIMARY KEY,
    source_id        BIGINT NOT NULL REFERENCES klantbeeld.source (source_id),
    file_name        TEXT COLLATE "C" NOT NULL,
    file_digest      BYTEA,
    started_ms       BIGINT NOT NULL,
    finished_ms      BIGINT NOT NULL,
    state            BIGINT NOT NULL,
    row_count        BIGINT NOT NULL,
    created          BIGINT NOT NULL,
    updated          BIGINT NOT NULL,
    unchanged        BIGINT NOT NULL,
    rejected         BIGINT NOT NULL,
    events_created   BIGINT NOT NULL,
    events_unchanged BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.import_run IS
    'One reading of one file. Its state and counts change while it runs. Shard key: source_id.';
COMMENT ON COLUMN klantbeeld.import_run.file_digest IS 'SHA-256 of the file, when it was read to its end';
COMMENT ON COLUMN klantbeeld.import_run.finished_ms IS '0 while running';
COMMENT ON COLUMN klantbeeld.import_run.state IS '1 running, 2 done, 3 failed';

CREATE TABLE klantbeeld.rejected_row (
    import_id  BIGINT NOT NULL REFERENCES klantbeeld.import_run (import_id),
    row_number BIGINT NOT NULL,
    finding    TEXT COLLATE "C" NOT NULL,
    raw        BYTEA NOT NULL,
    PRIMARY KEY (import_id, row_number)
);
COMMENT ON TABLE klantbeeld.rejected_row IS
    'A row that could not be used, whole. Shard key: import_id.';
COMMENT ON COLUMN klantbeeld.rejected_row.finding IS 'code (src/model/finding.def)';
COMMENT ON COLUMN klantbeeld.rejected_row.raw IS 'as read: any bytes';

CREATE TABLE klantbeeld.record (
    seq         BIGINT PRIMARY KEY,
    record_id   BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    replaces    BIGINT,
    source_id   BIGINT NOT NULL,
    layout_id   BIGINT NOT NULL,
    import_id   BIGINT NOT NULL,
    observed_ms BIGINT NOT NULL,
    recorded_ms BIGINT NOT NULL,
    source_key  TEXT COLLATE "C" NOT NULL,
    cells       TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX record_version ON klantbeeld.record (record_id, version);
CREATE UNIQUE INDEX record_replaces ON klantbeeld.record (replaces) WHERE replaces IS NOT NULL;
COMMENT ON TABLE klantbeeld.record IS
    'A version of a source record. What it points at is looked up by fsck, not at each row. Shard key: record_id.';
COMMENT ON COLUMN klantbeeld.record.seq IS 'place in this store, counting up without gaps';
COMMENT ON COLUMN klantbeeld.record.record_id IS 'hash of source name and key';
COMMENT ON COLUMN klantbeeld.record.version IS '1, 2, 3 within the record';
COMMENT ON COLUMN klantbeeld.record.replaces IS 'seq of the version before; NULL for the first';
COMMENT ON COLUMN klantbeeld.record.observed_ms IS 'when the source held it so';
COMMENT ON COLUMN klantbeeld.record.recorded_ms IS 'when we were told';
COMMENT ON COLUMN klantbeeld.record.cells IS 'a JSON array in the order of the layout';

CREATE TABLE klantbeeld.event (
    seq          BIGINT PRIMARY KEY,
    event_id     BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    replaces     BIGINT,
    source_id    BIGINT NOT NULL,
    import_id    BIGINT NOT NULL,
    record_id    BIGINT NOT NULL,
    at_ms        BIGINT NOT NULL,
    amount_cents BIGINT,
    recorded_ms  BIGINT NOT NULL,
    source_key   TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    currency     TEXT COLLATE "C" NOT NULL,
    channel      TEXT COLLATE "C" NOT NULL,
    direction    TEXT COLLATE "C" NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    body         TEXT COLLATE "C" NOT NULL,
    status       TEXT COLLATE "C" NOT NULL,
    extra        TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX event_version ON klantbeeld.event (event_id, version);
CREATE UNIQUE INDEX event_replaces ON klantbeeld.event (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX event_record ON klantbeeld.event (record_id, at_ms);
COMMENT ON TABLE klantbeeld.event IS
    'A version of something that happened. What it points at is looked up by fsck, not at each row. Shard key: record_id.';
COMMENT ON COLUMN klantbeeld.event.event_id IS 'hash of source name and key';
COMMENT ON COLUMN klantbeeld.event.replaces IS 'seq of the version before; NULL for the first';
COMMENT ON COLUMN klantbeeld.event.record_id IS 'whom it belongs to; may be told before the record is';
COMMENT ON COLUMN klantbeeld.event.kind IS '''order'', ''contact'', ''open'' …';
COMMENT ON COLUMN klantbeeld.event.extra IS 'a JSON object or empty';

CREATE TABLE klantbeeld.decision (
    decision_id BIGINT PRIMARY KEY,
    mention_a   BIGINT NOT NULL,
    mention_b   BIGINT NOT NULL,
    kind        BIGINT NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.decision IS
    'A person said of two mentions that they are the same, or not. Shard key: mention_a.';
COMMENT ON COLUMN klantbeeld.decision.kind IS '1 same, 2 different';

CREATE TABLE klantbeeld.decision_withdrawn (
    decision_id BIGINT PRIMARY KEY REFERENCES klantbeeld.decision (decision_id),
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.decision_withdrawn IS
    '… and took it back. Shard key: decision_id.';

CREATE TABLE klantbeeld.identity_assignment (
    mention_id BIGINT NOT NULL,
    run        BIGINT NOT NULL,
    party_id   BIGINT NOT NULL,
    PRIMARY KEY (mention_id, run)
);
COMMENT ON TABLE klantbeeld.identity_assignment IS
    'Which party a mention was given to, written when it changed; the newest run stands. Shard key: mention_id.';

CREATE TABLE klantbeeld.identity_event (
    party_id    BIGINT NOT NULL,
    run         BIGINT NOT NULL,
    step        BIGINT NOT NULL,
    event       BIGINT NOT NULL,
    other       BIGINT NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (party_id, run, step)
);
COMMENT ON TABLE klantbeeld.identity_event IS
    'What became of party ids; the newest row of a party stands. Shard key: party_id.';
COMMENT ON COLUMN klantbeeld.identity_event.step IS 'order within the run';
COMMENT ON COLUMN klantbeeld.identity_event.event IS '1 given, 2 redirected, 3 retired, 4 revived';
COMMENT ON COLUMN klantbeeld.identity_event.other IS 'of a redirect the survivor, else 0';

CREATE TABLE klantbeeld.identity_run (
    run BIGINT PRIMARY KEY
);
COMMENT ON TABLE klantbeeld.identity_run IS
    'The runs that changed identities. Not sharded.';

CREATE TABLE klantbeeld.audit (
    seq    BIGINT PRIMARY KEY,
    at_ms  BIGINT NOT NULL,
    actor  TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL
);
COMMENT ON TABLE klantbeeld.audit IS
    'Who did what, chained: each digest covers the one before. Not sharded.';
COMMENT ON COLUMN klantbeeld.audit.digest IS 'SHA-256 of the digest before and this row (store/audit.c)';

CREATE TABLE klantbeeld.account (
    user_id       BIGINT PRIMARY KEY,
    name          TEXT COLLATE "C" NOT NULL UNIQUE,
    role          TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    disabled      BIGINT NOT NULL,
    created_ms    BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.account IS
    'People who may sign in. Not sharded.';
COMMENT ON COLUMN klantbeeld.account.role IS '''admin'', ''steward'', ''reader''';

CREATE TABLE klantbeeld.token (
    digest     BYTEA NOT NULL PRIMARY KEY,
    kind       TEXT COLLATE "C" NOT NULL,
    user_id    BIGINT NOT NULL REFERENCES klantbeeld.account (user_id),
    created_ms BIGINT NOT NULL,
    until_ms   BIGINT NOT NULL,
    used_ms    BIGINT
);

COMMENT ON TABLE klantbeeld.token IS
    'Proofs of being somebody, as SHA-256 only. Shard key: digest.';
COMMENT ON COLUMN klantbeeld.token.kind IS '''login'', ''session'', ''api''';
COMMENT ON COLUMN klantbeeld.token.used_ms IS 'of a one-time token, once used';

CREATE TABLE klantbeeld.view_lock ();
COMMENT ON TABLE klantbeeld.view_lock IS
    'Held shared by a snapshot of several reads and alone by the change to a new view, so that no snapshot sees the new view''s tables without their rows. Not sharded.';
