-- Before something is erased: nothing; the tables are written anew afterwards.
SELECT 1;
