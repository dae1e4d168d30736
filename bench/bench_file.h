/* A file of persons into a matcher, for the programs that measure what comes after reading. */
#pragma once

#include "match/match.h"

_Noreturn void bench_die(const struct error *err);
_Noreturn void bench_die_of_memory(void);

/* The first mention of each row. */
void bench_add_file(const char *path, struct matcher *matcher);
