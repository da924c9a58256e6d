-- Set-up of test/bench/replay, on that of test/bench/record: 250,000 decisions
-- of a year with two objections each, dismissed: 1,000,000 events.  They are
-- written without triggers; test/oracle/fold.py compares the fold with its
-- simulation on facts that went through them.
SET client_min_messages = warning;
SET search_path = public, credit;
SET session_replication_role = replica;
INSERT INTO credit.record (subject, record, conduct, agency, source_agency, document_no, determined_on, served_on, reason, recorded_at, recorded_by, recorded_as)
SELECT subject, gen_random_uuid(), conduct, agency, agency, document_no || '-' || r, '2022-01-01'::date + k % 700, '2022-01-01'::date + k % 700, reason,
	'2022-01-01'::timestamptz + k % 700 * interval '1 day', 'bench', 'bench'
FROM (SELECT i.*, (row_number() OVER ())::integer AS k FROM input i) i CROSS JOIN generate_series(1, 3) r LIMIT 250000;
INSERT INTO credit.decision (subject, decision, record, conduct, document_no, decided_on, act_on, source_served_on, decided_by, determination,
	recorded_at, recorded_on, recorded_by, recorded_as)
SELECT subject, credit.decision_of(record), record, conduct, document_no, determined_on, determined_on, served_on, source_agency, 'on_record',
	recorded_at, recorded_at::date, 'bench', 'bench' FROM credit.record;
CREATE TABLE public.objected AS
SELECT d.subject, d.decision, gen_random_uuid() AS event, k, d.decided_on + 30 + k * 90 + (random() * 60)::integer AS on_day, 1 + (random() * 50)::integer AS days
FROM credit.decision d CROSS JOIN generate_series(0, 1) k;
INSERT INTO credit.event (subject, event, decision, target, recorded_at, recorded_on, on_day, due_on, kind, about, ground, contents, recorded_by, recorded_as)
SELECT subject, event, decision, decision, on_day::timestamptz, on_day, on_day, on_day + 9, 'objection', 'decision', 'ground ' || k, 'this is wrong', 'bench', 'bench'
FROM public.objected;
INSERT INTO credit.event (subject, event, decision, target, recorded_at, recorded_on, on_day, kind, outcome, reason, answered_by, document_no, recorded_by, recorded_as)
SELECT subject, gen_random_uuid(), decision, event, (on_day + days)::timestamptz, on_day + days, on_day + days, 'objection_answer', 'dismissed', 'it is right', 'agency0', 'answer', 'bench', 'bench'
FROM public.objected;
SET session_replication_role = origin;
SELECT credit.refresh_standing();
VACUUM (ANALYZE) credit.decision, credit.event, credit.standing;
CHECKPOINT;
