/*
 * An answer of flow/view/view.h on the terminal: the JSON document as it is with
 * --json, else read back for people.  One source for both, so they never differ.
 *
 * It reads what base/json_out.h writes.  Asking a node that is not there
 * (NULL) gives "" or nothing, so that tables need no tests.
 */
#pragma once

#include "cli/command.h"

struct answer_node;

/* The document with --json, else what print makes of its root, which lasts until print returns. */
enum status answer_tell(const struct cli *cli, const struct buf *document,
                        void (*print)(const struct cli *cli, const struct answer_node *root), struct error *err);

const struct answer_node *answer_get(const struct answer_node *object, const char *key); /* NULL when absent */
const char *answer_text(const struct answer_node *object, const char *key);
double answer_number(const struct answer_node *object, const char *key);
bool answer_is_true(const struct answer_node *object, const char *key);

/* Items of the list under key: for (item = answer_first(root, "roles"); item; item = answer_next(item)) */
const struct answer_node *answer_first(const struct answer_node *object, const char *key);
const struct answer_node *answer_next(const struct answer_node *item);
const char *answer_item(const struct answer_node *item); /* of a list of texts */

/* The state of a proposal or hand-over in the language of the answer. */
const char *answer_state(const struct cli *cli, const char *state);
