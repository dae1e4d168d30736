/*
 * The party a word on the command line means: its id, a record id, or source/key.
 */
#pragma once

#include "cli/command.h"

enum status party_of_word(struct store *store, struct text word, struct party_id *ret, struct error *err);
