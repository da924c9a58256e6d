"""The server's side of fold.py: what is loaded there, and what it says of it."""
import collections
import functools
import json
import os
import re
import subprocess

from fold_life import CONDUCTS, HOLIDAYS, WORKDAYS, YOUNG, add_workdays, day_of, text_of
from fold_plot import DAYS, LETTERS, table

TEMPLATE = "oracle_fold"                # a database with the catalogue; those of the batches are copies of it
RECORD = "subject record conduct agency document_no determined_on served_on reason late_reason".split()
EVENT = """subject event decision target kind on_day until_day last_day published_on outcome measures extends ground
    objector answered_by method document_no contents reason commitment evidence changes late_reason""".split()
END = "subject on_day how document_no late_reason".split()


class Refused(Exception):
    """The server did not take what it should."""


def psql(script, database):
    """Lines that the script prints."""
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", database], input=script, capture_output=True,
                          text=True, env=dict(os.environ, PGOPTIONS="-c datestyle=ISO,YMD"), check=False)
    if done.returncode:
        raise Refused(done.stderr)
    return done.stdout.splitlines()


def create(database, template="template0"):
    psql("DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s TEMPLATE %s;" % (database, database, template), "postgres")


def drop(database):
    psql("DROP DATABASE %s;" % database, "postgres")


def literal(value):
    if isinstance(value, tuple):
        return "'%d months %d days'" % value
    return "NULL" if value is None else str(value) if isinstance(value, (bool, int)) else "'%s'" % value


def prepare():
    """Makes the database that the others are copied from: (mask that makes decisions of records, today)."""
    create(TEMPLATE)
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
    always = {"legal_basis": "f_law"}
    for c in CONDUCTS:
        insert("conduct", **always, valid="[2016-01-01,)", code=c.code, name="conduct", polarity="sanction",
               sector="f_sector", determining_agency="f_court", determination="on_record", listing_basis="f_law",
               adopted_by="document 1", release_condition="paid", term_kind="fixed" if c.term else "until_condition",
               term_basis=c.basis, term=c.term, review_every=c.review,
               on_missed_review="suspend" if c.suspends else "list", complaint_window=c.window,
               standstill_workdays=c.standstill, reply_workdays=c.reply, repair_not_before=c.wait,
               harmony=c.harmony or "shortest", harmony_document_no="document 2" if c.harmony else None)
        for m in c.measures:
            insert("measure", **always, valid="[%s,)" % (YOUNG if m.young else "2016-01-01"), conduct=c.code,
                   number=m.number, agency="f_court", **{"class": 1}, effect="prohibit", matters="{f.part}",
                   content="content", term=m.term, statutory_max=m.most, stop_counts=m.stop_counts,
                   statutory_term=m.statutory, condition="unpaid" if m.conditional else None,
                   term_kind="until_condition" if m.undated and c.term else "fixed" if m.term and not c.term else None)
    script.append("SELECT credit.decision_of('00000000-0000-0000-0000-000000000000'), credit.today();")
    mask, today = psql("\n".join(script), TEMPLATE)[-1].split("|")
    return int(mask.replace("-", ""), 16), today


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


def array(numbers):
    return "{%s}" % ",".join(map(str, numbers)) if numbers else None


def record_row(seed, history):
    return tab_separated((subject_code(history.subject), uuid_of(seed, history, 0), history.conduct.code, "f_court",
                          "%d/%d" % (seed, history.number), text_of(history.decided), text_of(history.served), "reason",
                          "loaded"))


def event_of(seed, mask, today, history, place):
    """Columns of an event, as they are given to the server."""
    event = history.events[place - 1]
    kind = event.kind
    decision = target = None
    if event.target:
        named = event.named if kind == "repair_published" else event.target
        target = uuid_of(seed, history, history.events.index(named) + 1)
    elif event.about == "record" or kind.startswith("record_"):
        target = uuid_of(seed, history, 0)
    elif event.about:
        target = uuid_of(seed, history, 0, mask)
    else:
        decision = uuid_of(seed, history, 0, mask)
    pleads, wordless = kind in ("objection", "complaint"), kind in ("served", "repair", "repair_published", "complaint")
    given = {
        "subject": subject_code(history.subject), "event": uuid_of(seed, history, place), "decision": decision,
        "target": target, "on_day": text_of(event.on_day) or today, "late_reason": "loaded",
        "measures": array(event.measures),
        "answered_by": None if not kind.endswith("answer") else "f_office" if kind == "complaint_answer" else "f_court",
        "method": "in person" if kind == "served" else None, "contents": "grounds" if pleads else None,
        "document_no": None if wordless else "document %d" % place,
        "reason": None if wordless or pleads or kind == "reviewed" or kind.startswith("condition") else "reason",
        "commitment": "promised" if kind == "repair" and event.commits else None,
        "evidence": '{"paid": true}' if kind == "repair" else None,
        "changes": event.changes and json.dumps(event.changes)}
    return {name: given[name] if name in given else text_of(getattr(event, name)) if name in DAYS
            else getattr(event, name) for name in EVENT}


def copy(name, columns, rows, histories, database):
    """Loads rows; of one that is refused the history is told."""
    try:
        psql("COPY credit.%s (%s) FROM STDIN;\n%s\n\\.\n" % (name, ", ".join(columns), "\n".join(rows)), database)
    except Refused as refused:
        found = re.search(r"COPY \w+, line (\d+)", str(refused))
        line = int(found.group(1)) - 1 if found else 0
        raise Refused("%s%s\n%s" % (refused, rows[line], table(*histories[line][2:6]))) from None


def load(seed, batch, rng, server, database):
    """Loads histories in two rounds, each in the order of the times of its facts, then ends of subjects.

    Gives ({number: when the decision and its events were recorded}, deadlines that differ); those are microseconds.
    """
    mask, today = server
    middle = rng.random()
    facts = sorted((time, history.number - batch[0].number, place) for history in batch
                   for place, time in enumerate(history.times))
    for late in (False, True):
        chosen = [(batch[number], place) for time, number, place in facts if (time >= middle) == late]
        records = [history for history, place in chosen if not place]
        copy("record", RECORD, [record_row(seed, history) for history in records], records, database)
        events = [each for each in chosen if each[1] and each[0].events[each[1] - 1].kind != "ended"]
        copy("event", EVENT, [tab_separated(event_of(seed, mask, today, *each).values()) for each in events],
             [each[0] for each in events], database)
    ended = {each.subject: each for each in batch if each.events and each.events[-1].kind == "ended"}
    copy("subject_end", END, [tab_separated((subject_code(subject), text_of(each.events[-1].on_day), "deregistration",
                                             "document", "loaded")) for subject, each in ended.items()],
         list(ended.values()), database)
    recorded, wrong = {history.number: [None] * len(history.times) for history in batch}, []
    for line in psql("""SELECT CASE WHEN kind <> 'ended' THEN event ELSE credit.decision_of(decision) END,
    kind = 'ended', due_on, (extract(epoch FROM recorded_at) * 1000000)::bigint FROM credit.event
UNION ALL SELECT record, false, NULL, (extract(epoch FROM recorded_at) * 1000000)::bigint FROM credit.decision;""",
                     database):
        uuid, last, due_on, when = line.split("|")
        number, place = divmod(int(uuid[-12:], 16), 64)
        history = batch[number - batch[0].number]
        if last == "t":
            place = len(history.events)
        recorded[number][place] = int(when)
        event = history.events[place - 1] if place else None
        if event and event.kind != "served" and due_on != text_of(event.due_on):
            wrong.append((history, len(history.events), "event %d is due" % place, text_of(event.due_on), due_on))
            event.due_on = day_of(due_on) if due_on else None       # the rest is compared all the same
    for history in batch:
        whens = recorded[history.number]
        if None in whens or any(after <= before for before, after in zip(whens, whens[1:])):
            raise Refused("facts are missing or out of order: %s\n%s" % (whens, table(*history[2:6])))
    return recorded, wrong


def standstill(conduct, served):
    return add_workdays(served, conduct.standstill) if served is not None and conduct.standstill else None


def folded(seed, histories, server):
    """Makes a table of what the aggregate makes of histories that are not loaded."""
    decisions, events = [], []
    for history in histories:
        subject, decision = subject_code(history.subject), uuid_of(seed, history, 0, server[0])
        decisions.append(tab_separated((
            subject, decision, history.conduct.code, text_of(history.decided), text_of(history.decided),
            text_of(history.served), text_of(history.stated), history.term and "%d months %d days" % history.term,
            history.minutes, array(history.exclude), array(history.met),
            text_of(standstill(history.conduct, history.served)), text_of(history.entered))))
        for place, event in enumerate(history.events, 1):
            row = event_of(seed, *server, history, place)
            row.update(decision=decision, due_on=text_of(event.due_on), about=event.about,
                       recorded_on=text_of(event.entered))
            if event.kind == "served":              # stamped, too
                row["until_day"] = text_of(standstill(history.conduct, event.on_day))
            if event.kind == "repair_published":    # whatever was named, its answer stands there
                row["target"] = uuid_of(seed, history, history.events.index(event.target) + 1)
            events.append(tab_separated([*row.values(), "2026-01-01 00:00:%02d" % place]))
    return ["CREATE TEMP TABLE decided AS SELECT * FROM credit.decision LIMIT 0;",
            "CREATE TEMP TABLE happened AS SELECT * FROM credit.event LIMIT 0;",
            """COPY decided (subject, decision, conduct, decided_on, act_on, source_served_on, stated_on, term, minutes,
    exclude, conditions_met, standstill_until, recorded_on) FROM STDIN;""", *decisions, "\\.",
            "COPY happened (%s, due_on, about, recorded_on, recorded_at) FROM STDIN;" % ", ".join(EVENT), *events, "\\.",
            """CREATE TEMP TABLE stood AS SELECT f.subject, f.decision, (f.y).* FROM (
    SELECT d.subject, d.decision,
        credit.fold(d.conduct, d.decided_on, d.act_on, d.source_served_on, d.stated_on, d.term, d.exclude,
            d.conditions_met, d.role, d.minutes, d.standstill_until, d.recorded_on, e.event, e.kind, e.on_day, e.until_day, e.last_day,
            e.published_on, e.due_on, e.recorded_at, e.target, e.outcome, e.about, e.extends, e.measures, e.ground,
            e.objector, false, e.recorded_on) AS y
    FROM decided d LEFT JOIN happened e ON e.subject OPERATOR(credit.=) d.subject AND e.decision = d.decision
    GROUP BY d.subject, d.decision OFFSET 0) f;
SELECT 'CREATE TEMP VIEW run AS ' || replace(pg_get_viewdef('credit.measure_run'), 'credit.standing s', 'stood s')
\\gexec"""]


def changes(history):
    """Whether the next day on which a state changes is asked for; it takes long to live up to it."""
    return history.number % 32 == 0


# What measure_run has of a measure and of its decision; then come the day of the next change, and a letter a day.
COLUMNS = "measure from_day until_day ended_by base_on planned_from last_day end_day end_kind review_due".split()
TERMS = """r.base_on, r.planned_from, r.last_day, r.end_day, r.end_kind, r.review_due, r.harmonised, r.course, r.measure,
        r.term, r.statutory_max, r.term_kind, r.statutory_term, r.stop_counts"""


def ask(seed, questions, moment, server, database):
    """What the server says: {number of a history: {measure: (columns but the first, letters)}}.

    questions are (history, days); moment is when it was known, in microseconds, None: now, free: by the aggregate.
    """
    rows = ["%d\t%s\t%s\t%s\t{%s}" % (
        history.number, subject_code(history.subject), uuid_of(seed, history, 0, server[0]), changes(history),
        ",".join(map(text_of, days))) for history, days in questions]
    script = ["CREATE TEMP TABLE asked (number int, subject credit.subject_id, decision uuid, change bool,",
              "    days date[]);", "COPY asked FROM STDIN;", "\n".join(rows), "\\.", "ANALYZE asked;"]
    if moment == "free":
        script += folded(seed, [history for history, _ in questions], server)
    elif moment is None:
        script += ["ANALYZE credit.standing;", "CREATE TEMP VIEW run AS SELECT * FROM credit.measure_run;"]
    else:
        script += ["""CREATE TEMP TABLE run AS SELECT * FROM credit.measure_run_known(
    timestamptz 'epoch' + %d * interval '1 microsecond');""" % moment, "ANALYZE run;"]
    script.append("""
SELECT a.number, %s, CASE WHEN a.change THEN credit.measure_change(a.days[1], %s) END,
    (SELECT string_agg(CASE credit.measure_state(d.day, %s) %s ELSE '?' END, '' ORDER BY d.place)
        FROM unnest(a.days) WITH ORDINALITY d(day, place))
FROM asked a JOIN run r ON r.subject OPERATOR(credit.=) a.subject AND r.decision = a.decision;""" % (
        ", ".join("nullif(r.ended_by, 'term')" if name == "ended_by" else "r." + name for name in COLUMNS), TERMS,
        TERMS, " ".join("WHEN '%s' THEN '%s'" % item for item in LETTERS.items())))
    answers = {history.number: {} for history, _ in questions}
    for line in psql("\n".join(script), database):
        number, measure, *answer = line.split("|")
        answers[int(number)][int(measure)] = answer
    return answers


def problems(database):
    """What the server finds wrong with itself."""
    return psql("""SELECT 'refreshed', n FROM credit.refresh_standing() n WHERE n <> 0;
SELECT problem, subject, kind, fact, detail FROM credit.verify();""", database)


# What is made to disagree: a table t and which of its rows, changes of one such row x whose place is x.at, of which
# each takes its turn, and what verify() must say of them.
PLANTS = {
    "changed standing": ("standing", "t.from_day IS NOT NULL AND t.last_day IS NOT NULL", [
        "UPDATE credit.standing SET %s WHERE ctid = x.at" % change for change in (
            "last_day = last_day + 1", "from_day = from_day - 1", "base_on = base_on + 1",
            "end_kind = CASE end_kind WHEN 'revoked' THEN 'released' ELSE 'revoked' END", "events = events + 1",
            "end_day = coalesce(end_day, from_day) + 1", "course = course || '{3,9000,9001,1,0}'",
            "conditions_met = conditions_met || 9")],
        "standing differs"),
    "missing standing": ("standing", "true", ["DELETE FROM credit.standing WHERE ctid = x.at"], "standing is missing"),
    "changed event": ("event", "true", [
        "UPDATE credit.event SET %s WHERE ctid = x.at" % change for change in (
            "on_day = on_day + 1", "document_no = concat(document_no, '.')",
            "recorded_at = recorded_at + interval '1 us'", "recorded_by = 'somebody'",
            "due_on = coalesce(due_on, on_day) + 1", "contents = concat(contents, '.')",
            "kind = CASE kind WHEN 'revoked' THEN 'released' ELSE 'revoked' END")],
        "fact or order was changed"),
    "deleted event": ("event", "true", ["DELETE FROM credit.event WHERE ctid = x.at"], "link has no fact"),
    "deleted link": ("chain", "true", ["DELETE FROM credit.chain WHERE ctid = x.at"], "fact has no link"),
    "swapped links": ("chain", "t.seq > 1", [
        """UPDATE credit.chain a SET id = b.id, kind = b.kind, layout = b.layout, hash = b.hash FROM credit.chain b
    WHERE a.subject OPERATOR(credit.=) x.subject AND b.subject OPERATOR(credit.=) x.subject
        AND (a.seq = x.seq AND b.seq = x.seq - 1 OR a.seq = x.seq - 1 AND b.seq = x.seq)"""],
        "fact or order was changed"),
    "changed decision": ("decision", "true", [
        "UPDATE credit.decision SET %s WHERE ctid = x.at" % change for change in (
            "decided_on = decided_on - 1", "document_no = document_no || '.'", "term = '1 year'",
            "exclude = exclude || 1", "recorded_at = recorded_at - interval '1 us'", "decided_by = 'somebody'")],
        "fact or order was changed")}


def plant(rng, each, database):
    """Makes rows disagree behind the triggers' back: ({plant: number}, {plant: number that verify() found}, others)."""
    script, planted, subjects = ["SET session_replication_role = replica;"], {}, []
    for name, (table_name, condition, statements, problem) in PLANTS.items():
        free = sorted(set(psql("SELECT t.subject FROM credit.%s t WHERE %s;" % (table_name, condition), database))
                      - set(subjects))
        for number, subject in enumerate(rng.sample(free, each)):
            subjects.append(subject)
            planted[subject] = name, problem
            script.append("""DO $$ DECLARE x record; n int; BEGIN
SELECT t.*, t.ctid AS at INTO STRICT x FROM credit.%s t WHERE t.subject OPERATOR(credit.=) '%s' AND %s
ORDER BY md5(t.ctid::text) LIMIT 1;
%s; GET DIAGNOSTICS n = ROW_COUNT; IF n = 0 THEN RAISE 'nothing was changed'; END IF; END $$;""" % (
                table_name, subject, condition, statements[number % len(statements)]))
    psql("\n".join(script), database)
    told = psql("SELECT subject, problem FROM credit.verify();", database)
    found = {subject for subject, (_, problem) in planted.items() if "%s|%s" % (subject, problem) in told}
    return (collections.Counter(name for name, _ in planted.values()),
            collections.Counter(planted[subject][0] for subject in found),
            [line for line in told if line.split("|")[0] not in planted])
