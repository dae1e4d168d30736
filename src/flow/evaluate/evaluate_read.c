/*
 * A file is about persons or about organisations, or says per record which:
 * when only one column holds the name, the majority decides for all, because
 * two spellings of one name must not fall on two sides.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate/evaluate_read.h"

#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/evaluate/evaluate_inside.h"
#include "lang/fold.h"

enum { ORG_SHARE_MIN = 25 /* per cent */, JUDGED_ROWS_MAX = 50000, CONTACT_KEY_MAX = 128 };

void labelled_done(struct labelled *labelled)
{
    listing_done(&labelled->listing);
    arena_done(&labelled->arena);
    id_list_done(&labelled->ids);
    vec_done(&labelled->kinds);
    vec_done(&labelled->sources);
    vec_done(&labelled->mentions);
    for (size_t i = 0; i < FEED_SLICES; i++)
        arena_done(&labelled->normal[i]);
}

/* "Ansprechpartner", "Contact person", "t.a.v.": whoever stands there is asked for, and is not what the list is of. */
static bool is_of_contact(struct text header)
{
    static const struct text words[] = { TEXT("contact"), TEXT("kontakt"),  TEXT("ansprech"),  TEXT("attn"),
                                         TEXT("tav"),     TEXT("attentie"), TEXT("besteller"), TEXT("ordered") };
    char key[CONTACT_KEY_MAX];
    struct text folded = { key, header.len < sizeof(key) ? fold_key(header, key, sizeof(key)) : 0 };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_find(folded, words[i]) < folded.len)
            return true;
    return false;
}

static bool names_contacts(const struct listing *listing)
{
    for (size_t c = 0; c < listing->layout.count; c++)
        if (listing->refs[c].field == FIELD_PERSON_FULL && is_of_contact(listing->layout.columns[c]))
            return true;
    return false;
}

/* Look at all records once and say what the file is about. */
static enum status find_subject(struct listing *listing, const struct normal_options *options, enum subject *ret,
                                struct error *err)
{
    bool has_org = listing_has(listing, FIELD_ORG_NAME) ||
                   (listing_has(listing, FIELD_ORG_TRADE_NAME) && !listing_has(listing, FIELD_PERSON_FULL));
    bool has_parts = listing_has(listing, FIELD_PERSON_GIVEN) || listing_has(listing, FIELD_PERSON_FAMILY);
    bool has_full = listing_has(listing, FIELD_PERSON_FULL);
    bool is_personal = listing_has(listing, FIELD_PERSON_BIRTHDATE) || listing_has(listing, FIELD_PERSON_GENDER) ||
                       listing_has(listing, FIELD_PERSON_AGE);
    *ret = SUBJECT_BY_RECORD;
    if (has_org && !has_parts && !has_full) {
        *ret = SUBJECT_ORGANISATION;
    } else if (!has_org && !has_parts && !has_full) {
        *ret = is_personal ? SUBJECT_PERSON : SUBJECT_ORGANISATION;
    } else if (!has_org && (has_parts || is_personal)) {
        *ret = SUBJECT_PERSON;
    } else if (!has_org) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
        size_t organisations = 0;
        for (size_t r = 0; r < listing->rows.len; r++) {
            struct mention mention;
            bool is_organisation = false;
            enum status status = record_mention(listing, &listing->rows.ptr[r], (struct record_id){ 0 },
                                                SUBJECT_BY_RECORD, options, &arena, &mention, &is_organisation, err);
            if (status != STATUS_OK)
                return status;
            organisations += is_organisation;
            arena_reset(&arena);
        }
        *ret = organisations * 100 >= listing->rows.len * ORG_SHARE_MIN ? SUBJECT_ORGANISATION : SUBJECT_PERSON;
    } else {
        size_t with_person = 0, with_org = 0, with_both = 0;
        for (size_t r = 0; r < listing->rows.len; r++) {
            const struct row *row = &listing->rows.ptr[r];
            bool org = listing_first(listing, row, FIELD_ORG_NAME).len > 0;
            bool person = listing_first(listing, row, FIELD_PERSON_FULL).len ||
                          listing_first(listing, row, FIELD_PERSON_FAMILY).len ||
                          listing_first(listing, row, FIELD_PERSON_GIVEN).len;
            with_org += org;
            with_person += person;
            with_both += org && person;
        }
        if (with_org * 100 >= listing->rows.len * 95 &&
            (with_person * 100 < listing->rows.len * 80 || (!has_parts && !is_personal && names_contacts(listing))))
            *ret = SUBJECT_ORGANISATION; /* companies, with somebody to ask for */
        else if (with_both * 100 >= listing->rows.len * 30 && with_person * 100 >= listing->rows.len * 95)
            *ret = SUBJECT_PERSON; /* people, with their employers */
        else if (with_org * 100 >= listing->rows.len * 95)
            *ret = has_parts || is_personal ? SUBJECT_PERSON : SUBJECT_ORGANISATION; /* of neither all */
    }
    if (*ret == SUBJECT_ORGANISATION && !has_org)
        for (size_t c = 0; c < listing->layout.count; c++)
            if (listing->refs[c].field == FIELD_PERSON_FULL && listing->refs[c].slot == 0)
                listing->refs[c].field = FIELD_ORG_NAME;
    return STATUS_OK;
}

enum status labelled_read(const struct evaluate_options *options, const struct job *job, struct matcher *matcher,
                          struct labelled *ret, struct error *err)
{
    struct listing *listing = &ret->listing;
    bool keep = options->errors || options->households;
    ret->ids.keeps_names = options->errors || options->pairs;
    enum status status = listing_read(options->records, keep ? SIZE_MAX : JUDGED_ROWS_MAX, &ret->arena, listing, err);
    if (status == STATUS_OK)
        status = columns_read(options, job->country, job->threads, listing, &ret->arena, err);
    if (status != STATUS_OK)
        return status;
    struct normal_options normal = { .now_ms = job->now_ms,
                                     .keep_unrecognised = true,
                                     .for_matching = !options->households,
                                     .contents = listing->contents,
                                     .date_orders = listing->orders };
    memcpy(normal.country, listing->country, sizeof(normal.country));
    enum subject subject = SUBJECT_BY_RECORD;
    status = find_subject(listing, &normal, &subject, err);
    if (status != STATUS_OK)
        return status;
    if (options->mapping)
        columns_write(listing, options->mapping);
    const struct feed_options feed = {
        .subject = subject,
        .normal = &normal,
        .threads = job->threads,
        .keep_mentions = options->households != NULL,
    };
    return feed_matcher(&feed, matcher, ret, err);
}
