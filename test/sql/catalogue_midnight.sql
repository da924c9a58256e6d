-- A transaction that changes the catalogue does not outlive its day.  The zone
-- of the installation is chosen so that the day ends in three seconds.
\getenv source PG_ABS_SRCDIR
\set try :source/data/catalogue_try.sql
\set clean :source/data/catalogue_clean.sql
\set ECHO none
\i :try
\set ECHO all
RESET ROLE;
SET session_replication_role = replica;
UPDATE credit.setting SET value = (SELECT format('<late>-%s:%s:%s', s / 3600, s / 60 % 60, s % 60)
	FROM (SELECT 86400 - 3 - extract(epoch FROM date_trunc('second', clock_timestamp()))::bigint % 86400 + 86400) AS v (s)) WHERE name = 'zone';
\c -
SET search_path = regress_catalogue;
SET ROLE regress_credit_office;
BEGIN;
SELECT credit.today() AS day \gset
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
VALUES ('regress.a', 'a', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year');
SELECT first FROM versions;
-- the day goes
DO $$
DECLARE
	zone text := (SELECT value FROM credit.setting WHERE name = 'zone');
BEGIN
	WHILE (clock_timestamp() AT TIME ZONE zone)::date = credit.today() LOOP
		NULL;
	END LOOP;
END
$$;
-- within the transaction it stays
SELECT credit.today() = :'day' AS same_day;
\set VERBOSITY terse
COMMIT;
\set VERBOSITY default
\echo :LAST_ERROR_SQLSTATE
SELECT credit.today() - :'day'::date AS days_later;
SELECT count(*) FROM versions;
RESET ROLE;
SET session_replication_role = replica;
UPDATE credit.setting SET value = 'Asia/Shanghai' WHERE name = 'zone';
\c -

\set ECHO none
\i :clean
\set ECHO all
