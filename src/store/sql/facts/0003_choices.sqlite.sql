-- What people said of a value, and of who they asked to change it.

-- A person chose the value of a field of whoever holds the mention. Shard key: mention_id.
CREATE TABLE choice (
    choice_id   INTEGER PRIMARY KEY,
    mention_id  INTEGER NOT NULL,      -- what it hangs on: the choice goes where the mention goes
    field       TEXT NOT NULL,         -- as field_ref_text() prints it
    record_id   INTEGER NOT NULL,      -- the value of this record, or 0: value is the value
    value       TEXT NOT NULL,
    otherwise   TEXT NOT NULL,         -- what the rules gave then: when they give another, somebody looks again
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX choice_mention ON choice (mention_id);

-- … and took it back. Shard key: choice_id.
CREATE TABLE choice_withdrawn (
    choice_id   INTEGER PRIMARY KEY REFERENCES choice (choice_id),
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;

-- Who answers for what a source holds; the newest row of a source stands. Shard key: source_id.
CREATE TABLE source_owner (
    source_id   INTEGER NOT NULL,
    version     INTEGER NOT NULL,      -- 1, 2, 3 within the source
    owner       TEXT NOT NULL,         -- a user's name, or empty: nobody
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL,
    PRIMARY KEY (source_id, version)
) STRICT, WITHOUT ROWID;

-- A change asked of the source that leads the value. Shard key: mention_id.
CREATE TABLE proposal (
    proposal_id INTEGER PRIMARY KEY,
    mention_id  INTEGER NOT NULL,
    field       TEXT NOT NULL,
    value       TEXT NOT NULL,         -- as asked
    was         TEXT NOT NULL,         -- the value then
    source_id   INTEGER NOT NULL,      -- who leads, and is asked
    asked_by    TEXT NOT NULL,         -- the source or team on whose behalf
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX proposal_mention ON proposal (mention_id);

-- What became of it; the last step stands, none is open. Shard key: proposal_id.
CREATE TABLE proposal_step (
    proposal_id INTEGER NOT NULL REFERENCES proposal (proposal_id),
    step        INTEGER NOT NULL,      -- 1, 2, 3
    state       INTEGER NOT NULL,      -- 2 accepted, 3 refused, 4 withdrawn, 5 applied
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL,
    PRIMARY KEY (proposal_id, step)
) STRICT, WITHOUT ROWID;
