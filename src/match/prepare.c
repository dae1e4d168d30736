/*
 * A table from its first mention to its last: then the columns are judged, as
 * only all values together say which tell something, and values are weighed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/prepare.h"

#include <stdlib.h>
#include <string.h>

/* Whose values are equal or not, and never nearly so. */
static enum values_kind kind_of(enum domain domain)
{
    return domain == DOMAIN_DELIVERY || domain == DOMAIN_EMAIL ? VALUES_BARE : VALUES_WITH_TEXT;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory while preparing mentions");
}

enum status table_open(struct table *table, enum party_kind kind, struct error *err)
{
    *table = (struct table){ .kind = kind };
    for (int d = 0; d < DOMAIN_COUNT; d++)
        if (!values_open(&table->values[d], kind_of((enum domain)d)))
            return no_memory(err);
    return STATUS_OK;
}

void table_drop_hashes(struct table *table)
{
    for (int d = 0; d < DOMAIN_COUNT; d++)
        vec_done(&table->values[d].hashes);
}

void table_drop_values(struct table *table)
{
    for (int d = 0; d < DOMAIN_COUNT; d++)
        values_done(&table->values[d]);
    vec_done(&table->addresses);
    vec_done(&table->emails);
    vec_done(&table->phones);
    vec_done(&table->identifiers);
    vec_done(&table->attributes);
}

void table_done(struct table *table)
{
    table_drop_values(table);
    vec_done(&table->preps);
    drafts_close(&table->drafts);
    *table = (struct table){ 0 };
}

/* How a column's values repeat. */
struct repeats {
    uint64_t pairs; /* of mentions that share a value */
    uint64_t letters, digits;
};

static void count_repeats(const struct table *table, struct repeats ret[COLUMNS_MAX])
{
    const struct values *set = &table->values[DOMAIN_ATTRIBUTE];
    memset(ret, 0, COLUMNS_MAX * sizeof(*ret));
    for (size_t i = 0; i < table->attributes.len; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[i];
        struct repeats *of = &ret[attribute->column];
        of->pairs += set->counts.ptr[attribute->value] - 1;
        struct text t = text_from_offset(values_text(set, attribute->value), COLUMN_PREFIX_LEN);
        of->letters += t.len;
        for (size_t k = 0; k < t.len; k++)
            of->digits += char_is_digit(t.ptr[k]);
    }
}

/*
 * A column says nothing when nearly all have one value, or when each row has its own number.  One whose values
 * hardly repeat, and are codes, is a number that somebody gave to a party: those who share it are one, and those
 * who do not are two, as far as the data bear it out.
 */
static void judge_column(const struct table *table, struct prep_column *column, const struct repeats *repeats)
{
    enum { KEY_LETTERS_MIN = 4, KEY_SHARED_MAX = 4, KEY_LETTERS_MAX = 20 };
    column->is_used = column->is_key = false;
    if (column->filled < 2 || column->filled * 100ull < table->preps.len || column->distinct < 2)
        return;
    bool is_code = column->kind == ATTRIBUTE_CODE || column->kind == ATTRIBUTE_NUMBER;
    if (column->kind != ATTRIBUTE_TEXT && repeats->pairs == 0)
        return;
    column->is_used = true;
    column->is_key =
        is_code && repeats->letters >= (uint64_t)KEY_LETTERS_MIN * column->filled &&
        repeats->letters <= (uint64_t)KEY_LETTERS_MAX * column->filled && repeats->digits * 2 >= repeats->letters &&
        repeats->pairs <= (uint64_t)KEY_SHARED_MAX * column->filled && column->distinct * 5ull >= column->filled;
}

/* Where a name begins to be one that many have: one in a thousand, and more than three. */
static int16_t usual_from(const struct values *values)
{
    enum { USUAL_PER = 1000, USUAL_MIN = 3 };
    return values_weight((uint32_t)(values->total / USUAL_PER) + USUAL_MIN, values->total);
}

/* Share of each attribute value among its own column's values. */
static void weigh_attributes(struct table *table)
{
    struct values *set = &table->values[DOMAIN_ATTRIBUTE];
    for (size_t i = 0; i < table->attributes.len; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[i];
        set->about.ptr[attribute->value].bits =
            values_weight(set->counts.ptr[attribute->value], table->columns[attribute->column].filled);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct prep_column *x = a, *y = b;
    return x->number != y->number ? (x->number > y->number) - (x->number < y->number)
                                  : (int)x->field.field - (int)y->field.field;
}

/* Columns stand in order of their place in the layout, whatever was added first. */
static void order_columns(struct table *table)
{
    struct prep_column seen[COLUMNS_MAX];
    uint16_t now_at[COLUMNS_MAX] = { 0 };
    memcpy(seen, table->columns, sizeof(seen));
    if (table->columns_count > 1)
        qsort(table->columns, table->columns_count, sizeof(struct prep_column), by_place);
    for (size_t i = 0; i < table->columns_count; i++)
        for (size_t j = 0; j < table->columns_count; j++)
            if (by_place(&seen[i], &table->columns[j]) == 0)
                now_at[i] = (uint16_t)j;
    for (size_t i = 0; i < table->attributes.len; i++)
        table->attributes.ptr[i].column = now_at[table->attributes.ptr[i].column];
}

/* Whether the names of two organisations have a word in common. */
static bool have_word_in_common(const struct table *table, uint32_t a, uint32_t b)
{
    const struct values *set = &table->values[DOMAIN_ORG];
    const struct value *x = &set->about.ptr[a], *y = &set->about.ptr[b];
    for (size_t i = 0; i < x->words_count; i++)
        for (size_t j = 0; j < y->words_count; j++)
            if (set->words.ptr[x->words_at + i] == set->words.ptr[y->words_at + j])
                return true;
    return false;
}

enum { HOSTED_MAX = 12 };

/* Of one mail domain the names of the first organisations that have it. */
struct hosted {
    uint32_t names[HOSTED_MAX];
    uint8_t count;
};

/*
 * A mail domain under which organisations stand whose names have nothing in common is a provider's, whoever it is:
 * that two have it says nothing. Its rarity is set to nothing, which the model keeps (match/kept.h).
 */
static void find_shared_hosts(struct table *table)
{
    enum { HOSTED_MIN = 5, UNLIKE_PER_CENT = 70 };
    struct values *hosts = &table->values[DOMAIN_HOST];
    struct hosted *hosted = calloc(hosts->hashes.len + 1, sizeof(*hosted));
    if (!hosted)
        return; /* then all count as their own */
    for (size_t i = 0; i < table->preps.len; i++) {
        const struct prep *p = &table->preps.ptr[i];
        for (size_t k = 0; p->org && k < p->emails_count; k++) {
            struct hosted *of = &hosted[table->emails.ptr[p->emails_at + k].host];
            if (of->count < HOSTED_MAX)
                of->names[of->count++] = p->org;
        }
    }
    for (size_t h = 1; h < hosts->hashes.len; h++) {
        size_t pairs = 0, unlike = 0;
        for (size_t i = 0; i < hosted[h].count; i++)
            for (size_t j = i + 1; j < hosted[h].count; j++) {
                pairs++;
                unlike += !have_word_in_common(table, hosted[h].names[i], hosted[h].names[j]);
            }
        if (hosted[h].count >= HOSTED_MIN && unlike * 100 >= pairs * UNLIKE_PER_CENT)
            hosts->about.ptr[h].bits = 0;
    }
    free(hosted);
}

static struct fillers find_fillers(const struct table *table)
{
    struct fillers_count *count = table->kind == PARTY_PERSON ? fillers_open() : NULL;
    for (size_t i = 0; count && i < table->preps.len; i++)
        fillers_add(count, table->preps.ptr[i].birth);
    return fillers_found(&count);
}

void table_finish(struct table *table, int threads)
{
    drafts_close(&table->drafts);
    order_columns(table);
    table_pack(table, threads);
    for (size_t i = 1; i < table->preps.len; i++)
        table->has_sources |= table->preps.ptr[i].source != table->preps.ptr[0].source;
    struct repeats repeats[COLUMNS_MAX];
    count_repeats(table, repeats);
    for (size_t i = 0; i < table->columns_count; i++)
        judge_column(table, &table->columns[i], &repeats[i]);
    table->usual_given = usual_from(&table->values[DOMAIN_GIVEN]);
    table->usual_word = usual_from(&table->values[DOMAIN_ORG_WORD]);
    table->usual_surname = usual_from(&table->values[DOMAIN_SURNAME]);
    table->fillers = find_fillers(table);
    weigh_attributes(table);
    if (table->kind == PARTY_ORGANISATION)
        find_shared_hosts(table);
}
