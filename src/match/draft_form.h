/* A legal form as its words, so that "GmbH" is seen to be part of "GmbH & Co. KG". */
#pragma once

#include <stdint.h>

#include "base/text.h"

/* form as lang/legal_forms shows it. A bit for each word that says what it is; 0 for none, or one we cannot tell. */
uint32_t form_words(struct text form);
