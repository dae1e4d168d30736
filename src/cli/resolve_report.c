/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/resolve_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/json_out.h"
#include "cli/match_report.h"
#include "os/process.h"

enum status resolve_report_put(const struct cli *cli, const struct resolve_report *report, struct error *err)
{
    const struct {
        const char *key, *nl, *en;
        uint64_t n;
    } counts[] = {
        { "records", "bronrecords", "source records", report->records },
        { "mentions", "vermeldingen", "mentions", report->mentions },
        { "persons", "personen", "persons", report->persons },
        { "organisations", "organisaties", "organisations", report->organisations },
        { "households", "huishoudens", "households", report->households },
        { "roles", "rollen", "roles", report->roles },
        { "duplicates", "dubbelen", "duplicates", report->duplicates },
        { "reviews", "om na te kijken", "to review", report->reviews },
        { "findings", "bevindingen", "findings", report->findings },
        { "pairs_scored", "paren vergeleken", "pairs compared", report->pairs_scored },
        { "parties_given", "nieuwe relaties", "new parties", report->parties_given },
        { "parties_redirected", "samengevoegde relaties", "parties merged away", report->parties_redirected },
    };
    const struct {
        const char *key, *nl, *en;
        double seconds;
    } times[] = {
        { "seconds_read", "lezen", "read", report->seconds_read },
        { "seconds_match", "herkennen", "match", report->seconds_match },
        { "seconds_golden", "klantbeeld", "profiles", report->seconds_golden },
        { "seconds_households", "huishoudens zoeken", "look for households", report->seconds_households },
        { "seconds_write", "schrijven", "write", report->seconds_write },
        { "seconds", "in totaal", "in all", report->seconds },
    };
    if (!cli->json) {
        for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
            printf("%-24s %12" PRIu64 "\n", cli_say(cli, counts[i].nl, counts[i].en), counts[i].n);
        for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
            printf("%-24s %12.2f s\n", cli_say(cli, times[i].nl, times[i].en), times[i].seconds);
        match_report_print(cli, &report->matching);
        if (report->drift[0])
            printf("%s: %s\n", cli_say(cli, "gewichten die verschoven", "weights that moved"), report->drift);
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
        json_put_u64(&json, counts[i].key, counts[i].n);
    for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
        json_key(&json, times[i].key);
        json_fixed(&json, times[i].seconds, 3);
    }
    json_key(&json, "matching");
    json_object(&json);
    match_report_json(&report->matching, &json);
    json_end(&json);
    json_put_str(&json, "drift", report->drift);
    json_key(&json, "peak_rss_mb");
    json_fixed(&json, process_peak_rss_mb(), 1);
    json_end(&json);
    return cli_put_json(&buf, err);
}
