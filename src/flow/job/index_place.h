/* Where the index that is kept between questions lies (match/index.h): beside the store, or in the data folder. */
#pragma once

#include <limits.h>

#include "store/store.h"

/* "" of a store in memory. */
enum status index_place(struct store *store, char path[PATH_MAX], struct error *err);

/* Where who lives near whom is kept beside it (flow/resolve/homes.h); that file goes, absent is fine. */
enum status index_homes_place(const char *index_path, char ret[PATH_MAX], struct error *err);
enum status index_drop_homes(const char *index_path, struct error *err);

/* Both files go: names of somebody who was erased stand in it. The next one is made from what is left. */
enum status index_drop_file(struct store *store, struct error *err);
/* What somebody who was killed left of them half written goes. */
enum status index_sweep(struct store *store, struct error *err);
