/*
 * What the program tells its operator, one logfmt line an event on stderr:
 *
 *     level=info event=import_done rows=2000 rejected=3
 *
 * Never a customer's value: ids, counts, names of sources and files only.
 */
#pragma once

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_set_level(enum log_level level); /* LOG_WARN until set */

/* event is a word; fmt gives "key=value key=value" or NULL. One line, one write(). */
void log_event(enum log_level level, const char *event, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
