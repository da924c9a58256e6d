-- Set-up of test/bench/effect: as many decisions as variable size says, one a
-- subject, of a conduct with 30 measures.  They are written without triggers,
-- and so is standing; test/bench/effect compares its answers with those of
-- view measure_run.  One decision in ten is stopped by an objection that is
-- open.
SET client_min_messages = warning;
DROP DATABASE IF EXISTS :"database";
CREATE DATABASE :"database" TEMPLATE template0 ENCODING 'UTF8';
\c :"database"
SET client_min_messages = warning;
CREATE EXTENSION credit CASCADE;
SELECT credit.install();

INSERT INTO credit.sector VALUES ('enforcement', 'enforcement of judgments');
INSERT INTO credit.agency (code, valid, name, kind)
SELECT 'agency' || n, '[2000-01-01,)', 'agency ' || n, CASE n WHEN 0 THEN 'court' ELSE 'government' END
FROM generate_series(0, 15) n;
INSERT INTO credit.legal_basis (code, valid, title, article, rank)
VALUES ('law', '[2000-01-01,)', 'a law', 'article 1', 'law');
INSERT INTO credit.power VALUES ('agency0', 'enforcement', 'law');
INSERT INTO credit.matter VALUES ('licence', 'licences');
INSERT INTO credit.matter SELECT 'licence.m' || n, 'matter ' || n FROM generate_series(1, 30) n;
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term,
	determination, listing_basis, adopted_by)
VALUES ('listed', '[2000-01-01,)', 'listed by the court', 'sanction', 'enforcement', 'agency0', 'law', '2 years',
	'on_record', 'law', 'office document 1');
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
SELECT 'listed', n, '[2000-01-01,)', 'agency' || 1 + n % 15, 1, 'prohibit', ARRAY['licence.m' || n],
	'content of measure ' || n, 'law'
FROM generate_series(1, 30) n;

-- registration numbers of 13 digits have no check digit, so that pgbench can
-- make them
SET search_path = public, credit;
SET session_replication_role = replica;
INSERT INTO credit.decision (subject, decision, record, conduct, document_no, decided_on, act_on, source_served_on, decided_by, determination,
	recorded_at, recorded_on, recorded_by, recorded_as)
SELECT ('reg:' || 5100000000000 + n)::credit.subject_id, gen_random_uuid(), gen_random_uuid(), 'listed', '(2024) Chuan 0402 Zhi ' || n,
	'2024-01-01', '2024-01-01', '2024-01-01', 'agency0', 'on_record', '2024-01-01', '2024-01-01', 'bench', 'bench'
FROM generate_series(1, :size::bigint) n;
INSERT INTO credit.event (subject, event, decision, target, recorded_at, recorded_on, on_day, due_on, kind, about, ground, contents, recorded_by, recorded_as)
SELECT subject, gen_random_uuid(), decision, decision, '2024-02-01', '2024-02-01', '2024-02-01', '2024-02-09', 'objection', 'decision', 'ground', 'this is wrong',
	'bench', 'bench'
FROM credit.decision WHERE right(document_no, 1) = '7';
-- where they stand: the fold gives it for one of either kind
CREATE TABLE public.fold AS
SELECT e.subject IS NOT NULL AS stopped, k.*
FROM (SELECT DISTINCT ON (right(document_no, 1) = '7') * FROM (SELECT * FROM credit.decision LIMIT 100) f) d
	LEFT JOIN credit.event e ON e.subject = d.subject AND e.decision = d.decision,
	credit.standing_known(NULL, d.subject) k;
INSERT INTO credit.standing
SELECT d.subject, d.decision, k.decided_on, k.act_on, k.base_on, k.from_day, k.last_day, k.end_day, k.review_due, k.conduct, k.end_kind,
	k.exclude, k.conditions_met, k.role, k.course, k.events, k.harmony, k.harmony_measure, k.harmony_document_no
FROM credit.decision d JOIN public.fold k ON k.stopped = (right(d.document_no, 1) = '7');
SET session_replication_role = origin;
-- what is written without triggers is compared at each question, until this
SELECT credit.refresh_standing();

-- the rival: a join of decision and measure as one would write it by hand
CREATE FUNCTION public.by_hand(who credit.subject_id, what text, day date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
	found text;
BEGIN
	SELECT m.effect INTO found
	FROM credit.decision d
		JOIN credit.conduct c ON c.code = d.conduct AND c.valid @> d.decided_on
		JOIN credit.measure m ON m.conduct = d.conduct AND m.valid @> d.decided_on
	WHERE d.subject = who AND d.decided_on < day AND day <= d.decided_on + coalesce(d.term, m.term, c.term) AND m.matters @> ARRAY[what]
		AND NOT EXISTS (SELECT FROM credit.event e WHERE e.subject = d.subject AND e.decision = d.decision
			AND e.kind = 'objection' AND e.on_day <= day)
	ORDER BY array_position('{prohibit,limit,withdraw,scrutinise,reference,supervise,assist,publish,favour}'::text[], m.effect) LIMIT 1;
	RETURN coalesce(found, 'clear');
END $$;
CREATE ROLE bench_asks;
GRANT USAGE ON SCHEMA credit TO bench_asks;
GRANT SELECT ON credit.may_check, credit.decision, credit.conduct, credit.measure, credit.event, credit.standing TO bench_asks;
VACUUM (ANALYZE);
CHECKPOINT;
