-- What is needed to see an earlier day again: which party a mention left, and when each view was made.

-- The party the mention was in before this row, 0 for none; and the record that holds the mention
-- (NULL in rows of before this migration). A mention that is in no party any more gets party_id 0.
ALTER TABLE identity_assignment ADD COLUMN before_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identity_assignment ADD COLUMN record_id INTEGER;
UPDATE identity_assignment SET before_id = coalesce((
    SELECT b.party_id FROM identity_assignment b
    WHERE b.mention_id = identity_assignment.mention_id AND b.run < identity_assignment.run
    ORDER BY b.run DESC LIMIT 1), 0)
WHERE run > (SELECT min(run) FROM identity_run);
CREATE INDEX identity_left ON identity_assignment (before_id) WHERE before_id <> 0;

-- A view was made of the facts up to here: the newest of each that it knew. Not sharded.
CREATE TABLE view_made (
    view_id      INTEGER PRIMARY KEY,
    recorded_ms  INTEGER NOT NULL,
    record_seq   INTEGER NOT NULL,
    ruleset_id   INTEGER NOT NULL,
    identity_run INTEGER NOT NULL
) STRICT;
CREATE INDEX view_made_at ON view_made (recorded_ms);
INSERT INTO view_made (view_id, recorded_ms, record_seq, ruleset_id, identity_run)
SELECT e.run, e.told_ms,
    coalesce((SELECT max(r.seq) FROM record r WHERE r.recorded_ms <= e.told_ms), 0),
    coalesce((SELECT max(s.ruleset_id) FROM ruleset s WHERE s.recorded_ms <= e.told_ms), 0), e.run
FROM (SELECT run, max(recorded_ms) AS told_ms FROM identity_event GROUP BY run) e;

-- Who imported.
ALTER TABLE import_run ADD COLUMN author TEXT NOT NULL DEFAULT '';
