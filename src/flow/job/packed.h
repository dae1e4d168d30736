/*
 * A normalised record in few bytes, to be put by and read back within one
 * resolve: profiles need what the recognition has read already, and to
 * normalise a record again takes eight times as long as to read it back.
 *
 * The form is this program's own and this machine's; nothing of it outlives
 * the resolve.  Findings and the raw cells are left out.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "model/mention.h"
#include "store/store.h"

/* Appended to into; false when there is no memory. */
bool packed_write(const struct stored_record *record, const struct normal_record *normal, struct buf *into);

/*
 * What was written.  *ret_normal may be NULL, when only the record is wanted.
 * Texts lie in packed, the rest in arena.  False when it is not what
 * packed_write() leaves or the arena is full.
 */
bool packed_read(struct text packed, struct arena *arena, struct stored_record *ret, struct normal_record *ret_normal);
