-- After the commit of a new view. Should a reader still be in the old one, the next view drops it.
SET lock_timeout = '100ms';
DROP SCHEMA IF EXISTS klantbeeld_old CASCADE;
SET lock_timeout = '10s';
