-- Registers of addresses that an installation loaded, each replaced whole. Not sharded.
CREATE TABLE reference_register (
    kind      TEXT NOT NULL PRIMARY KEY,  -- 'bag', 'pc4', 'be-postcodes'
    file_name TEXT NOT NULL,
    author    TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    loaded_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A stretch of house numbers of one street with one postcode; or a postcode and its place. Shard key: kind.
CREATE TABLE reference_address (
    kind        TEXT NOT NULL,
    row_number  INTEGER NOT NULL,
    country     TEXT NOT NULL,
    postcode    TEXT NOT NULL,            -- without spaces: '1234AB'
    street      TEXT NOT NULL,
    place       TEXT NOT NULL,
    number_from INTEGER NOT NULL,
    number_to   INTEGER NOT NULL,         -- both 0: the register gives no numbers
    PRIMARY KEY (kind, row_number)
) STRICT, WITHOUT ROWID;
