"""What the comparisons with peers share: a labelled set read and cleaned for them, and how an outcome is judged.

A peer is judged as we are: clusters against the truth, F1 over pairs within clusters, at its usual cut-off and at
the best of a ladder of cut-offs (which it could not know without the truth).
"""
import argparse
import collections
import json
import re
import resource
import time

import pandas as pd


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False, low_memory=False).replace("", None)


def first_of(frame, *columns):
    """The first column that is filled, row by row."""
    out = frame[columns[0]]
    for column in columns[1:]:
        out = out.fillna(frame[column])
    return out


def joined(frame, *columns):
    return frame[list(columns)].fillna("").agg(" ".join, axis=1).str.split().str.join(" ").replace("", None)


def words(values):
    """Lower case, letters and digits, one space: what a careful user would do first."""
    return values.str.lower().map(lambda v: " ".join(re.findall(r"\w+", v)) if isinstance(v, str) else None).replace("", None)


def digits(values, last):
    return values.map(lambda v: re.sub(r"\D", "", v)[-last:] if isinstance(v, str) else None).replace("", None)


def sites(frame):
    """dedupe_csv_example: the four columns its own example compares."""
    return pd.DataFrame({"id": frame["id"], "name": words(frame["Site name"]), "address": words(frame["Address"]),
                         "zip": frame["Zip"], "phone": digits(frame["Phone"], 7)})


def mixed(frame):
    """senzing_customers: persons and firms in columns of both."""
    address = first_of(frame.assign(whole=joined(frame, "ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE")),
                       "ADDR_FULL", "whole")
    name = first_of(frame.assign(parts=joined(frame, "PRIMARY_NAME_FIRST", "PRIMARY_NAME_MIDDLE", "PRIMARY_NAME_LAST")),
                    "PRIMARY_NAME_ORG", "PRIMARY_NAME_FULL", "parts")
    born = pd.to_datetime(frame["DATE_OF_BIRTH"], errors="coerce", format="mixed").dt.strftime("%Y-%m-%d")
    code = first_of(frame, "PASSPORT_NUMBER", "DRIVERS_LICENSE_NUMBER", "SSN_NUMBER", "NATIONAL_ID_NUMBER")
    return pd.DataFrame({"id": frame["id"], "name": words(name), "born": born.where(born.notna(), None),
                         "address": words(address), "phone": digits(frame["PHONE_NUMBER"], 7),
                         "email": frame["EMAIL_ADDRESS"].str.lower(), "code": words(code)})


CLEANED = {"dedupe_csv_example": sites, "senzing_customers": mixed}


def load(name, records):
    frame = read(records)
    return CLEANED[name](frame) if name in CLEANED else frame


def pair_count(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def scores(found, truth):
    """(precision, recall, f1) over within-cluster pairs; both map id -> cluster."""
    both = pair_count(collections.Counter((found[i], truth[i]) for i in truth).values())
    f, t = pair_count(collections.Counter(found[i] for i in truth).values()), pair_count(collections.Counter(truth.values()).values())
    precision, recall = both / f if f else 0.0, both / t if t else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def arguments(sets):
    parser = argparse.ArgumentParser()
    parser.add_argument("set", choices=sets)
    parser.add_argument("records")
    parser.add_argument("truth")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    truth = dict(pd.read_csv(args.truth, dtype=str)[["id", "cluster"]].itertuples(index=False))
    return args, truth, time.monotonic()


def tell(peer, args, records, usual, outcome, seconds):
    """One JSON line; outcome: cut-off -> scores."""
    best = max(outcome, key=lambda cut: outcome[cut][2])
    print(json.dumps({"peer": peer, "set": args.set, "records": records, "default_f1": round(outcome[usual][2], 4),
                      "best_f1": round(outcome[best][2], 4), "best_cut": best, "best_precision": round(outcome[best][0], 4),
                      "best_recall": round(outcome[best][1], 4), "wall_s": round(seconds, 2),
                      "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
