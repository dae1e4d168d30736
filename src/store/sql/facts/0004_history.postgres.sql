-- What is needed to see an earlier day again: which party a mention left, and when each view was made.

ALTER TABLE klantbeeld.identity_assignment ADD COLUMN before_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE klantbeeld.identity_assignment ADD COLUMN record_id BIGINT;
UPDATE klantbeeld.identity_assignment a SET before_id = coalesce((
    SELECT b.party_id FROM klantbeeld.identity_assignment b
    WHERE b.mention_id = a.mention_id AND b.run < a.run
    ORDER BY b.run DESC LIMIT 1), 0)
WHERE run > (SELECT min(run) FROM klantbeeld.identity_run);
CREATE INDEX identity_left ON klantbeeld.identity_assignment (before_id) WHERE before_id <> 0;
COMMENT ON COLUMN klantbeeld.identity_assignment.party_id IS '0: the mention is in no party any more';
COMMENT ON COLUMN klantbeeld.identity_assignment.before_id IS 'the party it was in before this row, 0 for none';
COMMENT ON COLUMN klantbeeld.identity_assignment.record_id IS 'that holds the mention; NULL in rows of before 0004';

CREATE TABLE klantbeeld.view_made (
    view_id      BIGINT PRIMARY KEY,
    recorded_ms  BIGINT NOT NULL,
    record_seq   BIGINT NOT NULL,
    ruleset_id   BIGINT NOT NULL,
    identity_run BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.view_made IS
    'A view was made of the facts up to here: the newest of each that it knew. Not sharded.';
CREATE INDEX view_made_at ON klantbeeld.view_made (recorded_ms);
INSERT INTO klantbeeld.view_made (view_id, recorded_ms, record_seq, ruleset_id, identity_run)
SELECT e.run, e.told_ms,
    coalesce((SELECT max(r.seq) FROM klantbeeld.record r WHERE r.recorded_ms <= e.told_ms), 0),
    coalesce((SELECT max(s.ruleset_id) FROM klantbeeld.ruleset s WHERE s.recorded_ms <= e.told_ms), 0), e.run
FROM (SELECT run, max(recorded_ms) AS told_ms FROM klantbeeld.identity_event GROUP BY run) e;

ALTER TABLE klantbeeld.import_run ADD COLUMN author TEXT COLLATE "C" NOT NULL DEFAULT '';
COMMENT ON COLUMN klantbeeld.import_run.author IS 'who imported';
