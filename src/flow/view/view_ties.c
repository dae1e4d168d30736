/*
 * Roles and households as the view of a party shows them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "flow/view/view_inside.h"
#include "golden/role.h"

/* ---- periods ---- */

bool view_is_past(struct text until, struct text today)
{
    return until.len && text_compare(until, text_slice(today, 0, until.len)) < 0;
}

/* A last day is still a day there; the first day of what came next, or of nothing, is not. */
bool view_role_is_former(const struct stored_role *role, struct text today)
{
    bool is_first_of_next =
        role_was_left(role->ended) && role->until.len && text_equal(role->until, text_slice(today, 0, role->until.len));
    return is_first_of_next || view_is_past(role->until, today);
}

static const char *standing(bool is_former)
{
    return is_former ? "former" : "active";
}

/* ---- roles ---- */

static void put_seen(const struct party_view *v, const char *key, const char *field, struct text value)
{
    if (!v->view->hides || catalogue_shows(&v->view->catalogue, text_from(field), v->view->sees))
        view_put_some(v->json, key, value);
}

static void put_organisation(const struct party_view *v, const struct stored_role *role)
{
    if (role->gone_name.len == 0) {
        view_put_id_name(v->view, "organisation", role->organisation, v->json);
        return;
    }
    json_key(v->json, "organisation");
    json_object(v->json);
    json_key(v->json, "id");
    json_str(v->json, party_id_text(role->organisation).s);
    json_key(v->json, "name");
    json_text(v->json, role->gone_name);
    json_end(v->json);
    json_key(v->json, "gone");
    json_bool(v->json, true);
}

static void put_role(const struct party_view *v, const struct stored_role *role)
{
    json_object(v->json);
    view_put_id_name(v->view, "person", role->person, v->json);
    put_organisation(v, role);
    json_key(v->json, "title");
    json_text(v->json, role->title);
    json_key(v->json, "department");
    json_text(v->json, role->department);
    view_put_some(v->json, "part", role->part);
    json_key(v->json, "status");
    json_str(v->json, standing(view_role_is_former(role, v->today)));
    view_put_some(v->json, "since", role->since);
    view_put_some(v->json, "until", role->until);
    view_put_some(v->json, "ended", role->ended);
    if (role->said)
        json_put(v->json, "tie", text_from(id_text_of('T', role->said).s));
    put_seen(v, "email", "email", role->email);
    put_seen(v, "phone", "phone", role->phone);
    put_seen(v, "address", "addr", role->address);
    json_key(v->json, "record");
    json_str(v->json, record_id_text(role->record).s);
    if (role->origins.len > 2) {
        json_key(v->json, "origins");
        json_raw(v->json, role->origins);
    }
    json_end(v->json);
}

/* What stands first; of equals in the order of the store. */
void view_put_roles(const struct party_view *v)
{
    json_key(v->json, "roles");
    json_array(v->json);
    for (int former = 0; former < 2; former++)
        for (size_t i = 0; i < v->roles_count; i++)
            if (view_role_is_former(&v->roles[i], v->today) == (former == 1))
                put_role(v, &v->roles[i]);
    json_end(v->json);
}

/* ---- households ---- */

bool view_member_is_former(const struct stored_member *member, struct text today)
{
    return member->has_left || view_is_past(member->until, today);
}

static void put_member(const struct party_view *v, const struct stored_member *member)
{
    json_object(v->json);
    json_key(v->json, "id");
    json_str(v->json, party_id_text(member->person).s);
    json_key(v->json, "name");
    json_text(v->json, view_party_name(v->view, member->person));
    json_key(v->json, "place");
    json_text(v->json, member->place);
    json_key(v->json, "status");
    json_str(v->json, standing(view_member_is_former(member, v->today)));
    view_put_some(v->json, "since", member->since);
    view_put_some(v->json, "until", member->until);
    view_put_some(v->json, "ended", member->ended);
    view_put_some(v->json, "since_origin", member->since_origin);
    view_put_some(v->json, "until_origin", member->until_origin);
    json_end(v->json);
}

/* Of a household somebody left only he is shown: who lives there now is no part of his page. */
static void put_household(const struct party_view *v, struct party_id household, bool has_left)
{
    json_object(v->json);
    json_key(v->json, "id");
    json_str(v->json, party_id_text(household).s);
    json_key(v->json, "name");
    json_text(v->json, view_party_name(v->view, household));
    json_key(v->json, "status");
    json_str(v->json, standing(has_left));
    json_key(v->json, "members");
    json_array(v->json);
    for (int left = 0; left < 2; left++)
        for (size_t i = 0; i < v->members_count; i++)
            if (v->members[i].household.v == household.v && v->members[i].has_left == (left == 1) &&
                (!has_left || v->members[i].person.v == v->id.v))
                put_member(v, &v->members[i]);
    json_end(v->json);
    json_end(v->json);
}

/* Has the party whose page it is left it, and not come back? */
static bool has_left(const struct party_view *v, struct party_id household)
{
    bool left = false;
    for (size_t i = 0; i < v->members_count; i++)
        if (v->members[i].household.v == household.v && v->members[i].person.v == v->id.v) {
            if (!v->members[i].has_left)
                return false;
            left = true;
        }
    return left;
}

void view_put_households(const struct party_view *v)
{
    json_key(v->json, "households");
    json_array(v->json);
    for (int left = 0; left < 2; left++)
        for (size_t i = 0; i < v->members_count; i++) {
            bool seen = false;
            for (size_t before = 0; before < i; before++)
                seen = seen || v->members[before].household.v == v->members[i].household.v;
            if (!seen && has_left(v, v->members[i].household) == (left == 1))
                put_household(v, v->members[i].household, left == 1);
        }
    json_end(v->json);
}
