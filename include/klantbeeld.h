/*
 * libklantbeeld: who is who, for other programs.
 *
 * The engine of the program klantbeeld without its store: hand it records of
 * persons and organisations as cells of text, and it says which are the same,
 * how sure it is, and which pairs a person should look at.  It trains itself
 * on the records, or takes the model of an earlier run.
 *
 *     kb_open → kb_columns → kb_add … (or kb_add_arrow …) → kb_run → kb_links → kb_close
 *
 * A record names a person, an organisation, or both: each is a mention, and
 * mentions are what is linked.  The result depends on the records, options
 * and decisions alone; their order and the number of threads change no byte.
 *
 * Conventions.  Functions return a kb_status; on failure a kb_error that was
 * handed in holds one sentence in English.  Texts are UTF-8 with a length and
 * need no end.  What a getter returns belongs to the engine and holds until
 * kb_run or kb_close.  An engine is for one thread at a time; different
 * engines do not know of each other.
 *
 * Fellegi and Sunter (1969); docs/matching.md tells how.
 */
#ifndef KLANTBEELD_H
#define KLANTBEELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KB_API __attribute__((visibility("default")))

enum kb_status {
    KB_OK = 0,
    KB_USAGE,   /* the call does not fit: out of order, unknown field */
    KB_INVALID, /* the input cannot be used: a broken model, two records with one number */
    KB_LIMIT,   /* larger than an engine takes */
    KB_NO_MEMORY,
    KB_FAILED /* the system failed */
};

struct kb_error {
    char message[600]; /* ends with a NUL; empty when nothing failed */
};

struct kb_text {
    const char *ptr; /* may be NULL when len is 0: not known */
    size_t len;      /* bytes */
};

struct kb_options {
    const char *country; /* the keeper's own, for numbers and addresses that do not say: "NL", which NULL means too */
    int threads;         /* 0: all processors */
    int64_t today;       /* days since 1970-01-01, for ages and years of two digits; 0: by the clock */
    const char *without_rules; /* names of rules that forbid joining, apart by commas, or "all"; NULL: all rules hold */
};

struct kb_engine;

/* options may be NULL. */
KB_API enum kb_status kb_open(const struct kb_options *options, struct kb_engine **ret, struct kb_error *err);
KB_API void kb_close(struct kb_engine *engine); /* NULL is fine */
KB_API const char *kb_version(void);

/*
 * What each column is, once, before the first record.  fields holds as many
 * names as `klantbeeld map --fields` lists ("person.full", "addr.home.postcode"); "" is no
 * evidence; NULL, or fields itself NULL, is found from the header as the
 * program does.  National personal numbers are never read.
 */
KB_API enum kb_status kb_columns(struct kb_engine *engine, const char *const *names, const char *const *fields,
                                 size_t count, struct kb_error *err);
KB_API const char *kb_column_field(const struct kb_engine *engine, size_t column); /* "" for none; NULL past the last */

/*
 * One record.  record is its number, below 2^62 and given to no other; source
 * tells systems apart, by any number.  cells are copied.  Odd cells are no
 * error: what cannot be read is no evidence.
 */
KB_API enum kb_status kb_add(struct kb_engine *engine, uint64_t record, uint32_t source, const struct kb_text *cells,
                             size_t count, struct kb_error *err);

enum kb_kind { KB_PERSON = 1, KB_ORGANISATION = 2 };

/* The first of that kind in a record, most often the only one, has place 0. */
struct kb_mention {
    uint64_t record;
    enum kb_kind kind;
    uint32_t place;
};

/* What a person decided outranks all evidence. Before kb_run. */
KB_API enum kb_status kb_decide(struct kb_engine *engine, struct kb_mention a, struct kb_mention b, bool same,
                                struct kb_error *err);
/* That a source names nobody twice. Before kb_run. */
KB_API enum kb_status kb_clean_source(struct kb_engine *engine, uint32_t source, struct kb_error *err);

/* Weigh with an earlier model instead of training. One that does not fit the columns is left aside: kb_trained tells.
 */
KB_API enum kb_status kb_use_model(struct kb_engine *engine, const void *bytes, size_t size, struct kb_error *err);

/* Once. */
KB_API enum kb_status kb_run(struct kb_engine *engine, struct kb_error *err);

enum kb_reason { KB_ALONE = 0, KB_EVIDENCE, KB_DECISION };

struct kb_link {
    struct kb_mention mention;
    uint32_t party; /* equal numbers are one; 0 … kb_parties() - 1 */
    int32_t score;  /* of the evidence with `with`, 1/256 bit; 0 when alone */
    enum kb_reason reason;
    struct kb_mention with; /* the mention it is surest of; of itself when alone */
};

/* Could be one and are not joined: for a person to look at, most worth first. */
struct kb_review {
    struct kb_mention a, b;
    int32_t score; /* 1/256 bit */
};

/* After kb_run. Links in order of record, kind and place. */
KB_API const struct kb_link *kb_links(const struct kb_engine *engine, size_t *ret_count);
KB_API const struct kb_review *kb_reviews(const struct kb_engine *engine, size_t *ret_count);
KB_API uint32_t kb_parties(const struct kb_engine *engine);
KB_API int32_t kb_threshold(const struct kb_engine *engine); /* joined at or above, 1/256 bit */
KB_API bool kb_trained(const struct kb_engine *engine);

/* The model as bytes, for kb_use_model; no value of a record can be read from it. NULL before kb_run. */
KB_API const void *kb_model(struct kb_engine *engine, size_t *ret_size, struct kb_error *err);

/*
 * One record against all: an index in place of a run.
 *
 *     kb_open → kb_columns → kb_use_model → kb_index → kb_add … → kb_ask …
 *     kb_open → kb_index_load → kb_ask, kb_put, kb_remove … → kb_index_save
 *
 * The model is that of a run over such records, by kb_model, with the same
 * columns.  What is asked meets and scores as it would in a run with that
 * model; of a million, 99 in 100 answers come within a millisecond, and a
 * record takes some 540 bytes (bench_live).  kb_decide and kb_clean_source hold from the
 * next question on; kb_add is for before the first.
 */
KB_API enum kb_status kb_index(struct kb_engine *engine, struct kb_error *err);

struct kb_hit {
    uint32_t place;         /* of what was asked: the first person and the first organisation in it have 0 */
    struct kb_mention with; /* whom it meets; of its kind */
    int32_t score;          /* 1/256 bit; those below what a person should look at are left out */
    bool is_joined;         /* would be of one party, were it put */
};

/* Of every mention in the record, best first. Kept until the next call. Nothing is added. */
KB_API enum kb_status kb_ask(struct kb_engine *engine, uint32_t source, const struct kb_text *cells, size_t count,
                             const struct kb_hit **ret, size_t *ret_count, struct kb_error *err);
/* One record, in place of what stood under its number. */
KB_API enum kb_status kb_put(struct kb_engine *engine, uint64_t record, uint32_t source, const struct kb_text *cells,
                             size_t count, struct kb_error *err);
KB_API enum kb_status kb_remove(struct kb_engine *engine, uint64_t record, struct kb_error *err); /* absent is fine */

struct kb_evidence {
    const char *comparison; /* "birth date" (stable) */
    const char *level;      /* "one digit wrong" (stable) */
    const char *sentence;   /* in English */
    int32_t score;          /* 1/256 bit; they add up to that of the pair */
};

/*
 * Why two records score as they do: their first persons, or organisations.
 * The index holds no cells, so both are handed over.  Kept until the next call.
 */
KB_API enum kb_status kb_explain(struct kb_engine *engine, enum kb_kind kind, const struct kb_text *a,
                                 const struct kb_text *b, size_t count, const struct kb_evidence **ret,
                                 size_t *ret_count, struct kb_error *err);

/*
 * Into two files, PATH and PATH-about, whole or not at all, for their owner
 * alone to read: names, mailboxes and dates are in them.  Loading needs an
 * engine that was told nothing but its options; columns, model, decisions and
 * the country are those that were saved.  Files that are torn, of two savings
 * or of another version of the library are KB_INVALID: make the index anew, in
 * another engine.
 */
KB_API enum kb_status kb_index_save(struct kb_engine *engine, const char *path, struct kb_error *err);
KB_API enum kb_status kb_index_load(struct kb_engine *engine, const char *path, struct kb_error *err);

/*
 * The Arrow C data interface, as arrow.apache.org/docs/format/CDataInterface
 * describes it: the layout of both structs is fixed there, and the guard is
 * the one it asks for, so that other headers with them may stand beside this.
 */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE           2
#define ARROW_FLAG_MAP_KEYS_SORTED    4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

/*
 * A record batch: a struct array whose children are columns of text (utf8,
 * large_utf8, or either as a dictionary) and whole numbers.  Column names and
 * fields are told by the first batch as in kb_columns with fields NULL, unless kb_columns
 * was called before; later batches have the same columns.
 *
 * record_column names the column of numbers with each record's own; NULL
 * counts on from the records there are.  source_column likewise; NULL is
 * source 0.  Neither is evidence.  Both structs are taken over and released,
 * also when this fails.
 */
KB_API enum kb_status kb_add_arrow(struct kb_engine *engine, struct ArrowSchema *schema, struct ArrowArray *batch,
                                   const char *record_column, const char *source_column, struct kb_error *err);

/*
 * The links as one record batch of record (uint64), kind (uint8), place
 * (uint32), party (uint32), score (int32), reason (uint8), with_record
 * (uint64), in the order of kb_links.  The caller releases both; they outlive
 * the engine.
 */
KB_API enum kb_status kb_links_arrow(const struct kb_engine *engine, struct ArrowSchema *ret_schema,
                                     struct ArrowArray *ret_batch, struct kb_error *err);

#ifdef __cplusplus
}
#endif

#endif
