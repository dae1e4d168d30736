/* What sighting.c and sighting_name.c share. Inside demo/ only. */
#pragma once

#include "demo/sighting.h"

void sighting_name(const struct person *person, enum demo_source source, struct chance *chance, struct sighting *s);
void sighting_birth(const struct person *person, enum demo_source source, struct chance *chance, struct cell *ret);
