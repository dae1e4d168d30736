/*
 * A second pair of hands: one thread that does, in order, what it is handed,
 * while the giver prepares the next.  At most one thing waits, so memory is
 * bounded by what two of them hold.
 *
 *     giver    make 1 ─▶ make 2 ────▶ make 3 ─▶ …
 *     worker             work 1 ────▶ work 2 ─▶ …
 *
 * The order of work is the order of giving, so results do not depend on time.
 */
#pragma once

#include <stdbool.h>

struct relay;

/* NULL when there is no memory. Not threaded, or without a thread to be had, the giver does the work itself. */
struct relay *relay_open(bool threaded, void (*work)(void *ctx, void *item), void *ctx);
/* Waits until the item before is done, then hands this one over. */
void relay_give(struct relay *relay, void *item);
void relay_wait(struct relay *relay);   /* until nothing is being worked on */
void relay_close(struct relay **relay); /* waits; NULL is fine */
