CREATE TABLE klantbeeld.trait (
    trait_id      BIGINT NOT NULL PRIMARY KEY,
    level         BIGINT NOT NULL,
    first_mention BIGINT NOT NULL,
    anchors       BIGINT NOT NULL,
    name          TEXT COLLATE "C" NOT NULL,
    value         TEXT COLLATE "C" NOT NULL,
    since_date    TEXT COLLATE "C" NOT NULL,
    until_date    TEXT COLLATE "C" NOT NULL,
    author        TEXT COLLATE "C" NOT NULL,
    recorded_ms   BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.trait IS
    'Status, classification and traits that people give a person, organisation, household or role. Shard key: first_mention.';
COMMENT ON COLUMN klantbeeld.trait.level IS '1 person, 2 organisation, 3 household, 4 role';
COMMENT ON COLUMN klantbeeld.trait.first_mention IS 'the smallest of its anchors';
COMMENT ON COLUMN klantbeeld.trait.anchors IS 'how many it has';
COMMENT ON COLUMN klantbeeld.trait.since_date IS '''2026-03-01'' or empty';
CREATE INDEX trait_name ON klantbeeld.trait (name, value);

CREATE TABLE klantbeeld.trait_anchor (
    mention_id BIGINT NOT NULL,
    trait_id   BIGINT NOT NULL REFERENCES klantbeeld.trait (trait_id),
    PRIMARY KEY (mention_id, trait_id)
);
COMMENT ON TABLE klantbeeld.trait_anchor IS
    'The mentions it hangs on: one, of a role the person''s and the organisation''s, of a household one of each member. Shard key: mention_id.';
CREATE INDEX trait_anchor_trait ON klantbeeld.trait_anchor (trait_id);

CREATE TABLE klantbeeld.trait_withdrawn (
    trait_id    BIGINT NOT NULL PRIMARY KEY REFERENCES klantbeeld.trait (trait_id),
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.trait_withdrawn IS '… and taken back. Shard key: trait_id.';
