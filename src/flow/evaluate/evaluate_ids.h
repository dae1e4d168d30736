/*
 * Names to dense numbers, known by their hash: a million ids of records in
 * sixteen megabytes.  Two ids with one hash are one record to the matcher too,
 * as a mention is named by that hash.
 */
#pragma once

#include "base/text.h"
#include "base/vec.h"
#include "model/id.h"

struct id_list {
    VEC(uint64_t) hashes; /* by number; record_id_of() the name */
    uint32_t *slots;      /* number + 1, by hash */
    size_t slots_size;    /* a power of two, or 0 */
    VEC(uint32_t) ends;   /* where each name ends in letters, where they are kept */
    VEC(char) letters;
    bool keeps_names;
};

#define ID_NONE UINT32_MAX

struct record_id id_list_id(struct text name); /* what it is known by */

/* 0, 1, 2 … in order of first sight; ID_NONE without memory. id is id_list_id(name). */
uint32_t id_list_put(struct id_list *list, struct record_id id, struct text name);
uint32_t id_list_get(const struct id_list *list, struct record_id id); /* ID_NONE when absent */
/* Calls for the memory that finding it will ask for: its slot, then (that being at hand) what the slot leads to. */
void id_list_fetch_slot(const struct id_list *list, struct record_id id);
void id_list_fetch(const struct id_list *list, struct record_id id);
struct text id_list_name(const struct id_list *list, uint32_t number); /* empty where names are not kept */
void id_list_done(struct id_list *list);
