/*
 * What this process knows of itself: memory, terminal, chance, being stopped.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

double process_peak_rss_mb(void); /* MiB */
double process_cpu_seconds(void); /* of all its threads, in the system too */
bool process_is_terminal(int fd);

/* From now on memory that is given back stays with the process: for one that takes and gives back all day. */
void process_keep_memory(void);

/* From now on Ctrl-C and SIGTERM set a flag; long jobs look at it between batches. */
void process_catch_interrupts(void);
bool process_interrupted(void);
void process_wait_for_interrupt(void); /* returns when the flag is set */

/* Bytes that cannot be guessed (getrandom). For secrets only: results never depend on chance. */
void process_secret_bytes(void *into, size_t len);
