/*
 * What a value means: the canonical fields, and which of several a column is.
 */
#pragma once

#include "base/text.h"

enum field {
    FIELD_NONE = 0, /* a column that no field fits; kept, shown, and compared by its content */
#define FIELD(constant, name, nl, en, kind, area) FIELD_##constant,
#include "model/field.def"
#undef FIELD
    FIELD_COUNT,
};

enum field_kind {
    FIELD_KIND_TEXT,
    FIELD_KIND_NAME,
    FIELD_KIND_ORG,
    FIELD_KIND_ADDRESS,
    FIELD_KIND_EMAIL,
    FIELD_KIND_PHONE,
    FIELD_KIND_WEB,
    FIELD_KIND_CODE,
    FIELD_KIND_DATE,
    FIELD_KIND_NUMBER,
};

/* The seven areas of the customer page. */
enum area {
    AREA_BASIC,
    AREA_EXTRA,
    AREA_CONTACT,
    AREA_PRODUCTS,
    AREA_PROGRESS,
    AREA_CAMPAIGNS,
    AREA_FINANCIAL,
    AREA_COUNT,
};

/* Whose address, or what it is for: the middle part of "addr.work.city". */
enum field_group {
    GROUP_NONE = 0,
    GROUP_HOME,
    GROUP_WORK,
    GROUP_VISIT,
    GROUP_POST,
    GROUP_INVOICE,
    GROUP_DELIVERY,
    GROUP_OTHER,
    GROUP_COUNT,
};

enum language { LANGUAGE_NL, LANGUAGE_EN, LANGUAGE_COUNT };

/*
 * What one column becomes.  slot keeps families of columns apart ("Address 1",
 * "Address 2"; "E-mail 1", "E-mail 2"): parts with the same group and slot
 * belong to one address.
 */
struct field_ref {
    enum field field : 16;
    enum field_group group : 8;
    unsigned slot : 8;
};

const char *field_name(enum field field);                      /* "person.given"; "" for FIELD_NONE */
const char *field_label(enum field field, enum language lang); /* "Voornamen" */
enum field_kind field_kind_of(enum field field);
enum area field_area(enum field field);
/* Of something that happened, not of who is named. */
static inline bool field_is_of_event(enum field field)
{
    return field >= FIELD_EVENT_ID && field < FIELD_REFUSE_NATIONAL_ID;
}
const char *area_name(enum area area); /* "basic" … as the API gives it */
const char *area_label(enum area area, enum language lang);
const char *group_name(enum field_group group); /* "home"; "" for GROUP_NONE */

/* "addr.home.line1": ret holds FIELD_REF_TEXT_MAX bytes. */
enum { FIELD_REF_TEXT_MAX = 64 };
struct field_ref_text {
    char s[FIELD_REF_TEXT_MAX];
};
struct field_ref_text field_ref_text(struct field_ref ref); /* slot is not printed; slot > 0 adds "#2" … */

/* Read a name, with or without a group and "#slot"; false when it is no field. */
bool field_ref_read(struct text name, struct field_ref *ret);
/* Does a field's name, group included, begin with these parts? "addr" and "addr.home" do, "adr" and "add" do not. */
bool field_part_is_known(struct text part);
