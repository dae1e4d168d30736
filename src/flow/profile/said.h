/*
 * What was said of parties beside their records: choices of people, signals
 * that tell against a value.  Read once per job, in order of what it hangs on, so that making a party costs a
 * look-up per mention and nothing where nobody said anything.
 *
 * said-1: what is said hangs on mentions and records, never on parties, so it
 * goes along when they merge, split or are erased.
 */
#pragma once

#include "flow/job/job.h"
#include "golden/survive.h"
#include "store/choice.h"
#include "store/signal.h"

struct corpus;

struct said {
    const struct choice *choices; /* in order of mention; withdrawn ones too */
    size_t choices_count;
    const struct signal_fact *signals; /* in order of record */
    size_t signals_count;
};

enum status said_read(struct store *store, int64_t until_ms, struct arena *arena, struct said *ret, struct error *err);

/* The choices that stand on a mention, read; everything lives in arena or in said. */
enum status said_choices(const struct said *said, const char country[3], struct mention_id mention,
                         enum party_kind kind, struct arena *arena, const struct said_choice **ret, size_t *ret_count,
                         struct error *err);

/* The signals on a record; in arena. */
enum status said_signals(const struct said *said, struct record_id record, struct arena *arena,
                         const struct said_signal **ret, size_t *ret_count, struct error *err);

/* Was anything ever said on this mention or its record?  A party it was said of after the view was made is stale, not
 * wrong. */
bool said_touches(const struct said *said, struct mention_id mention, struct record_id record);

enum { SAID_STATE_MAX = 64 };
struct said_state {
    char s[SAID_STATE_MAX];
};
/* Equal for equal facts of one store: a view tells by it which of them it was made with. */
struct said_state said_state_of(const struct said *said);

/*
 * A value as somebody types it, as the mention a record with that value alone
 * would hold.  STATUS_INVALID when it cannot be read as the field it is for.
 */
enum status said_value_read(const char country[3], enum party_kind kind, struct field_ref field, struct text value,
                            int64_t now_ms, struct arena *arena, struct mention *ret, struct error *err);
/* How that value is shown, and its key: empty for what is not in the field. */
enum status said_value_show(const struct leading *leading, struct field_ref field, const struct mention *mention,
                            struct arena *arena, struct text *ret_value, struct text *ret_key, struct error *err);

/* "addr.invoice" or "phone.mobile" as the field it is contested under; STATUS_USAGE with a hint. */
enum status said_field_read(struct text name, enum party_kind kind, struct field_ref *ret, struct error *err);
