-- Further identifiers of a subject: no barred number is ever answered "clear".
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\pset format unaligned
-- nobody has these codes
\set n1 org:XX4000016
\set n2 org:XX4000024
\set n3 org:XX4000032
\set n4 org:XX4000040
\set n5 org:XX4000059
\set n6 org:XX4000067
\set n7 org:XX4000075
SELECT count(*) FROM unnest(ARRAY[:'n1', :'n2', :'n3', :'n4', :'n5', :'n6', :'n7']::credit.subject_id[]);
-- what is answered about a number on a day
CREATE FUNCTION pg_temp.asked(n text, d date DEFAULT '2024-05-01') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN credit.effect_on(n, 't.buy', d);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION pg_temp.barred(n text, document_no text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	r uuid := credit.report(n, 't_bid', 't_finance', document_no, '2024-02-20', 'r', occurred_on => '2024-02-01', late_reason => 'l');
	d uuid;
BEGIN
	PERFORM credit.notify(n, r, '2024-03-04', 'by hand', late_reason => 'l');
	d := credit.decide(n, r, document_no, '2024-03-15', 't_office', late_reason => 'l');
	PERFORM credit.serve(n, d, '2024-04-02', 'by hand', late_reason => 'l');
END $$;
INSERT INTO credit.subject (subject, kind, kind_source) SELECT n::credit.subject_id, 'enterprise', 'register'
FROM unnest(ARRAY[:'n1', :'n5']) n;
SELECT pg_temp.barred(:'n1', 'link 1');
SELECT n, pg_temp.asked(n) FROM unnest(ARRAY[:'n1', :'n2']) n;

-- a link to a number that is linked itself goes to the subject
SELECT credit.link_identifier(:'n1', :'n2', '[2021-01-01,)', 'register 1', late_reason => 'l');
SELECT credit.link_identifier(:'n2', :'n3', '[2022-01-01,)', 'register 2', late_reason => 'l');
INSERT INTO credit.subject_identifier (subject, identifier, valid, document_no, late_reason)
VALUES (:'n3', :'n4', '(,)', 'register 3', 'l') RETURNING subject, identifier, valid;
SELECT n, pg_temp.asked(n) FROM unnest(ARRAY[:'n1', :'n2', :'n3', :'n4']) n;
SELECT subject, identifier, action, valid FROM credit.subject_identifier WHERE subject = :'n1' ORDER BY identifier;
-- as of the first day of the link, on which the number must mean one
SELECT * FROM pg_temp.step('link_identifier', jsonb_build_object('subject', :'n2', 'identifier', :'n6', 'valid', '[2020-12-31,)', 'document_no', 'x', 'late_reason', 'l'));
-- a number that became a subject by hand is none to link to
BEGIN;
INSERT INTO credit.subject (subject) VALUES (:'n2');
SELECT pg_temp.asked(:'n2');
SELECT * FROM pg_temp.step('link_identifier', jsonb_build_object('subject', :'n2', 'identifier', :'n6', 'valid', '[2020-12-31,)', 'document_no', 'x', 'late_reason', 'l'));
ROLLBACK;

-- two subjects are two: with facts, or with numbers of their own
SELECT v.*, s.* FROM (VALUES (:'n5', :'n1'), (:'n6', :'n1'), (:'n1', :'n5')) v(s, i), pg_temp.step('link_identifier',
	jsonb_build_object('subject', v.s, 'identifier', i, 'valid', '[2020-01-01,)', 'document_no', 'x', 'late_reason', 'l')) s;
BEGIN;
SELECT credit.link_identifier(:'n6', :'n7', '[2020-01-01,)', 'register 4', late_reason => 'l');
SELECT * FROM pg_temp.step('link_identifier', jsonb_build_object('subject', :'n1', 'identifier', :'n6', 'valid', '[2020-01-01,)', 'document_no', 'x', 'late_reason', 'l'));
ROLLBACK;
-- one code for several bodies: without facts it is linked to each
BEGIN;
SELECT credit.link_identifier(:'n1', :'n6', '[2020-01-01,)', 'register 5', 'one code for several', 'l');
SELECT credit.link_identifier(:'n5', :'n6', '[2024-01-01,)', 'register 6', 'one code for several', 'l');
SELECT d, pg_temp.asked(:'n6', d::date) FROM unnest('{2023-12-31,2024-05-01}'::text[]) d;
ROLLBACK;
-- with facts it is ended, and never another's
BEGIN;
SELECT credit.end_identifier(:'n1', :'n1', '2024-05-01', 'register 7', late_reason => 'l');
SELECT n, d, pg_temp.asked(n, d::date) FROM unnest(ARRAY[:'n1', :'n2']) n, unnest('{2024-04-30,2024-05-01}'::text[]) d;
SELECT * FROM pg_temp.step('link_identifier', jsonb_build_object('subject', :'n5', 'identifier', :'n1', 'valid', '[2024-05-01,)', 'document_no', 'x', 'late_reason', 'l'));
SELECT * FROM pg_temp.try(format($$SELECT credit.end_identifier(%1$L, %1$L, '2024-06-01', 'x', late_reason => 'l')$$, :'n1'));
-- until it is its own again
SELECT credit.link_identifier(:'n1', :'n1', '[2024-05-01,)', 'register 8', late_reason => 'l');
SELECT pg_temp.asked(:'n1');
SELECT credit.end_identifier(:'n1', :'n1', '2024-05-01', 'register 9', late_reason => 'l');
SELECT pg_temp.asked(:'n1');
ROLLBACK;
SELECT * FROM pg_temp.step('link_identifier', jsonb_build_object('subject', :'n1', 'identifier', :'n1', 'valid', '[2020-01-01,)', 'document_no', 'x', 'late_reason', 'l'));
-- the same link twice
SELECT * FROM pg_temp.step('link_identifier', jsonb_build_object('subject', :'n1', 'identifier', :'n2', 'valid', '[2021-01-01,)', 'document_no', 'x', 'late_reason', 'l'));

-- a wrong link is taken back from its first day, or from before it
BEGIN;
SELECT credit.link_identifier(:'n1', :'n6', '[2020-01-01,)', 'register 10', late_reason => 'l');
SELECT credit.link_identifier(:'n1', :'n7', '(,)', 'register 10', late_reason => 'l');
SELECT n, pg_temp.asked(n) FROM unnest(ARRAY[:'n6', :'n7']) n;
SAVEPOINT s;
SELECT credit.end_identifier(:'n1', :'n6', '2020-01-01', 'register 11', late_reason => 'l');
SELECT d, pg_temp.asked(:'n6', d::date) FROM unnest('{2019-12-31,2020-01-01,2024-05-01}'::text[]) d;
-- what is ended is ended
SELECT d, q.* FROM unnest('{2019-01-01,2020-01-01,2024-01-01}'::text[]) d,
	pg_temp.try(format($$SELECT credit.end_identifier(%L, %L, %L, 'x', late_reason => 'l')$$, :'n1', :'n6', d)) q;
-- a link that comes after is a new one, to the same subject or another one
SELECT credit.link_identifier(:'n1', :'n6', '[2020-01-01,2024-05-01)', 'register 12', late_reason => 'l');
SELECT credit.link_identifier(:'n5', :'n6', '[2024-05-01,)', 'register 13', late_reason => 'l');
SELECT d, credit.subject_of(:'n6', d::date), pg_temp.asked(:'n6', d::date) FROM unnest('{2020-01-01,2024-04-30,2024-05-01}'::text[]) d;
ROLLBACK TO s;
SELECT credit.end_identifier(:'n1', :'n6', '2019-01-01', 'register 11', late_reason => 'l');
SELECT pg_temp.asked(:'n6');
-- ended from the middle, and again earlier
SELECT credit.end_identifier(:'n1', :'n7', '2024-05-01', 'register 14', late_reason => 'l');
SELECT d, pg_temp.asked(:'n7', d::date) FROM unnest('{2024-04-30,2024-05-01}'::text[]) d;
SELECT credit.end_identifier(:'n1', :'n7', '2024-04-01', 'register 15', late_reason => 'l');
SELECT d, pg_temp.asked(:'n7', d::date) FROM unnest('{2024-03-31,2024-04-30}'::text[]) d;
ROLLBACK;
-- an end names the link under any number of the subject
BEGIN;
SELECT credit.end_identifier(:'n2', :'n3', '2024-05-01', 'register 16', late_reason => 'l');
SELECT pg_temp.asked(:'n3');
ROLLBACK;
SELECT v.*, q.* FROM (VALUES (:'n5', :'n2'), (:'n6', :'n7'), (:'n6', :'n6')) v(s, i),
	pg_temp.try(format($$SELECT credit.end_identifier(%L, %L, '2024-05-01', 'x', late_reason => 'l')$$, v.s, i)) q;
-- facts that were recorded under the number are not left behind
BEGIN;
SELECT credit.link_identifier(:'n5', :'n6', '[2020-01-01,)', 'register 17', late_reason => 'l');
SELECT pg_temp.barred(:'n6', 'link 2');
SELECT subject, identifier FROM credit.record WHERE document_no = 'link 2';
SELECT n, pg_temp.asked(n) FROM unnest(ARRAY[:'n5', :'n6']) n;
SELECT credit.end_identifier(:'n5', :'n6', '2020-01-01', 'register 18', late_reason => 'l');
SELECT n, pg_temp.asked(n) FROM unnest(ARRAY[:'n5', :'n6']) n;
SELECT credit.link_identifier(:'n7', :'n6', '[2020-01-01,)', 'register 19', late_reason => 'l');
SELECT * FROM pg_temp.try(format($$SELECT credit.effect_on(%L, 't.buy', '2024-05-01')$$, :'n6'));
SELECT credit.end_identifier(:'n7', :'n6', '2020-01-01', 'register 20', late_reason => 'l');
SELECT credit.link_identifier(:'n5', :'n6', '[2020-01-01,)', 'register 21', late_reason => 'l');
SELECT pg_temp.asked(:'n6');
ROLLBACK;

-- the history of a number is mostly old: a document, no reason for being late,
-- and a place in the list
BEGIN;
SELECT v.*, q.state, q.message FROM (VALUES ('[2020-01-01,)'), ('(,)'), ('(,2020-01-01)')) v(r),
	pg_temp.step('link_identifier', jsonb_build_object('subject', :'n1', 'identifier', :'n6', 'valid', r, 'document_no', 'x')) q;
SELECT * FROM pg_temp.try(format($$SELECT credit.end_identifier(%L, %L, '2024-05-01', 'x', late_reason => ' ')$$, :'n1', :'n2'));
SELECT state FROM pg_temp.try(format($$SELECT credit.link_identifier(%L, %L, daterange(credit.today(), NULL), 'x')$$, :'n1', :'n6'));
SELECT state FROM pg_temp.try(format($$SELECT credit.end_identifier(%L, %L, credit.today(), 'x')$$, :'n1', :'n6'));
SELECT l.kind, l.subject_no, l.fact, l.on_day, l.late_reason FROM credit.late_entries l JOIN credit.subject u USING (subject_key)
WHERE l.kind IN ('link', 'end') AND u.subject = :'n1' ORDER BY l.recorded_at;
ROLLBACK;
-- drivers bind strings
PREPARE linked(varchar, varchar, varchar) AS SELECT credit.link_identifier($1, $2, '[2024-01-01,)', $3, late_reason => 'l');
PREPARE ended(varchar, varchar, date, varchar) AS SELECT credit.end_identifier($1, $2, $3, $4, late_reason => 'l');
PREPARE meant(varchar, date) AS SELECT credit.subject_of($1, $2);
PREPARE linked_id(credit.subject_id, varchar) AS SELECT credit.link_identifier($1, $2, '[2024-01-01,)', 'x', late_reason => 'l');
PREPARE ended_id(varchar, credit.subject_id) AS SELECT credit.end_identifier($1, $2, '2024-01-01', 'x', late_reason => 'l');
BEGIN;
EXECUTE linked(:'n1', :'n7', 'register 22');
EXECUTE meant(:'n7', '2024-05-01');
EXECUTE ended(:'n1', :'n7', '2024-01-01', 'register 23');
EXECUTE meant(:'n7', '2024-05-01');
EXECUTE linked_id(:'n1', :'n7');
EXECUTE meant(:'n7', '2024-05-01');
EXECUTE ended_id(:'n1', :'n7');
EXECUTE meant(:'n7', '2024-05-01');
ROLLBACK;
SELECT p.proname, count(*), count(DISTINCT obj_description(p.oid)) AS comments FROM pg_proc p
WHERE pronamespace = 'credit'::regnamespace AND proname IN ('subject_of', 'link_identifier', 'end_identifier') GROUP BY 1 ORDER BY 1;

-- questions in a statement that makes a table, with a parallel plan
CREATE FUNCTION pg_temp.gathers(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
	RETURN plan::text LIKE '%"Gather"%';
END $$;
BEGIN;
CREATE TABLE public.link_asked AS SELECT (CASE WHEN i % 2 = 0 THEN :'n1' ELSE :'n2' END)::credit.subject_id AS n FROM generate_series(1, 2000) i;
ANALYZE public.link_asked;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT pg_temp.gathers($$CREATE TABLE public.link_answers AS SELECT credit.effect_on(n, 't.buy', '2024-05-01'), credit.subject_of(n, '2024-05-01') FROM public.link_asked$$);
CREATE TABLE public.link_answers AS SELECT credit.effect_on(n, 't.buy', '2024-05-01') AS effect, credit.subject_of(n, '2024-05-01') AS subject FROM public.link_asked;
SELECT effect, subject, count(*) FROM public.link_answers GROUP BY 1, 2;
CREATE MATERIALIZED VIEW public.link_view AS SELECT credit.effect_on(n, 't.buy', '2024-05-01') AS effect FROM public.link_asked WITH NO DATA;
REFRESH MATERIALIZED VIEW public.link_view;
SELECT effect, count(*) FROM public.link_view GROUP BY 1;
CREATE TABLE public.link_counted AS SELECT n, (SELECT count(*) FROM credit.check(n, 't.buy', '2024-05-01')),
	(SELECT count(*) AS all FROM credit.penalties(n, '2024-05-01')) FROM public.link_asked;
SELECT n, count, "all", count(*) AS rows FROM public.link_counted GROUP BY 1, 2, 3 ORDER BY 1;
ROLLBACK;

-- stamps: a role that was renamed, and who reported what is decided on record
RESET ROLE;
CREATE ROLE regress_credit_clerk;
GRANT USAGE ON SCHEMA credit TO regress_credit_clerk;
GRANT SELECT, INSERT ON credit.record, credit.decision TO regress_credit_clerk;
SET ROLE regress_credit_clerk;
BEGIN;
SELECT credit.report(:'n1', 't_listed', 't_court', 'link 3', '2024-03-01', 'r', served_on => '2024-03-03', late_reason => 'l') IS NOT NULL AS kept;
RESET ROLE;
ALTER ROLE regress_credit_clerk RENAME TO regress_credit_desk;
SET ROLE regress_credit_desk;
SELECT credit.report(:'n1', 't_listed', 't_court', 'link 4', '2024-03-01', 'r', served_on => '2024-03-03', late_reason => 'l') IS NOT NULL AS kept;
SELECT r.document_no, r.recorded_as, d.recorded_as AS decided_as, d.determination, d.recorded_by = session_user AS by
FROM credit.record r JOIN credit.decision d USING (subject, record) WHERE r.document_no IN ('link 3', 'link 4') ORDER BY 1;
ROLLBACK;
RESET ROLE;
DROP OWNED BY regress_credit_clerk;
DROP ROLE regress_credit_clerk;
SET ROLE regress_credit_office;
TABLE standing_wrong;
