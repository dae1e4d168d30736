-- How often fields were looked at, added up by who served them: no person is named in it. Shard key: batch.
CREATE TABLE field_use (
    batch       INTEGER NOT NULL,      -- 1, 2, 3: some hundreds of looks together
    field       TEXT NOT NULL,         -- as the profile names it; '' counts the parties looked at
    looks       INTEGER NOT NULL,
    recorded_ms INTEGER NOT NULL,
    PRIMARY KEY (batch, field)
) STRICT, WITHOUT ROWID;
