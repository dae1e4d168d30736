-- What an event may say beside what happened: its term, who is to do what by when, the event it is part of.
ALTER TABLE event ADD COLUMN parent_id INTEGER;             -- a line of this event: of an order, an invoice
ALTER TABLE event ADD COLUMN until_ms INTEGER;              -- pay by, valid until, ends on
ALTER TABLE event ADD COLUMN follow_up_ms INTEGER;          -- somebody is to do something by then
ALTER TABLE event ADD COLUMN done_ms INTEGER;               -- when that was done
ALTER TABLE event ADD COLUMN owner TEXT NOT NULL DEFAULT '';   -- who is to do it
ALTER TABLE event ADD COLUMN author TEXT NOT NULL DEFAULT '';  -- who typed this version; '' when its source told it
ALTER TABLE event ADD COLUMN details TEXT NOT NULL DEFAULT ''; -- a JSON object of the fields of its kind, or empty
CREATE INDEX event_parent ON event (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX event_follow_up ON event (follow_up_ms) WHERE follow_up_ms IS NOT NULL AND done_ms IS NULL;

-- A file that belongs to events: a letter, a mail, a quote. Kept once, however many events name it. Shard key: digest.
CREATE TABLE document (
    digest      BLOB NOT NULL PRIMARY KEY, -- SHA-256 of content
    media_type  TEXT NOT NULL,
    size        INTEGER NOT NULL,          -- bytes
    recorded_ms INTEGER NOT NULL,
    author      TEXT NOT NULL,
    content     BLOB NOT NULL
) STRICT;
