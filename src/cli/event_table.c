/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/event_table.h"

#include <stdio.h>
#include <string.h>

static const char *detail(const struct answer_node *event, const char *field)
{
    const struct answer_node *item;
    for (item = answer_first(event, "details"); item; item = answer_next(item))
        if (strcmp(answer_text(item, "field"), field) == 0)
            return answer_text(item, "value");
    return "";
}

void event_subject(const struct answer_node *event, char *into, size_t size)
{
    static const char *const fields[] = { "product", "campaign", "name", "code", "query", "url", "about", NULL };
    const struct answer_node *line = answer_first(event, "lines");
    const char *subject = answer_text(event, "subject");
    for (int i = 0; !subject[0] && fields[i]; i++)
        subject = detail(event, fields[i]);
    const char *quantity = detail(event, "quantity");
    unsigned more = 0;
    for (; line; line = answer_next(line))
        more++;
    if (more > 1)
        snprintf(into, size, "%s (+%u)", subject, more - 1);
    else if (quantity[0] && strcmp(quantity, "1") != 0)
        snprintf(into, size, "%s × %s", quantity, subject);
    else
        snprintf(into, size, "%s", subject);
}

void event_row(struct columns *table, const struct answer_node *event)
{
    char at[40], what[400], amount[80], state[200];
    const char *when = answer_text(event, "at"), *due = answer_text(event, "follow_up");
    snprintf(at, sizeof(at), "  %.10s %.5s", when, strlen(when) > 16 ? when + 11 : "");
    event_subject(event, what, sizeof(what));
    snprintf(amount, sizeof(amount), "%s%s%s", answer_text(event, "currency"),
             answer_text(event, "currency")[0] ? " " : "", answer_text(event, "amount"));
    const char *word = answer_text(event, answer_get(event, "state_label") ? "state_label" : "status");
    if (answer_is_true(event, "follow_up_open"))
        snprintf(state, sizeof(state), "%s%s→ %s %s", word, word[0] ? " " : "", due, answer_text(event, "owner"));
    else
        snprintf(state, sizeof(state), "%s", word);
    columns_put_str(table, at);
    columns_put_str(table, answer_text(event, "label"));
    columns_put_str(table, answer_text(event, answer_get(event, "channel_label") ? "channel_label" : "channel"));
    columns_put_str(table, what);
    columns_put_str(table, answer_get(event, "amount") ? amount : "");
    columns_put_str(table, state);
    columns_put_str(table, answer_text(event, "source"));
    columns_put_str(table, answer_text(answer_get(event, "via"), "name"));
}

void event_total_text(const struct answer_node *total, char *into, size_t size)
{
    const char *unit = answer_text(total, "unit"), *value = answer_text(total, "value");
    if (unit[0] == 'p')
        snprintf(into, size, "%s%%", value);
    else if (unit[0] == 'a')
        snprintf(into, size, "%s %s", answer_text(total, "currency"), value);
    else
        snprintf(into, size, "%s", value);
}
