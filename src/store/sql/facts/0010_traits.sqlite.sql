-- Status, classification and traits that people give a person, organisation, household or role. Shard key: first_mention.
CREATE TABLE trait (
    trait_id      INTEGER PRIMARY KEY,
    level         INTEGER NOT NULL,    -- 1 person, 2 organisation, 3 household, 4 role
    first_mention INTEGER NOT NULL,    -- the smallest of its anchors
    anchors       INTEGER NOT NULL,    -- how many it has
    name          TEXT NOT NULL,
    value         TEXT NOT NULL,
    since_date    TEXT NOT NULL,       -- '2026-03-01' or empty
    until_date    TEXT NOT NULL,
    author        TEXT NOT NULL,
    recorded_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX trait_name ON trait (name, value);

-- The mentions it hangs on: one, of a role the person's and the organisation's, of a household one of each member.
-- Shard key: mention_id.
CREATE TABLE trait_anchor (
    mention_id INTEGER NOT NULL,
    trait_id   INTEGER NOT NULL REFERENCES trait (trait_id),
    PRIMARY KEY (mention_id, trait_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trait_anchor_trait ON trait_anchor (trait_id);

-- … and taken back. Shard key: trait_id.
CREATE TABLE trait_withdrawn (
    trait_id    INTEGER PRIMARY KEY REFERENCES trait (trait_id),
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
