/*
 * One property of a vCard, taken apart: vCard 2.1 (versit, 1996), 3.0 (RFC 2426), 4.0 (RFC 6350).
 *
 *     item1.TEL;TYPE=WORK,VOICE;X-ID="a:b":+31 20 123 4567
 *     group name parameters                 value
 */
#pragma once

#include "base/arena.h"

enum vcard_flag {
    VCARD_HOME = 1 << 0,
    VCARD_WORK = 1 << 1,
    VCARD_CELL = 1 << 2,
    VCARD_FAX = 1 << 3,
    VCARD_PAGER = 1 << 4,
    VCARD_SPOUSE = 1 << 5,
    VCARD_QUOTED_PRINTABLE = 1 << 6,
    VCARD_BASE64 = 1 << 7,
    VCARD_LATIN1 = 1 << 8, /* charset ISO-8859-1, ISO-8859-15 or Windows-1252 */
};

struct vcard_property {
    struct text group; /* "item1" or empty */
    struct text name;  /* "TEL", as written */
    struct text value; /* not yet decoded */
    unsigned flags;
};

/* Views on line. False when it has no ':' outside quotes. */
bool vcard_property_read(struct text line, struct vcard_property *ret);

/* Undo quoted-printable; with other encodings the value itself. ptr NULL when the arena is full. */
struct text vcard_unquote(struct text value, unsigned flags, struct arena *arena);

/*
 * The next part of a structured value ("family;given;…"), its escapes undone;
 * false at the end.  With separator 0 the whole value is one part.  An
 * unescaped comma becomes comma, for lists inside a part.
 */
bool vcard_next_part(struct text *rest, char separator, struct text comma, struct arena *arena, struct text *ret);
