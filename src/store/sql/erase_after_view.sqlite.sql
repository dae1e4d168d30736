-- After something was erased and the view was changed where it stood: no page of it keeps what stood there before.
-- What is written meanwhile goes through a file and not through memory: views are large.
PRAGMA temp_store = FILE;
VACUUM derived;
PRAGMA temp_store = MEMORY;
