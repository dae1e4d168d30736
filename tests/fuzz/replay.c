/*
 * Runs a fuzz target over its corpus, and over small changes to each file of
 * it that are the same in every run.  This is what the quick tests do; to
 * search for new cases, build with clang and -Dfuzz=true and run the program
 * with the corpus folder (libFuzzer).
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/scoped.h"
#include "os/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGES = 300, FILE_BYTES_MAX = 1 << 20 };

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A few bytes flipped, a part doubled, or the end cut off. */
static void change(struct buf *bytes, uint64_t *chance)
{
    if (bytes->len == 0)
        return;
    size_t at = next(chance) % bytes->len;
    switch (next(chance) % 4) {
    case 0: bytes->ptr[at] = (char)next(chance); break;
    case 1: bytes->ptr[at] ^= (char)(1u << next(chance) % 8); break;
    case 2: bytes->len = at; break;
    default: {
        size_t len = next(chance) % (bytes->len - at) + 1;
        if (len > 4096 || !buf_reserve(bytes, len))
            return;
        memcpy(bytes->ptr + bytes->len, bytes->ptr + at, len);
        bytes->len += len;
    }
    }
}

static void run_file(const char *path)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct error err = ERROR_NONE;
    if (file_slurp(path, FILE_BYTES_MAX, &whole, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    LLVMFuzzerTestOneInput((const uint8_t *)(whole.ptr ? whole.ptr : ""), whole.len);
    uint64_t chance = 0x9E3779B97F4A7C15u + whole.len;
    for (int i = 0; i < CHANGES; i++) {
        SCOPED(buf_done) struct buf changed = BUF_EMPTY;
        buf_put(&changed, buf_text(&whole));
        for (uint64_t times = next(&chance) % 4 + 1; times > 0; times--)
            change(&changed, &chance);
        LLVMFuzzerTestOneInput((const uint8_t *)(changed.ptr ? changed.ptr : ""), changed.len);
    }
}

int main(int argc, char **argv)
{
    struct dirent **entries;
    int count = argc == 2 ? scandir(argv[1], &entries, NULL, alphasort) : -1;
    if (count < 0) {
        fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    int files = 0;
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", argv[1], entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') {
            run_file(path);
            printf("ok %d - %s\n", ++files, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    printf("1..%d\n", files);
    return files > 0 ? 0 : 1;
}
