CREATE TABLE klantbeeld.tie (
    tie_id      BIGINT PRIMARY KEY,
    mention_a   BIGINT NOT NULL,
    mention_b   BIGINT NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    title       TEXT COLLATE "C" NOT NULL,
    part        TEXT COLLATE "C" NOT NULL,
    since_date  TEXT COLLATE "C" NOT NULL,
    until_date  TEXT COLLATE "C" NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.tie IS
    'What people said of two parties: how they belong together, and since when. Shard key: mention_a.';
CREATE INDEX tie_a ON klantbeeld.tie (mention_a);
CREATE INDEX tie_b ON klantbeeld.tie (mention_b);

CREATE TABLE klantbeeld.tie_withdrawn (
    tie_id      BIGINT PRIMARY KEY REFERENCES klantbeeld.tie (tie_id),
    reason      TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.tie_withdrawn IS '… and took it back. Shard key: tie_id.';
