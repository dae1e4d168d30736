-- That somebody was erased: who did it, when, why and on what ground, and what must not come back.  Nothing of the person.

-- What hashes of erased things are keyed with: 32 random bytes, made once. Not sharded.
CREATE TABLE erasure_key (
    key_id      INTEGER PRIMARY KEY CHECK (key_id = 1),
    secret      BLOB NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;

-- One erasure, with what it counted. Shard key: erasure_id.
CREATE TABLE erasure (
    erasure_id     INTEGER PRIMARY KEY,
    pseudonym      TEXT NOT NULL,         -- what stands where a name stood: says nothing and leads to nobody
    ground         TEXT NOT NULL,         -- 'request', 'objection', 'consent', 'unlawful', 'retention'
    reason         TEXT NOT NULL,         -- without the person's name
    author         TEXT NOT NULL,
    recorded_ms    INTEGER NOT NULL,
    records_empty  INTEGER NOT NULL,      -- records that were the person's alone
    records_shared INTEGER NOT NULL,      -- records of others that named the person
    events_gone    INTEGER NOT NULL,
    events_kept    INTEGER NOT NULL,      -- as the law demands, or because they are an organisation's
    said_gone      INTEGER NOT NULL,      -- decisions, choices, ties … on the person
    documents_gone INTEGER NOT NULL
) STRICT;

-- … and the view and the files were cleaned after it. Shard key: erasure_id.
CREATE TABLE erasure_done (
    erasure_id  INTEGER PRIMARY KEY REFERENCES erasure (erasure_id),
    recorded_ms INTEGER NOT NULL
) STRICT;

-- What must not come back, as keyed hashes. Shard key: hash.
CREATE TABLE erased (
    hash       BLOB NOT NULL PRIMARY KEY, -- of what: flow/forgotten/erased.h
    erasure_id INTEGER NOT NULL REFERENCES erasure (erasure_id)
) STRICT, WITHOUT ROWID;

-- The source says it is a new relation. Shard key: hash.
CREATE TABLE erased_lifted (
    hash        BLOB NOT NULL PRIMARY KEY,
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A source is to erase this too. Its key stands here until the source has said that it did. Shard key: erasure_id.
CREATE TABLE erasure_message (
    message_id  INTEGER PRIMARY KEY,
    erasure_id  INTEGER NOT NULL REFERENCES erasure (erasure_id),
    source_id   INTEGER NOT NULL,
    source_key  TEXT NOT NULL,
    what        INTEGER NOT NULL,         -- 1 the whole record, 2 the person in it
    author      TEXT NOT NULL,            -- who says that the source did it; '' while it did not
    done_ms     INTEGER NOT NULL          -- 0 while it did not
) STRICT;
CREATE INDEX erasure_message_open ON erasure_message (source_id) WHERE done_ms = 0;
