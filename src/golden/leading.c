/*
 * The table is small and asked often: for each value of each record of each
 * party.  So reading it works out, once, which rule fits each field, group and
 * stage, and at what place each source stands in each rule.
 *
 * The longest field name that fits wins; of two equally long, one that names
 * the stage wins over "*".
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/leading.h"

#include <assert.h>
#include <string.h>

#include "base/embedded.h"

extern const struct embedded golden_files[];

enum { STAGE_ANY = STAGE_COUNT };

struct leading_rule {
    struct text field; /* empty fits every field */
    int stage;         /* enum stage, or STAGE_ANY */
    struct text sources;
    bool locked;
};

static const char *const stages[STAGE_COUNT] = { "prospect", "customer", "former" };

const char *stage_name(enum stage stage)
{
    return stages[stage];
}

struct text leading_default(void)
{
    const struct embedded *file = embedded_find(golden_files, TEXT("leading.tsv"));
    assert(file);
    return file->bytes;
}

static bool stage_word_read(struct text word, int *ret)
{
    if (text_equal(word, TEXT("*"))) {
        *ret = STAGE_ANY;
        return true;
    }
    for (int s = 0; s < STAGE_COUNT; s++)
        if (text_equal(word, text_from(stages[s]))) {
            *ret = s;
            return true;
        }
    return false;
}

/* "addr" begins "addr.home.full" but not "address". */
static bool name_begins(struct text whole, struct text part)
{
    return text_starts(whole, part) && (whole.len == part.len || part.len == 0 || whole.ptr[part.len] == '.');
}

/* A name nobody has is a typing error in the table: "adr.invoice" would silently never fit. */
static bool field_is_known(struct text name)
{
    if (name.len == 0)
        return true;
    for (int f = FIELD_NONE + 1; f < FIELD_COUNT; f++)
        for (int g = 0; g < GROUP_COUNT; g++) {
            struct field_ref ref = { .field = (enum field)f, .group = (enum field_group)g };
            struct field_ref_text text = field_ref_text(ref);
            if (name_begins(text_from(text.s), name))
                return true;
        }
    return false;
}

static enum status rule_read(struct text line, size_t number, struct leading_rule *ret, struct error *err)
{
    struct text field = TEXT_EMPTY, stage = TEXT_EMPTY;
    if (!text_next(&line, '\t', &field) || !text_next(&line, '\t', &stage) || text_trim(line).len == 0)
        return error_set(err, STATUS_INVALID, "leading table line %zu: not 'field TAB stage TAB sources'", number);
    ret->field = text_equal(text_trim(field), TEXT("*")) ? TEXT_EMPTY : text_trim(field);
    ret->sources = text_trim(text_slice(line, 0, text_find_char(line, '\t')));
    struct text options = text_trim(text_from_offset(line, text_find_char(line, '\t')));
    ret->locked = text_equal(options, TEXT("locked"));
    if (options.len && !ret->locked)
        return error_set(err, STATUS_INVALID, "leading table line %zu: the last column is empty or 'locked'", number);
    if (!stage_word_read(text_trim(stage), &ret->stage))
        return error_set(err, STATUS_INVALID, "leading table line %zu: no stage '%.*s'", number, TEXT_ARG(stage));
    if (!field_is_known(ret->field))
        return error_set(err, STATUS_INVALID, "leading table line %zu: no field begins with '%.*s'", number,
                         TEXT_ARG(field));
    return STATUS_OK;
}

static uint8_t place_of(const struct leading_rule *rule, const struct golden_source *source)
{
    struct text rest = rule->sources, word = TEXT_EMPTY;
    unsigned place = 0;
    while (text_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        bool named = word.ptr[0] == '=' && text_equal(text_from_offset(word, 1), source->name);
        if (named || text_equal(word, source->kind))
            return (uint8_t)(place < LEADING_RANK_LAST ? place : LEADING_RANK_LAST - 1);
        place++;
    }
    return LEADING_RANK_LAST;
}

static uint8_t rule_for(const struct leading_rule *rules, size_t count, struct field_ref field, int stage)
{
    struct field_ref_text text = field_ref_text(field);
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        const struct leading_rule *rule = &rules[i];
        if ((rule->stage != STAGE_ANY && rule->stage != stage) || !name_begins(text_from(text.s), rule->field))
            continue;
        const struct leading_rule *so_far = best ? &rules[best - 1] : NULL;
        if (!so_far || rule->field.len > so_far->field.len ||
            (rule->field.len == so_far->field.len && rule->stage != STAGE_ANY && so_far->stage == STAGE_ANY))
            best = i + 1;
    }
    return (uint8_t)best;
}

static size_t cell_of(struct field_ref field, enum stage stage)
{
    return ((size_t)field.field * GROUP_COUNT + field.group) * STAGE_COUNT + stage;
}

enum status leading_read(struct text body, const struct golden_source *sources, size_t sources_count,
                         struct arena *arena, struct leading *ret, struct error *err)
{
    struct leading_rule *rules = arena_array(arena, struct leading_rule, LEADING_RULES_MAX);
    uint8_t *rule_of = arena_array(arena, uint8_t, (size_t)FIELD_COUNT * GROUP_COUNT * STAGE_COUNT);
    uint8_t *ranks = arena_array(arena, uint8_t, LEADING_RULES_MAX * (sources_count + 1));
    if (!rules || !rule_of || !ranks)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the leading table");

    size_t count = 0, number = 0;
    struct text line = TEXT_EMPTY;
    while (text_next(&body, '\n', &line)) {
        number++;
        line = text_ends(line, TEXT("\r")) ? text_slice(line, 0, line.len - 1) : line;
        if (text_trim(line).len == 0 || line.ptr[0] == '#' || text_starts(line, TEXT("field\tstage\t")))
            continue;
        if (count == LEADING_RULES_MAX)
            return error_set(err, STATUS_LIMIT, "leading table: more than %d rules", LEADING_RULES_MAX);
        enum status status = rule_read(line, number, &rules[count], err);
        if (status != STATUS_OK)
            return status;
        count++;
    }
    for (int f = 0; f < FIELD_COUNT; f++)
        for (int g = 0; g < GROUP_COUNT; g++)
            for (int s = 0; s < STAGE_COUNT; s++) {
                struct field_ref field = { .field = (enum field)f, .group = (enum field_group)g };
                rule_of[cell_of(field, (enum stage)s)] = rule_for(rules, count, field, s);
            }
    for (size_t r = 0; r < count; r++)
        for (size_t s = 0; s < sources_count; s++)
            ranks[r * sources_count + s] = place_of(&rules[r], &sources[s]);
    *ret = (struct leading){ rules, count, rule_of, ranks, sources, sources_count };
    return STATUS_OK;
}

bool leading_is_locked(const struct leading *leading, struct field_ref field, enum stage stage)
{
    field.slot = 0;
    uint8_t rule = leading->rule_of[cell_of(field, stage)];
    return rule && leading->rules[rule - 1u].locked;
}

unsigned leading_rank(const struct leading *leading, struct field_ref field, enum stage stage, uint32_t source)
{
    assert(source < leading->sources_count);
    field.slot = 0;
    uint8_t rule = leading->rule_of[cell_of(field, stage)];
    return rule ? leading->ranks[(rule - 1u) * leading->sources_count + source] : LEADING_RANK_LAST;
}
