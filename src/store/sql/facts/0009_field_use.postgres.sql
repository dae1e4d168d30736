CREATE TABLE klantbeeld.field_use (
    batch       BIGINT NOT NULL,
    field       TEXT COLLATE "C" NOT NULL,
    looks       BIGINT NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (batch, field)
);
COMMENT ON TABLE klantbeeld.field_use IS
    'How often fields were looked at, added up by who served them: no person is named in it. Shard key: batch.';
COMMENT ON COLUMN klantbeeld.field_use.batch IS '1, 2, 3: some hundreds of looks together';
COMMENT ON COLUMN klantbeeld.field_use.field IS 'as the profile names it; '''' counts the parties looked at';
