/*
 * Address books from anybody: a first line is put before the bytes, so that they are taken for one.
 */
#include <stdlib.h>

#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = "BEGIN:VCARD\n";
    char *exact = malloc(size + sizeof(head));
    memcpy(exact, head, sizeof(head) - 1);
    memcpy(exact + sizeof(head) - 1, data, size);
    fuzz_bytes((struct text){ exact, size + sizeof(head) - 1 });
    free(exact);
    return 0;
}
