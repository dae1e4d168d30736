/*
 * How organisations belong together, as the bookkeeping knows it: the number
 * of a branch, the parent of a company, whom somebody buys through, and the
 * company that was taken over.  What it says is true; it does not say all.
 */
#pragma once

#include "demo/writer.h"

struct belonging {
    struct cell branch, parent, through, former; /* empty: not said */
};

/* Noted as truth under the key of the record that says so. */
void belonging_read(struct demo_writer *writer, const struct organisation *organisation, const struct cell *key,
                    struct belonging *ret);
