/* Dates of birth that a program wrote where nobody knew one: they are as good as not said. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { FILLERS_MAX = 4 };

/* year * 10000 + month * 100 + day, the most frequent first; 0: no more. */
struct fillers {
    uint32_t births[FILLERS_MAX];
};

static inline bool fillers_have(const struct fillers *fillers, uint32_t birth)
{
    for (int i = 0; i < FILLERS_MAX && fillers->births[i]; i++)
        if (fillers->births[i] == birth)
            return true;
    return false;
}

/* A walk over the births of a table: as many of whole dates as each has. */
struct fillers_count;
struct fillers_count *fillers_open(void); /* NULL without memory: nothing is taken for a filler then */
void fillers_add(struct fillers_count *count, uint32_t birth);
/* Closes it. */
struct fillers fillers_found(struct fillers_count **count);
