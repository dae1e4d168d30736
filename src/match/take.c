/*
 * Drafts into the table.  Each set of values is filled by one thread, those
 * that share a set of words by the same; what is asked of memory is called for
 * some values ahead.  Then the mentions follow, which is copying.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "lang/given_names.h"
#include "lang/nicknames.h"
#include "lang/org_words.h"
#include "lang/places.h"
#include "match/draft.h"
#include "match/fold.h"
#include "match/words.h"
#include "os/memory.h"
#include "os/threads.h"

enum { DRAFT_MENTIONS = 128, DRAFTS_MAX = 32, FETCH_AHEAD = 16 };

static bool domain_has_words(enum domain domain)
{
    return domain == DOMAIN_ORG || domain == DOMAIN_STREET || domain == DOMAIN_EXTRA || domain == DOMAIN_ATTRIBUTE;
}

static enum domain words_of(enum domain domain)
{
    return domain == DOMAIN_ORG         ? DOMAIN_ORG_WORD
           : domain == DOMAIN_ATTRIBUTE ? DOMAIN_ATTRIBUTE_WORD
                                        : DOMAIN_STREET_WORD;
}

/* The words of a new value; of an attribute each has the column in front of it. */
static bool put_words(struct table *table, enum domain domain, uint32_t number, struct text t)
{
    struct values *set = &table->values[domain];
    struct values *words = &table->values[words_of(domain)];
    size_t prefix = domain == DOMAIN_ATTRIBUTE ? COLUMN_PREFIX_LEN : 0;
    char spelled[COLUMN_PREFIX_LEN + 2 * FOLD_BYTES_MAX];
    memcpy(spelled, t.ptr, prefix);
    t = text_from_offset(t, prefix);
    uint32_t at = (uint32_t)set->words.len;
    struct text word = TEXT_EMPTY;
    while (set->words.len - at < WORDS_MAX && text_next(&t, ' ', &word)) {
        if (word.len == 0)
            continue;
        memcpy(spelled + prefix, word.ptr, word.len);
        bool is_new = false;
        uint32_t w = values_put(words, (struct text){ spelled, prefix + word.len }, &is_new);
        if (w == VALUE_NONE || !vec_push(&set->words, w))
            return false;
        if (is_new && domain == DOMAIN_ORG && org_word_find(word, word_hash(word)).mark)
            words->about.ptr[w].flags = VALUE_MARK;
    }
    set->about.ptr[number].words_at = at;
    set->about.ptr[number].words_count = (uint8_t)(set->words.len - at) & 31; /* WORDS_MAX fits */
    return true;
}

/* "12": of a shop of a chain. */
static bool is_number(struct text word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!char_is_digit(word.ptr[i]))
            return false;
    return word.len > 0;
}

/*
 * How many last words of an organisation's name tell its branches apart: a town, a number or that it is the head
 * office.  "jansen bouw den haag" → 2.  Never the whole name; words such as "holding" behind them are passed over.
 */
static uint8_t place_words(const struct table *table, uint32_t number, struct text name)
{
    enum { TOWN_WORDS_MAX = 3 };
    char country[3];
    name = words_cut(name, words_marks(&table->values[DOMAIN_ORG], &table->values[DOMAIN_ORG_WORD], number));
    size_t from = text_ends(name, TEXT(" " ORG_HEAD_OFFICE)) ? name.len - strlen(" " ORG_HEAD_OFFICE) : name.len;
    uint8_t head = from < name.len, found = 0;
    name = text_slice(name, 0, from);
    for (uint8_t words = 1; words <= TOWN_WORDS_MAX; words++) {
        while (from > 0 && name.ptr[from - 1] != ' ')
            from--;
        if (from < 2)
            break;
        struct text last = text_from_offset(name, from);
        if (place_is_known(last, country) || (words == 1 && is_number(last)))
            found = words;
        from--;
    }
    return found + head;
}

/* What is known of a value by itself, told once. */
static bool look_up(struct table *table, enum domain domain, uint32_t number, struct text t)
{
    struct value *value = &table->values[domain].about.ptr[number];
    if (domain_has_words(domain) && !put_words(table, domain, number, t))
        return false;
    if (domain == DOMAIN_ORG)
        value->flags = place_words(table, number, t) & 7;
    if (domain == DOMAIN_SURNAME)
        value->mark = (uint32_t)fold_sound(t);
    if (domain == DOMAIN_GIVEN) {
        struct given_name known = given_name_find(t);
        value->mark = nickname_mark(t);
        value->flags = (uint8_t)((known.gender == GIVEN_MALE     ? VALUE_MALE
                                  : known.gender == GIVEN_FEMALE ? VALUE_FEMALE
                                                                 : 0) |
                                 (known.strength > 0 ? VALUE_KNOWN : 0)) &
                       7;
    }
    return true;
}

static void count_words(struct table *table, enum domain domain, uint32_t number)
{
    const struct values *set = &table->values[domain];
    const struct value *value = &set->about.ptr[number];
    for (uint32_t i = 0; i < value->words_count; i++)
        values_count(&table->values[words_of(domain)], set->words.ptr[value->words_at + i], 1);
}

static bool take_value(struct table *table, enum domain domain, const struct draft_value *value, uint32_t *ret,
                       bool *ret_new)
{
    struct text t = { value->letters, value->len };
    *ret = values_put_held(&table->values[domain], t, value->hash, ret_new);
    return *ret != VALUE_NONE && (!*ret_new || look_up(table, domain, *ret, t));
}

/* How many there will be, when there are so many of the mentions so far: a little more than in proportion. */
static size_t in_the_end(const struct table *table, size_t count)
{
    enum { MENTIONS_MIN = 4096, MORE = 16 };
    size_t mentions = table->preps.len;
    return mentions < MENTIONS_MIN || table->expected < mentions
               ? 0
               : (size_t)((double)count / (double)mentions * (double)(table->expected + table->expected / MORE));
}

static bool take_values(struct table *table, enum domain domain, const struct draft *draft)
{
    struct values *set = &table->values[domain];
    const struct draft_value *values = draft->values[domain].ptr;
    size_t count = draft->values[domain].len;
    values_expect(set, draft->preps.len, table->expected);
    if (!values_reserve(set, count))
        return false;
    for (size_t i = 0; i < FETCH_AHEAD && i < count; i++)
        values_fetch(set, values[i].hash);
    for (size_t i = 0; i < count; i++) {
        if (i + FETCH_AHEAD < count)
            values_fetch(set, values[i + FETCH_AHEAD].hash);
        bool is_new = false;
        if (!take_value(table, domain, &values[i], values[i].to, &is_new))
            return false;
        if (domain_has_words(domain))
            count_words(table, domain, *values[i].to);
    }
    return true;
}

/* ---- attributes ---- */

/* The place of an attribute's column among those seen; COLUMNS_MAX when there are too many. */
static size_t column_of(struct table *table, const struct draft_attribute *from)
{
    for (size_t i = 0; i < table->columns_count; i++) {
        const struct prep_column *column = &table->columns[i];
        if (column->field.field == from->field.field && (from->field.field || column->number == from->column))
            return i;
    }
    if (table->columns_count == COLUMNS_MAX)
        return COLUMNS_MAX;
    table->columns[table->columns_count] = (struct prep_column){ .field = from->field,
                                                                 .number = from->field.field ? 0 : from->column,
                                                                 .kind = from->kind };
    return table->columns_count++;
}

/* A mention's attributes, straight behind those in the table. */
static bool take_attributes(struct table *table, const struct draft *draft)
{
    for (size_t m = 0; m < draft->preps.len; m++) {
        struct prep *prep = &draft->preps.ptr[m];
        size_t from = prep->attributes_at;
        size_t to = m + 1 < draft->preps.len ? draft->preps.ptr[m + 1].attributes_at : draft->attributes.len;
        prep->attributes_at = (uint32_t)table->attributes.len;
        for (size_t i = from; i < to && prep->attributes_count < UINT8_MAX; i++) {
            const struct draft_attribute *attribute = &draft->attributes.ptr[i];
            size_t column = column_of(table, attribute);
            if (column == COLUMNS_MAX)
                continue;
            struct prep_attribute taken = { .column = (uint16_t)column };
            bool is_new = false;
            if (!take_value(table, DOMAIN_ATTRIBUTE, &attribute->value, &taken.value, &is_new) ||
                !vec_push(&table->attributes, taken))
                return false;
            table->columns[column].distinct += is_new;
            table->columns[column].filled++;
            count_words(table, DOMAIN_ATTRIBUTE, taken.value);
            prep->attributes_count++;
        }
    }
    return true;
}

/* ---- all of it ---- */

struct taking {
    struct table *table;
    const struct match_item *items;
    size_t count;
    struct draft *const *drafts;
    size_t drafts_count;
    bool has_failed[DOMAIN_COUNT];
};

static void draft_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct taking *taking = ctx;
    size_t from = slice * DRAFT_MENTIONS, left = taking->count - from;
    draft_fill(taking->drafts[slice], taking->items + from, left < DRAFT_MENTIONS ? left : DRAFT_MENTIONS);
}

/* Domains that one thread fills: one, or two that share their words. */
bool table_take_domain(struct table *table, enum domain domain, struct draft *const *drafts, size_t count)
{
    bool good = true;
    if (domain == DOMAIN_EXTRA || domain == DOMAIN_ORG_WORD || domain == DOMAIN_STREET_WORD ||
        domain == DOMAIN_ATTRIBUTE_WORD)
        return true;
    for (size_t i = 0; good && i < count; i++) {
        good = domain == DOMAIN_ATTRIBUTE ? take_attributes(table, drafts[i]) : take_values(table, domain, drafts[i]);
        if (good && domain == DOMAIN_STREET)
            good = take_values(table, DOMAIN_EXTRA, drafts[i]);
    }
    return good;
}

static void take_domain(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct taking *taking = ctx;
    taking->has_failed[slice] =
        !table_take_domain(taking->table, (enum domain)slice, taking->drafts, taking->drafts_count);
}

#define APPEND(to, from)                                                                                               \
    (memory_reserve((to), (to)->len + (from)->len, in_the_end(table, (to)->len)) &&                                    \
     ((from)->len == 0 || memcpy((to)->ptr + (to)->len, (from)->ptr, (from)->len * sizeof(*(from)->ptr))) &&           \
     ((to)->len += (from)->len, true))

static bool append_draft(struct table *table, const struct draft *draft)
{
    for (size_t i = 0; i < draft->preps.len; i++) {
        struct prep *prep = &draft->preps.ptr[i];
        prep->addresses_at += (uint32_t)table->addresses.len;
        prep->emails_at += (uint32_t)table->emails.len;
        prep->phones_at += (uint32_t)table->phones.len;
        prep->identifiers_at += (uint32_t)table->identifiers.len;
    }
    for (size_t i = 0; i < draft->phones.len; i++)
        if (draft->phones.ptr[i].tail == 0) /* a number of seven digits is its own tail */
            draft->phones.ptr[i].tail = draft->phones.ptr[i].full;
    return APPEND(&table->addresses, &draft->addresses) && APPEND(&table->emails, &draft->emails) &&
           APPEND(&table->phones, &draft->phones) && APPEND(&table->identifiers, &draft->identifiers) &&
           APPEND(&table->preps, &draft->preps);
}

bool table_take_end(struct table *table, struct draft *const *drafts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!append_draft(table, drafts[i]))
            return false;
    return true;
}

/* A round of mentions, drafted and taken. */
static bool take_round(struct taking *taking, int threads)
{
    taking->drafts_count = (taking->count + DRAFT_MENTIONS - 1) / DRAFT_MENTIONS;
    threads_run(threads, taking->drafts_count, draft_slice, taking);
    for (size_t i = 0; i < taking->drafts_count; i++)
        if (taking->drafts[i]->is_full)
            return false;
    threads_run(taking->count < DRAFT_MENTIONS ? 1 : threads, DOMAIN_COUNT, take_domain, taking);
    for (int d = 0; d < DOMAIN_COUNT; d++)
        if (taking->has_failed[d])
            return false;
    return table_take_end(taking->table, taking->drafts, taking->drafts_count);
}

struct drafts {
    struct draft of[DRAFTS_MAX];
    struct draft *list[DRAFTS_MAX]; /* each of them */
};

void drafts_close(struct drafts **drafts)
{
    for (size_t i = 0; *drafts && i < DRAFTS_MAX; i++)
        draft_done(&(*drafts)->of[i]);
    free(*drafts);
    *drafts = NULL;
}

static struct drafts *drafts_open(enum party_kind kind)
{
    struct drafts *drafts = malloc(sizeof(*drafts));
    for (size_t i = 0; drafts && i < DRAFTS_MAX; i++) {
        draft_open(&drafts->of[i], kind);
        drafts->list[i] = &drafts->of[i];
    }
    return drafts;
}

enum status table_add_all(struct table *table, const struct match_item *items, size_t count, int threads,
                          struct error *err)
{
    if (count > 0 && !table->drafts)
        table->drafts = drafts_open(table->kind);
    bool good = count == 0 || table->drafts;
    for (size_t at = 0; good && at < count; at += DRAFT_MENTIONS * DRAFTS_MAX) {
        size_t left = count - at;
        struct taking taking = { .table = table,
                                 .items = items + at,
                                 .count = left < DRAFT_MENTIONS * DRAFTS_MAX ? left : DRAFT_MENTIONS * DRAFTS_MAX,
                                 .drafts = table->drafts->list };
        good = take_round(&taking, threads);
    }
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while preparing mentions");
}

enum status table_add(struct table *table, struct mention_id id, uint32_t source, const struct mention *mention,
                      struct error *err)
{
    const struct match_item item = { id, source, mention };
    return table_add_all(table, &item, 1, 1, err);
}
