-- What is in force: questions about a subject, and the views.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set flow :d/data/city_flow.sql
\set answers :d/data/city_answers.sql
\i :city
\i :flow
\i :answers

-- columns of check() in the order of the contract
SELECT string_agg(name || ' ' || format_type(type, NULL), ', ' ORDER BY n) FROM pg_proc,
	unnest(proargnames, proallargtypes, proargmodes) WITH ORDINALITY AS a(name, type, mode, n)
WHERE oid = 'credit.check(credit.subject_id, text, date)'::regprocedure AND mode = 't';
-- subject and day
SELECT q.* FROM unnest(ARRAY['NULL', '''91510402MA7T030128''', '''x'', ''t'', ''infinity''']) a,
	pg_temp.try(format('SELECT credit.effect_on(%s%s)', a, CASE WHEN a ~ ',' THEN '' ELSE ', ''t.buy''' END)) q;
SELECT q.state, q.message FROM unnest('{check,effect_on,penalties,incentives}'::text[]) f,
	pg_temp.try(format('SELECT credit.%I(%L%s, ''infinity'')', f, :'m', CASE WHEN f IN ('check', 'effect_on') THEN ', ''t''' END)) q;
SELECT credit.effect_on(:'m'::credit.subject_id, 't.buy', '2024-05-01'), credit.effect_on(:'m'::credit.uscc, 't.buy', '2024-05-01'),
	credit.effect_on(:'m'::varchar, 't.buy'::varchar, '2024-05-01'), credit.effect_on(:'m'::char(18), 't.buy', '2024-05-01'),
	credit.effect_on(lower(:'m'), 't.buy', '2024-05-01');
PREPARE ask(varchar, varchar, date) AS SELECT credit.effect_on($1, $2, $3);
EXECUTE ask(:'m', 't.buy', '2024-05-01');

-- whoever may read the marker may ask, and needs no right on any table
RESET ROLE;
CREATE ROLE regress_credit_desk;
GRANT USAGE ON SCHEMA credit TO regress_credit_desk;
SET ROLE regress_credit_desk;
SELECT f, q.state, q.message FROM unnest(ARRAY['credit.effect_on(%L, ''t.buy'', ''2024-05-01'')', 'credit.check(%L, ''t.buy'', ''2024-05-01'')',
	'credit.penalties(%L)', 'credit.incentives(%L)', 'credit.subject_of(%L, ''2024-05-01'')', 'credit.effect_on(%L, ''t.nothing'')']) f,
	pg_temp.try('SELECT ' || format(f, :'m')) q;
RESET ROLE;
SET ROLE regress_credit_office;
GRANT SELECT ON credit.may_check TO regress_credit_desk;
RESET ROLE;
SET ROLE regress_credit_desk;
SELECT credit.effect_on(:'m', 't.buy', '2024-05-01'), (SELECT count(*) FROM credit.check(:'m', 't.buy', '2024-05-01')) AS rows;
SELECT v, q.state FROM unnest('{standing,record,decision,measure,active_penalties,measure_listing,pending_determinations}'::text[]) v,
	pg_temp.try(format('SELECT FROM credit.%I', v)) q;
SELECT q.state, q.message FROM pg_temp.try('SELECT credit.active_penalties(''2024-05-01'')') q;
RESET ROLE;
SET ROLE regress_credit_office;
GRANT SELECT ON credit.active_penalties TO regress_credit_desk;
RESET ROLE;
SET ROLE regress_credit_desk;
SELECT count(*) FROM credit.active_penalties('2024-05-01') WHERE document_no = 'days';
SELECT q.state FROM pg_temp.try('SELECT count(*) FROM credit.active_penalties') q;
RESET ROLE;

-- operators of the caller's own do not run as somebody else
CREATE SCHEMA evil AUTHORIZATION regress_credit_desk;
SET ROLE regress_credit_desk;
DO $$
DECLARE
	t text;
	o text;
BEGIN
	FOREACH t IN ARRAY '{text,date,uuid,integer,credit.subject_id,daterange,"text[]","integer[]",boolean,anyelement}'::text[] LOOP
		EXECUTE format('CREATE FUNCTION evil.evil(%s, %s) RETURNS boolean LANGUAGE plpgsql AS ''BEGIN RAISE ''''%% runs %%'''', current_user, pg_typeof($1); END''', t, t);
		FOREACH o IN ARRAY '{=,<,<=,>,>=,<>,&&,@>}'::text[] LOOP
			EXECUTE format('CREATE OPERATOR evil.%s (FUNCTION = evil.evil, LEFTARG = %s, RIGHTARG = %s)', o, t, t);
		END LOOP;
	END LOOP;
END $$;
CREATE FUNCTION evil.starts_with(text, text) RETURNS boolean LANGUAGE plpgsql AS $$BEGIN RAISE 'starts_with runs as %', current_user; END$$;
CREATE FUNCTION evil.array_position(text[], text) RETURNS integer LANGUAGE plpgsql AS $$BEGIN RAISE 'array_position runs as %', current_user; END$$;
SET search_path = evil, pg_catalog, credit;
SELECT 1 = 1 AS caught;
SELECT credit.effect_on(:'m', 't.buy', '2024-05-01');
SELECT count(*) FROM credit.check(:'m', 't.buy', '2024-05-01');
SELECT count(*) FROM credit.penalties(:'n', '2024-05-01');
SELECT credit.subject_of('passport:E3333333', '2024-05-01');
SELECT document_no FROM credit.active_penalties('2024-05-01') OFFSET 10000;
\c -
SET client_min_messages = warning;
SET DateStyle = ISO;
SET ROLE regress_credit_desk;
SET search_path = evil, pg_catalog, credit;
-- on plans that are made now, too
SELECT credit.effect_on('91510402MA7T030129', 't.buy', '2024-05-01');
SELECT count(*) FROM credit.check('91510402MA7T030129', 't.buy', '2024-05-01');
RESET ROLE;
GRANT INSERT, SELECT ON credit.record, credit.notice, credit.decision, credit.event, credit.subject_identifier TO regress_credit_desk;
SET ROLE regress_credit_desk;
BEGIN;
SELECT credit.report('91510402MA7T030129', 't_bid', 't_finance', 'evil', '2024-02-20', 'r', 'Name', late_reason => 'l') AS r \gset
SELECT credit.notify('91510402MA7T030129', :'r', '2024-03-04', 'x', late_reason => 'l') IS NOT NULL AS kept;
SELECT credit.decide('91510402MA7T030129', :'r', 'evil', '2024-03-15', 't_bodies', '2 years', 'm', '{1}', late_reason => 'l') AS d \gset
SELECT credit.serve('91510402MA7T030129', :'d', '2024-03-15', 'x', late_reason => 'l') IS NOT NULL AS kept;
SELECT credit.lodge_objection('91510402MA7T030129', :'d', '2024-06-03', 'g', late_reason => 'l') AS o \gset
SELECT credit.answer_objection('91510402MA7T030129', :'o', '2024-06-13', 'dismissed', 'r', 't_finance', 'd', late_reason => 'l') IS NOT NULL AS kept;
SELECT credit.lodge_complaint('91510402MA7T030129', :'o', '2024-06-17', 'g', late_reason => 'l') AS o \gset
SELECT credit.answer_complaint('91510402MA7T030129', :'o', '2024-06-24', 'dismissed', 'r', 't_office', 'd', late_reason => 'l') IS NOT NULL AS kept;
SELECT credit.stay('91510402MA7T030129', :'d', '2024-07-01', NULL, 'd', 'r', late_reason => 'l') IS NOT NULL
	AND credit.resume('91510402MA7T030129', :'d', '2024-07-08', 'd', late_reason => 'l') IS NOT NULL
	AND credit.correct_record('91510402MA7T030129', :'r', '{"reason": "r"}', 'd', 'r') IS NOT NULL AS kept;
SELECT credit.apply_repair('91510402MA7T030129', :'d', '2024-08-01', '{}', 'c', late_reason => 'l') AS o \gset
SELECT credit.answer_repair('91510402MA7T030129', :'o', '2024-08-12', 'granted', NULL, 'r', 't_finance', 'd', late_reason => 'l') IS NOT NULL
	AND credit.publish_repair('91510402MA7T030129', :'o', '2024-08-13', late_reason => 'l') IS NOT NULL
	AND credit.annul('91510402MA7T030129', :'d', 'd', 'r') IS NOT NULL AS kept;
SELECT credit.report('91510402MA7T030129', 't_listed', 't_court', 'evil', '2024-02-20', 'r', 'Name', late_reason => 'l') IS NOT NULL AS kept;
SELECT credit.link_identifier('91510402MA7T030129', 'passport:E4444444', daterange('2024-01-01', NULL), 'x', late_reason => 'l');
ROLLBACK;
RESET ROLE;
RESET search_path;
REVOKE ALL ON credit.record, credit.notice, credit.decision, credit.event, credit.subject_identifier FROM regress_credit_desk;
DROP OWNED BY regress_credit_desk CASCADE;
DROP ROLE regress_credit_desk;
SET ROLE regress_credit_office;

-- the day is the city's
SELECT set_config('TimeZone', z, false) = z AS set, credit.effect_on('91510402MA7T030129', 't.buy', '2024-05-01'),
	credit.today() = (now() AT TIME ZONE 'Asia/Shanghai')::date AS today
FROM unnest('{Pacific/Kiritimati,Pacific/Pago_Pago,UTC}'::text[]) z;
RESET TimeZone;

-- in a parallel worker
BEGIN;
CREATE TABLE public.many_subjects AS SELECT '91510402MA7T030129'::credit.subject_id AS subject FROM generate_series(1, 2000);
ANALYZE public.many_subjects;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL parallel_leader_participation = off;
CREATE FUNCTION pg_temp.workers(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, FORMAT json) ' || query INTO plan;
	RETURN plan::text ~ '"Workers Launched": [1-9]';
END $$;
SELECT pg_temp.workers('SELECT credit.effect_on(subject, ''t.buy'', ''2024-05-01''), count(*) FROM public.many_subjects GROUP BY 1') AS by_workers;
SELECT credit.effect_on(subject, 't.buy', '2024-05-01'), count(*) FROM public.many_subjects GROUP BY 1;
SELECT count(*) FROM public.many_subjects, credit.check(subject, 't.buy', '2024-05-01');
ROLLBACK;

-- views that BI tools read: types that any driver knows, no infinite day, and
-- nothing that rates
SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
WHERE relnamespace = 'credit'::regnamespace AND relkind = 'v' AND relname NOT IN ('measure_run', 'agency_heir', 'may_check') AND attnum > 0
	AND atttypid NOT IN ('text'::regtype, 'date'::regtype, 'timestamptz'::regtype, 'integer'::regtype, 'numeric'::regtype, 'boolean'::regtype)
ORDER BY 1, 2;
SELECT count(*) AS infinite FROM credit.measure_listing WHERE NOT isfinite(from_day) OR NOT isfinite(until_day) OR NOT isfinite(next_change);
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND attname ~ 'score|rating|weight|points|grade|index'
ORDER BY 1, 2;
SELECT a.polarity, count(*) FROM (TABLE credit.active_penalties UNION ALL TABLE credit.active_incentives) a
WHERE from_day > credit.today() OR until_day < credit.today() GROUP BY 1;
SELECT conduct, agency, document_no, determined_on, noticed_on, waived_on FROM credit.pending_determinations WHERE document_no IN ('repealed', 'evil');
SELECT kind, count(*) FROM credit.late_entries WHERE late_reason = 'l' AND kind NOT IN ('record', 'notice', 'defence', 'answer', 'waiver', 'decision', 'served', 'link', 'end') GROUP BY 1;
