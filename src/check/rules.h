/*
 * The cross-field rules as data: data/rules.tsv, compiled in by
 * tools/make_rules.py.  A line names one of the functions of check.c; a line
 * that is gone is a rule that is off.
 */
#pragma once

#include "model/finding.h"

enum rule_name {
    RULE_POSTCODE_PLACE,
    RULE_COUNTRY_PHONE,
    RULE_COUNTRY_VAT,
    RULE_COUNTRY_IBAN,
    RULE_COUNTRY_KVK,
    RULE_GENDER_SALUTATION,
    RULE_INITIALS_GIVEN,
    RULE_BIRTH_PAST,
    RULE_DEATH_PAST,
    RULE_BIRTH_DEATH,
    RULE_AGE_LIMIT,
    RULE_AGE_BIRTH,
    RULE_ROLE_PERIOD,
    RULE_SINCE_PAST,
    RULE_REACHABLE,
    RULE_COUNT,
};

struct rule {
    enum rule_name rule;
    const char *name;
    const char *finding; /* its code */
    const char *field;   /* the field named in the finding */
    int limit;
    const char *says[LANGUAGE_COUNT]; /* what must hold */
};

extern const struct rule rules[];
extern const size_t rules_count;
