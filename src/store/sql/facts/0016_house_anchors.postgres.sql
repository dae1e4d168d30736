CREATE TABLE klantbeeld.house_record (
    record_id   BIGINT NOT NULL PRIMARY KEY,
    recorded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.house_record IS
    'What happens with a household hangs on a record that no source gave (store/house_anchor.h). Shard key: record_id.';
COMMENT ON COLUMN klantbeeld.house_record.record_id IS 'made of the mentions';

CREATE TABLE klantbeeld.house_anchor (
    mention_id BIGINT NOT NULL,
    record_id  BIGINT NOT NULL REFERENCES klantbeeld.house_record (record_id),
    PRIMARY KEY (mention_id, record_id)
);
COMMENT ON TABLE klantbeeld.house_anchor IS
    'The mentions it hangs on, one of each member of that day: it goes where they go. Shard key: mention_id.';
CREATE INDEX house_anchor_record ON klantbeeld.house_anchor (record_id);
