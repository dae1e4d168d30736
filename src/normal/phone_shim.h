/*
 * libphonenumber behind a C door.  It is C++ and may throw when memory is
 * gone; nothing of that comes through: a number it cannot judge is false.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Its kinds, by its own order; PHONE_SHIM_UNKNOWN for the rest. */
enum phone_shim_type {
    PHONE_SHIM_UNKNOWN = 0,
    PHONE_SHIM_FIXED,
    PHONE_SHIM_MOBILE,
    PHONE_SHIM_FIXED_OR_MOBILE,
    PHONE_SHIM_TOLL_FREE,
    PHONE_SHIM_PREMIUM,
    PHONE_SHIM_VOIP,
    PHONE_SHIM_PAGER,
    PHONE_SHIM_UAN,
};

struct phone_shim_number {
    char e164[24];
    char national[40];
    char country[3]; /* "" when the number belongs to none */
    enum phone_shim_type type;
    bool valid;
    bool possible;
};

/* digits: digits with an optional "+" before, no more; country "NL" is where it is dialled from. */
bool phone_shim_read(const char *digits, size_t len, const char *country, struct phone_shim_number *ret);

#ifdef __cplusplus
}
#endif
