/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/match_report.h"

#include <inttypes.h>
#include <stdio.h>

static void put_families(const struct match_stats *stats, struct json_out *json)
{
    json_key(json, "families");
    json_array(json);
    for (size_t i = 0; i < MATCH_FAMILIES; i++) {
        const struct match_family *family = &stats->families[i];
        if (!family->pairs && !family->keys)
            continue;
        json_object(json);
        json_put(json, "name", text_from(family->name));
        json_put_u64(json, "keys", family->keys);
        json_put_u64(json, "largest", family->largest);
        json_put_u64(json, "refined", family->refined);
        json_put_u64(json, "pairs", family->pairs);
        json_put_u64(json, "pairs_left_out", family->left_out);
        json_end(json);
    }
    json_end(json);
}

void match_report_json(const struct match_stats *stats, struct json_out *json)
{
    json_put_u64(json, "budget_hits", stats->budget_hits);
    json_put_u64(json, "reviews_left_out", stats->reviews_left_out);
    json_key(json, "stopped");
    json_object(json);
    for (unsigned rule = 1; rule < MATCH_RULES; rule++)
        if (stats->stopped[rule])
            json_put_u64(json, match_rule_name(rule), stats->stopped[rule]);
    json_end(json);
    put_families(stats, json);
}

void match_report_print(const struct cli *cli, const struct match_stats *stats)
{
    bool nl = cli->job.lang == LANGUAGE_NL;
    for (unsigned rule = 1; rule < MATCH_RULES; rule++)
        if (stats->stopped[rule])
            printf(nl ? "paren die de regel '%s' uit elkaar hield: %" PRIu64 "\n"
                      : "pairs that the rule '%s' kept apart: %" PRIu64 "\n",
                   match_rule_name(rule), stats->stopped[rule]);
    for (size_t i = 0; i < MATCH_FAMILIES; i++) {
        const struct match_family *family = &stats->families[i];
        if (family->refined)
            printf(nl ? "te volle sleutels '%s': %" PRIu64 " van %" PRIu64 " verfijnd, de volste had %" PRIu32
                        " vermeldingen\n"
                      : "over-full keys '%s': %" PRIu64 " of %" PRIu64 " refined, the fullest had %" PRIu32
                        " mentions\n",
                   family->name, family->refined, family->keys, family->largest);
    }
    if (stats->budget_hits)
        printf(nl ? "vermeldingen met te veel kandidaten, waarvan de zeldzaamste sleutels voorgingen: %" PRIu64 "\n"
                  : "mentions with too many candidates, whose rarest keys went first: %" PRIu64 "\n",
               stats->budget_hits);
    if (stats->reviews_left_out)
        printf(nl ? "twijfelgevallen buiten de lijst, omdat andere meer waard zijn: %" PRIu64 "\n"
                  : "cases of doubt left out of the list, as others are worth more: %" PRIu64 "\n",
               stats->reviews_left_out);
}
