/*
 * Request bodies from anybody: read or refused, never past the end, and what
 * is read is UTF-8 without NUL.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/body.h"
#include "base/scoped.h"
#include "lang/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct error err = ERROR_NONE;
    struct body body;
    char *exact = malloc(size ? size : 1); /* the sanitizer sees one byte too far */
    memcpy(exact, data, size);
    if (body_read((struct text){ exact, size }, &arena, &body, &err) == STATUS_OK) {
        assert(body.count <= BODY_MEMBERS_MAX);
        for (size_t i = 0; i < body.count; i++) {
            struct text t = body.members[i].text;
            assert(body.members[i].kind != BODY_ABSENT && utf8_valid(t) && utf8_valid(body.members[i].name));
            assert(t.len == 0 || !memchr(t.ptr, '\0', t.len));
        }
    } else {
        assert(err.status == STATUS_INVALID && err.message[0]);
    }
    free(exact);
    return 0;
}
