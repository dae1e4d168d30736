-- Made when the rows are in: one sort instead of a million searches. Of a view in a file of its own before them: there an
-- index is filled when its table is (src/db/sqlite_apart.c), and holds numbers only.
CREATE INDEX link_record ON link (record_id);
CREATE INDEX role_person ON role (person_id);
CREATE INDEX role_organisation ON role (organisation_id);
CREATE INDEX finding_record ON finding (record_id);
CREATE INDEX review_a ON review (party_a);
CREATE INDEX review_b ON review (party_b);
CREATE INDEX review_score ON review (worth DESC, score DESC, mention_a, mention_b);
