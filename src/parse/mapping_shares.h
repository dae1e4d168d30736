/* Inside parse/mapping_*.c: what the steps ask of a column under a header that nobody knows. */
#pragma once

#include <stddef.h>

#include "parse/mapping_rules.h"

enum {
    FEW = 10, /* filled cells from which a share says something */
    CONFIDENCE_BY_CONTENT = 70,
    DISTINCT_MIN = 8, /* fewer values are a code, whatever they are called */
};

static inline unsigned share_at(const struct judging *judging, size_t column, size_t offset)
{
    const struct content *content = &judging->contents[column];
    return content_share(content, *(const unsigned *)((const char *)content + offset));
}
#define SHARE(judging, column, what) share_at((judging), (column), offsetof(struct content, what))

/* Nobody knows its header and nothing is decided. */
static inline bool is_open(const struct judging *judging, size_t i)
{
    return judging->is_unknown[i] && judging->proposals[i].ref.field == FIELD_NONE &&
           judging->contents[i].filled >= FEW;
}

static inline void take(struct judging *judging, size_t i, enum field field)
{
    judging->proposals[i].ref = (struct field_ref){ .field = field };
    judging->proposals[i].confidence = CONFIDENCE_BY_CONTENT;
}

/* How many in a hundred values are not seen above them. */
static inline unsigned different(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    unsigned seen = content->filled < CONTENT_SEEN_SIZE / 2 ? content->filled : CONTENT_SEEN_SIZE / 2;
    return seen > 0 ? content->distinct * 100 / seen : 0;
}

static inline unsigned bytes_of(const struct judging *judging, size_t i)
{
    return judging->contents[i].bytes / judging->contents[i].filled;
}

/* mapping_codes.c: mailboxes, phones, sites, dates and years of birth. */
void codes_tell(struct judging *judging);
/* Four digits that are years more than anything else. */
bool codes_are_years(const struct judging *judging, size_t i);
