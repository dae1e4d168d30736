-- Of a role that people typed: where it is, and how it is reached; as a role of records has them.
ALTER TABLE tie ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE tie ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE tie ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE tie ADD COLUMN address TEXT NOT NULL DEFAULT '';
