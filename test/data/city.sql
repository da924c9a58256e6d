-- A small city for the tests of facts: its own law, bodies and catalogue, all
-- codes beginning with t_, in the installation of role regress_credit_office.
-- It is made by whichever test comes first.  Prints nothing.
--
-- psql leaves it acting as that role, with
--	try(sql)			what a statement is refused with
--	step(verb, values)	the same of a verb, and whether the plain INSERT of
--						these values is refused alike; neither leaves a trace
--	standing_wrong		rows of standing that the facts do not give, and the
--						other way round, both empty
\set ECHO none
\set SHOW_CONTEXT never
\pset footer off
\pset null '-'
SET client_min_messages = warning;
SET search_path = public, credit;
SET DateStyle = ISO;

-- The installation is that of test install; a test run alone makes its own.
SELECT to_regclass('credit.setting') IS NULL AS missing,
	NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'regress_credit_office') AS nobody \gset
\if :nobody
CREATE ROLE regress_credit_office;
\endif
\if :missing
GRANT USAGE, CREATE ON SCHEMA credit TO regress_credit_office;
SET ROLE regress_credit_office;
\if :{?partitions}
SELECT credit.install(partitions => :partitions) \g /dev/null
\else
SELECT credit.install() \g /dev/null
\endif
RESET ROLE;
\endif
GRANT CREATE ON SCHEMA public TO regress_credit_office;
SET ROLE regress_credit_office;

SELECT NOT EXISTS (SELECT FROM credit.sector WHERE code = 't_trade') AS missing \gset
\if :missing
-- The years that the tests count working days in; a day off a month will do.
INSERT INTO credit.calendar_year (year, notice)
SELECT y, 'test' FROM generate_series(2023, extract(year FROM now())::integer + 1) y ON CONFLICT DO NOTHING;
INSERT INTO credit.sector VALUES ('t_trade', 'trade');
INSERT INTO credit.agency (code, valid, name, kind, parent) VALUES
	('t_office', '[2000-01-01,)', 'office of the joint conference', 'office', NULL),
	('t_finance', '[2000-01-01,)', 'finance bureau', 'government', NULL),
	('t_county', '[2000-01-01,)', 'finance bureau of a county', 'government', 't_finance'),
	('t_other', '[2000-01-01,)', 'another bureau', 'government', NULL),
	('t_heir', '[2000-01-01,)', 'bureau that took over', 'government', NULL),
	('t_court', '[2000-01-01,)', 'court', 'court', NULL);
INSERT INTO credit.agency_succession VALUES ('t_other', 't_heir', '2024-07-01', 'reform 1');
INSERT INTO credit.legal_basis (code, valid, title, article, rank) VALUES
	('t_law', '[2000-01-01,)', 'Trade Act', 'article 7', 'law'),
	('t_memo', '[2000-01-01,)', 'memorandum', NULL, 'memorandum');
INSERT INTO credit.power VALUES ('t_finance', 't_trade', 't_law'), ('t_court', 't_trade', 't_law'),
	('t_other', 't_trade', 't_law');
INSERT INTO credit.special_group (code, name, lead_agency, subject_kinds) VALUES
	('t_bodies', 'group for bodies', 't_finance', '{enterprise,social_organisation}'),
	('t_persons', 'group for persons', 't_finance', '{natural_person}');
INSERT INTO credit.matter VALUES ('t', 'all'), ('t.buy', 'purchases'), ('t.buy.goods', 'purchases of goods'),
	('t.buy.works', 'purchases of works'), ('t.loan', 'loans'), ('tt', 'begins alike');

INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, subject_kinds,
	term, term_min, term_max, term_kind, term_basis, standstill_workdays, minimum_age, severity, review_every, release_condition) VALUES
	('t_bid', '[2016-01-01,)', 'false bid', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise,natural_person}',
		'1 year', '6 months', '3 years', 'fixed', 'decided', 0, 18, '{minor,serious}', NULL, NULL),
	('t_served', '[2016-01-01,)', 'runs from service', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise}',
		'1 year', NULL, NULL, 'fixed', 'served', 0, 18, '{}', NULL, NULL),
	('t_stated', '[2016-01-01,)', 'runs from the stated day', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise}',
		'1 year', NULL, NULL, 'fixed', 'stated', 0, 18, '{}', NULL, NULL),
	('t_still', '[2016-01-01,)', 'has a standstill', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise}',
		'1 year', NULL, NULL, 'fixed', 'decided', 5, 18, '{}', NULL, NULL),
	('t_range', '[2016-01-01,)', 'the decision sets the term', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise}',
		NULL, '1 year', '2 years', 'range', 'decided', 0, 18, '{}', NULL, NULL),
	('t_young', '[2016-01-01,)', 'reaches from 14 on', 'sanction', 't_trade', 't_finance', 't_law', '{natural_person}',
		'1 year', NULL, NULL, 'fixed', 'decided', 0, 14, '{}', NULL, NULL),
	('t_repealed', '[2016-01-01,2024-06-01)', 'repealed', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise}',
		'1 year', NULL, NULL, 'fixed', 'decided', 0, 18, '{}', NULL, NULL),
	('t_new', '[2024-03-01,)', 'new', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise}',
		'1 year', NULL, NULL, 'fixed', 'decided', 0, 18, '{}', NULL, NULL),
	('t_many', '[2016-01-01,)', 'many measures', 'sanction', 't_trade', 't_finance', 't_law', '{enterprise,natural_person}',
		'1 year', NULL, NULL, 'fixed', 'decided', 0, 18, '{}', '1 year', 'paid'),
	('t_honour', '[2016-01-01,)', 'honoured', 'incentive', 't_trade', 't_finance', 't_law', '{enterprise}',
		'2 years', NULL, NULL, 'fixed', 'decided', 0, 18, '{}', NULL, NULL);
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, subject_kinds,
	term_kind, review_every, release_condition, determination, listing_basis, adopted_by) VALUES
	('t_listed', '[2016-01-01,)', 'listed by the court', 'sanction', 't_trade', 't_court', 't_law',
		'{enterprise,natural_person}', 'until_condition', '1 year', 'performed', 'on_record', 't_law', 'office document 1');
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, draft, draft_reason) VALUES
	('t_draft', '[2016-01-01,)', 'a draft', 'sanction', 't_trade', 't_finance', true, 'recalled');

INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
SELECT c, 1, '[2016-01-01,)', 't_finance', 1, 'prohibit', '{t.buy}', 'no purchases', 't_law'
FROM unnest('{t_bid,t_served,t_stated,t_still,t_range,t_young,t_new,t_listed}'::text[]) c;
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis) VALUES
	('t_repealed', 1, '[2016-01-01,2024-06-01)', 't_finance', 1, 'prohibit', '{t.buy}', 'no purchases', 't_law'),
	('t_honour', 1, '[2016-01-01,)', 't_finance', 2, 'favour', '{t.loan}', 'first in line', 't_memo');
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis,
	term, term_kind, statutory_max, condition, reach, draft) VALUES
	('t_many', 1, '[2016-01-01,)', 't_finance', 1, 'limit', '{t.buy.goods}', 'a deposit', 't_law',
		NULL, NULL, NULL, NULL, '{subject}', false),
	('t_many', 2, '[2016-01-01,)', 't_finance', 1, 'prohibit', '{t.buy.works}', 'own term of three months', 't_law',
		'3 months', NULL, NULL, NULL, '{subject}', false),
	('t_many', 3, '[2016-01-01,)', 't_other', 1, 'prohibit', '{t.loan}', 'statute allows half a year', 't_law',
		NULL, NULL, '6 months', NULL, '{subject}', false),
	('t_many', 4, '[2016-01-01,)', 't_finance', 1, 'scrutinise', '{t.buy}', 'until a condition', 't_law',
		NULL, 'until_condition', NULL, NULL, '{subject}', false),
	('t_many', 5, '[2016-01-01,)', 't_finance', 1, 'prohibit', '{t.buy}', 'only on a condition', 't_law',
		NULL, NULL, NULL, 'tax is not paid', '{subject}', false),
	('t_many', 6, '[2016-01-01,)', 't_finance', 1, 'prohibit', '{t.buy}', 'reaches who is responsible', 't_law',
		NULL, NULL, NULL, NULL, '{legal_representative}', false),
	('t_many', 7, '[2024-02-15,)', 't_finance', 2, 'supervise', '{t.buy}', 'began after the act', 't_memo',
		NULL, NULL, NULL, NULL, '{subject}', false),
	('t_many', 8, '[2016-01-01,2024-03-01)', 't_finance', 2, 'supervise', '{t.buy}', 'ended before the decision', 't_memo',
		NULL, NULL, NULL, NULL, '{subject}', false),
	('t_many', 9, '[2016-01-01,)', 't_finance', 1, 'prohibit', '{t.buy}', 'a draft', NULL,
		NULL, NULL, NULL, NULL, '{subject}', true),
	('t_many', 10, '[2016-01-01,)', 't_finance', 2, 'publish', '{}', 'published', 't_memo',
		NULL, NULL, NULL, NULL, '{subject,legal_representative}', false),
	('t_many', 11, '[2016-01-01,)', 't_finance', 2, 'reference', '{t.loan}', 'no longer than ten years', 't_memo',
		NULL, NULL, '10 years', NULL, '{subject}', false);
\endif

-- Subjects whose both check characters are right; nobody has these codes.
\set e1 91510402MA7T00014R
\set e2 91510402MA7T00022L
\set e3 91510402MA7T00030F
\set e4 91510402MA7T00049C
\set e5 91510402MA7T000577
\set e6 91510402MA7T000652
\set e7 91510402MA7T00073W
\set e8 91510402MA7T00081P
\set e9 91510402MA7T0009XF
\set social 51510400MJ7T00017T
\set public 11510400MB7T00018K
\set trader 92510402MA7T00014N
-- born 1990-01-01, 2010-02-01, 2006-02-02, 2006-02-01, 2008-02-29 and 2020-01-01
\set adult 510402199001010012
\set p14 510402201002010022
\set p17 510402200602020035
\set p18 510402200602010048
\set leap 510402200802290056
\set young 510402202001010068
\set passport passport:E12345678

CREATE OR REPLACE FUNCTION pg_temp.try(sql text, OUT state text, OUT message text, OUT detail text)
	LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE sql;
	-- deferred triggers too
	SET CONSTRAINTS ALL IMMEDIATE;
	state := 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	-- a row that fails shows its time
	detail := regexp_replace(detail, '^Failing row .*', 'Failing row');
END $$;
-- Both forms start from the same state of the tables.
CREATE OR REPLACE FUNCTION pg_temp.step(verb text, given jsonb, OUT state text, OUT same boolean, OUT message text, OUT detail text)
	LANGUAGE plpgsql AS $$
DECLARE
	kind text := '{"notify": "notice", "defend": "defence", "answer_defence": "answer", "waive_defence": "waiver", "serve": "served",
		"lodge_objection": "objection", "answer_objection": "objection_answer", "lodge_complaint": "complaint",
		"answer_complaint": "complaint_answer", "apply_repair": "repair", "answer_repair": "repair_answer",
		"publish_repair": "repair_published", "stay": "stayed", "resume": "resumed", "stay_record": "record_stayed", "annul_record": "record_annulled", "withdraw_record": "record_withdrawn",
		"correct_record": "record_corrected", "revoke": "revoked", "annul": "annulled", "release": "released", "review": "reviewed",
		"condition_met": "condition_met", "condition_ended": "condition_ended", "amend_term": "amended"}'::jsonb ->> verb;
	tab text := CASE WHEN kind IN ('notice', 'defence', 'answer', 'waiver') THEN 'notice' WHEN kind IS NOT NULL THEN 'event'
		ELSE '{"report": "record", "decide": "decision", "feedback": "feedback", "link_identifier": "subject_identifier", "end_subject": "subject_end"}'::jsonb ->> verb END;
	renames jsonb := CASE WHEN kind IS NOT NULL THEN '{"served_on": "on_day", "made_on": "on_day", "answered_on": "on_day", "received_on": "on_day",
		"applied_on": "on_day", "reviewed_on": "on_day", "met_on": "on_day", "text": "contents"}'::jsonb ELSE '{}' END
		|| CASE tab WHEN 'event' THEN '{"from_day": "on_day", "grounds": "contents", "reasons": "reason", "exclude": "measures", "measure": "measures",
		"about": "target", "record": "target", "objection": "target", "complaint": "target", "repair": "target"}' ELSE '{}' END::jsonb
		|| CASE verb WHEN 'publish_repair' THEN '{"published_on": "on_day"}' ELSE '{}' END::jsonb;
	call text;
	cols text;
	vals text;
	v record;
	p record;
BEGIN
	SELECT string_agg(format('%I => %L', key, value), ', '), string_agg(quote_ident(coalesce(renames ->> key, key)), ', '),
		string_agg(quote_nullable(CASE WHEN key = 'measure' AND tab = 'event' THEN '{' || value || '}' ELSE value END), ', ')
	INTO call, cols, vals FROM jsonb_each_text(given);
	BEGIN
		v := pg_temp.try(format('SELECT credit.%I(%s)', verb, call));
		RAISE SQLSTATE 'TT000';
	EXCEPTION WHEN SQLSTATE 'TT000' THEN NULL;
	END;
	BEGIN
		p := pg_temp.try(format('INSERT INTO credit.%I (%s%s) VALUES (%s%s)', tab, cols,
			CASE WHEN kind IS NOT NULL THEN ', kind' END, vals, ', ' || quote_literal(kind)));
		RAISE SQLSTATE 'TT000';
	EXCEPTION WHEN SQLSTATE 'TT000' THEN NULL;
	END;
	state := v.state;
	same := v IS NOT DISTINCT FROM p;
	message := regexp_replace(v.message, to_char(credit.today() + 1, 'YYYY-MM-DD'), 'TOMORROW');
	detail := regexp_replace(v.detail, to_char(credit.today(), 'YYYY-MM-DD'), 'TODAY');
	IF NOT same THEN
		detail := format('%s; plain INSERT: %s', v, p);
	END IF;
END $$;

CREATE OR REPLACE TEMP VIEW standing_right AS
SELECT d.subject, d.decision, d.conduct, d.decided_on, d.act_on,
	b.base_on,
	greatest(d.stated_on, CASE WHEN c.standstill_workdays > 0
		THEN credit.add_workdays(s.served_on, c.standstill_workdays) ELSE s.served_on END)
		+ CASE WHEN s.served_on IS NOT NULL THEN 1 END AS from_day,
	-- a term that the minutes set is one for all, up to the smallest statutory maximum
	least((b.base_on + coalesce(d.term, CASE WHEN c.term_kind IN ('fixed', 'range') THEN c.term END))::date,
		CASE WHEN d.term IS NOT NULL AND d.minutes IS NOT NULL THEN (SELECT min(b.base_on + m.statutory_max)::date FROM credit.measure m
			WHERE m.conduct = d.conduct AND m.valid @> d.decided_on AND m.valid @> d.act_on AND NOT m.draft
				AND m.number <> ALL (coalesce(d.exclude, '{}')) AND coalesce(d.role, 'subject') = ANY (m.reach)) END) AS last_day,
	d.exclude, d.conditions_met, d.role
FROM credit.decision d
	JOIN credit.conduct c ON c.code = d.conduct AND c.valid @> d.decided_on
	CROSS JOIN LATERAL (SELECT coalesce(d.source_served_on, (SELECT e.on_day FROM credit.event e
		WHERE e.subject = d.subject AND e.decision = d.decision AND e.kind = 'served')) AS served_on) s
	CROSS JOIN LATERAL (SELECT CASE c.term_basis WHEN 'served' THEN s.served_on
		WHEN 'stated' THEN coalesce(d.stated_on, d.decided_on) ELSE d.decided_on END AS base_on) b;
CREATE OR REPLACE TEMP VIEW standing_kept AS
SELECT subject, decision, conduct, decided_on, act_on, base_on, from_day, last_day, exclude, conditions_met, role
FROM credit.standing;
CREATE OR REPLACE TEMP VIEW standing_wrong AS
SELECT 'too much' AS what, t.* FROM (TABLE standing_kept EXCEPT ALL TABLE standing_right) t
UNION ALL
SELECT 'missing', t.* FROM (TABLE standing_right EXCEPT ALL TABLE standing_kept) t;
\set ECHO all
