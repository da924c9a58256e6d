#!/usr/bin/env python3
"""Compares period arithmetic with a slow simulation of its own.

    test/server test/oracle/period.py [CASES]

last_day() and in_force() are compared with a simulation that lives through
the days one by one and knows nothing of ranges; term_end() with the calendar
of this language.  The seed is fixed.  Prints what was compared, and exits
with 1 at any difference.
"""
import calendar
import collections
import datetime
import os
import random
import subprocess
import sys

SEED = 20170420
DAY = datetime.timedelta(days=1)
ORIGIN = datetime.date(2023, 11, 1)


def psql(script):
    """Lines that the script prints."""
    done = subprocess.run(
        ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"],
        input=script, capture_output=True, text=True,
        env=dict(os.environ, PGOPTIONS="-c datestyle=ISO,YMD"), check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.splitlines()


def answers(columns, rows, query):
    """Lines of a query over the rows, which are the table made."""
    return psql("CREATE TEMP TABLE made (%s);\nCOPY made FROM STDIN;\n%s\n\\.\n%s\n"
                % (columns, "\n".join(rows), query))


# Stops: days are numbers here, and None is an open end.

def random_case(rng):
    start = rng.randrange(0, 120)
    term = rng.choice([None, rng.randrange(-20, 0), rng.randrange(0, 10)]
                      + [rng.randrange(0, 150)] * 9)
    base = None if term is None else start + term
    stops = []
    for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4, 6, 9])):
        first = rng.randrange(-30, 330)
        length = rng.choice([0, 1, 1, 2, 5, rng.randrange(0, 60)])
        stops.append([first, first + length])
    if stops and rng.random() < 0.15:
        rng.choice(stops)[1] = None
    if stops and rng.random() < 0.03:
        rng.choice(stops)[0] = None
    if len(stops) > 1 and rng.random() < 0.3:      # one that touches another
        if stops[0][1] is not None:
            stops[1] = [stops[0][1], stops[0][1] + rng.randrange(0, 20)]
    return start, base, stops


def live(start, base, stops):
    """(last day or None, days in force): one day after the other.

    There are base - start + 1 days to serve.  A day is served unless it is
    stopped, and the last day is the one on which the last of them is served.
    """
    stopped = set()
    until = 1200                                   # after any finite stop
    for first, end in stops:
        stopped.update(range(-400 if first is None else first,
                             until if end is None else end))
    to_serve = None if base is None else base - start + 1
    if to_serve is not None and to_serve <= 0:
        return base, []
    served = []
    for day in range(start, until):
        if day in stopped:
            continue
        served.append(day)
        if len(served) == to_serve:
            return day, served
    return None, served


def as_days(multirange, until):
    days = []
    for part in multirange.strip("{}").replace("),[", ")|[").split("|"):
        if part:
            first, end = part.strip("[)").split(",")
            first = (datetime.date.fromisoformat(first) - ORIGIN).days
            end = (datetime.date.fromisoformat(end) - ORIGIN).days \
                if end else until
            assert first < end and (not days or days[-1] + 1 < first), part
            days.extend(range(first, end))
    return days


def text(day):
    return "" if day is None else (ORIGIN + day * DAY).isoformat()


def check_stops(cases):
    rng = random.Random(SEED)
    made = [random_case(rng) for _ in range(cases)]
    rows = []
    for number, (start, base, stops) in enumerate(made):
        ranges = ",".join("[%s,%s)" % (text(a), text(b)) for a, b in stops)
        rows.append("%d\t%s\t%s\t{%s}" % (
            number, text(start), text(base) or r"\N", ranges))
    lines = answers(
        "number int, from_day date, base_last date, stops datemultirange",
        rows, """
        SELECT credit.last_day(from_day, base_last, stops),
            credit.in_force(from_day, base_last, stops)
        FROM made ORDER BY number;""")
    if len(lines) != cases:
        sys.exit("%d answers to %d cases" % (len(lines), cases))
    seen = collections.Counter()
    wrong = 0
    for line, (start, base, stops) in zip(lines, made):
        last_day, in_force = line.split("|")
        last, served = live(start, base, stops)
        # a measure without a last day runs on beyond all stops
        days = as_days(in_force, 1200)
        if last_day != text(last) or days != served:
            wrong += 1
            if wrong <= 10:
                print("from %s, base %s, stops %s: %s %s, expected %s %s" % (
                    text(start), text(base), stops, last_day, in_force,
                    text(last), [text(day) for day in served]))
        seen["no last day" if base is None else
             "open" if last is None else
             "never in force" if not served else
             "moved" if last != base else "not moved"] += 1
    print("stops: %d cases, %d differ (%s)" % (cases, wrong, ", ".join(
        "%d %s" % (seen[kind], kind) for kind in sorted(seen))))
    return wrong


# Terms

def end_of_term(start, months, days):
    """Last day of a term, or None beyond the years of this language."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    try:
        return datetime.date(year, month + 1, day) + days * DAY
    except OverflowError:
        return None


def check_terms(cases):
    rng = random.Random(SEED + 1)
    made = []
    for year in range(1896, 2105):                 # every month's end
        for month in range(1, 13):
            for day in range(28, calendar.monthrange(year, month)[1] + 1):
                made.append((datetime.date(year, month, day),
                             rng.randrange(1, 61), 0))
    while len(made) < cases:
        start = datetime.date.fromordinal(rng.randrange(1, 3000000))
        months = rng.choice([0, 0, rng.randrange(1, 40), 12, 24, 36, 60,
                             rng.randrange(1, 3000)])
        days = rng.choice([0, 0, rng.randrange(1, 400)])
        if months or days:
            made.append((start, months, days))
    made = [case for case in made if end_of_term(*case)]
    rows = ["%d\t%s\t%d months %d days" % (number, *case)
            for number, case in enumerate(made)]
    lines = answers(
        "number int, start date, term interval", rows,
        "SELECT credit.term_end(start, term) FROM made ORDER BY number;")
    if len(lines) != len(made):
        sys.exit("%d answers to %d terms" % (len(lines), len(made)))
    wrong = clamped = 0
    for answer, case in zip(lines, made):
        expected = end_of_term(*case)
        clamped += case[2] == 0 and expected.day != case[0].day
        if answer != expected.isoformat():
            wrong += 1
            if wrong <= 10:
                print("%s + %d months %d days: %s, expected %s" % (
                    *case, answer, expected))
    print("terms: %d cases, %d differ (%d end with a shorter month)" % (
        len(made), wrong, clamped))
    return wrong


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
    psql("CREATE EXTENSION IF NOT EXISTS credit CASCADE;")
    return 1 if check_stops(cases) + check_terms(cases) else 0


if __name__ == "__main__":
    sys.exit(main())
