-- Facts, SQLite.  Rows are appended and never edited, save the running state
-- of an import, an account's settings and a token's use.
-- Times are milliseconds since 1970-01-01 UTC, ids 62 bits (src/model/id.h).

PRAGMA application_id = 1262645840; -- "KBeP"

-- Which part of the schema stands at which version. Not sharded.
CREATE TABLE schema_version (
    part    TEXT NOT NULL PRIMARY KEY, -- 'facts': number of the newest migration; 'derived': tag of its schema
    version TEXT NOT NULL
) STRICT;

-- A system that records come from. Not sharded: small and read by all.
CREATE TABLE source (
    source_id     INTEGER PRIMARY KEY, -- 1, 2, 3 in order of adding
    name          TEXT NOT NULL UNIQUE, -- [a-z0-9-]{1,64}
    kind          TEXT NOT NULL,        -- 'crm', 'billing' … (store/source.c)
    one_per_party INTEGER NOT NULL,     -- 1: a party has at most one record of it
    created_ms    INTEGER NOT NULL
) STRICT;

-- The columns of a file of a source, in order. Shard key: source_id.
CREATE TABLE layout (
    layout_id    INTEGER PRIMARY KEY,
    source_id    INTEGER NOT NULL REFERENCES source (source_id),
    column_count INTEGER NOT NULL,
    column_names TEXT NOT NULL,        -- a JSON array
    digest       BLOB NOT NULL,        -- SHA-256 of column_count and column_names
    UNIQUE (source_id, digest)
) STRICT;

-- What people and models decided about the working of the house, in versions. Not sharded.
CREATE TABLE ruleset (
    ruleset_id  INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,         -- 'mapping', 'leading', 'norms', 'model' …
    name        TEXT NOT NULL,
    version     INTEGER NOT NULL,      -- 1, 2, 3 within kind and name
    body        TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL,
    digest      BLOB NOT NULL,         -- SHA-256 of body
    UNIQUE (kind, name, version)
) STRICT;

-- One reading of one file. Its state and counts change while it runs. Shard key: source_id.
CREATE TABLE import_run (
    import_id        INTEGER PRIMARY KEY,
    source_id        INTEGER NOT NULL REFERENCES source (source_id),
    file_name        TEXT NOT NULL,
    file_digest      BLOB,             -- SHA-256 of the file, when it was read to its end
    started_ms       INTEGER NOT NULL,
    finished_ms      INTEGER NOT NULL, -- 0 while running
    state            INTEGER NOT NULL, -- 1 running, 2 done, 3 failed
    row_count        INTEGER NOT NULL,
    created          INTEGER NOT NULL,
    updated          INTEGER NOT NULL,
    unchanged        INTEGER NOT NULL,
    rejected         INTEGER NOT NULL,
    events_created   INTEGER NOT NULL,
    events_unchanged INTEGER NOT NULL
) STRICT;

-- A row that could not be used, whole. Shard key: import_id.
CREATE TABLE rejected_row (
    import_id  INTEGER NOT NULL REFERENCES import_run (import_id),
    row_number INTEGER NOT NULL,
    finding    TEXT NOT NULL,          -- code (src/model/finding.def)
    raw        BLOB NOT NULL,          -- as read: any bytes
    PRIMARY KEY (import_id, row_number)
) STRICT;

-- A version of a source record. Shard key: record_id.
-- What it points at is looked up by fsck, not at each row: that would cost as much as the row.
CREATE TABLE record (
    seq         INTEGER PRIMARY KEY,   -- place in this store, counting up without gaps
    record_id   INTEGER NOT NULL,      -- hash of source name and key
    version     INTEGER NOT NULL,      -- 1, 2, 3 within the record
    replaces    INTEGER,               -- seq of the version before; NULL for the first
    source_id   INTEGER NOT NULL,
    layout_id   INTEGER NOT NULL,
    import_id   INTEGER NOT NULL,
    observed_ms INTEGER NOT NULL,      -- when the source held it so
    recorded_ms INTEGER NOT NULL,      -- when we were told
    source_key  TEXT NOT NULL,
    cells       TEXT NOT NULL          -- a JSON array in the order of the layout
) STRICT;
CREATE UNIQUE INDEX record_version ON record (record_id, version);
CREATE UNIQUE INDEX record_replaces ON record (replaces) WHERE replaces IS NOT NULL;

-- A version of something that happened. Shard key: record_id. As for record, fsck looks up what it points at.
CREATE TABLE event (
    seq          INTEGER PRIMARY KEY,
    event_id     INTEGER NOT NULL,     -- hash of source name and key
    version      INTEGER NOT NULL,
    replaces     INTEGER,              -- seq of the version before; NULL for the first
    source_id    INTEGER NOT NULL,
    import_id    INTEGER NOT NULL,
    record_id    INTEGER NOT NULL,     -- whom it belongs to; may be told before the record is
    at_ms        INTEGER NOT NULL,
    amount_cents INTEGER,
    recorded_ms  INTEGER NOT NULL,
    source_key   TEXT NOT NULL,
    kind         TEXT NOT NULL,        -- 'order', 'contact', 'open' …
    currency     TEXT NOT NULL,
    channel      TEXT NOT NULL,
    direction    TEXT NOT NULL,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    status       TEXT NOT NULL,
    extra        TEXT NOT NULL         -- a JSON object or empty
) STRICT;
CREATE UNIQUE INDEX event_version ON event (event_id, version);
CREATE UNIQUE INDEX event_replaces ON event (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX event_record ON event (record_id, at_ms);

-- A person said of two mentions that they are the same, or not. Shard key: mention_a.
CREATE TABLE decision (
    decision_id INTEGER PRIMARY KEY,
    mention_a   INTEGER NOT NULL,
    mention_b   INTEGER NOT NULL,
    kind        INTEGER NOT NULL,      -- 1 same, 2 different
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;

-- … and took it back. Shard key: decision_id.
CREATE TABLE decision_withdrawn (
    decision_id INTEGER PRIMARY KEY REFERENCES decision (decision_id),
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;

-- Which party a mention was given to, written when it changed; the newest run stands. Shard key: mention_id.
CREATE TABLE identity_assignment (
    mention_id INTEGER NOT NULL,
    run        INTEGER NOT NULL,
    party_id   INTEGER NOT NULL,
    PRIMARY KEY (mention_id, run)
) STRICT, WITHOUT ROWID;

-- What became of party ids; the newest row of a party stands. Shard key: party_id.
CREATE TABLE identity_event (
    party_id    INTEGER NOT NULL,
    run         INTEGER NOT NULL,
    step        INTEGER NOT NULL,      -- order within the run
    event       INTEGER NOT NULL,      -- 1 given, 2 redirected, 3 retired, 4 revived
    other       INTEGER NOT NULL,      -- of a redirect the survivor, else 0
    recorded_ms INTEGER NOT NULL,
    PRIMARY KEY (party_id, run, step)
) STRICT, WITHOUT ROWID;

-- The runs that changed identities. Not sharded.
CREATE TABLE identity_run (
    run INTEGER PRIMARY KEY
) STRICT;

-- Who did what, chained: each digest covers the one before. Not sharded.
CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY,
    at_ms  INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    digest BLOB NOT NULL               -- SHA-256 of the digest before and this row (store/audit.c)
) STRICT;

-- People who may sign in. Not sharded.
CREATE TABLE account (
    user_id       INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL,       -- 'admin', 'steward', 'reader'
    password_hash TEXT NOT NULL,
    disabled      INTEGER NOT NULL,
    created_ms    INTEGER NOT NULL
) STRICT;

-- Proofs of being somebody, as SHA-256 only. Shard key: digest.
CREATE TABLE token (
    digest     BLOB NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,          -- 'login', 'session', 'api'
    user_id    INTEGER NOT NULL REFERENCES account (user_id),
    created_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,
    used_ms    INTEGER                 -- of a one-time token, once used
) STRICT, WITHOUT ROWID;
