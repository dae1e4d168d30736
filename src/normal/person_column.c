/*
 * "Martin Thomas" is a Thomas in one list and a Martin in another: a cell does
 * not tell, its column does.  Asked are cells that leave no doubt, "Feldhaus
 * Andreas" and not "Thomas Martin"; a comma tells by itself.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/given_names.h"
#include "normal/name_tokens.h"
#include "normal/person_name.h"

enum { WORDS_MOST = 5, CELL_MOST = 80, USUAL = 5, CELLS_LEAST = 5, TIMES = 4 };

/* A given name and no surname. */
static bool is_given(const struct name_token *token)
{
    return given_name_find_hashed(token_key(token), token->hash).strength >= USUAL &&
           surname_strength_hashed(token_key(token), token->hash) == 0;
}

static bool is_no_given(const struct name_token *token)
{
    return token->letters > 1 && !token->has_dot && given_name_find_hashed(token_key(token), token->hash).strength == 0;
}

void name_column_add(struct name_column *column, struct text cell)
{
    struct name_token tokens[NAME_TOKENS_MAX];
    if (cell.len > CELL_MOST)
        return;
    size_t count = name_tokens(cell, true, tokens);
    if (count < 2 || count > WORDS_MOST)
        return;
    for (size_t i = 0; i < count; i++) /* a comma, a salutation, what is no name */
        if (tokens[i].comma_after || tokens[i].bracket || tokens[i].has_digit || tokens[i].letters == 0 ||
            (tokens[i].word && !tokens[i].prefix))
            return;
    column->given_first += is_given(&tokens[0]) && is_no_given(&tokens[count - 1]);
    column->surname_first += is_no_given(&tokens[0]) && is_given(&tokens[count - 1]);
}

bool name_column_is_surname_first(const struct name_column *column)
{
    return column->surname_first >= CELLS_LEAST && column->surname_first >= TIMES * column->given_first;
}
