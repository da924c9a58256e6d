-- Conducts and helpers for the tests of what follows a decision, over
-- test/data/city.sql.  Prints nothing.
--
--	number(n), person(n)	numbers that nobody has
--	play(c, steps)			records steps; gives what they were about, for further ones
--	args(c, step)			the parameters of one
--	refused(c, step)		what one is refused with; it leaves no trace
--	seen(c, day, measure)	the row of penalties() about a measure
--	state(c, day, measure)	its state
--	edges(c, first, last)	effects on purchases at both ends of a term, "ok" where only
--							the days between are barred
--
-- Steps are written 'verb value value ...; verb value ...': the values are the
-- verb's parameters in order, less those that play() knows by itself; "-" is
-- NULL, name=value any parameter, and "a:verb" names what is recorded @a.
-- Where nothing was reported yet, record, notice and decision come first.
\set ECHO none
SELECT NOT EXISTS (SELECT FROM credit.conduct WHERE code = 't_two') AS missing \gset
\if :missing
INSERT INTO credit.agency (code, valid, name, kind, parent) VALUES
	('t_office_2', '[2000-01-01,)', 'another office', 'office', NULL),
	('t_closed', '[2000-01-01,2024-01-01)', 'office that was', 'office', NULL);
INSERT INTO credit.power VALUES ('t_office', 't_trade', 't_law');
INSERT INTO credit.severity_class (code, name, repair_not_before) VALUES
	('t_minor', 'minor', '3 months'), ('t_none', 'no time', NULL);
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, subject_kinds,
	term, term_min, term_max, term_kind, release_condition, review_every, on_missed_review, complaint_window, silence_workdays,
	severity, repair_not_before, harmony, harmony_document_no, overlap)
SELECT code, '[2016-01-01,)', code, 'sanction', 't_trade', agency, 't_law', '{enterprise,natural_person}',
	term::interval, min::interval, max::interval, kind, CASE kind WHEN 'until_condition' THEN 'paid' END, review::interval, missed,
	closes::interval, silence, severity::text[], wait::interval, harmony, document, overlap
FROM (VALUES
	('t_two', 't_finance', '1 year', NULL, '3 years', 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_window', 't_finance', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', '10 days', 3, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_until', 't_finance', NULL, NULL, NULL, 'until_condition', '1 year', 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_list', 't_finance', NULL, NULL, NULL, 'until_condition', '1 year', 'list', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_wait', 't_finance', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{t_minor}', '6 months', 'shortest', NULL, 'concurrent'),
	('t_class', 't_finance', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{t_minor,t_none}', NULL, 'shortest', NULL, 'concurrent'),
	('t_long', 't_finance', '50 years', NULL, '60 years', 'fixed', '1 year', 'list', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_cond', 't_finance', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_boss', 't_finance', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_heired', 't_other', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_by_office', 't_office', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_mixed', 't_finance', '1 year', NULL, NULL, 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_apart', 't_finance', '1 year', '6 months', '3 years', 'fixed', '1 year', 'list', NULL, NULL, '{}', NULL, 'shortest', NULL, 'concurrent'),
	('t_shortest', 't_finance', '1 year', '6 months', '3 years', 'fixed', '1 year', 'list', NULL, NULL, '{}', NULL, 'shortest', 'h 1', 'concurrent'),
	('t_longest', 't_finance', '1 year', '6 months', '3 years', 'fixed', '1 year', 'list', NULL, NULL, '{}', NULL, 'longest', 'h 2', 'concurrent'),
	('t_lead', 't_finance', '1 year', '6 months', '3 years', 'fixed', '1 year', 'list', NULL, NULL, '{}', NULL, 'lead', 'h 3', 'concurrent'),
	('t_fixed', 't_finance', '1 year', '6 months', '3 years', 'fixed', '1 year', 'list', NULL, NULL, '{}', NULL, 'fixed', 'h 4', 'concurrent'),
	('t_capped', 't_finance', '1 year', '6 months', '3 years', 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'longest', 'h 5', 'concurrent'),
	('t_once', 't_finance', '1 year', '6 months', '3 years', 'fixed', NULL, 'suspend', NULL, NULL, '{}', NULL, 'shortest', NULL, 'longest')
	) v (code, agency, term, min, max, kind, review, missed, closes, silence, severity, wait, harmony, document, overlap);
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis, reach, condition,
	term, term_kind, statutory_term, statutory_max, stop_counts)
SELECT conduct, number, '[2016-01-01,)', agency, 1, effect, ARRAY[matter], conduct || ' ' || number, 't_law', reach::text[], condition,
	term::interval, kind, statutory, max::interval, counts
FROM (
	-- the plain ones: nothing is bought, and loans are limited
	SELECT c AS conduct, n AS number, 't_finance' AS agency, CASE n WHEN 1 THEN 'prohibit' ELSE 'limit' END AS effect,
		CASE n WHEN 1 THEN 't.buy' ELSE 't.loan' END AS matter,
		CASE c WHEN 't_long' THEN '{subject,legal_representative}' ELSE '{subject}' END AS reach, NULL AS condition,
		NULL AS term, NULL AS kind, false AS statutory, NULL AS max, true AS counts
	FROM unnest('{t_two,t_window,t_until,t_list,t_wait,t_class,t_long,t_heired,t_by_office,t_once}'::text[]) c, generate_series(1, 2) n
	UNION ALL SELECT 't_long', number, 't_finance', 'scrutinise', 't.buy', '{subject}', NULL, term, kind, statutory, NULL, true
	FROM (VALUES (3, '40 years', NULL, false), (4, '40 years', NULL, true), (5, NULL, 'until_condition', false)) v (number, term, kind, statutory)
	-- own terms, a statute's, one that stops do not move, one without a last day
	UNION ALL SELECT 't_mixed', number, 't_finance', 'prohibit', 't.buy', '{subject}', NULL, term, NULL, statutory, max, counts
	FROM (VALUES (1, NULL, false, NULL, true), (2, '6 months', false, NULL, true), (3, '5 years', true, NULL, true),
		(4, NULL, false, NULL, false), (5, NULL, false, '9 months', true)) v (number, term, statutory, max, counts)
	UNION ALL SELECT 't_cond', number, 't_finance', 'prohibit', 't.buy', '{subject}', condition, NULL, NULL, false, NULL, true
	FROM (VALUES (1, 'tax is not paid'), (2, NULL)) v (number, condition)
	-- the body alone, its representative alone, both
	UNION ALL SELECT 't_boss', number, 't_finance', 'prohibit', 't.buy', reach, NULL, NULL, NULL, false, NULL, true
	FROM (VALUES (1, '{subject}'), (2, '{legal_representative}'), (3, '{subject,legal_representative}')) v (number, reach)
	-- departments whose terms differ
	UNION ALL SELECT c, number, agency, 'prohibit', 't.buy', '{subject}', NULL, term, kind, statutory, max, true
	FROM unnest('{t_apart,t_shortest,t_longest,t_lead,t_fixed}'::text[]) c, (VALUES
		(1, 't_other', '9 months', NULL, false, NULL), (2, 't_finance', '8 months', NULL, false, NULL),
		(3, 't_court', '2 years', NULL, false, NULL), (4, 't_finance', NULL, NULL, false, NULL),
		(5, 't_finance', '5 years', NULL, true, NULL), (6, 't_finance', NULL, 'until_condition', false, NULL))
		v (number, agency, term, kind, statutory, max)
	UNION ALL SELECT 't_capped', number, 't_finance', 'prohibit', 't.buy', '{subject}', NULL, term, NULL, statutory, max, true
	FROM (VALUES (1, '2 years', false, NULL), (2, NULL, false, '18 months'), (3, '1 year', true, '15 months'))
		v (number, term, statutory, max)
	) m;
\endif

CREATE FUNCTION pg_temp.number(n integer) RETURNS text LANGUAGE sql AS $$
	SELECT d.canonical FROM regexp_split_to_table('0123456789X', '') i, regexp_split_to_table('0123456789ABCDEFGHJKLMNPQRTUWXY', '') o,
		credit.diagnose('91510402MA7T' || lpad(n::text, 4, '0') || i || o) d WHERE d.scheme = 'uscc' AND d.outer_ok AND d.inner_ok LIMIT 1
$$;
CREATE FUNCTION pg_temp.person(n integer) RETURNS text LANGUAGE sql AS $$
	SELECT d.canonical FROM regexp_split_to_table('0123456789X', '') o,
		credit.diagnose('51040219900101' || lpad(n::text, 3, '0') || o) d WHERE d.scheme = 'id' AND d.outer_ok LIMIT 1
$$;
CREATE FUNCTION pg_temp.args(c jsonb, step text, OUT label text, OUT verb text, OUT given jsonb) LANGUAGE plpgsql AS $$
DECLARE
	words text[] := regexp_split_to_array(btrim(step, E' \t\n'), '\s+');
	names text[];
	word text;
	-- what every step of its kind says
	known jsonb := '{"agency": "t_finance", "decided_by": "t_office", "reason": "r", "reasons": "r", "method": "by hand", "grounds": "g",
		"text": "t", "evidence": "{}", "commitment": "c", "document_no": "d", "late_reason": "l"}' || c;
BEGIN
	label := substring(words[1] FROM '^(\w+):');
	verb := regexp_replace(words[1], '^\w+:', '');
	known := jsonb_build_object('answered_by', CASE verb WHEN 'answer_complaint' THEN 't_office' ELSE 't_finance' END) || known;
	SELECT proargnames INTO names FROM pg_proc
	WHERE pronamespace = 'credit'::regnamespace AND proname = args.verb AND proargtypes[0] = 'text'::regtype;
	SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO given FROM jsonb_each(known) WHERE key = ANY (names);
	names := ARRAY(SELECT n FROM unnest(names) WITH ORDINALITY u (n, i) WHERE NOT given ? n ORDER BY i);
	FOREACH word IN ARRAY words[2:] LOOP
		IF word ~ '^\w+=' THEN
			given := given || jsonb_build_object(split_part(word, '=', 1), substring(word FROM '=(.*)'));
		ELSE
			given := given || jsonb_build_object(names[1], word);
			names := names[2:];
		END IF;
	END LOOP;
	SELECT jsonb_object_agg(key, CASE WHEN value = '-' THEN NULL WHEN starts_with(value, '@') THEN c ->> substr(value, 2) ELSE value END)
	INTO given FROM jsonb_each_text(given);
END $$;
CREATE FUNCTION pg_temp.play(c jsonb, steps text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	step text;
	a record;
	id text;
BEGIN
	steps := coalesce(steps, '');
	IF NOT c ? 'record' AND steps !~ '^\s*report' THEN
		steps := 'report 2024-02-20 occurred_on=2024-02-01; notify 2024-03-04; decide 2024-03-15;' || steps;
	END IF;
	FOREACH step IN ARRAY string_to_array(steps, ';') LOOP
		CONTINUE WHEN step ~ '^\s*$';
		a := pg_temp.args(c, step);
		EXECUTE format('SELECT credit.%I(%s)', a.verb, (SELECT string_agg(format('%I => %L', key, value), ', ') FROM jsonb_each_text(a.given)))
		INTO id;
		c := c || CASE a.verb
			WHEN 'report' THEN jsonb_build_object('record', id, 'about', id, 'decision', credit.decision_of(id::uuid))
			WHEN 'decide' THEN jsonb_build_object('about', id)
			WHEN 'lodge_objection' THEN jsonb_build_object('objection', id)
			WHEN 'lodge_complaint' THEN jsonb_build_object('complaint', id)
			WHEN 'apply_repair' THEN jsonb_build_object('repair', id)
			ELSE '{}' END;
		IF a.label IS NOT NULL THEN
			c := c || jsonb_build_object(a.label, id);
		END IF;
	END LOOP;
	RETURN c;
END $$;
CREATE FUNCTION pg_temp.play(subject text, conduct text, steps text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT pg_temp.play(jsonb_build_object('subject', subject, 'conduct', conduct), steps)
$$;
CREATE FUNCTION pg_temp.refused(c jsonb, step text, OUT state text, OUT same boolean, OUT message text, OUT detail text) LANGUAGE sql AS $$
	SELECT s.* FROM pg_temp.args(c, step) a, pg_temp.step(a.verb, a.given) s
$$;
CREATE FUNCTION pg_temp.seen(c jsonb, day date, number integer DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN coalesce((SELECT format('%s %s..%s %s >%s%s', state, from_day, until_day, until_kind, next_change, ' ' || mark)
		FROM credit.penalties(c ->> 'subject', day) WHERE decision = (c ->> 'decision')::uuid AND measure = number), '-');
END $$;
CREATE FUNCTION pg_temp.state(c jsonb, day date, number integer DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN coalesce((SELECT credit.measure_state(day, base_on, planned_from, last_day, end_day, end_kind, review_due, harmonised, course,
			measure, term, statutory_max, term_kind, statutory_term, stop_counts)
		FROM credit.measure_run WHERE subject = credit.subject_of(c ->> 'subject', day) AND decision = (c ->> 'decision')::uuid
			AND measure = number), '-');
END $$;
CREATE FUNCTION pg_temp.edges(c jsonb, first date, last date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	effects text := (SELECT string_agg(credit.effect_on(c ->> 'subject', 't.buy', d), ' ' ORDER BY i)
		FROM unnest(ARRAY[first - 1, first, last, last + 1]) WITH ORDINALITY u (d, i));
BEGIN
	RETURN CASE effects WHEN 'clear prohibit prohibit clear' THEN 'ok' ELSE effects END;
END $$;
\set ECHO all
