-- Those that wait for households; the others are in derived_settled.sqlite.sql.
CREATE INDEX member_household ON member (household_id);
CREATE INDEX member_person ON member (person_id);
CREATE INDEX search_fresh_stamp ON search_fresh (stamp);
