-- What people said of two parties: how they belong together, and since when.

-- Mentions, not parties: a tie goes where its mentions go. Shard key: mention_a.
CREATE TABLE tie (
    tie_id      INTEGER PRIMARY KEY,
    mention_a   INTEGER NOT NULL,
    mention_b   INTEGER NOT NULL,
    kind        TEXT NOT NULL,         -- 'partner', 'branch', 'apart' … (flow/view/ties.c)
    title       TEXT NOT NULL,         -- of a role: the function
    part        TEXT NOT NULL,         -- of a role: 'decides', 'influences', 'uses', 'pays', 'gatekeeper' or ''
    since_date  TEXT NOT NULL,         -- '2026-03-01', partial, or ''
    until_date  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX tie_a ON tie (mention_a);
CREATE INDEX tie_b ON tie (mention_b);

-- … and took it back. Shard key: tie_id.
CREATE TABLE tie_withdrawn (
    tie_id      INTEGER PRIMARY KEY REFERENCES tie (tie_id),
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
) STRICT;
