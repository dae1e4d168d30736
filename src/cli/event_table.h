/*
 * Events of an answer (flow/view/view.h, Event) as rows of a table, for show, timeline and event list.
 */
#pragma once

#include "cli/answer.h"
#include "cli/columns.h"

enum { EVENT_COLUMNS = 8 };
/* Time, kind, channel, subject or product, amount, state, source, through whom. */
void event_row(struct columns *table, const struct answer_node *event);
/* "12 × Kassarol", the subject, or the first detail there is. */
void event_subject(const struct answer_node *event, char *into, size_t size);
/* The text of a total with its unit: "EUR 1250.00", "41.7%". */
void event_total_text(const struct answer_node *total, char *into, size_t size);
