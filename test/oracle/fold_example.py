"""Worked examples of the contract and of the research, and some of the other rules; the simulation is judged by them."""
from fold_life import Conduct, Event, Life, Measure, add_workdays, day_of, text_of
from fold_plot import table


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
        (year, d, "2025-03-20", [], "2025-03-21", "2025-03-15"),
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

