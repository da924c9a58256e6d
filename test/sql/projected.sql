-- The mark that standing knows all facts: what sets it, what takes it away, and
-- that a question believes no other.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\set a 91510402MA7T06029M
SELECT problem IS NULL AS fine FROM credit.diagnose(:'a');
BEGIN;
SELECT credit.report(:'a', 't_bid', 't_finance', 'projected 1', '2024-02-20', 'r', occurred_on => '2024-02-01', late_reason => 'l') AS r \gset
SELECT credit.notify(:'a', :'r', '2024-03-04', 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.decide(:'a', :'r', 'projected 1', '2024-03-15', 't_office', late_reason => 'l') AS d \gset
SELECT credit.serve(:'a', :'d', '2024-03-15', 'by hand', late_reason => 'l') \g /dev/null
CREATE TABLE licence (who text);
SELECT credit.gate('licence', 't.buy.goods', 'who');
COMMIT;
SELECT credit.refresh_standing();

RESET ROLE;
-- Is the mark set, and what is the answer where it is there though standing has
-- lost its row: "clear" is believed, 55000 compared.  And what says a gate?
CREATE FUNCTION pg_temp.asked(OUT set boolean, OUT answer text, OUT gate text) LANGUAGE plpgsql AS $$
DECLARE
	mark uuid := (SELECT projected FROM credit.catalogue_revision);
BEGIN
	set := mark IS NOT NULL;
	BEGIN
		PERFORM set_config('session_replication_role', 'replica', true);
		DELETE FROM credit.standing WHERE subject = '91510402MA7T06029M';
		UPDATE credit.catalogue_revision SET projected = mark;
		PERFORM set_config('session_replication_role', 'origin', true);
		BEGIN
			answer := credit.effect_on('91510402MA7T06029M'::text, 't.buy.goods', '2024-06-01');
		EXCEPTION WHEN OTHERS THEN
			answer := SQLSTATE;
		END;
		BEGIN
			INSERT INTO licence VALUES ('91510402MA7T06029M');
			gate := 'passed';
		EXCEPTION WHEN OTHERS THEN
			gate := SQLSTATE;
		END;
		RAISE SQLSTATE 'P0099';
	EXCEPTION WHEN SQLSTATE 'P0099' THEN
		NULL;
	END;
END $$;
SELECT * FROM pg_temp.asked();

-- what facts could come past the triggers by; and what is none of that
CREATE FUNCTION public.suppress() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION pg_temp.after(commands text, OUT set boolean, OUT answer text, OUT gate text) LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		EXECUTE commands;
		SET LOCAL session_replication_role = origin;
		SELECT a.set, a.answer, a.gate INTO after.set, after.answer, after.gate FROM pg_temp.asked() a;
		RAISE SQLSTATE 'P0098';
	EXCEPTION WHEN SQLSTATE 'P0098' THEN
		NULL;
	END;
END $$;
SELECT c, a.* FROM unnest(ARRAY[
	'SET LOCAL session_replication_role = replica; INSERT INTO credit.decision SELECT r.* FROM credit.decision d,
		jsonb_populate_record(d, jsonb_build_object(''decision'', gen_random_uuid(), ''record'', gen_random_uuid(), ''document_no'', ''x'')) r LIMIT 1',
	'SET LOCAL session_replication_role = replica; INSERT INTO credit.event SELECT r.* FROM credit.event e,
		jsonb_populate_record(e, jsonb_build_object(''event'', gen_random_uuid(), ''decision'', gen_random_uuid())) r LIMIT 1',
	'SET LOCAL session_replication_role = replica; UPDATE credit.event SET on_day = on_day',
	'SET LOCAL session_replication_role = replica; DELETE FROM credit.event',
	'SET LOCAL session_replication_role = replica; UPDATE credit.decision SET decided_on = decided_on',
	'SET LOCAL session_replication_role = replica; DELETE FROM credit.standing',
	'SET LOCAL session_replication_role = replica; TRUNCATE credit.standing',
	'SET LOCAL session_replication_role = replica; TRUNCATE credit.decision',
	'ALTER TABLE credit.decision DISABLE TRIGGER ALL; ALTER TABLE credit.decision ENABLE TRIGGER ALL',
	'ALTER TABLE credit.event DISABLE TRIGGER fact_after; ALTER TABLE credit.event ENABLE TRIGGER fact_after',
	'ALTER TABLE credit.standing DISABLE TRIGGER USER',
	'ALTER TABLE credit.decision DISABLE TRIGGER projection_lost',
	'SET LOCAL session_replication_role = replica; ALTER TABLE credit.event DISABLE TRIGGER fact_after',
	'DROP TRIGGER fact_after ON credit.decision',
	'CREATE OR REPLACE TRIGGER fact_after AFTER INSERT ON credit.event FOR EACH STATEMENT EXECUTE FUNCTION public.suppress()',
	'CREATE TRIGGER other BEFORE INSERT ON credit.standing FOR EACH ROW EXECUTE FUNCTION public.suppress()',
	'CREATE RULE other AS ON INSERT TO credit.standing DO INSTEAD NOTHING',
	'CREATE TABLE public.child () INHERITS (credit.decision)',
	'UPDATE credit.catalogue_revision SET projected = gen_random_uuid()',
	'CREATE TRIGGER other AFTER INSERT ON credit.decision FOR EACH ROW EXECUTE FUNCTION public.suppress()',
	'ALTER TABLE credit.decision SET (fillfactor = 90)',
	'CREATE TABLE public.event (a integer); ALTER TABLE public.event ADD COLUMN b integer']) c, pg_temp.after(c) a;

-- refresh_standing() sets it again: not in the transaction that took it away,
-- nor with a snapshot that may be older than a fact
SET session_replication_role = replica;
UPDATE credit.event SET on_day = on_day WHERE subject = :'a';
SET session_replication_role = origin;
SELECT * FROM pg_temp.asked();
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE credit.event SET on_day = on_day WHERE subject = :'a';
SET LOCAL session_replication_role = origin;
SELECT credit.refresh_standing();
SELECT * FROM pg_temp.asked();
COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT credit.refresh_standing();
SELECT * FROM pg_temp.asked();
COMMIT;
SELECT credit.refresh_standing();
SELECT * FROM pg_temp.asked();
-- a row that has lost its decision is not believed, nor kept
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM credit.decision WHERE subject = :'a';
DELETE FROM credit.event WHERE subject = :'a';
SET LOCAL session_replication_role = origin;
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');
SELECT credit.refresh_standing();
SELECT count(*) FROM credit.standing WHERE subject = :'a';
ROLLBACK;
-- set and taken away in one transaction, which goes on
BEGIN;
SELECT credit.refresh_standing();
SAVEPOINT s;
SET LOCAL session_replication_role = replica;
UPDATE credit.event SET on_day = on_day WHERE subject = :'a';
ROLLBACK TO s;
SELECT set FROM pg_temp.asked();
SET LOCAL session_replication_role = replica;
UPDATE credit.event SET on_day = on_day WHERE subject = :'a';
SET LOCAL session_replication_role = origin;
SELECT set FROM pg_temp.asked();
ROLLBACK;
SELECT * FROM pg_temp.asked();
DROP FUNCTION public.suppress();
DROP TABLE licence;
