/*
 * Tables to lists.  A table is tab-separated text with '#' lines on top that
 * name its origin, then a header, then rows; a cell is never quoted.  The
 * tables are ours, so one that does not read is our mistake: an assert.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/words.h"

#include <assert.h>

#include "base/embedded.h"
#include "base/search.h"

extern const struct embedded demo_tables[];

enum { WORDS_BYTES_MAX = 16 * 1024 * 1024, TABLE_CELLS_MAX = 16 };

/* Walks the rows of a table. */
struct table {
    struct text rest;
    struct text cells[TABLE_CELLS_MAX];
    size_t count;
};

static struct table table_open(const char *name)
{
    const struct embedded *file = embedded_find(demo_tables, text_from(name));
    assert(file);
    struct table table = { .rest = file->bytes };
    struct text line;
    while (text_next(&table.rest, '\n', &line) && text_starts(line, TEXT("#")))
        ;
    return table; /* past the header */
}

static bool table_next(struct table *table)
{
    struct text line, cell;
    if (!text_next(&table->rest, '\n', &line) || line.len == 0)
        return false;
    table->count = 0;
    while (text_next(&line, '\t', &cell)) {
        assert(table->count < TABLE_CELLS_MAX);
        table->cells[table->count++] = cell;
    }
    while (table->count < TABLE_CELLS_MAX)
        table->cells[table->count++] = TEXT_EMPTY;
    return true;
}

static size_t table_rows(const char *name)
{
    size_t rows = 0;
    for (struct table table = table_open(name); table_next(&table);)
        rows++;
    return rows;
}

static uint32_t number_of(struct text cell)
{
    uint64_t n = 0;
    bool read = text_to_u64(cell, &n);
    assert(read && n < UINT32_MAX);
    return (uint32_t)n;
}

static enum circle circle_of(struct text cell)
{
    static const char codes[CIRCLE_COUNT][3] = { "nl", "be", "tr", "ma", "sr", "pl", "de" };
    for (int c = 0; c < CIRCLE_COUNT; c++)
        if (text_equal(cell, text_from(codes[c])))
            return c;
    assert(!"circle in the name tables");
    return CIRCLE_NL;
}

/* Weighted entries gathered one by one; the arrays were made large enough. */
struct gather {
    uint32_t *sums, *items;
    uint32_t count, sum;
};

static bool gather_init(struct gather *gather, struct arena *arena, size_t room)
{
    *gather = (struct gather){ 0 };
    gather->sums = arena_array(arena, uint32_t, room ? room : 1);
    gather->items = arena_array(arena, uint32_t, room ? room : 1);
    return gather->sums && gather->items;
}

static void gather_add(struct gather *gather, size_t item, uint32_t weight)
{
    if (weight == 0)
        return;
    gather->sum += weight;
    gather->sums[gather->count] = gather->sum;
    gather->items[gather->count++] = (uint32_t)item;
}

static struct draw_list gather_list(const struct gather *gather)
{
    assert(gather->count > 0);
    return (struct draw_list){ .sums = gather->sums, .items = gather->items, .count = gather->count };
}

static bool load_given(struct words *words)
{
    words->given_count = table_rows("demo_given_names.tsv");
    words->given = arena_array(&words->arena, struct given_name, words->given_count);
    if (!words->given)
        return false;
    size_t n = 0;
    for (struct table table = table_open("demo_given_names.tsv"); table_next(&table); n++) {
        struct given_name *given = &words->given[n];
        given->name = table.cells[0];
        given->gender = (uint8_t)table.cells[1].ptr[0];
        given->circle = (uint8_t)circle_of(table.cells[2]);
        for (int d = 0; d < DECADES; d++)
            given->weights[d] = number_of(table.cells[3 + d]);
        given->call_names = table.cells[3 + DECADES];
    }
    for (int circle = 0; circle < CIRCLE_COUNT; circle++)
        for (int gender = 0; gender < 2; gender++)
            for (int d = 0; d < DECADES; d++) {
                struct gather gather;
                if (!gather_init(&gather, &words->arena, words->given_count))
                    return false;
                for (size_t i = 0; i < words->given_count; i++)
                    if (words->given[i].circle == circle && words->given[i].gender == (gender ? 'v' : 'm'))
                        gather_add(&gather, i, words->given[i].weights[d]);
                words->given_lists[circle][gender][d] = gather_list(&gather);
            }
    return true;
}

static bool load_surnames(struct words *words)
{
    words->surnames_count = table_rows("demo_surnames.tsv");
    words->surnames = arena_array(&words->arena, struct surname_word, words->surnames_count);
    if (!words->surnames)
        return false;
    size_t n = 0;
    for (struct table table = table_open("demo_surnames.tsv"); table_next(&table); n++)
        words->surnames[n] = (struct surname_word){ .prefix = table.cells[0],
                                                    .surname = table.cells[1],
                                                    .circle = (uint8_t)circle_of(table.cells[2]),
                                                    .weight = number_of(table.cells[3]) };
    for (int circle = 0; circle < CIRCLE_COUNT; circle++) {
        struct gather gather;
        if (!gather_init(&gather, &words->arena, words->surnames_count))
            return false;
        for (size_t i = 0; i < words->surnames_count; i++)
            if (words->surnames[i].circle == circle)
                gather_add(&gather, i, words->surnames[i].weight);
        words->surname_lists[circle] = gather_list(&gather);
    }
    return true;
}

/* "5211-5213 5215" */
static size_t read_areas(struct text ranges, uint16_t place, struct area *into)
{
    size_t n = 0;
    struct text range;
    while (text_next(&ranges, ' ', &range)) {
        size_t dash = text_find_char(range, '-');
        uint32_t from = number_of(text_slice(range, 0, dash));
        uint32_t to = dash < range.len ? number_of(text_from_offset(range, dash + 1)) : from;
        for (uint32_t code = from; code <= to; code++, n++)
            if (into)
                into[n] = (struct area){ .code = (uint16_t)code, .place = place };
    }
    return n;
}

static bool load_places(struct words *words)
{
    size_t areas = 0;
    for (struct table table = table_open("demo_places.tsv"); table_next(&table); words->places_count++)
        areas += read_areas(table.cells[2], 0, NULL);
    words->places = arena_array(&words->arena, struct place, words->places_count);
    words->areas = arena_array(&words->arena, struct area, areas);
    if (!words->places || !words->areas)
        return false;
    size_t n = 0;
    for (struct table table = table_open("demo_places.tsv"); table_next(&table); n++) {
        words->places[n] = (struct place){ .name = table.cells[0], .area_code = table.cells[1] };
        words->areas_count += read_areas(table.cells[2], (uint16_t)n, words->areas + words->areas_count);
    }
    return true;
}

/* The rows of a table whose first cell is kind, as one list. */
static bool load_kind(struct words *words, const char *name, const char *kind, enum word_kind into)
{
    size_t rows = table_rows(name), n = 0;
    struct gather gather;
    words->texts[into] = arena_array(&words->arena, struct text, rows);
    if (!words->texts[into] || !gather_init(&gather, &words->arena, rows))
        return false;
    for (struct table table = table_open(name); table_next(&table);)
        if (text_equal(table.cells[0], text_from(kind))) {
            words->texts[into][n] = table.cells[1];
            gather_add(&gather, n++, table.cells[2].len ? number_of(table.cells[2]) : 1);
        }
    words->lists[into] = gather_list(&gather);
    return true;
}

static bool load_kinds(struct words *words)
{
    static const struct {
        const char *table, *kind;
        enum word_kind into;
    } kinds[WORD_KINDS] = {
        { "demo_company.tsv", "trade", WORD_TRADE },
        { "demo_company.tsv", "owner_trade", WORD_OWNER_TRADE },
        { "demo_company.tsv", "public", WORD_PUBLIC },
        { "demo_company.tsv", "brand", WORD_BRAND },
        { "demo_company.tsv", "form", WORD_FORM },
        { "demo_company.tsv", "job", WORD_JOB },
        { "demo_company.tsv", "department", WORD_DEPARTMENT },
        { "demo_company.tsv", "maildomain", WORD_MAIL_DOMAIN },
        { "demo_company.tsv", "seller", WORD_SELLER },
        { "demo_streets.tsv", "whole", WORD_STREET },
        { "demo_streets.tsv", "stem", WORD_STREET_STEM },
        { "demo_streets.tsv", "ending", WORD_STREET_ENDING },
        { "demo_name_parts.tsv", "first", WORD_NAME_FIRST },
        { "demo_name_parts.tsv", "last", WORD_NAME_LAST },
    };
    for (int k = 0; k < WORD_KINDS; k++)
        if (!load_kind(words, kinds[k].table, kinds[k].kind, kinds[k].into))
            return false;
    return true;
}

static bool load_goods(struct words *words)
{
    words->products = arena_array(&words->arena, struct product, table_rows("demo_products.tsv"));
    words->mails = arena_array(&words->arena, struct mail, table_rows("demo_mails.tsv"));
    if (!words->products || !words->mails)
        return false;
    for (struct table table = table_open("demo_products.tsv"); table_next(&table);)
        words->products[words->products_count++] = (struct product){ .number = table.cells[0],
                                                                     .name = table.cells[1],
                                                                     .group = table.cells[2],
                                                                     .price_cents = number_of(table.cells[3]) };
    for (struct table table = table_open("demo_mails.tsv"); table_next(&table);)
        words->mails[words->mails_count++] =
            (struct mail){ .topic = table.cells[0], .subject = table.cells[1], .body = table.cells[2] };
    return true;
}

enum status words_load(struct words *ret, struct error *err)
{
    assert(ret);
    *ret = (struct words){ .arena = ARENA_UP_TO(WORDS_BYTES_MAX) };
    if (load_given(ret) && load_surnames(ret) && load_places(ret) && load_kinds(ret) && load_goods(ret))
        return STATUS_OK;
    words_done(ret);
    return error_set(err, STATUS_NO_MEMORY, "no memory for the word lists");
}

void words_done(struct words *words)
{
    arena_done(&words->arena);
    *words = WORDS_EMPTY;
}

uint32_t draw_list_pick(const struct draw_list *list, struct chance *chance)
{
    uint32_t draw = chance_below(chance, list->sums[list->count - 1]);
    uint32_t low = (uint32_t)LOWER_BOUND(i, 0, list->count - 1, list->sums[i] <= draw);
    return list->items ? list->items[low] : low;
}

struct text words_pick(const struct words *words, enum word_kind kind, struct chance *chance)
{
    return words->texts[kind][draw_list_pick(&words->lists[kind], chance)];
}

const struct given_name *words_given(const struct words *words, enum circle circle, char gender, int birth_year,
                                     struct chance *chance)
{
    int decade = (birth_year - DECADE_FIRST) / 10;
    decade = decade < 0 ? 0 : decade >= DECADES ? DECADES - 1 : decade;
    return &words->given[draw_list_pick(&words->given_lists[circle][gender == 'v'][decade], chance)];
}

const struct surname_word *words_surname(const struct words *words, enum circle circle, struct chance *chance)
{
    return &words->surnames[draw_list_pick(&words->surname_lists[circle], chance)];
}
