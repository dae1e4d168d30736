/*
 * One snapshot of the store with the names that every reply needs: of sources,
 * columns of layouts and parties, and what the asker may see of them.  Whoever
 * answers a question opens one, asks the store through it, and closes it.
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "golden/catalogue.h"
#include "match/match.h"
#include "store/store.h"

enum { VIEW_ARENA_BYTES = 256 * 1024 * 1024 };

struct mapping;
struct view_kept;

struct view {
    struct store *store;
    struct arena arena;
    struct view_kept *kept; /* what stays the same for many views; the next four are its */
    const struct source *sources;
    size_t sources_count;
    const struct stored_layout *layouts;
    size_t layouts_count;
    bool reading;               /* store_read_begin() was called */
    struct catalogue catalogue; /* after view_catalogue() */
    enum catalogue_role sees;   /* who asks; CATALOGUE_ALL sees everything */
    bool hides;                 /* there is something he does not see */
    /* Of an earlier day, the names of then; NULL: of now. False when it has none. */
    bool (*name_then)(void *ctx, struct party_id id, struct text *ret);
    void *name_ctx;
};

#define VIEW_CLOSED ((struct view){ .arena = ARENA_UP_TO(VIEW_ARENA_BYTES) })

/* One snapshot for all that follows. */
enum status view_open(struct store *store, struct view *ret, struct error *err);
void view_close(struct view *view);

/* The catalogue, and what of it the asker may not see. */
enum status view_catalogue(struct view *view, const struct job *job, struct error *err);
/* May the asker see this column of a record?  A column that no field covers is for all. */
enum status view_shows_column(struct view *view, const struct stored_layout *layout, size_t column, bool *ret,
                              struct error *err);

/* ---- view_kept.c ---- */

/* Sources, layouts and catalogue of this snapshot, read again only when they may have changed. */
enum status view_kept_read(struct view *view, struct error *err);
void view_kept_catalogue(struct view *view, enum catalogue_role sees);
/* Labels of fields by the catalogue; NULL without memory. */
struct profile_labels *view_kept_labels(struct view *view, enum language lang);

/* A field of a profile, "email.work"; a kind of event. */
bool view_shows_field(const struct view *view, struct text field);
bool view_shows_event(const struct view *view, struct text kind);
enum status view_layout_mapping(struct view *view, const struct stored_layout *layout, struct arena *arena,
                                struct mapping *ret, struct error *err);

struct text view_source_name(const struct view *view, uint32_t source_id);
const struct stored_layout *view_layout(const struct view *view, uint32_t layout_id);
/* Its name now, or the id's own text when it has no party. */
struct text view_party_name(struct view *view, struct party_id id);

void view_put_id_name(struct view *view, const char *key, struct party_id id,
                      struct json_out *json); /* key: {id, name} */
void view_put_time(struct json_out *json, const char *key, int64_t ms);
void view_put_bits(struct json_out *json, const char *key, int32_t score); /* 1/256 bit */
/* "evidence": what each comparison of a pair said, in a sentence and in bits. */
void view_put_evidence(struct json_out *json, const struct match_explanation *found, enum language lang);
void view_put_some(struct json_out *json, const char *key, struct text value); /* left out when empty */
const char *view_reason_name(uint8_t reason);                                  /* "alone", "score", "decision" */
