/*
 * Stored records as normalised ones: sources, layouts, mappings and the
 * leading table, read once per job.
 *
 * After corpus_open() nothing here changes and nothing here asks the store,
 * so threads share it.  What a record becomes depends on the record, the
 * newest mapping of its layout and the organisation's country, its findings
 * also on the registers of addresses; the clock is never asked: ages and
 * two-digit years are read as of the day the source held the record (flow-1).
 */
#pragma once

#include "check/norms.h"
#include "check/reference.h"
#include "flow/job/job.h"
#include "flow/profile/said.h"
#include "golden/catalogue.h"
#include "golden/leading.h"
#include "store/choice.h"
#include "store/history.h"

enum { CORPUS_BYTES_MAX = 256 * 1024 * 1024 };

struct corpus {
    struct arena arena;
    const struct source *sources;       /* in order of name: places here do not depend on the store */
    const struct golden_source *golden; /* the same, as golden/ wants them */
    size_t sources_count;
    const struct stored_layout *layouts; /* in order of id */
    const struct mapping *mappings;      /* of each layout */
    size_t layouts_count;
    struct leading leading;
    struct catalogue catalogue;
    const struct text *customs; /* names of the installation's own fields, in order: FIELD_CUSTOM's slot is the place */
    size_t customs_count;
    struct norms norms;
    struct said said;           /* what people said beside the records */
    struct reference reference; /* empty before corpus_read_registers() */
    char country[3];
    uint64_t rulesets_until; /* of an earlier day: only rulesets up to this id count; 0: all */
    int64_t until_ms;        /* … and other facts recorded until then; STORE_NOW: all */
};

#define CORPUS_CLOSED ((struct corpus){ .arena = ARENA_UP_TO(CORPUS_BYTES_MAX), .until_ms = STORE_NOW })

enum status corpus_open(struct store *store, const struct job *job, struct corpus *ret, struct error *err);
/* As an earlier view was made. A layout that had no mapping yet maps nothing. */
enum status corpus_open_at(struct store *store, const struct job *job, const struct view_made *view, struct corpus *ret,
                           struct error *err);
/* The newest ruleset of that name that counts for this corpus; STATUS_NOT_FOUND. */
enum status corpus_ruleset(struct store *store, struct corpus *corpus, struct text kind, struct text name,
                           struct ruleset *ret, struct error *err);
/* The registers of addresses too, for who wants findings: they are large. */
enum status corpus_read_registers(struct store *store, struct corpus *corpus, struct error *err);
void corpus_close(struct corpus *corpus);

/* The name of a golden field: field_ref_text(), or of an own field the one the catalogue gives it. */
struct text corpus_field_name(const struct corpus *corpus, struct field_ref field, struct field_ref_text *room);
enum area corpus_field_area(const struct corpus *corpus, struct field_ref field);

/* Place of a source in corpus->sources. A number the store never gave is STATUS_BROKEN's business: 0. */
uint32_t corpus_source(const struct corpus *corpus, uint32_t source_id);
bool corpus_source_is_clean(const struct corpus *corpus, uint32_t source_id); /* it names nobody twice */
/* Whether files of that layout have a column for the field. */
bool corpus_layout_has(const struct corpus *corpus, uint32_t layout_id, enum field field);
/* NULL when the store has no such layout. */
const struct stored_layout *corpus_layout(const struct corpus *corpus, uint32_t layout_id);

/* The record's cells, as many as its layout has columns. */
enum status corpus_cells(const struct corpus *corpus, const struct stored_record *record, struct arena *arena,
                         const struct stored_layout **ret_layout, struct text **ret_cells, struct error *err);

/*
 * The record, normalised and checked; everything lives in arena or in record's
 * texts.  A record that does not fit its memory has no mentions and says so
 * in a finding: one monster row does not stop a job.
 */
enum status corpus_normalise(const struct corpus *corpus, const struct stored_record *record, struct arena *arena,
                             struct normal_record *ret, struct error *err);
