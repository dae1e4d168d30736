/* Inside flow/view/view*.c and ties.c: one party, gathered by the caller and put in one shape. */
#pragma once

#include "flow/snapshot/view_snapshot.h"
#include "flow/view/view.h"

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
    const struct party_events *events; /* flow/view/view_areas.h */
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
/* The roles with the last days that somebody typed (ties.h); then is of an earlier day, or NULL. */
struct as_of;
enum status roles_as_said(struct view *view, const struct as_of *then, struct party_id id,
                          const struct stored_role *roles, size_t count, const struct stored_role **ret,
                          struct error *err);
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
