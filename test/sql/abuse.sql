-- What somebody might try who is not the owner of the installation, or forgets
-- what the tables are for.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE ROLE regress_credit_stranger;
GRANT USAGE ON SCHEMA credit TO regress_credit_stranger;
SET ROLE regress_credit_stranger;

-- our trigger functions on a table of one's own: other columns, and no way to
-- look into or to write our tables
CREATE TEMP TABLE own (subject integer, decision integer, record integer, conduct integer, code integer,
	valid integer, name text, value text);
CREATE FUNCTION pg_temp.try_trigger(timing text, level text, transition text, function text, action text)
	RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER t %s ON own %s FOR EACH %s EXECUTE FUNCTION credit.%s',
		timing, transition, level, function);
	EXECUTE action;
	RETURN 'went through';
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ': ' || sqlerrm;
END
$$;
SELECT f AS function, pg_temp.try_trigger('BEFORE INSERT', 'ROW', '', f || '()', 'INSERT INTO own (subject) VALUES (1)')
FROM unnest('{record_before,notice_before,decision_before,event_before,subject_before,subject_identifier_before,setting_kept,standing_kept,fact_kept}'::text[]) f;
SELECT f AS function, pg_temp.try_trigger('AFTER INSERT', 'STATEMENT', 'REFERENCING NEW TABLE AS new_rows', f || '()',
	'INSERT INTO own (subject) VALUES (1)')
FROM unnest('{record_after,decision_after,event_after,catalogue_statement}'::text[]) f;
SELECT pg_temp.try_trigger('BEFORE INSERT', 'ROW', '', 'catalogue_version(''code'')', 'INSERT INTO own (code) VALUES (1)');
SELECT pg_temp.try_trigger('BEFORE INSERT', 'STATEMENT', '', 'catalogue_statement()', 'INSERT INTO own (code) VALUES (1)');
SELECT pg_temp.try_trigger('BEFORE INSERT', 'STATEMENT', '', 'record_before()', 'INSERT INTO own (code) VALUES (1)');
SELECT pg_temp.try_trigger('BEFORE INSERT', 'ROW', '', 'record_after()', 'INSERT INTO own (code) VALUES (1)');
SELECT count(*) AS locks FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 19;

-- no right, no answer
SELECT credit.effect_on('91110000600037341L', 'licence');
SELECT count(*) FROM credit.active_penalties('2024-01-01');
SELECT credit.subject_key('91110000600037341L'::credit.subject_id);
SELECT credit.uninstall('drop all facts');
SELECT credit.upgrade();
SELECT count(*) FROM credit.record;

-- a person stays a person, and a minor a minor
SET ROLE regress_credit_office;
BEGIN;
INSERT INTO credit.subject (subject, kind, kind_source) VALUES ('510402201202290014', 'enterprise', 'document 1');
ROLLBACK;

-- the schema and its owner stay
ALTER SCHEMA credit RENAME TO c2;
RESET ROLE;
DROP OWNED BY regress_credit_office CASCADE;
DROP SCHEMA credit CASCADE;
DROP EXTENSION credit CASCADE;
DROP EXTENSION btree_gist CASCADE;
DROP TABLE own;
DROP FUNCTION pg_temp.try_trigger;
REVOKE USAGE ON SCHEMA credit FROM regress_credit_stranger;
DROP ROLE regress_credit_stranger;

-- a copy that received facts alone refuses to say "clear"
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO credit.record (subject, record, conduct, agency, source_agency, document_no, determined_on, reason,
	recorded_at, recorded_by, recorded_as)
SELECT '91110000600037341L', '00000000-0000-4000-8000-000000000001', 'procurement.misconduct', 'finance', 'finance', 'doc 1',
	'2024-03-01', 'x', '2024-03-02', 'x', 'x';
INSERT INTO credit.decision (subject, decision, record, conduct, document_no, decided_on, act_on, decided_by, determination,
	recorded_at, recorded_on, recorded_by, recorded_as)
SELECT '91110000600037341L', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001',
	'procurement.misconduct', 'doc 2', '2024-03-15', '2024-03-01', 'enterprise', 'meeting', '2024-03-16', '2024-03-16', 'x', 'x';
INSERT INTO credit.event (subject, event, decision, kind, on_day, recorded_at, recorded_on, recorded_by, recorded_as)
SELECT '91110000600037341L', '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000002', 'served',
	'2024-04-02', '2024-04-02', '2024-04-02', 'x', 'x';
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE regress_credit_office;
SAVEPOINT before;
SELECT credit.effect_on('91110000600037341L', 'procurement.government', '2024-05-01');
ROLLBACK TO before;
SELECT credit.refresh_standing();
SELECT credit.effect_on('91110000600037341L', 'procurement.government', '2024-05-01');
SELECT decided_on, base_on, from_day, last_day FROM credit.standing WHERE subject OPERATOR(credit.=) '91110000600037341L';
SELECT credit.refresh_standing();
ROLLBACK;

-- TRUNCATE of a fact, whatever refers to it
SET ROLE regress_credit_office;
TRUNCATE credit.record;
TRUNCATE credit.notice;
TRUNCATE credit.decision;
TRUNCATE credit.event;
TRUNCATE credit.subject;
TRUNCATE credit.subject_identifier;
TRUNCATE credit.record, credit.decision CASCADE;

-- an incentive takes nothing away that the party could be heard on
BEGIN;
SELECT credit.report('91110000600037341L', 'tax.a_level', c.determining_agency, 'doc 3', '2019-04-01', 'A', late_reason => 'l') AS record
FROM credit.conduct c WHERE c.code = 'tax.a_level' AND c.valid @> date '2019-04-01' \gset
SELECT credit.decide('91110000600037341L', :'record', 'doc 4', '2019-04-08', 'office', late_reason => 'l') IS NOT NULL AS decided;
ROLLBACK;
RESET ROLE;
