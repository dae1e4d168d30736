/* Which part of "Dept. of Physics, University of Hull, Hull, UK" says who it is. */
#pragma once

#include "match/fold.h"

struct institute {
    char name[FOLD_BYTES_MAX]; /* folded, without fillers */
    size_t len;
    struct text town; /* folded; "" when none is told */
    char letters[FOLD_BYTES_MAX];
};

/* Whether a name is a list of parts at all; else none is read, whatever it says. */
bool institute_has_parts(struct text name, struct text department);

/* department is what was taken for one, or "". false when the name is no such list of parts: it is then to be taken as
 * it is. */
bool institute_read(struct text name, struct text department, struct institute *ret);
