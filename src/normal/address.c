#include "normal/address.h"
#include "normal/postcode.h"
#include "lang/countries.h"
#include <string.h>
bool address_read(const struct address_parts *p, const char *country, struct findings *findings, struct address *ret)
{
    *ret = (struct address){ .group = p->group, .street = p->street.len ? p->street : p->line1.len ? p->line1 : p->full, .number = p->number, .letter = p->letter, .addition = p->addition, .city = p->city, .region = p->region, .extra = p->line2, .confidence = 50 };
    if (!country_read(p->country, ret->country)) { memcpy(ret->country, country, 3); ret->country_assumed = true; }
    struct postcode code;
    postcode_read(p->postcode, ret->country, &code);
    ret->postcode = arena_copy(findings->arena, code.code[0] ? text_from(code.code) : p->postcode);
    return ret->street.len || ret->city.len || ret->postcode.len;
}
