/*
 * Findings of a check on their way to the record: each once, and after those
 * that were there.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "model/mention.h"

enum { FOUND_MAX = 64 }; /* more of one record tell nothing new */

struct found {
    struct record_finding list[FOUND_MAX];
    size_t count;
};

/* Passed over when the record or the list has the same finding of the same field. */
void found_add(struct found *found, const struct normal_record *record, struct record_finding one);

/* Append the list to the record's findings, in arena. */
enum status found_keep(const struct found *found, struct normal_record *record, struct arena *arena, struct error *err);
