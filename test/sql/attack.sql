-- What an agency might enter to keep a measure running, by order, form or
-- lateness; and what anybody might call who has no right to ask.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\set a 91510402MA7T04015R
\set b 91510402MA7T04023L
\set boss 510402198001010018

-- reports, notifies, decides on 2024-03-15, and serves
CREATE FUNCTION pg_temp.decided(subject text, conduct text, document_no text, served_on date DEFAULT '2024-03-15',
	exclude integer[] DEFAULT '{}', principal_subject credit.subject_id DEFAULT NULL, principal uuid DEFAULT NULL, role text DEFAULT NULL)
	RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
	r uuid := credit.report(subject, conduct, 't_finance', document_no, '2024-02-20', 'r', occurred_on => '2024-02-01', late_reason => 'l');
	d uuid;
BEGIN
	PERFORM credit.notify(subject, r, '2024-03-04', 'by hand', late_reason => 'l');
	d := credit.decide(subject, r, document_no, '2024-03-15', 't_office', exclude => exclude,
		principal_subject => principal_subject, principal => principal, role => role, late_reason => 'l');
	PERFORM credit.serve(subject, d, served_on, 'by hand', late_reason => 'l');
	RETURN d;
END $$;

-- functions that anybody may call, with what they do not expect
RESET ROLE;
CREATE ROLE regress_credit_stranger;
GRANT USAGE ON SCHEMA credit TO regress_credit_stranger;
SET ROLE regress_credit_stranger;
SELECT f, q.state, q.message FROM unnest(ARRAY['5', '''abcdefghijklmnopqrstuvwxyz''::text', 'ARRAY[1, 2]', 'NULL::integer', 'ROW(1)']) f,
	pg_temp.try(format('SELECT credit.fact_digest(''record'', %s)', f)) q;
CREATE TYPE pg_temp.like_two AS (subject integer, on_day integer, how integer, successor integer, document_no integer, reason integer,
	late_reason integer, recorded_at integer, recorded_by integer, recorded_as integer, identifier integer, action integer, valid integer);
SELECT kind, length(credit.fact_digest(kind, ROW(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)::pg_temp.like_two))
FROM unnest('{subject_end,subject_identifier,subject_end}'::text[]) kind;
CREATE FUNCTION pg_temp.folded(event uuid, kind text, on_day date, recorded_at timestamptz, word text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT credit.fold('t_bid', '2024-01-01', '2024-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2024-01-02', $1, $2, $3, NULL, NULL, NULL, NULL, $4,
		NULL, $5, $5, NULL, NULL, $5, $5, false, '2024-01-02')::text $$;
SELECT q.state, q.message FROM unnest(ARRAY['NULL, ''2024-01-02'', ''2024-01-02''', '''served'', NULL, ''2024-01-02''',
	'''served'', ''2024-01-02'', NULL', '''served'', ''-infinity'', ''2024-01-02''', '''serve'', ''2024-01-02'', ''2024-01-02''']) a,
	pg_temp.try(format('SELECT pg_temp.folded(gen_random_uuid(), %s)', a)) q;
SELECT pg_temp.folded(NULL, NULL, NULL, NULL), pg_temp.folded(gen_random_uuid(), 'served', '2024-01-02', '2024-01-02', '');
SELECT credit.measure_until(NULL, '2024-01-01', NULL, '-infinity', 'revoked', NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL) AS until,
	credit.measure_from(NULL, '-infinity', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL) AS first,
	credit.measure_state('2024-01-01', NULL, '2024-01-01', NULL, NULL, '', NULL, NULL, NULL, 1, NULL, NULL, '', NULL, NULL) AS state,
	credit.mark_on('2024-01-01', '', 1, '{1,2,3,4,5}') AS mark;
SELECT c, e.*, q.state, q.message FROM unnest('{"{{1,2,3,0,5},{99,-2147483648,2147483647,1,0}}","[0:4]={-1,2,3,0,5}","{1,NULL,3,0,5}","{1,3,0,5}"}'::text[]) c
	CROSS JOIN LATERAL pg_temp.try(format('SELECT credit.episodes(%L)', c)) q
	LEFT JOIN LATERAL credit.episodes(CASE q.state WHEN 'done' THEN c::integer[] END) e ON true;
-- however long, it can be cancelled
CREATE FUNCTION pg_temp.cancelled() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	began timestamptz := clock_timestamp();
BEGIN
	PERFORM credit.measure_from('2024-01-01', '2000-01-02', NULL, NULL, NULL, NULL, NULL,
		(SELECT array_agg(v ORDER BY i, o) FROM generate_series(1, 100000) i, unnest(ARRAY[1, 100001 - i, 100001 - i, 0, 0]) WITH ORDINALITY u (v, o)),
		1, NULL, NULL, NULL, NULL, NULL);
	RETURN false;
EXCEPTION WHEN query_canceled THEN
	RETURN clock_timestamp() - began < interval '5 s';
END $$;
SET statement_timeout = '1s';
SELECT pg_temp.cancelled();
RESET statement_timeout;
RESET ROLE;
DROP OWNED BY regress_credit_stranger;
DROP ROLE regress_credit_stranger;

-- nobody learns from a verb whose number it is
RESET ROLE;
CREATE ROLE regress_credit_stranger;
GRANT USAGE ON SCHEMA credit TO regress_credit_stranger;
SET ROLE regress_credit_office;
BEGIN;
SELECT credit.link_identifier(:'boss', 'passport:E7777777', '[2024-01-01,2024-07-01)', 'register', late_reason => 'l') \g /dev/null
SET LOCAL ROLE regress_credit_stranger;
SELECT c, q.state, q.message FROM unnest(ARRAY['report(%L, ''t_bid'', ''t_finance'', ''x'', ''2024-08-01'', ''r'')',
	'notify(%L, gen_random_uuid(), ''2024-08-01'', ''x'')', 'stay(%L, gen_random_uuid(), ''2024-08-01'', NULL, ''x'', ''r'')',
	'feedback(%L, gen_random_uuid(), 1, ''t_finance'', ''applied'', ''2024-08-01'')', 'end_subject(%L, ''2024-08-01'', ''death'', NULL, ''x'')',
	'end_identifier(''91510402MA7T04015R'', %L, ''2024-08-01'', ''x'')']) c,
	pg_temp.try(format('SELECT credit.' || c, 'passport:E7777777')) q;
ROLLBACK;
RESET ROLE;
DROP OWNED BY regress_credit_stranger;
DROP ROLE regress_credit_stranger;
SET ROLE regress_credit_office;

-- a record or event that bears the number of another fact would draw what is
-- said of that
BEGIN;
SELECT pg_temp.decided(:'a', 't_bid', 'attack') AS d \gset
SELECT q.state, q.message FROM unnest(ARRAY[:'d'::uuid, gen_random_uuid()]) d, pg_temp.try(format($$INSERT INTO credit.record
	(subject, record, agency, document_no, determined_on, reason, late_reason) VALUES (%L, %L, 't_finance', 'trap', '2024-03-16', 'r', 'l')$$, :'a', d)) q;
SELECT q.state, q.message FROM pg_temp.try(format($$INSERT INTO credit.record (subject, record, agency, document_no, determined_on, reason, late_reason)
	SELECT %L, r, 't_finance', 'pair ' || r, '2024-03-16', 'r', 'l'
	FROM (VALUES ('00000000-0000-4000-8000-000000000001'::uuid), (credit.decision_of('00000000-0000-4000-8000-000000000001'))) v (r)$$, :'a')) q;
SELECT credit.lodge_objection(:'a', :'d', '2024-06-01', 'no', late_reason => 'l') AS o \gset
SELECT q.state, q.message FROM unnest(ARRAY[:'o'::uuid, credit.decision_of(:'o')]) o, pg_temp.try(format($$INSERT INTO credit.record
	(subject, record, agency, document_no, determined_on, reason, late_reason) VALUES (%L, %L, 't_finance', 'trap %s', '2024-03-16', 'r', 'l')$$, :'a', o, o)) q;
SELECT q.state, q.message FROM unnest(ARRAY[:'d'::uuid, credit.decision_of(:'d')]) o, pg_temp.try(format($$INSERT INTO credit.event
	(subject, event, target, kind, on_day, contents, late_reason) VALUES (%L, %L, %L, 'objection', '2024-06-01', 'no', 'l')$$, :'a', o, :'d')) q;
ROLLBACK;

-- what reaches the person behind an enterprise is not kept off by an event
-- that takes its number
BEGIN;
SELECT pg_temp.decided(:'a', 't_many', 'attack') AS d \gset
SELECT pg_temp.decided(:'boss', 't_many', 'behind', principal_subject => :'a', principal => :'d', role => 'legal_representative') AS p \gset
\set e 00000000-0000-4000-8000-000000000002
INSERT INTO credit.event (subject, event, decision, kind, on_day, until_day, document_no, late_reason)
VALUES (:'boss', encode(substr(sha256(uuid_send(:'p') || uuid_send(:'e')), 1, 16), 'hex')::uuid, :'p', 'stayed', '2024-05-01', '2024-05-01', 'x', 'l');
SELECT q.state, q.message FROM unnest(ARRAY[:'e'::uuid, gen_random_uuid()]) e, pg_temp.try(format($$INSERT INTO credit.event
	(subject, event, target, kind, on_day, contents, late_reason) VALUES (%L, %L, %L, 'objection', '2024-06-01', 'no', 'l')$$, :'a', e, :'d')) q;
SELECT document_no, state, count(*) FROM credit.penalties(:'boss', '2024-06-01') GROUP BY 1, 2;
ROLLBACK;

-- nothing is compiled for an answer, though what is switched off costs so much
BEGIN;
SELECT pg_temp.decided(:'a', 't_many', 'attack') AS d \gset
SET LOCAL jit = on;
SELECT clock_timestamp() AS began \gset
SELECT count(*) FROM credit.check(:'a', 't.buy', '2024-05-01');
SELECT clock_timestamp() - :'began' < interval '2 s' AS soon;
ROLLBACK;

-- nothing begins for who is no more, by the record itself either
BEGIN;
SELECT credit.end_subject(:'a', '2024-01-01', 'deregistration', NULL, 'register', late_reason => 'l');
SELECT credit.report(:'a', 't_listed', 't_court', 'attack', '2024-03-01', 'r', served_on => '2024-03-03', late_reason => 'l') IS NOT NULL AS kept;
SELECT pg_temp.decided(:'a', 't_bid', 'attack') IS NOT NULL AS kept;
SELECT d.document_no, s.end_kind, s.end_day, e.kind, e.outcome, e.recorded_as FROM credit.standing s
	JOIN credit.decision d USING (subject, decision) JOIN credit.event e USING (subject, decision)
WHERE s.subject = :'a' AND e.kind = 'ended' ORDER BY d.conduct;
SELECT count(*) FROM credit.penalties(:'a', '2024-06-01');
ROLLBACK;

-- a step in the statement that reports a record would come before its decision
SELECT q.state, q.message FROM pg_temp.try(format($$WITH r AS (INSERT INTO credit.record
	(subject, conduct, agency, document_no, determined_on, served_on, reason, late_reason)
	SELECT %1$L, 't_listed', 't_court', 'attack ' || i, '2024-03-01', '2024-03-03', 'r', 'l' FROM generate_series(1, 2) i RETURNING record)
	INSERT INTO credit.event (subject, target, kind, on_day, document_no, late_reason)
	SELECT %1$L, record, 'record_stayed', '2024-04-01', 'x', 'l' FROM (SELECT record FROM r LIMIT 1) r$$, :'a')) q;

-- no term grows by the way without a notice: the days that a known stop has
-- still to come are added to an amended day, too
BEGIN;
SELECT credit.report(:'a', 't_bid', 't_finance', 'attack', credit.today() - 100, 'r', late_reason => 'l') AS r \gset
SELECT credit.notify(:'a', :'r', credit.today() - 99, 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.waive_defence(:'a', :'r', credit.today() - 99, 'x', late_reason => 'l') \g /dev/null
SELECT credit.decide(:'a', :'r', 'attack', credit.today() - 90, 't_office', late_reason => 'l') AS d \gset
SELECT credit.serve(:'a', :'d', credit.today() - 90, 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.stay(:'a', :'d', credit.today(), credit.today() + 299, 'x', 'r', true) \g /dev/null
SELECT last_day AS last FROM credit.standing WHERE decision = :'d' \gset
SELECT d, q.state, q.message FROM unnest('{0,-298,-299,-300}'::integer[]) d,
	pg_temp.try(format('SELECT credit.amend_term(%L, %L, %L, ''x'', ''r'')', :'a', :'d', :'last'::date + d)) q;
SELECT last_day - :'last' AS later FROM credit.standing WHERE decision = :'d';
ROLLBACK;
-- what has expired stays so, though another measure goes on
BEGIN;
SELECT pg_temp.decided(:'a', 't_many', 'attack') AS d \gset
SELECT credit.notify(:'a', (SELECT record FROM credit.decision WHERE decision = :'d'), '2024-05-06', 'by hand', late_reason => 'l') \g /dev/null
SELECT state, message, detail FROM pg_temp.try(format('SELECT credit.amend_term(%L, %L, credit.today() + 100, ''x'', ''r'')', :'a', :'d'));
ROLLBACK;
-- an answer dated back before an amendment does not add the days between
SELECT (credit.fold('t_bid', '2024-03-15', '2024-03-15', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2024-09-01', md5(e.n::text)::uuid, e.kind, e.on_day::date,
	e.until_day::date, e.last_day::date, NULL, NULL, timestamptz '2024-09-01' + n * interval '1 s', md5(e.target::text)::uuid, e.outcome, e.about,
	e.kind = 'stayed', NULL, 'fact', NULL, false, '2024-09-01')).last_day
FROM (VALUES (1, 'served', '2024-03-15', NULL, NULL, NULL, NULL, NULL), (2, 'objection', '2024-05-01', NULL, NULL, 0, NULL, 'decision'),
	(3, 'stayed', '2024-07-01', '2024-07-30', NULL, NULL, NULL, NULL), (4, 'amended', '2024-09-02', NULL, '2025-03-01', NULL, NULL, NULL),
	(5, 'objection_answer', '2024-06-01', NULL, '2025-02-28', 2, 'partly', NULL)) e (n, kind, on_day, until_day, last_day, target, outcome, about);

-- terms of a conduct that is a draft are not told through the fold
SELECT state, message FROM pg_temp.try($$SELECT credit.fold('t_draft', '2024-01-01', '2024-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2024-01-02',
	NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)$$);
-- nor does an amendment, which begins tomorrow, take back what an answer of
-- today decides
BEGIN;
SELECT credit.report(:'a', 't_bid', 't_finance', 'attack', credit.today() - 100, 'r', late_reason => 'l') AS r \gset
SELECT credit.notify(:'a', :'r', credit.today() - 99, 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.waive_defence(:'a', :'r', credit.today() - 99, 'x', late_reason => 'l') \g /dev/null
SELECT credit.decide(:'a', :'r', 'attack', credit.today() - 90, 't_office', late_reason => 'l') AS d \gset
SELECT credit.serve(:'a', :'d', credit.today() - 90, 'by hand', late_reason => 'l') \g /dev/null
SELECT last_day AS last FROM credit.standing WHERE decision = :'d' \gset
SELECT credit.lodge_objection(:'a', :'d', credit.today(), 'no') AS o \gset
SELECT credit.amend_term(:'a', :'d', :'last', 'x', 'r') IS NOT NULL AS amended;
SELECT credit.answer_objection(:'a', :'o', credit.today(), 'partly', 'r', 't_finance', 'x', last_day => credit.today() + 10) IS NOT NULL AS answered;
SELECT last_day - credit.today() AS days FROM credit.standing WHERE decision = :'d';
ROLLBACK;

-- a correction takes measures away and brings none in
BEGIN;
SELECT pg_temp.decided(:'a', 't_many', 'attack') AS d \gset
SELECT c, q.state, q.message FROM unnest('{2024-02-19,2024-01-31}'::text[]) c, pg_temp.try(format($$SELECT credit.correct_record(%L,
	credit.decision_of(%L), jsonb_build_object('occurred_on', %L::text), 'x', 'r')$$, :'a', :'d', c)) q;
SELECT string_agg(measure::text, ', ' ORDER BY measure) FROM credit.measure_run WHERE decision = :'d';

-- the days of a correction are kept as text, which no setting may read otherwise
SET LOCAL DateStyle = 'SQL, DMY';
SELECT c, q.state, q.message, q.detail FROM unnest('{30/01/2024,epoch,2024-01-30}'::text[]) c, pg_temp.try(format($$SELECT credit.correct_record(%L,
	credit.decision_of(%L), jsonb_build_object('occurred_on', %L::text), 'x', 'r')$$, :'a', :'d', c)) q;
SET LOCAL DateStyle = ISO;

-- an application of the enterprise that nobody answers leaves the person free
SELECT pg_temp.decided(:'boss', 't_many', 'behind', principal_subject => :'a', principal => :'d', role => 'legal_representative') AS p \gset
SELECT credit.apply_repair(:'a', :'d', '2024-05-01', '{"paid": true}', 'c', late_reason => 'l') \g /dev/null
SELECT s, q.state, q.message FROM unnest(ARRAY[:'a', :'boss']) s, pg_temp.try(format($$SELECT credit.apply_repair(%L, %L, '2024-05-02',
	'{"paid": true}', 'c', late_reason => 'l')$$, s, CASE s WHEN :'a' THEN :'d' ELSE :'p' END)) q;

-- what did not reach a person behind an enterprise is found
SELECT s.problem, s.kind, s.detail FROM credit.problems() s WHERE s.problem LIKE 'event did%';
SAVEPOINT whole;
RESET ROLE;
SET LOCAL session_replication_role = replica;
DELETE FROM credit.event WHERE via IS NOT NULL AND decision = :'p';
SET LOCAL session_replication_role = origin;
SELECT s.problem, s.subject = :'boss' AS person, s.kind, s.detail FROM credit.problems() s WHERE s.problem LIKE 'event did%';
ROLLBACK TO whole;
SET ROLE regress_credit_office;

-- late entries of every table are listed
SELECT credit.feedback(:'a', :'d', 1, 't_finance', 'applied', '2024-05-01', late_reason => 'l') \g /dev/null
SELECT credit.end_subject(:'a', '2024-06-01', 'deregistration', NULL, 'register', late_reason => 'late end') \g /dev/null
SELECT kind, fact IS NOT NULL AS fact, on_day, late_reason FROM credit.late_entries
WHERE subject_no = credit.mask(:'a') AND kind IN ('feedback', 'deregistration');

-- an agency that acts in the place of another does so on its days
INSERT INTO credit.agency_succession VALUES ('t_finance', 't_county', '2024-02-01', 'reform 2'), ('t_county', 't_heir', '2024-07-01', 'reform 3');
SELECT agency, day, q.state, q.message FROM unnest('{2024-05-02,2024-07-02}'::date[]) day, unnest('{t_county,t_heir}'::text[]) agency,
	pg_temp.try(format('SELECT credit.feedback(%L, %L, 1, %L, ''applied'', %L, late_reason => ''l'')', :'a', :'d', agency, day)) q ORDER BY 2, 1;
SELECT problem, detail FROM credit.verify();
ROLLBACK;

-- no day is so far off that a term moved by it could not be told any more
BEGIN;
SELECT pg_temp.decided(:'a', 't_many', 'attack') AS d \gset
SELECT until, q.state, q.message FROM unnest('{5874890-01-01,infinity,9999-12-31}'::text[]) until, pg_temp.try(format($$SELECT credit.stay(%L, %L,
	'2024-06-01', %L, 'x', 'r', true, 'l')$$, :'a', :'d', until)) q;
SELECT measure, until_day FROM credit.penalties(:'a', '2024-05-01') ORDER BY 1;
ROLLBACK;
SELECT value, q.state, q.message FROM unnest('{x,-1,1000,""}'::text[]) value,
	pg_temp.try(format('UPDATE credit.setting SET value = %L WHERE name = ''expiring_days''', value)) q;

-- a transaction that is left open does not keep its day: the zone is chosen so
-- that the day ends in three seconds
RESET ROLE;
SELECT value AS zone FROM credit.setting WHERE name = 'zone' \gset
SET session_replication_role = replica;
UPDATE credit.setting SET value = (SELECT format('<late>-%s:%s:%s', s / 3600, s / 60 % 60, s % 60)
	FROM (SELECT 86400 - 3 - extract(epoch FROM date_trunc('second', clock_timestamp()))::bigint % 86400 + 86400) AS v (s)) WHERE name = 'zone';
UPDATE credit.setting SET value = '0' WHERE name = 'backdate_workdays';
\c -
SET ROLE regress_credit_office;
SET client_min_messages = warning;
BEGIN;
SELECT credit.report(:'a', 't_bid', 't_finance', 'attack', credit.today(), 'r') IS NOT NULL AS kept;
DO $$
DECLARE
	zone text := (SELECT value FROM credit.setting WHERE name = 'zone');
BEGIN
	-- whatever day of the week begins, it is worked
	INSERT INTO credit.calendar_day (day, kind, notice) SELECT d, 'workday', 'test' FROM (SELECT credit.today() + 1 AS d) t
	WHERE extract(isodow FROM d) > 5 ON CONFLICT DO NOTHING;
	WHILE (clock_timestamp() AT TIME ZONE zone)::date = credit.today() LOOP
		NULL;
	END LOOP;
END $$;
\set VERBOSITY sqlstate
SELECT credit.report(:'a', 't_bid', 't_finance', 'attack 2', credit.today(), 'r');
\set VERBOSITY default
ROLLBACK;
RESET ROLE;
SET session_replication_role = replica;
UPDATE credit.setting SET value = :'zone' WHERE name = 'zone';
UPDATE credit.setting SET value = '3' WHERE name = 'backdate_workdays';
RESET session_replication_role;
