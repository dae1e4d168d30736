/*
 * Golden values: of what several records say of one party, what counts, where
 * it came from and why it won.
 *
 * The rule, in this order; the first step that tells two values apart decides
 * and gives its word to the choice:
 *
 *   chosen    a person chose it (never of consents);
 *   usable    a value that can be used goes before one that cannot (a valid
 *             number, a complete address, a name with a surname);
 *   spelling  a name spelled as more records spell it goes before one that is
 *             a letter or two away from it, whoever leads;
 *   trusted   a value still trusted goes before one that is not: its source
 *             held it too long ago, or a signal (a bounce, a returned letter)
 *             came in since;
 *   leading   the source that leads for this field at this stage
 *             (golden/leading.h);
 *   newest    the source held it so most recently;
 *   complete  it tells more;
 *   frequent  more records say so;
 *   first     the smallest record id: a tie that no clock or order can turn.
 *
 * A person's name survives as one block, and there completeness comes before
 * leading and frequency before newest: given names say more than initials
 * whoever wrote them.  An address survives whole, per group (home, invoice …).
 * Of consents no source leads: the strictest word wins.
 *
 * Spelling is of surnames, and of organisations' names whole and without what
 * is usual in them ("Firma Bos", "bos"): a scanner that reads "Firrna" spoils
 * both.  It is off where the leading table says so.
 *
 * Trust is that of the source (golden/leading.h), halved with each half-life
 * since it was observed, as of leading.as_of_ms; of a value with several
 * witnesses that of the one it lasts longest with.
 *
 * The outcome depends on the set of witnesses alone, not on their order (golden-1).
 */
#pragma once

#include "base/arena.h"
#include "golden/leading.h"
#include "model/mention.h"

/* What a person chose for a field, said of one mention of the party. */
struct said_choice {
    struct field_ref field;        /* of the contest: golden_contest_field() */
    const struct mention *mention; /* the value, read; NULL: what the witness's own record gives */
    struct text otherwise;         /* what the rules gave then */
    struct text author, reason;
    int64_t recorded_ms;
    uint64_t id; /* of two of one moment the higher is the later; 0 is not known */
};

/* Something that happened and tells against a value: a bounce, a returned letter. */
struct said_signal {
    struct text kind, status; /* of the event: "bounce"; "campaign", "bounced" */
    struct text about;        /* what it names: "550 unknown user jan@bakker.example"; may be empty */
    int64_t at_ms;
};

/* What one record says of the party. */
struct witness {
    struct record_id record;
    unsigned ordinal; /* tells two mentions of one record apart */
    uint32_t source;  /* place in the sources leading was read with */
    int64_t observed_ms;
    const struct mention *mention;
    const struct said_choice *choices; /* that hang on this mention */
    size_t choices_count;
    const struct said_signal *signals; /* on this record */
    size_t signals_count;
};

enum golden_rule {
    GOLDEN_ONLY = 0, /* one record says so */
    GOLDEN_AGREED,   /* several do, none says otherwise */
    GOLDEN_USABLE,
    GOLDEN_LEADING,
    GOLDEN_NEWEST,
    GOLDEN_COMPLETE,
    GOLDEN_FREQUENT,
    GOLDEN_FIRST,
    GOLDEN_STRICTEST,
    GOLDEN_CHOSEN,
    GOLDEN_TRUSTED,
    GOLDEN_SPELLING,
    GOLDEN_RULES,
};
const char *golden_rule_name(enum golden_rule rule); /* "leading" */

/* What a value is beside its text. */
enum golden_block { GOLDEN_TEXT = 0, GOLDEN_PERSON_NAME, GOLDEN_ORG_NAME, GOLDEN_ADDRESS, GOLDEN_EMAIL, GOLDEN_PHONE };

struct golden_candidate {
    struct text value;             /* one line; of a person's name empty, the caller composes it */
    struct text key;               /* equal for equal values */
    const void *block;             /* struct person_name, org_name, address, email or phone; else NULL */
    const struct witness *witness; /* the one that stands for it */
    uint16_t support;              /* witnesses that say so */
    enum golden_rule rule;         /* why it stands above the next; of a runner-up: below the one before */
    struct field_ref field;
    const struct said_choice *choice;  /* that names it; NULL for nearly all */
    bool typed;                        /* no record gives it: witness is where the choice hangs */
    uint8_t trust;                     /* now, 0-100 */
    int32_t trusted_until;             /* days since 1970-01-01; DECAY_NEVER when it does not fade; past: no more */
    const struct said_signal *lowered; /* what took trust away; NULL for nearly all */
};

enum { GOLDEN_OTHERS_MAX = 3 };

struct golden_value {
    struct field_ref field;
    enum golden_block block;
    struct golden_candidate best;
    struct golden_candidate others[GOLDEN_OTHERS_MAX];
    uint8_t others_count;
    uint16_t more;                            /* runners-up left out */
    const struct golden_candidate *otherwise; /* of a chosen value: what the rules give; NULL when that is it too */
};

/*
 * The field a value of this name is contested under: phone.mobile under phone,
 * any address of a person without a group under its home.  False for what no
 * party has or what survives only as part of a block (a given name, a postcode).
 */
bool golden_contest_field(enum party_kind kind, struct field_ref asked, struct field_ref *ret);

struct golden {
    enum party_kind kind;
    enum stage stage;
    enum gender gender;
    const struct golden_value *values; /* in order of field, group, then best first */
    size_t values_count;
    const struct golden_value *name; /* among values, NULL when nobody gives one */
    const struct golden_value *home; /* a person's private address, an organisation's own; or NULL */
};

/* witnesses are all of one kind, at least one. Everything in ret lives in arena or in the mentions. */
enum status golden_survive(const struct leading *leading, const struct witness *witnesses, size_t count,
                           struct arena *arena, struct golden *ret, struct error *err);

/* What a source says of consent, in the words sources use (yes, nee, unsubscribed …). */
enum consent { CONSENT_UNKNOWN = 0, CONSENT_GRANTED, CONSENT_REFUSED };
enum consent consent_read(struct text raw);
const char *consent_name(enum consent consent); /* "granted" */

/* On one line, as a profile shows it. No memory: no pointer. */
struct text golden_address_line(const struct address *a, struct arena *arena);

/* A date as text: "1980-03-21", "1980-03" or "1980"; "" when the year is unknown. */
struct golden_date {
    char s[16];
};
struct golden_date golden_date_text(struct date date);
