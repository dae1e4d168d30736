/*
 * Which mentions are the same person or organisation.
 *
 * Life: matcher_open → matcher_add (every mention) → matcher_constrain (every
 * decision) → matcher_run → ask for links, reviews, stats, model → matcher_close.
 *
 * Persons and organisations are matched apart.  The result is a function of
 * the set of mentions and constraints alone: order of adding and number of
 * threads change no byte (match-1).  Scores are integers in 1/256 bit.
 *
 * Fellegi, Sunter (1969), A Theory for Record Linkage; weights by EM as in
 * Winkler (1988) and fastLink (Enamorado, Fifield, Imai 2019); term
 * frequencies as in Splink (Linacre et al. 2022).
 */
#pragma once

#include "base/buf.h"
#include "base/status.h"
#include "model/mention.h"

struct matcher;

struct match_options {
    int threads;
    /* Told now and then; may be NULL. step is a word ("prepare", "block", "train", "score", "cluster"). */
    void (*progress)(void *ctx, const char *step, uint64_t done, uint64_t total);
    void *progress_ctx;
    uint32_t without_rules; /* bit 1 << rule: rules that forbid joining, switched off; see match_rules_read */
    bool for_counting; /* after the run nobody asks for its model or for what a pair says: values go before it ends */
};

/* Rules that forbid joining have numbers from 1 and names: "twins", "couple", "clean source" … */
enum { MATCH_RULES = 8 };
#define MATCH_RULES_ALL UINT32_MAX
const char *match_rule_name(unsigned rule); /* "" for 0 and what is no rule */
const char *match_rule_sentence(unsigned rule, enum language lang);

/* "twins,couple" or "all" as bits; a hyphen stands for a space. false for a name that no rule has. */
bool match_rules_read(struct text names, uint32_t *ret);
enum status match_rules_refuse(struct text names, struct error *err); /* STATUS_USAGE, saying which there are */

enum status matcher_open(const struct match_options *options, struct matcher **ret, struct error *err);
void matcher_close(struct matcher **matcher);

/* About so many mentions will be added: room for them is made at once. It changes nothing else. */
void matcher_expect(struct matcher *matcher, size_t mentions);
/* The same for those who know how far they are: what was added so far is done of whole; as many of each kind follow. */
void matcher_expect_rest(struct matcher *matcher, uint64_t done, uint64_t whole);

/* source tells sources apart (any numbers). What is needed of mention is copied. */
enum status matcher_add(struct matcher *matcher, struct mention_id id, uint32_t source, const struct mention *mention,
                        struct error *err);

/* The same as matcher_add of each in turn, on all threads: for those who have many at hand. */
struct match_item {
    struct mention_id id;
    uint32_t source;
    const struct mention *mention;
};
enum status matcher_add_all(struct matcher *matcher, const struct match_item *items, size_t count, struct error *err);

/*
 * The same for those who make mentions on many threads: a slice of mentions is
 * drafted by the thread that made it, while it is at hand, and may be forgotten
 * at once.  The drafts of a batch are then taken in steps that may go side by
 * side, and beside the drafting of another batch; so nobody waits for anybody.
 */
struct match_drafts;
struct match_drafts *match_drafts_open(size_t slices); /* NULL without memory */
void match_drafts_close(struct match_drafts **drafts); /* NULL is fine */
/* These instead of what the slice held. Slices may be drafted side by side. */
void match_draft(struct match_drafts *drafts, size_t slice, const struct match_item *items, size_t count);
/*
 * Of the first slices, each drafted since the last time: every step once, in any order, then the end.  Batches are
 * taken one after another: the steps of the next may go beside the end of this one.
 */
size_t matcher_take_steps(void);
void matcher_take_step(struct matcher *matcher, struct match_drafts *drafts, size_t slices, size_t step);
enum status matcher_take_end(struct matcher *matcher, struct match_drafts *drafts, size_t slices, struct error *err);

/*
 * Weigh with the model of an earlier run instead of training: pairs that were
 * scored then score the same now.  A model that does not fit what was added (a
 * new column, a kind of party it never saw) is left aside and both kinds are
 * trained; match_stats.trained tells.  It is looked at until matcher_run ends.
 */
struct match_model;
void matcher_use_model(struct matcher *matcher, const struct match_model *model);

/* That a source names nobody twice: two mentions of it are only one when somebody decided so. */
enum status matcher_clean_source(struct matcher *matcher, uint32_t source, struct error *err);

/* A person's decision: same, or not the same. It outranks every score. */
enum verdict { VERDICT_SAME = 1, VERDICT_DIFFERENT };
enum status matcher_constrain(struct matcher *matcher, struct mention_id a, struct mention_id b, enum verdict verdict,
                              struct error *err);

enum status matcher_run(struct matcher *matcher, struct error *err);

/* Why a mention is where it is. */
enum link_reason {
    LINK_ALONE = 0, /* a party of its own */
    LINK_SCORE,     /* the evidence of its values */
    LINK_DECISION,  /* somebody decided */
};

struct match_link {
    struct mention_id mention;
    uint32_t cluster; /* dense numbers, in order of the smallest mention id of each cluster */
    int32_t score;    /* 1/256 bit: its best evidence for being in this cluster; 0 when alone */
    enum link_reason reason;
    struct mention_id best; /* the mention that score is with; v 0 when alone */
};

/*
 * What could be the same but is not joined: for a person to look at.
 *
 * Of two clusters the best pair is asked, as a decision on it is one on both.
 * Worth is what an answer is expected to set right: the pairs between the two
 * clusters, times the chance that they are one.  Most worth first, and no
 * more of them than a hundredth of the mentions and MATCH_REVIEWS_LEAST: the
 * rest is counted.
 */
struct match_review {
    struct mention_id a, b; /* a < b */
    int32_t score;
    int64_t worth; /* 1/256 pair */
};
enum { MATCH_REVIEWS_LEAST = 500, MATCH_REVIEWS_PER = 100 };
/* The worth of a pair of that score between clusters of so many mentions. */
int64_t match_review_worth(int32_t score, uint32_t size_a, uint32_t size_b);

/* What one family of candidate keys did, persons and organisations together. */
struct match_family {
    const char *name;
    uint64_t keys;     /* that two or more meet in */
    uint64_t refined;  /* too full: split by further values */
    uint64_t pairs;    /* that meet in it; a pair may meet in several families */
    uint64_t left_out; /* pairs that share a key which was too full and meet in it no more */
    uint32_t largest;  /* mentions in its fullest key */
};
enum { MATCH_FAMILIES = 22 };

struct match_stats {
    uint64_t mentions, pairs_scored;
    uint64_t pairs_blocked_out, keys_refined; /* of all families */
    uint64_t budget_hits;                     /* mentions with too many partners, that kept the rarest */
    struct match_family families[MATCH_FAMILIES];
    bool trained; /* on these mentions, and not by an earlier run */
    uint32_t clusters;
    int32_t threshold;             /* 1/256 bit, found from the data */
    double sure;                   /* share of the pairs above the threshold that are expected to be right */
    uint64_t reviews_left_out;     /* pairs of clusters in doubt that were worth less than all reviews */
    uint64_t stopped[MATCH_RULES]; /* candidates above 0 bits that a rule kept apart */
    double seconds_prepare, seconds_block, seconds_train, seconds_score, seconds_cluster;
};

/* In order of mention id. Live until matcher_close. */
const struct match_link *matcher_links(const struct matcher *matcher, size_t *ret_count);
const struct match_review *matcher_reviews(const struct matcher *matcher, size_t *ret_count);
struct match_stats matcher_stats(const struct matcher *matcher);
/* The first who asks waits: it is only then found out. Without memory the answer is no. */
bool matcher_pair_was_candidate(struct matcher *matcher, struct mention_id a, struct mention_id b);
/* The same for who asks of many: where each stands among its kind first, UINT32_MAX for what is not there, … */
uint32_t matcher_place(struct matcher *matcher, enum party_kind kind, struct mention_id id);
/* … and how many of such pairs of places (a << 32 | b) were candidates. */
size_t matcher_count_candidates(struct matcher *matcher, enum party_kind kind, const uint64_t *pairs, size_t count);

/* For study, after the run: a pair's score and levels ("12.3,given name=2:+5.1 …"); all weights as text. */
void matcher_pair_write(const struct matcher *matcher, struct mention_id a, struct mention_id b, struct buf *buf);
void matcher_weights_write(const struct matcher *matcher, struct buf *buf);

/* The trained model as bytes, to be kept under the SHA-256 of them, and to explain with later. */
enum status matcher_model_write(const struct matcher *matcher, struct buf *buf, struct error *err);

struct match_model;
enum status match_model_read(struct text bytes, struct match_model **ret, struct error *err);
enum status match_model_write(const struct match_model *model, struct buf *ret, struct error *err); /* the same bytes */
void match_model_close(struct match_model **model);

/*
 * The weights that moved most since the model before, in bits, largest first, at most five and none that moved less
 * than MATCH_DRIFT_LEAST: "person: phone, equal +9.1 -> +11.4; …". Nothing when none did.
 */
enum { MATCH_DRIFT_LEAST = 256 };
void match_model_drift(const struct match_model *before, const struct match_model *after, struct buf *buf);

/* One line of evidence about a pair. */
struct match_evidence {
    const char *comparison;  /* "name", "birth date", "address", "e-mail" … (English word, stable) */
    const char *level;       /* "equal", "one typing error", "initials fit", "different", "not known" … */
    const char *sentence_nl; /* "De namen zijn gelijk." */
    const char *sentence_en;
    struct text a, b; /* the values compared, views on the mentions */
    int32_t score;    /* 1/256 bit */
};

enum { MATCH_EVIDENCE_MAX = 48 };
struct match_explanation {
    struct match_evidence evidence[MATCH_EVIDENCE_MAX];
    size_t evidence_count;
    int32_t score;                 /* their sum, with the prior */
    int32_t threshold;             /* joined at or above */
    int32_t review;                /* to review at or above */
    uint32_t keys;                 /* families of candidate keys that both meet in: bit 1 << family */
    const char *veto;              /* name of the rule that forbids joining, or NULL */
    const char *veto_nl, *veto_en; /* its sentence */
};

/* A mention and its source, numbered as it was for matcher_add. */
struct match_side {
    const struct mention *mention;
    uint32_t source;
    bool is_clean; /* the source names nobody twice */
};

/* Same kind only. Strings inside are static or views on the mentions. */
void match_explain(const struct match_model *model, const struct match_side *left, const struct match_side *right,
                   struct match_explanation *ret);

/* Joined at or above, and to review at or above, 1/256 bit. */
int32_t match_threshold(const struct match_model *model, enum party_kind kind);
int32_t match_review_from(const struct match_model *model, enum party_kind kind);

/* What one outcome of a comparison is worth in a model. */
struct match_weight {
    const char *comparison, *label; /* "birth date" (English word, stable); "geboortedatum" */
    unsigned number;                /* of the level, from 1 in each comparison */
    const char *level, *sentence;   /* "one digit wrong" (stable); "De geboortedatum verschilt een cijfer." */
    int32_t score;                  /* 1/256 bit, of a value as rare as values that agree are on average */
};
/* Those of one kind, comparison by comparison and level by level; how many there are, of which max are filled in. */
size_t match_model_weights(const struct match_model *model, enum party_kind kind, enum language lang,
                           struct match_weight *ret, size_t max);

/* Of a family of candidate keys, "klank van de naam"; "" for what is none. */
const char *match_family_label(unsigned family, enum language lang);

/* What a person decided of two. */
struct match_decided {
    struct mention_id a, b;
    enum verdict verdict;
};

/*
 * How a party was built: its mentions joined again, step by step, with the
 * weights of the model and the decisions between them.
 */
struct match_party {
    const struct match_side *sides; /* of one kind, in order of mention id */
    const struct mention_id *ids;   /* of each */
    size_t count;                   /* at least one, at most MATCH_PARTY_MAX */
    const struct match_decided *decided;
    size_t decided_count;
};
enum { MATCH_PARTY_MAX = 200 };
struct match_join {
    uint32_t a, b;           /* the smallest place of each of the two groups */
    int32_t mean;            /* of all pairs between them, in 1/256 bit; each counts for at most 12 bits */
    size_t pairs;            /* between them */
    uint32_t best_a, best_b; /* the pair that speaks loudest, or the one somebody decided on */
    int32_t best;
    bool is_decided;
};
/* ret holds count - 1; fewer joins are made when the mentions would not be one party any more. */
enum status match_build(const struct match_model *model, const struct match_party *party, struct match_join *ret,
                        size_t *ret_count, struct error *err);
