-- The view, SQLite: dropped and made again from the facts.
-- Rows come in the order of their key where that is easy; the indexes are made when all are in
-- (derived_settled.sqlite.sql, derived_indexes.sqlite.sql).

-- Which party a mention belongs to, and why. Shard key: party_id.
-- In order of party, so that it is its own index.
DROP TABLE IF EXISTS link;
CREATE TABLE link (
    mention_id INTEGER NOT NULL,
    party_id   INTEGER NOT NULL,
    record_id  INTEGER NOT NULL,
    kind       INTEGER NOT NULL,       -- 1 person, 2 organisation
    ordinal    INTEGER NOT NULL,       -- which of its kind in the record
    score      INTEGER NOT NULL,       -- of the best pair, 1/256 bit
    reason     INTEGER NOT NULL,       -- match/match.h
    best       INTEGER NOT NULL,       -- the mention it scored best with, 0 for none
    PRIMARY KEY (party_id, mention_id)
) STRICT, WITHOUT ROWID;

-- A person, organisation or household with its golden values. Shard key: party_id.
DROP TABLE IF EXISTS party;
CREATE TABLE party (
    party_id  INTEGER PRIMARY KEY,     -- the two highest bits tell the kind
    records   INTEGER NOT NULL,
    name      TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    summary   TEXT NOT NULL,
    words     TEXT NOT NULL,           -- folded words to be found by
    keys      BLOB NOT NULL,           -- key_hash of each of its keys, 8 bytes, low first
    profile   TEXT NOT NULL            -- JSON in brief (src/model/brief.h), in the words of 2026-11-22
) STRICT;

-- What finds a party exactly, in order of hash, so that it is its own index. Shard key: key_hash.
DROP TABLE IF EXISTS party_key;
CREATE TABLE party_key (
    key_hash INTEGER NOT NULL,         -- XXH3 of key
    party_id INTEGER NOT NULL,
    key      TEXT NOT NULL,            -- 'email:…', 'phone:…', 'kvk:…', 'post:…'
    PRIMARY KEY (key_hash, party_id, key)
) STRICT, WITHOUT ROWID;

-- A person at an organisation. Shard key: person_id.
DROP TABLE IF EXISTS role;
CREATE TABLE role (
    person_id       INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    record_id       INTEGER NOT NULL,  -- that says so
    title           TEXT NOT NULL,
    department      TEXT NOT NULL,
    part            TEXT NOT NULL,     -- in decisions: 'decides' … or '' (lang/decision_part.h)
    since_date      TEXT NOT NULL,
    until_date      TEXT NOT NULL,
    email           TEXT NOT NULL,     -- of the role: 's.oldenkamp@roggeveen.example'
    phone           TEXT NOT NULL,
    address         TEXT NOT NULL,
    ended           TEXT NOT NULL,     -- '', 'said', 'next' or 'emptied' (golden/role.h)
    gone_name       TEXT NOT NULL,     -- of the organisation, when no record names it any more; else ''
    origins         TEXT NOT NULL      -- JSON: part to the record it is from, where that is not record_id
) STRICT;

-- A person in a household. Shard key: household_id.
DROP TABLE IF EXISTS member;
CREATE TABLE member (
    household_id INTEGER NOT NULL,
    person_id    INTEGER NOT NULL,
    place        TEXT NOT NULL,        -- 'head', 'partner', 'child', 'other' or ''
    has_left     INTEGER NOT NULL,     -- 1: was of it once
    since_date   TEXT NOT NULL,        -- '2026-03-01', partial, or ''
    until_date   TEXT NOT NULL,
    ended        TEXT NOT NULL,        -- '', 'move', 'apart' or 'death' (flow/profile/household.h)
    since_origin TEXT NOT NULL,        -- the record or tie that says so: 'R-…', 'T-…' or ''
    until_origin TEXT NOT NULL
) STRICT;

-- What is odd about a value. Shard key: record_id.
DROP TABLE IF EXISTS finding;
CREATE TABLE finding (
    record_id INTEGER NOT NULL,
    code      TEXT NOT NULL,           -- src/model/finding.def
    field     TEXT NOT NULL,           -- as field_ref_text() prints it
    proposal  TEXT NOT NULL
) STRICT;

-- Pairs in doubt, for people to decide on, each party's best with another. Shard key: party_a.
DROP TABLE IF EXISTS review;
CREATE TABLE review (
    mention_a INTEGER NOT NULL,
    mention_b INTEGER NOT NULL,
    party_a   INTEGER NOT NULL,
    party_b   INTEGER NOT NULL,
    score     INTEGER NOT NULL,
    worth     INTEGER NOT NULL         -- pairs a decision is expected to set right, in 1/256
) STRICT;

-- The order parties are shown in when all else is equal: more records, then name, then id. Shard key: block.
DROP TABLE IF EXISTS search_rank;
CREATE TABLE search_rank (
    block   INTEGER PRIMARY KEY,       -- rank / 1024
    parties BLOB NOT NULL              -- their ids in order of rank, 8 bytes each, low first
) STRICT;

-- Which ranks have a word. Shard key: word.
DROP TABLE IF EXISTS search_word;
CREATE TABLE search_word (
    word  BLOB NOT NULL,               -- folded; 0x01 and a digit stand for a kind of party
    chunk INTEGER NOT NULL,            -- rank / 65536
    ranks BLOB NOT NULL,               -- rank % 65536: 2 bytes each, low first, ascending; or a bitmap of 8192 bytes
    PRIMARY KEY (word, chunk)
) STRICT, WITHOUT ROWID;

-- Which ranks have a word that begins so. Shard key: prefix.
DROP TABLE IF EXISTS search_prefix;
CREATE TABLE search_prefix (
    prefix BLOB NOT NULL,              -- 1 to 3 bytes
    chunk  INTEGER NOT NULL,
    ranks  BLOB NOT NULL,
    PRIMARY KEY (prefix, chunk)
) STRICT, WITHOUT ROWID;

-- Parties that changed since the lists of words were made. Shard key: party_id.
DROP TABLE IF EXISTS search_fresh;
CREATE TABLE search_fresh (
    party_id  INTEGER PRIMARY KEY,
    records   INTEGER NOT NULL,        -- 0: the party is gone
    sort_name TEXT NOT NULL,
    words     TEXT NOT NULL,
    stamp     INTEGER NOT NULL       -- of the change that did it (store/piece.h)
) STRICT;

-- Which of those have a word, once they are many (store/fresh.c). Shard key: word.
DROP TABLE IF EXISTS search_fresh_word;
CREATE TABLE search_fresh_word (
    word    BLOB NOT NULL,
    stamp   INTEGER NOT NULL,          -- of the change that made this list
    parties BLOB NOT NULL,             -- their ids, 8 bytes each, low first; some may have changed again since
    PRIMARY KEY (word, stamp)
) STRICT, WITHOUT ROWID;

-- What the next resolve needs of a party that did not change, without its zeros (flow/resolve/resolve_homes.c).
-- Shard key: party_id.
DROP TABLE IF EXISTS home;
CREATE TABLE home (
    party_id INTEGER PRIMARY KEY,
    body     BLOB NOT NULL
) STRICT;

-- What this view was made of (store/change.h). Not sharded.
DROP TABLE IF EXISTS view_state;
CREATE TABLE view_state (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
