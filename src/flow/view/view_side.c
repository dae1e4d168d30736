/*
 * One side of a comparison, read again as the records are now.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/view_side.h"

#include "normal/name_compose.h"

enum status view_side_read(struct view *view, const struct corpus *corpus, const struct stored_link *link,
                           struct view_side *ret, struct error *err)
{
    struct normal_record *normal = arena_new(&view->arena, struct normal_record);
    if (!normal)
        return error_set(err, STATUS_LIMIT, "the records are larger than their memory");
    ret->link = *link;
    enum status status = store_record_get(view->store, link->record, &view->arena, &ret->record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(corpus, &ret->record, &view->arena, normal, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < normal->mentions_count; i++)
        if (normal->mentions[i].kind == link->kind && mention_ordinal(normal, i) == link->ordinal)
            ret->mention = &normal->mentions[i];
    if (!ret->mention) {
        error_set(err, STATUS_CONFLICT, "record %s changed since the last resolve", record_id_text(link->record).s);
        error_hint(err, "Run `klantbeeld resolve` first.");
        return STATUS_CONFLICT;
    }
    return STATUS_OK;
}

struct text view_side_name(struct view *view, const struct view_side *side)
{
    const struct mention *mention = side->mention;
    struct text name = mention->kind == PARTY_PERSON ? name_display(&mention->name, &view->arena) : mention->org.name;
    if (name.len == 0)
        name = mention->kind == PARTY_PERSON ? mention->name.raw : TEXT_EMPTY;
    if (name.len == 0 && mention->emails_count)
        name = mention->emails[0].address;
    return name;
}

void view_side_put(struct view *view, const char *key, const struct view_side *side, struct json_out *json)
{
    if (key)
        json_key(json, key);
    json_object(json);
    json_put_str(json, "mention", mention_id_text(side->link.mention).s);
    json_put_str(json, "kind", party_kind_name(side->link.kind));
    json_put_str(json, "record", record_id_text(side->link.record).s);
    json_put(json, "source", view_source_name(view, side->record.source_id));
    json_put(json, "key", side->record.source_key);
    json_put(json, "name", view_side_name(view, side));
    json_put_str(json, "party", party_id_text(side->link.party).s);
    json_put(json, "party_name", view_party_name(view, side->link.party));
    json_end(json);
}

void view_put_keys(uint32_t families, enum language lang, struct json_out *json)
{
    json_key(json, "keys");
    json_array(json);
    for (unsigned family = 0; family < MATCH_FAMILIES; family++)
        if (families >> family & 1)
            json_str(json, match_family_label(family, lang));
    json_end(json);
}

void view_side_explain(const struct corpus *corpus, const struct match_model *model, const struct view_side *a,
                       const struct view_side *b, struct match_explanation *ret)
{
    struct match_side left = { a->mention, corpus_source(corpus, a->record.source_id),
                               corpus_source_is_clean(corpus, a->record.source_id) };
    struct match_side right = { b->mention, corpus_source(corpus, b->record.source_id),
                                corpus_source_is_clean(corpus, b->record.source_id) };
    match_explain(model, &left, &right, ret);
}
