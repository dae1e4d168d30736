/*
 * What each column of a file would become, before anything is imported.
 *
 * Values are not shown but their shapes ("Aaaa 99"), so that the table can be
 * put in a ticket or a mail; of refused columns not even those.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "os/file.h"
#include "parse/mapping.h"
#include "parse/reader.h"

enum {
    SAMPLES_BYTES_MAX = 64 * 1024 * 1024,
    SHAPES = 3,       /* examples of a column */
    SHAPE_BYTES = 24, /* of one example */
    HEADER_WIDTH = 32,
    FIELD_WIDTH = 26,
};

struct shown {
    char shapes[SHAPES][SHAPE_BYTES + 4];
    size_t count;
};

/* Some good rows, copied to stand together. */
static enum status samples_read(struct reader *reader, struct arena *arena, struct row *rows, size_t *ret_count,
                                struct error *err)
{
    size_t count = 0, columns = reader_layout(reader).count;
    struct row row;
    enum row_state state = ROW_NONE;
    while (count < MAPPING_SAMPLE_ROWS && (state = reader_next(reader, &row)) != ROW_NONE) {
        struct text *cells = state == ROW_GOOD ? arena_array(arena, struct text, columns + 1) : NULL;
        for (size_t i = 0; cells && i < row.count; i++) {
            cells[i] = arena_copy(arena, row.cells[i]);
            if (!cells[i].ptr)
                cells = NULL;
        }
        if (state == ROW_GOOD && !cells)
            break; /* rows of megabytes: what fits is enough to judge by */
        if (state == ROW_GOOD)
            rows[count++] = (struct row){ .cells = cells, .count = columns, .number = row.number };
    }
    *ret_count = count;
    return reader_status(reader, err);
}

/* "Jan de Wit" → "Aaa aa Aaa", "06-12345678" → "99-99999999", anything of other scripts "a". */
static void shape_of(struct text cell, char ret[SHAPE_BYTES + 4])
{
    size_t len = 0;
    cell = text_trim(cell);
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        if ((c & 0xc0) == 0x80)
            continue; /* a character is shown once */
        if (len == SHAPE_BYTES) {
            memcpy(ret + len, "...", 3);
            len += 3;
            break;
        }
        ret[len++] = char_is_digit((char)c)                ? '9'
                     : char_is_upper((char)c)              ? 'A'
                     : char_is_lower((char)c) || c >= 0x80 ? 'a'
                     : c < ' '                             ? ' '
                                                           : (char)c;
    }
    ret[len] = '\0';
}

static void shapes_find(const struct row *rows, size_t count, size_t column, struct shown *ret)
{
    *ret = (struct shown){ 0 };
    for (size_t r = 0; r < count && ret->count < SHAPES; r++) {
        char shape[SHAPE_BYTES + 4];
        shape_of(rows[r].cells[column], shape);
        bool is_new = shape[0] != '\0';
        for (size_t i = 0; i < ret->count; i++)
            is_new = is_new && strcmp(ret->shapes[i], shape) != 0;
        if (is_new)
            memcpy(ret->shapes[ret->count++], shape, sizeof(shape));
    }
}

static const char *content_name(enum attribute_kind_proposed content)
{
    static const char *const names[] = { "text", "number", "date", "code" };
    return names[content];
}

/* Characters, not bytes, up to the width; the rest is left out. */
static int width_bytes(struct text t, int width)
{
    int bytes = 0;
    for (int shown = 0; (size_t)bytes < t.len; bytes++)
        if (((unsigned char)t.ptr[bytes] & 0xc0) != 0x80 && shown++ == width)
            break;
    return bytes;
}

static int width_of(struct text t, int bytes)
{
    int width = 0;
    for (int i = 0; i < bytes; i++)
        width += ((unsigned char)t.ptr[i] & 0xc0) != 0x80;
    return width;
}

static void put_column_text(struct text t, int width)
{
    int bytes = width_bytes(t, width);
    printf("%.*s%*s  ", bytes, t.ptr ? t.ptr : "", width - width_of(t, bytes), "");
}

static void print_table(const struct cli *cli, const struct reader *reader, const struct mapping_proposal *proposals,
                        const struct row *rows, size_t count)
{
    struct layout layout = reader_layout(reader);
    struct file_shape shape = reader_shape(reader);
    printf("%s, %s", file_format_name(shape.format), encoding_name(shape.encoding));
    if (shape.format == FORMAT_CSV) {
        printf(shape.separator == '\t' ? cli_say(cli, ", gescheiden door tabs", ", separated by tabs")
                                       : cli_say(cli, ", gescheiden door %c", ", separated by %c"),
               shape.separator);
        if (!shape.has_header)
            printf("%s", cli_say(cli, ", zonder kop", ", without a header"));
        if (shape.preamble_rows > 0)
            printf(cli_say(cli, ", %u regels voor de kop overgeslagen", ", %u lines before the header passed over"),
                   shape.preamble_rows);
    }
    printf("\n\n");
    put_column_text(text_from(cli_say(cli, "kolom", "column")), HEADER_WIDTH);
    put_column_text(text_from(cli_say(cli, "wordt", "becomes")), FIELD_WIDTH);
    printf("   %%  %s\n", cli_say(cli, "vorm van de inhoud", "shape of the content"));
    for (size_t i = 0; i < layout.count; i++) {
        struct field_ref_text name = field_ref_text(proposals[i].ref);
        bool refused = proposals[i].ref.field == FIELD_REFUSE_NATIONAL_ID;
        bool taken = proposals[i].ref.field != FIELD_NONE;
        put_column_text(layout.columns[i], HEADER_WIDTH);
        put_column_text(text_from(refused ? cli_say(cli, "geweigerd: persoonsnummer", "refused: national number")
                                  : taken ? name.s
                                          : "-"),
                        FIELD_WIDTH);
        printf("%4d  ", taken ? proposals[i].confidence : 0);
        if (!refused) {
            struct shown shown;
            shapes_find(rows, count, i, &shown);
            for (size_t s = 0; s < shown.count; s++)
                printf("%s%s", s > 0 ? " | " : "", shown.shapes[s]);
            if (!taken && shown.count > 0)
                printf(" (%s)", content_name(proposals[i].content));
        }
        printf("\n");
    }
}

/* A header on one line, without the separator of the lines. */
static void print_tsv(struct layout layout, const struct mapping_proposal *proposals)
{
    for (size_t i = 0; i < layout.count; i++) {
        struct field_ref ref = proposals[i].ref;
        ref.slot = 0;
        struct field_ref_text name = field_ref_text(ref);
        for (size_t j = 0; j < layout.columns[i].len; j++)
            putchar((unsigned char)layout.columns[i].ptr[j] < ' ' ? ' ' : layout.columns[i].ptr[j]);
        printf("\t%s\t%d\n", ref.field == FIELD_NONE ? "" : name.s,
               ref.field == FIELD_NONE ? 0 : proposals[i].confidence);
    }
}

static void put_json(const struct reader *reader, const struct mapping_proposal *proposals, const struct row *rows,
                     size_t count, struct buf *buf)
{
    struct layout layout = reader_layout(reader);
    struct file_shape shape = reader_shape(reader);
    struct json_out json = json_out_over(buf);
    json_object(&json);
    json_put_str(&json, "format", file_format_name(shape.format));
    json_put_str(&json, "encoding", encoding_name(shape.encoding));
    if (shape.format == FORMAT_CSV) {
        json_put(&json, "separator", (struct text){ &shape.separator, 1 });
        json_put_bool(&json, "has_header", shape.has_header);
        json_put_u64(&json, "preamble_rows", shape.preamble_rows);
    }
    json_key(&json, "columns");
    json_array(&json);
    for (size_t i = 0; i < layout.count; i++) {
        struct field_ref_text name = field_ref_text(proposals[i].ref);
        bool taken = proposals[i].ref.field != FIELD_NONE;
        struct shown shown = { 0 };
        if (proposals[i].ref.field != FIELD_REFUSE_NATIONAL_ID)
            shapes_find(rows, count, i, &shown);
        json_object(&json);
        json_put(&json, "header", layout.columns[i]);
        json_put_str(&json, "field", taken ? name.s : NULL);
        json_put_u64(&json, "confidence", taken ? proposals[i].confidence : 0);
        json_put_str(&json, "content", content_name(proposals[i].content));
        json_key(&json, "shapes");
        json_array(&json);
        for (size_t s = 0; s < shown.count; s++)
            json_str(&json, shown.shapes[s]);
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
}

/* The proposal as a mapping file, to be edited and given to import --map. */
static enum status save(const char *path, struct layout layout, const struct mapping_proposal *proposals,
                        struct arena *arena, struct error *err)
{
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    struct field_ref *refs = arena_array(arena, struct field_ref, layout.count + 1);
    if (!refs)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mapping");
    for (size_t i = 0; i < layout.count; i++)
        refs[i] = proposals[i].ref;
    mapping_write_json(layout, &(struct mapping){ .refs = refs, .count = layout.count }, &json);
    buf_put_char(&json, '\n');
    enum status status = buf_status(&json, err);
    return status == STATUS_OK ? file_replace(path, buf_text(&json), err) : status;
}

static enum status run_map(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SAMPLES_BYTES_MAX);
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    if (args->positional[0].len == 0)
        return error_set(err, STATUS_USAGE, "a file name is empty");
    enum status status = reader_open(args->positional[0].ptr, &reader, err);
    if (status != STATUS_OK)
        return status;
    struct layout layout = reader_layout(reader);
    struct row *rows = arena_array(&arena, struct row, MAPPING_SAMPLE_ROWS);
    struct mapping_proposal *proposals = arena_array(&arena, struct mapping_proposal, layout.count + 1);
    size_t count = 0;
    if (!rows || !proposals)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the columns");
    status = samples_read(reader, &arena, rows, &count, err);
    if (status != STATUS_OK)
        return status;
    mapping_propose(layout, rows, count, proposals);
    struct text path = cli_arg(args, "save");
    if (path.len > 0)
        status = save(path.ptr, layout, proposals, &arena, err);
    if (status != STATUS_OK)
        return status;
    if (cli_flag(args, "tsv")) {
        print_tsv(layout, proposals);
    } else if (cli->json) {
        put_json(reader, proposals, rows, count, &json);
        status = cli_put_json(&json, err);
    } else {
        print_table(cli, reader, proposals, rows, count);
    }
    return status;
}

const struct command command_map = {
    .name = "map",
    .usage = "FILE [--tsv] [--save MAP.json]",
    .summary = "show what each column of a file would become",
    .description =
        "Reads the beginning of a CSV, NDJSON or vCard file and proposes a field for each column, with a confidence "
        "from 0 "
        "to 100: from the names people and programs give to columns, and from the form of the values. Nothing is "
        "stored, and values are shown by their shape only.\n\n"
        "A column of national personal numbers is refused: import erases its values before anything is kept.\n\n"
        "With --save the proposal is written as a mapping file, to be changed and given to import --map. FILE may be - "
        "for standard input.",
    .example = "klantbeeld map klanten.csv\nklantbeeld map klanten.csv --save klanten-map.json",
    .options =
        (const struct cli_option[]){
            { "tsv", NULL, "print header, field and confidence, a line for each column, separated by tabs", NULL },
            { "save", "MAP.json", "write the proposal as a mapping file", NULL },
            { NULL, NULL, NULL, NULL },
        },
    .positional_min = 1,
    .positional_max = 1,
    .run = run_map,
};
