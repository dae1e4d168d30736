/*
 * Capitals as a language wants them, for names that came all upper or all lower.
 */
#pragma once

#include "base/arena.h"

/* "JANSEN-DE VRIES" → "Jansen-de Vries", "MCDONALD" → "McDonald", "IJPMA" → "IJpma"; prefixes inside become
 * lower-case. TEXT_EMPTY when the arena is full. */
struct text name_title_case(struct text t, struct arena *arena);

/* "Ijmuiden" → "IJmuiden", at the start of words; t itself when there is none. */
struct text name_fix_ij(struct text t, struct arena *arena);

struct text name_lower(struct text t, struct arena *arena);
struct text name_upper_first(struct text t, struct arena *arena); /* "van den" → "Van den", "'s" stays, "ijs" → "IJs" */
struct text name_lower_first(struct text t, struct arena *arena);
