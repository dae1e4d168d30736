/*
 * What the views share: names of sources, columns of layouts, names of parties.
 * Inside flow/view*.c only.
 */
#pragma once

#include "flow/view.h"
#include "golden/catalogue.h"

enum { VIEW_ARENA_BYTES = 256 * 1024 * 1024 };

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
void view_put_bits(struct json_out *json, const char *key, int32_t score);     /* 1/256 bit */
void view_put_some(struct json_out *json, const char *key, struct text value); /* left out when empty */
const char *view_reason_name(uint8_t reason);                                  /* "alone", "score", "decision" */

/* ---- one party: gathered by the caller, put in one shape ---- */

/* Of a view of an earlier day: key "as_of". */
struct view_then {
    int64_t at_ms, made_ms;
    struct text sentence;
    struct party_id now; /* where it is today, when that is elsewhere; else v 0 */
    struct text now_name;
};

struct party_events;

struct party_view {
    struct view *view;
    struct party_id id, asked;
    enum language lang;
    const struct view_then *then; /* NULL: of now */
    struct stored_party party;
    const struct stored_link *links;
    const struct stored_record *records; /* of each link */
    size_t links_count;
    struct text today; /* "2026-11-22": what is former by then */
    const struct stored_role *roles;
    size_t roles_count;
    const struct stored_member *members;
    size_t members_count;
    const struct party_events *events; /* flow/view_areas.h */
    enum status (*findings)(void *ctx, const struct stored_record *record, struct arena *arena,
                            struct stored_finding **ret, size_t *ret_count, struct error *err);
    void *findings_ctx;
    struct json_out *json; /* set by view_party_put() */
};
/* view_ties.c */
bool view_is_past(struct text until, struct text today);
bool view_role_is_former(const struct stored_role *role, struct text today);
/* ties.c: what records say ties an organisation, save what people typed or denied; in view's arena. */
struct org_tie;
enum status ties_of_records(struct view *view, const struct job *job, struct party_id id, struct org_tie **ret,
                            size_t *ret_count, struct error *err);
bool view_member_is_former(const struct stored_member *member, struct text today);
void view_put_roles(const struct party_view *v);
void view_put_households(const struct party_view *v);
/* The party, or the one it became; STATUS_NOT_FOUND. */
enum status view_find_party(struct view *view, struct party_id asked, struct stored_party *ret, struct error *err);
/* The profile with the traits of that moment, without what the asker may not see. */
enum status view_own_profile(struct view *view, struct party_id party, int64_t until_ms, struct text profile,
                             struct buf *ret, struct error *err);
/* Who it is: "id" to "address_line". */
void view_put_head(struct view *view, const struct stored_party *party, struct party_id asked, struct json_out *json);
enum status view_party_put(const struct party_view *asked, struct json_out *json, struct error *err);
