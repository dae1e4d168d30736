/* Where the index that is kept between questions lies (match/index.h): beside the store, or in the data folder. */
#pragma once

#include <limits.h>

#include "store/store.h"

/* "" of a store in memory. */
enum status index_place(struct store *store, char path[PATH_MAX], struct error *err);

/* The file goes: names of somebody who was erased stand in it. The next one is made from what is left. */
enum status index_drop_file(struct store *store, struct error *err);
