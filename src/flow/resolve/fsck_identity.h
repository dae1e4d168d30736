/* The identity log played again, for fsck: does it end where the assignments are? */
#pragma once

#include "store/store.h"

enum status fsck_identity(struct store *store, void (*problem)(void *ctx, const char *what, const char *id), void *ctx,
                          struct error *err);
