/*
 * Legal forms at the end or the start of an organisation's name: "B.V.",
 * "Stichting", "GmbH & Co. KG", "S.à r.l.", in any spelling.
 *
 * Data: data/legal_forms.tsv, with ISO 20275 codes where country and form are sure.
 */
#pragma once

#include "lang/words.h"

struct legal_form {
    struct text display; /* one spelling: "B.V."; lives as long as the program */
    char country[3];     /* whose form it was taken for */
    char elf[5];         /* ISO 20275, or "" */
    bool sure;           /* false: also initials or a word ("A.G."), counts only with other signs */
    bool at_start;       /* may open a name ("Stichting", "VOF") */
    bool country_fits;   /* the country asked for has it */
};

/* key is folded, without spaces: "bv", "gmbhcokg". False when it is no legal form. */
bool legal_form_find(struct text key, const char country[3], struct legal_form *ret);
