-- From notice to service: which step may follow which, and the days that come
-- of it.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\pset format unaligned
-- numbers of its own, so that other tests do not matter
\set a 91510402MA7T0201XM
\set b 91510402MA7T02028M

-- reports, notifies, and gives the record: one that can be decided on
CREATE FUNCTION pg_temp.noticed(subject text, conduct text, document_no text, occurred_on date DEFAULT '2024-02-01',
	agency text DEFAULT 't_finance') RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
	r uuid := credit.report(subject, conduct, agency, document_no, '2024-02-20', 'r', occurred_on => occurred_on, late_reason => 'l');
BEGIN
	PERFORM credit.notify(subject, r, '2024-03-04', 'by hand', late_reason => 'l');
	RETURN r;
END $$;

-- the order of steps, each the same by verb and by plain INSERT
SELECT credit.report(:'a', 't_bid', 't_finance', 'order', '2024-02-20', 'r', late_reason => 'l') AS r \gset
SELECT v.what, s.* FROM (VALUES
	('notice before the fact was determined', 'notify', '{"served_on":"2024-02-19","method":"by hand"}'),
	('defence before notice', 'defend', '{"made_on":"2024-03-05","text":"no"}'),
	('answer before notice', 'answer_defence', '{"answered_on":"2024-03-05","text":"yes"}'),
	('waiver before notice', 'waive_defence', '{"on_day":"2024-03-05","document_no":"w"}'),
	('decision before notice', 'decide', '{"decided_on":"2024-03-15","decided_by":"t_bodies","document_no":"d"}'),
	('no day', 'notify', '{"served_on":null,"method":"by hand"}'),
	('infinite', 'notify', '{"served_on":"infinity","method":"by hand"}'),
	('late', 'notify', '{"served_on":"2024-03-04","method":"by hand","late_reason":null}'),
	('notice', 'notify', '{"served_on":"2024-03-04","method":"by hand"}')) v(what, verb, given),
	pg_temp.step(verb, jsonb_build_object('subject', :'a', 'record', :'r', 'late_reason', 'l') || given::jsonb) s;
SELECT s.* FROM pg_temp.step('notify', jsonb_build_object('subject', :'a', 'record', :'r', 'served_on', credit.today() + 1)
	|| '{"method":"x"}') s;
SELECT what, s.* FROM (VALUES ('another subject', :'b', :'r'), ('no such record', :'a', '00000000-0000-0000-0000-000000000000'),
	('none', :'a', NULL)) v(what, n, r), pg_temp.step('notify', jsonb_build_object('subject', n, 'record', r,
	'served_on', '2024-03-04', 'method', 'x', 'late_reason', 'l')) s;
SELECT * FROM pg_temp.try(format($$INSERT INTO credit.notice (subject, record, kind, on_day, late_reason) VALUES (%L, %L, 'rumour', '2024-03-04', 'l')$$, :'a', :'r'));
SELECT credit.notify(:'a', :'r', '2024-03-04', 'by hand', 'notice 1', 'facts, reasons, basis, rights', late_reason => 'l') IS NOT NULL AS kept;

-- five working days from Monday 2024-03-04 end on Monday 11
SELECT d, s.* FROM unnest('{2024-03-03,2024-03-04,2024-03-10,2024-03-11}'::text[]) d, pg_temp.step('decide',
	jsonb_build_object('subject', :'a', 'record', :'r', 'decided_on', d, 'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l')) s;
-- a waiver shortens them, from its day on
BEGIN;
SELECT s.* FROM pg_temp.step('waive_defence', jsonb_build_object('subject', :'a', 'record', :'r', 'on_day', '2024-03-06', 'document_no', NULL, 'late_reason', 'l')) s;
SELECT credit.waive_defence(:'a', :'r', '2024-03-06', 'waiver 1', 'l') IS NOT NULL AS kept;
SELECT d, s.state FROM unnest('{2024-03-05,2024-03-06}'::text[]) d, pg_temp.step('decide',
	jsonb_build_object('subject', :'a', 'record', :'r', 'decided_on', d, 'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l')) s;
ROLLBACK;
-- a defence is answered first, each
SELECT v.what, s.* FROM (VALUES ('answer without defence', 'answer_defence', '{"answered_on":"2024-03-08","text":"a"}'),
	('before the notice', 'defend', '{"made_on":"2024-03-03","text":"d"}'),
	('defence', 'defend', '{"made_on":"2024-03-06","text":"d"}')) v(what, verb, given),
	pg_temp.step(verb, jsonb_build_object('subject', :'a', 'record', :'r', 'late_reason', 'l') || given::jsonb) s;
SELECT credit.defend(:'a', :'r', '2024-03-06', 'we did not', late_reason => 'l') IS NOT NULL AS kept;
SELECT s.* FROM pg_temp.step('decide', jsonb_build_object('subject', :'a', 'record', :'r', 'decided_on', '2024-03-15',
	'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l')) s;
SELECT s.* FROM pg_temp.step('answer_defence', jsonb_build_object('subject', :'a', 'record', :'r', 'answered_on', '2024-03-05',
	'text', 'you did', 'late_reason', 'l')) s;
SELECT credit.answer_defence(:'a', :'r', '2024-03-13', 'you did', late_reason => 'l') IS NOT NULL AS kept;
SELECT d, s.state FROM unnest('{2024-03-12,2024-03-13}'::text[]) d, pg_temp.step('decide',
	jsonb_build_object('subject', :'a', 'record', :'r', 'decided_on', d, 'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l')) s;

-- who decides, on what, and for how long
SELECT v.what, s.* FROM (VALUES
	('who reported', '{"decided_by":"t_finance"}'), ('another bureau', '{"decided_by":"t_other"}'), ('nobody', '{"decided_by":"nobody"}'),
	('group of another kind', '{"decided_by":"t_persons"}'), ('the office', '{"decided_by":"t_office"}'),
	('decided_by missing', '{"decided_by":null}'), ('decided_on missing', '{"decided_on":null}'), ('no number', '{"document_no":""}'),
	('before the fact', '{"decided_on":"2024-02-19"}'), ('infinite', '{"decided_on":"infinity"}'), ('late', '{"late_reason":null}'),
	('too long', '{"term":"37 months"}'), ('too long by a day', '{"term":"3 years 1 day"}'), ('too short', '{"term":"5 months"}'),
	('longest', '{"term":"3 years","minutes":"m"}'), ('shortest', '{"term":"6 months","minutes":"m"}'),
	('six months are 184 days here', '{"term":"183 days","minutes":"m"}'), ('and 184 are enough', '{"term":"184 days","minutes":"m"}'),
	('no minutes', '{"term":"2 years"}'), ('the same as the catalogue', '{"term":"12 months"}'),
	('360 days are no year', '{"term":"360 days"}'),
	('hours', '{"term":"8784 hours","minutes":"m"}'), ('negative', '{"term":"-1 year","minutes":"m"}'),
	('severity', '{"severity":"serious"}'), ('unknown severity', '{"severity":"grave"}'),
	('excludes', '{"exclude":"{1}"}'), ('excludes nothing known', '{"exclude":"{1,2}"}'), ('excludes null', '{"exclude":"{NULL}"}'),
	('condition of none', '{"conditions_met":"{1}"}'), ('empty lists', '{"exclude":"{}","conditions_met":"{}"}'),
	('stated before', '{"stated_on":"2024-03-14"}'), ('stated later', '{"stated_on":"2030-01-01"}'), ('stated never', '{"stated_on":"infinity"}'),
	('role without principal', '{"role":"legal_representative"}'),
	('principal not known', jsonb_build_object('role', 'legal_representative', 'principal_subject', :'b', 'principal', :'r')::text),
	('principal without role', jsonb_build_object('principal_subject', :'b', 'principal', :'r')::text)) v(what, given),
	pg_temp.step('decide', jsonb_build_object('subject', :'a', 'record', :'r', 'decided_on', '2024-03-15',
		'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l') || given::jsonb) s;
-- JC003, JC004: a term that the catalogue does not give, and one it leaves open
SELECT c, t, s.* FROM (VALUES ('t_range', NULL), ('t_range', '11 months'), ('t_range', '1 year'), ('t_range', '25 months'), ('t_many', '1 year')) v(c, t),
	pg_temp.noticed(:'a', c, coalesce(c || t, c)) r, pg_temp.step('decide', jsonb_build_object('subject', :'a', 'record', r,
		'decided_on', '2024-03-15', 'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l', 'term', t)) s;
-- JC002: the conduct is asked for on the day of the decision too
SELECT credit.report(:'a', 't_repealed', 't_finance', 'repealed', '2024-05-20', 'r', late_reason => 'l') AS old \gset
SELECT credit.notify(:'a', :'old', '2024-05-21', 'by hand', late_reason => 'l') IS NOT NULL AS kept;
SELECT d, s.* FROM unnest('{2024-05-31,2024-06-01}'::text[]) d, pg_temp.step('decide', jsonb_build_object('subject', :'a', 'record', :'old',
	'decided_on', d, 'decided_by', 't_bodies', 'document_no', 'd', 'late_reason', 'l')) s;
-- nor is a record that is void
BEGIN;
SELECT v, s.* FROM unnest('{annul_record,withdraw_record}'::text[]) v, pg_temp.noticed(:'a', 't_bid', v) r,
	pg_temp.try(format('SELECT credit.%I(%L, %L, ''x'', ''x'')', v, :'a', r)) t,
	pg_temp.step('decide', jsonb_build_object('subject', :'a', 'record', r, 'decided_on', '2024-03-15', 'decided_by', 't_bodies', 'document_no', 'd',
		'late_reason', 'l')) s WHERE t.state = 'done';
ROLLBACK;
-- information is never decided on
SELECT credit.report(:'a', NULL, 't_finance', 'info', '2024-02-20', 'r', late_reason => 'l') AS info \gset
SELECT v, s.* FROM unnest('{notify,decide}'::text[]) v, pg_temp.step(v, jsonb_build_object('subject', :'a', 'record', :'info', 'document_no', 'd', 'late_reason', 'l')
	|| CASE v WHEN 'notify' THEN '{"served_on":"2024-03-04","method":"x"}' ELSE '{"decided_on":"2024-03-15","decided_by":"t_bodies"}' END::jsonb) s;

-- JC008: decided once, and nothing after it that belongs before
SELECT credit.decide(:'a', :'r', 'decision 1', '2024-03-15', 't_bodies', late_reason => 'l') AS d \gset
SELECT v.what, s.* FROM (VALUES ('decide', '{"decided_on":"2024-03-18","decided_by":"t_office","document_no":"again"}'),
	('notify', '{"served_on":"2024-03-18","method":"x"}'), ('defend', '{"made_on":"2024-03-18","text":"x"}')) v(what, given),
	pg_temp.step(what, jsonb_build_object('subject', :'a', 'record', :'r', 'late_reason', 'l') || given::jsonb) s;
-- what is stamped is stamped
SELECT pg_temp.noticed(:'b', 't_bid', 'forged') AS r2 \gset
INSERT INTO credit.decision (subject, record, decision, document_no, decided_on, decided_by, conduct, determination, act_on, source_served_on,
	late_reason, recorded_at, recorded_by, recorded_as)
VALUES (:'b', :'r2', :'r2', 'forged', '2024-03-15', 't_office', 't_honour', 'on_record', '2000-01-01', '2000-01-01', 'l', '2000-01-01', 'x', 'x')
RETURNING decision <> record AS another, conduct, determination, act_on, source_served_on,
	recorded_at > now() - interval '1 hour' AS at, recorded_by = session_user AS by, recorded_as;

-- nothing is in force before service, and a decision is served once
SELECT credit.effect_on(:'a', 't.buy', d::date) FROM unnest('{2024-03-15,2024-03-16,2025-03-15}'::text[]) d;
SELECT v.what, s.* FROM (VALUES ('before the decision', '{"served_on":"2024-03-14"}'), ('late', '{"late_reason":null}'), ('no day', '{"served_on":null}'),
	('infinite', '{"served_on":"-infinity"}'), ('served', '{}')) v(what, given), pg_temp.step('serve',
	jsonb_build_object('subject', :'a', 'decision', :'d', 'served_on', '2024-04-02', 'method', 'by hand', 'late_reason', 'l') || given::jsonb) s;
SELECT s.state, s.same FROM pg_temp.step('serve', jsonb_build_object('subject', :'a', 'decision', :'d', 'served_on', credit.today() + 1, 'method', 'x')) s;
SELECT s.* FROM pg_temp.step('serve', jsonb_build_object('subject', :'b', 'decision', :'d', 'served_on', '2024-04-02', 'method', 'x', 'late_reason', 'l')) s;
SELECT credit.serve(:'a', :'d', '2024-04-02', 'by hand', late_reason => 'l') IS NOT NULL AS kept;
SELECT s.* FROM pg_temp.step('serve', jsonb_build_object('subject', :'a', 'decision', :'d', 'served_on', '2024-04-03', 'method', 'x', 'late_reason', 'l')) s;

-- the days of the contract: decided on 2024-03-15, one year
CREATE FUNCTION pg_temp.days(conduct text, served date, stated date DEFAULT NULL, term interval DEFAULT NULL)
	RETURNS TABLE (base_on date, from_day date, last_day date) LANGUAGE plpgsql AS $$
DECLARE
	s text := '91510402MA7T02028M';
	r uuid := pg_temp.noticed(s, conduct, concat_ws(' ', conduct, served, stated, term));
	d uuid := credit.decide(s, r, 'd', '2024-03-15', 't_bodies', term => term, minutes => 'm', stated_on => stated, late_reason => 'l');
BEGIN
	IF served IS NOT NULL THEN
		PERFORM credit.serve(s, d, served, 'by hand', late_reason => 'l');
	END IF;
	RETURN QUERY SELECT t.base_on, t.from_day, t.last_day FROM credit.standing t WHERE t.decision = d;
END $$;
SELECT v.*, d.* FROM (VALUES
	('t_bid', date '2024-03-15', NULL::date, NULL::interval), ('t_bid', '2024-04-02', NULL, NULL), ('t_bid', NULL, NULL, NULL),
	('t_served', '2024-04-02', NULL, NULL), ('t_served', NULL, NULL, NULL),
	('t_stated', '2024-04-02', '2024-05-01', NULL), ('t_stated', '2024-04-02', '2024-03-15', NULL), ('t_stated', '2024-04-02', NULL, NULL),
	('t_bid', '2024-03-15', '2024-05-01', NULL),
	('t_still', '2024-03-15', NULL, NULL), ('t_still', '2024-03-15', '2024-03-20', NULL), ('t_still', '2024-03-15', '2024-03-25', NULL),
	('t_bid', '2024-03-18', NULL, '11 months 14 days'), ('t_range', '2024-03-15', NULL, '2 years'), ('t_many', '2024-03-15', NULL, NULL))
	v(conduct, served, stated, term), pg_temp.days(conduct, served, stated, term) d;
-- served after its last day it never was in force
SELECT d.* FROM pg_temp.days('t_bid', '2025-04-01') d;

-- decided by the record itself
SELECT v.*, s.* FROM (VALUES ('t_court', '2024-03-03', NULL), ('t_finance', '2024-03-03', NULL), ('t_court', '2024-02-28', NULL)) v(agency, served, x),
	pg_temp.step('report', jsonb_build_object('subject', :'a', 'conduct', 't_listed', 'agency', agency, 'document_no', 'list 0',
		'determined_on', '2024-03-01', 'served_on', served, 'reason', 'r', 'late_reason', 'l')) s;
SELECT credit.report(:'a', 't_listed', 't_court', 'list 1', '2024-03-01', 'r', served_on => '2024-03-03', late_reason => 'l') AS l1 \gset
SELECT credit.report(:'a', 't_listed', 't_court', 'list 2', '2024-03-01', 'r', occurred_on => '2024-02-01', late_reason => 'l') AS l2 \gset
SELECT d.document_no, d.decided_on, d.decided_by, d.determination, d.act_on, d.source_served_on, d.late_reason, d.recorded_as, s.base_on, s.from_day, s.last_day
FROM credit.decision d JOIN credit.standing s USING (subject, decision) WHERE d.record IN (:'l1', :'l2') ORDER BY 1;
SELECT document_no, decision AS listed FROM credit.decision WHERE record = :'l2' \gset
SELECT decision AS listed1 FROM credit.decision WHERE record = :'l1' \gset
SELECT v, s.* FROM unnest('{notify,decide}'::text[]) v, pg_temp.step(v, jsonb_build_object('subject', :'a', 'record', :'l2', 'document_no', 'd', 'late_reason', 'l')
	|| CASE v WHEN 'notify' THEN '{"served_on":"2024-03-04","method":"x"}' ELSE '{"decided_on":"2024-03-15","decided_by":"t_office"}' END::jsonb) s;
SELECT s.* FROM unnest(ARRAY[:'listed1', :'listed']::text[]) WITH ORDINALITY AS v(d, n), pg_temp.step('serve',
	jsonb_build_object('subject', :'a', 'decision', d, 'served_on', '2024-03-20', 'method', 'x', 'late_reason', 'l')) s ORDER BY n;
SELECT credit.serve(:'a', :'listed', '2024-03-20', 'by the court', late_reason => 'l') IS NOT NULL AS kept;
SELECT from_day, last_day FROM credit.standing WHERE decision = :'listed';
-- by another role than the owner the record bears that role, and so does the decision
RESET ROLE;
CREATE ROLE regress_credit_court;
GRANT USAGE ON SCHEMA credit TO regress_credit_court;
GRANT INSERT ON credit.record TO regress_credit_court;
GRANT SELECT (record) ON credit.record TO regress_credit_court;
SET ROLE regress_credit_court;
SELECT credit.report(:'b', 't_listed', 't_court', 'list 3', '2024-03-01', 'r', served_on => '2024-03-01', late_reason => 'l') IS NOT NULL AS kept;
SELECT * FROM pg_temp.try('SELECT FROM credit.decision');
SELECT * FROM pg_temp.try(format($$SELECT credit.decide(%L, %L, 'd', '2024-03-15', 't_office')$$, :'b', :'l1'));
RESET ROLE;
SELECT r.recorded_as, d.recorded_as FROM credit.record r JOIN credit.decision d USING (subject, record) WHERE r.document_no = 'list 3';
DROP OWNED BY regress_credit_court;
DROP ROLE regress_credit_court;
SET ROLE regress_credit_office;
-- what another trigger inserts meanwhile is checked like anything else
BEGIN;
CREATE FUNCTION pg_temp.smuggle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO credit.decision (subject, record, document_no, decided_on, decided_by, conduct, determination, act_on)
	SELECT subject, record, 'smuggled', '2024-03-15', 't_finance', 't_bid', 'on_record', '2024-03-01'
	FROM credit.record WHERE document_no = 'forged too';
	RETURN NULL;
END $$;
SELECT credit.report(:'b', 't_bid', 't_finance', 'forged too', '2024-02-20', 'r', late_reason => 'l') IS NOT NULL AS kept;
CREATE TRIGGER smuggle AFTER INSERT ON credit.decision EXECUTE FUNCTION pg_temp.smuggle();
SELECT * FROM pg_temp.try(format($$SELECT credit.report(%L, 't_listed', 't_court', 'list 4', '2024-03-01', 'r', late_reason => 'l')$$, :'b'));
ROLLBACK;
SELECT * FROM pg_temp.try('UPDATE credit.standing SET last_day = NULL');
SELECT * FROM pg_temp.try('DELETE FROM credit.standing');
SELECT * FROM pg_temp.try('UPDATE credit.decision SET term = NULL');
SELECT * FROM pg_temp.try('DELETE FROM credit.event');
SELECT * FROM pg_temp.try('DELETE FROM credit.notice');

-- many decisions and services in one statement each, some that leave measures
-- out or switch them on among them
INSERT INTO credit.record (subject, conduct, agency, document_no, occurred_on, determined_on, reason, late_reason)
SELECT :'a', (ARRAY['t_many', 't_bid', 't_served'])[1 + n % 3], 't_finance', 'mass ' || n, '2024-02-20', '2024-02-20', 'r', 'l' FROM generate_series(1, 30) n;
INSERT INTO credit.notice (subject, record, on_day, late_reason)
SELECT subject, record, '2024-03-04', 'l' FROM credit.record WHERE document_no LIKE 'mass%';
INSERT INTO credit.decision (subject, record, document_no, decided_on, decided_by, exclude, conditions_met, late_reason)
SELECT subject, record, document_no, date '2024-03-11' + row_number() OVER (ORDER BY document_no)::integer, 't_bodies',
	CASE WHEN conduct = 't_many' AND document_no ~ '[36]' THEN '{2,3}'::integer[] END,
	CASE WHEN conduct = 't_many' AND document_no ~ '[69]' THEN '{5}'::integer[] ELSE '{}' END, 'l'
FROM credit.record WHERE document_no LIKE 'mass%' ORDER BY document_no;
INSERT INTO credit.event (subject, decision, kind, on_day, late_reason)
SELECT subject, decision, 'served', decided_on + 3, 'l' FROM credit.decision WHERE document_no LIKE 'mass%' AND document_no !~ '7';
SELECT s.exclude, s.conditions_met, s.from_day IS NOT NULL AS served, count(*)
FROM credit.standing s JOIN credit.decision d USING (subject, decision) WHERE d.document_no LIKE 'mass%' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- numbers that became unclear after the record: the step names
-- its record, and finds it
SELECT pg_temp.noticed(:'b', 't_bid', 'renumbered') AS r3 \gset
BEGIN;
SELECT credit.end_identifier(:'b', :'b', '2024-03-10', 'register 1', late_reason => 'l');
SELECT * FROM pg_temp.try(format($$SELECT credit.effect_on(%L, 't.buy', '2024-03-20')$$, :'b'));
SELECT s.* FROM pg_temp.step('decide', jsonb_build_object('subject', :'b', 'record', :'r3', 'document_no', 'd', 'decided_on', '2024-03-15',
	'decided_by', 't_office', 'late_reason', 'l')) s;
SELECT d, q.state FROM unnest('{2024-03-09,2024-03-10}'::text[]) d, pg_temp.try(format($$SELECT credit.subject_of(%L, %L)$$, :'b', d)) q;
-- and under another of its numbers
SELECT credit.link_identifier(:'b', 'passport:E2222222', '[2020-01-01,)', 'register 3', late_reason => 'l');
SELECT credit.decide('passport:E2222222', :'r3', 'd', '2024-03-15', 't_office', late_reason => 'l') AS d3 \gset
SELECT credit.serve('passport:E2222222', :'d3', '2024-03-16', 'x', late_reason => 'l') IS NOT NULL AS kept;
SELECT subject = :'b' AS its_own FROM credit.event WHERE decision = :'d3';
SELECT n, d.effect FROM unnest(ARRAY[:'b', 'passport:E2222222']) n, pg_temp.try(format($$SELECT credit.effect_on(%L, 't.buy', '2024-03-20')$$, n)) q,
	LATERAL (SELECT CASE q.state WHEN 'done' THEN credit.effect_on(n, 't.buy', '2024-03-20') ELSE q.state END AS effect) d;
ROLLBACK;

TABLE standing_wrong;
