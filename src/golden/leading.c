/*
 * The table is small and asked often: for each value of each record of each
 * party.  So reading it works out, once, which rule and which half-life fit
 * each field, group and stage, and what each rule says of each source.
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

enum {
    STAGE_ANY = STAGE_COUNT,
    PLACES_TRUST_FIRST = 90, /* percent, of a source without a figure: by its place in the rule … */
    PLACES_TRUST_STEP = 5,
    PLACES_TRUST_LAST = 40, /* … or named by none */
    MINIMUM_USUAL = 25,
    MONTHS_MAX = 1200,
    FIGURES_MAX = 3,
    NOT_SAID = UINT16_MAX,
    MONTH_DAYS_TIMES_12 = 365, /* a month of 365/12 days */
};

struct leading_rule {
    struct text field; /* empty fits every field */
    int stage;         /* enum stage, or STAGE_ANY */
    struct text sources;
    bool locked;
};

struct leading_age {
    struct text field;
    uint16_t half_months, minimum; /* NOT_SAID when there is none */
};

struct leading_signal {
    struct text field, word; /* "bounce" or "campaign/bounced" */
    uint8_t percent;
};

/* "crm:90/48/25": a name and up to three figures. */
struct word {
    struct text name;
    uint64_t figures[FIGURES_MAX];
    unsigned figures_count;
};

static const char *const stages[STAGE_COUNT] = { "suspect", "prospect", "customer", "former" };

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
    return name.len == 0 || field_part_is_known(name);
}

/* ---- reading lines ---- */

struct reading {
    struct leading_rule *rules;
    struct leading_age *ages;
    struct leading_signal *signals;
    size_t rules_count, ages_count, signals_count;
    struct text reliability; /* words */
    bool spelling_off[PARTY_HOUSEHOLD + 1];
    size_t line;
    struct error *err;
};

static enum status wrong(const struct reading *r, const char *what, struct text word)
{
    return error_set(r->err, STATUS_INVALID, "leading table line %zu: %s '%.*s'", r->line, what,
                     TEXT_ARG(text_slice(word, 0, 60)));
}

static bool word_read(struct text text, struct word *ret)
{
    size_t colon = text_find_char(text, ':');
    struct text figures = text_from_offset(text, colon + 1), figure = TEXT_EMPTY;
    *ret = (struct word){ .name = text_slice(text, 0, colon) };
    if (colon >= text.len)
        return ret->name.len > 0;
    while (text_next(&figures, '/', &figure))
        if (ret->figures_count == FIGURES_MAX || !text_to_u64(figure, &ret->figures[ret->figures_count++]))
            return false;
    return ret->name.len > 0 && ret->figures_count > 0;
}

/* Trust 1-100, half-life in months, minimum 0-100. */
static bool figures_fit(const struct word *word)
{
    static const uint64_t least[FIGURES_MAX] = { 1, 1, 0 }, most[FIGURES_MAX] = { 100, MONTHS_MAX, 100 };
    for (unsigned i = 0; i < word->figures_count; i++)
        if (word->figures[i] < least[i] || word->figures[i] > most[i])
            return false;
    return true;
}

static enum status words_check(const struct reading *r, struct text words, unsigned figures_max)
{
    struct text text = TEXT_EMPTY;
    while (text_next(&words, ' ', &text)) {
        struct word word;
        if (text.len && (!word_read(text, &word) || !figures_fit(&word) || word.figures_count > figures_max))
            return wrong(r, "not 'source' or 'source:trust/months/minimum':", text);
    }
    return STATUS_OK;
}

static enum status rule_read(struct reading *r, struct text field, struct text stage, struct text sources,
                             struct text option)
{
    if (r->rules_count == LEADING_RULES_MAX)
        return error_set(r->err, STATUS_LIMIT, "leading table: more than %d rules", LEADING_RULES_MAX);
    struct leading_rule *rule = &r->rules[r->rules_count];
    *rule = (struct leading_rule){ .field = text_equal(field, TEXT("*")) ? TEXT_EMPTY : field,
                                   .sources = sources,
                                   .locked = text_equal(option, TEXT("locked")) };
    if (!stage_word_read(stage, &rule->stage))
        return wrong(r, "no stage", stage);
    if (!field_is_known(rule->field))
        return wrong(r, "no field begins with", field);
    if (option.len && !rule->locked)
        return wrong(r, "the last column is empty or 'locked', not", option);
    r->rules_count++;
    return words_check(r, sources, FIGURES_MAX);
}

/* !half-life TAB field TAB months [minimum] */
static enum status age_read(struct reading *r, struct text field, struct text figures)
{
    struct text months = TEXT_EMPTY;
    uint64_t half = 0, minimum = MINIMUM_USUAL;
    if (r->ages_count == LEADING_AGES_MAX)
        return error_set(r->err, STATUS_LIMIT, "leading table: more than %d half-lives", LEADING_AGES_MAX - 1);
    text_next(&figures, ' ', &months);
    figures = text_trim(figures);
    if (!text_to_u64(months, &half) || half < 1 || half > MONTHS_MAX ||
        (figures.len && (!text_to_u64(figures, &minimum) || minimum > 100)))
        return wrong(r, "a half-life is months and maybe a minimum trust, not", months);
    if (!field_is_known(field))
        return wrong(r, "no field begins with", field);
    r->ages[r->ages_count++] = (struct leading_age){ field, (uint16_t)half, (uint16_t)minimum };
    return STATUS_OK;
}

/* !signal TAB field TAB kind:percent kind/status:percent … */
static enum status signals_read(struct reading *r, struct text field, struct text words)
{
    struct text text = TEXT_EMPTY;
    if (!field_is_known(field))
        return wrong(r, "no field begins with", field);
    while (text_next(&words, ' ', &text)) {
        struct word word;
        if (text.len == 0)
            continue;
        if (r->signals_count == LEADING_SIGNALS_MAX)
            return error_set(r->err, STATUS_LIMIT, "leading table: more than %d signals", LEADING_SIGNALS_MAX);
        if (!word_read(text, &word) || word.figures_count != 1 || word.figures[0] > 100)
            return wrong(r, "a signal is kind:percent or kind/status:percent, not", text);
        r->signals[r->signals_count++] = (struct leading_signal){ field, word.name, (uint8_t)word.figures[0] };
    }
    return STATUS_OK;
}

/* !spelling TAB field TAB on|off, of person.full, org.name or the first part of those */
static enum status spelling_read(struct reading *r, struct text field, struct text word)
{
    bool of_person = name_begins(TEXT("person.full"), field), of_org = name_begins(TEXT("org.name"), field);
    bool off = text_equal(word, TEXT("off"));
    if (!of_person && !of_org)
        return wrong(r, "spelling is minded of person.full and org.name, not of", field);
    if (!off && !text_equal(word, TEXT("on")))
        return wrong(r, "spelling is on or off, not", word);
    r->spelling_off[of_person ? PARTY_PERSON : PARTY_ORGANISATION] = off;
    return STATUS_OK;
}

static enum status line_read(struct reading *r, struct text line)
{
    struct text field = TEXT_EMPTY, second = TEXT_EMPTY, third = TEXT_EMPTY;
    if (!text_next(&line, '\t', &field) || !text_next(&line, '\t', &second) || !text_next(&line, '\t', &third) ||
        text_trim(third).len == 0)
        return error_set(r->err, STATUS_INVALID, "leading table line %zu: not 'field TAB stage TAB sources'", r->line);
    field = text_trim(field);
    second = text_trim(second);
    third = text_trim(third);
    if (text_equal(field, TEXT("!half-life")))
        return age_read(r, second, third);
    if (text_equal(field, TEXT("!signal")))
        return signals_read(r, second, third);
    if (text_equal(field, TEXT("!spelling")))
        return spelling_read(r, second, third);
    if (text_equal(field, TEXT("!reliability"))) {
        r->reliability = third;
        return words_check(r, third, 1);
    }
    if (text_starts(field, TEXT("!")))
        return wrong(r, "there is no setting", field);
    return rule_read(r, field, second, third, text_trim(line));
}

static enum status lines_read(struct reading *r, struct text body)
{
    struct text line = TEXT_EMPTY;
    while (text_next(&body, '\n', &line)) {
        r->line++;
        line = text_ends(line, TEXT("\r")) ? text_slice(line, 0, line.len - 1) : line;
        if (text_trim(line).len == 0 || line.ptr[0] == '#' || text_starts(line, TEXT("field\tstage\t")))
            continue;
        enum status status = line_read(r, line);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* ---- working out ---- */

static bool is_meant(struct text name, const struct golden_source *source)
{
    bool named = name.len && name.ptr[0] == '=' && text_equal(text_from_offset(name, 1), source->name);
    return named || text_equal(name, source->kind);
}

/* The place of a source in a list of words, and its figures; false when it is not in it. */
static bool place_of(struct text words, const struct golden_source *source, struct word *ret, unsigned *ret_place)
{
    struct text text = TEXT_EMPTY;
    unsigned place = 0;
    while (text_next(&words, ' ', &text)) {
        if (text.len == 0)
            continue;
        if (word_read(text, ret) && is_meant(ret->name, source)) {
            *ret_place = place < LEADING_RANK_LAST ? place : LEADING_RANK_LAST - 1;
            return true;
        }
        place++;
    }
    return false;
}

static struct leading_word word_for(const struct reading *r, const struct leading_rule *rule,
                                    const struct leading_age *age, const struct golden_source *source)
{
    struct word said = { 0 }, reliable = { 0 };
    unsigned place = 0, any = 0, trust = PLACES_TRUST_LAST;
    unsigned half_months = age->half_months == NOT_SAID ? 0 : age->half_months;
    unsigned minimum = age->minimum == NOT_SAID ? MINIMUM_USUAL : age->minimum;
    struct leading_word word = { .rank = LEADING_RANK_LAST };
    if (rule && place_of(rule->sources, source, &said, &place)) {
        unsigned less = place * PLACES_TRUST_STEP;
        word.rank = (uint8_t)place;
        trust = less < PLACES_TRUST_FIRST - PLACES_TRUST_LAST ? PLACES_TRUST_FIRST - less : PLACES_TRUST_LAST;
        trust = said.figures_count > 0 ? (unsigned)said.figures[0] : trust;
        half_months = said.figures_count > 1 ? (unsigned)said.figures[1] : half_months;
        minimum = said.figures_count > 2 ? (unsigned)said.figures[2] : minimum;
    }
    bool is_weighed = place_of(r->reliability, source, &reliable, &any) && reliable.figures_count;
    unsigned percent = is_weighed ? (unsigned)reliable.figures[0] : 100;
    word.trust = (uint16_t)(trust * percent); /* of TRUST_WHOLE, which is 100 x 100 */
    word.half_days = (uint16_t)(half_months * MONTH_DAYS_TIMES_12 / 12);
    word.minimum = (uint16_t)(minimum * 100);
    word.days = decay_days(word.trust, word.minimum, word.half_days);
    return word;
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

static uint8_t age_for(const struct leading_age *ages, size_t count, struct field_ref field)
{
    struct field_ref_text text = field_ref_text(field);
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (name_begins(text_from(text.s), ages[i].field) && (best == 0 || ages[i].field.len > ages[best].field.len))
            best = i;
    return (uint8_t)best;
}

static size_t place_in_ages(struct field_ref field)
{
    return (size_t)field.field * GROUP_COUNT + field.group;
}

static size_t cell_of(struct field_ref field, enum stage stage)
{
    return place_in_ages(field) * STAGE_COUNT + stage;
}

static void fill(const struct reading *r, const struct golden_source *sources, size_t sources_count, uint8_t *rule_of,
                 uint8_t *age_of, struct leading_word *words)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        for (int g = 0; g < GROUP_COUNT; g++) {
            struct field_ref field = { .field = (enum field)f, .group = (enum field_group)g };
            age_of[place_in_ages(field)] = age_for(r->ages, r->ages_count, field);
            for (int s = 0; s < STAGE_COUNT; s++)
                rule_of[cell_of(field, (enum stage)s)] = rule_for(r->rules, r->rules_count, field, s);
        }
    for (size_t rule = 0; rule <= r->rules_count; rule++)
        for (size_t age = 0; age < r->ages_count; age++)
            for (size_t s = 0; s < sources_count; s++)
                words[(rule * r->ages_count + age) * sources_count + s] =
                    word_for(r, rule < r->rules_count ? &r->rules[rule] : NULL, &r->ages[age], &sources[s]);
}

enum status leading_read(struct text body, const struct golden_source *sources, size_t sources_count,
                         struct arena *arena, struct leading *ret, struct error *err)
{
    struct reading r = { .rules = arena_array(arena, struct leading_rule, LEADING_RULES_MAX),
                         .ages = arena_array(arena, struct leading_age, LEADING_AGES_MAX),
                         .signals = arena_array(arena, struct leading_signal, LEADING_SIGNALS_MAX),
                         .ages_count = 1,
                         .err = err };
    uint8_t *rule_of = arena_array(arena, uint8_t, (size_t)FIELD_COUNT * GROUP_COUNT * STAGE_COUNT);
    uint8_t *age_of = arena_array(arena, uint8_t, (size_t)FIELD_COUNT * GROUP_COUNT);
    if (!r.rules || !r.ages || !r.signals || !rule_of || !age_of)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the leading table");
    r.ages[0] = (struct leading_age){ .half_months = NOT_SAID, .minimum = NOT_SAID };
    enum status status = lines_read(&r, body);
    if (status != STATUS_OK)
        return status;
    struct leading_word *words =
        arena_array(arena, struct leading_word, (r.rules_count + 1) * r.ages_count * (sources_count + 1));
    if (!words)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the leading table");
    fill(&r, sources, sources_count, rule_of, age_of, words);
    *ret = (struct leading){ .rules = r.rules,
                             .rules_count = r.rules_count,
                             .rule_of = rule_of,
                             .ages = r.ages,
                             .age_of = age_of,
                             .words = words,
                             .ages_count = r.ages_count,
                             .signals = r.signals,
                             .signals_count = r.signals_count,
                             .spelling_off = { [PARTY_PERSON] = r.spelling_off[PARTY_PERSON],
                                               [PARTY_ORGANISATION] = r.spelling_off[PARTY_ORGANISATION] },
                             .sources = sources,
                             .sources_count = sources_count };
    return STATUS_OK;
}

/* ---- asked ---- */

bool leading_is_locked(const struct leading *leading, struct field_ref field, enum stage stage)
{
    field.slot = 0;
    uint8_t rule = leading->rule_of[cell_of(field, stage)];
    return rule && leading->rules[rule - 1u].locked;
}

const struct leading_word *leading_word_of(const struct leading *leading, struct field_ref field, enum stage stage,
                                           uint32_t source)
{
    assert(source < leading->sources_count);
    uint8_t rule = leading->rule_of[cell_of(field, stage)];
    size_t row = rule ? rule - 1u : leading->rules_count;
    return &leading
                ->words[(row * leading->ages_count + leading->age_of[place_in_ages(field)]) * leading->sources_count +
                        source];
}

unsigned leading_rank(const struct leading *leading, struct field_ref field, enum stage stage, uint32_t source)
{
    return leading_word_of(leading, field, stage, source)->rank;
}

bool leading_minds_spelling(const struct leading *leading, enum party_kind kind)
{
    return !leading->spelling_off[kind];
}

/* "campaign/bounced" fits that status only, "bounce" any; the word that says more decides. */
static bool signal_fits(struct text word, struct text kind, struct text status)
{
    size_t slash = text_find_char(word, '/');
    return text_equal_nocase(text_slice(word, 0, slash), kind) &&
           (slash == word.len || text_equal_nocase(text_from_offset(word, slash + 1), status));
}

unsigned leading_lowers(const struct leading *leading, struct field_ref field, struct text kind, struct text status)
{
    struct field_ref_text name = field_ref_text((struct field_ref){ .field = field.field, .group = field.group });
    const struct leading_signal *best = NULL;
    for (size_t i = 0; i < leading->signals_count; i++) {
        const struct leading_signal *signal = &leading->signals[i];
        if (!name_begins(text_from(name.s), signal->field) || !signal_fits(signal->word, kind, status))
            continue;
        if (!best || signal->word.len > best->word.len ||
            (signal->word.len == best->word.len && signal->field.len > best->field.len))
            best = signal;
    }
    return best ? best->percent : 0;
}
