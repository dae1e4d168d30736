-- Of a store opened for reading only.
PRAGMA query_only = ON;
