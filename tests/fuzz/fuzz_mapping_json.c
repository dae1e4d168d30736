/*
 * Mapping files from anybody: read or refused with a reason, and what is read
 * is written and read again as the same.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "parse/mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct text columns[] = { { "a", 1 }, { "b", 1 }, { "Naam", 4 }, { "x.y", 3 }, { "\xc3\xa9", 2 } };
    struct layout layout = { columns, sizeof(columns) / sizeof(columns[0]) };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct mapping first, again;
    char *exact = malloc(size ? size : 1); /* the sanitizer sees one byte too far */
    memcpy(exact, data, size);
    if (mapping_read_json((struct text){ exact, size }, layout, &arena, &first, &err) == STATUS_OK) {
        mapping_write_json(layout, &first, &json);
        assert(mapping_read_json(buf_text(&json), layout, &arena, &again, &err) == STATUS_OK);
        for (size_t i = 0; i < layout.count; i++)
            assert(first.refs[i].field == again.refs[i].field && first.refs[i].group == again.refs[i].group &&
                   first.refs[i].slot == again.refs[i].slot);
    } else {
        assert(err.message[0]);
    }
    free(exact);
    return 0;
}
