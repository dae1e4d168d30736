-- Made when the rows are in: one sort instead of a million searches.
-- Then the new view takes the earlier one's place; that one is dropped after
-- the commit, so readers in the middle of it are not kept waiting.
SET LOCAL search_path = klantbeeld_next;
SET LOCAL maintenance_work_mem = '256MB';
SET LOCAL work_mem = '128MB';
CREATE INDEX link_party ON link (party_id);
CREATE INDEX link_record ON link (record_id);
CREATE UNIQUE INDEX party_party ON party (party_id);
CREATE INDEX party_key_hash ON party_key (key_hash);
CREATE INDEX role_person ON role (person_id);
CREATE INDEX role_organisation ON role (organisation_id);
CREATE INDEX member_household ON member (household_id);
CREATE INDEX member_person ON member (person_id);
CREATE INDEX finding_record ON finding (record_id);
CREATE INDEX review_a ON review (party_a);
CREATE INDEX review_b ON review (party_b);
CREATE INDEX search_fresh_stamp ON search_fresh (stamp);
CREATE INDEX review_score ON review (worth DESC, score DESC, mention_a, mention_b);
CREATE UNIQUE INDEX search_rank_block ON search_rank (block);
CREATE UNIQUE INDEX search_word_chunk ON search_word (word, chunk);
CREATE UNIQUE INDEX search_prefix_chunk ON search_prefix (prefix, chunk);
ANALYZE link, party, party_key, role, member, finding, review, search_rank, search_word, search_prefix;
SET LOCAL search_path = klantbeeld, klantbeeld_view;
SET LOCAL lock_timeout = '120s';
LOCK TABLE klantbeeld.view_lock IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'klantbeeld_view') THEN
        ALTER SCHEMA klantbeeld_view RENAME TO klantbeeld_old;
    END IF;
END $$;
ALTER SCHEMA klantbeeld_next RENAME TO klantbeeld_view;
