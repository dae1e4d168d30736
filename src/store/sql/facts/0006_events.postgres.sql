ALTER TABLE klantbeeld.event ADD COLUMN parent_id BIGINT;
ALTER TABLE klantbeeld.event ADD COLUMN until_ms BIGINT;
ALTER TABLE klantbeeld.event ADD COLUMN follow_up_ms BIGINT;
ALTER TABLE klantbeeld.event ADD COLUMN done_ms BIGINT;
ALTER TABLE klantbeeld.event ADD COLUMN owner TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE klantbeeld.event ADD COLUMN author TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE klantbeeld.event ADD COLUMN details TEXT COLLATE "C" NOT NULL DEFAULT '';
COMMENT ON COLUMN klantbeeld.event.parent_id IS 'a line of this event: of an order, an invoice';
COMMENT ON COLUMN klantbeeld.event.until_ms IS 'pay by, valid until, ends on';
COMMENT ON COLUMN klantbeeld.event.follow_up_ms IS 'somebody is to do something by then';
COMMENT ON COLUMN klantbeeld.event.done_ms IS 'when that was done';
COMMENT ON COLUMN klantbeeld.event.owner IS 'who is to do it';
COMMENT ON COLUMN klantbeeld.event.author IS 'who typed this version; '''' when its source told it';
COMMENT ON COLUMN klantbeeld.event.details IS 'a JSON object of the fields of its kind, or empty';
CREATE INDEX event_parent ON klantbeeld.event (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX event_follow_up ON klantbeeld.event (follow_up_ms) WHERE follow_up_ms IS NOT NULL AND done_ms IS NULL;

CREATE TABLE klantbeeld.document (
    digest      BYTEA NOT NULL PRIMARY KEY,
    media_type  TEXT COLLATE "C" NOT NULL,
    size        BIGINT NOT NULL,
    recorded_ms BIGINT NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    content     BYTEA NOT NULL
);
COMMENT ON TABLE klantbeeld.document IS
    'A file that belongs to events: a letter, a mail, a quote. Kept once, however many events name it. Shard key: digest.';
COMMENT ON COLUMN klantbeeld.document.digest IS 'SHA-256 of content';
COMMENT ON COLUMN klantbeeld.document.size IS 'bytes';
