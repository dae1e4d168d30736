/*
 * Any bytes as the name of an organisation; what is shown reads back.  The
 * first byte chooses the country.  Folding and sound keys ride along.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/fold.h"
#include "lang/phonetic.h"
#include "lang/surname_prefix.h"
#include "lang/utf8.h"
#include "normal/organisation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char countries[][3] = { "NL", "BE", "DE", "FR", "GB", "US", "IT", "" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > FIELD_BYTES_MAX)
        return 0;
    const char *country = countries[data[0] % 8];
    struct text raw = { (const char *)data + 1, size - 1 };
    struct arena arena = ARENA_UP_TO(8 << 20);
    struct org_parse parse, again;
    char key[64];

    assert(org_test(raw, country) <= 100);
    org_name_parse(raw, country, &arena, &parse);
    assert(utf8_valid(parse.name.name) && parse.name.name.len <= NAME_BYTES_MAX);
    assert(parse.name.core.len <= NAME_BYTES_MAX);
    org_name_parse(parse.name.name, country, &arena, &again);

    struct text folded = fold_text(raw, &arena);
    assert(text_equal(fold_text(folded, &arena), folded));
    fold_text_umlaut(raw, &arena);
    assert(fold_ascii(raw, key, sizeof(key)) <= sizeof(key));
    assert(phonetic_nl(folded, key, sizeof(key)) <= sizeof(key));
    assert(phonetic_eu(folded, key, sizeof(key)) <= sizeof(key));
    assert(surname_prefix_length(folded) <= folded.len);

    struct arena small = ARENA_UP_TO(size * 2);
    org_name_parse(raw, country, &small, &parse);
    fold_text(raw, &small);
    arena_done(&small);
    arena_done(&arena);
    return 0;
}
