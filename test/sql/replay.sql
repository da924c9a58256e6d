-- The fold as an aggregate: whichever way its groups are formed, the days are the
-- same.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned

-- 3000 decisions; most have four events or none, every hundredth has 43, and every
-- tenth has a term, a condition or a list of its own.  All come mixed.
CREATE TEMP TABLE decided AS
SELECT n, md5('subject ' || n / 2)::uuid AS subject, md5('decision ' || n)::uuid AS decision, 't_two' AS conduct, date '2024-03-15' + n % 9 AS decided_on,
	date '2024-03-01' AS act_on, CASE WHEN n % 3 = 0 THEN date '2024-03-10' END AS source_served_on, CASE WHEN n % 7 = 0 THEN date '2024-04-01' END AS stated_on,
	CASE WHEN n % 10 = 1 THEN interval '6 months' END AS term, CASE WHEN n % 10 = 2 THEN ARRAY[1] END AS exclude, CASE WHEN n % 10 = 3 THEN ARRAY[2] END AS conditions_met,
	CASE WHEN n % 10 = 4 THEN 'head' END AS role, CASE WHEN n % 10 = 5 THEN 'minutes ' || n END AS minutes,
	CASE WHEN n % 10 = 6 THEN date '2024-04-10' END AS standstill_until, timestamptz '2024-03-20' AS recorded_at, date '2024-03-20' AS recorded_on
FROM generate_series(1, 3000) n;
CREATE TEMP TABLE happened AS
SELECT d.n, k, d.subject, d.decision, md5(format('event %s %s', d.n, k))::uuid AS event, CASE WHEN k = 0 THEN 'served' WHEN k % 2 = 1 THEN 'objection' ELSE 'objection_answer' END AS kind,
	date '2024-04-01' + k * 5 + d.n % 4 AS on_day, NULL::date AS until_day, NULL::date AS last_day, NULL::date AS published_on, date '2024-04-20' + k AS due_on,
	timestamptz '2024-04-01' + k * interval '5 days' AS recorded_at, CASE WHEN k > 0 AND k % 2 = 0 THEN md5(format('event %s %s', d.n, k - 1))::uuid END AS target,
	CASE WHEN k > 0 AND k % 2 = 0 THEN 'dismissed' END AS outcome, CASE WHEN k % 2 = 1 THEN 'decision' END AS about, NULL::boolean AS extends,
	CASE WHEN k = 3 AND d.n % 5 = 0 THEN ARRAY[1] END AS measures, CASE WHEN k % 2 = 1 THEN 'ground ' || k END AS ground, CASE WHEN k = 3 THEN 'somebody' END AS objector,
	CASE WHEN d.n % 11 = 0 THEN md5('via')::uuid END AS via, date '2024-04-01' + k * 5 AS recorded_on
FROM decided d CROSS JOIN LATERAL generate_series(0, CASE WHEN d.n % 100 = 0 THEN 42 WHEN d.n % 8 = 0 THEN -1 ELSE 3 END) k;
CREATE TEMP VIEW fact AS
SELECT subject, decision, md5(n::text) AS place, conduct, decided_on, act_on, source_served_on, stated_on, term, exclude, conditions_met, role, minutes, standstill_until,
	recorded_on AS decision_recorded_on, NULL::uuid AS event, NULL AS kind, NULL::date AS on_day, NULL::date AS until_day, NULL::date AS last_day,
	NULL::date AS published_on, NULL::date AS due_on, NULL::timestamptz AS recorded_at, NULL::uuid AS target, NULL AS outcome, NULL AS about,
	NULL::boolean AS extends, NULL::integer[] AS measures, NULL AS ground, NULL AS objector, NULL::boolean AS follows, NULL::date AS recorded_on FROM decided
UNION ALL SELECT subject, decision, md5(n || ' ' || k), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, event, kind, on_day, until_day,
	last_day, published_on, due_on, recorded_at, target, outcome, about, extends, measures, ground, objector, via IS NOT NULL, recorded_on FROM happened
ORDER BY 3;

-- a decision beside its events, a group at a time
SET enable_hashagg = off;
CREATE TEMP TABLE beside AS
SELECT d.subject, d.decision, credit.fold(conduct, decided_on, act_on, source_served_on, stated_on, term, exclude, conditions_met, role, minutes, standstill_until,
	d.recorded_on, event, kind, on_day, until_day, last_day, published_on, due_on, e.recorded_at, target, outcome, about, extends, measures, ground, objector,
	via IS NOT NULL, e.recorded_on) AS f
FROM decided d LEFT JOIN happened e USING (decision) GROUP BY d.subject, d.decision;
SELECT count(*), count(DISTINCT (f).last_day), sum((f).events), count((f).course), count((f).role), count((f).exclude), count((f).conditions_met) FROM beside;

-- rows of a group together, all groups at once, more than there is memory for,
-- and grouping sets, each with a context of its own
\set columns 'conduct, decided_on, act_on, source_served_on, stated_on, term, exclude, conditions_met, role, minutes, standstill_until, decision_recorded_on, event, kind, on_day, until_day, last_day, published_on, due_on, recorded_at, target, outcome, about, extends, measures, ground, objector, follows, recorded_on'
CREATE FUNCTION pg_temp.other(rows text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
	EXECUTE format('WITH r AS MATERIALIZED (%s) SELECT count(*) FROM ((TABLE beside EXCEPT ALL TABLE r) UNION ALL (TABLE r EXCEPT ALL TABLE beside)) d', rows) INTO n;
	RETURN n;
END $$;
SELECT format('SELECT subject, decision, credit.fold(%s) AS f FROM fact GROUP BY subject, decision', :'columns') AS plain,
	format('SELECT subject, decision, f FROM (SELECT subject, decision, credit.fold(%s) AS f FROM fact GROUP BY ROLLUP (subject, decision)) g
		WHERE decision IS NOT NULL', :'columns') AS rollup,
	format('SELECT d.subject, d.decision, f FROM (SELECT decision, credit.fold(%s) AS f FROM fact
		GROUP BY GROUPING SETS ((subject), (decision))) g JOIN decided d USING (decision)', :'columns') AS sets,
	format('SELECT DISTINCT ON (decision) subject, decision, credit.fold(%s) OVER (PARTITION BY decision ORDER BY place) AS f FROM fact
		ORDER BY decision, place DESC', :'columns') AS running \gset
SELECT pg_temp.other(:'plain') AS together, pg_temp.other(:'rollup') AS rollup, pg_temp.other(:'sets') AS sets, pg_temp.other(:'running') AS running;
SET enable_hashagg = on;
SET enable_sort = off;
SELECT pg_temp.other(:'plain') AS at_once, pg_temp.other(:'sets') AS sets;
SET work_mem = '64kB';
SET hash_mem_multiplier = 1;
SELECT pg_temp.other(:'plain') AS spilled;
