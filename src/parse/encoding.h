/*
 * Bytes to UTF-8: which encoding a file is in, and how its bytes are read.
 *
 * The order is BOM, the zero bytes of UTF-16, UTF-8, and else Windows-1252, in
 * which every byte means something.  Files that change half-way
 * (an export pasted together from two programs) are repaired row by row.
 */
#pragma once

#include "base/arena.h"
#include "parse/reader.h"

/* whole says that the sample is all there is; else a character cut off at its end is no fault. */
enum encoding encoding_detect(struct text sample, bool whole);

/* Only ASCII, and no NUL: nothing to decode. */
bool bytes_are_plain(const char *ptr, size_t len);

/* Well-formed by RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF, and here no NUL. */
bool encoding_utf8_is_valid(struct text t);

/* Bytes of the character at t.ptr[0], 0 when it is not well-formed; code_point may be NULL. */
size_t encoding_utf8_len(struct text t, uint32_t *code_point);

/*
 * Read bytes as Windows-1252; NUL is dropped.  With keep_utf8, what is
 * well-formed UTF-8 stays and only the other bytes are read so.
 * ptr is NULL when the arena is full.
 */
struct text encoding_repair(struct text t, bool keep_utf8, struct arena *arena);

/* UTF-16 to UTF-8, at most 3 bytes a unit; a lone surrogate becomes U+FFFD.  A pair or
 * unit that is cut off is left: *ret_used says how many bytes were read. */
size_t utf16_to_utf8(struct text units, bool big_endian, bool at_end, char *into, size_t *ret_used);
