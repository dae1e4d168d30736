/* Any bytes as a web address and as a profile of every network; a form read again is itself. */
#include <stdlib.h>

#include "base/scoped.h"
#include "lang/utf8.h"
#include "normal/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const networks[] = { "linkedin", "x",      "twitter", "instagram", "facebook",
                                            "youtube",  "tiktok", "",        "myspace" };
    if (size == 0 || size > 1000)
        return 0;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct text raw = { (const char *)data + 1, size - 1 }, once, twice;
    struct text network = text_from(networks[data[0] % 9]);
    if (web_read(raw, &arena, &once) == FINDING_NONE) {
        web_read(once, &arena, &twice);
        if (once.len == 0 || !utf8_valid(once) || !text_equal(once, twice))
            abort();
    }
    if (social_read(raw, network, &arena, &once) == FINDING_NONE) {
        social_read(once, TEXT_EMPTY, &arena, &twice);
        if (once.len == 0 || !utf8_valid(once) || !text_equal(once, twice))
            abort();
    }
    return 0;
}
