-- Every question of the program, by name, for both engines.
-- "-- name: NAME" starts one; "-- name: NAME sqlite" or "postgres" is for one engine only.
-- Parameters are $1 $2 …; every number is a 64-bit integer.

-- name: has_schema sqlite
SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'
-- name: has_schema postgres
SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'klantbeeld' AND tablename = 'schema_version'
-- name: has_other_tables sqlite
SELECT count(*) FROM sqlite_schema
-- name: has_other_tables postgres
SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'klantbeeld'
-- name: schema_version_get
SELECT version FROM schema_version WHERE part = $1
-- name: schema_version_put
INSERT INTO schema_version (part, version) VALUES ($1, $2) ON CONFLICT (part) DO UPDATE SET version = excluded.version
-- name: head sqlite
SELECT part, version FROM main.schema_version WHERE part >= 'change' AND part <= 'view_stamp'
-- name: head postgres
SELECT part, version FROM schema_version WHERE part >= 'change' AND part <= 'view_stamp'
-- name: change_next
INSERT INTO schema_version (part, version) VALUES ('change', '1')
ON CONFLICT (part) DO UPDATE SET version = CAST(CAST(schema_version.version AS bigint) + 1 AS text)
-- name: data_version sqlite
PRAGMA main.data_version
-- name: view_touch sqlite
SELECT count(*) FROM derived.sqlite_schema WHERE rowid = 1
-- name: write_lock postgres
SELECT 1 FROM schema_version WHERE part = 'facts' FOR UPDATE

-- name: source_add
INSERT INTO source (source_id, name, kind, one_per_party, created_ms)
SELECT coalesce(max(source_id), 0) + 1, $1, $2, $3, $4 FROM source WHERE true
ON CONFLICT (name) DO NOTHING
-- name: source_get
SELECT source_id, name, kind, one_per_party, created_ms FROM source WHERE name = $1
-- name: sources
SELECT source_id, name, kind, one_per_party, created_ms FROM source ORDER BY source_id

-- name: layout_find
SELECT layout_id FROM layout WHERE source_id = $1 AND digest = $2
-- name: layout_add
INSERT INTO layout (layout_id, source_id, column_count, column_names, digest)
SELECT coalesce(max(layout_id), 0) + 1, $1, $2, $3, $4 FROM layout
-- name: layouts
SELECT layout_id, source_id, column_count, column_names FROM layout ORDER BY layout_id

-- name: ruleset_get
SELECT version, kind, name, body, author, recorded_ms, digest FROM ruleset
WHERE kind = $1 AND name = $2 ORDER BY version DESC LIMIT 1
-- name: ruleset_add
INSERT INTO ruleset (ruleset_id, kind, name, version, body, author, recorded_ms, digest)
SELECT coalesce(max(ruleset_id), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM ruleset

-- name: reference_rows_drop
DELETE FROM reference_address WHERE kind = $1
-- name: reference_drop
DELETE FROM reference_register WHERE kind = $1
-- name: reference_add
INSERT INTO reference_register (kind, file_name, author, row_count, loaded_ms) VALUES ($1, $2, $3, $4, $5)
-- name: references
SELECT kind, file_name, author, row_count, loaded_ms FROM reference_register ORDER BY kind
-- name: reference_rows
SELECT country, postcode, street, place, number_from, number_to FROM reference_address
ORDER BY country, postcode, street, place, number_from, number_to

-- name: import_add
INSERT INTO import_run (import_id, source_id, file_name, started_ms, finished_ms, state, row_count, created, updated,
    unchanged, rejected, events_created, events_unchanged)
VALUES ($1, $2, $3, $4, 0, 1, 0, 0, 0, 0, 0, 0, 0)
-- name: import_last
SELECT coalesce(max(import_id), 0) FROM import_run
-- name: import_author
UPDATE import_run SET author = $2 WHERE import_id = $1
-- name: import_update
UPDATE import_run SET state = $2, finished_ms = $3, row_count = $4, created = $5, updated = $6, unchanged = $7,
    rejected = $8, events_created = $9, events_unchanged = $10
WHERE import_id = $1
-- name: import_digest
UPDATE import_run SET file_digest = $2 WHERE import_id = $1
-- name: imports
SELECT import_id, source_id, file_name, file_digest, started_ms, finished_ms, state, row_count, created, updated,
    unchanged, rejected, events_created, events_unchanged
FROM import_run ORDER BY import_id
-- name: reject
INSERT INTO rejected_row (import_id, row_number, finding, raw) VALUES ($1, $2, $3, $4)
ON CONFLICT (import_id, row_number) DO NOTHING
-- name: rejected
SELECT row_number, finding, raw FROM rejected_row WHERE import_id = $1 AND row_number > $2 ORDER BY row_number LIMIT $3
-- name: import_findings
SELECT r.seq, r.record_id, r.source_key, f.code, f.field, f.proposal
FROM record r JOIN finding f ON f.record_id = r.record_id
WHERE r.import_id = $1 AND r.seq >= $2 AND NOT EXISTS (SELECT 1 FROM record n WHERE n.replaces = r.seq)
ORDER BY r.seq, f.field, f.code, f.proposal LIMIT $3

-- name: record_last_seq
SELECT coalesce(max(seq), 0) FROM record
-- name: record_newest
SELECT seq, version, source_id, layout_id, source_key, cells FROM record
WHERE record_id = $1 ORDER BY version DESC LIMIT 1
-- name: record_newest_of postgres
SELECT r.seq, r.version, r.source_id, r.layout_id, r.source_key, r.cells, i.place
FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (id, place) CROSS JOIN LATERAL (
    SELECT seq, version, source_id, layout_id, source_key, cells FROM record
    WHERE record_id = i.id ORDER BY version DESC LIMIT 1) r
-- name: records_walk
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record r
WHERE NOT EXISTS (SELECT 1 FROM record n WHERE n.replaces = r.seq) ORDER BY seq
-- name: record_get
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record
WHERE record_id = $1 ORDER BY version DESC LIMIT 1
-- name: record_by_seq
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record
WHERE seq = $1
-- name: records_by_seq postgres
SELECT r.seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms
FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (seq, place) JOIN record r ON r.seq = i.seq ORDER BY i.place
-- name: position
SELECT (SELECT coalesce(max(seq), 0) FROM record), (SELECT coalesce(max(ruleset_id), 0) FROM ruleset),
    (SELECT count(*) FROM decision) + (SELECT count(*) FROM decision_withdrawn), (SELECT count(*) FROM source),
    (SELECT count(*) FROM erasure)
-- name: records_since
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record r
WHERE seq > $1 AND NOT EXISTS (SELECT 1 FROM record n WHERE n.replaces = r.seq) ORDER BY seq
-- name: records_count
SELECT count(*) - count(replaces) FROM record

-- name: event_last_seq
SELECT coalesce(max(seq), 0) FROM event
-- name: event_newest
SELECT seq, version, source_id, record_id, at_ms, amount_cents, source_key, kind, currency, channel, direction, subject,
    body, status, extra, owner, details, author, parent_id, until_ms, follow_up_ms, done_ms
FROM event WHERE event_id = $1 ORDER BY version DESC LIMIT 1
-- name: event_told
SELECT seq, version, source_id, record_id, at_ms, amount_cents, source_key, kind, currency, channel, direction, subject,
    body, status, extra, owner, details, author, parent_id, until_ms, follow_up_ms, done_ms
FROM event WHERE event_id = $1 AND author = '' ORDER BY version DESC LIMIT 1
-- name: event_newest_of postgres
SELECT e.*, i.place FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (id, place) CROSS JOIN LATERAL (
    SELECT seq, version, source_id, record_id, at_ms, amount_cents, source_key, kind, currency, channel, direction, subject,
        body, status, extra, owner, details, author, parent_id, until_ms, follow_up_ms, done_ms
    FROM event WHERE event_id = i.id ORDER BY version DESC LIMIT 1) e
-- name: import_of_source
SELECT coalesce(min(import_id), 0) FROM import_run WHERE source_id = $1

-- name: records_own
SELECT l.record_id, coalesce(o.party_id, 0) FROM link l
LEFT JOIN link o ON o.record_id = l.record_id AND o.kind <> l.kind WHERE l.party_id = $1
-- name: jobs_of_person
SELECT e.record_id, e.organisation_id, e.person_id, e.since_date, e.until_date,
    CASE WHEN e.gone_name = '' THEN 0 ELSE 1 END,
    CASE WHEN e.ended IN ('next', 'emptied') AND e.until_date <> '' THEN 1 ELSE 0 END
FROM role e WHERE e.person_id = $1 AND EXISTS (SELECT 1 FROM role x WHERE x.person_id = e.person_id
    AND x.record_id = e.record_id AND x.ended IN ('next', 'emptied') AND x.until_date <> '')
ORDER BY 1, 7 DESC, 5, 2
-- name: jobs_around
SELECT e.record_id, e.organisation_id, e.person_id, e.since_date, e.until_date,
    CASE WHEN e.gone_name = '' THEN 0 ELSE 1 END,
    CASE WHEN e.ended IN ('next', 'emptied') AND e.until_date <> '' THEN 1 ELSE 0 END
FROM (SELECT DISTINCT person_id FROM role WHERE organisation_id = $1) p JOIN role e ON e.person_id = p.person_id
WHERE EXISTS (SELECT 1 FROM role x WHERE x.person_id = e.person_id
    AND x.record_id = e.record_id AND x.ended IN ('next', 'emptied') AND x.until_date <> '')
ORDER BY 1, 7 DESC, 5, 2
-- name: records_of_employers
SELECT l.record_id, r.organisation_id FROM (SELECT DISTINCT organisation_id FROM role WHERE person_id = $1) r
JOIN link l ON l.party_id = r.organisation_id
-- name: records_of_house
SELECT l.record_id, m.person_id FROM member own JOIN member m ON m.household_id = own.household_id AND m.has_left = 0
JOIN link l ON l.party_id = m.person_id
WHERE own.person_id = $1 AND own.has_left = 0 AND m.person_id <> $1
    AND NOT EXISTS (SELECT 1 FROM link o WHERE o.record_id = l.record_id AND o.kind = 2)
-- name: records_of_members
SELECT l.record_id, m.person_id FROM member m JOIN link l ON l.party_id = m.person_id
WHERE m.household_id = $1 AND m.has_left = 0
    AND NOT EXISTS (SELECT 1 FROM link o WHERE o.record_id = l.record_id AND o.kind = 2)

-- name: event_marks sqlite
SELECT e.seq, e.event_id, e.record_id, e.at_ms, e.kind FROM json_each($1) i CROSS JOIN event e ON e.record_id = i.value
WHERE e.at_ms >= $2 AND e.at_ms <= $3 AND (e.at_ms < $3 OR e.event_id > $4) AND e.parent_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
ORDER BY e.at_ms DESC, e.event_id
-- name: event_marks postgres
SELECT e.seq, e.event_id, e.record_id, e.at_ms, e.kind FROM event e
WHERE e.record_id = ANY ($1::text::bigint[])
    AND e.at_ms >= $2 AND e.at_ms <= $3 AND (e.at_ms < $3 OR e.event_id > $4) AND e.parent_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
ORDER BY e.at_ms DESC, e.event_id
-- name: events_by_seq sqlite
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, e.subject, e.body, e.status, e.extra, e.owner, e.details, e.author, e.parent_id, e.until_ms,
    e.follow_up_ms, e.done_ms
FROM json_each($1) i CROSS JOIN event e ON e.seq = i.value ORDER BY i.key
-- name: events_by_seq postgres
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, e.subject, e.body, e.status, e.extra, e.owner, e.details, e.author, e.parent_id, e.until_ms,
    e.follow_up_ms, e.done_ms
FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (seq, place) JOIN event e ON e.seq = i.seq ORDER BY i.place
-- name: event_lines sqlite
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, e.subject, e.body, e.status, e.extra, e.owner, e.details, e.author, e.parent_id, e.until_ms,
    e.follow_up_ms, e.done_ms
FROM json_each($1) i CROSS JOIN event e ON e.parent_id = i.value
WHERE NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq) ORDER BY i.key, length(e.source_key), e.source_key
-- name: event_lines postgres
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, e.subject, e.body, e.status, e.extra, e.owner, e.details, e.author, e.parent_id, e.until_ms,
    e.follow_up_ms, e.done_ms
FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (id, place) JOIN event e ON e.parent_id = i.id
WHERE NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq) ORDER BY i.place, length(e.source_key), e.source_key
-- name: event_sums sqlite
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, '', '', e.status, '', e.owner, e.details, e.author, e.parent_id, e.until_ms, e.follow_up_ms, e.done_ms,
    e.seq
FROM json_each($1) i CROSS JOIN event e ON e.record_id = i.value
WHERE NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
-- name: event_sums postgres
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, '', '', e.status, '', e.owner, e.details, e.author, e.parent_id, e.until_ms, e.follow_up_ms, e.done_ms,
    e.seq
FROM event e
WHERE e.record_id = ANY ($1::text::bigint[]) AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
-- name: event_get
SELECT seq FROM event WHERE event_id = $1 ORDER BY version DESC LIMIT 1
-- name: event_follow_ups
SELECT e.seq, e.event_id, e.record_id, e.follow_up_ms, e.kind FROM event e
WHERE e.follow_up_ms IS NOT NULL AND e.done_ms IS NULL AND e.follow_up_ms <= $1
    AND (e.follow_up_ms > $2 OR (e.follow_up_ms = $2 AND e.event_id > $3))
    AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
ORDER BY e.follow_up_ms, e.event_id
-- name: role_anchor_put
INSERT INTO role_anchor (record_id, mention_a, mention_b, recorded_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (record_id) DO NOTHING
-- name: role_anchor_get
SELECT record_id, mention_a, mention_b FROM role_anchor WHERE record_id = $1
-- name: role_anchors_of
SELECT record_id, mention_a, mention_b FROM role_anchor WHERE mention_a = $1 OR mention_b = $1 ORDER BY record_id
-- name: records_typed
SELECT t.record_id, coalesce(o.party_id, 0) FROM link l JOIN role_anchor t ON t.mention_a = l.mention_id
LEFT JOIN link o ON o.mention_id = t.mention_b WHERE l.party_id = $1
-- name: records_typed_around
SELECT t.record_id, coalesce(p.party_id, 0) FROM link l JOIN role_anchor t ON t.mention_b = l.mention_id
LEFT JOIN link p ON p.mention_id = t.mention_a WHERE l.party_id = $1
-- name: house_record_put
INSERT INTO house_record (record_id, recorded_ms) VALUES ($1, $2) ON CONFLICT (record_id) DO NOTHING
-- name: house_anchor_put
INSERT INTO house_anchor (mention_id, record_id) VALUES ($1, $2) ON CONFLICT (mention_id, record_id) DO NOTHING
-- name: house_records_of
SELECT h.record_id, (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id),
    (SELECT min(x.mention_id) FROM house_anchor x WHERE x.record_id = h.record_id) FROM house_anchor h
WHERE h.mention_id = $1 ORDER BY 1
-- name: house_of_record
SELECT m.household_id FROM house_anchor h JOIN link l ON l.mention_id = h.mention_id
JOIN member m ON m.person_id = l.party_id AND m.has_left = 0
WHERE h.record_id = $1 GROUP BY m.household_id, h.record_id
HAVING count(DISTINCT h.mention_id) * 2 > (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id)
    OR (count(DISTINCT h.mention_id) * 2 = (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id)
        AND min(h.mention_id) = (SELECT min(x.mention_id) FROM house_anchor x WHERE x.record_id = h.record_id))
-- name: records_of_house_own
SELECT h.record_id, 0 FROM member m JOIN link l ON l.party_id = m.person_id
JOIN house_anchor h ON h.mention_id = l.mention_id
WHERE m.household_id = $1 AND m.has_left = 0 GROUP BY h.record_id
HAVING count(DISTINCT h.mention_id) * 2 > (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id)
    OR (count(DISTINCT h.mention_id) * 2 = (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id)
        AND min(h.mention_id) = (SELECT min(x.mention_id) FROM house_anchor x WHERE x.record_id = h.record_id))
-- name: records_of_house_around
SELECT h.record_id, own.household_id FROM member own
JOIN member m ON m.household_id = own.household_id AND m.has_left = 0 JOIN link l ON l.party_id = m.person_id
JOIN house_anchor h ON h.mention_id = l.mention_id
WHERE own.person_id = $1 AND own.has_left = 0 GROUP BY h.record_id, own.household_id
HAVING count(DISTINCT h.mention_id) * 2 > (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id)
    OR (count(DISTINCT h.mention_id) * 2 = (SELECT count(*) FROM house_anchor x WHERE x.record_id = h.record_id)
        AND min(h.mention_id) = (SELECT min(x.mention_id) FROM house_anchor x WHERE x.record_id = h.record_id))
-- name: records_of_house_once
SELECT h.record_id, 0 FROM link l JOIN house_anchor h ON h.mention_id = l.mention_id WHERE l.party_id = $1
-- name: events_waiting
SELECT e.seq, e.event_id, e.record_id, e.at_ms, e.kind FROM event e
WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.record_id = e.record_id)
    AND NOT EXISTS (SELECT 1 FROM role_anchor t WHERE t.record_id = e.record_id)
    AND NOT EXISTS (SELECT 1 FROM house_record h WHERE h.record_id = e.record_id)
    AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
ORDER BY e.at_ms DESC, e.event_id LIMIT $1

-- name: document_add
INSERT INTO document (digest, media_type, size, recorded_ms, author, content) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (digest) DO NOTHING
-- name: document_get
SELECT digest, media_type, size, recorded_ms, author, content FROM document WHERE digest = $1

-- name: decision_last
SELECT coalesce(max(decision_id), 0) FROM decision
-- name: decision_add
INSERT INTO decision (decision_id, mention_a, mention_b, kind, reason, author, recorded_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
-- name: decision_standing
SELECT w.decision_id IS NOT NULL FROM decision d LEFT JOIN decision_withdrawn w USING (decision_id)
WHERE d.decision_id = $1
-- name: decision_withdraw
INSERT INTO decision_withdrawn (decision_id, reason, author, recorded_ms) VALUES ($1, $2, $3, $4)
-- name: decisions
SELECT decision_id, mention_a, mention_b, d.kind, d.reason, d.author, d.recorded_ms, w.decision_id IS NOT NULL
FROM decision d LEFT JOIN decision_withdrawn w USING (decision_id) ORDER BY decision_id

-- name: decisions_standing
SELECT decision_id, mention_a, mention_b, d.kind, d.reason, d.author, d.recorded_ms, 0
FROM decision d WHERE NOT EXISTS (SELECT 1 FROM decision_withdrawn w WHERE w.decision_id = d.decision_id)
ORDER BY decision_id

-- name: decision_log
SELECT decision_id, mention_a, mention_b, d.kind, d.reason, d.author, d.recorded_ms,
    w.recorded_ms, w.reason, w.author
FROM decision d LEFT JOIN decision_withdrawn w USING (decision_id) ORDER BY decision_id
-- name: decisions_at
SELECT decision_id, mention_a, mention_b, d.kind, d.reason, d.author, d.recorded_ms, 0
FROM decision d WHERE d.recorded_ms <= $1 AND NOT EXISTS (
    SELECT 1 FROM decision_withdrawn w WHERE w.decision_id = d.decision_id AND w.recorded_ms <= $1)
ORDER BY decision_id

-- name: identity_run_last
SELECT coalesce(max(run), 0) FROM identity_run
-- name: identity_run_put
INSERT INTO identity_run (run) VALUES ($1) ON CONFLICT (run) DO NOTHING
-- name: identity_step_last
SELECT coalesce(max(step), 0) FROM identity_event WHERE run = $1
-- name: assignments
SELECT mention_id, run, party_id FROM identity_assignment ORDER BY mention_id, run
-- name: assignment_end
INSERT INTO identity_assignment (mention_id, run, party_id, before_id, record_id)
SELECT mention_id, $2, 0, party_id, record_id FROM identity_assignment WHERE mention_id = $1 ORDER BY run DESC LIMIT 1
-- name: mention_assignments
SELECT mention_id, run, party_id, before_id, record_id FROM identity_assignment WHERE mention_id = $1 ORDER BY run
-- name: mentions_assignments sqlite
SELECT a.mention_id, a.run, a.party_id, a.before_id, a.record_id
FROM json_each($1) i CROSS JOIN identity_assignment a ON a.mention_id = i.value ORDER BY a.mention_id, a.run
-- name: mentions_assignments postgres
SELECT mention_id, run, party_id, before_id, record_id FROM identity_assignment
WHERE mention_id = ANY ($1::text::bigint[]) ORDER BY mention_id, run
-- name: mention_assignment_at
SELECT mention_id, run, party_id, before_id, record_id FROM identity_assignment
WHERE mention_id = $1 AND run <= $2 ORDER BY run DESC LIMIT 1
-- name: party_left
SELECT DISTINCT mention_id FROM identity_assignment WHERE before_id = $1 AND before_id <> 0 ORDER BY mention_id
-- name: households_left
SELECT DISTINCT mention_id, before_id FROM identity_assignment
WHERE before_id <> 0 AND before_id >= $1 ORDER BY mention_id, before_id
-- name: identity_at
SELECT run, step, recorded_ms, party_id, event, other FROM identity_event
WHERE party_id = $1 AND run <= $2 ORDER BY run DESC, step DESC LIMIT 1
-- name: identity_log
SELECT run, step, recorded_ms, party_id, event, other FROM identity_event ORDER BY run, step
-- name: identity_log_of
SELECT run, step, recorded_ms, party_id, event, other FROM identity_event WHERE party_id = $1 ORDER BY run, step

-- name: tie_last
SELECT coalesce(max(tie_id), 0) FROM tie
-- name: tie_add
INSERT INTO tie (tie_id, mention_a, mention_b, kind, title, part, since_date, until_date, reason, author, recorded_ms,
    department, email, phone, address)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
-- name: tie_standing
SELECT w.tie_id IS NOT NULL FROM tie t LEFT JOIN tie_withdrawn w USING (tie_id) WHERE t.tie_id = $1
-- name: tie_withdraw
INSERT INTO tie_withdrawn (tie_id, reason, author, recorded_ms) VALUES ($1, $2, $3, $4)
-- name: ties
SELECT t.tie_id, t.mention_a, t.mention_b, t.kind, t.title, t.part, t.since_date, t.until_date, t.reason, t.author,
    t.recorded_ms, t.department, t.email, t.phone, t.address
FROM tie t WHERE t.recorded_ms <= $1 AND NOT EXISTS (
    SELECT 1 FROM tie_withdrawn w WHERE w.tie_id = t.tie_id AND w.recorded_ms <= $1)
ORDER BY tie_id
-- name: party_ties
SELECT t.tie_id, t.mention_a, t.mention_b, t.kind, t.title, t.part, t.since_date, t.until_date, t.reason, t.author,
    t.recorded_ms, t.department, t.email, t.phone, t.address
FROM link l JOIN tie t ON t.mention_a = l.mention_id WHERE l.party_id = $1 AND t.recorded_ms <= $2 AND NOT EXISTS (
    SELECT 1 FROM tie_withdrawn w WHERE w.tie_id = t.tie_id AND w.recorded_ms <= $2)
UNION
SELECT t.tie_id, t.mention_a, t.mention_b, t.kind, t.title, t.part, t.since_date, t.until_date, t.reason, t.author,
    t.recorded_ms, t.department, t.email, t.phone, t.address
FROM link l JOIN tie t ON t.mention_b = l.mention_id WHERE l.party_id = $1 AND t.recorded_ms <= $2 AND NOT EXISTS (
    SELECT 1 FROM tie_withdrawn w WHERE w.tie_id = t.tie_id AND w.recorded_ms <= $2)
ORDER BY 1

-- name: view_made_put
INSERT INTO view_made (view_id, recorded_ms, record_seq, ruleset_id, identity_run)
SELECT (SELECT coalesce(max(view_id), 0) + 1 FROM view_made), $1, $2,
    (SELECT coalesce(max(ruleset_id), 0) FROM ruleset), (SELECT coalesce(max(run), 0) FROM identity_run)
-- name: view_made_at
SELECT view_id, recorded_ms, record_seq, ruleset_id, identity_run FROM view_made
WHERE recorded_ms <= $1 ORDER BY recorded_ms DESC, view_id DESC LIMIT 1
-- name: view_made_up_to
SELECT view_id, recorded_ms, record_seq, ruleset_id, identity_run FROM view_made
WHERE view_id <= $1 ORDER BY view_id DESC LIMIT 1
-- name: views_made
SELECT view_id, recorded_ms, record_seq, ruleset_id, identity_run FROM view_made ORDER BY view_id
-- name: ruleset_at
SELECT version, kind, name, body, author, recorded_ms, digest FROM ruleset
WHERE kind = $1 AND name = $2 AND ruleset_id <= $3 ORDER BY version DESC LIMIT 1
-- name: ruleset_heads
SELECT ruleset_id, version, kind, name, author, recorded_ms FROM ruleset
WHERE kind <> 'view' AND ruleset_id < $1 ORDER BY ruleset_id DESC LIMIT $2
-- name: record_at
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record
WHERE record_id = $1 AND seq <= $2 ORDER BY version DESC LIMIT 1
-- name: record_versions
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record
WHERE record_id = $1 ORDER BY version
-- name: records_versions sqlite
SELECT r.seq, r.record_id, r.version, r.source_id, r.layout_id, r.source_key, r.cells, r.observed_ms, r.recorded_ms
FROM json_each($1) i CROSS JOIN record r ON r.record_id = i.value ORDER BY r.record_id, r.version
-- name: records_versions postgres
SELECT seq, record_id, version, source_id, layout_id, source_key, cells, observed_ms, recorded_ms FROM record
WHERE record_id = ANY ($1::text::bigint[]) ORDER BY record_id, version
-- name: record_import
SELECT i.import_id, i.file_name, i.author FROM record r JOIN import_run i ON i.import_id = r.import_id
WHERE r.record_id = $1 AND r.version = $2
-- name: choice_log_all
SELECT c.choice_id, c.mention_id, c.field, c.value, c.reason, c.author, c.recorded_ms,
    w.recorded_ms, w.reason, w.author
FROM choice c LEFT JOIN choice_withdrawn w USING (choice_id) ORDER BY c.choice_id
-- name: said_log
SELECT recorded_ms, 1, tie_id, 0, author, reason, kind, title, mention_a, mention_b, 0, 0 FROM tie
UNION ALL
SELECT w.recorded_ms, 2, w.tie_id, 0, w.author, w.reason, t.kind, t.title, t.mention_a, t.mention_b, 0, 0
FROM tie_withdrawn w JOIN tie t ON t.tie_id = w.tie_id
UNION ALL
SELECT recorded_ms, 3, trait_id, 0, author, '', name, value, first_mention, 0, 0, 0 FROM trait
UNION ALL
SELECT w.recorded_ms, 4, w.trait_id, 0, w.author, w.reason, t.name, t.value, t.first_mention, 0, 0, 0
FROM trait_withdrawn w JOIN trait t ON t.trait_id = w.trait_id
UNION ALL
SELECT recorded_ms, 5, proposal_id, 0, author, reason, field, value, mention_id, 0, source_id, 0 FROM proposal
UNION ALL
SELECT s.recorded_ms, 6, s.proposal_id, s.step, s.author, s.reason, p.field, p.value, p.mention_id, 0, p.source_id, s.state
FROM proposal_step s JOIN proposal p ON p.proposal_id = s.proposal_id
UNION ALL
SELECT recorded_ms, 7, step_id, 0, author, reason, stage_from, stage_to, mention_id, 0, 0, 0 FROM stage_step
UNION ALL
SELECT recorded_ms, 8, hand_over_id, 0, author, '', number, '', mention_id, 0, source_id, 0 FROM hand_over
UNION ALL
SELECT s.recorded_ms, 9, s.hand_over_id, s.step, s.author, '', h.number, s.source_key, h.mention_id, 0, h.source_id, s.state
FROM hand_over_step s JOIN hand_over h ON h.hand_over_id = s.hand_over_id
ORDER BY 1, 2, 3, 4
-- name: record_changes
SELECT r.seq, r.record_id, r.version, r.source_id, r.layout_id, r.source_key, r.cells, r.observed_ms, r.recorded_ms,
    o.layout_id, o.cells, i.author, i.file_name
FROM record r JOIN record o ON o.seq = r.replaces JOIN import_run i ON i.import_id = r.import_id
WHERE r.seq < $1 AND r.seq >= $2 ORDER BY r.seq DESC
-- name: import_authors
SELECT import_id, file_name, author FROM import_run ORDER BY import_id
-- name: choice_log
SELECT c.choice_id, c.mention_id, c.field, c.value, c.reason, c.author, c.recorded_ms,
    w.recorded_ms, w.reason, w.author
FROM choice c LEFT JOIN choice_withdrawn w USING (choice_id) WHERE c.mention_id = $1 ORDER BY c.choice_id
-- name: record_events_at
SELECT event_id, source_id, source_key, record_id, kind, at_ms, amount_cents, currency, channel, direction, subject, body,
    status, extra, owner, details, author, parent_id, until_ms, follow_up_ms, done_ms
FROM event e
WHERE record_id = $1 AND recorded_ms <= $2
AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq AND n.recorded_ms <= $2)
ORDER BY at_ms DESC, event_id LIMIT $3
-- name: identities
SELECT party_id, event, other FROM identity_event ORDER BY party_id, run, step
-- name: identity_newest
SELECT event, other FROM identity_event WHERE party_id = $1 ORDER BY run DESC, step DESC LIMIT 1

-- name: party_get
SELECT party_id, records, name, sort_name, summary, profile, words FROM party WHERE party_id = $1
-- name: party_name
SELECT name FROM party WHERE party_id = $1
-- name: party_head
SELECT name, records FROM party WHERE party_id = $1
-- name: party_links
SELECT mention_id, record_id, kind, ordinal, party_id, score, reason, best FROM link WHERE party_id = $1
ORDER BY record_id, kind, ordinal
-- name: record_links
SELECT mention_id, record_id, kind, ordinal, party_id, score, reason, best FROM link WHERE record_id = $1
ORDER BY kind, ordinal
-- name: mention_link
SELECT l.mention_id, l.record_id, l.kind, l.ordinal, l.party_id, l.score, l.reason, l.best
FROM identity_assignment a JOIN link l ON l.party_id = a.party_id AND l.mention_id = a.mention_id
WHERE a.mention_id = $1 ORDER BY a.run DESC LIMIT 1
-- name: party_roles
SELECT person_id, organisation_id, title, department, record_id, part, since_date, until_date, email, phone, address,
    ended, gone_name, origins FROM role WHERE person_id = $1
UNION ALL
SELECT person_id, organisation_id, title, department, record_id, part, since_date, until_date, email, phone, address,
    ended, gone_name, origins FROM role WHERE organisation_id = $1
ORDER BY 1, 2, 5, 3, 4, 7, 8
-- name: household_members
SELECT DISTINCT household_id, person_id, place, has_left, since_date, until_date, ended, since_origin, until_origin
FROM member WHERE household_id = $1 AND has_left <= $2
ORDER BY 1, 2, 4, 3
-- name: person_lived
SELECT 1 FROM member WHERE person_id = $1 AND has_left <= $2 LIMIT 1
-- name: person_members
SELECT DISTINCT household_id, person_id, place, has_left, since_date, until_date, ended, since_origin, until_origin
FROM member WHERE household_id IN (SELECT household_id FROM member WHERE person_id = $1 AND has_left <= $2)
    AND has_left <= $2
ORDER BY 1, 2, 4, 3
-- name: record_findings
SELECT record_id, code, field, proposal FROM finding WHERE record_id = $1 ORDER BY field, code, proposal
-- name: reviews
SELECT mention_a, mention_b, party_a, party_b, score, worth FROM review
ORDER BY worth DESC, score DESC, mention_a, mention_b
LIMIT $1 OFFSET $2
-- name: parties
SELECT party_id, records, name, sort_name, summary, profile, words FROM party
WHERE party_id >= $1 AND party_id <= $2 ORDER BY party_id

-- name: event_parties
SELECT DISTINCT l.party_id, e.kind FROM link l JOIN event e ON e.record_id = l.record_id
WHERE l.party_id >= $1 AND l.party_id <= $2 AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
ORDER BY l.party_id, e.kind

-- name: search_word
SELECT chunk, ranks FROM search_word WHERE word = $1
-- name: search_words_from
SELECT chunk, ranks FROM search_word WHERE word >= $1 AND word < $2
-- name: search_word_from
SELECT word FROM search_word WHERE word >= $1 ORDER BY word LIMIT 1
-- name: search_prefix
SELECT chunk, ranks FROM search_prefix WHERE prefix = $1
-- name: search_ranks
SELECT parties FROM search_rank WHERE block = $1
-- name: search_hit sqlite
SELECT party_id, name, summary, records, sort_name FROM party WHERE party_id = $1
-- name: search_hits postgres
SELECT p.party_id, p.name, p.summary, p.records, p.sort_name
FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (party_id, place) JOIN party p ON p.party_id = i.party_id
ORDER BY i.place
-- name: search_key
SELECT DISTINCT p.party_id, p.name, p.summary, p.records, p.sort_name
FROM party_key k JOIN party p ON p.party_id = k.party_id
WHERE k.key_hash = $1 AND k.key = $2 ORDER BY p.records DESC, p.sort_name, p.party_id LIMIT $3

-- name: fresh_tail
SELECT party_id, records, sort_name, words FROM search_fresh WHERE stamp > $1
-- name: fresh_tail_is_long
SELECT stamp FROM search_fresh WHERE stamp > $1 ORDER BY stamp LIMIT 1 OFFSET $2
-- name: fresh_one
SELECT party_id, records, sort_name, words, stamp FROM search_fresh WHERE party_id = $1
-- name: fresh_among sqlite
SELECT i.key FROM json_each($1) i CROSS JOIN search_fresh f ON f.party_id = i.value
-- name: fresh_among postgres
SELECT i.place - 1 FROM unnest($1::text::bigint[]) WITH ORDINALITY AS i (party_id, place)
JOIN search_fresh f ON f.party_id = i.party_id
-- name: fresh_words
SELECT parties FROM search_fresh_word WHERE word >= $1 AND word < $2
-- name: fresh_word_from
SELECT word FROM search_fresh_word WHERE word >= $1 ORDER BY word LIMIT 1
-- name: fresh_lists
SELECT count(*) FROM search_fresh_word
-- name: fresh_words_drop
DELETE FROM search_fresh_word
-- name: fresh_word_put
INSERT INTO search_fresh_word (word, stamp, parties) VALUES ($1, $2, $3)

-- name: view_state_get
SELECT value FROM view_state WHERE name = $1
-- name: view_state_put
INSERT INTO view_state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
-- name: rulesets_newest
SELECT kind, name, version, digest FROM ruleset r
WHERE kind NOT IN ('view', 'model')
    AND NOT EXISTS (SELECT 1 FROM ruleset n WHERE n.kind = r.kind AND n.name = r.name AND n.version > r.version)
ORDER BY kind, name
-- name: records_after
SELECT count(*), coalesce(max(CASE WHEN observed_ms <= recorded_ms THEN observed_ms END), 0) FROM record WHERE seq > $1
-- name: links_all
SELECT mention_id, record_id, kind, ordinal, party_id, score, reason, best FROM link
-- name: reviews_all
SELECT mention_a, mention_b, party_a, party_b, score, worth FROM review
-- name: party_reviews
SELECT mention_a, mention_b, party_a, party_b, score, worth FROM review WHERE party_a = $1
UNION ALL
SELECT mention_a, mention_b, party_a, party_b, score, worth FROM review WHERE party_b = $1 AND party_a <> $1
-- name: homes_all
SELECT party_id, body FROM home ORDER BY party_id
-- name: home_get
SELECT body FROM home WHERE party_id = $1
-- name: fresh_count
SELECT count(*) FROM search_fresh
-- name: fresh_put
INSERT INTO search_fresh (party_id, records, sort_name, words, stamp) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (party_id) DO UPDATE SET records = excluded.records, sort_name = excluded.sort_name,
    words = excluded.words, stamp = excluded.stamp
-- name: fresh_since
SELECT party_id FROM search_fresh WHERE stamp > $1 ORDER BY party_id
-- name: party_drop
DELETE FROM party WHERE party_id = $1
-- name: party_keys
SELECT keys FROM party WHERE party_id = $1
-- name: party_key_text
SELECT key FROM party_key WHERE key_hash = $1 AND party_id = $2
-- name: party_key_drop
DELETE FROM party_key WHERE key_hash = $1 AND party_id = $2
-- name: party_roles_drop
DELETE FROM role WHERE person_id = $1
-- name: party_members_drop
DELETE FROM member WHERE household_id = $1
-- name: party_home_drop
DELETE FROM home WHERE party_id = $1
-- name: record_links_drop
DELETE FROM link WHERE record_id = $1
-- name: record_findings_drop
DELETE FROM finding WHERE record_id = $1
-- name: review_drop
DELETE FROM review WHERE worth = $4 AND score = $3 AND mention_a = $1 AND mention_b = $2

-- name: count_sources
SELECT count(*) FROM source
-- name: count_versions
SELECT count(*) FROM record
-- name: count_rejected
SELECT count(*) FROM rejected_row
-- name: count_events
SELECT count(*) - count(replaces) FROM event
-- name: count_links
SELECT count(*) FROM link
-- name: count_parties
SELECT count(*) FROM party WHERE party_id >= $1 AND party_id <= $2
-- name: count_roles
SELECT count(*) FROM role
-- name: count_findings
SELECT count(*) FROM finding
-- name: count_reviews
SELECT count(*) FROM review
-- name: count_decisions
SELECT (SELECT count(*) FROM decision) - (SELECT count(*) FROM decision_withdrawn)

-- name: audit_last
SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1
-- name: audit_add
INSERT INTO audit (seq, at_ms, actor, action, object, detail, digest) VALUES ($1, $2, $3, $4, $5, $6, $7)
-- name: audit_walk
SELECT seq, at_ms, actor, action, object, detail, digest FROM audit ORDER BY seq
-- name: audit_newest
SELECT seq, at_ms, actor, action, object, detail FROM audit ORDER BY seq DESC LIMIT $1

-- name: user_last
SELECT coalesce(max(user_id), 0) FROM account
-- name: user_put
INSERT INTO account (user_id, name, role, password_hash, disabled, created_ms) VALUES ($1, $2, $3, $4, 0, $5)
ON CONFLICT (name) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash
-- name: user_get
SELECT user_id, name, role, password_hash, disabled FROM account WHERE name = $1
-- name: users_count
SELECT count(*) FROM account
-- name: token_put
INSERT INTO token (digest, kind, user_id, created_ms, until_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (digest) DO NOTHING
-- name: token_get
SELECT a.user_id, a.name, a.role, a.password_hash, a.disabled FROM token t JOIN account a USING (user_id)
WHERE t.digest = $1 AND t.kind = $2 AND t.until_ms > $3 AND t.used_ms IS NULL AND a.disabled = 0
-- name: token_use
UPDATE token SET used_ms = $2 WHERE digest = $1 AND used_ms IS NULL
-- name: token_drop
DELETE FROM token WHERE digest = $1
-- name: tokens_sweep
DELETE FROM token WHERE until_ms < $1

-- name: digest_records
SELECT r.record_id, r.version, s.name, l.digest, r.source_key, r.cells
FROM record r JOIN layout l ON l.layout_id = r.layout_id JOIN source s ON s.source_id = r.source_id
ORDER BY r.record_id, r.version
-- name: digest_links
SELECT mention_id, record_id, kind, ordinal, party_id, score, reason, best FROM link ORDER BY mention_id
-- name: digest_parties
SELECT party_id, records, name, sort_name, summary, words, profile FROM party ORDER BY party_id
-- name: digest_roles
SELECT person_id, organisation_id, record_id, title, department, part, since_date, until_date, email, phone, address,
    ended, gone_name, origins FROM role ORDER BY 1, 2, 3, 4, 5, 7, 8
-- name: digest_members
SELECT household_id, person_id, place, has_left, since_date, until_date, ended, since_origin, until_origin
FROM member ORDER BY 1, 2, 4, 3, 5, 6, 7, 8, 9
-- name: digest_findings
SELECT record_id, code, field, proposal FROM finding ORDER BY 1, 2, 3, 4
-- name: digest_reviews
SELECT mention_a, mention_b, party_a, party_b, score, worth FROM review ORDER BY 1, 2, 3, 4, 5, 6
-- name: digest_keys
SELECT key_hash, party_id, key FROM party_key ORDER BY 1, 2, 3

-- name: check_record_versions
SELECT record_id FROM record GROUP BY record_id HAVING count(*) <> max(version) OR min(version) <> 1
-- name: check_record_replaces
SELECT r.record_id FROM record r LEFT JOIN record o ON o.seq = r.replaces
WHERE (r.version = 1 AND r.replaces IS NOT NULL)
   OR (r.version > 1 AND (o.seq IS NULL OR o.record_id <> r.record_id OR o.version <> r.version - 1))
-- name: check_record_source
SELECT record_id FROM record r LEFT JOIN layout l ON l.layout_id = r.layout_id
    LEFT JOIN import_run i ON i.import_id = r.import_id
WHERE l.source_id IS NULL OR i.source_id IS NULL OR l.source_id <> r.source_id OR i.source_id <> r.source_id
-- name: check_event_source
SELECT event_id FROM event e LEFT JOIN import_run i ON i.import_id = e.import_id
WHERE i.source_id IS NULL OR (i.source_id <> e.source_id AND e.author = '')
-- name: check_event_versions
SELECT event_id FROM event GROUP BY event_id HAVING count(*) <> max(version) OR min(version) <> 1
-- name: check_event_replaces
SELECT r.event_id FROM event r LEFT JOIN event o ON o.seq = r.replaces
WHERE (r.version = 1 AND r.replaces IS NOT NULL)
   OR (r.version > 1 AND (o.seq IS NULL OR o.event_id <> r.event_id OR o.version <> r.version - 1))
-- name: check_link_record
SELECT mention_id FROM link l WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.record_id = l.record_id)
-- name: check_link_party
SELECT mention_id FROM link l WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = l.party_id)
-- name: check_link_kind
SELECT mention_id FROM link WHERE party_id >> 60 <> kind
-- name: check_link_twice
SELECT mention_id FROM link GROUP BY mention_id HAVING count(*) > 1
-- name: check_link_identity
SELECT l.mention_id FROM link l LEFT JOIN identity_assignment a ON a.mention_id = l.mention_id
    AND NOT EXISTS (SELECT 1 FROM identity_assignment n WHERE n.mention_id = a.mention_id AND n.run > a.run)
WHERE a.party_id IS NULL OR a.party_id <> l.party_id
-- name: check_party_link
SELECT party_id FROM party p
WHERE party_id >> 60 <> 3 AND NOT EXISTS (SELECT 1 FROM link l WHERE l.party_id = p.party_id)
-- name: check_household_member
SELECT party_id FROM party p
WHERE party_id >> 60 = 3 AND NOT EXISTS (SELECT 1 FROM member m WHERE m.household_id = p.party_id)
-- name: check_party_live
SELECT p.party_id FROM party p LEFT JOIN identity_event e ON e.party_id = p.party_id
    AND NOT EXISTS (SELECT 1 FROM identity_event n WHERE n.party_id = e.party_id
                    AND (n.run > e.run OR (n.run = e.run AND n.step > e.step)))
WHERE e.event IS NULL OR e.event NOT IN (1, 4)
-- name: check_identity_party
SELECT e.party_id FROM identity_event e
WHERE e.event IN (1, 4)
    AND NOT EXISTS (SELECT 1 FROM identity_event n WHERE n.party_id = e.party_id
                    AND (n.run > e.run OR (n.run = e.run AND n.step > e.step)))
    AND NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = e.party_id)
-- name: check_redirect_end
SELECT e.party_id FROM identity_event e
WHERE e.event = 2 AND NOT EXISTS (SELECT 1 FROM identity_event o WHERE o.party_id = e.other)
-- name: check_role_party
SELECT person_id FROM role r WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = r.person_id)
UNION
SELECT organisation_id FROM role r
WHERE gone_name = '' AND NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = r.organisation_id)
-- name: check_role_record
SELECT record_id FROM role o WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.record_id = o.record_id)
-- name: check_member_party
SELECT person_id FROM member m WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = m.person_id)
UNION
SELECT household_id FROM member m WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = m.household_id)
-- name: check_member_twice
SELECT person_id FROM member WHERE has_left = 0 GROUP BY person_id HAVING count(*) > 1
-- name: check_finding_record
SELECT record_id FROM finding f WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.record_id = f.record_id)
-- name: check_key_party
SELECT party_id FROM party_key k WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.party_id = k.party_id)
-- name: check_fresh
SELECT f.party_id, CASE WHEN p.party_id IS NULL THEN f.records = 0
    ELSE f.records = p.records AND f.sort_name = p.sort_name AND f.words = p.words END
FROM search_fresh f LEFT JOIN party p ON p.party_id = f.party_id
-- name: check_ranks
SELECT block, parties FROM search_rank ORDER BY block
-- name: check_words_of_parties
SELECT party_id, words FROM party ORDER BY records DESC, sort_name, party_id
-- name: check_words_of_index
SELECT word, chunk, ranks FROM search_word
-- name: check_prefixes_of_index
SELECT prefix, chunk, ranks FROM search_prefix

-- name: choice_last
SELECT coalesce(max(choice_id), 0) FROM choice
-- name: choice_add
INSERT INTO choice (choice_id, mention_id, field, record_id, value, otherwise, reason, author, recorded_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
-- name: choice_standing
SELECT w.choice_id IS NOT NULL FROM choice c LEFT JOIN choice_withdrawn w USING (choice_id) WHERE c.choice_id = $1
-- name: choice_withdraw
INSERT INTO choice_withdrawn (choice_id, reason, author, recorded_ms) VALUES ($1, $2, $3, $4)
-- name: choices
SELECT c.choice_id, c.mention_id, c.field, c.record_id, c.value, c.otherwise, c.reason, c.author, c.recorded_ms,
    w.choice_id IS NOT NULL
FROM choice c LEFT JOIN choice_withdrawn w ON w.choice_id = c.choice_id AND w.recorded_ms <= $1
WHERE c.recorded_ms <= $1 ORDER BY c.mention_id, c.choice_id
-- name: party_choices
SELECT c.choice_id, c.mention_id, c.field, c.record_id, c.value, c.otherwise, c.reason, c.author, c.recorded_ms,
    w.choice_id IS NOT NULL
FROM link l JOIN choice c ON c.mention_id = l.mention_id
LEFT JOIN choice_withdrawn w ON w.choice_id = c.choice_id AND w.recorded_ms <= $2
WHERE l.party_id = $1 AND c.recorded_ms <= $2 ORDER BY c.mention_id, c.choice_id

-- name: proposal_last
SELECT coalesce(max(proposal_id), 0) FROM proposal
-- name: proposal_add
INSERT INTO proposal (proposal_id, mention_id, field, value, was, source_id, asked_by, reason, author, recorded_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
-- name: proposal_step_add
INSERT INTO proposal_step (proposal_id, step, state, reason, author, recorded_ms)
SELECT $1, coalesce(max(step), 0) + 1, $2, $3, $4, $5 FROM proposal_step WHERE proposal_id = $1
-- name: proposal_get
SELECT p.proposal_id, p.mention_id, p.field, p.value, p.was, p.source_id, p.asked_by, p.reason, p.author, p.recorded_ms,
    coalesce(s.state, 1), coalesce(s.reason, ''), coalesce(s.author, ''), coalesce(s.recorded_ms, p.recorded_ms)
FROM proposal p LEFT JOIN proposal_step s ON s.proposal_id = p.proposal_id AND s.step = (
    SELECT max(step) FROM proposal_step n WHERE n.proposal_id = p.proposal_id AND n.recorded_ms <= $1)
WHERE p.recorded_ms <= $1 AND p.proposal_id = $2
-- name: proposals
SELECT p.proposal_id, p.mention_id, p.field, p.value, p.was, p.source_id, p.asked_by, p.reason, p.author, p.recorded_ms,
    coalesce(s.state, 1), coalesce(s.reason, ''), coalesce(s.author, ''), coalesce(s.recorded_ms, p.recorded_ms)
FROM proposal p LEFT JOIN proposal_step s ON s.proposal_id = p.proposal_id AND s.step = (
    SELECT max(step) FROM proposal_step n WHERE n.proposal_id = p.proposal_id AND n.recorded_ms <= $1)
WHERE p.recorded_ms <= $1 ORDER BY p.proposal_id
-- name: anything_asked
SELECT CASE WHEN EXISTS (SELECT 1 FROM proposal) OR EXISTS (SELECT 1 FROM hand_over) THEN 1 ELSE 0 END
-- name: party_proposals
SELECT p.proposal_id, p.mention_id, p.field, p.value, p.was, p.source_id, p.asked_by, p.reason, p.author, p.recorded_ms,
    coalesce(s.state, 1), coalesce(s.reason, ''), coalesce(s.author, ''), coalesce(s.recorded_ms, p.recorded_ms)
FROM link l JOIN proposal p ON p.mention_id = l.mention_id
LEFT JOIN proposal_step s ON s.proposal_id = p.proposal_id AND s.step = (
    SELECT max(step) FROM proposal_step n WHERE n.proposal_id = p.proposal_id AND n.recorded_ms <= $1)
WHERE p.recorded_ms <= $1 AND l.party_id = $2 ORDER BY p.proposal_id

-- name: source_owner_get
SELECT owner FROM source_owner WHERE source_id = $1 AND recorded_ms <= $2 ORDER BY version DESC LIMIT 1
-- name: source_owner_add
INSERT INTO source_owner (source_id, version, owner, author, recorded_ms)
SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM source_owner WHERE source_id = $1

-- name: redirects_to
SELECT DISTINCT e.party_id FROM identity_event e
WHERE e.event = 2 AND e.other = $1 AND NOT EXISTS (SELECT 1 FROM identity_event n WHERE n.party_id = e.party_id
    AND (n.run > e.run OR (n.run = e.run AND n.step > e.step)))
ORDER BY e.party_id

-- name: stage_step_last
SELECT coalesce(max(step_id), 0) FROM stage_step
-- name: stage_step_add
INSERT INTO stage_step (step_id, mention_id, stage_from, stage_to, reason, author, recorded_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
-- name: party_stages
SELECT s.step_id, s.mention_id, s.stage_from, s.stage_to, s.reason, s.author, s.recorded_ms
FROM link l JOIN stage_step s ON s.mention_id = l.mention_id
WHERE l.party_id = $1 AND s.recorded_ms <= $2 ORDER BY s.step_id

-- name: customer_number_last
SELECT coalesce(max(number), 0) FROM customer_number
-- name: customer_number_there
SELECT count(*) FROM customer_number WHERE number = $1
-- name: customer_number_add
INSERT INTO customer_number (number, shown, mention_id, author, recorded_ms) VALUES ($1, $2, $3, $4, $5)
-- name: party_customer_numbers
SELECT n.number, n.shown, n.mention_id, n.author, n.recorded_ms
FROM link l JOIN customer_number n ON n.mention_id = l.mention_id
WHERE l.party_id = $1 AND n.recorded_ms <= $2 ORDER BY n.recorded_ms, n.number

-- name: hand_over_last
SELECT coalesce(max(hand_over_id), 0) FROM hand_over
-- name: hand_over_add
INSERT INTO hand_over (hand_over_id, mention_id, source_id, number, author, recorded_ms)
VALUES ($1, $2, $3, $4, $5, $6)
-- name: hand_over_step_add
INSERT INTO hand_over_step (hand_over_id, step, state, source_key, author, recorded_ms)
SELECT $1, coalesce(max(step), 0) + 1, $2, $3, $4, $5 FROM hand_over_step WHERE hand_over_id = $1
-- name: hand_over_get
SELECT h.hand_over_id, h.mention_id, h.source_id, h.number, h.author, h.recorded_ms,
    coalesce(s.state, 1), coalesce(s.source_key, ''), coalesce(s.author, ''), coalesce(s.recorded_ms, h.recorded_ms)
FROM hand_over h LEFT JOIN hand_over_step s ON s.hand_over_id = h.hand_over_id AND s.step = (
    SELECT max(step) FROM hand_over_step n WHERE n.hand_over_id = h.hand_over_id AND n.recorded_ms <= $1)
WHERE h.recorded_ms <= $1 AND h.hand_over_id = $2
-- name: hand_overs
SELECT h.hand_over_id, h.mention_id, h.source_id, h.number, h.author, h.recorded_ms,
    coalesce(s.state, 1), coalesce(s.source_key, ''), coalesce(s.author, ''), coalesce(s.recorded_ms, h.recorded_ms)
FROM hand_over h LEFT JOIN hand_over_step s ON s.hand_over_id = h.hand_over_id AND s.step = (
    SELECT max(step) FROM hand_over_step n WHERE n.hand_over_id = h.hand_over_id AND n.recorded_ms <= $1)
WHERE h.recorded_ms <= $1 ORDER BY h.hand_over_id
-- name: party_hand_overs
SELECT h.hand_over_id, h.mention_id, h.source_id, h.number, h.author, h.recorded_ms,
    coalesce(s.state, 1), coalesce(s.source_key, ''), coalesce(s.author, ''), coalesce(s.recorded_ms, h.recorded_ms)
FROM link l JOIN hand_over h ON h.mention_id = l.mention_id
LEFT JOIN hand_over_step s ON s.hand_over_id = h.hand_over_id AND s.step = (
    SELECT max(step) FROM hand_over_step n WHERE n.hand_over_id = h.hand_over_id AND n.recorded_ms <= $1)
WHERE h.recorded_ms <= $1 AND l.party_id = $2 ORDER BY h.hand_over_id

-- name: party_reviews_count
SELECT count(*) FROM review WHERE party_a = $1 OR party_b = $1

-- name: signals
SELECT e.record_id, e.kind, e.status, e.subject, e.body, e.at_ms FROM event e
WHERE (kind = 'bounce' OR kind = 'complaint' OR kind = 'returned_post' OR kind = 'move' OR kind = 'deceased'
    OR kind = 'closed' OR kind = 'signal' OR status = 'bounced' OR status = 'complained' OR status = 'hard bounce'
    OR status = 'soft bounce') -- as the index event_signal has it, or SQLite does not use it
AND e.recorded_ms <= $1
AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq AND n.recorded_ms <= $1)
ORDER BY e.record_id, e.at_ms, e.event_id

-- name: field_use_last
SELECT coalesce(max(batch), 0) FROM field_use
-- name: field_use_add
INSERT INTO field_use (batch, field, looks, recorded_ms) VALUES ($1, $2, $3, $4)
-- name: field_uses
SELECT field, CAST(sum(looks) AS BIGINT) FROM field_use WHERE recorded_ms <= $1 GROUP BY field ORDER BY field

-- name: trait_last
SELECT coalesce(max(trait_id), 0) FROM trait
-- name: trait_add
INSERT INTO trait (trait_id, level, first_mention, anchors, name, value, since_date, until_date, author, recorded_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
-- name: trait_anchor_add
INSERT INTO trait_anchor (mention_id, trait_id) VALUES ($1, $2)
-- name: trait_standing
SELECT w.trait_id IS NOT NULL FROM trait t LEFT JOIN trait_withdrawn w USING (trait_id) WHERE t.trait_id = $1
-- name: trait_withdraw
INSERT INTO trait_withdrawn (trait_id, reason, author, recorded_ms) VALUES ($1, $2, $3, $4)
-- name: party_traits
SELECT t.trait_id, t.level, t.name, t.value, t.since_date, t.until_date, t.author, t.recorded_ms, l.record_id,
    coalesce(o.party_id, 0)
FROM link l JOIN trait_anchor a ON a.mention_id = l.mention_id JOIN trait t ON t.trait_id = a.trait_id
LEFT JOIN trait_anchor b ON t.level = 4 AND b.trait_id = t.trait_id AND b.mention_id <> a.mention_id
LEFT JOIN link o ON o.mention_id = b.mention_id
WHERE l.party_id = $1 AND t.level <> 3 AND t.recorded_ms <= $2
AND NOT EXISTS (SELECT 1 FROM trait_withdrawn w WHERE w.trait_id = t.trait_id AND w.recorded_ms <= $2)
ORDER BY t.name, t.recorded_ms, t.trait_id
-- name: household_traits
SELECT t.trait_id, t.level, t.name, t.value, t.since_date, t.until_date, t.author, t.recorded_ms, min(l.record_id), 0
FROM member m JOIN link l ON l.party_id = m.person_id JOIN trait_anchor a ON a.mention_id = l.mention_id
JOIN trait t ON t.trait_id = a.trait_id
WHERE m.household_id = $1 AND m.has_left = 0 AND t.level = 3 AND t.recorded_ms <= $2
AND NOT EXISTS (SELECT 1 FROM trait_withdrawn w WHERE w.trait_id = t.trait_id AND w.recorded_ms <= $2)
GROUP BY t.trait_id, t.level, t.name, t.value, t.since_date, t.until_date, t.author, t.recorded_ms, t.anchors,
    t.first_mention
HAVING count(*) * 2 > t.anchors OR (count(*) * 2 = t.anchors AND min(a.mention_id) = t.first_mention)
ORDER BY t.name, t.recorded_ms, t.trait_id
-- name: traits_used
SELECT t.name, t.value, count(*) FROM trait t
WHERE NOT EXISTS (SELECT 1 FROM trait_withdrawn w WHERE w.trait_id = t.trait_id)
GROUP BY t.name, t.value ORDER BY t.name, t.value
-- name: part_parties
SELECT person_id FROM role WHERE part = $1 AND (until_date = '' OR until_date > substr($2, 1, length(until_date))
    OR (until_date = substr($2, 1, length(until_date)) AND ended NOT IN ('next', 'emptied')))
UNION
SELECT l.party_id FROM tie t JOIN link l ON l.mention_id = t.mention_a
WHERE t.kind = 'role' AND t.part = $1 AND (t.until_date = '' OR t.until_date >= substr($2, 1, length(t.until_date)))
    AND NOT EXISTS (SELECT 1 FROM tie_withdrawn w WHERE w.tie_id = t.tie_id)
ORDER BY 1
-- name: trait_parties
SELECT l.party_id FROM trait t JOIN trait_anchor a ON a.trait_id = t.trait_id JOIN link l ON l.mention_id = a.mention_id
WHERE t.name = $1 AND t.value = $2 AND t.level <> 3
AND NOT EXISTS (SELECT 1 FROM trait_withdrawn w WHERE w.trait_id = t.trait_id)
UNION
SELECT x.household_id FROM (
    SELECT m.household_id, t.anchors, t.first_mention, count(*) AS here, min(a.mention_id) AS first_here
    FROM trait t JOIN trait_anchor a ON a.trait_id = t.trait_id JOIN link l ON l.mention_id = a.mention_id
    JOIN member m ON m.person_id = l.party_id AND m.has_left = 0
    WHERE t.name = $1 AND t.value = $2 AND t.level = 3
    AND NOT EXISTS (SELECT 1 FROM trait_withdrawn w WHERE w.trait_id = t.trait_id)
    GROUP BY t.trait_id, m.household_id, t.anchors, t.first_mention) x
WHERE x.here * 2 > x.anchors OR (x.here * 2 = x.anchors AND x.first_here = x.first_mention)
ORDER BY 1

-- name: erasure_key_get
SELECT secret FROM erasure_key WHERE key_id = 1
-- name: erasure_key_add
INSERT INTO erasure_key (key_id, secret, recorded_ms) VALUES (1, $1, $2)
-- name: erasure_last
SELECT coalesce(max(erasure_id), 0) FROM erasure
-- name: erasure_add
INSERT INTO erasure (erasure_id, pseudonym, ground, reason, author, recorded_ms, records_empty, records_shared,
    events_gone, events_kept, said_gone, documents_gone)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
-- name: erasures
SELECT e.erasure_id, e.pseudonym, e.ground, e.reason, e.author, e.recorded_ms, e.records_empty, e.records_shared,
    e.events_gone, e.events_kept, e.said_gone, e.documents_gone, coalesce(d.recorded_ms, 0)
FROM erasure e LEFT JOIN erasure_done d ON d.erasure_id = e.erasure_id ORDER BY e.erasure_id
-- name: erasures_open
SELECT count(*) FROM erasure e WHERE NOT EXISTS (SELECT 1 FROM erasure_done d WHERE d.erasure_id = e.erasure_id)
-- name: erasures_done
INSERT INTO erasure_done (erasure_id, recorded_ms)
SELECT e.erasure_id, $1 FROM erasure e WHERE NOT EXISTS (SELECT 1 FROM erasure_done d WHERE d.erasure_id = e.erasure_id)
-- name: erased_add
INSERT INTO erased (hash, erasure_id) VALUES ($1, $2)
ON CONFLICT (hash) DO UPDATE SET erasure_id = excluded.erasure_id
-- name: erased_lifted_drop
DELETE FROM erased_lifted WHERE hash = $1
-- name: erased_lift
INSERT INTO erased_lifted (hash, reason, author, recorded_ms)
SELECT hash, $2, $3, $4 FROM erased WHERE hash = $1 ON CONFLICT (hash) DO NOTHING
-- name: erased_all
SELECT e.hash, e.erasure_id FROM erased e WHERE NOT EXISTS (SELECT 1 FROM erased_lifted l WHERE l.hash = e.hash)
-- name: erasure_message_last
SELECT coalesce(max(message_id), 0) FROM erasure_message
-- name: erasure_message_add
INSERT INTO erasure_message (message_id, erasure_id, source_id, source_key, what, author, done_ms)
VALUES ($1, $2, $3, $4, $5, '', 0)
-- name: erasure_messages
SELECT m.message_id, m.erasure_id, m.source_id, m.source_key, m.what, e.recorded_ms
FROM erasure_message m JOIN erasure e ON e.erasure_id = m.erasure_id WHERE m.done_ms = 0 ORDER BY m.message_id
-- name: erasure_message_end
UPDATE erasure_message SET source_key = '', author = $2, done_ms = $3 WHERE message_id = $1 AND done_ms = 0

-- name: erase_record
UPDATE record SET record_id = $2, source_key = $3, cells = $4 WHERE seq = $1
-- name: erase_event_rows
SELECT e.event_id, e.source_id, e.source_key, e.record_id, e.kind, e.at_ms, e.amount_cents, e.currency, e.channel,
    e.direction, e.subject, e.body, e.status, e.extra, e.owner, e.details, e.author, e.parent_id, e.until_ms,
    e.follow_up_ms, e.done_ms, e.seq
FROM event e WHERE e.event_id IN (SELECT o.event_id FROM event o WHERE o.record_id = $1) ORDER BY e.event_id, e.version
-- name: erase_event_text
UPDATE event SET record_id = $2, subject = $3, body = $4, extra = $5, details = $6, owner = $7, direction = $8
WHERE seq = $1
-- name: erase_event_drop
DELETE FROM event WHERE event_id = $1
-- name: erase_event_orphans
UPDATE event SET parent_id = NULL WHERE parent_id = $1
-- name: erase_document_named
SELECT count(*) FROM event WHERE details LIKE '%' || $1 || '%'
-- name: erase_document_drop
DELETE FROM document WHERE digest = $1
-- name: erase_mention_rename
UPDATE identity_assignment SET mention_id = $2, record_id = $3 WHERE mention_id = $1
-- name: erase_models
UPDATE ruleset SET body = '' WHERE kind = 'model' AND name = 'default'
-- name: forget_ranks
SELECT block, parties FROM search_rank ORDER BY block
-- name: forget_fresh
SELECT party_id FROM search_fresh
-- name: forget_words
SELECT word, chunk, ranks FROM search_word
-- name: forget_prefixes
SELECT prefix, chunk, ranks FROM search_prefix
-- name: forget_word
DELETE FROM search_word WHERE word = $1 AND chunk = $2
-- name: forget_prefix
DELETE FROM search_prefix WHERE prefix = $1 AND chunk = $2
-- name: erase_rejects
SELECT r.import_id, r.row_number, r.raw FROM rejected_row r JOIN import_run i ON i.import_id = r.import_id
WHERE i.source_id = $1 AND length(r.raw) > 0
-- name: erase_reject
UPDATE rejected_row SET raw = $3 WHERE import_id = $1 AND row_number = $2
-- name: erase_checkpoint sqlite
PRAGMA wal_checkpoint(TRUNCATE)

-- What people said of a mention goes in this order (store/erasure.c); a new table of that kind gets its lines here.
-- name: forget_decision_withdrawn
DELETE FROM decision_withdrawn WHERE decision_id IN (SELECT decision_id FROM decision WHERE mention_a = $1 OR mention_b = $1)
-- name: forget_decision
DELETE FROM decision WHERE mention_a = $1 OR mention_b = $1
-- name: forget_choice_withdrawn
DELETE FROM choice_withdrawn WHERE choice_id IN (SELECT choice_id FROM choice WHERE mention_id = $1)
-- name: forget_choice
DELETE FROM choice WHERE mention_id = $1
-- name: forget_proposal_step
DELETE FROM proposal_step WHERE proposal_id IN (SELECT proposal_id FROM proposal WHERE mention_id = $1)
-- name: forget_proposal
DELETE FROM proposal WHERE mention_id = $1
-- name: forget_stage_step
DELETE FROM stage_step WHERE mention_id = $1
-- name: forget_hand_over_step
DELETE FROM hand_over_step WHERE hand_over_id IN (SELECT hand_over_id FROM hand_over WHERE mention_id = $1)
-- name: forget_hand_over
DELETE FROM hand_over WHERE mention_id = $1
-- name: forget_tie_withdrawn
DELETE FROM tie_withdrawn WHERE tie_id IN (SELECT tie_id FROM tie WHERE mention_a = $1 OR mention_b = $1)
-- name: forget_role_anchor_person
UPDATE role_anchor SET mention_a = 0 WHERE mention_a = $1
-- name: forget_role_anchor_organisation
UPDATE role_anchor SET mention_b = 0 WHERE mention_b = $1
-- name: forget_house_anchor
DELETE FROM house_anchor WHERE mention_id = $1
-- name: forget_tie
DELETE FROM tie WHERE mention_a = $1 OR mention_b = $1
-- name: forget_trait_withdrawn
DELETE FROM trait_withdrawn WHERE trait_id IN (SELECT t.trait_id FROM trait t JOIN trait_anchor a ON a.trait_id = t.trait_id
    WHERE a.mention_id = $1 AND (t.level = 4 OR t.anchors = 1))
-- name: forget_trait_own
DELETE FROM trait_anchor WHERE trait_id IN (SELECT t.trait_id FROM trait t JOIN trait_anchor a ON a.trait_id = t.trait_id
    WHERE a.mention_id = $1 AND (t.level = 4 OR t.anchors = 1))
-- name: forget_trait
DELETE FROM trait WHERE first_mention = $1 AND NOT EXISTS (SELECT 1 FROM trait_anchor a WHERE a.trait_id = trait.trait_id)
    OR level = 4 AND NOT EXISTS (SELECT 1 FROM trait_anchor a WHERE a.trait_id = trait.trait_id)
-- name: forget_trait_anchor
DELETE FROM trait_anchor WHERE mention_id = $1
-- name: forget_trait_shared
UPDATE trait SET anchors = (SELECT count(*) FROM trait_anchor a WHERE a.trait_id = trait.trait_id),
    first_mention = (SELECT min(a.mention_id) FROM trait_anchor a WHERE a.trait_id = trait.trait_id)
WHERE level = 3 AND anchors <> (SELECT count(*) FROM trait_anchor a WHERE a.trait_id = trait.trait_id)
-- name: forget_choice_of_record_withdrawn
DELETE FROM choice_withdrawn WHERE choice_id IN (SELECT choice_id FROM choice WHERE record_id = $1)
-- name: forget_choice_of_record
DELETE FROM choice WHERE record_id = $1
-- name: rename_decision_mention_a
UPDATE decision SET mention_a = $2 WHERE mention_a = $1
-- name: rename_decision_mention_b
UPDATE decision SET mention_b = $2 WHERE mention_b = $1
-- name: rename_choice_mention_id
UPDATE choice SET mention_id = $2 WHERE mention_id = $1
-- name: rename_proposal_mention_id
UPDATE proposal SET mention_id = $2 WHERE mention_id = $1
-- name: rename_stage_step_mention_id
UPDATE stage_step SET mention_id = $2 WHERE mention_id = $1
-- name: rename_customer_number_mention_id
UPDATE customer_number SET mention_id = $2 WHERE mention_id = $1
-- name: rename_hand_over_mention_id
UPDATE hand_over SET mention_id = $2 WHERE mention_id = $1
-- name: rename_role_anchor_mention_a
UPDATE role_anchor SET mention_a = $2 WHERE mention_a = $1
-- name: rename_role_anchor_mention_b
UPDATE role_anchor SET mention_b = $2 WHERE mention_b = $1
-- name: rename_house_anchor_mention_id
UPDATE house_anchor SET mention_id = $2 WHERE mention_id = $1
-- name: rename_tie_mention_a
UPDATE tie SET mention_a = $2 WHERE mention_a = $1
-- name: rename_tie_mention_b
UPDATE tie SET mention_b = $2 WHERE mention_b = $1
-- name: rename_trait_first_mention
UPDATE trait SET first_mention = $2 WHERE first_mention = $1
-- name: rename_trait_anchor_mention_id
UPDATE trait_anchor SET mention_id = $2 WHERE mention_id = $1

-- name: audit_of
SELECT seq, at_ms, actor, action, object, detail FROM audit WHERE object = $1 OR object LIKE $1 || ' %'
ORDER BY seq DESC LIMIT $2

-- name: retention_contacts
SELECT record_id, max(at_ms) FROM event GROUP BY record_id
-- name: retention_contacts_role
SELECT l.record_id, max(e.at_ms) FROM role_anchor a JOIN event e ON e.record_id = a.record_id
JOIN link l ON l.mention_id IN (a.mention_a, a.mention_b) GROUP BY l.record_id
-- name: retention_contacts_house
SELECT l.record_id, max(e.at_ms) FROM house_anchor h JOIN event e ON e.record_id = h.record_id
JOIN link l ON l.mention_id = h.mention_id GROUP BY l.record_id
-- name: retention_kinds
SELECT DISTINCT kind FROM event ORDER BY kind
-- name: retention_events
SELECT count(*), coalesce(min(e.at_ms), 0) FROM event e
WHERE e.kind = $1 AND e.at_ms < $2 AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq)
-- name: retention_events_drop
DELETE FROM event WHERE event_id IN (SELECT e.event_id FROM event e
    WHERE e.kind = $1 AND e.at_ms < $2 AND NOT EXISTS (SELECT 1 FROM event n WHERE n.replaces = e.seq))
-- name: retention_orphans
UPDATE event SET parent_id = NULL
WHERE parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event p WHERE p.event_id = event.parent_id)
-- name: retention_documents
SELECT digest FROM document ORDER BY digest
