/*
 * What commands share towards the terminal and the store.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "cli/command.h"

enum status cli_store(struct cli *cli, bool create, struct store **ret, struct error *err)
{
    const struct store_options options = { .create = create };
    return store_open(cli->store_url, &options, ret, err);
}

enum status cli_put_json(const struct buf *buf, struct error *err)
{
    enum status status = buf_status(buf, err);
    if (status == STATUS_OK && (fwrite(buf->ptr, 1, buf->len, stdout) != buf->len || putchar('\n') == EOF))
        status = error_system(err, "cannot write to standard output");
    return status;
}
