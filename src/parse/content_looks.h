/* Inside parse/content*.c: what the words of a cell say, by our tables of names, places and streets. */
#pragma once

#include "parse/content.h"

/* Add what cell looks like; trimmed and short. */
void content_look(struct content *content, struct text cell);
