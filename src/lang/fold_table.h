/* The tables tools/make_fold_table.py makes: up to three ASCII letters a code
 * point, NUL-ended; "" stands for a space and "-" for nothing at all. */
#pragma once

extern const char fold_latin[0x250][4];            /* U+0000-024F */
extern const char fold_latin_additional[0x100][4]; /* U+1E00-1EFF */
