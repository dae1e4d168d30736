/*
 * Who is there.  Columns of name parts and the first whole name decide; a name
 * in a person's column that reads as an organisation is one.
 *
 * A row may give more whole names: "Naam" and "T.a.v.", or "t.a.v." within the
 * name of the organisation.  Which column is which is told by the names and
 * not by their order: the first that reads as an organisation is the
 * organisation, the first that reads as a person is the person of the row,
 * with all that follows from it.  One more person, who has another surname, is
 * kept when there is an organisation for him to work at.  Beside a person
 * alone a second name says nothing of how the two belong together, and is
 * often the first one written otherwise: it stays in the raw record.
 *
 * "Administratie" and other single words after the first name are nobody.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/fold.h"
#include "normal/record_parts.h"

static bool has_name_columns(const struct person_parts *name)
{
    return name->family.len || name->given.len || name->initials.len || name->nickname.len;
}

/* "Mevr." and "jr." in columns of their own belong to the whole name beside them. */
static struct text full_with_titles(struct gathered *g)
{
    if (g->name.title.len == 0 && g->name.suffix.len == 0)
        return g->full;
    return arena_printf(g->arena, "%.*s%s%.*s%s%.*s", TEXT_ARG(g->name.title), g->name.title.len ? " " : "",
                        TEXT_ARG(g->full), g->name.suffix.len ? " " : "", TEXT_ARG(g->name.suffix));
}

static void read_organisation(struct gathered *g, struct text raw, struct field_ref ref, struct named *ret)
{
    enum finding finding = org_name_parse(raw, g->options->country, g->arena, &ret->org);
    findings_add(&g->findings, finding, ref, TEXT_EMPTY);
    ret->has_org = ret->org.name.name.len > 0;
    if (!ret->has_org)
        return;
    if (ret->org.name.trade_name.len == 0)
        ret->org.name.trade_name = g->org_trade_name;
    if (ret->org.name.legal_form.len == 0)
        ret->org.name.legal_form = g->org_legal_form;
    if (ret->org.name.department.len == 0)
        ret->org.name.department = g->role_department;
}

/* The name in columns of parts, or the first whole one. Gives whether it was the columns. */
static bool read_first(struct gathered *g, struct named *ret)
{
    bool by_columns = has_name_columns(&g->name) && (g->name.family.len > 0 || g->full.len == 0);
    struct field_ref ref = by_columns ? (struct field_ref){ .field = FIELD_PERSON_FAMILY } : g->full_ref;
    struct text whole = by_columns ? TEXT_EMPTY : full_with_titles(g);
    enum finding finding =
        by_columns ? person_name_from_parts(&g->name, g->options->country, g->arena, &ret->person)
                   : person_name_parse_ordered(whole, g->options->country, g->surname_first, g->arena, &ret->person);
    findings_add(&g->findings, finding, ref, TEXT_EMPTY);
    if (ret->person.is_organisation) {
        if (!ret->has_org)
            read_organisation(g, by_columns ? g->name.family : g->full, ref, ret);
        ret->person.names_count = 0;
    }
    ret->has_person = ret->person.names_count > 0;
    ret->is_couple = ret->person.names_count == 2;
    if (ret->person.department.len > 0 && g->role_department.len == 0)
        g->role_department = ret->person.department;
    return by_columns;
}

/* One person, and no doubt that it is one. */
static bool is_clearly_person(const struct person_parse *parse)
{
    const struct person_name *name = &parse->names[0];
    return parse->names_count == 1 && !parse->is_organisation && parse->confidence >= NAME_CONFIDENCE_SURE &&
           name->surname.len > 0 &&
           (name->initials.len > 0 || name->given.len > 0 || name->call_name.len > 0 || name->gender != GENDER_UNKNOWN);
}

static bool same_surname(struct gathered *g, const struct person_name *a, const struct person_name *b)
{
    return text_equal(fold_text(a->surname, g->arena), fold_text(b->surname, g->arena));
}

static bool is_named_already(struct gathered *g, const struct named *named, const struct person_name *name)
{
    for (uint8_t i = 0; named->has_person && i < named->person.names_count; i++)
        if (same_surname(g, name, &named->person.names[i]))
            return true;
    return false;
}

/* Another whole name of the row. */
static void read_more(struct gathered *g, struct text raw, struct field_ref ref, struct named *ret)
{
    struct person_parse parse;
    enum finding finding = person_name_parse(raw, g->options->country, g->arena, &parse);
    if (parse.is_organisation && !ret->has_org) {
        findings_add(&g->findings, finding, ref, TEXT_EMPTY);
        read_organisation(g, raw, ref, ret);
        return;
    }
    if (!is_clearly_person(&parse) || !ret->has_org)
        return;
    if (!ret->has_person) {
        findings_add(&g->findings, finding, ref, TEXT_EMPTY);
        ret->person = parse;
        ret->has_person = true;
        if (parse.department.len > 0 && g->role_department.len == 0)
            g->role_department = parse.department;
    } else if (!ret->has_other && !is_named_already(g, ret, &parse.names[0])) {
        findings_add(&g->findings, finding, ref, TEXT_EMPTY);
        ret->other = parse.names[0];
        ret->has_other = true;
    }
}

void names_read(struct gathered *g, struct named *ret)
{
    ret->has_person = ret->has_org = ret->is_couple = ret->has_other = false;
    ret->person.names_count = 0;
    ret->org.name = (struct org_name){ 0 };

    if (g->org_name.len > 0)
        read_organisation(g, g->org_name, g->org_ref, ret);
    else if (g->org_trade_name.len > 0)
        read_organisation(g, g->org_trade_name, (struct field_ref){ .field = FIELD_ORG_TRADE_NAME }, ret);
    bool by_columns = g->has_name && read_first(g, ret);
    for (uint8_t i = 0; i < g->more_names_count && !by_columns; i++)
        read_more(g, g->more_names[i].value, g->more_names[i].ref, ret);
    if (ret->has_org && ret->org.name.attention.len > 0)
        read_more(g, ret->org.name.attention, g->org_name.len > 0 ? g->org_ref : g->full_ref, ret);
}
