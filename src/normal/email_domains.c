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
    static const struct text hyphened[] = { TEXT("t-online.de"), TEXT("net-c.nl"), TEXT("net-c.be"), TEXT("net-c.com"),
                                            TEXT("club-internet.fr") };
    for (size_t i = 0; i < sizeof(hyphened) / sizeof(hyphened[0]); i++)
        if (domain.len == hyphened[i].len && text_equal(domain, hyphened[i]))
            return true;
    return is_in(&words_mail_free, domain);
}

bool email_domain_is_throwaway(struct text domain)
{
    if (is_in(&words_mail_throwaway, domain))
        return true;
    /* the registrable part is one of the parts after a full stop: only when such a one is listed must it be found */
    bool listed = false;
    for (size_t i = 0; i < domain.len && !listed; i++)
        listed = domain.ptr[i] == '.' && is_in(&words_mail_throwaway, text_from_offset(domain, i + 1));
    if (!listed)
        return false;
    struct text registrable = domain_registrable(domain);
    return registrable.len < domain.len && is_in(&words_mail_throwaway, registrable);
}

/* Names of mailboxes that are of nobody alone, in order. */
static const struct text roles[] = {
    TEXT("abuse"),
    TEXT("accounting"),
    TEXT("accounts"),
    TEXT("accueil"),
    TEXT("admin"),
    TEXT("administratie"),
    TEXT("administration"),
    TEXT("algemeen"),
    TEXT("avg"),
    TEXT("balie"),
    TEXT("beheer"),
    TEXT("bestelling"),
    TEXT("bestellingen"),
    TEXT("bestuur"),
    TEXT("billing"),
    TEXT("boekhouden"),
    TEXT("boekhouding"),
    TEXT("booking"),
    TEXT("buchhaltung"),
    TEXT("commercial"),
    TEXT("communicatie"),
    TEXT("compta"),
    TEXT("comptabilite"),
    TEXT("contact"),
    TEXT("crediteuren"),
    TEXT("debiteuren"),
    TEXT("directie"),
    TEXT("direction"),
    TEXT("donotreply"),
    TEXT("einkauf"),
    TEXT("email"),
    TEXT("enquiries"),
    TEXT("enquiry"),
    TEXT("facturatie"),
    TEXT("facturation"),
    TEXT("facturen"),
    TEXT("factuur"),
    TEXT("fin"),
    TEXT("finance"),
    TEXT("financieel"),
    TEXT("financien"),
    TEXT("gemeente"),
    TEXT("general"),
    TEXT("hallo"),
    TEXT("hello"),
    TEXT("helpdesk"),
    TEXT("hostmaster"),
    TEXT("hr"),
    TEXT("ict"),
    TEXT("info"),
    TEXT("informatie"),
    TEXT("inkoop"),
    TEXT("invoice"),
    TEXT("invoices"),
    TEXT("it"),
    TEXT("jobs"),
    TEXT("juridisch"),
    TEXT("kantoor"),
    TEXT("klacht"),
    TEXT("klachten"),
    TEXT("klantcontact"),
    TEXT("klantenservice"),
    TEXT("kontakt"),
    TEXT("legal"),
    TEXT("logistiek"),
    TEXT("magazijn"),
    TEXT("mail"),
    TEXT("management"),
    TEXT("marketing"),
    TEXT("newsletter"),
    TEXT("nieuwsbrief"),
    TEXT("no-reply"),
    TEXT("noreply"),
    TEXT("office"),
    TEXT("order"),
    TEXT("orders"),
    TEXT("penningmeester"),
    TEXT("pers"),
    TEXT("personeelszaken"),
    TEXT("planning"),
    TEXT("post"),
    TEXT("postbus"),
    TEXT("postmaster"),
    TEXT("praktijk"),
    TEXT("press"),
    TEXT("privacy"),
    TEXT("procurement"),
    TEXT("purchase"),
    TEXT("purchasing"),
    TEXT("pz"),
    TEXT("receptie"),
    TEXT("reception"),
    TEXT("rechnung"),
    TEXT("reservations"),
    TEXT("reserveringen"),
    TEXT("sales"),
    TEXT("school"),
    TEXT("secretariaat"),
    TEXT("secretaris"),
    TEXT("service"),
    TEXT("shop"),
    TEXT("sollicitatie"),
    TEXT("support"),
    TEXT("team"),
    TEXT("transport"),
    TEXT("vacatures"),
    TEXT("ventes"),
    TEXT("verkauf"),
    TEXT("verkoop"),
    TEXT("voorzitter"),
    TEXT("webmaster"),
    TEXT("webshop"),
    TEXT("welkom"),
    TEXT("winkel"),
    TEXT("zentrale"),
};
/* Where the names of each letter begin, and the end. */
static const uint8_t roles_from['z' - 'a' + 2] = { 0,  9,  19, 25, 29, 33,  41,  43,  48,  55,  57,  63,  65, 69,
                                                   73, 76, 90, 90, 95, 103, 105, 105, 110, 114, 114, 114, 115 };

bool email_local_is_role(struct text local)
{
    struct text name = text_slice(local, 0, text_find_char(local, '+'));
    if (name.len == 0)
        return false;
    char first = char_to_lower(name.ptr[0]);
    if (!char_is_lower(first))
        return false;
    for (size_t i = roles_from[first - 'a']; i < roles_from[first - 'a' + 1]; i++) {
        struct text role = roles[i];
        if (name.len < role.len || char_to_lower(name.ptr[1]) != role.ptr[1] || !text_starts_nocase(name, role))
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

static const struct text known[] = {
    TEXT("gmail.com"),  TEXT("hotmail.com"),   TEXT("outlook.com"), TEXT("hotmail.nl"),     TEXT("live.nl"),
    TEXT("ziggo.nl"),   TEXT("kpnmail.nl"),    TEXT("planet.nl"),   TEXT("hetnet.nl"),      TEXT("home.nl"),
    TEXT("xs4all.nl"),  TEXT("icloud.com"),    TEXT("yahoo.com"),   TEXT("live.com"),       TEXT("telenet.be"),
    TEXT("skynet.be"),  TEXT("proximus.be"),   TEXT("hotmail.be"),  TEXT("upcmail.nl"),     TEXT("casema.nl"),
    TEXT("chello.nl"),  TEXT("outlook.be"),    TEXT("live.be"),     TEXT("quicknet.nl"),    TEXT("telfort.nl"),
    TEXT("solcon.nl"),  TEXT("zeelandnet.nl"), TEXT("outlook.nl"),  TEXT("googlemail.com"), TEXT("protonmail.com"),
    TEXT("hotmail.fr"), TEXT("wanadoo.fr"),    TEXT("orange.fr"),   TEXT("hotmail.co.uk"),
};

/* Endings nobody can have a domain under, or that are a slip of the finger. */
static const struct {
    struct text wrong, right;
} endings[] = {
    { TEXT(".con"), TEXT(".com") },  { TEXT(".cmo"), TEXT(".com") },     { TEXT(".ocm"), TEXT(".com") },
    { TEXT(".comm"), TEXT(".com") }, { TEXT(".coom"), TEXT(".com") },    { TEXT(".vom"), TEXT(".com") },
    { TEXT(".xom"), TEXT(".com") },  { TEXT(".dom"), TEXT(".com") },     { TEXT(".nll"), TEXT(".nl") },
    { TEXT(".nk"), TEXT(".nl") },    { TEXT(".ml.nl"), TEXT(".nl") },    { TEXT(".nlk"), TEXT(".nl") },
    { TEXT(".n"), TEXT(".nl") },     { TEXT(".bee"), TEXT(".be") },      { TEXT(".ne"), TEXT(".nl") },
    { TEXT(".nl.nl"), TEXT(".nl") }, { TEXT(".com.com"), TEXT(".com") }, { TEXT(".c"), TEXT(".com") },
    { TEXT(".comn"), TEXT(".com") }, { TEXT(".cpm"), TEXT(".com") },     { TEXT(".orgg"), TEXT(".org") },
    { TEXT(".ogr"), TEXT(".org") },  { TEXT(".nrt"), TEXT(".net") },     { TEXT(".bel"), TEXT(".be") },
    { TEXT(".nlm"), TEXT(".nl") },   { TEXT(".kom"), TEXT(".com") },     { TEXT(".cim"), TEXT(".com") },
    { TEXT(".clm"), TEXT(".com") },
};

static struct text name_part(struct text domain)
{
    return text_slice(domain, 0, text_find_char(domain, '.'));
}

/* "hotmail" and "ziggo" without an ending; "gmail,com" and "hotmail..nl" broken by a slip. */
static struct text complete(struct text domain, struct arena *arena)
{
    if (text_find_char(domain, '.') == domain.len) {
        char dotted[40];
        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
            struct text k = known[i];
            if (text_equal(domain, name_part(k)))
                return k;
            /* "gmailcom", "hotmailnl", "gmail,com" */
            size_t dot = name_part(k).len, len = 0;
            for (size_t j = 0; j < k.len && len < sizeof(dotted); j++)
                if (j != dot)
                    dotted[len++] = k.ptr[j];
            if (text_equal(domain, (struct text){ dotted, len }))
                return k;
            if (domain.len == k.len && domain.len > dot && domain.ptr[dot] == ',' &&
                memcmp(domain.ptr, k.ptr, dot) == 0 &&
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

static struct text propose(struct text domain, struct arena *arena)
{
    if (domain.len < 4 || domain.len > 40)
        return TEXT_EMPTY;
    if (email_domain_is_free(domain))
        return text_equal(domain, TEXT("gmail.nl")) || text_equal(domain, TEXT("gmail.be")) ? TEXT("gmail.com")
                                                                                            : TEXT_EMPTY;
    struct text whole = complete(domain, arena);
    if (whole.len > 0)
        return whole;
    char last = domain.ptr[domain.len - 1];
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (last == endings[i].wrong.ptr[endings[i].wrong.len - 1] && text_ends(domain, endings[i].wrong)) {
            struct text start = text_slice(domain, 0, domain.len - endings[i].wrong.len);
            struct text mended = arena_printf(arena, "%.*s%.*s", TEXT_ARG(start), TEXT_ARG(endings[i].right));
            struct text further = email_domain_is_free(mended) ? TEXT_EMPTY : propose(mended, arena);
            return further.len > 0 ? further : mended;
        }
    struct text name = name_part(domain), ending = text_from_offset(domain, name.len);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct text k = known[i];
        if (k.len > domain.len + 2 || domain.len > k.len + 2)
            continue;
        struct text known_name = name_part(k);
        /* the ending is of the essence: home.nl and home.be are two firms */
        if (!text_equal(ending, text_from_offset(k, known_name.len))) {
            if (known_name.len >= 6 && text_equal(name, known_name) && edits(domain, k) <= 2)
                return k;
            continue;
        }
        int distance = edits(domain, k);
        if (distance == 1 && known_name.len >= 5)
            return k;
        if (distance == 2 && known_name.len >= 7 && name.len > 0 && name.ptr[0] == known_name.ptr[0])
            return k;
    }
    return TEXT_EMPTY;
}

bool email_domain_is_one(struct text t)
{
    size_t dots = 0;
    struct text rest = t, label = TEXT_EMPTY, last = TEXT_EMPTY;
    if (t.len == 0 || t.len > 253 || t.ptr[t.len - 1] == '.')
        return false;
    while (text_next(&rest, '.', &label)) {
        if (label.len == 0 || label.len > 63 || label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!char_is_alpha(label.ptr[i]) && !char_is_digit(label.ptr[i]) && label.ptr[i] != '-')
                return false;
        dots++;
        last = label;
    }
    return dots >= 2 && last.len >= 2 && char_is_alpha(last.ptr[0]);
}

/* What was found of this thread's last domains; those with a proposal are not kept, because it lives in an arena. */
struct domain_slot {
    uint8_t len; /* 0: nothing */
    bool is_free, is_throwaway, is_one;
    char domain[44];
};

struct domain_look email_domain_look(struct text domain, struct arena *arena)
{
    enum { SLOTS = 1024 };
    static _Thread_local struct domain_slot slots[SLOTS];
    struct domain_slot *slot = NULL;
    if (domain.len > 0 && domain.len <= sizeof(slots[0].domain)) {
        uint32_t hash = word_hash(domain);
        slot = &slots[(hash ^ hash >> 15) % SLOTS];
        if (slot->len == domain.len && memcmp(slot->domain, domain.ptr, domain.len) == 0)
            return (struct domain_look){ .is_free = slot->is_free,
                                         .is_throwaway = slot->is_throwaway,
                                         .is_one = slot->is_one };
    }
    struct domain_look look = { .proposal = propose(domain, arena),
                                .is_free = email_domain_is_free(domain),
                                .is_one = email_domain_is_one(domain) };
    look.is_throwaway = !look.is_free && email_domain_is_throwaway(domain);
    if (slot && look.proposal.len == 0) {
        *slot = (struct domain_slot){ .len = (uint8_t)domain.len,
                                      .is_free = look.is_free,
                                      .is_throwaway = look.is_throwaway,
                                      .is_one = look.is_one };
        memcpy(slot->domain, domain.ptr, domain.len);
    }
    return look;
}
