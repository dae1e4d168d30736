#include "base/limits.h"
#include "parse/csv_row.h"
#include "parse/rows.h"

static void rows_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *label, *file, *want;
    } cases[] = {
        { "plain", "naam,plaats\nJan,Ede\n", "naam|plaats\nJan|Ede" },
        { "semicolons, no last line end", "naam;plaats\r\nJan;Ede", "naam|plaats\nJan|Ede" },
        { "tabs", "naam\tplaats\nJan\tEde\n", "naam|plaats\nJan|Ede" },
        { "bars", "naam|plaats\nJan|Ede\n", "naam|plaats\nJan|Ede" },
        { "carets", "naam^plaats\nJan^Ede\nPiet^Urk\n", "naam|plaats\nJan|Ede\nPiet|Urk" },
        { "old Macintosh line ends", "naam;plaats\rJan;Ede\rPiet;Urk\r", "naam|plaats\nJan|Ede\nPiet|Urk" },
        { "quotes", "naam;plaats\n\"Bos; Jan\";\"Ede\"\n", "naam|plaats\nBos; Jan|Ede" },
        { "doubled quotes", "naam;plaats\n\"Jan \"\"de\"\" Bos\";Ede\n", "naam|plaats\nJan \"de\" Bos|Ede" },
        { "line break inside quotes", "naam;adres\nJan;\"Weg 1\nEde\"\nPiet;Urk\n",
          "naam|adres\nJan|Weg 1\nEde\nPiet|Urk" },
        { "stray quote inside quotes", "naam;plaats\n\"Jan \"de\" Bos\";Ede\n", "naam|plaats\nJan \"de\" Bos|Ede" },
        { "quote inside a plain cell", "naam;plaats\nJan \"de\" Bos;Ede\n", "naam|plaats\nJan \"de\" Bos|Ede" },
        { "blanks around quotes", "naam; plaats\n \"Jan\" ; \"Ede\"\n", "naam|plaats\nJan|Ede" },
        { "backslash quotes", "naam;plaats\n\"Jan \\\"de\\\" Bos\";Ede\n\"a\";\"b \\\"c\\\"\"\n",
          "naam|plaats\nJan \"de\" Bos|Ede\na|b \"c\"" },
        { "a backslash before the last quote", "naam;map\n\"Jan\";\"C:\\\"\n\"Piet\";\"D:\\\"\n",
          "naam|map\nJan|C:\\\nPiet|D:\\" },
        { "quoted twice", "naam;plaats\n\"\"Jan\"\";Ede\n", "naam|plaats\n\"\"Jan\"\"|Ede" },
        { "empty quotes", "naam;plaats\n\"\";Ede\n", "naam|plaats\n|Ede" },
        { "sep line", "sep=;\nnaam;plaats\nJan, jr;Ede\n", "naam|plaats\nJan, jr|Ede" },
        { "short row", "naam;plaats;land\nJan;Ede\n", "naam|plaats|land\nJan|Ede|" },
        { "separators at the end", "naam;plaats\nJan;Ede;;;\n", "naam|plaats\nJan|Ede" },
        { "too many cells", "naam;plaats\nJan;Ede;NL\nPiet;Urk\n", "naam|plaats\n!row_columns Jan;Ede;NL\nPiet|Urk" },
        { "empty lines", "naam;plaats\n\nJan;Ede\n;;\n  \n\n", "naam|plaats\nJan|Ede\n  |" },
        { "end mark of DOS", "naam;plaats\nJan;Ede\n\x1a", "naam|plaats\nJan|Ede" },
        { "a quote never closed", "naam;plaats\nJan;Ede\n\"Piet;Urk\n",
          "naam|plaats\nJan|Ede\n!row_unreadable \"Piet;Urk" },
        { "a quote never closed costs one row", "naam;plaats\n\"Piet;Urk\nJan;Ede\nAn;Wijk\n",
          "naam|plaats\n!row_unreadable \"Piet;Urk\nJan|Ede\nAn|Wijk" },
        { "a quote that opens a cell but not the whole of it", "naam;plaats;x\n\"Big\" Bob;Ede;1\n\"An\";Urk;2\n",
          "naam|plaats|x\n\"Big\" Bob|Ede|1\nAn|Urk|2" },
        { "same header twice", "naam,naam,tel,naam\n1,2,3,4\n", "naam|naam (2)|tel|naam (3)\n1|2|3|4" },
        { "header names that collide", "naam,naam (2),naam\na,b,c\n", "naam|naam (2)|naam (3)\na|b|c" },
        { "empty header name", "naam,,plaats\nJan,x,Ede\n", "naam|2|plaats\nJan|x|Ede" },
        { "no header", "Jan;06-12345678;jan@bos.example\nPiet;06-87654321;piet@kok.example\n",
          "1|2|3\nJan|06-12345678|jan@bos.example\nPiet|06-87654321|piet@kok.example" },
        { "lines of talk before the header",
          "Notes:\n\"When exporting, you may notice, that some are missing\"\n\nFirst Name,Last Name,URL,Email "
          "Address,Company\nJan,Bos,,,Acme\n",
          "First Name|Last Name|URL|Email Address|Company\nJan|Bos|||Acme" },
        { "one column", "email\njan@bos.example\npiet@kok.example\n", "email\njan@bos.example\npiet@kok.example" },
        { "a comma in addresses of a semicolon file", "naam;adres\nJan;Weg 1, Ede\nPiet;Laan 2, Urk\nAn;Dijk 3\n",
          "naam|adres\nJan|Weg 1, Ede\nPiet|Laan 2, Urk\nAn|Dijk 3" },
        { "only a header", "naam;plaats\n", "naam|plaats" },
        { "header over two lines", "naam;\"plaats\n(woon)\"\nJan;Ede\n", "naam|plaats (woon)\nJan|Ede" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(buf_done) struct buf got = BUF_EMPTY;
        check_int(rows_read(text_from(cases[i].file), &got), STATUS_OK, cases[i].label);
        check_text(buf_text(&got), text_from(cases[i].want), cases[i].label);
    }
}

static void encodings_are_recognised(void **state)
{
    static const struct {
        const char *label;
        struct text file;
        enum encoding encoding;
        const char *want;
    } cases[] = {
        { "utf-8", TEXT("naam;plaats\nJos\xc3\xa9;Ede\n"), ENCODING_UTF8, "naam|plaats\nJos\xc3\xa9|Ede" },
        { "bom", TEXT("\xef\xbb\xbfnaam;plaats\nJos\xc3\xa9;Ede\n"), ENCODING_UTF8_BOM,
          "naam|plaats\nJos\xc3\xa9|Ede" },
        { "1252", TEXT("naam;bedrag\nJos\xe9;\x80 5\n"), ENCODING_WINDOWS_1252,
          "naam|bedrag\nJos\xc3\xa9|\xe2\x82\xac 5" },
        { "utf-16le", TEXT("\xff\xfen\0;\0p\0\n\0J\0;\0\xe9\0\n\0"), ENCODING_UTF16LE, "n|p\nJ|\xc3\xa9" },
        { "utf-16be", TEXT("\xfe\xff\0n\0;\0p\0\n\0J\0;\0\xe9\0\n"), ENCODING_UTF16BE, "n|p\nJ|\xc3\xa9" },
        { "utf-16le without bom", TEXT("n\0;\0p\0\n\0J\0;\0E\0\n\0"), ENCODING_UTF16LE, "n|p\nJ|E" },
        { "utf-16 lone surrogate", TEXT("\xff\xfen\0;\0p\0\n\0J\0;\0\x3d\xd8\n\0"), ENCODING_UTF16LE,
          "n|p\nJ|\xef\xbf\xbd" },
        { "utf-16 emoji", TEXT("\xff\xfen\0;\0p\0\n\0J\0;\0\x3d\xd8\x00\xde\n\0"), ENCODING_UTF16LE,
          "n|p\nJ|\xf0\x9f\x98\x80" },
        { "nul is dropped", TEXT("naam;plaats\nJ\0an;Ede\n"), ENCODING_UTF8, "naam|plaats\nJan|Ede" },
        { "overlong form", TEXT("naam;plaats\nJ\xc0\xaf;Ede\n"), ENCODING_WINDOWS_1252,
          "naam|plaats\nJ\xc3\x80\xc2\xaf|Ede" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(reader_close) struct reader *reader = NULL;
        SCOPED(buf_done) struct buf got = BUF_EMPTY;
        check_int(reader_over(cases[i].file, &reader, NULL), STATUS_OK, cases[i].label);
        check_int(reader_shape(reader).encoding, cases[i].encoding, cases[i].label);
        check_int(rows_read(cases[i].file, &got), STATUS_OK, cases[i].label);
        check_text(buf_text(&got), text_from(cases[i].want), cases[i].label);
    }
}

/* The sample is UTF-8; one row far behind it is not. */
static void a_row_in_another_encoding_is_repaired(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    SCOPED(reader_close) struct reader *reader = NULL;
    struct row row;
    size_t repaired = 0;
    buf_put_str(&file, "naam;plaats\n");
    for (int i = 0; i < 60000; i++)
        buf_put_str(&file, "Jos\xc3\xa9;Ede\n");
    buf_put_str(&file, "Jos\xe9 \xc3\xa9;Ede\n");
    assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
    assert_int_equal(reader_shape(reader).encoding, ENCODING_UTF8);
    while (reader_next(reader, &row) == ROW_GOOD)
        if (row.findings_count > 0) {
            repaired++;
            assert_int_equal(row.findings[0].finding, FINDING_ENCODING_REPAIRED);
            assert_int_equal(row.number, 60001);
            check_text(row.cells[0], TEXT("Jos\xc3\xa9 \xc3\xa9"), "cell");
        }
    assert_int_equal(repaired, 1);
}

static void put_times(struct buf *buf, char c, size_t times)
{
    char *into = buf_reserve(buf, times);
    assert_non_null(into);
    memset(into, c, times);
    buf->len += times;
}

/* Below, at and above. */
static void limits_make_bad_rows(void **state)
{
    static const struct {
        const char *label;
        size_t cell;
        size_t cells;
        enum row_state state;
    } cases[] = {
        { "cell below", FIELD_BYTES_MAX - 1, 1, ROW_GOOD },
        { "cell at", FIELD_BYTES_MAX, 1, ROW_GOOD },
        { "cell above", FIELD_BYTES_MAX + 1, 1, ROW_BAD },
        { "row below", FIELD_BYTES_MAX - 1, ROW_BYTES_MAX / FIELD_BYTES_MAX, ROW_GOOD },
        { "row above", FIELD_BYTES_MAX, ROW_BYTES_MAX / FIELD_BYTES_MAX + 1, ROW_BAD },
        { "row far above", FIELD_BYTES_MAX, 3 * ROW_BYTES_MAX / FIELD_BYTES_MAX, ROW_BAD },
    };
    for (int quoted = 0; quoted < 2; quoted++)
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            SCOPED(buf_done) struct buf file = BUF_EMPTY;
            SCOPED(reader_close) struct reader *reader = NULL;
            struct row row;
            for (size_t c = 0; c < 3 * ROW_BYTES_MAX / FIELD_BYTES_MAX; c++)
                buf_printf(&file, "%skolom%zu", c > 0 ? ";" : "", c);
            buf_put_str(&file, "\nvoor;x\n");
            for (size_t c = 0; c < cases[i].cells; c++) {
                buf_put_str(&file, c > 0 ? ";" : "");
                buf_put_str(&file, quoted ? "\"" : "");
                put_times(&file, 'a', cases[i].cell - (c > 0 && cases[i].cells > 1 && cases[i].state == ROW_GOOD));
                buf_put_str(&file, quoted ? "\"" : "");
            }
            buf_put_str(&file, "\nna;y\n");
            check_int(reader_over(buf_text(&file), &reader, NULL), STATUS_OK, cases[i].label);
            check_int(reader_next(reader, &row), ROW_GOOD, cases[i].label);
            enum row_state got = reader_next(reader, &row);
            if (quoted && cases[i].cells > 1 && cases[i].state == ROW_GOOD)
                continue; /* quotes make it longer than the limit or not, both are right */
            check_int(got, cases[i].state, cases[i].label);
            if (got == ROW_BAD)
                check_int(row.findings[0].finding, FINDING_TOO_LONG, cases[i].label);
            check_int(reader_next(reader, &row), ROW_GOOD, cases[i].label);
            check_text(row.cells[0], TEXT("na"), cases[i].label);
            check_int(reader_next(reader, &row), ROW_NONE, cases[i].label);
        }
}

static void columns_have_a_limit(void **state)
{
    for (int more = 0; more < 2; more++) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY;
        SCOPED(reader_close) struct reader *reader = NULL;
        for (int i = 0; i < ROW_COLUMNS_MAX + more; i++)
            buf_printf(&file, "%sk%d", i ? ";" : "", i);
        buf_put_char(&file, '\n');
        assert_int_equal(reader_over(buf_text(&file), &reader, NULL), more ? STATUS_LIMIT : STATUS_OK);
    }
}

/* A file of opened quotes must not be read again from each of its lines to the end. */
static void hostile_quotes_take_linear_time(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    SCOPED(reader_close) struct reader *reader = NULL;
    struct row row;
    size_t rows = 0;
    buf_put_str(&file, "naam;plaats\n");
    for (int i = 0; i < 400000; i++)
        buf_put_str(&file, "\"a;b\n");
    assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
    while (reader_next(reader, &row) != ROW_NONE)
        rows++;
    assert_int_equal(reader_status(reader, NULL), STATUS_OK);
    assert_int_equal(rows, 400000);
}

static void reading_again_gives_the_same(void **state)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    struct row row;
    assert_int_equal(reader_over(TEXT("x\nsep;plaats\n\"J\"\"an\";\"E\"\"de\"\n"), &reader, NULL), STATUS_OK);
    for (int again = 0; again < 3; again++) {
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
        assert_int_equal(row.number, 1);
        check_text(row.cells[0], TEXT("J\"an"), "cell");
        assert_int_equal(reader_next(reader, &row), ROW_NONE);
        assert_int_equal(reader_rewind(reader, NULL), STATUS_OK);
    }
}

/* ---- what is written is read ---- */

static uint64_t draw(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void put_cell(struct buf *buf, struct text cell, char separator, bool always)
{
    bool quote = always;
    for (size_t i = 0; i < cell.len; i++)
        quote |= cell.ptr[i] == separator || cell.ptr[i] == '"' || cell.ptr[i] == '\n' || cell.ptr[i] == '\r';
    quote |= cell.len > 0 && (cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ');
    if (!quote) {
        buf_put(buf, cell);
        return;
    }
    buf_put_char(buf, '"');
    for (size_t i = 0; i < cell.len; i++)
        buf_put(buf, cell.ptr[i] == '"' ? TEXT("\"\"") : (struct text){ &cell.ptr[i], 1 });
    buf_put_char(buf, '"');
}

static void what_is_written_is_read(void **state)
{
    static const char *const pieces[] = { "Jan", " ",  "\"",       "\n", ";", ",",   "\r\n",
                                          "'",   "12", "\xc3\xa9", "\t", "|", "x\\", "" };
    static const char separators[] = { ';', ',', '\t', '|' };
    enum { COLUMNS = 5, ROWS = 40 };
    uint64_t seed = 1;
    for (int round = 0; round < 200; round++) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY;
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        SCOPED(reader_close) struct reader *reader = NULL;
        struct text cells[ROWS][COLUMNS];
        char separator = separators[round % 4];
        for (int c = 0; c < COLUMNS; c++) {
            static const char *const names[] = { "voornaam", "achternaam", "plaats", "straat", "opmerking" };
            if (c > 0)
                buf_put_char(&file, separator);
            put_cell(&file, text_from(names[c]), separator, round % 3 == 0);
        }
        buf_put_str(&file, round % 2 ? "\r\n" : "\n");
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                struct text cell = c == 0 ? TEXT("k") : TEXT("");
                for (uint64_t n = draw(&seed) % 5; n > 0; n--)
                    cell = arena_printf(&arena, "%.*s%s", TEXT_ARG(cell),
                                        pieces[draw(&seed) % (sizeof(pieces) / sizeof(pieces[0]))]);
                cells[r][c] = cell;
                if (c > 0)
                    buf_put_char(&file, separator);
                put_cell(&file, cell, separator, round % 3 == 0);
            }
            buf_put_str(&file, round % 2 ? "\r\n" : "\n");
        }
        assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
        assert_int_equal(reader_shape(reader).separator, separator);
        for (int r = 0; r < ROWS; r++) {
            struct row row;
            assert_int_equal(reader_next(reader, &row), ROW_GOOD);
            for (int c = 0; c < COLUMNS; c++)
                check_text(row.cells[c], cells[r][c], "cell");
        }
    }
}

/* The fast search agrees with a slow one, wherever the row lies in its block. */
static void cells_are_found_at_every_offset(void **state)
{
    char room[400];
    struct text cells[ROW_COLUMNS_MAX + 1];
    uint8_t escaped[ROW_COLUMNS_MAX + 1];
    struct csv_dialect dialect = { .separator = ';', .line_end = '\n' };
    uint64_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        size_t len = draw(&seed) % 300, count = 1, from = 0;
        memset(room, 'z', sizeof(room));
        for (size_t i = 0; i < len; i++)
            room[i] = draw(&seed) % 9 == 0 ? ';' : 'a';
        room[len] = '\n';
        struct csv_cells row = { .cells = cells, .escaped = escaped };
        assert_int_equal(csv_row_find(room, len + 1, false, &dialect, &row), CSV_FOUND_ROW);
        assert_int_equal(row.len, len + 1);
        for (size_t i = 0; i <= len; i++)
            if (i == len || room[i] == ';') {
                assert_int_equal(cells[count - 1].ptr - room, from);
                assert_int_equal(cells[count - 1].len, i - from);
                from = i + 1;
                count += i < len;
            }
        assert_int_equal(row.count, count);
        assert_int_equal(csv_row_find(room, len, false, &dialect, &row), CSV_FOUND_PART);
    }
}

static void other_files_say_what_to_do(void **state)
{
    static const struct {
        const char *label;
        struct text file;
    } cases[] = {
        { "empty", { "", 0 } },
        { "blank", TEXT(" \r\n\r\n") },
        { "xlsx", TEXT("PK\x03\x04\x14\x00") },
        { "xls", TEXT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") },
        { "pdf", TEXT("%PDF-1.7\n%\xe2\xe3") },
        { "png", TEXT("\x89PNG\r\n\x1a\n") },
        { "jpeg", TEXT("\xff\xd8\xff\xe0") },
        { "gzip", TEXT("\x1f\x8b\x08\x00") },
        { "xml", TEXT("<?xml version=\"1.0\"?><a/>") },
        { "program", TEXT("\x7f"
                          "ELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3e\x00\x01\x00") },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = ERROR_NONE;
        struct reader *reader = NULL;
        check_int(reader_over(cases[i].file, &reader, &err), STATUS_INVALID, cases[i].label);
        assert_null(reader);
        if (err.hint[0] == '\0')
            fail_msg("%s: no hint", cases[i].label);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_people_write_them),
        cmocka_unit_test(encodings_are_recognised),
        cmocka_unit_test(a_row_in_another_encoding_is_repaired),
        cmocka_unit_test(limits_make_bad_rows),
        cmocka_unit_test(columns_have_a_limit),
        cmocka_unit_test(hostile_quotes_take_linear_time),
        cmocka_unit_test(reading_again_gives_the_same),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(cells_are_found_at_every_offset),
        cmocka_unit_test(other_files_say_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
