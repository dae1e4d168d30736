#!/usr/bin/env python3
"""Run test programs that print TAP, two at a time, and add up their cases.

tap.py LEVEL BUILD     LEVEL quick, all or sanitize; closes with "N passed, N failed"

C tests are those Meson knows (meson introspect --tests).  Scripts are the
executable files tests/*/run*.sh and tests/*/run*.py; a first comment line
"# level: all" keeps one out of the quick run.  A program that dies or prints
no plan counts as one failure, so silence never passes.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIMEOUT_S = 900


def meson_tests(build):
    out = subprocess.run(["meson", "introspect", "--tests", build], cwd=ROOT, capture_output=True, text=True, check=True,
                         env={**os.environ, "PATH": "/usr/bin:" + os.environ["PATH"]})
    return json.loads(out.stdout)


def script_level(path):
    for line in path.read_text(errors="replace").splitlines()[:12]:
        found = re.match(r"#\s*level:\s*(\w+)", line)
        if found:
            return found.group(1)
    return "quick"


def jobs(level, build):
    """(name, command, environment, folder) of every program of this level."""
    for test in meson_tests(build):
        env = test["env"] if isinstance(test["env"], dict) else {}
        yield test["name"], test["cmd"], env, ROOT / build
    if level == "sanitize":
        return
    scripts = sorted(p for pattern in ("run*.sh", "run*.py") for p in (ROOT / "tests").glob("*/" + pattern))
    for path in scripts:
        if os.access(path, os.X_OK) and (level == "all" or script_level(path) == "quick"):
            yield str(path.relative_to(ROOT / "tests")), [str(path)], {"KLANTBEELD": str(ROOT / build / "klantbeeld")}, ROOT


def count(output):
    """(passed, failed, skipped, lines of failed cases) of a TAP text."""
    passed = failed = skipped = 0
    plan = None
    wrong = []
    for line in output.splitlines():
        if re.match(r"ok\b", line):
            if re.search(r"#\s*skip", line, re.I):
                skipped += 1
            else:
                passed += 1
        elif re.match(r"not ok\b", line):
            failed += 1
            wrong.append(line)
        elif found := re.match(r"1\.\.(\d+)", line):
            plan = (plan or 0) + int(found.group(1))
    if plan is None or passed + failed + skipped < plan:
        failed += 1
        wrong.append(f"planned {plan} cases, saw {passed + failed + skipped - 1}")
    return passed, failed, skipped, wrong


def run(job):
    name, command, env, folder = job
    start = time.monotonic()
    try:
        done = subprocess.run(command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, errors="replace",
                              timeout=TIMEOUT_S, stdin=subprocess.DEVNULL)
        output, errors, code = done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired as late:
        output, errors, code = (late.stdout or b"").decode(errors="replace"), f"stopped after {TIMEOUT_S} s", -1
    passed, failed, skipped, wrong = count(output)
    if code != 0 and failed == 0:
        failed, wrong = 1, [f"exit code {code}"]
    return name, passed, failed, skipped, wrong, output, errors, time.monotonic() - start


def main():
    level, build = sys.argv[1:]
    total = [0, 0, 0]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for name, passed, failed, skipped, wrong, output, errors, seconds in pool.map(run, list(jobs(level, build))):
            total = [total[0] + passed, total[1] + failed, total[2] + skipped]
            mark = "FAIL" if failed else "ok  "
            note = f", {skipped} skipped" if skipped else ""
            print(f"{mark} {name}: {passed} passed{note} ({seconds:.1f} s)", flush=True)
            if skipped:
                for line in output.splitlines():
                    if re.match(r"ok\b.*#\s*skip", line, re.I):
                        print("     " + line)
            if failed:
                print("\n".join("     " + line for line in wrong))
                print("\n".join("     | " + line for line in (output + errors).splitlines()[-40:]))
    print(f"{total[0]} passed, {total[1]} failed" + (f", {total[2]} skipped" if total[2] else ""))
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
