/*
 * Firms of one name and different forms are two, where a table shows that they
 * are (docs/adr/0194); but "GmbH & Co. KG" is often cut short to "GmbH", and a
 * Belgian "BV" is "SRL" in French.  Forms of one kind in two languages are one
 * word here, and a form is the set of its words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/draft_form.h"

#include "match/fold.h"

uint32_t form_words(struct text form)
{
    enum { LIMITED = 9, SHARES, PARTNERS, SILENT_PARTNERS, FOUNDATION, ASSOCIATION, COOPERATIVE };
    static const struct {
        struct text word;
        uint8_t bit;
    } words[] = {
        { TEXT("gmbh"), 0 },
        { TEXT("kg"), 1 },
        { TEXT("ag"), 2 },
        { TEXT("ohg"), 3 },
        { TEXT("ug"), 4 },
        { TEXT("ek"), 5 },
        { TEXT("gbr"), 6 },
        { TEXT("kgaa"), 7 },
        { TEXT("se"), 8 },
        { TEXT("bv"), LIMITED },
        { TEXT("bvba"), LIMITED },
        { TEXT("srl"), LIMITED },
        { TEXT("sprl"), LIMITED },
        { TEXT("sarl"), LIMITED },
        { TEXT("nv"), SHARES },
        { TEXT("sa"), SHARES },
        { TEXT("vof"), PARTNERS },
        { TEXT("snc"), PARTNERS },
        { TEXT("cv"), SILENT_PARTNERS },
        { TEXT("scs"), SILENT_PARTNERS },
        { TEXT("stichting"), FOUNDATION },
        { TEXT("fondation"), FOUNDATION },
        { TEXT("vereniging"), ASSOCIATION },
        { TEXT("verein"), ASSOCIATION },
        { TEXT("ev"), ASSOCIATION },
        { TEXT("vzw"), ASSOCIATION },
        { TEXT("asbl"), ASSOCIATION },
        { TEXT("cooperatie"), COOPERATIVE },
        { TEXT("ua"), COOPERATIVE },
        { TEXT("eg"), COOPERATIVE },
        { TEXT("ltd"), 16 },
        { TEXT("plc"), 17 },
        { TEXT("llp"), 18 },
        { TEXT("inc"), 19 },
        { TEXT("llc"), 20 },
        { TEXT("corp"), 21 },
        { TEXT("lp"), 22 },
        { TEXT("maatschap"), 23 },
        { TEXT("eenmanszaak"), 24 },
        { TEXT("vve"), 25 },
        { TEXT("partg"), 26 },
    };
    uint32_t ret = 0;
    struct text word = TEXT_EMPTY;
    while (text_next(&form, ' ', &word)) {
        struct folded folded;
        fold_joined(word, &folded);
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            if (text_equal(words[i].word, folded_text(&folded)))
                ret |= UINT32_C(1) << words[i].bit;
    }
    return ret;
}
