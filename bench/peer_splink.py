#!/usr/bin/env python3
"""Run Splink 4 on DuckDB over labelled sets, with settings chosen with care, for comparison.

peer_splink.py SET RECORDS.csv TRUTH.csv [--threads N]

Prints one JSON line: pairs, F1 over within-cluster pairs at the usual cut-off
(match probability 0.95) and at the best of a ladder of cut-offs, seconds, peak memory.
Settings per set follow Splink's own guides: joint name comparison, term
frequencies, several blocking rules per field, u from random pairs, m by EM in
several passes.  https://moj-analytical-services.github.io/splink/
"""
import argparse
import collections
import json
import logging
import resource
import time

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.WARNING)


def person(given, surname, dob, dob_format, others, rules):
    """Settings of a table of persons."""
    return {
        "comparisons": [cl.ForenameSurnameComparison(given, surname, forename_surname_concat_col_name="name_joint"),
                        cl.DateOfBirthComparison(dob, input_is_string=True, datetime_format=dob_format), *others],
        "blocking": [*rules, block_on(given, surname), block_on(surname, dob), block_on(given, dob), block_on(dob),
                     block_on(f"substr({given},1,3)", f"substr({surname},1,4)")],
        "deterministic": [block_on(given, surname, dob)],
        "training": [block_on(dob), block_on(given, surname)],
        "joint": (given, surname),
    }


SETS = {
    "febrl3": lambda: person("given_name", "surname", "date_of_birth", "%Y%m%d", [
        cl.LevenshteinAtThresholds("address_1", [2, 5]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("address_2", 2),
        cl.LevenshteinAtThresholds("suburb", 2).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("street_number", 1),
    ], [block_on("postcode", "surname"), block_on("address_1"), block_on("suburb", "street_number"), block_on("postcode", "given_name")]),
    "fake_1000": lambda: person("first_name", "surname", "dob", "%Y-%m-%d", [
        cl.EmailComparison("email").configure(term_frequency_adjustments=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    ], [block_on("email"), block_on("first_name", "city"), block_on("surname", "city")]),
    "pseudopeople_dev": lambda: person("first_name", "last_name", "date_of_birth", "%m/%d/%Y", [
        cl.ExactMatch("middle_initial").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("street_name", 2).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("street_number", 1),
        cl.ExactMatch("sex"),
    ], [block_on("street_name", "first_name"), block_on("street_name", "street_number")]),
    "bench": lambda: person("voornaam", "achternaam", "geboortedatum", "%Y-%m-%d", [
        cl.EmailComparison("email").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("telefoon", [1, 2]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("straat", 2).configure(term_frequency_adjustments=True),
        cl.ExactMatch("huisnummer"),
    ], [block_on("email"), block_on("telefoon"), block_on("postcode", "huisnummer", "voornaam"), block_on("postcode", "achternaam")]),
}


def pair_count(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def scores(found, truth):
    """(precision, recall, f1) over within-cluster pairs; both map id -> cluster."""
    both = pair_count(collections.Counter((found[i], truth[i]) for i in truth).values())
    f, t = pair_count(collections.Counter(found[i] for i in truth).values()), pair_count(collections.Counter(truth.values()).values())
    precision, recall = both / f if f else 0.0, both / t if t else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("set", choices=SETS)
    parser.add_argument("records")
    parser.add_argument("truth")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    start = time.monotonic()
    frame = pd.read_csv(args.records, dtype=str, keep_default_na=False, low_memory=False).replace("", None)
    chosen = SETS[args.set]()
    given, surname = chosen["joint"]
    frame["name_joint"] = frame[given].fillna("") + " " + frame[surname].fillna("")
    settings = SettingsCreator(link_type="dedupe_only", unique_id_column_name="id", comparisons=chosen["comparisons"],
                               blocking_rules_to_generate_predictions=chosen["blocking"])
    api = DuckDBAPI()
    api._con.execute(f"SET threads TO {args.threads}")
    linker = Linker(frame, settings, db_api=api)
    linker.training.estimate_probability_two_random_records_match(chosen["deterministic"], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7 if len(frame) > 1e5 else 1e6, seed=1)
    for rule in chosen["training"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    ladder = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999]
    truth = dict(pd.read_csv(args.truth, dtype=str)[["id", "cluster"]].itertuples(index=False))
    outcome = {}
    seconds = None
    for cut in [0.95] + [c for c in ladder if c != 0.95]:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=cut)
        found = dict(clusters.as_pandas_dataframe()[["id", "cluster_id"]].itertuples(index=False))
        outcome[cut] = scores(found, truth)
        seconds = seconds or time.monotonic() - start
    best = max(outcome, key=lambda cut: outcome[cut][2])
    print(json.dumps({"peer": "splink4", "set": args.set, "records": len(frame), "default_f1": round(outcome[0.95][2], 4),
                      "best_f1": round(outcome[best][2], 4), "best_cut": best, "best_precision": round(outcome[best][0], 4),
                      "best_recall": round(outcome[best][1], 4), "wall_s": round(seconds, 2),
                      "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()
