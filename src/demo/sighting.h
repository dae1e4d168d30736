/*
 * A person or organisation as one source sees it, mess included: what a row is made of.
 *
 * The sources differ in columns; they agree in this.  The truth tables are
 * written from it as well, so that they hold exactly what the sources hold.
 */
#pragma once

#include "demo/mess.h"
#include "demo/world.h"

#define DEMO_NOBODY UINT64_MAX

struct sighting {
    /* The truth; DEMO_NOBODY when the row names none. */
    uint64_t person, organisation, household;
    uint64_t partner; /* the second person of a couple in one field */

    /* A person. */
    char gender;                                                                    /* 'm', 'v' */
    struct cell salutation, title, initials, given, prefix, surname, suffix, birth; /* birth: dd-mm-yyyy */
    struct cell full; /* for sources with one name column; the parts are then empty for the truth tables */

    /* An organisation and the role there. */
    struct cell organisation_name, kvk, vat, iban, web, title_at_work, department;

    /* How to reach them. */
    struct cell street, number, addition, postcode, city, po_box;
    struct cell email, email_second, phone, mobile;
};

/* How a source writes a full name. */
enum full_style { FULL_GIVEN, FULL_INITIALS, FULL_SURNAME_FIRST };

/* A person, privately (job NULL) or at work. organisation belongs to job. */
void sighting_person(const struct world *world, const struct unit *unit, int member, const struct job *job,
                     const struct organisation *organisation, enum demo_source source, struct chance *chance,
                     struct sighting *ret);
/* An organisation without a person. */
void sighting_organisation(const struct world *world, const struct organisation *organisation, enum demo_source source,
                           struct chance *chance, struct sighting *ret);
/* The parts to ret->full, in one style, with salutation and title as mess has it; parts stay. */
void sighting_full(struct sighting *sighting, enum full_style style, enum demo_source source, struct chance *chance);
/* Two people in one field: the second member joins. */
void sighting_couple(const struct world *world, const struct unit *unit, struct chance *chance,
                     struct sighting *sighting);
/* The same person in the job he had before: what is of the work becomes another, the rest stays. */
void sighting_job_before(const struct world *world, const struct person *person, const struct job *job,
                         const struct organisation *organisation, enum demo_source source, struct chance *chance,
                         struct sighting *sighting);
/* … in the home he had before. */
void sighting_home_before(const struct world *world, const struct address *home, enum demo_source source,
                          struct chance *chance, struct sighting *sighting);
/* Parts forgotten, for sources with one name column. */
void sighting_forget_parts(struct sighting *sighting);

/* "Kerkstraat 12 A" in one of the ways people write it; a numeric addition never touches the number. */
void line_put(struct cell *cell, const struct sighting *sighting, struct chance *chance);
void birth_put(struct cell *cell, int year, int month, int day); /* dd-mm-yyyy */
