-- Versions before 0.2 kept the view among the facts.
DROP TABLE IF EXISTS main.link;
DROP TABLE IF EXISTS main.party;
DROP TABLE IF EXISTS main.party_key;
DROP TABLE IF EXISTS main.role;
DROP TABLE IF EXISTS main.member;
DROP TABLE IF EXISTS main.finding;
DROP TABLE IF EXISTS main.review;
DROP TABLE IF EXISTS main.search_rank;
DROP TABLE IF EXISTS main.search_word;
DROP TABLE IF EXISTS main.search_prefix;
