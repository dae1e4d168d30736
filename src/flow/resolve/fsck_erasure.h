/*
 * Is who was erased gone, and is no erasure left half-way?  Each record of the
 * store is held against what must not come back, and an emptied record holds
 * nothing but a pseudonym.
 */
#pragma once

#include "store/store.h"

enum status fsck_erasure(struct store *store, void (*problem)(void *ctx, const char *what, const char *id), void *ctx,
                         struct error *err);
