#!/usr/bin/env python3
"""Compares what becomes of decisions with a slow simulation of its own.

    test/server test/oracle/fold.py [CASES] [SEED]
    test/oracle/fold.py CASES SEED alone

Makes random legal histories of decisions, loads them by COPY with all triggers on, and compares the deadlines that the
server sets, the days of each measure, and its state on days around whatever happens, with a simulation that lives
through the days one by one and knows nothing of ranges (fold_life.py).  Each history is asked about as it is, and as it
was known at random moments while it was loaded.  Worked examples are checked first; "alone" makes and simulates without
a server.

100,000 histories unless told otherwise, which takes two minutes on two processors; 1000000 takes twenty.
The seed is fixed unless given.  Prints what was compared, and exits with 1 at any difference.
"""
import collections
import multiprocessing
import os
import random
import sys
import time

from fold_example import check_examples
from fold_life import text_of
from fold_plot import LETTERS, days_to_ask, life_of, make_batch, make_free, table
from fold_server import COLUMNS, TEMPLATE, Refused, ask, changes, create, drop, load, plant, prepare, problems

SEED = 20170420
CASES = 100000
PROCESSES = 2
BATCH = 10000                           # histories that share a database
MOMENTS = 2                             # at which each batch is asked what was known
FREE = 10                               # to so many that are loaded comes one that the aggregate folds alone


def expected(history, life, days):
    """{measure: (columns of measure_run but the first, next change, a letter a day)}; what is not looked at is None."""
    end_day, end_kind = life.end()
    whole = [text_of(life.base_on), text_of(life.from_day), text_of(life.last_day()), text_of(end_day), end_kind or "",
             text_of(life.review_due)]
    told = {}
    for measure in filter(life.carries, life.conduct.measures):
        until, ended_by = life.until(measure)
        # what ends before it begins has no first day that could be compared, and of what is switched we ask states
        natural = not measure.conditional and ended_by in (None, "stop")
        change = text_of(life.next_change(measure, days[0])) if changes(history) else None
        told[measure.number] = [text_of(life.first_day(measure)) if natural else None, text_of(until), ended_by or "",
                                *whole, change, "".join(LETTERS[life.state(measure, day)] for day in days)]
    return told


def differences(history, known, days, right, got):
    """What differs, one for each measure at most: [(history, events known, what, right, got)]."""
    found = []
    for number in sorted(right.keys() | got.keys()):
        if number not in right or number not in got:
            found.append(("measure %d" % number, right.get(number, "none"), got.get(number, "none")))
            continue
        names = COLUMNS[1:] + ["change after %s" % text_of(days[0]), "state"]
        for name, a, b in zip(names, right[number], got[number]):
            if a is not None and a != b:
                if name == "state":
                    place = next(place for place, letter in enumerate(a) if b[place:place + 1] != letter)
                    name, a, b = "state on %s" % text_of(days[place]), a[place], b[place:place + 1]
                found.append(("%s of measure %d" % (name, number), a, b))
                break
    return [(history, known, *each) for each in found]


def compare(job):
    """One batch: (histories, free ones, days asked for, states counted, differences)."""
    seed, first, count, server = job
    batch = make_batch(seed, first, count)
    rng = random.Random("days %d %d" % (seed, first))
    seen, wrong, asked, moments, recorded, whole = collections.Counter(), [], 0, [None], {}, {}
    database = "%s_%d" % (TEMPLATE, os.getpid())
    if server:
        create(database, TEMPLATE)
        recorded, wrong = load(seed, batch, rng, server, database)
        whens = sorted(when for each in recorded.values() for when in each)
        moments += [rng.choice(whens) for _ in range(MOMENTS)]
    free = [make_free(rng, first + number) for number in range(count // FREE)]
    for moment in moments + ["free"]:
        questions, right = [], {}
        for history in free if moment == "free" else batch:
            known = len(history.events)
            if isinstance(moment, int):
                known = sum(when <= moment for when in recorded[history.number]) - 1
            if known < len(history.events) or history.number not in whole or moment == "free":
                life = life_of(history, max(known, 0))
                days = days_to_ask(rng, history, life)
                right[history.number] = known, expected(history, life, days) if known >= 0 else {}
                if moment is None:
                    whole[history.number] = days, right[history.number]
            else:
                days, right[history.number] = whole[history.number]
            questions.append((history, days))
            seen.update(letter for told in right[history.number][1].values() for letter in told[-1])
            asked += len(days)
        answers = ask(seed, questions, moment, server, database) if server else {}
        for history, days in questions if server else []:
            known, told = right[history.number]
            wrong += differences(history, known, days, told, answers[history.number])
    if server:
        wrong += [(batch[0], 0, "verify()", "nothing", line) for line in problems(database)]
        drop(database)
    return len(batch), len(free), asked, seen, wrong


def sow(seed, server):
    """Whether verify() finds what is made to disagree behind its back."""
    create(TEMPLATE + "_planted", TEMPLATE)
    rng = random.Random("plants %d" % seed)
    load(seed, make_batch(seed, 0, 3000), rng, server, TEMPLATE + "_planted")
    planted, found, others = plant(rng, 40, TEMPLATE + "_planted")
    drop(TEMPLATE + "_planted")
    print("planted: %d (%s), %d found by verify(), %d others reported" % (
        sum(planted.values()), ", ".join("%d %s" % (number, name) for name, number in planted.items()),
        sum(found.values()), len(others)))
    for name, number in planted.items():
        if found[name] != number:
            print("  %s: %d found of %d" % (name, found[name], number))
    for line in others[:10]:
        print("  " + line)
    return planted == found and not others


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    started = time.monotonic()
    histories, free, days, seen, wrong, server = 0, 0, 0, collections.Counter(), [], None
    if check_examples():
        return 1
    try:
        if sys.argv[3:] != ["alone"]:
            server = prepare()
        with multiprocessing.Pool(PROCESSES) as pool:
            jobs = [(seed, first, min(BATCH, cases - first), server) for first in range(0, cases, BATCH)]
            for done in pool.imap_unordered(compare, jobs):
                histories, free, days = histories + done[0], free + done[1], days + done[2]
                seen, wrong = seen + done[3], wrong + done[4]
        sown = server is None or sow(seed, server)
    except Refused as refused:
        print("seed %d: %s" % (seed, refused))
        return 1
    for history, known, what, right, got in wrong[:10]:
        print("history %d, %d of %d events known, %s: expected %s, got %s\n%s" % (
            history.number, known, len(history.events), what, right, got, table(*history[2:5], history.events[:known])))
    states = ", ".join("%d %s" % (seen[letter], name) for name, letter in sorted(LETTERS.items()) if name != "off")
    print("%d histories of seed %d and %d of the aggregate alone %s: %d days, %d states (%s), %d differ, %d s" % (
        histories, seed, free, "compared" if server else "made and simulated", days, sum(seen.values()), states,
        len(wrong), time.monotonic() - started))
    return 1 if wrong or not sown else 0


if __name__ == "__main__":
    sys.exit(main())
