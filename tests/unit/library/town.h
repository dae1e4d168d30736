/* Invented people for the tests of the library: each twice, the second time with something else. */
#pragma once

#include <string.h>

#include <klantbeeld.h>
#include "test.h"

enum { TOWN_ROWS = 1200, TOWN_COLUMNS = 6, CELL_MAX = 48 };

static const char *const town_names[TOWN_COLUMNS] = { "voornaam", "achternaam", "geboortedatum",
                                                      "postcode", "huisnummer", "email" };

struct town {
    char cells[TOWN_ROWS][TOWN_COLUMNS][CELL_MAX];
};

/* Row 2n and 2n + 1 are one person. */
static inline void town_make(struct town *town)
{
    static const char *const given[] = { "Anna", "Bram",  "Carla", "Dirk", "Eva",   "Frank", "Greet", "Henk", "Inge",
                                         "Jaap", "Karin", "Lars",  "Mia",  "Niels", "Olga",  "Paul",  "Roos" };
    static const char *const family[] = { "Akkerman", "Bosman",  "Dijkman", "Elzinga", "Fokkens",   "Groot",  "Hagen",
                                          "Ilsink",   "Kuipers", "Lammers", "Mulder",  "Rademaker", "Verkerk" };
    for (unsigned row = 0; row < TOWN_ROWS; row++) {
        unsigned who = row / 2, again = row % 2;
        char(*cells)[CELL_MAX] = town->cells[row];
        snprintf(cells[0], CELL_MAX, "%s", given[who % 17]);
        snprintf(cells[1], CELL_MAX, "%s%s", family[who * 7 % 13], again && who % 5 == 0 ? "s" : "");
        snprintf(cells[2], CELL_MAX, "%02u-%02u-%u", who % 28 + 1, who * 11 % 12 + 1, 1940 + who % 60);
        snprintf(cells[3], CELL_MAX, "%u %c%c", 1000 + who * 13 % 8000, 'A' + who % 20, 'B' + who % 17);
        snprintf(cells[4], CELL_MAX, "%u", who % 90 + 1);
        if (again && who % 3 == 0)
            cells[5][0] = '\0';
        else
            snprintf(cells[5], CELL_MAX, "p%u@post.example", who);
    }
}

static inline void town_row(const struct town *town, unsigned row, struct kb_text texts[TOWN_COLUMNS])
{
    for (size_t i = 0; i < TOWN_COLUMNS; i++)
        texts[i] = (struct kb_text){ town->cells[row][i], strlen(town->cells[row][i]) };
}

#define check_kb(call, want, err)                                                                                      \
    do {                                                                                                               \
        enum kb_status got_ = (call);                                                                                  \
        if (got_ != (want))                                                                                            \
            fail_msg("%s: status %d, want %d: %s", #call, (int)got_, (int)(want), (err).message);                      \
    } while (0)
