/* The sentence of an entry of the log of what people said (store/said.h). Inside flow/history/changes*.c and history.c
 * only. */
#pragma once

#include "flow/snapshot/view_snapshot.h"
#include "store/history.h"
#include "store/said.h"

/* "Regels: de velden, versie 2."; empty for one that nobody decided about: what the model learnt, the first login. */
struct text changes_rules_sentence(const struct ruleset_head *head, enum language lang, struct arena *arena);

const char *changes_said_kind(const struct said_told *told); /* "tie", "proposal_step" … */
char changes_said_letter(const struct said_told *told);      /* of its id */
/* Of whom it is, as it is called now; empty when no record names it any more. */
struct text changes_said_sentence(struct view *view, enum language lang, const struct said_told *told);
