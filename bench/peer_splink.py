#!/usr/bin/env python3
"""Run Splink 4 on DuckDB over labelled sets, with settings chosen with care, for comparison.

peer_splink.py SET RECORDS.csv TRUTH.csv [--threads N]

Prints one JSON line: pairs, F1 over within-cluster pairs at the usual cut-off
(match probability 0.95) and at the best of a ladder of cut-offs, seconds, peak memory.
Settings per set follow Splink's own guides: joint name comparison, term
frequencies, several blocking rules per field, u from random pairs, m by EM in
several passes.  https://moj-analytical-services.github.io/splink/
"""
import logging
import time

import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from peer_sets import arguments, load, scores, tell

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
    "dedupe_csv_example": lambda: {
        "comparisons": [cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
                        cl.LevenshteinAtThresholds("address", [2, 5]).configure(term_frequency_adjustments=True),
                        cl.ExactMatch("zip"),
                        cl.LevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True)],
        "blocking": [block_on("name"), block_on("address"), block_on("phone"), block_on("zip", "substr(name,1,4)"),
                     block_on("substr(name,1,8)"), block_on("zip", "substr(address,1,5)")],
        "deterministic": [block_on("name", "address")],
        "training": [block_on("name"), block_on("address"), block_on("phone")],
        "joint": None,
    },
    "senzing_customers": lambda: {
        "comparisons": [cl.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
                        cl.DateOfBirthComparison("born", input_is_string=True, datetime_format="%Y-%m-%d"),
                        cl.JaroWinklerAtThresholds("address", [0.9, 0.7]),
                        cl.ExactMatch("phone"), cl.ExactMatch("email"), cl.ExactMatch("code")],
        "blocking": [block_on("substr(name,1,2)"), block_on("born"), block_on("address"), block_on("phone"),
                     block_on("email"), block_on("code"), block_on("substr(address,1,4)")],
        "deterministic": [block_on("name", "born"), block_on("name", "phone"), block_on("code")],
        "training": [block_on("name"), block_on("born"), block_on("phone")],
        "joint": None,
    },
}


def main():
    args, truth, start = arguments(SETS)
    frame = load(args.set, args.records)
    chosen = SETS[args.set]()
    if chosen["joint"]:
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
    outcome = {}
    seconds = None
    for cut in [0.95] + [c for c in ladder if c != 0.95]:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=cut)
        found = dict(clusters.as_pandas_dataframe()[["id", "cluster_id"]].itertuples(index=False))
        outcome[cut] = scores(found, truth)
        seconds = seconds or time.monotonic() - start
    tell("splink4", args, len(frame), 0.95, outcome, seconds)


if __name__ == "__main__":
    main()
