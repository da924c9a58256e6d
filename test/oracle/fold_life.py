"""Lives through the days of decisions one by one; the simulation of fold.py, which see.

Days are numbers from ORIGIN on.  Where the rules leave a choice it is made so.

- An objection is stopped until the answer that settles it, the first in order of recording.  A later remittal stops
  anew from the complaint on, not the days between, until the objection is settled anew: by its next answer, or by that
  to a further complaint.  An objection that was remitted is not settled, so the same one again moves something.
- About another refused repair is not the same again.
- A repair granted upon an objection leaves the days of the objection unadded.
- A day is not added on which decision and service had been entered and the stop had not.
- A last day given with a partly upheld answer holds for every measure whose term no statute fixes, also for one that
  has none; that is still without a last day as far as reviews go.  An amended one holds for those that follow the
  decision, and cuts terms of their own, but does not lengthen them.
- What changes the last day does so in the order of its days, and on one day as recorded.  An answer that was recorded
  after an amendment, with a day before it, cuts the amended last day, too.
- A cap is moved by stops as a term is, and nothing that changes the term moves it.
- A condition is met from its day on, and days on which the measure is off are never added.
- Before service there is no last day.
- A lapse waits for the latest reply of all that are open, whenever they were received.
"""
import bisect
import calendar
import collections
import datetime
import functools

ORIGIN = datetime.date(2024, 1, 1)      # days are numbers from here on
HORIZON = 1100                          # days simulated; whatever ends does so before
HOLIDAYS = """2024-01-01 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 2024-04-04 2024-05-01 2024-05-02
    2024-05-03 2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07 2025-01-01 2025-01-28 2025-01-29 2025-01-30
    2025-01-31 2025-02-03 2025-02-04 2025-05-01 2025-05-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06""".split()
WORKDAYS = "2024-02-04 2024-02-18 2024-05-11 2024-09-29 2025-01-26 2025-02-08 2025-04-27 2025-09-28".split()
YOUNG = "2020-01-01"                    # when the youngest measures came into the catalogue
ALIVE = "active", "suspended", "pending", "off"


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


# The catalogue: conducts with some of seven measures each.  A conduct without a term goes on until a condition.  A
# young measure came into the catalogue later than the others; where the act turns out to be older it is void.

Measure = collections.namedtuple("Measure", "number term undated most stop_counts conditional statutory young",
                                 defaults=[None, False, None, True, False, False, False])
Conduct = collections.namedtuple(
    "Conduct", "code basis term measures review suspends window standstill reply wait harmony",
    defaults=[None, True, None, 0, 7, None, None])


def measures(numbers, undated=False):
    all_seven = [Measure(1, undated=undated), Measure(2, (0, 20)), Measure(3, undated=undated, most=(0, 25)),
                 Measure(4, undated=undated, stop_counts=False), Measure(5, undated=undated, conditional=True),
                 Measure(6, undated=True, young=True), Measure(7, (0, 35), statutory=True)]
    return [all_seven[number - 1] for number in numbers]


MONTH, TWO_MONTHS, TEN_DAYS = (0, 30), (2, 0), (0, 10)
CONDUCTS = [
    Conduct("f_plain", "decided", MONTH, measures([1])),
    Conduct("f_window", "served", (0, 45), measures([1, 2, 3, 4, 7]), window=TEN_DAYS),
    Conduct("f_many", "decided", (3, 0), measures([1, 2, 3, 4, 5, 6]), TWO_MONTHS, standstill=3, reply=5),
    Conduct("f_short", "served", TEN_DAYS, measures([1, 2, 4]), window=TEN_DAYS, standstill=3),
    Conduct("f_long", "decided", (0, 90), measures([1, 3, 5, 6]), MONTH, False, TEN_DAYS, wait=(0, 5)),
    Conduct("f_stated", "stated", (0, 45), measures([1, 4, 6]), MONTH, reply=3),
    Conduct("f_until", "decided", None, measures([1, 2, 3, 4, 5], True), MONTH),
    Conduct("f_listed", "served", None, measures([1, 2, 5, 7], True), TWO_MONTHS, False, TEN_DAYS),
    Conduct("f_both", "served", None, measures([1, 2], True), MONTH, standstill=3, reply=5),
    Conduct("f_shortest", "decided", (0, 50), measures([1, 2, 4, 5, 7]), harmony="shortest"),
    Conduct("f_longest", "served", TEN_DAYS, measures([1, 2, 3, 6]), MONTH, wait=(0, 5), harmony="longest")]


class Event:
    """A row of credit.event; what a kind does not have is None."""
    until_day = last_day = published_on = due_on = outcome = measures = extends = None
    ground = objector = target = about = changes = None
    entered = None                          # day of the recording

    def __init__(self, kind, on_day, **given):
        self.kind = kind
        self.on_day = on_day
        self.__dict__.update(given)


class Life:
    """What became of a decision, told its events in order of recording.

    met are the conditional measures that the decision itself switches on; entered is the day of its recording, None:
    that of all events, too.
    """

    def __init__(self, conduct, decided, served, events, stated=None, met=(), entered=None):
        self.entered = entered
        for event in events:
            if event.kind == "served":
                served = event.on_day
                if entered is not None:
                    self.entered = max(entered, event.entered)
        self.conduct = conduct
        self.base_on = served if conduct.basis == "served" else decided
        if conduct.basis == "stated" and stated is not None:
            self.base_on = stated
        self.from_day = None
        if served is not None:
            self.from_day = max(add_workdays(served, conduct.standstill), served if stated is None else stated) + 1
        self.common = self.harmonised()
        self.whole = Measure(0, undated=conduct.term is None)           # what follows the decision in everything
        self.stopped = bytearray(HORIZON)       # nothing is in force
        self.added = bytearray(HORIZON)         # the last day moves
        self.unreviewed = bytearray(HORIZON)    # what has no last day is not in force
        self.review_due = None                  # the last day for the next review
        self.lifted = collections.defaultdict(set)          # measure: days on which it is lifted
        self.switched = {number: bytearray(b"\1" * HORIZON) for number in met}      # a flag a day, 1 on, 2 off again
        self.open_from = HORIZON                # a stop begins that nothing has ended, and that may move the last day
        self.reply_due = None                   # when the last of the replies that are open was due
        self.knowing = {}                               # last days that amendments may not pass
        self.changes = collections.defaultdict(list)        # day: what changes the last day
        self.ends = []                          # (day, rank, state, measures)
        self.annulled = False
        self.old = False                        # the act was before the young measures came
        self.dropped = set()
        self.known = {}
        self.dated_back = {                     # amendment: answers recorded after it, of days before it
            event: [cut for cut in events[place:] if cut.outcome == "partly" and cut.kind != "repair_answer"
                    and cut.last_day is not None and cut.on_day < event.on_day]
            for place, event in enumerate(events) if event.kind == "amended"}
        self.look(events)

    def stop(self, event, end, adds):
        flag = b"\1" * (end - event.on_day)
        self.stopped[event.on_day:end] = flag
        if adds and self.entered is None:
            self.added[event.on_day:end] = flag
        elif adds:
            for day in range(event.on_day, end):
                if not self.in_force_by_the_books(event, day):
                    self.added[day] = 1

    def in_force_by_the_books(self, event, day):
        """Whether nobody could know on the day that the event stops it."""
        return self.entered is not None and self.entered <= day < event.entered

    def stop_openly(self, event):
        self.stop(event, HORIZON, False)
        first = event.on_day
        while self.in_force_by_the_books(event, first):
            first += 1
        if self.entered is not None and event.on_day < self.entered < event.entered:
            for day in range(event.on_day, self.entered):
                self.added[day] = 1
            first = event.entered
        self.open_from = min(self.open_from, first)

    def look(self, events):
        self.settled = {}                       # objection: whether it is settled, so far
        self.answers = collections.defaultdict(list)        # objection or complaint: its answers, so far
        moving = []                             # objections and complaints, but those that move nothing
        self.published = {event.target: event.on_day for event in events if event.kind == "repair_published"}
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
                stays.append([event, end])
            elif kind == "resumed":
                for stay in stays:
                    if stay[0].on_day < event.on_day < stay[1]:
                        stay[1] = event.on_day
            elif kind in ("annulled", "record_annulled", "record_withdrawn"):
                self.annulled = True
            elif kind == "revoked":
                self.ends.append((event.on_day, 0, "revoked", None))
            elif kind in ("released", "ended") or event.outcome == "released":
                self.ends.append((event.on_day, 1, "released", None))
            elif kind == "amended":
                self.changes[event.on_day].append(event)
            elif kind == "record_corrected" and "occurred_on" in event.changes:
                self.old = event.changes["occurred_on"] < YOUNG
            if kind == "reviewed":
                reviews.append(event.on_day)
            elif kind in ("condition_met", "condition_ended"):
                switches.append(event)
        for stay, end in stays:
            if stay.extends and end == HORIZON:
                self.stop_openly(stay)
            else:
                self.stop(stay, end, stay.extends)
        for event in moving:
            self.hold(event, events)
        if self.old:
            self.dropped.update(measure.number for measure in self.conduct.measures if measure.young)
        for event in sorted(switches, key=lambda event: event.on_day):
            flags = self.switched.setdefault(event.measures[0], bytearray(HORIZON))
            flags[event.on_day:] = (b"\1" if event.kind == "condition_met" else b"\2") * (HORIZON - event.on_day)
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
            if objection.about == "repair":
                self.ends.append((answer.on_day, 2, "repaired", answer.measures or ()))
            else:
                self.dropped.update(answer.measures or ())
            if answer.last_day is not None:
                # an answer dated back was given knowing the amendments so far
                for day, changes in self.changes.items():
                    for event in changes:
                        if event.kind == "amended" and day > answer.on_day:
                            self.knowing[event] = min(answer.last_day, self.knowing.get(event, answer.last_day))
                self.changes[answer.on_day].append(answer)

    def hold(self, event, events):
        """Stops from the day of receipt on, until the answer that settles it."""
        objection = event if event.kind == "objection" else event.target
        remitted = False
        for answer in events:
            if answer.target is event and answer.outcome == "remitted":
                remitted = True                 # goes on until the objection is settled anew
            elif answer.kind == "complaint_answer" and answer.outcome != "remitted" and (
                    answer.target is event or answer.target.target is objection and (event is objection or remitted)):
                break
            elif answer.kind == "objection_answer" and answer.target is objection and (event is objection or remitted):
                break
        else:
            self.stop_openly(event)
            if event.due_on is not None:
                self.reply_due = max(event.due_on, self.reply_due or event.due_on)
            return
        end = answer.on_day
        adds = answer.outcome in ("dismissed", "withdrawn", "inadmissible")
        if adds and answer.kind == "objection_answer" and answer.due_on is not None:
            end = answer.due_on + 1             # the time for a complaint has passed
        self.stop(event, end, adds)

    def repair(self, answer):
        if answer.outcome == "refused":
            return
        first = min(day for day in (answer.published_on, answer.due_on, self.published.get(answer)) if day is not None)
        if answer.outcome == "temporary":
            for number in answer.measures or [measure.number for measure in self.conduct.measures]:
                self.lifted[number].update(range(first, answer.until_day + 1))
        else:
            self.ends.append((first, 2, "repaired", answer.measures if answer.outcome == "partly" else None))

    def miss(self, reviews):
        """Flags the days on which a review was due and not made."""
        due = term_end(self.base_on, self.conduct.review)
        for day in reviews:
            if due + 1 < day:
                self.unreviewed[due + 1:day] = b"\1" * (day - due - 1)
            due = term_end(day, self.conduct.review)
        self.unreviewed[due + 1:] = b"\1" * (HORIZON - due - 1)
        self.review_due = due

    def harmonised(self):
        """The one last day of all departments, or None."""
        if not self.conduct.harmony or self.base_on is None:
            return None
        lasts = [term_end(self.base_on, measure.term or self.conduct.term) for measure in self.conduct.measures
                 if not measure.undated and not measure.statutory]
        most = [term_end(self.base_on, measure.most) for measure in self.conduct.measures if measure.most]
        if self.conduct.harmony == "fixed":     # by the minutes of the decision
            lasts = [term_end(self.base_on, self.conduct.term)] if lasts else []
        if not lasts:
            return None
        return min([min(lasts) if self.conduct.harmony == "shortest" else max(lasts)] + most)

    def own_term(self, measure):
        return measure.term is not None and (measure.statutory or self.common is None)

    def base_last(self, measure):
        """The last day if nothing happens, or None."""
        if self.base_on is None:
            return None
        if self.own_term(measure):
            return term_end(self.base_on, measure.term)
        if self.common is not None and not measure.undated:
            return self.common
        return term_end(self.base_on, self.conduct.term) if self.conduct.term and not measure.undated else None

    def cap(self, measure):
        """The last day that the statute allows if nothing happens, or None."""
        return term_end(self.base_on, measure.most) if measure.most and self.base_on is not None else None

    def live(self, measure, open_from):
        """The last day, or None: the earlier of that of the term and that of the cap."""
        if self.from_day is None:
            return None
        lasts = [self.walk(measure, self.base_last(measure), {} if measure.statutory else self.changes, open_from)]
        if measure.most:
            lasts.append(self.walk(measure, self.cap(measure), {}, open_from))
        return min((last for last in lasts if last is not None), default=None)

    def walk(self, measure, last, changes, open_from):
        """The last day, or None: day after day, a day that is lost while there is something to lose is added on."""
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
            elif last is not None and last >= day - 1:      # what is over is not taken up again
                amended = min(event.last_day, self.knowing.get(event, event.last_day))
                last = min(last, amended) if self.own_term(measure) else amended
        return last

    def on(self, measure, day):
        """1: the measure is on; 2: its condition has ended; 0: it was never met."""
        if not measure.conditional:
            return 1
        return self.switched[measure.number][day] if measure.number in self.switched else 0

    def off_since(self, measure, day):
        while self.on(measure, day - 1) == 2:
            day -= 1
        return day

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
                    ends.append((max(self.reply_due, settled) + 1, 3, "lapsed", None))
            self.known[measure.number] = last, min(ends, default=None, key=lambda end: end[:2])
        return self.known[measure.number]

    def held_up(self, measure, day):
        return self.stopped[day] or day in self.lifted[measure.number] or (
            self.unreviewed[day] and not measure.most and self.base_last(measure) is None)

    def state(self, measure, day):
        if self.annulled or measure.number in self.dropped:
            return "annulled"
        end = self.fate(measure)[1]
        on = self.on(measure, day)
        if on == 2:
            if end is None or (self.off_since(measure, day), 1) < end[:2]:
                return "released"
        if end is not None and end[0] <= day:
            return "expired" if end[2] == "lapsed" else end[2]
        if self.from_day is None or day < self.from_day:
            return "pending"
        if not on:
            return "off"
        return "suspended" if self.held_up(measure, day) else "active"

    def next_change(self, measure, day):
        """The first later day on which the state is another one, or None; what was never on counts as pending."""
        now = self.state(measure, day)
        for later in range(day + 1, HORIZON - 1):
            if {now, self.state(measure, later)} not in ({now}, {"pending", "off"}):
                return later
        return None

    def carries(self, measure):
        """Whether the measure, if it needs to be switched on, ever was."""
        return not measure.conditional or measure.number in self.switched

    def over(self, day):
        """Whether nothing is left of any measure."""
        return all(self.state(measure, day) not in ALIVE for measure in self.conduct.measures)

    def last_day(self):
        """That of the decision: moved by whatever moves it, and before service the planned one."""
        if self.from_day is None or self.conduct.term is None:
            return self.base_last(self.whole)
        return self.walk(self.whole, self.base_last(self.whole), self.changes, self.open_from)

    def end(self):
        """(first day on which the decision is over before its term, how); without a day if it is void."""
        if self.annulled:
            return None, "annulled"
        ends = [end for end in self.ends if end[3] is None]
        return min(ends, key=lambda end: end[:2])[::2] if ends else (None, None)

    def planned_last(self, measure):
        """The last day, or None; before service that which is planned."""
        if self.from_day is not None:
            return self.fate(measure)[0]
        return min((day for day in (self.base_last(measure), self.cap(measure)) if day is not None), default=None)

    def until(self, measure):
        """(last day in force, what ends it but its term): stop is for one that goes on and on."""
        if self.annulled or measure.number in self.dropped:
            return None, "annulled"
        last = self.planned_last(measure)
        ends = [end[:3] for end in self.ends if end[3] is None or measure.number in end[3]]
        if self.on(measure, HORIZON - 1) == 2:  # its condition has ended, and was not met again
            ends.append((self.off_since(measure, HORIZON - 1), 1, "released"))
        if last is not None:
            ends.append((last + 1, 3, None))
        if ends:
            return min(ends)[0] - 1, min(ends)[2]
        return None, "stop" if self.from_day is not None and self.live(measure, HORIZON) is not None else None

    def first_day(self, measure):
        """First day in force, or if there is none the one that was planned."""
        end = self.fate(measure)[1]
        for day in range(HORIZON if self.from_day is None else self.from_day, end[0] if end else HORIZON):
            if not self.held_up(measure, day):
                return day
        return self.from_day
