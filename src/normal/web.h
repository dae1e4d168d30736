/*
 * Web addresses and social profiles in one form.
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"

/* "https://www.Bos.example/nl/?utm_source=x" → "bos.example/nl". */
enum finding web_read(struct text raw, struct arena *arena, struct text *ret);

/* "https://nl.linkedin.com/in/Piet-Bos?x=1" → "linkedin:piet-bos"; "@bos" on X → "x:bos".
 * network is what the column says ("twitter"), or empty. FINDING_SOCIAL_UNKNOWN for no known network. */
enum finding social_read(struct text raw, struct text network, struct arena *arena, struct text *ret);
