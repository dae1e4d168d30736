/*
 * The names people and programs give to columns (header_names.def).
 */
#pragma once

#include "model/field.h"

struct name_found {
    struct field_ref ref;
    uint8_t confidence; /* 0: not known */
};

/* A whole header, with its group and slot ("Huisadres, plaats", "E-mail 2 Address"). */
struct name_found name_find(struct text header);
/* Whether some program or person uses it as a column name, also of a column that is not taken. */
bool name_is_known(struct text header);
