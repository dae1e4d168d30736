/*
 * What the steps of an erasure hand on.  Inside flow/privacy/erase*.c only.
 */
#pragma once

#include "base/vec.h"
#include "flow/forgotten/erase_words.h"
#include "flow/forgotten/erased.h"
#include "flow/privacy/erase.h"
#include "flow/live/live_erase.h"
#include "flow/profile/corpus.h"

enum { ERASE_KINDS_MAX = 64, ERASE_ORDINALS = 8 };
#define ERASE_ARENA_BYTES ((size_t)1 << 30)

/* A record with who goes from it: a bit for each ordinal, by kind. */
struct erase_target {
    struct record_id record, renamed; /* renamed: what it is called afterwards; itself when others stay */
    uint8_t gone[PARTY_ORGANISATION + 1];
    uint8_t stays[PARTY_ORGANISATION + 1]; /* met in a version */
    bool whole, keeps_events, keeps_organisation;
    bool is_typed; /* no record: what happened in a role that was typed, or with a household */
    uint32_t source_id;
    struct text source_key, new_key;
    size_t versions;
    VEC(struct field_ref) fields; /* that lost something */
};

struct erase_kind {
    struct text kind;
    uint64_t gone, kept;
    const char *why; /* of the kept ones, of the last */
    int64_t until_ms;
};

/* A document of an event that stays. */
enum erase_outcome {
    ERASE_FILE_CLEAN,   /* it does not name the person */
    ERASE_FILE_FREED,   /* it did */
    ERASE_FILE_FORMAT,  /* no text that can be read: a person has to look */
    ERASE_FILE_ENCODED, /* … for parts of it are encoded */
    ERASE_FILE_SHARED,  /* … for events of others name the same document, which still names the person */
};
struct erase_file {
    struct event_id event;
    size_t size;          /* of what now names */
    struct text was, now; /* digests in hex; now: of what it holds without the person, when it named him */
    enum erase_outcome outcome;
};

struct erase {
    struct store *store;
    const struct job *job;
    const struct erase_asked *asked;
    struct arena arena;
    struct corpus corpus;
    uint8_t secret[ERASURE_SECRET_BYTES];
    struct erased held; /* what will be held back of those who go from shared records, by 'W' and 'D' */
    VEC(struct erased_hash) hashes;
    struct erase_words words;
    VEC(struct erase_target) targets;
    VEC(struct party_id) others;
    VEC(struct erase_file) files;
    VEC(struct text) documents;  /* digests that events which go named */
    VEC(struct match_item) said; /* what the records said of who goes, in all versions */
    struct text pseudonym;
    struct erase_kind kinds[ERASE_KINDS_MAX];
    size_t kinds_count;
    uint64_t rejected;
    struct erasure counts;
};

/* erase.c: in a transaction. */
enum status erase_facts(struct erase *erase, struct error *err);
/* A name nobody else can make, for a mention that is in no record any more: the next resolve ends it. */
struct mention_id erase_nobody(const struct erase *erase, struct mention_id mention);
/* erase_view.c */
bool erase_view_say(struct erase *erase, const struct erase_target *target, const struct stored_record *version,
                    const struct normal_record *normal, unsigned number); /* false without memory */
live_rewrite erase_in_view;                                               /* ctx: struct erase */
/* erase_find.c: asked to targets, others and pseudonym. */
enum status erase_find(struct erase *erase, struct error *err);
/* erase_events.c: of one target, after its record was rewritten. */
enum status erase_events(struct erase *erase, struct erase_target *target, struct error *err);
/* erase_documents.c: the document an event that stays names, which may be another afterwards. */
enum status erase_document_of(struct erase *erase, struct event_fact *event, struct arena *arena, struct error *err);
enum status erase_documents_end(struct erase *erase, struct error *err); /* after all events were rewritten */
bool erase_file_by_hand(const struct erase_file *file);
const char *erase_file_word(const struct erase_file *file);
/* Does the law want this kept, and until when? */
bool erase_law_keeps(const struct erase *erase, const struct event_fact *event, int64_t *ret_until_ms);
/* erase_tell.c */
enum status erase_put(const struct erase *erase, bool done, struct json_out *json, struct error *err);
