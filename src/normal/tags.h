/*
 * Tags of one cell, each by itself: "Klant;Nieuwsbrief", Shopify's "vip, b2b",
 * Mailchimp's "\"Klant\",\"Beurs 2026\"", the groups of Google's address book
 * "* myContacts ::: * Klant".
 */
#pragma once

#include "base/text.h"

enum { TAGS_PER_RECORD_MAX = 32 };

/* Views on cell, in order, each once; at most room, the last then holds what is left. Returns how many. */
size_t tags_split(struct text cell, struct text *ret, size_t room);
