-- States of a measure, as the table of states has them: what check(),
-- effect_on() and the views say in each, and which end goes before which.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned

CREATE TEMP TABLE contract (state text, shown text, effect text, active boolean, suspended boolean);
INSERT INTO contract VALUES
	('-', '-', 'clear', false, false), ('pending', '-', 'clear', false, false), ('active', 'active', 'bars', true, false),
	('suspended', 'suspended', 'clear', false, true), ('annulled', '-', 'clear', false, false), ('expired', '-', 'clear', false, false),
	('released', '-', 'clear', false, false), ('repaired', '-', 'clear', false, false), ('revoked', '-', 'clear', false, false);

-- days are given as "day state", of measure 2 as "day/2 state"
CREATE TEMP TABLE cases AS
SELECT row_number() OVER () AS n, what, days, pg_temp.play(pg_temp.number(4300 + row_number() OVER ()::integer), conduct, steps) AS c
FROM (VALUES
	('reported, not decided', 't_two', 'report 2024-02-20; notify 2024-03-04', '2024-05-01 -'),
	('decided, not served', 't_two', '', '2024-03-16 pending, 2026-01-01 pending'),
	('decided, before from_day', 't_two', 'serve 2024-04-02', '2024-03-20 pending, 2024-04-02 pending'),
	('in force', 't_two', 'serve 2024-04-02', '2024-04-03 active, 2025-03-15 active'),
	('objection open', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01', '2024-05-31 active, 2024-06-01 suspended'),
	('complaint open', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20',
		'2024-07-10 suspended, 2024-07-11 active, 2024-07-20 suspended'),
	('stay open', 't_two', 'serve 2024-03-15; stay 2024-06-01 -', '2024-05-31 active, 2024-06-01 suspended'),
	('source record stayed', 't_two', 'serve 2024-03-15; stay_record 2024-06-01 2024-06-30',
		'2024-05-31 active, 2024-06-01 suspended, 2024-06-30 suspended, 2024-07-01 active'),
	('temporarily lifted', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 temporary 2024-08-29 {1} 2024-09-30',
		'2024-08-28 active, 2024-08-29 suspended, 2024-09-30 suspended, 2024-10-01 active, 2024-09-15/2 active'),
	('review missed', 't_until', 'serve 2024-03-15', '2025-03-15 active, 2025-03-16 suspended'),
	('dropped by a partly upheld answer', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 partly {1}',
		'2024-05-01 annulled, 2024-06-15 annulled, 2024-08-01 annulled, 2024-05-01/2 active, 2024-06-15/2 suspended, 2024-07-11/2 active'),
	('annulled', 't_two', 'serve 2024-03-15; annul', '2024-03-15 annulled, 2024-05-01 annulled, 2026-01-01 annulled'),
	('annulled by an upheld objection', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 upheld',
		'2024-05-01 annulled, 2024-06-15 annulled'),
	('record annulled', 't_two', 'serve 2024-03-15; annul_record', '2024-05-01 annulled, 2026-01-01 annulled'),
	('record withdrawn', 't_two', 'serve 2024-03-15; withdraw_record', '2024-05-01 annulled, 2026-01-01 annulled'),
	('after the last day', 't_two', 'serve 2024-03-15', '2025-03-15 active, 2025-03-16 expired'),
	('condition fulfilled', 't_until', 'serve 2024-03-15; release 2024-09-01', '2024-08-31 active, 2024-09-01 released'),
	('status ended, as a review finds', 't_until', 'serve 2024-03-15; review 2024-09-01 released', '2024-08-31 active, 2024-09-01 released'),
	('subject is no more', 't_two', 'serve 2024-03-15; end_subject 2024-09-01 deregistration -', '2024-08-31 active, 2024-09-01 released'),
	('condition of the measure ended', 't_cond', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 exclude={2}; serve 2024-03-15;
		condition_met 1 2024-05-01; condition_ended 1 2024-08-01; condition_met 1 2024-10-01',
		'2024-04-30 pending, 2024-05-01 active, 2024-07-31 active, 2024-08-01 released, 2024-09-30 released, 2024-10-01 active'),
	('condition never met', 't_cond', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 exclude={2}; serve 2024-03-15', '2024-05-01 -'),
	('repaired, from publication', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 granted 2024-08-29',
		'2024-08-28 active, 2024-08-29 repaired, 2025-06-01 repaired'),
	-- three working days from Wednesday 2024-08-28 end on Monday 2
	('repaired, from its due day', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -',
		'2024-09-01 active, 2024-09-02 repaired'),
	('published late', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 granted 2024-09-10',
		'2024-09-01 active, 2024-09-02 repaired'),
	('revoked from r on', 't_two', 'serve 2024-03-15; revoke 2024-09-01', '2024-08-31 active, 2024-09-01 revoked, 2025-06-01 revoked'),
	('revoked before service', 't_two', 'revoke 2024-04-01', '2024-03-20 pending, 2024-04-01 revoked'),
	('revoked in a stop', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; revoke 2024-06-15', '2024-06-14 suspended, 2024-06-15 revoked'),

	-- precedence: annulled, then the earliest of revoked, released, repaired, expired
	('annulled > revoked', 't_two', 'serve 2024-03-15; revoke 2024-09-01; annul', '2024-05-01 annulled, 2024-10-01 annulled'),
	('annulled > repaired', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 granted 2024-08-29; annul_record',
		'2024-05-01 annulled, 2024-10-01 annulled'),
	('annulled > expired', 't_two', 'serve 2024-03-15; annul', '2024-05-01 annulled, 2026-01-01 annulled'),
	('dropped > revoked', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; revoke 2024-09-01; answer_objection 2024-07-11 partly {1}',
		'2024-05-01 annulled, 2024-10-01 annulled, 2024-10-01/2 revoked'),
	('released before revoked', 't_two', 'serve 2024-03-15; revoke 2024-09-01; release 2024-08-01', '2024-07-31 active, 2024-08-15 released, 2024-09-15 released'),
	('revoked before released', 't_two', 'serve 2024-03-15; release 2024-09-01; revoke 2024-08-01', '2024-07-31 active, 2024-08-15 revoked, 2024-09-15 revoked'),
	('repaired before revoked', 't_two', 'serve 2024-03-15; revoke 2024-10-01; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -',
		'2024-09-15 repaired, 2024-10-15 repaired'),
	('revoked, repaired one day', 't_two', 'serve 2024-03-15; revoke 2024-09-02; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -',
		'2024-09-01 active, 2024-09-02 revoked'),
	('released, repaired one day', 't_two', 'serve 2024-03-15; release 2024-09-02; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -',
		'2024-09-01 active, 2024-09-02 released'),
	('revoked, released one day', 't_two', 'serve 2024-03-15; revoke 2024-09-02; end_subject 2024-09-02 merger -', '2024-09-01 active, 2024-09-02 revoked'),
	('revoked, expired one day', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; revoke 2024-12-01;
		answer_objection 2024-07-11 partly last_day=2024-11-30', '2024-11-30 active, 2024-12-01 revoked'),
	('released, expired one day', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; release 2024-12-01;
		answer_objection 2024-07-11 partly last_day=2024-11-30', '2024-11-30 active, 2024-12-01 released'),
	('repaired, expired one day', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; apply_repair 2024-08-01;
		answer_repair 2024-11-29 granted 2024-12-01; answer_objection 2024-07-11 partly last_day=2024-11-30',
		'2024-11-30 active, 2024-12-01 repaired'),
	('expired before revoked', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; revoke 2024-12-15;
		answer_objection 2024-07-11 partly last_day=2024-11-30', '2024-12-01 expired, 2024-12-20 expired'),
	('one measure repaired before revoked', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01;
		answer_repair 2024-08-28 partly 2024-08-29 {1}; revoke 2024-09-10', '2024-08-28 active, 2024-08-29 repaired, 2024-09-15 repaired,
		2024-09-09/2 active, 2024-09-10/2 revoked'),
	('one measure repaired, revoked one day', 't_two', 'serve 2024-03-15; revoke 2024-09-02; apply_repair 2024-08-01;
		answer_repair 2024-08-28 partly - {1}', '2024-09-01 active, 2024-09-02 revoked, 2024-09-02/2 revoked'),
	('condition ended before revoked', 't_cond', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 exclude={2} conditions_met={1};
		serve 2024-03-15; condition_ended 1 2024-08-01; revoke 2024-09-01', '2024-07-31 active, 2024-08-15 released, 2024-09-15 released'),
	('condition met again before revoked', 't_cond', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 exclude={2} conditions_met={1};
		serve 2024-03-15; condition_ended 1 2024-08-01; condition_met 1 2024-08-20; revoke 2024-09-01', '2024-08-19 released, 2024-08-20 active, 2024-09-15 revoked')
	) v (what, conduct, steps, days);

-- has its own snapshot for each day
CREATE FUNCTION pg_temp.answers(c jsonb, day date, number integer, OUT state text, OUT shown text, OUT effect text, OUT active boolean, OUT suspended boolean)
	LANGUAGE plpgsql AS $$
DECLARE
	matter text := CASE number WHEN 1 THEN 't.buy' ELSE 't.loan' END;
BEGIN
	state := pg_temp.state(c, day, number);
	SELECT coalesce(min(k.state), '-') INTO shown FROM credit.check(c ->> 'subject', matter, day) k WHERE k.measure = number;
	effect := CASE credit.effect_on(c ->> 'subject', matter, day) WHEN 'clear' THEN 'clear' ELSE 'bars' END;
	active := EXISTS (SELECT FROM credit.active_penalties(day) a WHERE a.decision = c ->> 'decision' AND a.measure = number);
	suspended := EXISTS (SELECT FROM credit.suspended_measures(day) a WHERE a.decision = c ->> 'decision' AND a.measure = number);
	IF active <> EXISTS (SELECT FROM credit.measures_on(day) a WHERE a.decision = c ->> 'decision' AND a.measure = number) THEN
		active := NULL;
	END IF;
END $$;
CREATE TEMP TABLE answered AS
SELECT n, i, what, split_part(btrim(d, E' \t\n'), ' ', 1) AS day, split_part(btrim(d, E' \t\n'), ' ', 2) AS expected, a.*
FROM cases, string_to_table(days, ',') WITH ORDINALITY u (d, i),
	pg_temp.answers(c, split_part(split_part(btrim(d, E' \t\n'), ' ', 1), '/', 1)::date,
		CASE WHEN d ~ '/2' THEN 2 ELSE 1 END) a;
SELECT what, day, expected, state, shown, effect, active, suspended FROM answered ORDER BY n, i;
SELECT count(*) AS wrong FROM answered a LEFT JOIN contract k ON k.state = a.expected
WHERE (a.state, a.shown, a.effect, a.active, a.suspended) IS DISTINCT FROM (k.state, k.shown, k.effect, k.active, k.suspended);

-- an incentive is stopped and ended alike
SELECT pg_temp.play(pg_temp.number(4390), 't_honour', 'serve 2024-03-15; stay 2024-06-01 2024-06-30; revoke 2024-09-01') AS c \gset
SELECT d, credit.effect_on(:'c'::jsonb ->> 'subject', 't.loan', d),
	(SELECT state FROM credit.incentives(:'c'::jsonb ->> 'subject', d)),
	EXISTS (SELECT FROM credit.active_incentives(d) WHERE decision = :'c'::jsonb ->> 'decision') AS active,
	EXISTS (SELECT FROM credit.suspended_measures(d) WHERE decision = :'c'::jsonb ->> 'decision') AS suspended
FROM unnest('{2024-05-31,2024-06-15,2024-07-01,2024-09-01}'::date[]) d;

-- the views are their functions on today
(TABLE credit.active_penalties EXCEPT ALL SELECT * FROM credit.active_penalties(credit.today()))
UNION ALL (SELECT * FROM credit.active_penalties(credit.today()) EXCEPT ALL TABLE credit.active_penalties);
(TABLE credit.suspended_measures EXCEPT ALL SELECT * FROM credit.suspended_measures(credit.today()))
UNION ALL (SELECT * FROM credit.suspended_measures(credit.today()) EXCEPT ALL TABLE credit.suspended_measures);
-- and what is counted is what is listed
WITH day AS (
	SELECT unnest('{2024-06-15,2024-08-15,2024-09-15,2024-12-10,2025-03-19}'::date[]) AS d
), counted AS (
	SELECT d, agency, polarity, class, effect, measures FROM day, credit.measures_by_agency(d)
), listed AS (
	SELECT d, agency, polarity, class, effect, count(*)::numeric
	FROM day, LATERAL (SELECT * FROM credit.active_penalties(d) UNION ALL SELECT * FROM credit.active_incentives(d)) l GROUP BY 1, 2, 3, 4, 5
)
(TABLE counted EXCEPT ALL TABLE listed) UNION ALL (TABLE listed EXCEPT ALL TABLE counted);
SELECT * FROM credit.verify();
