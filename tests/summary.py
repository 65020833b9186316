#!/usr/bin/env python3
"""Adds up the results of meson's tests, and ends with the line "N passed, N failed, N skipped".

usage: summary.py TESTLOG.json... ['NAME=passed|failed|skipped (WHY)' ...]

A meson test whose output has lines "ok N - ..." / "not ok N - ..." (TAP, or cmocka's "[       OK ]",
or a last line "N passed, N failed, N skipped") counts as that many; another counts as one. A test
that ended badly counts at least one failure, whatever it printed.
"""
import json
import re
import sys

FAILURES_SHOWN = 8
COUNTS = re.compile(r'^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$', re.M)
TAP = re.compile(r'^(not )?ok\b(.*)$', re.M)
CMOCKA_OK = re.compile(r'^\[       OK \] (\S+)$', re.M)
CMOCKA_FAILED = re.compile(r'^\[  FAILED  \] (\S+)$', re.M)
CMOCKA_SKIPPED = re.compile(r'^\[  SKIPPED \] (\S+)$', re.M)


def reason_of(text):
    """Returns the reasons of skips: "skipped: WHY" on a line of its own, or TAP's "# SKIP WHY"."""
    reasons = re.findall(r'^skipped: (.+)$', text, re.M) + re.findall(r'#\s*SKIP\w*:?\s+(.+)$', text,
                                                                    re.M | re.I)
    return '; '.join(dict.fromkeys(reasons)) or 'no reason given'


def count(record):
    """Returns (passed, failed, skipped, reason of a skip) of one record of the test log."""
    output = record.get('stdout') or ''
    errors = record.get('stderr') or ''
    result = record['result']
    if result == 'SKIP':
        lines = [line for line in (output + '\n' + errors).splitlines() if line.strip()]
        return 0, 0, 1, lines[-1] if lines else 'no reason given'
    passed = failed = skipped = 0
    totals = COUNTS.findall(output)
    if totals:
        passed, failed, skipped = (int(number or 0) for number in totals[-1])
    elif TAP.search(output):
        for bad, rest in TAP.findall(output):
            if re.search(r'#\s*skip', rest, re.I):
                skipped += 1
            elif bad:
                failed += 1
            else:
                passed += 1
    else:
        text = output + '\n' + errors
        passed = len(CMOCKA_OK.findall(text))
        failed = len(set(CMOCKA_FAILED.findall(text)))
        skipped = len(set(CMOCKA_SKIPPED.findall(text)))
    if result == 'OK':
        if failed:
            return passed, failed, skipped, ''
        return passed or (0 if skipped else 1), 0, skipped, reason_of(output + '\n' + errors)
    return passed, failed or 1, skipped, reason_of(output + '\n' + errors)


def failures_of(record):
    """Returns the lines of the output that say what failed, at most FAILURES_SHOWN."""
    text = (record.get('stdout') or '') + '\n' + (record.get('stderr') or '')
    lines = [match[0][:200] for match in re.finditer(rf'^not ok\b.*$|{CMOCKA_FAILED.pattern}', text, re.M)]
    return list(dict.fromkeys(lines))[:FAILURES_SHOWN]


def records_of(paths):
    for path in paths:
        with open(path, encoding='utf-8') as log:
            for line in log:
                yield json.loads(line)


def main():
    passed = failed = skipped = 0
    failures, skips = [], []
    logs = [argument for argument in sys.argv[1:] if '=' not in argument]
    for record in records_of(logs):
        ok, bad, left, reason = count(record)
        passed, failed, skipped = passed + ok, failed + bad, skipped + left
        if bad:
            failures.append('\n  '.join([f"{record['name']}: {record['result'].lower()}", *failures_of(record)]))
        if left:
            skips.append(f"{record['name']}: {reason}")
    for extra in sys.argv[1:]:
        name, equals, result = extra.partition('=')
        if not equals:
            continue
        passed += result == 'passed'
        if result == 'failed':
            failed += 1
            failures.append(name)
        elif result.startswith('skipped'):
            skipped += 1
            skips.append(f'{name}: {result[8:].strip("() ") or "not installed"}')
    for text in skips:
        print('skipped:', text)
    for text in failures:
        print('FAILED:', text)
    if passed + failed == 0:
        print('FAILED: no test ran')
        failed = 1
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
