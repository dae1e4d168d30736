/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "check/stages.h"

#include <assert.h>

#include "base/embedded.h"

extern const struct embedded check_files[];

enum { PARTS = 5 };
#define NUMBER_MAX UINT64_C(999999999999) /* twelve digits: what bookkeeping packages take */

static const char *const names[] = { "suspect", "prospect", "customer", "former" };

struct text stages_default(void)
{
    const struct embedded *file = embedded_find(check_files, TEXT("stages.tsv"));
    assert(file);
    return file->bytes;
}

static enum status line_wrong(struct error *err, size_t number, const char *what, struct text word)
{
    return error_set(err, STATUS_INVALID, "stages line %zu: %s '%.*s'", number, what,
                     TEXT_ARG(text_slice(word, 0, 60)));
}

static bool is_stage(struct text word)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (text_equal(word, text_from(names[i])))
            return true;
    return false;
}

static bool need_read(struct text word, struct stage_step *step)
{
    bool norms = text_equal(word, TEXT("norms")), duplicate = text_equal(word, TEXT("no-duplicate"));
    step->needs_norms = step->needs_norms || norms;
    step->needs_no_duplicate = step->needs_no_duplicate || duplicate;
    return norms || duplicate;
}

static bool deed_read(struct text word, struct stage_step *step)
{
    static const struct text to = { "hand-over:", 10 };
    if (text_equal(word, TEXT("number"))) {
        step->draws_number = true;
        return true;
    }
    if (!text_starts(word, to) || word.len == to.len || step->hand_over.len)
        return false;
    step->hand_over = text_from_offset(word, to.len);
    return true;
}

/* Each word of "a,b", or "-". */
static bool list_read(struct text list, bool (*read)(struct text word, struct stage_step *step),
                      struct stage_step *step)
{
    struct text word = TEXT_EMPTY;
    if (text_equal(list, TEXT("-")))
        return true;
    while (text_next(&list, ',', &word))
        if (!read(text_trim(word), step))
            return false;
    return true;
}

static enum status step_read(const struct text part[PARTS], size_t count, size_t number, struct stage_step *ret,
                             struct error *err)
{
    if (count != PARTS) {
        error_set(err, STATUS_INVALID, "stages line %zu has not five columns", number);
        error_hint(err, "A step is: step, from, to, needs and does, with tabs between.");
        return STATUS_INVALID;
    }
    if (!is_stage(part[1]) || !is_stage(part[2]))
        return line_wrong(err, number, "no stage", is_stage(part[1]) ? part[2] : part[1]);
    if (text_equal(part[1], part[2]))
        return line_wrong(err, number, "a step to itself:", part[1]);
    *ret = (struct stage_step){ .from = part[1], .to = part[2] };
    if (!list_read(part[3], need_read, ret))
        return line_wrong(err, number, "needs are norms and no-duplicate, not", part[3]);
    if (!list_read(part[4], deed_read, ret))
        return line_wrong(err, number, "it does number and hand-over:KIND, not", part[4]);
    return STATUS_OK;
}

static enum status number_read(const struct text part[PARTS], size_t count, size_t number, struct stages *ret,
                               struct error *err)
{
    if (count != 3)
        return error_set(err, STATUS_INVALID, "stages line %zu: number has a prefix and a first number", number);
    if (part[1].len > STAGE_PREFIX_BYTES_MAX)
        return line_wrong(err, number, "the prefix is too long:", part[1]);
    if (!text_to_u64(part[2], &ret->first) || ret->first == 0 || ret->first > NUMBER_MAX)
        return line_wrong(err, number, "the first number is 1 to 999999999999, not", part[2]);
    ret->prefix = text_equal(part[1], TEXT("-")) ? TEXT_EMPTY : part[1];
    return STATUS_OK;
}

static enum status line_read(struct text line, size_t number, struct stage_step *steps, struct stages *ret,
                             struct error *err)
{
    struct text part[PARTS] = { { 0 } }, more = TEXT_EMPTY;
    size_t count = 0;
    while (count < PARTS && text_next(&line, '\t', &part[count])) {
        part[count] = text_trim(part[count]);
        count++;
    }
    if (text_next(&line, '\t', &more))
        return error_set(err, STATUS_INVALID, "stages line %zu has more than five columns", number);
    if (text_equal(part[0], TEXT("number")))
        return number_read(part, count, number, ret, err);
    if (!text_equal(part[0], TEXT("step")))
        return line_wrong(err, number, "a line begins with step or number, not", part[0]);
    if (ret->count == STAGE_STEPS_MAX)
        return error_set(err, STATUS_LIMIT, "more than %d steps", STAGE_STEPS_MAX);
    enum status status = step_read(part, count, number, &steps[ret->count], err);
    if (status == STATUS_OK && stages_find(ret, part[1], part[2]))
        return line_wrong(err, number, "this step stands there already:", part[2]);
    ret->count += status == STATUS_OK;
    return status;
}

enum status stages_read(struct text body, struct arena *arena, struct stages *ret, struct error *err)
{
    struct stage_step *steps = arena_array(arena, struct stage_step, STAGE_STEPS_MAX);
    if (!steps)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the stages");
    *ret = (struct stages){ .steps = steps, .first = 1 };
    struct text line = TEXT_EMPTY;
    for (size_t number = 1; text_next(&body, '\n', &line); number++) {
        struct text bare = text_trim(line);
        if (bare.len == 0 || bare.ptr[0] == '#')
            continue;
        enum status status = line_read(bare, number, steps, ret, err);
        if (status != STATUS_OK)
            return status;
    }
    return ret->count ? STATUS_OK : error_set(err, STATUS_INVALID, "there is no step in it");
}

const struct stage_step *stages_find(const struct stages *stages, struct text from, struct text to)
{
    for (size_t i = 0; i < stages->count; i++)
        if (text_equal(stages->steps[i].from, from) && text_equal(stages->steps[i].to, to))
            return &stages->steps[i];
    return NULL;
}
