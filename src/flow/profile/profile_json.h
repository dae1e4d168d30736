/*
 * The golden profile as it is kept in party.profile and goes out: small,
 * stable JSON, the same bytes for the same values.
 *
 *   { "stage": "suspect"|"prospect"|"customer"|"former", "salutation"?: text, "address_line"?: text,
 *     "norms"?: [ { "missing": field } | { "notation": field } ],   what the norms ask and is not so
 *     "areas": [ { "area": text, "fields": [
 *       { "field": text, "value": text, "parts"?: {…}, "origin": {record, source, rule, at},
 *         "trust"?: 0-100, "until"?: date, "lowered"?: text,   trusted till then; what signal lowered it
 *         "otherwise"?: text, "review"?: true,   of a chosen value: what the rules give; they gave another then
 *         "others": [ { "value", "origin" } ], "more"?: n } ] } ] }
 *
 * The origin of a value that a person chose has "author", "reason" and "chosen" (when) too; its source is "by-hand"
 * and its record the one the choice hangs on when no record gives it.
 *
 * It is kept without labels: those are in the reader's language and are put in
 * on the way out.  Reading relies on json_out escaping every quote inside a
 * text: the signs {"field":" stand nowhere but at the start of a field.
 */
#pragma once

#include "base/buf.h"
#include "flow/profile/corpus.h"
#include "golden/survive.h"

/* What is shown of a party beside its values. */
struct profile_head {
    struct text salutation, address_line; /* may be empty */
};

/* One line for a value: a person's name composed, the rest as golden/ gives it. */
struct text profile_value(enum golden_block block, const struct golden_candidate *candidate, struct arena *arena);

/* Appended to buf in brief (model/brief.h); buf remembers when memory was gone. */
void profile_json_write(const struct corpus *corpus, const struct golden *golden, const struct profile_head *head,
                        struct arena *arena, struct buf *buf);

/* A text of the top level ("salutation"), unescaped; empty when absent. */
struct text profile_json_text(struct text profile, const char *key, struct arena *arena);

/*
 * Labels of fields in one language, with those an installation gave its own:
 * each is worked out once.  catalogue must outlive it.
 */
struct profile_labels;
struct profile_labels *profile_labels_new(const struct catalogue *catalogue, enum language lang); /* NULL: no memory */
void profile_labels_free(struct profile_labels **labels);

/* The list of areas with "label" put into each area and field, and "text" beside a value (also of others) that is a
 * code. */
void profile_json_labelled(struct text profile, struct profile_labels *labels, struct buf *buf);

/* Past the JSON object that begins at from. */
size_t profile_json_object_end(struct text json, size_t from);

/* The profile without the fields this role may not see. */
void profile_json_for(struct text profile, const struct catalogue *catalogue, enum catalogue_role role,
                      struct buf *buf);

/* Walk what the norms ask and is not so, in the order of the norms. *rest starts as the profile. */
bool profile_json_next_norm(struct text *rest, struct arena *arena, struct text *ret_field, enum finding *ret);

/* Walk the fields in order. *rest starts as the profile. */
struct profile_field {
    struct text field;
    struct text value; /* unescaped, in arena */
    struct text json;  /* the whole field object */
};
bool profile_json_next(struct text *rest, struct arena *arena, struct profile_field *ret);
/* A part of a name or address ("street"), unescaped; empty when the field has none. */
struct text profile_json_part(const struct profile_field *field, const char *part, struct arena *arena);

/* The words for a code ("vrouw" for female); empty when the value is no code, or one without words. */
struct text profile_words(struct text field, struct text value, enum language lang);

/* "E-mailadres (werk)". */
struct text profile_label(struct text field, enum language lang, struct arena *arena);
