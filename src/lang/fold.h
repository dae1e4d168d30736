/*
 * One spelling for comparing: lower-case ASCII letters, digits and single spaces.
 *
 * Marks go (é → e), ß→ss ø→o æ→ae œ→oe ł→l đ→d þ→th ĳ→ij; apostrophes go
 * ("d'Ancona" → "dancona"), all other punctuation is a space ("v.d. Berg" →
 * "v d berg", "R&D" → "r d").  Other scripts become Latin by ICU's Any-Latin.
 * Folding twice is folding once.
 *
 * Only for comparing: what is shown keeps its spelling.
 */
#pragma once

#include "base/arena.h"

/* Write the folded t into at most len bytes, return the bytes written. Too
 * little room drops the end, never half of "ss" or "ae". No NUL is added. */
size_t fold_ascii(struct text t, char *into, size_t len);

/* The same with ä→ae ö→oe ü→ue, the German second spelling. */
size_t fold_ascii_umlaut(struct text t, char *into, size_t len);

/* In the arena; the empty text when nothing is left, or when the arena is full. */
struct text fold_text(struct text t, struct arena *arena);
struct text fold_text_umlaut(struct text t, struct arena *arena);

/* The folded word without its spaces: "v.d." → "vd", "Ph.D." → "phd". For looking words up. */
size_t fold_key(struct text t, char *into, size_t len);
