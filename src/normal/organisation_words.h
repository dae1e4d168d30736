/* org_test() for who has the tokens already; see organisation.h. */
#pragma once

#include "lang/legal_forms.h"
#include "normal/name_tokens.h"

uint8_t org_test_tokens(const struct name_token *tokens, size_t count, const char country[3]);

/* Do tokens[from, to) together write one legal form? "GmbH", "&", "Co.", "KG". */
bool org_form_at(const struct name_token *tokens, size_t from, size_t to, const char country[3],
                 struct legal_form *ret);
