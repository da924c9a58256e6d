-- One last day for departments whose terms differ, by a document or not at all;
-- and identical measures of several decisions, which are never added up.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned

-- Decided and served on 2024-03-15 for one year; the departments have nine
-- months (1, another bureau), eight (2, that determined), two years (3) and none
-- of their own (4); a statute fixes five years (5), and (6) ends by a condition.
CREATE TEMP TABLE cases AS
SELECT n, what, harmony, ends, pg_temp.play(pg_temp.number(4600 + n), conduct, 'report 2024-02-20 occurred_on=2024-02-01; notify 2024-03-04; decide 2024-03-15 '
	|| decide || '; serve 2024-03-15;' || steps) AS c
FROM (VALUES
	(1, 'no document, each its own', 't_apart', '', '', '-', '1 2024-12-15, 2 2024-11-15, 3 2026-03-15, 4 2025-03-15, 5 2029-03-15, 6 -'),
	(2, 'shortest', 't_shortest', '', '', 'shortest 2 h 1', '1 2024-11-15, 2 2024-11-15, 3 2024-11-15, 4 2024-11-15, 5 2029-03-15, 6 -'),
	(3, 'longest', 't_longest', '', '', 'longest 3 h 2', '1 2026-03-15, 2 2026-03-15, 3 2026-03-15, 4 2026-03-15, 5 2029-03-15, 6 -'),
	(4, 'lead', 't_lead', '', '', 'lead 2 h 3', '1 2024-11-15, 2 2024-11-15, 3 2024-11-15, 4 2024-11-15, 5 2029-03-15, 6 -'),
	(5, 'fixed', 't_fixed', '', '', 'fixed - h 4', '1 2025-03-15, 2 2025-03-15, 3 2025-03-15, 4 2025-03-15, 5 2029-03-15, 6 -'),
	(6, 'by minutes', 't_apart', '18months m', '', 'fixed - m', '1 2025-09-15, 2 2025-09-15, 3 2025-09-15, 4 2025-09-15, 5 2029-03-15, 6 -'),
	(7, 'minutes before the catalogue', 't_shortest', '18months m', '', 'fixed - m', '1 2025-09-15, 2 2025-09-15, 3 2025-09-15, 4 2025-09-15, 5 2029-03-15, 6 -'),
	(8, 'minutes without a term', 't_apart', '- m', '', '-', '1 2024-12-15, 2 2024-11-15, 3 2026-03-15, 4 2025-03-15, 5 2029-03-15, 6 -'),
	(9, 'a term without minutes, the catalogue''s', 't_apart', '1year', '', '-', '1 2024-12-15, 2 2024-11-15, 3 2026-03-15, 4 2025-03-15, 5 2029-03-15, 6 -'),
	(10, 'what is left out does not count', 't_shortest', '- - {2}', '', 'shortest 1 h 1', '1 2024-12-15, 3 2024-12-15, 4 2024-12-15, 5 2029-03-15, 6 -'),
	(11, 'lead, its first one left out', 't_lead', '- - {2}', '', 'lead 4 h 3', '1 2025-03-15, 3 2025-03-15, 4 2025-03-15, 5 2029-03-15, 6 -'),
	-- stopped from 2024-06-03 to 06-13: ten days
	(12, 'stopped', 't_shortest', '', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 dismissed', 'shortest 2 h 1',
		'1 2024-11-25, 2 2024-11-25, 3 2024-11-25, 4 2024-11-25, 5 2029-03-25, 6 -'),
	(13, 'apart, stopped', 't_apart', '', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 dismissed', '-',
		'1 2024-12-25, 2 2024-11-25, 3 2026-03-25, 4 2025-03-25, 5 2029-03-25, 6 -'),
	(14, 'cut by a partly upheld answer', 't_longest', '', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 partly last_day=2024-09-30', 'longest 3 h 2',
		'1 2024-09-30, 2 2024-09-30, 3 2024-09-30, 4 2024-09-30, 5 2029-03-15, 6 2024-09-30'),
	(15, 'apart, cut', 't_apart', '', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 partly last_day=2024-11-30', '-',
		'1 2024-11-30, 2 2024-11-15, 3 2024-11-30, 4 2024-11-30, 5 2029-03-15, 6 2024-11-30'),
	-- 1 has two years, a statute allows 2 eighteen months, and 3, whose year it
	-- fixes, fifteen: the smallest maximum of the decision is the cap
	(20, 'capped', 't_capped', '', '', 'longest 1 h 5', '1 2025-06-15, 2 2025-06-15, 3 2025-03-15'),
	(21, 'capped by another', 't_capped', '- - {3}', '', 'longest 1 h 5', '1 2025-09-15, 2 2025-09-15'),
	(22, 'not capped', 't_capped', '- - {2,3}', '', 'longest 1 h 5', '1 2026-03-15'),
	(23, 'minutes, capped', 't_capped', '3years m', '', 'fixed - m', '1 2025-06-15, 2 2025-06-15, 3 2025-03-15'),
	-- an own term (2), a statute's (3), stops do not count (4), nine months at most (5)
	(30, 'own rules', 't_mixed', '', '', '-', '1 2025-03-15, 2 2024-09-15, 3 2029-03-15, 4 2025-03-15, 5 2024-12-15'),
	(31, 'own rules, stopped', 't_mixed', '', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 dismissed', '-',
		'1 2025-03-25, 2 2024-09-25, 3 2029-03-25, 4 2025-03-15, 5 2024-12-25')
	) v (n, what, conduct, decide, steps, harmony, ends);
CREATE TEMP TABLE got AS
SELECT n, what, c.harmony, coalesce(s.harmony || ' ' || coalesce(s.harmony_measure::text, '-') || ' ' || s.harmony_document_no, '-') AS got_harmony,
	ends, (SELECT string_agg(measure || ' ' || coalesce(until_day::text, '-'), ', ' ORDER BY measure) FROM credit.penalties(c ->> 'subject', '2024-03-16')) AS got_ends
FROM cases c JOIN credit.standing s ON s.subject = (c ->> 'subject')::credit.subject_id AND s.decision = (c ->> 'decision')::uuid;
SELECT what, got_harmony AS harmony, got_ends AS ends FROM got ORDER BY n;
SELECT count(*) AS compared, count(*) FILTER (WHERE harmony <> got_harmony OR ends IS DISTINCT FROM got_ends) AS wrong FROM got;
SELECT what, harmony, got_harmony, ends, got_ends FROM got WHERE harmony <> got_harmony OR ends IS DISTINCT FROM got_ends ORDER BY n;

-- JC010, JC003: without a document no term changes, in the decision or in the catalogue
SELECT pg_temp.play(jsonb_build_object('subject', pg_temp.number(4640), 'conduct', 't_shortest'), 'report 2024-02-20; notify 2024-03-04') AS c \gset
SELECT d, r.* FROM unnest('{18months,1year,37months m,5months m}'::text[]) d, pg_temp.refused(:'c', 'decide 2024-03-15 ' || d) r;
SELECT rule, t.* FROM unnest('{longest,lead,fixed}'::text[]) rule, pg_temp.try(format($$INSERT INTO credit.conduct
	(code, valid, name, polarity, sector, determining_agency, legal_basis, term, harmony) VALUES ('t_nodocument', '[2016-01-01,)', 'x', 'sanction', 't_trade',
	't_finance', 't_law', '1 year', %L)$$, rule)) t;

-- Two decisions with the same measures, of one year and of two.
CREATE FUNCTION pg_temp.twice(n integer, conduct text, OUT one jsonb, OUT two jsonb) LANGUAGE plpgsql AS $$
DECLARE
	c jsonb := jsonb_build_object('subject', pg_temp.number(n), 'conduct', conduct);
BEGIN
	one := pg_temp.play(c || '{"document_no": "one"}', 'serve 2024-03-15');
	two := pg_temp.play(c || '{"document_no": "two"}', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 2years m; serve 2024-03-15');
END $$;
CREATE FUNCTION pg_temp.told(c jsonb, days date[]) RETURNS TABLE (day date, checked text, listed text, counted numeric, effect text) LANGUAGE plpgsql AS $$
BEGIN
	FOREACH day IN ARRAY days LOOP
		checked := (SELECT string_agg(format('%s %s %s', k.document_no, k.state, k.until_day), ', ' ORDER BY k.document_no) FROM credit.check(c ->> 'subject', 't.buy', day) k);
		listed := (SELECT string_agg(l.document_no || ' ' || l.state, ', ' ORDER BY l.document_no, l.state) FROM (
			SELECT document_no, 'active' AS state, decision, measure FROM credit.active_penalties(day)
			UNION ALL SELECT document_no, 'suspended', decision, measure FROM credit.suspended_measures(day)) l
			JOIN credit.decision d ON d.decision::text = l.decision WHERE d.subject = (c ->> 'subject')::credit.subject_id AND l.measure = 1);
		-- of all subjects, less those that are listed for others
		counted := (SELECT sum(measures) FROM credit.measures_by_agency(day) WHERE polarity = 'sanction')
			- (SELECT count(*) FROM credit.active_penalties(day) l JOIN credit.decision d ON d.decision::text = l.decision
				WHERE d.subject <> (c ->> 'subject')::credit.subject_id);
		effect := credit.effect_on(c ->> 'subject', 't.buy', day);
		RETURN NEXT;
	END LOOP;
END $$;
SELECT conduct, one, two INTO TEMP TABLE pairs FROM (VALUES ('t_once', 4650), ('t_two', 4651)) v (conduct, n), pg_temp.twice(n, conduct);
SELECT conduct, t.* FROM pairs, pg_temp.told(one, '{2024-06-03,2025-03-15,2025-03-16,2026-03-15,2026-03-16}') t ORDER BY conduct, day;
-- the longer one is stopped: each state by itself; then both; then it is revoked
SELECT pg_temp.play(two, 'lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed') IS NOT NULL
	AND pg_temp.play(one, 'stay 2024-07-08 2024-07-20') IS NOT NULL AND pg_temp.play(two, 'revoke 2024-12-02') IS NOT NULL AS kept FROM pairs;
SELECT conduct, t.* FROM pairs, pg_temp.told(one, '{2024-06-28,2024-07-01,2024-07-08,2024-07-15,2024-08-01,2024-12-01,2024-12-02,2025-03-15,2025-03-16}') t
ORDER BY conduct, day;
-- both end on one day: still one row
SELECT pg_temp.play(jsonb_build_object('subject', pg_temp.number(4652), 'conduct', 't_once', 'document_no', d), 'serve 2024-03-15') IS NOT NULL AS kept FROM unnest('{a,b}'::text[]) d;
SELECT count(*), count(DISTINCT decision) FROM credit.check(pg_temp.number(4652), 't.buy', '2024-05-06');
SELECT * FROM credit.verify();
