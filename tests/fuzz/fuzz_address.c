/* Any bytes as the lines of an address, the first byte choosing how; what was read is printed and read again. */
#include <stdlib.h>

#include "base/scoped.h"
#include "normal/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const countries[] = { "NL", "BE", "DE", "FR", "LU", "GB", "US", "AU", "" };
    if (size == 0 || size > 2000)
        return 0;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4 << 20);
    struct findings findings = FINDINGS_IN(&arena);
    const char *country = countries[data[0] % 9];
    struct text rest = { (const char *)data + 1, size - 1 }, parts[4] = { { 0 } };
    for (size_t i = 0; i < 4 && text_next(&rest, '\n', &parts[i]);)
        i++;
    struct address_parts in = { .line1 = parts[0], .line2 = parts[1], .city = parts[2], .postcode = parts[3] };
    if (data[0] & 0x80)
        in = (struct address_parts){ .full = { (const char *)data + 1, size - 1 } };
    else if (data[0] & 0x40)
        in =
            (struct address_parts){ .street = parts[0], .number = parts[1], .addition = parts[2], .country = parts[3] };
    struct address once, twice;
    if (!address_read(&in, country, &findings, &once))
        return 0;
    struct text printed = address_print(&once, country, &arena);
    struct address_parts again = { .full = printed };
    address_read(&again, country, &findings, &twice);
    if (once.key.len > 1200 || findings.count > FINDINGS_PER_RECORD_MAX)
        abort();
    return 0;
}
