/*
 * Any bytes as a name: read whole, in columns, composed, read again.  The first
 * byte chooses the country; tabs part the columns.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/utf8.h"
#include "normal/name_compose.h"
#include "normal/person_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char countries[][3] = { "NL", "BE", "DE", "FR", "GB", "US", "ES", "" };

static void check_name(const struct person_name *name, struct arena *arena)
{
    const struct text parts[] = { name->given,   name->call_name,      name->initials,       name->prefix,
                                  name->surname, name->partner_prefix, name->partner_surname };
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        assert(utf8_valid(parts[i]) && parts[i].len <= NAME_BYTES_MAX);
    for (int gender = GENDER_UNKNOWN; gender <= GENDER_OTHER; gender++) {
        name_address_line(name, gender, arena);
        name_salutation(name, gender, arena);
        name_running_text(name, gender, arena);
    }
    name_sort(name, NAME_CUSTOM_NL, arena);
    name_sort(name, NAME_CUSTOM_BE, arena);
    name_initials(name->given, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > FIELD_BYTES_MAX)
        return 0;
    const char *country = countries[data[0] % 8];
    struct text raw = { (const char *)data + 1, size - 1 };
    struct arena arena = ARENA_UP_TO(8 << 20);
    struct person_parse parse, again;
    struct text columns[PERSON_COLUMNS];

    person_name_parse(raw, country, &arena, &parse);
    person_parse_columns(&parse, &arena, columns);
    enum gender genders[2] = { parse.names[0].gender, parse.names[1].gender };
    for (size_t i = 0; i < parse.names_count; i++) {
        check_name(&parse.names[i], &arena);
        person_name_parse(name_full(&parse.names[i], &arena), country, &arena, &again);
    }
    name_household(parse.names, genders, parse.names_count, &arena);
    name_household_salutation(parse.names, genders, parse.names_count, &arena);

    struct text cell[11] = { 0 };
    for (size_t i = 0; i < 11 && text_next(&raw, '\t', &cell[i]); i++)
        ;
    struct person_parts parts = { cell[0], cell[1], cell[2], cell[3], cell[4], cell[5],
                                  cell[6], cell[7], cell[8], cell[9], cell[10] };
    person_name_from_parts(&parts, country, &arena, &parse);
    for (size_t i = 0; i < parse.names_count; i++)
        check_name(&parse.names[i], &arena);
    gender_read(cell[0]);
    name_use_read(cell[0]);

    /* and with nearly no memory */
    struct arena small = ARENA_UP_TO(size * 2);
    person_name_parse(cell[0], country, &small, &parse);
    person_name_from_parts(&parts, country, &small, &parse);
    arena_done(&small);
    arena_done(&arena);
    return 0;
}
