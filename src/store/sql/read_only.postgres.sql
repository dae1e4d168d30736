-- Of a store opened for reading only.
SET default_transaction_read_only = on;
