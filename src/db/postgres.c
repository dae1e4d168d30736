/* SPDX-License-Identifier: Apache-2.0 */
#include "db/driver.h"
enum status postgres_open(const char *url, struct db **ret, struct error *err)
{
    return error_set(err, STATUS_STORE, "soon");
}
