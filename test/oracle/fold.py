"""Compares what becomes of decisions with a slow simulation of its own.

    test/server python3 test/oracle/fold.py [CASES] [SEED]
    python3 test/oracle/fold.py CASES SEED alone

Makes random legal histories of decisions, loads them by COPY with all triggers on, and compares the deadlines that the
server sets, and the state of each measure on days around whatever happens, with a simulation that lives through the
days one by one and knows nothing of ranges.  Each history is asked about twice: with all its events, and as known at a
moment when only some of them had been recorded.  The seed is fixed unless given.  Prints what was compared, and exits
with 1 at any difference.  Worked examples are checked first; "alone" makes and simulates without a server.
"""
import bisect
import calendar
import collections
import datetime
import functools
import multiprocessing
import os
import random
import re
import subprocess
import sys
import time

SEED = 20170420
DATABASE = "oracle_fold"
PROCESSES = 2
BATCH = 5000                            # histories loaded at a time
ORIGIN = datetime.date(2024, 1, 1)      # days are numbers from here on
HORIZON = 1100                          # days simulated; whatever ends does so before
LAST_EVENT = 725                        # in December 2025, when the clock of a history stops
LETTERS = {"active": "A", "annulled": "N", "expired": "X", "pending": "P", "released": "L", "repaired": "R",
           "revoked": "V", "suspended": "S",
           "off": "-"}                  # a conditional measure that was never switched on has no state
HOLIDAYS = """2024-01-01 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 2024-04-04 2024-05-01 2024-05-02
    2024-05-03 2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07 2025-01-01 2025-01-28 2025-01-29 2025-01-30
    2025-01-31 2025-02-03 2025-02-04 2025-05-01 2025-05-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06""".split()
WORKDAYS = "2024-02-04 2024-02-18 2024-05-11 2024-09-29 2025-01-26 2025-02-08 2025-04-27 2025-09-28".split()


# Days and terms

def day_of(text):
    return (datetime.date.fromisoformat(text) - ORIGIN).days


@functools.lru_cache(None)
def text_of(day):
    return "" if day is None else (ORIGIN + datetime.timedelta(day)).isoformat()


@functools.lru_cache(None)
def term_end(start, term):
    """Last day of a term of (months, days); the start is not counted."""
    date = ORIGIN + datetime.timedelta(start)
    year, month = divmod(date.year * 12 + date.month - 1 + term[0], 12)
    date = date.replace(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))
    return (date - ORIGIN).days + term[1]


WORKED = [day for day in range(-30, HORIZON) if text_of(day) in WORKDAYS or text_of(day) not in HOLIDAYS
          and (ORIGIN + datetime.timedelta(day)).weekday() < 5]


def add_workdays(start, count):
    return WORKED[bisect.bisect_right(WORKED, start) + count - 1] if count else start


# The catalogue: nine conducts with some of six measures each.  A conduct without a term goes on until a condition.

Measure = collections.namedtuple("Measure", "number term undated most stop_counts conditional",
                                 defaults=[None, False, None, True, False])
Conduct = collections.namedtuple("Conduct", "code basis term measures review suspends window standstill reply wait",
                                 defaults=[None, True, None, 0, 7, None])


def measures(numbers, undated=False):
    all_six = [Measure(1, undated=undated), Measure(2, (0, 20)), Measure(3, undated=undated, most=(0, 25)),
               Measure(4, undated=undated, stop_counts=False), Measure(5, undated=undated, conditional=True),
               Measure(6, undated=True)]
    return [all_six[number - 1] for number in numbers]


MONTH, TWO_MONTHS, TEN_DAYS = (0, 30), (2, 0), (0, 10)
CONDUCTS = [
    Conduct("f_plain", "decided", MONTH, measures([1])),
    Conduct("f_window", "served", (0, 45), measures([1, 2, 3, 4]), window=TEN_DAYS),
    Conduct("f_many", "decided", (3, 0), measures([1, 2, 3, 4, 5, 6]), TWO_MONTHS, standstill=3, reply=5),
    Conduct("f_short", "served", TEN_DAYS, measures([1, 2, 4]), window=TEN_DAYS, standstill=3),
    Conduct("f_long", "decided", (0, 90), measures([1, 3, 5, 6]), MONTH, False, TEN_DAYS, wait=(0, 5)),
    Conduct("f_stated", "stated", (0, 45), measures([1, 4, 6]), MONTH, reply=3),
    Conduct("f_until", "decided", None, measures([1, 2, 3, 4, 5], True), MONTH),
    Conduct("f_listed", "served", None, measures([1, 2, 5], True), TWO_MONTHS, False, TEN_DAYS),
    Conduct("f_both", "served", None, measures([1, 2], True), MONTH, standstill=3, reply=5)]


class Event:
    """A row of credit.event; what a kind does not have is None."""
    until_day = last_day = published_on = due_on = outcome = measures = extends = None
    ground = objector = target = about = None

    def __init__(self, kind, on_day, **given):
        self.kind = kind
        self.on_day = on_day
        self.__dict__.update(given)


# The simulation.  Stops raise flags on their days, and then each measure lives through its days.
#
# Where the rules leave a choice it is made so.  A stop is ended by the answer recorded first, and a later remittal
# stops anew from the complaint on, not the days between.  About another refused repair is not the same again.  A
# repair granted upon an objection leaves the days of the objection unadded.  A last day given with a partly upheld
# answer holds for every measure; an amended one for those without a term of their own.  A cap holds before stops move
# the last day.  A condition is met from its day on, and days on which the measure is off are never added.  Before
# service there is no last day.  A lapse waits for the latest reply of all that are open, whenever they were received.

class Life:
    """What became of a decision, told its events in order of recording."""

    def __init__(self, conduct, decided, served, events):
        for event in events:
            if event.kind == "served":
                served = event.on_day
        self.conduct = conduct
        self.base_on = served if conduct.basis == "served" else decided
        self.from_day = None if served is None else add_workdays(served, conduct.standstill) + 1
        self.stopped = bytearray(HORIZON)       # nothing is in force
        self.added = bytearray(HORIZON)         # the last day moves
        self.unreviewed = bytearray(HORIZON)    # what has no last day is not in force
        self.lifted = collections.defaultdict(set)          # measure: days on which it is lifted
        self.switched = {}                      # measure: a flag a day, 1 on, 2 off again
        self.open_from = HORIZON                # a stop begins that nothing has ended, and that may move the last day
        self.reply_due = None                   # when the last of the replies that are open was due
        self.changes = collections.defaultdict(list)        # day: what changes the last day
        self.ends = []                          # (day, rank, state, measures)
        self.annulled = False
        self.dropped = set()
        self.known = {}
        self.look(events)

    def stop(self, first, end, adds):
        for flags in (self.stopped, self.added) if adds else (self.stopped,):
            flags[first:end] = b"\1" * (end - first)

    def stop_openly(self, first):
        self.stop(first, HORIZON, False)
        self.open_from = min(self.open_from, first)

    def look(self, events):
        self.settled = {}                       # objection: whether it is settled, so far
        self.answers = collections.defaultdict(list)        # objection or complaint: its answers, so far
        moving = []                             # objections and complaints, but those that move nothing
        stays, switches, reviews = [], [], []
        for event in events:
            kind = event.kind
            if kind in ("objection", "complaint"):
                if not (self.repeated(event) if kind == "objection" else self.idle(event)):
                    moving.append(event)
                if kind == "objection":
                    self.settled[event] = False
            elif kind in ("objection_answer", "complaint_answer"):
                self.hear(event)
            elif kind == "repair_answer":
                self.repair(event)
            elif kind in ("stayed", "record_stayed"):
                end = HORIZON if event.until_day is None else event.until_day + 1
                stays.append([event.on_day, end, event.extends])
            elif kind == "resumed":
                for stay in stays:
                    if stay[0] < event.on_day < stay[1]:
                        stay[1] = event.on_day
            elif kind in ("annulled", "record_annulled", "record_withdrawn"):
                self.annulled = True
            elif kind == "revoked":
                self.ends.append((event.on_day, 0, "revoked", None))
            elif kind in ("released", "ended") or event.outcome == "released":
                self.ends.append((event.on_day, 1, "released", None))
            elif kind == "reviewed":
                reviews.append(event.on_day)
            elif kind in ("condition_met", "condition_ended"):
                switches.append(event)
            elif kind == "amended":
                self.changes[event.on_day].append(event)
        for first, end, extends in stays:
            if extends and end == HORIZON:
                self.stop_openly(first)
            else:
                self.stop(first, end, extends)
        for event in moving:
            self.hold(event, events)
        for event in sorted(switches, key=lambda event: event.on_day):
            flags = self.switched.setdefault(event.measures[0], bytearray(HORIZON))
            for day in range(event.on_day, HORIZON):
                flags[day] = 1 if event.kind == "condition_met" else 2
        if self.conduct.review and self.conduct.suspends and self.base_on is not None:
            self.miss(sorted(reviews))

    def repeated(self, event):
        """Whether an objection repeats one that was settled when it came."""
        return any(settled and (o.about, o.target, o.ground, o.objector)
                   == (event.about, event.target, event.ground, event.objector) for o, settled in self.settled.items())

    def idle(self, event):
        """Whether a complaint repeats one that was answered, or comes after the time for complaints."""
        given = self.answers[event.target]
        late = given and given[-1].due_on is not None and event.on_day > given[-1].due_on
        return late or any(c.kind == "complaint" and c.target is event.target and c.ground == event.ground
                           and any(a.outcome != "remitted" for a in done) for c, done in self.answers.items())

    def hear(self, answer):
        """What an answer does besides ending the stop."""
        self.answers[answer.target].append(answer)
        objection = answer.target if answer.kind == "objection_answer" else answer.target.target
        self.settled[objection] = answer.outcome != "remitted"
        if answer.outcome == "upheld" and objection.about == "repair":
            self.ends.append((answer.on_day, 2, "repaired", None))
        elif answer.outcome == "upheld":
            self.annulled = True
        elif answer.outcome == "partly":
            self.dropped.update(answer.measures or ())
            if answer.last_day is not None:
                self.changes[answer.on_day].append(answer)

    def hold(self, event, events):
        """Stops from the day of receipt on, until the answer that settles it: the first in order of recording."""
        remitted = False
        for answer in events:
            if answer.target is event and answer.outcome == "remitted":
                remitted = True                 # goes on until the objection is answered anew
            elif answer.kind == "objection_answer" and (
                    answer.target is event or remitted and answer.target is event.target) or \
                    answer.kind == "complaint_answer" and answer.outcome != "remitted" and (
                        answer.target is event or answer.target.target is event):
                break
        else:
            self.stop_openly(event.on_day)
            if event.due_on is not None:
                self.reply_due = max(event.due_on, self.reply_due or event.due_on)
            return
        end = answer.on_day
        adds = answer.outcome in ("dismissed", "withdrawn", "inadmissible")
        if adds and answer.kind == "objection_answer" and answer.due_on is not None:
            end = answer.due_on + 1             # the time for a complaint has passed
        self.stop(event.on_day, end, adds)

    def repair(self, answer):
        if answer.outcome == "refused":
            return
        first = min(day for day in (answer.published_on, answer.due_on) if day is not None)
        if answer.outcome == "temporary":
            for number in answer.measures or [measure.number for measure in self.conduct.measures]:
                self.lifted[number].update(range(first, answer.until_day + 1))
        else:
            self.ends.append((first, 2, "repaired", answer.measures if answer.outcome == "partly" else None))

    def miss(self, reviews):
        """Flags the days on which a review was due and not made."""
        due = term_end(self.base_on, self.conduct.review)
        for day in range(due, HORIZON):
            while reviews and reviews[0] <= day:
                due = term_end(reviews.pop(0), self.conduct.review)
            if day > due:
                self.unreviewed[day] = 1

    def base_last(self, measure):
        """The last day if nothing happens, or None."""
        if self.base_on is None:
            return None
        term = measure.term or not measure.undated and self.conduct.term
        return self.capped(measure, term_end(self.base_on, term) if term else None)

    def capped(self, measure, last):
        if not measure.most:
            return last
        most = term_end(self.base_on, measure.most)
        return most if last is None else min(last, most)

    def live(self, measure, open_from):
        """The last day, or None: day after day, a day that is lost while there is something to lose is added on."""
        if self.from_day is None:
            return None
        last, changes = self.base_last(measure), self.changes
        for day in sorted(changes):
            if day <= self.from_day:
                last = self.changed(measure, last, day)
        until = max(changes, default=0)         # a measure that is over can only be cut further until then
        added = self.added if measure.stop_counts else bytes(HORIZON)
        for day in range(self.from_day, HORIZON):
            if day in changes and day > self.from_day:
                last = self.changed(measure, last, day)
            if last is None or last < day:
                if day >= until:
                    return last
            elif added[day] or day >= open_from and measure.stop_counts:
                if not measure.conditional or self.on(measure, day) == 1:
                    last += 1
                if day >= open_from and day > until and not measure.conditional:
                    return None                 # it goes on and on
        return None

    def changed(self, measure, last, day):
        """The last day as the answers and amendments of a day change it."""
        for event in self.changes[day]:
            if event.kind != "amended":
                last = event.last_day if last is None else min(last, event.last_day)
            elif not measure.term and last is not None and last >= day:
                last = self.capped(measure, event.last_day)
        return last

    def on(self, measure, day):
        """1: the measure is on; 2: its condition has ended; 0: it was never met."""
        if not measure.conditional:
            return 1
        return self.switched[measure.number][day] if measure.number in self.switched else 0

    def fate(self, measure):
        """(last day, the earliest end of it), either of which may be None; found once."""
        if measure.number not in self.known:
            last = self.live(measure, self.open_from)
            ends = [end for end in self.ends if end[3] is None or measure.number in end[3]]
            if last is not None:
                ends.append((last + 1, 3, "expired", None))
            elif self.reply_due is not None:
                settled = self.live(measure, HORIZON)
                if settled is not None:         # no reply in time: it has lapsed
                    ends.append((max(self.reply_due, settled) + 1, 3, "expired", None))
            self.known[measure.number] = last, min(ends, default=None, key=lambda end: end[:2])
        return self.known[measure.number]

    def held_up(self, measure, day):
        return self.stopped[day] or day in self.lifted[measure.number] or (
            self.unreviewed[day] and self.base_last(measure) is None)

    def state(self, measure, day):
        if self.annulled or measure.number in self.dropped:
            return "annulled"
        end = self.fate(measure)[1]
        on = self.on(measure, day)
        if on == 2:
            off = day
            while off > 0 and self.on(measure, off - 1) == 2:
                off -= 1
            if end is None or (off, 1) < end[:2]:
                return "released"
        if end is not None and end[0] <= day:
            return end[2]
        if self.from_day is None or day < self.from_day:
            return "pending"
        if not on:
            return "off"
        return "suspended" if self.held_up(measure, day) else "active"

    def first_day(self, measure):
        """First day in force, or None."""
        end = self.fate(measure)[1]
        for day in range(HORIZON if self.from_day is None else self.from_day, end[0] if end else HORIZON):
            if not self.held_up(measure, day):
                return day
        return None


# Histories: one step after the other, each allowed in the state that it meets.

History = collections.namedtuple("History", "number subject conduct decided served events known")
OUTCOMES = ["dismissed"] * 9 + ["inadmissible"] * 3 + ["withdrawn"] * 3 + ["partly"] * 4 + ["upheld"]
GROUNDS = ["fact"] * 4 + ["law", "procedure"]
WEIGHTS = {"object": 10, "answer": 24, "complain": 8, "stay": 8, "resume": 6, "apply": 9, "answer_repair": 28,
           "serve": 12, "review": 7, "condition": 7, "revoke": 1, "release": 1, "annul": 1}
STEPS = [step for step, weight in WEIGHTS.items() for _ in range(weight)]


class Plot:
    """Makes the events of one history."""

    def __init__(self, rng, conduct, decided, served):
        self.rng, self.conduct, self.decided = rng, conduct, decided
        self.source_served = self.served = served
        self.day = decided + rng.randrange(0, 6)            # the clock
        self.until = min(LAST_EVENT, decided + 400)
        self.events = []
        self.over = False                                   # annulled, or an end is known
        self.cut = HORIZON                                  # last day set by a partly upheld answer
        self.dropped = {5}                                  # what is left alone: dropped, or conditional
        self.objections, self.complaints, self.stays, self.refused = [], [], [], []
        self.application = self.reviewed = self.switched = None

    def play(self, steps):
        for _ in range(steps * 4 + 4):
            if len(self.events) < steps and self.day < self.until:
                getattr(self, self.rng.choice(STEPS))()

    def when(self, earliest, late=0.08):
        """The day of a step: the clock goes on, or the step is entered late."""
        draw = self.rng.random()
        if draw < late:
            return max(earliest, self.day - int(draw / late * 40))
        self.day = max(earliest, self.day + int(self.rng.random() ** 2 * 22))
        return self.day

    def add(self, kind, on_day, **given):
        self.events.append(Event(kind, on_day, **given))
        return self.events[-1]

    def alive(self, day):
        """Whether a step that presupposes a living decision may be taken."""
        base_on = self.served if self.conduct.basis == "served" else self.decided
        if self.over or self.conduct.term is None or base_on is None \
                or day <= min(term_end(base_on, self.conduct.term), self.cut):
            return not self.over
        life = Life(self.conduct, self.decided, self.source_served, self.events)
        return life.state(self.conduct.measures[0], day) in ("active", "suspended", "pending")

    def some_measures(self):
        left = [measure.number for measure in self.conduct.measures if measure.number not in self.dropped]
        return sorted(self.rng.sample(left, self.rng.randint(1, len(left)))) if left else None

    def serve(self):
        if self.served is None and not self.over:
            self.served = self.when(self.decided)
            self.add("served", self.served)

    def object(self):
        about, target, earliest = self.rng.choice(["record", "decision", "decision"]), None, self.decided
        if self.refused and not self.over and self.rng.random() < 0.7:
            about, (target, earliest) = "repair", self.rng.choice(self.refused)
        day = self.when(earliest, 0.2)
        self.objections.append(self.add(
            "objection", day, about=about, target=target, ground=self.rng.choice(GROUNDS),
            objector="a neighbour" if self.rng.random() < 0.2 else None, due_on=add_workdays(day, self.conduct.reply),
            open=True, since=day, answer=None, complained=False, remitted=False))

    def decide(self, kind, target, day, outcome):
        """An answer, with what goes with its outcome."""
        exclude = last = due = None
        if outcome == "partly":
            dated = self.conduct.term is not None
            exclude = self.some_measures() if not dated or self.rng.random() < 0.5 else None
            if dated and (exclude is None or self.rng.random() < 0.3):
                last = day + self.rng.randrange(0, 40)
                self.cut = min(self.cut, last)
            elif exclude is None:
                outcome = "dismissed"
            self.dropped.update(exclude or ())
        if kind == "objection_answer" and self.conduct.window and outcome in ("dismissed", "partly", "inadmissible"):
            # a deadline for an act does not end on a day off
            due = add_workdays(term_end(day, self.conduct.window) - 1, 1)
        self.over = self.over or outcome == "upheld"
        return self.add(kind, day, target=target, outcome=outcome, measures=exclude, last_day=last, due_on=due)

    def answer(self):
        waiting = [o for o in self.objections if o.open] + self.complaints
        event = self.rng.choice(waiting) if waiting else None
        if event and event.kind == "objection":
            event.answer = self.decide("objection_answer", event, self.when(event.since), self.rng.choice(OUTCOMES))
            event.open = False
        elif event:
            answer = self.decide("complaint_answer", event, self.when(event.on_day),
                                 self.rng.choice(OUTCOMES + ["remitted"] * 6))
            self.complaints.remove(event)
            objection = event.target
            objection.complained = False
            objection.open = objection.remitted = answer.outcome == "remitted"
            objection.since = max(answer.on_day, objection.since)

    def complain(self):
        ready = [o for o in self.objections if not o.complained and not (o.open and o.remitted) and (
            o.open or o.answer and o.answer.outcome in ("dismissed", "partly", "inadmissible"))]
        if ready:
            objection = self.rng.choice(ready)
            objection.complained = True
            day = self.when(objection.due_on + 1 if objection.open else objection.answer.on_day)
            ground = "no_reply" if objection.open else self.rng.choice(["unfounded", "fact_wrong", "insufficient"])
            self.complaints.append(self.add("complaint", day, target=objection, ground=ground,
                                            due_on=add_workdays(day, self.conduct.reply)))

    def stay(self):
        ahead = self.rng.random() < 0.25        # recorded before steps of days before it
        day = self.day + self.rng.randrange(1, 20) if ahead else self.when(self.decided)
        if self.alive(day):
            until = None if self.rng.random() < 0.25 else day + self.rng.randrange(0, 40)
            self.stays.append(self.add(
                "record_stayed" if self.rng.random() < 0.3 else "stayed", day, until_day=until,
                extends=self.rng.random() < 0.5, runs_until=HORIZON if until is None else until))

    def resume(self):
        if self.stays:
            day = self.when(self.decided)
            running = [stay for stay in self.stays if stay.on_day < day <= stay.runs_until]
            if running and self.alive(day):
                self.add("resumed", day)
                for stay in running:
                    stay.runs_until = day - 1

    def apply(self):
        if self.served is not None and not self.application:
            allowed = term_end(self.decided, self.conduct.wait) + 1 if self.conduct.wait else self.decided
            day = self.when(max(self.served, allowed))
            if self.alive(day):
                self.application = self.add("repair", day, due_on=add_workdays(day, 10))

    def answer_repair(self):
        day = self.when(self.application.on_day) if self.application else None
        if day is None or not self.alive(day):
            return
        outcome = self.rng.choice(["granted", "partly", "temporary", "temporary", "refused", "refused"])
        published, until, some = day + self.rng.randrange(0, 9), None, None
        if outcome == "partly" or outcome == "temporary" and self.rng.random() < 0.6:
            some = self.some_measures()
            outcome = outcome if some else "refused"
        if outcome == "temporary":
            until = published + self.rng.randrange(0, 40)
        if outcome == "refused":
            self.refused.append((self.application, day))
        self.add("repair_answer", day, target=self.application, outcome=outcome, published_on=published,
                 measures=some, until_day=until, due_on=add_workdays(day, 3))
        self.application = None
        self.over = outcome == "granted"

    def review(self):
        day = self.when(self.served) if self.conduct.review and self.served is not None else None
        if day is not None and day != self.reviewed and self.alive(day):
            self.over = self.rng.random() < 0.1
            self.add("reviewed", day, outcome="released" if self.over else "continued")
            self.reviewed = day

    def condition(self):
        if self.served is not None and any(measure.conditional for measure in self.conduct.measures):
            last, was_met = self.switched or (self.served - 1, False)
            day = self.when(last + 1)
            if self.alive(day):
                self.add("condition_ended" if was_met else "condition_met", day, measures=[5])
                self.switched = day, not was_met

    def end(self, kind, day):
        if day is None or self.alive(day):
            self.over = True
            self.add(kind, day)

    def revoke(self):
        self.end("revoked", self.when(self.decided))

    def release(self):
        if self.served is not None:
            self.end("released", self.when(self.served))

    def annul(self):
        if self.rng.random() < 0.4 and self.alive(self.day):    # its day is that of the recording
            self.end(self.rng.choice(["annulled", "record_annulled", "record_withdrawn"]), None)


def make(rng, number, subject):
    conduct = rng.choice(CONDUCTS)
    decided = rng.randrange(0, 330)
    served = decided + rng.randrange(0, 15) if rng.random() < 0.7 else None
    plot = Plot(rng, conduct, decided, served)
    if rng.random() < 0.9:
        plot.play(min(1 + int(rng.expovariate(0.18)), 16))
    return History(number, subject, conduct, decided, served, plot.events, rng.randint(0, len(plot.events)))


def make_batch(seed, first, count):
    rng = random.Random("%d %d" % (seed, first))
    made = []
    while len(made) < count:
        subject = first + len(made)             # most have one decision, some have many
        for _ in range(min(rng.choice([1, 1, 1, 2, 5, 40]), count - len(made))):
            made.append(make(rng, first + len(made), subject))
    return made


def days_to_ask(rng, history, life):
    """Some days around whatever happens, and others."""
    days = {history.decided, life.from_day}
    for event in history.events:
        days.update((event.on_day, event.until_day, event.last_day, event.due_on, event.published_on))
    for measure in history.conduct.measures:
        days.add(life.fate(measure)[0])
    days.discard(None)
    days = {day + rng.choice([-1, 0, 0, 1, 1]) for day in rng.sample(sorted(days), min(6, len(days)))}
    days.update(history.decided + int(rng.random() ** 2 * 400) for _ in range(3))
    return sorted(day for day in days if day >= history.decided)


def expected(history, life, days):
    """(a letter per day and measure, {measure: (first day, last day)})."""
    letters = "".join(LETTERS[life.state(measure, day)] for day in days for measure in history.conduct.measures)
    runs = {}
    for measure in history.conduct.measures:
        # what ends before its last day is compared by its states only
        if not life.annulled and not measure.conditional and measure.number not in life.dropped \
                and (life.fate(measure)[1] or (0, 3))[1] == 3:
            runs[measure.number] = text_of(life.first_day(measure)), text_of(life.fate(measure)[0])
    return letters, runs


# Worked examples of the contract and of the research, and some of the other rules

def objected(received, answered=None, outcome="dismissed", ground="fact", due_on=None, last_day=None):
    objection = Event("objection", day_of(received), about="decision", ground=ground,
                      due_on=add_workdays(day_of(received), 7))
    return [objection] + ([again([objection], answered, outcome, due_on, last_day)[-1]] if answered else [])


def again(told, answered, outcome="dismissed", due_on=None, last_day=None):
    return told + [Event("objection_answer", day_of(answered), target=told[0], outcome=outcome,
                         due_on=due_on and day_of(due_on), last_day=last_day and day_of(last_day))]


def complained(told, received, answered, outcome="dismissed"):
    complaint = Event("complaint", day_of(received), target=told[0], ground="unfounded",
                      due_on=add_workdays(day_of(received), 7))
    return told + [complaint, Event("complaint_answer", day_of(answered), target=complaint, outcome=outcome)]


def other(kind, on_day, until_day=None, last_day=None, **given):
    return [Event(kind, day_of(on_day), until_day=until_day and day_of(until_day),
                  last_day=last_day and day_of(last_day), **given)]


def check_examples():
    year = Conduct("year", "decided", (12, 0), [Measure(1), Measure(2, most=(6, 0)), Measure(3, stop_counts=False),
                                                Measure(4, undated=True)], (3, 0))
    d, s = "2024-03-15", "2024-04-02"
    summer, late = objected("2024-06-01", "2024-07-11"), objected("2025-03-15")
    remitted = complained(summer, "2024-07-20", "2024-08-01", "remitted")
    # decided, served, events, first and last day of measure 1 (None: not looked at)
    lives = [
        (year, d, d, [], "2024-03-16", "2025-03-15"),
        (year, d, s, [], "2024-04-03", "2025-03-15"),
        (year._replace(basis="served"), d, s, [], "2024-04-03", "2025-04-02"),
        (year, d, s, objected("2024-03-20", "2024-04-20"), "2024-04-20", "2025-04-01"),
        (year, d, d, summer + objected("2025-04-20", "2025-04-30", ground="law"), None, "2025-05-04"),
        (year, d, d, summer + objected("2025-04-25", "2025-05-05", ground="law"), None, "2025-04-24"),
        (year, d, d, objected("2024-06-01", "2024-06-01"), None, "2025-03-15"),
        (year, d, d, other("stayed", "2025-01-01", "2025-01-31", extends=True), None, "2025-04-15"),
        (year, d, d, other("stayed", "2025-01-01", "2025-01-31", extends=False), None, "2025-03-15"),
        (year, d, d, objected("2024-06-01", "2024-07-11", "partly"), None, "2025-03-15"),
        (year, d, d, summer, None, "2025-04-24"),
        (year, d, d, complained(summer, "2024-07-20", "2024-09-02"), None, "2025-06-07"),
        (year, d, d, again(late, "2025-04-01"), None, "2025-04-01"),
        (year, d, d, summer + objected("2024-07-01", "2024-07-11", ground="law"), None, "2025-04-24"),
        (year, d, d, objected("2025-03-20", "2025-04-20"), None, "2025-03-15"),
        (year._replace(term=(24, 0)), "2024-02-29", "2024-02-29", objected("2025-12-20", "2026-03-10"), None,
         "2026-05-19"),
        (year, d, "2025-03-20", [], "", "2025-03-15"),
        (year, d, d, late, None, ""),
        (year, d, d, summer + objected("2024-08-01", "2024-08-11"), None, "2025-04-24"),
        (year, d, d, objected("2024-06-01", "2024-07-11", due_on="2024-07-21"), None, "2025-05-05"),
        (year, d, d, remitted, None, ""),
        (year, d, d, again(remitted, "2024-09-02"), None, "2025-06-07"),
        (year, d, d, again(remitted, "2024-09-02", "partly"), None, "2025-04-24"),
        (year, d, d, other("stayed", "2025-01-01", extends=True) + other("resumed", "2025-02-01"), None, "2025-04-15"),
        (year, d, d, objected("2024-06-01", "2024-07-11", "partly", last_day="2024-09-30")
         + objected("2024-09-01", "2024-09-11", ground="law"), None, "2024-10-10"),
        (year, d, d, summer + other("amended", "2024-08-01", last_day="2024-10-31"), None, "2024-10-31"),
        (year, d, d, other("amended", "2024-05-01", last_day="2024-10-31") + summer, None, "2024-12-10")]
    # events, measure, day, state
    states = [
        (late, 1, "2025-03-14", "active"), (late, 1, "2025-03-15", "suspended"), (late, 1, "2025-03-25", "suspended"),
        (late, 1, "2025-03-26", "expired"), (again(late, "2025-04-01"), 1, "2025-03-26", "suspended"),
        (again(late, "2025-04-01"), 1, "2025-04-01", "active"),
        (again(late, "2025-04-01"), 1, "2025-04-02", "expired"),
        (again(late, "2025-04-01", "upheld"), 1, d, "annulled"), ([], 1, d, "pending"),
        ([], 2, "2024-09-15", "active"), ([], 2, "2024-09-16", "expired"), (summer, 3, "2024-06-02", "suspended"),
        (summer, 3, "2025-03-16", "expired"), ([], 4, "2024-06-15", "active"), ([], 4, "2024-06-16", "suspended"),
        (other("reviewed", "2024-07-01", outcome="continued"), 4, "2024-07-01", "active"),
        (other("reviewed", "2024-07-01", outcome="continued"), 4, "2024-10-02", "suspended"),
        (other("released", "2024-07-01") + other("revoked", "2024-07-01"), 4, "2024-07-01", "revoked")]
    wrong = 0
    for conduct, decided, served, events, first, last in lives:
        life = Life(conduct, day_of(decided), day_of(served), events)
        got = text_of(life.first_day(conduct.measures[0])), text_of(life.fate(conduct.measures[0])[0])
        if got != (first if first is not None else got[0], last):
            wrong += 1
            print("worked example, expected %s to %s, got %s to %s:\n%s" % (
                first, last, *got, table(conduct, day_of(decided), day_of(served), events)))
    for events, number, day, state in states:
        got = Life(year, day_of(d), day_of(d), events).state(year.measures[number - 1], day_of(day))
        if got != state:
            wrong += 1
            print("worked example, measure %d on %s, expected %s, got %s:\n%s" % (
                number, day, state, got, table(year, day_of(d), day_of(d), events)))
    print("worked examples: %d, %d differ" % (len(lives) + len(states), wrong))
    return wrong


def table(conduct, decided, served, events):
    """A history to look at."""
    lines = ["  %s, decided %s, served %s" % (conduct.code, text_of(decided), text_of(served) or "later or never")]
    for place, event in enumerate(events, 1):
        more = ["%s=%s" % (name, text_of(value) if name in DAYS else value) for name, value in vars(event).items()
                if value is not None and name in SHOWN]
        if event.target:
            more.append("target=%d" % (events.index(event.target) + 1))
        lines.append("  %2d %-16s %-10s %s" % (place, event.kind, text_of(event.on_day), " ".join(more)))
    return "\n".join(lines)


# The server

DAYS = "until_day last_day published_on due_on".split()
SHOWN = DAYS + "outcome measures extends ground objector about".split()
RECORD = "subject record conduct agency document_no determined_on served_on reason late_reason".split()
EVENT = """subject event decision target kind on_day until_day last_day published_on outcome measures extends ground
    objector answered_by method document_no contents reason commitment evidence late_reason""".split()


class Refused(Exception):
    """The server did not take what it should."""


def psql(script):
    """Lines that the script prints."""
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"], input=script, capture_output=True, text=True,
                          env=dict(os.environ, PGOPTIONS="-c datestyle=ISO,YMD"), check=False)
    if done.returncode:
        raise Refused(done.stderr)
    return done.stdout.splitlines()


def literal(value):
    if isinstance(value, tuple):
        return "'%d months %d days'" % value
    return "NULL" if value is None else str(value) if isinstance(value, (bool, int)) else "'%s'" % value


def prepare():
    """Makes a database with the nine conducts."""
    psql("DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8';" % (DATABASE, DATABASE))
    os.environ["PGDATABASE"] = DATABASE
    script = ["""SET client_min_messages = warning;
CREATE EXTENSION credit CASCADE;
SELECT credit.install() \\g /dev/null
INSERT INTO credit.calendar_year (year, notice) SELECT y, 'test' FROM generate_series(2023, 2027) y;
INSERT INTO credit.sector VALUES ('f_sector', 'sector');
INSERT INTO credit.agency (code, valid, name, kind) VALUES ('f_office', '[2000-01-01,)', 'office', 'office'),
    ('f_court', '[2000-01-01,)', 'court', 'court');
INSERT INTO credit.legal_basis (code, valid, title, article, rank) VALUES ('f_law', '[2000-01-01,)', 'law', '1', 'law');
INSERT INTO credit.power VALUES ('f_court', 'f_sector', 'f_law');
INSERT INTO credit.matter VALUES ('f', 'all'), ('f.part', 'a part');"""]

    def insert(into, **row):
        script.append("INSERT INTO credit.%s (%s) VALUES (%s);" % (into, ", ".join(row), ", ".join(
            map(literal, row.values()))))

    for days, kind in (HOLIDAYS, "holiday"), (WORKDAYS, "workday"):
        for day in days:
            insert("calendar_day", day=day, kind=kind, notice="test")
    always = {"valid": "[2016-01-01,)", "legal_basis": "f_law"}
    for c in CONDUCTS:
        insert("conduct", **always, code=c.code, name="conduct", polarity="sanction", sector="f_sector",
               determining_agency="f_court", determination="on_record", listing_basis="f_law", adopted_by="document 1",
               release_condition="paid", term_kind="fixed" if c.term else "until_condition", term_basis=c.basis,
               term=c.term, review_every=c.review, on_missed_review="suspend" if c.suspends else "list",
               complaint_window=c.window, standstill_workdays=c.standstill, reply_workdays=c.reply,
               repair_not_before=c.wait)
        for m in c.measures:
            insert("measure", **always, conduct=c.code, number=m.number, agency="f_court", **{"class": 1},
                   effect="prohibit", matters="{f.part}", content="content", term=m.term, statutory_max=m.most,
                   term_kind="until_condition" if m.undated and c.term else "fixed" if m.term and not c.term else None,
                   stop_counts=m.stop_counts, condition="unpaid" if m.conditional else None)
    psql("\n".join(script))


@functools.lru_cache(None)
def subject_code(number):
    """A unified social credit code whose both check characters are right; codes are in the order of numbers."""
    body = "MA%06d" % (number % 1000000)
    total = sum(int(c, 36) * weight for c, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2)))
    code = "91510402" + body + "0123456789X"[-total % 11]
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return code + alphabet[-sum(alphabet.index(c) * pow(3, place, 31) for place, c in enumerate(code)) % 31]


def uuid_of(seed, history, place, mask=0):
    """Place 0 is the record, and its events follow; the decision is the record with the mask."""
    digits = "%032x" % ((seed % 2 ** 32 << 96 | 0x4000_8000 << 48 | history.number << 6 | place) ^ mask)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def tab_separated(values):
    return "\t".join("\\N" if value in (None, "") else str(value) for value in values)


def record_row(seed, history):
    return tab_separated((subject_code(history.subject), uuid_of(seed, history, 0), history.conduct.code, "f_court",
                          "%d/%d" % (seed, history.number), text_of(history.decided), text_of(history.served), "reason",
                          "loaded"))


def event_row(seed, mask, today, history, place):
    event = history.events[place - 1]
    kind = event.kind
    decision = target = None
    if event.target:
        target = uuid_of(seed, history, history.events.index(event.target) + 1)
    elif event.about == "record" or kind.startswith("record_"):
        target = uuid_of(seed, history, 0)
    elif event.about:
        target = uuid_of(seed, history, 0, mask)
    else:
        decision = uuid_of(seed, history, 0, mask)
    pleads, wordless = kind in ("objection", "complaint"), kind in ("served", "repair", "complaint")
    given = {
        "subject": subject_code(history.subject), "event": uuid_of(seed, history, place), "decision": decision,
        "target": target, "on_day": text_of(event.on_day) or today, "late_reason": "loaded",
        "measures": event.measures and "{%s}" % ",".join(map(str, event.measures)),
        "answered_by": None if not kind.endswith("answer") else "f_office" if kind == "complaint_answer" else "f_court",
        "method": "in person" if kind == "served" else None, "contents": "grounds" if pleads else None,
        "document_no": None if wordless else "document %d" % place,
        "reason": None if wordless or pleads or kind == "reviewed" or kind.startswith("condition") else "reason",
        "commitment": "promised" if kind == "repair" else None,
        "evidence": '{"paid": true}' if kind == "repair" else None}
    return tab_separated(given[name] if name in given else text_of(getattr(event, name)) if name in DAYS
                         else getattr(event, name) for name in EVENT)


def copy(name, columns, rows, histories):
    """Loads rows; of one that is refused the history is told."""
    try:
        psql("COPY credit.%s (%s) FROM STDIN;\n%s\n\\.\n" % (name, ", ".join(columns), "\n".join(rows)))
    except Refused as refused:
        found = re.search(r"COPY \w+, line (\d+)", str(refused))
        line = int(found.group(1)) - 1 if found else 0
        raise Refused("%s%s\n%s" % (refused, rows[line], table(*histories[line][2:6]))) from None


def load(seed, batch, mask, today):
    """Loads histories in two rounds: (the moment between them, deadlines that differ)."""
    copy("record", RECORD, [record_row(seed, history) for history in batch], batch)
    rounds = [[(history, place) for history in batch for place in range(1, history.known + 1)],
              [(history, place) for history in batch for place in range(history.known + 1, len(history.events) + 1)]]
    copy("event", EVENT, [event_row(seed, mask, today, *each) for each in rounds[0]], [each[0] for each in rounds[0]])
    moment = psql("SELECT clock_timestamp();")[0]
    copy("event", EVENT, [event_row(seed, mask, today, *each) for each in rounds[1]], [each[0] for each in rounds[1]])
    lines = psql("SELECT event, due_on, recorded_at <= '%s' FROM credit.event WHERE subject OPERATOR(credit.>=) '%s'"
                 " AND subject OPERATOR(credit.<=) '%s' AND event BETWEEN '%s' AND '%s';" % (
                     moment, subject_code(batch[0].subject), subject_code(batch[-1].subject),
                     uuid_of(seed, batch[0], 0), uuid_of(seed, batch[-1], 63)))
    if len(lines) != sum(map(len, rounds)):
        raise Refused("%d events of %d are there" % (len(lines), sum(map(len, rounds))))
    wrong = []
    for line in lines:
        uuid, due_on, known = line.split("|")
        number, place = divmod(int(uuid[-12:], 16), 64)
        history = batch[number - batch[0].number]
        event = history.events[place - 1]
        if (known == "t") != (place <= history.known):
            raise Refused("moment %s does not part the rounds" % moment)
        if event.kind != "served" and due_on != text_of(event.due_on):
            wrong.append((history, len(history.events), "event %d is due" % place, text_of(event.due_on), due_on))
            event.due_on = day_of(due_on) if due_on else None       # the rest is compared all the same
    return moment, wrong


def ask(seed, questions, moment):
    """What the server says: {number of a history: (a letter per day and measure, {measure: [(first, last day)]})}.

    questions are (history, days); moment is when it was known, None: now.
    """
    rows = ["%d\t%s\t{%s}\t{%s}" % (
        history.number, uuid_of(seed, history, 0), ",".join(str(m.number) for m in history.conduct.measures),
        ",".join(map(text_of, days))) for history, days in questions]
    lines = psql("""CREATE TEMP TABLE asked (number int, record uuid, measures int[], days date[]);
COPY asked FROM STDIN;
%s
\\.
WITH states AS MATERIALIZED (
    SELECT d.day, s.decision, s.measure, s.from_day, s.until_day, s.state
    FROM (SELECT DISTINCT unnest(days) AS day FROM asked) d, credit.measure_states(d.day, %s) s)
SELECT a.number, string_agg(CASE s.state %s ELSE '-' END, '' ORDER BY d.day, m.measure),
    string_agg(DISTINCT concat_ws('/', m.measure, coalesce(s.from_day::text, ''), coalesce(s.until_day::text, '')), ' ')
        FILTER (WHERE s.state IN ('active', 'suspended', 'expired'))
FROM asked a CROSS JOIN unnest(a.days) AS d(day) CROSS JOIN unnest(a.measures) AS m(measure)
    LEFT JOIN states s ON s.decision = credit.decision_of(a.record) AND s.measure = m.measure AND s.day = d.day
GROUP BY a.number;
""" % ("\n".join(rows), literal(moment), " ".join("WHEN '%s' THEN '%s'" % item for item in LETTERS.items())))
    answers = {}
    for line in lines:
        number, letters, runs = line.split("|")
        answers[int(number)] = letters, collections.defaultdict(list)
        for run in runs.split():
            answers[int(number)][1][int(run.split("/")[0])].append(tuple(run.split("/")[1:]))
    return answers


# The run

def differences(history, known, days, right, got):
    """The first state that differs, or else the days that differ: (history, events known, what, right, got)."""
    many = len(history.conduct.measures)
    for place, letter in enumerate(right[0]):
        if got[0][place:place + 1] != letter:
            return [(history, known, "measure %d on %s" % (
                history.conduct.measures[place % many].number, text_of(days[place // many])), letter,
                     got[0][place:place + 1] or "nothing")]
    return [(history, known, "days of measure %d" % number, run, got[1][number]) for number, run in right[1].items()
            if got[1].get(number, [run]) != [run]]


def compare(job):
    """One batch: (histories, days asked for, states counted, differences)."""
    seed, first, count, server = job
    batch = make_batch(seed, first, count)
    rng = random.Random("days %d %d" % (seed, first))
    seen, wrong, asked = collections.Counter(), [], 0
    if server:
        with loading:                           # two at a time would wait for each other
            moment, wrong = load(seed, batch, *server)
    for whole in (True, False):
        questions, right = [], {}
        for history in batch:
            events = history.events if whole else history.events[:history.known]
            life = Life(history.conduct, history.decided, history.served, events)
            days = days_to_ask(rng, history, life)
            questions.append((history, days))
            right[history.number] = expected(history, life, days)
            seen.update(right[history.number][0])
            asked += len(days)
        answers = ask(seed, questions, None if whole else moment) if server else {}
        for history, days in questions if server else []:
            wrong += differences(history, len(history.events) if whole else history.known, days,
                                 right[history.number], answers.get(history.number, ("", {})))
    return len(batch), asked, seen, wrong


def begin(lock):
    global loading
    loading = lock


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    started = time.monotonic()
    histories, days, seen, wrong, server = 0, 0, collections.Counter(), [], None
    if check_examples():
        return 1
    try:
        if sys.argv[3:] != ["alone"]:
            prepare()
            mask, today = psql("SELECT credit.decision_of('00000000-0000-0000-0000-000000000000'), credit.today();"
                               )[0].split("|")
            server = int(mask.replace("-", ""), 16), today
        with multiprocessing.Pool(PROCESSES, begin, [multiprocessing.Lock()]) as pool:
            jobs = [(seed, first, min(BATCH, cases - first), server) for first in range(0, cases, BATCH)]
            for done in pool.imap_unordered(compare, jobs):
                histories, days, seen, wrong = histories + done[0], days + done[1], seen + done[2], wrong + done[3]
    except Refused as refused:
        print("seed %d: %s" % (seed, refused))
        return 1
    for history, known, what, right, got in wrong[:10]:
        print("history %d, %d of %d events known, %s: expected %s, got %s\n%s" % (
            history.number, known, len(history.events), what, right, got, table(*history[2:5], history.events[:known])))
    print("%d histories of seed %d %s: %d days, %d states (%s), %d differ, %d s" % (
        histories, seed, "compared" if server else "made and simulated", days, sum(seen.values()),
        ", ".join("%d %s" % (seen[letter], name) for name, letter in sorted(LETTERS.items())), len(wrong),
        time.monotonic() - started))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
