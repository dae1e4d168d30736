#!/usr/bin/env python3
"""How the matching grows: files of invented persons through `evaluate`, from CSV to clusters.

    bench/match.py build/klantbeeld [SIZE...]     default 10000 100000 1000000; ROUNDS=1
    bench/match.py --plot                         only draw docs/match-growth.svg again

Each size is a row of bench/match.csv: seconds on the clock from file to clusters, processor seconds of the whole
run, pairs compared per second and core, peak memory, and how good the outcome is against the truth.
"""
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "match.csv")
PLOT = os.path.join(HERE, "..", "docs", "match-growth.svg")
COLUMNS = ["version", "size", "match_s", "cpu_s", "read_s", "block_s", "train_s", "score_s", "cluster_s", "pairs",
           "pairs_per_s_core", "peak_rss_mb", "bytes_per_record", "f1", "blocking_recall", "threads", "rounds"]


def run(program, records, truth):
    """One evaluate: its report, the processor seconds and the most memory it took, told by the system."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.close(read)
        os.execv(program, [program, "evaluate", records, truth, "--json"])
    os.close(write)
    with os.fdopen(read) as out:
        report = json.load(out)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise SystemExit("evaluate failed on %s" % records)
    report["peak_rss_mb"] = usage.ru_maxrss / 1024
    return report, usage.ru_utime + usage.ru_stime


def measure(program, size, rounds, version, folder):
    records = os.path.join(folder, "persons.csv")
    made = subprocess.run([program, "demo", "--bench-persons", str(size), "--seed", "1", "--out", records],
                          stdout=subprocess.DEVNULL)
    if made.returncode != 0:
        raise SystemExit("no file of %d persons" % size)
    truth = os.path.join(folder, "persons_waarheid.csv")
    runs = [run(program, records, truth) for _ in range(rounds)]
    middle = lambda name: statistics.median(report[name] for report, _ in runs)
    threads = len(os.sched_getaffinity(0))
    report = runs[0][0]
    return {
        "version": version, "size": size, "match_s": "%.2f" % middle("seconds_match"),
        "cpu_s": "%.2f" % statistics.median(cpu for _, cpu in runs),
        "read_s": "%.2f" % middle("seconds_read"), "block_s": "%.2f" % middle("seconds_block"),
        "train_s": "%.2f" % middle("seconds_train"), "score_s": "%.2f" % middle("seconds_score"),
        "cluster_s": "%.2f" % middle("seconds_cluster"), "pairs": report["pairs_scored"],
        "pairs_per_s_core": round(report["pairs_scored"] / max(middle("seconds_score"), .001) / threads),
        "peak_rss_mb": round(middle("peak_rss_mb")),
        "bytes_per_record": round(middle("peak_rss_mb") * 1048576 / size),
        "f1": "%.4f" % report["f1"], "blocking_recall": "%.4f" % report["blocking_recall"], "threads": threads,
        "rounds": rounds,
    }


def known():
    if not os.path.exists(OUT):
        return []
    with open(OUT, newline="") as file:
        return list(csv.DictReader(file))


def plot(rows):
    """Processor seconds and peak memory against records, both axes by powers of ten; dashed is exactly linear."""
    series = [("cpu_s", "processor seconds", "#1f5fa8"), ("peak_rss_mb", "peak memory, MB", "#b4541a")]
    rows = sorted(rows, key=lambda row: int(row["size"]))
    width, height, left, top, right, bottom = 640, 400, 60, 24, 20, 44
    x_low, x_high, y_low, y_high = 4, 7, 0, 4
    x = lambda n: left + (math.log10(n) - x_low) / (x_high - x_low) * (width - left - right)
    y = lambda n: height - bottom - (max(math.log10(n), y_low) - y_low) / (y_high - y_low) * (height - top - bottom)
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">' %
             (width, height), '<rect width="100%" height="100%" fill="#fff"/>']
    for power in range(x_low, x_high + 1):
        at = x(10 ** power)
        lines.append('<path d="M%.1f %d V%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>' %
                     (at, top, height - bottom, at, height - bottom + 18, "{:,}".format(10 ** power)))
    for power in range(y_low, y_high + 1):
        at = y(10 ** power)
        lines.append('<path d="M%d %.1f H%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>' %
                     (left, at, width - right, left - 6, at + 4, "{:,}".format(10 ** power)))
    lines.append('<text x="%d" y="%d" text-anchor="middle">records</text>' % ((left + width - right) // 2, height - 8))
    for number, (name, label, colour) in enumerate(series):
        points = [(x(int(row["size"])), y(float(row[name]))) for row in rows]
        if not points:
            continue
        lines.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>' %
                     (" ".join("%.1f,%.1f" % point for point in points), colour))
        lines += ['<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>' % (*point, colour) for point in points]
        base = rows[min(1, len(rows) - 1)]
        ends = [(n, float(base[name]) * n / int(base["size"])) for n in (10 ** x_low, 10 ** x_high)]
        ends = [(n, value) for n, value in ends if value >= 1]
        lines.append('<polyline points="%s" fill="none" stroke="%s" stroke-dasharray="4 4"/>' %
                     (" ".join("%.1f,%.1f" % (x(n), y(value)) for n, value in ends), colour))
        lines.append('<text x="%d" y="%d" fill="%s">%s</text>' % (left + 12, top + 16 + 18 * number, colour, label))
    with open(PLOT, "w") as file:
        file.write("\n".join(lines + ["</svg>"]) + "\n")


def main():
    args = sys.argv[1:]
    if args == ["--plot"]:
        return plot(known())
    if not args:
        raise SystemExit(__doc__)
    program, sizes = os.path.abspath(args[0]), [int(size) for size in args[1:]] or [10000, 100000, 1000000]
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    version = done.stdout.strip() or "unknown"
    rows = {int(row["size"]): row for row in known()}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows[size] = measure(program, size, int(os.environ.get("ROUNDS", "1")), version, folder)
        print(", ".join("%s %s" % (name, rows[size][name]) for name in COLUMNS[1:]), flush=True)
    with open(OUT, "w", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(rows[size] for size in sorted(rows))
    plot(list(rows.values()))


if __name__ == "__main__":
    main()
