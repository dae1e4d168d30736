/*
 * The mess of real life: what goes wrong on the way into a system, and how often where.
 * The rates are one table in mess.c.
 */
#pragma once

#include "demo/cell.h"
#include "demo/chance.h"

enum demo_source {
    DEMO_CRM = 0,
    DEMO_BOOKS,
    DEMO_SHOP,
    DEMO_NEWS,
    DEMO_ANJA,
    DEMO_PIET,
    DEMO_MAIL,
    DEMO_SOURCES,
};

enum mess {
    MESS_OFFICIAL_NAME,
    MESS_INITIALS_ONLY,
    MESS_NAMES_SWAPPED,
    MESS_OTHER_NAME_USE,
    MESS_PREFIX_MISSING,
    MESS_PREFIX_SHORT,
    MESS_PREFIX_IN_SURNAME,
    MESS_PREFIX_IN_GIVEN,
    MESS_PREFIX_BEHIND,
    MESS_SALUTATION_IN_NAME,
    MESS_COUPLE_IN_FIELD,
    MESS_ALL_CAPS,
    MESS_ALL_SMALL,
    MESS_GENERATION_SHOWN,
    MESS_TYPO_GIVEN,
    MESS_TYPO_SURNAME,
    MESS_TYPO_STREET,
    MESS_TYPO_CITY,
    MESS_TYPO_EMAIL,
    MESS_TYPO_ORGANISATION,
    MESS_WRONG_DIGIT,
    MESS_OCR,
    MESS_PHONETIC,
    MESS_MOJIBAKE,
    MESS_OLD_HOME,
    MESS_POSTCODE_WRONG,
    MESS_POSTCODE_NO_LETTERS,
    MESS_NUMBER_IN_STREET,
    MESS_STREET_SHORT,
    MESS_PHONE_NO_ZERO,
    MESS_PHONE_EXPONENT,
    MESS_BIRTH_UNKNOWN,
    MESS_BIRTH_SWAPPED,
    MESS_BIRTH_PLACEHOLDER,
    MESS_PLACEHOLDER,
    MESS_BLANK_EMAIL,
    MESS_BLANK_PHONE,
    MESS_BLANK_ADDRESS,
    MESS_OTHER_EMAIL,
    MESS_ROLE_MAILBOX,
    MESS_ORGANISATION_SHORT,
    MESS_PAST_JOB,
    MESS_TITLE_SHOWN,
    MESS_NATIONAL_NUMBER,
    MESS_KINDS,
};

bool mess_hits(enum mess mess, enum demo_source source, struct chance *chance);
const char *mess_name(enum mess mess);

/* One mistake of the fingers: a letter added, lost, beside the right key, or two turned round. */
void mess_typo(struct cell *cell, struct chance *chance);
/* What a reading machine makes of a letter: rn for m, 0 for O. */
void mess_ocr(struct cell *cell, struct chance *chance);
/* Written as it sounds: ei for ij, k for c, dt for t. */
void mess_phonetic(struct cell *cell, struct chance *chance);
void mess_digit(struct cell *cell, struct chance *chance); /* one wrong digit, or two turned round */
void mess_caps(struct cell *cell);
void mess_small(struct cell *cell);
/* UTF-8 read as Windows-1252 and written as UTF-8 again. */
void mess_mojibake(struct cell *cell);
/* "nvt", "-", "onbekend" … */
struct text mess_placeholder(struct chance *chance);
