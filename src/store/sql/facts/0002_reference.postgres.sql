CREATE TABLE klantbeeld.reference_register (
    kind      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    file_name TEXT COLLATE "C" NOT NULL,
    author    TEXT COLLATE "C" NOT NULL,
    row_count BIGINT NOT NULL,
    loaded_ms BIGINT NOT NULL
);
COMMENT ON TABLE klantbeeld.reference_register IS
    'Registers of addresses that an installation loaded, each replaced whole. Not sharded.';
COMMENT ON COLUMN klantbeeld.reference_register.kind IS '''bag'', ''pc4'', ''be-postcodes''';

CREATE TABLE klantbeeld.reference_address (
    kind        TEXT COLLATE "C" NOT NULL,
    row_number  BIGINT NOT NULL,
    country     TEXT COLLATE "C" NOT NULL,
    postcode    TEXT COLLATE "C" NOT NULL,
    street      TEXT COLLATE "C" NOT NULL,
    place       TEXT COLLATE "C" NOT NULL,
    number_from BIGINT NOT NULL,
    number_to   BIGINT NOT NULL,
    PRIMARY KEY (kind, row_number)
);
COMMENT ON TABLE klantbeeld.reference_address IS
    'A stretch of house numbers of one street with one postcode; or a postcode and its place. Shard key: kind.';
COMMENT ON COLUMN klantbeeld.reference_address.postcode IS 'without spaces: ''1234AB''';
COMMENT ON COLUMN klantbeeld.reference_address.number_to IS 'both 0: the register gives no numbers';
