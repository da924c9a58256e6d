#!/usr/bin/env python3
"""Compares what questions answer with view measure_run, which expands every measure.

    test/server test/oracle/effect.py [CASES] [SEED]

Makes the random legal histories of fold.py, loads them with all triggers on, and asks effect_on(), effects_on(), check(),
penalties() and incentives() about each subject on days around whatever happens.  What they should say is computed by one
statement over measure_run: that is how these questions were answered before they had a cache of the catalogue.
Then makes what histories do not have, behind the triggers: further versions of conducts and measures, drafts, all kinds
of effects and matters, identical measures that count once, measures left out, roles that a measure does not reach.

20,000 histories unless told otherwise.  The seed is fixed unless given.  Prints what was compared, and exits with 1 at
any difference.
"""
import random
import sys

from fold_plot import make_batch
from fold_server import TEMPLATE, create, drop, load, prepare, psql

SEED = 20170420
CASES = 20000

# columns of measure_run that a state depends on
TERMS = """r.base_on, r.planned_from, r.last_day, r.end_day, r.end_kind, r.review_due, r.harmonised, r.course,
    r.measure, r.term, r.statutory_max, r.term_kind, r.statutory_term, r.stop_counts"""
ORDER = "array_position('{prohibit,limit,withdraw,scrutinise,reference,supervise,assist,publish,favour}'::text[], r.effect)"
MATTERS = "f f.part f.part.small f.other g g.one fpart f.par".split()

# The catalogue as histories do not have it.  Facts stay what they are: where they stand does not follow from this.
MIXED = """SET session_replication_role = replica;
SELECT setseed(%(seed)s) \\g /dev/null
INSERT INTO credit.matter SELECT m, m FROM unnest('{%(matters)s}'::text[]) m ON CONFLICT DO NOTHING;
ALTER TABLE credit.measure DISABLE TRIGGER USER;
ALTER TABLE credit.conduct DISABLE TRIGGER USER;
UPDATE credit.measure SET matters = '{f}' WHERE matters = '{}';
-- versions that end, one after another, of conducts and of measures
UPDATE credit.conduct SET overlap = CASE WHEN random() < 0.5 THEN 'longest' ELSE 'concurrent' END,
    polarity = CASE WHEN random() < 0.3 THEN 'incentive' ELSE 'sanction' END, valid = daterange(lower(valid), '2024-04-01')
    WHERE upper_inf(valid);
CREATE TEMP TABLE next_conduct AS SELECT * FROM credit.conduct;
UPDATE next_conduct SET valid = '[2024-04-01,)', draft = random() < 0.1,
    polarity = CASE WHEN random() < 0.3 THEN 'incentive' ELSE 'sanction' END;
INSERT INTO credit.conduct SELECT * FROM next_conduct;
CREATE TEMP TABLE next_measure AS SELECT * FROM credit.measure WHERE random() < 0.7;
UPDATE credit.measure SET valid = daterange(lower(valid), '2024-04-01') WHERE random() < 0.9;
UPDATE next_measure SET valid = '[2024-04-01,)';
INSERT INTO credit.measure SELECT * FROM next_measure ON CONFLICT DO NOTHING;
UPDATE credit.measure SET effect = (ARRAY['prohibit', 'limit', 'scrutinise', 'reference', 'favour'])[1 + floor(random() * 5)::integer],
        matters = ARRAY[(ARRAY['f', 'f.part', 'f.part.small', 'f.other', 'g.one', 'gone.away'])[1 + floor(random() * 6)::integer],
        (ARRAY['f.other', 'g', 'fpart'])[1 + floor(random() * 3)::integer]],
    reach = CASE WHEN random() < 0.2 THEN '{legal_representative}' WHEN random() < 0.5 THEN '{subject,director}' ELSE '{subject}' END::text[],
    draft = random() < 0.05, class = 2;
UPDATE credit.standing SET role = CASE WHEN random() < 0.5 THEN 'legal_representative' ELSE 'director' END WHERE random() < 0.2;
UPDATE credit.standing SET exclude = ARRAY[1 + floor(random() * 5)::integer] || (CASE WHEN random() < 0.1 THEN NULL ELSE 2 END)::integer
    WHERE random() < 0.2;
UPDATE credit.standing SET act_on = act_on - floor(random() * 200)::integer WHERE random() < 0.3;
ALTER TABLE credit.measure ENABLE TRIGGER USER;
ALTER TABLE credit.conduct ENABLE TRIGGER USER;
UPDATE credit.catalogue_revision SET revision = revision + 1;
SET session_replication_role = origin;
"""

ASKED = """SET search_path = public, credit;
CREATE TEMP TABLE scope AS SELECT m.matter, array_agg(c.code) AS codes FROM unnest('{%(matters)s}'::text[]) m (matter)
    JOIN credit.matter c ON c.code = m.matter OR starts_with(c.code, m.matter || '.') OR starts_with(m.matter, c.code || '.')
    GROUP BY m.matter;
CREATE TEMP TABLE run AS SELECT r.*, credit.measure_state('%(day)s', %(terms)s) AS state FROM credit.measure_run r
    WHERE r.planned_from <= '%(day)s';
CREATE TEMP TABLE subjects AS SELECT DISTINCT subject FROM credit.decision;
CREATE INDEX ON run (subject); ANALYZE run;
-- of identical measures check() shows the one that ends last
CREATE TEMP TABLE shown AS SELECT r.* FROM run r WHERE r.state IN ('active', 'suspended') AND (r.overlap = 'concurrent' OR NOT EXISTS (
    SELECT FROM run o WHERE o.subject = r.subject AND o.conduct = r.conduct AND o.measure = r.measure AND o.effect = r.effect
        AND o.matters = r.matters AND o.decision <> r.decision
        AND o.role IS NOT DISTINCT FROM r.role AND o.state = r.state
        AND (coalesce(r.until_day < o.until_day, r.until_day IS NOT NULL AND o.until_day IS NULL)
            OR (r.until_day IS NOT DISTINCT FROM o.until_day AND r.decision > o.decision))));
CREATE INDEX ON shown (subject); ANALYZE shown;
WITH right_one AS MATERIALIZED (
    SELECT s.subject, x.matter, (SELECT count(*) FROM shown h WHERE h.subject = s.subject AND h.matters && x.codes) AS rows,
        coalesce((array_agg(r.effect ORDER BY %(order)s) FILTER (WHERE r.state = 'active'))[1], 'clear') AS effect
    FROM subjects s CROSS JOIN scope x
        LEFT JOIN run r ON r.subject = s.subject AND r.state IN ('active', 'suspended') AND r.matters && x.codes
    GROUP BY s.subject, x.matter, x.codes
), batch AS MATERIALIZED (
    SELECT x.matter, e.* FROM scope x,
        credit.effects_on(ARRAY(SELECT subject FROM subjects), x.matter, '%(day)s') e
)
SELECT 'asked', count(*), count(*) FILTER (WHERE r.effect <> 'clear'), count(*) FILTER (WHERE r.rows > 0),
    count(*) FILTER (WHERE credit.effect_on(r.subject, r.matter, '%(day)s') <> r.effect),
    count(*) FILTER (WHERE b.effect IS DISTINCT FROM r.effect),
    count(*) FILTER (WHERE (SELECT count(*) FROM credit.check(r.subject, r.matter, '%(day)s')) <> r.rows)
FROM right_one r LEFT JOIN batch b USING (subject, matter);
SELECT 'all', count(*), count(*) FILTER (WHERE sanctions), count(*) FILTER (WHERE incentives),
    count(*) FILTER (WHERE EXISTS (SELECT FROM credit.penalties(subject, '%(day)s')) <> sanctions),
    count(*) FILTER (WHERE EXISTS (SELECT FROM credit.incentives(subject, '%(day)s')) <> incentives), 0
FROM (SELECT s.subject, EXISTS (SELECT FROM shown r WHERE r.subject = s.subject AND polarity = 'sanction') AS sanctions,
    EXISTS (SELECT FROM shown r WHERE r.subject = s.subject AND polarity = 'incentive') AS incentives
    FROM subjects s) q;
DROP TABLE scope, run, shown, subjects;
"""


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    rng = random.Random("effects %d" % seed)
    server = prepare()
    database = TEMPLATE + "_effect"
    create(database, TEMPLATE)
    load(seed, make_batch(seed, 0, cases), rng, server, database)
    first, last = psql("SELECT min(from_day), max(from_day) + 200 FROM credit.standing WHERE isfinite(from_day);",
                       database)[0].split("|")
    total, wrong = [0] * 3, 0
    # one session asks before and after the catalogue has changed
    script = []
    for mix in [None, 0.1, 0.2, 0.3]:
        if mix is not None:
            script.append(MIXED % {"seed": mix, "matters": ",".join(MATTERS)} if mix == 0.1 else
                          MIXED_AGAIN % {"seed": mix})
        for _ in range(4):
            script.append("SELECT date '%s' + floor((date '%s' - date '%s') * %f)::integer AS day \\gset\n"
                          % (first, last, first, rng.random())
                          + (ASKED % {"day": "@day@", "matters": "f,f.part" if mix is None else ",".join(MATTERS),
                                      "terms": TERMS, "order": ORDER}).replace("'@day@'", ":'day'"))
    for line in psql("\n".join(script), database):
        what, *numbers = line.split("|")
        numbers = list(map(int, numbers))
        if what == "asked":
            total = [a + b for a, b in zip(total, numbers)]
        if any(numbers[3:]):
            wrong += sum(numbers[3:])
            print("differs: " + line)
    drop(database)
    drop(TEMPLATE)
    print("%d questions, %d with an effect, %d with rows, %d differ" % (*total, wrong))
    return 1 if wrong or not all(total) else 0


# Other effects, matters and roles under another revision.
MIXED_AGAIN = """SET session_replication_role = replica;
SELECT setseed(%(seed)s) \\g /dev/null
UPDATE credit.measure SET effect = (ARRAY['prohibit', 'limit', 'scrutinise', 'reference', 'favour'])[1 + floor(random() * 5)::integer],
    draft = random() < 0.2, matters = ARRAY[(ARRAY['f', 'f.part', 'f.other', 'g'])[1 + floor(random() * 4)::integer]];
UPDATE credit.catalogue_revision SET revision = revision + 1;
SET session_replication_role = origin;
"""

if __name__ == "__main__":
    sys.exit(main())
