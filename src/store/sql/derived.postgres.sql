-- The view, PostgreSQL: grows in a schema of its own and takes the earlier one's
-- place when its indexes are made (derived_indexes.postgres.sql).

DROP SCHEMA IF EXISTS klantbeeld_next CASCADE;
DROP SCHEMA IF EXISTS klantbeeld_old CASCADE;
CREATE SCHEMA klantbeeld_next;

CREATE TABLE klantbeeld_next.link (
    mention_id BIGINT NOT NULL,
    party_id   BIGINT NOT NULL,
    record_id  BIGINT NOT NULL,
    kind       BIGINT NOT NULL,
    ordinal    BIGINT NOT NULL,
    score      BIGINT NOT NULL,
    reason     BIGINT NOT NULL,
    best       BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld_next.link IS
    'Which party a mention belongs to, and why. Shard key: party_id.';
COMMENT ON COLUMN klantbeeld_next.link.kind IS '1 person, 2 organisation';
COMMENT ON COLUMN klantbeeld_next.link.ordinal IS 'which of its kind in the record';
COMMENT ON COLUMN klantbeeld_next.link.score IS 'of the best pair, 1/256 bit';
COMMENT ON COLUMN klantbeeld_next.link.reason IS 'match/match.h';
COMMENT ON COLUMN klantbeeld_next.link.best IS 'the mention it scored best with, 0 for none';

CREATE TABLE klantbeeld_next.party (
    party_id  BIGINT NOT NULL,
    records   BIGINT NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    summary   TEXT COLLATE "C" NOT NULL,
    words     TEXT COLLATE "C" NOT NULL,
    keys      BYTEA NOT NULL,
    profile   TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld_next.party IS
    'A person, organisation or household with its golden values. Shard key: party_id.';
COMMENT ON COLUMN klantbeeld_next.party.party_id IS 'the two highest bits tell the kind';
COMMENT ON COLUMN klantbeeld_next.party.words IS 'folded words to be found by';
COMMENT ON COLUMN klantbeeld_next.party.keys IS 'key_hash of each of its keys, 8 bytes, low first';
COMMENT ON COLUMN klantbeeld_next.party.profile IS 'JSON in brief (src/model/brief.h), in the words of 2026-11-22';

CREATE TABLE klantbeeld_next.party_key (
    key_hash BIGINT NOT NULL,
    party_id BIGINT NOT NULL,
    key      TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld_next.party_key IS
    'What finds a party exactly. Shard key: key_hash.';
COMMENT ON COLUMN klantbeeld_next.party_key.key_hash IS 'XXH3 of key: a small index';
COMMENT ON COLUMN klantbeeld_next.party_key.key IS '''email:…'', ''phone:…'', ''kvk:…'', ''post:…''';

CREATE TABLE klantbeeld_next.role (
    person_id       BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    record_id       BIGINT NOT NULL,
    title           TEXT COLLATE "C" NOT NULL,
    department      TEXT COLLATE "C" NOT NULL,
    part            TEXT COLLATE "C" NOT NULL,
    since_date      TEXT COLLATE "C" NOT NULL,
    until_date      TEXT COLLATE "C" NOT NULL,
    email           TEXT COLLATE "C" NOT NULL,
    phone           TEXT COLLATE "C" NOT NULL,
    address         TEXT COLLATE "C" NOT NULL,
    ended           TEXT COLLATE "C" NOT NULL,
    gone_name       TEXT COLLATE "C" NOT NULL,
    origins         TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld_next.role IS
    'A person at an organisation. Shard key: person_id.';
COMMENT ON COLUMN klantbeeld_next.role.part IS 'in decisions: ''decides'' … or '''' (lang/decision_part.h)';
COMMENT ON COLUMN klantbeeld_next.role.email IS 'of the role: ''s.oldenkamp@roggeveen.example''';
COMMENT ON COLUMN klantbeeld_next.role.ended IS ''''', ''said'', ''next'' or ''emptied'' (golden/role.h)';
COMMENT ON COLUMN klantbeeld_next.role.gone_name IS 'of the organisation, when no record names it any more; else ''''';
COMMENT ON COLUMN klantbeeld_next.role.origins IS
    'JSON: part to the record it is from, where that is not record_id';
COMMENT ON COLUMN klantbeeld_next.role.record_id IS 'that says so';

CREATE TABLE klantbeeld_next.member (
    household_id BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    place        TEXT COLLATE "C" NOT NULL,
    has_left     BIGINT NOT NULL,
    since_date   TEXT COLLATE "C" NOT NULL,
    until_date   TEXT COLLATE "C" NOT NULL,
    ended        TEXT COLLATE "C" NOT NULL,
    since_origin TEXT COLLATE "C" NOT NULL,
    until_origin TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld_next.member IS
    'A person in a household. Shard key: household_id.';
COMMENT ON COLUMN klantbeeld_next.member.place IS '''head'', ''partner'', ''child'', ''other'' or ''''';
COMMENT ON COLUMN klantbeeld_next.member.has_left IS '1: was of it once';
COMMENT ON COLUMN klantbeeld_next.member.ended IS ''''', ''move'', ''apart'' or ''death'' (flow/profile/household.h)';
COMMENT ON COLUMN klantbeeld_next.member.since_origin IS 'the record or tie that says so: ''R-…'', ''T-…'' or ''''';

CREATE TABLE klantbeeld_next.finding (
    record_id BIGINT NOT NULL,
    code      TEXT COLLATE "C" NOT NULL,
    field     TEXT COLLATE "C" NOT NULL,
    proposal  TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld_next.finding IS
    'What is odd about a value. Shard key: record_id.';
COMMENT ON COLUMN klantbeeld_next.finding.code IS 'src/model/finding.def';
COMMENT ON COLUMN klantbeeld_next.finding.field IS 'as field_ref_text() prints it';

CREATE TABLE klantbeeld_next.review (
    mention_a BIGINT NOT NULL,
    mention_b BIGINT NOT NULL,
    party_a   BIGINT NOT NULL,
    party_b   BIGINT NOT NULL,
    score     BIGINT NOT NULL,
    worth     BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld_next.review IS
    'Pairs in doubt, for people to decide on, each party''s best with another. Shard key: party_a.';
COMMENT ON COLUMN klantbeeld_next.review.worth IS 'pairs a decision is expected to set right, in 1/256';

CREATE TABLE klantbeeld_next.search_rank (
    block   BIGINT NOT NULL,
    parties BYTEA NOT NULL
);
ALTER TABLE klantbeeld_next.search_rank ALTER COLUMN parties SET STORAGE EXTERNAL;
COMMENT ON TABLE klantbeeld_next.search_rank IS
    'The order parties are shown in when all else is equal: more records, then name, then id. Shard key: block.';
COMMENT ON COLUMN klantbeeld_next.search_rank.block IS 'rank / 1024';
COMMENT ON COLUMN klantbeeld_next.search_rank.parties IS 'their ids in order of rank, 8 bytes each, low first';

CREATE TABLE klantbeeld_next.search_word (
    word  BYTEA NOT NULL,
    chunk BIGINT NOT NULL,
    ranks BYTEA NOT NULL
);
ALTER TABLE klantbeeld_next.search_word ALTER COLUMN ranks SET STORAGE EXTERNAL;
COMMENT ON TABLE klantbeeld_next.search_word IS 'Which ranks have a word. Shard key: word.';
COMMENT ON COLUMN klantbeeld_next.search_word.word IS 'folded; 0x01 and a digit stand for a kind of party';
COMMENT ON COLUMN klantbeeld_next.search_word.chunk IS 'rank / 65536';
COMMENT ON COLUMN klantbeeld_next.search_word.ranks IS
    'rank % 65536: 2 bytes each, low first, ascending; or a bitmap of 8192 bytes';

CREATE TABLE klantbeeld_next.search_prefix (
    prefix BYTEA NOT NULL,
    chunk  BIGINT NOT NULL,
    ranks  BYTEA NOT NULL
);
ALTER TABLE klantbeeld_next.search_prefix ALTER COLUMN ranks SET STORAGE EXTERNAL;
COMMENT ON TABLE klantbeeld_next.search_prefix IS
    'Which ranks have a word that begins so. Shard key: prefix.';
COMMENT ON COLUMN klantbeeld_next.search_prefix.prefix IS '1 to 3 bytes';

CREATE TABLE klantbeeld_next.search_fresh (
    party_id  BIGINT PRIMARY KEY,
    records   BIGINT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    words     TEXT COLLATE "C" NOT NULL,
    stamp     BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld_next.search_fresh IS
    'Parties that changed since the lists of words were made. Shard key: party_id.';
COMMENT ON COLUMN klantbeeld_next.search_fresh.records IS '0: the party is gone';
COMMENT ON COLUMN klantbeeld_next.search_fresh.stamp IS 'of the change that did it (store/piece.h)';

CREATE TABLE klantbeeld_next.search_fresh_word (
    word    BYTEA NOT NULL,
    stamp   BIGINT NOT NULL,
    parties BYTEA NOT NULL,
    PRIMARY KEY (word, stamp)
);
COMMENT ON TABLE klantbeeld_next.search_fresh_word IS
    'Which of those have a word, once they are many (store/fresh.c). Shard key: word.';
COMMENT ON COLUMN klantbeeld_next.search_fresh_word.stamp IS 'of the change that made this list';
COMMENT ON COLUMN klantbeeld_next.search_fresh_word.parties IS
    'their ids, 8 bytes each, low first; some may have changed again since';

CREATE TABLE klantbeeld_next.home (
    party_id BIGINT PRIMARY KEY,
    body     BYTEA NOT NULL
);
COMMENT ON TABLE klantbeeld_next.home IS
    'What the next resolve needs of a party that did not change, without its zeros. Shard key: party_id.';

CREATE TABLE klantbeeld_next.view_state (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
COMMENT ON TABLE klantbeeld_next.view_state IS 'What this view was made of (store/change.h). Not sharded.';
