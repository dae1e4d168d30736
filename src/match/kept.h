/* Inside match/: a model of an earlier run instead of training. */
#pragma once

#include "match/file.h"
#include "match/match.h"
#include "match/prepare.h"

/* Can side k of the model weigh this finished table?  Not when it was trained on other columns, or on nobody. */
bool kept_fits(const struct match_model *model, int k, const struct table *table);
/* Weights to *ret, rarities into the table. */
void kept_apply(const struct match_model *model, int k, struct table *table, struct model *ret);
/* Rarities alone, of the values from these numbers on; from is then where the next to come will stand. */
void kept_weigh(const struct match_model *model, int k, struct table *table, uint32_t from[DOMAIN_COUNT]);
/* After training: rarities as the model's file will give them. */
void kept_flatten(struct table *table);
