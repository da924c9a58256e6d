"""Makes histories for fold.py: one step after the other, each allowed in the state that it meets.

A history is the life of one decision.  Each of its facts has a time, a number of [0, 1), at which it is recorded: the
histories of a batch are recorded in the order of these, so a moment in between finds some with a part of their events.
"""
import collections
import itertools
import random

from fold_life import CONDUCTS, HORIZON, Event, Life, add_workdays, term_end, text_of

LAST_EVENT = 725                        # in December 2025, when the clock of a history stops
LETTERS = {"active": "A", "annulled": "N", "expired": "X", "pending": "P", "released": "L", "repaired": "R",
           "revoked": "V", "suspended": "S",
           "off": "P"}                  # conditional measures are pending until their condition is first met
DAYS = "until_day last_day published_on due_on".split()
SHOWN = DAYS + "outcome measures extends ground objector about".split()

# A free history is not loaded, but folded by the aggregate alone: what decisions at meetings decide, and amended terms,
# which take effect on the day after that of the recording; and some of its facts are entered late.
History = collections.namedtuple(
    "History", "number subject conduct decided served events times stated met exclude term minutes entered",
    defaults=[None, (), (), None, None, None])
OUTCOMES = ["dismissed"] * 9 + ["inadmissible"] * 3 + ["withdrawn"] * 3 + ["partly"] * 4 + ["upheld"]
GROUNDS = ["fact"] * 4 + ["law", "procedure"]
WEIGHTS = {"object": 10, "answer": 24, "complain": 8, "stay": 8, "resume": 6, "apply": 9, "answer_repair": 28,
           "publish": 4, "serve": 12, "review": 7, "condition": 7, "correct": 1, "revoke": 1, "release": 1, "annul": 1}
STEPS = [step for step, weight in WEIGHTS.items() for _ in range(weight)]
FREE_STEPS = [step for step in STEPS if step != "correct"] + ["amend"] * 12


class Plot:
    """Makes the events of one history."""

    def __init__(self, rng, conduct, decided, served, stated=None, met=(), entered=None):
        self.rng, self.conduct, self.decided, self.stated, self.met = rng, conduct, decided, stated, met
        self.entered = entered
        self.source_served = self.served = served
        self.day = decided + rng.randrange(0, 6)            # the clock
        self.until = min(LAST_EVENT, decided + 400)
        self.events = []
        self.void = self.gone = False                       # annulled; its record is
        self.ended = set()                                  # how it was ended
        self.amended = 0                                    # from when its term was amended
        self.cut = HORIZON                                  # last day set by a partly upheld answer
        self.dropped = {5}                                  # what is left alone: dropped, or conditional
        self.objections, self.complaints, self.stays, self.refused, self.unpublished = [], [], [], [], []
        self.application = self.switched = None

    def play(self, steps, choice):
        for _ in range(steps * 4 + 4):
            if len(self.events) < steps and self.day < self.until:
                getattr(self, self.rng.choice(choice))()

    def when(self, earliest, late=0.08):
        """The day of a step: the clock goes on, or the step is entered late."""
        draw = self.rng.random()
        if draw < late:
            return max(earliest, self.day - int(draw / late * 40))
        self.day = max(earliest, self.day + int(self.rng.random() ** 2 * 22))
        return self.day

    def add(self, kind, on_day, **given):
        self.events.append(Event(kind, on_day, entered=self.day, **given))
        return self.events[-1]

    def life(self, more=()):
        return Life(self.conduct, self.decided, self.source_served, self.events + list(more), self.stated, self.met,
                    self.entered)

    def alive(self, day):
        """Whether a step that presupposes a living decision may be taken."""
        base_on = self.served if self.conduct.basis == "served" else self.decided
        least = HORIZON if self.conduct.term is None or base_on is None else \
            term_end(base_on, (0, 20) if self.conduct.harmony else self.conduct.term)
        if not (self.void or self.ended or self.amended) and len(self.dropped) == 1 and day <= min(least, self.cut):
            return True                         # the first measure lasts as long, whatever stops it
        return not self.void and not self.life().over(day)

    def some_measures(self):
        left = [measure.number for measure in self.conduct.measures if measure.number not in self.dropped]
        return sorted(self.rng.sample(left, self.rng.randint(1, len(left)))) if left else None

    def serve(self):
        if self.served is None and not self.void:
            self.served = self.when(self.decided)
            self.add("served", self.served)

    def object(self):
        about, target, earliest = self.rng.choice(["record", "decision", "decision"]), None, self.decided
        if self.refused and self.rng.random() < 0.7:
            about, (target, earliest) = "repair", self.rng.choice(self.refused)
        day = self.when(earliest, 0.2)
        self.objections.append(self.add(
            "objection", day, about=about, target=target, ground=self.rng.choice(GROUNDS),
            objector="a neighbour" if self.rng.random() < 0.2 else None, due_on=add_workdays(day, self.conduct.reply),
            waits_until=add_workdays(day, self.conduct.reply), open=True, since=day, answer=None, complained=False,
            remitted=False))

    def decide(self, kind, target, day, outcome):
        """An answer, with what goes with its outcome."""
        exclude = last = due = None
        if outcome == "partly":
            exclude = self.some_measures() if self.rng.random() < 0.5 else None
            if exclude is None or self.rng.random() < 0.3:
                last = max(self.decided, day + self.rng.randrange(-10, 40))
                # it must cut something that is not cut by the answer's adding no days
                life = self.life([Event(kind, day, entered=self.day, target=target, outcome=outcome)])
                last_days = [life.planned_last(measure) for measure in life.conduct.measures if not measure.statutory]
                last = last if any(until is None or last < until for until in last_days) else None
            if exclude is None and last is None:
                outcome = "dismissed"
            self.dropped.update(exclude or ())
            self.cut = min(self.cut, self.cut if last is None else last)
        if kind == "objection_answer" and self.conduct.window and outcome in ("dismissed", "partly", "inadmissible"):
            # a deadline for an act does not end on a day off
            due = add_workdays(term_end(day, self.conduct.window) - 1, 1)
        if outcome == "upheld" and (target if kind == "objection_answer" else target.target).about == "repair":
            self.ended.add("repaired")
        else:
            self.void = self.void or outcome == "upheld"
        if outcome == "remitted":
            due = add_workdays(day, self.conduct.reply)
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
            if objection.remitted and objection.answer:
                objection.waits_until = answer.due_on

    def complain(self):
        ready = [o for o in self.objections if not o.complained and (
            o.open or o.answer and o.answer.outcome != "upheld")]
        if ready:
            objection = self.rng.choice(ready)
            objection.complained = True
            day = self.when(objection.waits_until + 1 if objection.open else objection.answer.on_day)
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
            if running:
                self.add("resumed", day)
                for stay in running:
                    stay.runs_until = day - 1

    def apply(self):
        if self.served is not None and not self.application:
            allowed = term_end(self.decided, self.conduct.wait) if self.conduct.wait else self.decided
            day = self.when(max(self.served, allowed))
            if self.alive(day):
                self.application = self.add("repair", day, due_on=add_workdays(day, 10),
                                            commits=self.rng.random() < 0.9)

    def answer_repair(self):
        if not self.application:
            return
        day = self.when(self.application.on_day)
        outcome = self.rng.choice(["granted", "partly", "temporary", "temporary", "refused", "refused"])
        if not self.application.commits and outcome in ("granted", "partly"):
            outcome = "refused"
        published, until, some = day + self.rng.randrange(0, 9), None, None
        if outcome == "partly" or outcome == "temporary" and self.rng.random() < 0.6:
            some = self.some_measures()
            outcome = outcome if some else "refused"
        if outcome == "temporary":
            until = day + self.rng.randrange(0, 40)
        if outcome == "refused" or self.rng.random() < 0.2:
            published = None
        if outcome != "granted":
            self.refused.append((self.application, day))
        answer = self.add("repair_answer", day, target=self.application, outcome=outcome, published_on=published,
                          measures=some, until_day=until, due_on=None if outcome == "refused" else add_workdays(day, 3))
        if outcome != "refused" and published is None:
            self.unpublished.append(answer)
        self.application = None
        if outcome in ("granted", "partly"):
            self.ended.add("repaired")

    def publish(self):
        if self.unpublished:
            answer = self.unpublished.pop(0)
            self.add("repair_published", answer.on_day + self.rng.randrange(0, 9), target=answer,
                     named=self.rng.choice([answer, answer.target]))        # either will do

    def review(self):
        day = self.when(self.served) if self.conduct.review and self.served is not None else None
        if day is not None and self.alive(day):
            released = self.rng.random() < 0.1
            self.add("reviewed", day, outcome="released" if released else "continued")
            if released:
                self.ended.add("released")

    def condition(self):
        if self.served is not None and any(measure.conditional for measure in self.conduct.measures):
            last, was_met = self.switched or (self.served - 1, False)
            day = self.when(last + 1)
            if self.alive(day):
                self.add("condition_ended" if was_met else "condition_met", day, measures=[5])
                self.switched = day, not was_met

    def end(self, kind, day):
        if kind not in self.ended and self.alive(day):
            self.ended.add(kind)
            self.add(kind, day)

    def correct(self):
        if not self.gone:
            self.add("record_corrected", None, changes=self.rng.choice(
                [{"reason": "corrected"}, {"occurred_on": "2019-05-05"}, {"occurred_on": "2021-05-05"}]))

    def revoke(self):
        self.end("revoked", self.when(self.decided))

    def release(self):
        if self.served is not None:
            self.end("released", self.when(self.served))

    def amend(self):
        if self.served is not None and self.conduct.term:
            day = self.when(max(self.served, self.amended))
            if self.alive(day):
                self.amended = day + 1
                self.add("amended", day + 1, last_day=day + self.rng.randrange(0, 60))

    def annul(self):
        if self.rng.random() < 0.4 and not self.void:       # its day is that of the recording
            self.void = True
            kind = self.rng.choice(["annulled", "record_annulled", "record_withdrawn"])
            self.gone = kind != "annulled"
            self.add(kind, None)


def make(rng, number, subject):
    conduct = rng.choice(CONDUCTS)
    decided = rng.randrange(0, 330)
    served = decided + rng.randrange(0, 15) if rng.random() < 0.7 else None
    plot = Plot(rng, conduct, decided, served)
    if rng.random() < 0.9:
        plot.play(min(1 + int(rng.expovariate(0.28)), 16), STEPS)
    times = sorted(rng.random() for _ in range(len(plot.events) + 1))
    return History(number, subject, conduct, decided, served, plot.events, times)


def make_free(rng, number):
    """One that may have a term, a stated day, conditions met and measures left out by the decision itself."""
    conduct, stated, met, exclude, term, minutes = rng.choice(CONDUCTS), None, (), (), None, None
    decided = rng.randrange(0, 330)
    served = decided + rng.randrange(0, 15) if rng.random() < 0.7 else None
    if conduct.term and rng.random() < 0.5:
        term = 0, rng.randrange(1, 70)
        minutes = "minutes" if rng.random() < 0.5 else None
        conduct = conduct._replace(term=term, harmony="fixed" if minutes else conduct.harmony)
    if rng.random() < 0.5:
        stated = decided + rng.randrange(-5, 25)
    if rng.random() < 0.3 and len(conduct.measures) > 1:
        exclude = sorted(measure.number for measure in rng.sample(conduct.measures, 1))
        conduct = conduct._replace(measures=[m for m in conduct.measures if m.number not in exclude])
    if rng.random() < 0.5 and any(measure.conditional for measure in conduct.measures):
        met = [5]
    entered = decided if rng.random() < 0.5 else decided + rng.randrange(0, 60)
    plot = Plot(rng, conduct, decided, served, stated, met, entered)
    plot.switched = (decided, True) if met else None
    plot.play(min(1 + int(rng.expovariate(0.28)), 16), FREE_STEPS)
    return History(number, number, conduct, decided, served, plot.events, (), stated, met, exclude, term, minutes, entered)


def make_batch(seed, first, count):
    rng = random.Random("%d %d" % (seed, first))
    made = []
    while len(made) < count:
        subject = first + len(made)             # most have one decision, some have many
        for _ in range(min(rng.choice([1, 1, 1, 2, 5, 40]), count - len(made))):
            made.append(make(rng, first + len(made), subject))
    for subject, histories in itertools.groupby(made, lambda history: history.subject):
        if rng.random() < 0.02:                 # it is no more, and whatever was decided on it has ended
            day = rng.randrange(0, LAST_EVENT)
            for history in histories:
                history.events.append(Event("ended", day))
                history.times.append(1)
    return made


def life_of(history, known):
    return Life(*history[2:5], history.events[:known], history.stated, history.met, history.entered)


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
