/*
 * A request body: one flat JSON object (RFC 8259) of texts, numbers and truths.
 *
 * That is all our operations take, so that is all that is read: nothing
 * nested, nothing twice, nothing after it.  A general library is not used
 * because its names (json_object, json_array) are those of base/json_out.h,
 * in the compiler and, worse, in the linker (docs/adr/0062).
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

enum { BODY_MEMBERS_MAX = 24 };

enum body_kind { BODY_ABSENT = 0, BODY_TEXT, BODY_NUMBER, BODY_TRUE, BODY_FALSE, BODY_NULL };

struct body_member {
    struct text name;
    enum body_kind kind;
    struct text text; /* decoded; of a number as written */
};

struct body {
    struct body_member members[BODY_MEMBERS_MAX];
    size_t count;
};

/* STATUS_INVALID, with the place by byte, for anything else. Texts live in the arena. */
enum status body_read(struct text json, struct arena *arena, struct body *ret, struct error *err);

/* The member of that name; kind BODY_ABSENT when there is none. */
const struct body_member *body_get(const struct body *body, const char *name);

/* STATUS_INVALID when a member is not in names (NULL-ended). */
enum status body_only(const struct body *body, const char *const *names, struct error *err);
/* The text, trimmed. STATUS_INVALID, told by name, when absent, of another kind, empty or too long. */
enum status body_text(const struct body *body, const char *name, size_t bytes_max, struct text *ret, struct error *err);
/* False when absent. */
enum status body_bool(const struct body *body, const char *name, bool *ret, struct error *err);

/* A whole number from 0; what is absent stays as it is. */
enum status body_u64(const struct body *body, const char *name, uint64_t *ret, struct error *err);

/* Where a member goes: a text of at most bytes_max bytes, a whole number or a truth. What is absent stays as it is. */
struct body_want {
    const char *name;
    size_t bytes_max;
    struct text *text;
    bool *truth;
    uint64_t *number;
    bool needed;
};

#define BODY_NEEDED(name_, max_, to_)                                                                                  \
    {                                                                                                                  \
        .name = (name_), .bytes_max = (max_), .text = (to_), .needed = true                                            \
    }
#define BODY_TEXT_IF(name_, max_, to_)                                                                                 \
    {                                                                                                                  \
        .name = (name_), .bytes_max = (max_), .text = (to_)                                                            \
    }
#define BODY_BOOL_IF(name_, to_)                                                                                       \
    {                                                                                                                  \
        .name = (name_), .truth = (to_)                                                                                \
    }

#define BODY_NUMBER_IF(name_, to_)                                                                                     \
    {                                                                                                                  \
        .name = (name_), .number = (to_)                                                                               \
    }

/* All members of a body, in the order in which a wrong one is told; another name is STATUS_INVALID. */
enum status body_take(const struct body *body, const struct body_want *wants, size_t count, struct error *err);
#define BODY_TAKE(body, wants, err) body_take(body, wants, sizeof(wants) / sizeof((wants)[0]), err)
