#!/usr/bin/env python3
"""Run recordlinkage (the Python Record Linkage Toolkit) over labelled sets, with settings chosen with care.

peer_recordlinkage.py SET RECORDS.csv TRUTH.csv

Candidates from several blocking keys per set, string measures with the cut-offs its guide uses, and its classifier
without labels (ECM: Fellegi-Sunter by expectation maximisation).  Pairs above a cut-off are joined.  Cut-offs: the
classifier's own decision (0.5) and a ladder.  https://recordlinkage.readthedocs.io/
"""
import time

import numpy as np
import recordlinkage
from recordlinkage.compare import Exact, String

from peer_sets import arguments, load, scores, tell

LADDER = [0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.999999]


def near(column, threshold=0.85):
    return String(column, column, method="jarowinkler", threshold=threshold, label=column)


def same(column):
    return Exact(column, column, label=column)


# comparisons; blocking keys (columns that are the same). Of febrl3 no peer gets the national number, which we erase.
SETS = {
    "febrl3": ([near("given_name"), near("surname"), near("date_of_birth", 0.9), near("address_1"), near("address_2"),
                near("suburb"), same("postcode"), same("street_number")],
               [["date_of_birth"], ["surname"], ["given_name", "postcode"], ["address_1"], ["suburb", "street_number"]]),
    "fake_1000": ([near("first_name"), near("surname"), near("dob", 0.9), near("email"), same("city")],
                  [["dob"], ["surname"], ["first_name", "city"], ["email"]]),
    "pseudopeople_dev": ([near("first_name"), near("last_name"), near("date_of_birth", 0.92), same("middle_initial"),
                          near("street_name"), same("street_number"), same("sex")],
                         [["date_of_birth"], ["last_name", "first_name"], ["street_name", "first_name"],
                          ["street_name", "street_number"]]),
    "dedupe_csv_example": ([near("name", 0.9), near("address", 0.9), same("zip"), same("phone")],
                           [["name"], ["address"], ["phone"], ["zip"]]),
    "senzing_customers": ([near("name", 0.8), same("born"), near("address", 0.8), same("phone"), same("email"), same("code")],
                          [[]]),
    "bench": ([near("voornaam"), near("achternaam"), near("geboortedatum", 0.92), near("email"), same("telefoon"),
               same("postcode"), near("straat"), same("huisnummer")],
              [["geboortedatum", "achternaam"], ["geboortedatum", "voornaam"], ["achternaam", "voornaam"],
               ["postcode", "achternaam"], ["postcode", "voornaam"], ["email"], ["telefoon"]]),
}


def candidates(frame, blocking):
    """Pairs that share a key; a blank is no key."""
    pairs = None
    for columns in blocking:
        indexer = recordlinkage.Index()
        if columns:
            indexer.block(columns)
            met = indexer.index(frame.dropna(subset=columns))
        else:
            indexer.full()
            met = indexer.index(frame)
        pairs = met if pairs is None else pairs.union(met)
    return pairs


def joined(ids, left, right):
    """Clusters of what the pairs connect."""
    of = {i: i for i in ids}

    def root(i):
        while of[i] != i:
            of[i] = of[of[i]]
            i = of[i]
        return i

    for a, b in zip(left, right):
        a, b = root(a), root(b)
        if a != b:
            of[a] = b
    return {i: root(i) for i in ids}


def main():
    args, truth, start = arguments(SETS)
    frame = load(args.set, args.records).set_index("id")
    comparisons, blocking = SETS[args.set]
    pairs = candidates(frame, blocking)
    features = recordlinkage.Compare(comparisons, n_jobs=args.threads).compute(pairs, frame)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    chance = classifier.prob(features)
    left, right = (np.asarray(features.index.get_level_values(level)) for level in (0, 1))
    outcome, seconds = {}, None
    for cut in [0.5] + [c for c in LADDER if c != 0.5]:
        linked = np.asarray(chance) >= cut
        outcome[cut] = scores(joined(frame.index, left[linked], right[linked]), truth)
        seconds = seconds or time.monotonic() - start
    tell("recordlinkage", args, len(frame), 0.5, outcome, seconds)


if __name__ == "__main__":
    main()
