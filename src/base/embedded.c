/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/embedded.h"

const struct embedded *embedded_find(const struct embedded *files, struct text path)
{
    for (; files->path; files++)
        if (text_equal(text_from(files->path), path))
            return files;
    return NULL;
}
