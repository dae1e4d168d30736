/*
 * Separated text from anybody; also whatever else the reader takes bytes for.
 */
#include <stdlib.h>

#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *exact = malloc(size ? size : 1); /* the sanitizer sees one byte too far */
    memcpy(exact, data, size);
    fuzz_bytes((struct text){ exact, size });
    free(exact);
    return 0;
}
