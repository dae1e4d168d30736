/* Any bytes as a mail cell, a web address and a profile; an address read again is itself. */
#include <stdlib.h>

#include "base/scoped.h"
#include "normal/email.h"
#include "normal/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct text raw = { (const char *)data, size }, parts[EMAILS_PER_CELL_MAX], proposal, web;
    size_t count = size <= 4000 ? email_split(raw, parts) : 0;
    for (size_t i = 0; i < count; i++) {
        struct email once, twice;
        email_read(parts[i], &arena, &once, &proposal);
        if (once.address.len == 0)
            continue;
        if (once.address.len > EMAIL_BYTES_MAX)
            abort();
        email_read(once.address, &arena, &twice, &proposal);
        if (!text_equal(once.address, twice.address) || !text_equal(once.key, twice.key))
            abort();
    }
    web_read(raw, &arena, &web);
    social_read(raw, TEXT("twitter"), &arena, &web);
    return 0;
}
