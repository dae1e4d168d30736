/*
 * A typing error in a mail domain is one of a few things: two letters swapped,
 * one left out, doubled or replaced, or an ending that does not exist.  We
 * propose only towards the providers nearly everybody uses, and never for a
 * domain that is a provider itself: "gmail.nl" may be odd, "bmail.nl" may be
 * somebody's firm, so short names must be nearer than long ones.
 *
 * The lists stand in data/mail_free.tsv and data/mail_throwaway.tsv.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/email_domains.h"

#include <string.h>

#include "lang/words.h"
#include "normal/email.h"

extern const struct word_table words_mail_free;
extern const struct word_table words_mail_throwaway;

/* The tables hold words: a space stands for the full stop. */
static bool is_in(const struct word_table *table, struct text domain)
{
    char word[80];
    if (domain.len == 0 || domain.len > sizeof(word))
        return false;
    for (size_t i = 0; i < domain.len; i++)
        word[i] = domain.ptr[i] == '.' ? ' ' : domain.ptr[i];
    return word_find(table, (struct text){ word, domain.len }) != NULL;
}

bool email_domain_is_free(struct text domain)
{
    static const char *const hyphened[] = { "t-online.de", "net-c.nl", "net-c.be", "net-c.com", "club-internet.fr" };
    for (size_t i = 0; i < sizeof(hyphened) / sizeof(hyphened[0]); i++)
        if (text_equal(domain, text_from(hyphened[i])))
            return true;
    return is_in(&words_mail_free, domain);
}

bool email_domain_is_throwaway(struct text domain)
{
    if (is_in(&words_mail_throwaway, domain))
        return true;
    struct text registrable = domain_registrable(domain);
    return registrable.len < domain.len && is_in(&words_mail_throwaway, registrable);
}

bool email_local_is_role(struct text local)
{
    static const char *const roles[] = {
        "info", "informatie", "administratie", "administration", "admin", "factuur", "facturen", "facturatie", "invoice",
        "invoices", "boekhouding", "boekhouden", "accounting", "accounts", "crediteuren", "debiteuren", "financien", "finance",
        "financieel", "fin", "verkoop", "sales", "inkoop", "purchase", "purchasing", "procurement", "contact", "receptie", "reception",
        "secretariaat", "secretaris", "penningmeester", "voorzitter", "bestuur", "noreply", "no-reply", "donotreply", "office", "kantoor",
        "mail", "email", "post", "postmaster", "webmaster", "hostmaster", "abuse", "support", "helpdesk", "service", "klantenservice",
        "klantcontact", "klacht", "klachten", "bestelling", "bestellingen", "orders", "order", "planning", "hr", "pz", "personeelszaken",
        "jobs", "vacatures", "sollicitatie", "marketing", "communicatie", "pers", "press", "directie", "management", "team", "algemeen",
        "general", "hello", "hallo", "welkom", "winkel", "shop", "webshop", "magazijn", "logistiek", "transport", "ict", "it", "beheer",
        "privacy", "avg", "legal", "juridisch", "compta", "comptabilite", "facturation", "accueil", "commercial", "direction", "ventes",
        "buchhaltung", "rechnung", "verkauf", "einkauf", "kontakt", "zentrale", "enquiries", "enquiry", "billing", "reserveringen",
        "reservations", "booking", "praktijk", "balie", "school", "gemeente", "postbus", "newsletter", "nieuwsbrief",
    };
    struct text name = text_slice(local, 0, text_find_char(local, '+'));
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        struct text role = text_from(roles[i]);
        if (!text_starts_nocase(name, role))
            continue;
        /* "info.utrecht", "sales-nl", "info2" */
        if (name.len == role.len)
            return true;
        char next = name.ptr[role.len];
        if (role.len > 3 && (next == '.' || next == '-' || next == '_' || char_is_digit(next)))
            return true;
    }
    return false;
}

/* ---- typing errors ---- */

/* Edits between a and b with swaps of neighbours, up to 2; 3 for more. Texts of at most 32. */
static int edits(struct text a, struct text b)
{
    int row[3][34];
    if (a.len > 32 || b.len > 32 || (a.len > b.len ? a.len - b.len : b.len - a.len) > 2)
        return 3;
    for (size_t j = 0; j <= b.len; j++)
        row[0][j] = (int)j;
    for (size_t i = 1; i <= a.len; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *two = row[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t j = 1; j <= b.len; j++) {
            int best = before[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            best = before[j] + 1 < best ? before[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] && two[j - 2] + 1 < best)
                best = two[j - 2] + 1;
            now[j] = best;
        }
    }
    int found = row[a.len % 3][b.len];
    return found > 2 ? 3 : found;
}

static const char *const known[] = { "gmail.com", "hotmail.com", "outlook.com", "hotmail.nl", "live.nl", "ziggo.nl", "kpnmail.nl",
                                     "planet.nl", "hetnet.nl", "home.nl", "xs4all.nl", "icloud.com", "yahoo.com", "live.com",
                                     "telenet.be", "skynet.be", "proximus.be", "hotmail.be", "upcmail.nl", "casema.nl", "chello.nl",
                                     "outlook.be", "live.be", "quicknet.nl", "telfort.nl", "solcon.nl", "zeelandnet.nl", "outlook.nl",
                                     "googlemail.com", "protonmail.com", "hotmail.fr", "wanadoo.fr", "orange.fr", "hotmail.co.uk" };

/* Endings nobody can have a domain under, or that are a slip of the finger. */
static const struct { const char *wrong, *right; } endings[] = {
    { ".con", ".com" }, { ".cmo", ".com" }, { ".ocm", ".com" }, { ".comm", ".com" }, { ".coom", ".com" }, { ".vom", ".com" },
    { ".xom", ".com" }, { ".dom", ".com" }, { ".nll", ".nl" },  { ".nk", ".nl" },    { ".ml.nl", ".nl" }, { ".nlk", ".nl" },
    { ".n", ".nl" },    { ".bee", ".be" },  { ".ne", ".nl" },   { ".nl.nl", ".nl" }, { ".com.com", ".com" }, { ".c", ".com" },
    { ".comn", ".com" }, { ".cpm", ".com" }, { ".orgg", ".org" }, { ".ogr", ".org" }, { ".nrt", ".net" },  { ".bel", ".be" },
    { ".nlm", ".nl" },  { ".kom", ".com" }, { ".cim", ".com" }, { ".clm", ".com" },
};

static struct text name_part(struct text domain) { return text_slice(domain, 0, text_find_char(domain, '.')); }

/* "hotmail" and "ziggo" without an ending; "gmail,com" and "hotmail..nl" broken by a slip. */
static struct text complete(struct text domain, struct arena *arena)
{
    if (text_find_char(domain, '.') == domain.len) {
        char dotted[40];
        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
            struct text k = text_from(known[i]);
            if (text_equal(domain, name_part(k)))
                return k;
            /* "gmailcom", "hotmailnl", "gmail,com" */
            size_t dot = name_part(k).len, len = 0;
            for (size_t j = 0; j < k.len && len < sizeof(dotted); j++)
                if (j != dot)
                    dotted[len++] = k.ptr[j];
            if (text_equal(domain, (struct text){ dotted, len }))
                return k;
            if (domain.len == k.len && domain.len > dot && domain.ptr[dot] == ',' && memcmp(domain.ptr, k.ptr, dot) == 0 &&
                memcmp(domain.ptr + dot + 1, k.ptr + dot + 1, k.len - dot - 1) == 0)
                return k;
        }
        return TEXT_EMPTY;
    }
    size_t twice = text_find(domain, TEXT(".."));
    if (twice > 0 && twice < domain.len)
        return arena_printf(arena, "%.*s%.*s", (int)twice, domain.ptr, TEXT_ARG(text_from_offset(domain, twice + 1)));
    return TEXT_EMPTY;
}

struct text email_domain_proposal(struct text domain, struct arena *arena)
{
    if (domain.len < 4 || domain.len > 40)
        return TEXT_EMPTY;
    if (email_domain_is_free(domain))
        return text_equal(domain, TEXT("gmail.nl")) || text_equal(domain, TEXT("gmail.be")) ? TEXT("gmail.com") : TEXT_EMPTY;
    struct text whole = complete(domain, arena);
    if (whole.len > 0)
        return whole;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (text_ends(domain, text_from(endings[i].wrong))) {
            struct text start = text_slice(domain, 0, domain.len - strlen(endings[i].wrong));
            struct text mended = arena_printf(arena, "%.*s%s", TEXT_ARG(start), endings[i].right);
            struct text further = email_domain_is_free(mended) ? TEXT_EMPTY : email_domain_proposal(mended, arena);
            return further.len > 0 ? further : mended;
        }
    struct text name = name_part(domain);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct text k = text_from(known[i]), known_name = name_part(k);
        int distance = edits(domain, k);
        /* the ending is of the essence: home.nl and home.be are two firms */
        bool same_ending = text_equal(text_from_offset(domain, name.len), text_from_offset(k, known_name.len));
        if (distance == 1 && same_ending && known_name.len >= 5)
            return k;
        if (distance == 2 && same_ending && known_name.len >= 7 && name.len > 0 && name.ptr[0] == known_name.ptr[0])
            return k;
        if (distance > 0 && distance <= 2 && !same_ending && text_equal(name, known_name) && known_name.len >= 6)
            return k;
    }
    return TEXT_EMPTY;
}
