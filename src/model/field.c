/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/field.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *label[LANGUAGE_COUNT];
    enum field_kind kind;
    enum area area;
} fields[FIELD_COUNT] = {
    [FIELD_NONE] = { "", { "Overig", "Other" }, FIELD_KIND_TEXT, AREA_EXTRA },
#define FIELD(constant, name, nl, en, kind, area)                                                                      \
    [FIELD_##constant] = { name, { nl, en }, FIELD_KIND_##kind, AREA_##area },
#include "model/field.def"
#undef FIELD
};

static const struct {
    const char *name, *label[LANGUAGE_COUNT];
} areas[AREA_COUNT] = {
    [AREA_BASIC] = { "basic", { "Basisgegevens", "Basic data" } },
    [AREA_EXTRA] = { "extra", { "Extra gegevens en kenmerken", "Extra data and traits" } },
    [AREA_CONTACT] = { "contact", { "Contact", "Contact" } },
    [AREA_PRODUCTS] = { "products", { "Producten en diensten", "Products and services" } },
    [AREA_PROGRESS] = { "progress", { "Voortgang, afspraken en KPI's", "Progress, agreements and KPIs" } },
    [AREA_CAMPAIGNS] = { "campaigns", { "Campagnes", "Campaigns" } },
    [AREA_FINANCIAL] = { "financial", { "Financieel", "Financial" } },
};

static const char *const groups[GROUP_COUNT] = {
    [GROUP_NONE] = "",     [GROUP_HOME] = "home",       [GROUP_WORK] = "work",         [GROUP_VISIT] = "visit",
    [GROUP_POST] = "post", [GROUP_INVOICE] = "invoice", [GROUP_DELIVERY] = "delivery", [GROUP_OTHER] = "other",
};

const char *field_name(enum field field)
{
    return fields[field].name;
}

const char *field_label(enum field field, enum language lang)
{
    return fields[field].label[lang];
}

enum field_kind field_kind_of(enum field field)
{
    return fields[field].kind;
}

enum area field_area(enum field field)
{
    return fields[field].area;
}

const char *area_name(enum area area)
{
    return areas[area].name;
}

const char *area_label(enum area area, enum language lang)
{
    return areas[area].label[lang];
}

const char *group_name(enum field_group group)
{
    return groups[group];
}

static char *put_name(char *at, const char *from, size_t len)
{
    memcpy(at, from, len);
    return at + len;
}

/* Asked for thousands of times when rules are read, so without printf. The longest fits: test_model.c. */
struct field_ref_text field_ref_text(struct field_ref ref)
{
    struct field_ref_text ret = { 0 };
    const char *name = fields[ref.field].name, *group = groups[ref.group];
    size_t len = strlen(name), first = ref.group == GROUP_NONE ? len : strcspn(name, ".");
    char *at = put_name(ret.s, name, first);
    if (ref.group != GROUP_NONE) {
        *at++ = '.';
        at = put_name(at, group, strlen(group));
        at = put_name(at, name + first, len - first);
    }
    if (ref.slot > 0)
        snprintf(at, 8, "#%u", ref.slot + 1u);
    return ret;
}

static bool field_find(struct text name, enum field *ret)
{
    for (int f = FIELD_NONE + 1; f < FIELD_COUNT; f++)
        if (text_equal(name, text_from(fields[f].name))) {
            *ret = (enum field)f;
            return true;
        }
    return false;
}

/* Take ".group" out of "addr.home.line1" or "email.work". */
static bool group_cut(struct text name, char *ret_name, size_t len, enum field_group *ret_group)
{
    for (int g = GROUP_NONE + 1; g < GROUP_COUNT; g++) {
        char part[16];
        snprintf(part, sizeof(part), ".%s", groups[g]);
        struct text needle = text_from(part);
        size_t at = text_find(name, needle);
        if (at == name.len || (at + needle.len < name.len && name.ptr[at + needle.len] != '.'))
            continue;
        snprintf(ret_name, len, "%.*s%.*s", (int)at, name.ptr, (int)(name.len - at - needle.len),
                 name.ptr + at + needle.len);
        *ret_group = (enum field_group)g;
        return true;
    }
    return false;
}

bool field_ref_read(struct text name, struct field_ref *ret)
{
    enum field field = FIELD_NONE;
    enum field_group group = GROUP_NONE;
    uint64_t slot = 1;
    char whole[FIELD_REF_TEXT_MAX];

    size_t hash = text_find_char(name, '#');
    if (hash < name.len && (!text_to_u64(text_from_offset(name, hash + 1), &slot) || slot < 1 || slot > 255))
        return false;
    name = text_slice(name, 0, hash);
    if (name.len >= sizeof(whole))
        return false;
    if (!field_find(name, &field) &&
        !(group_cut(name, whole, sizeof(whole), &group) && field_find(text_from(whole), &field)))
        return false;
    *ret = (struct field_ref){ .field = field, .group = group, .slot = (unsigned)slot - 1 };
    return true;
}

/* A name and the same with a group begin with the same letter: most fields are passed by at once. */
bool field_part_is_known(struct text part)
{
    for (int f = FIELD_NONE + 1; part.len > 0 && f < FIELD_COUNT; f++) {
        if (fields[f].name[0] != part.ptr[0])
            continue;
        for (int g = 0; g < GROUP_COUNT; g++) {
            struct field_ref_text text =
                field_ref_text((struct field_ref){ .field = (enum field)f, .group = (enum field_group)g });
            if (text_starts(text_from(text.s), part) && (text.s[part.len] == '\0' || text.s[part.len] == '.'))
                return true;
        }
    }
    return false;
}
