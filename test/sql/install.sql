-- The installation that every later test uses.  It belongs to an ordinary
-- role, holds the reference data, and stays.
SELECT credit.version() ~ '^[0-9]+\.[0-9]+\.[0-9]+$' AS version_has_three_parts;

-- the role outlives the database of an earlier run
DO $$
BEGIN
	CREATE ROLE regress_credit_office;
EXCEPTION WHEN duplicate_object THEN
	NULL;
END
$$;
GRANT USAGE, CREATE ON SCHEMA credit TO regress_credit_office;

-- nothing works before, and everything says what is missing
\set SHOW_CONTEXT never
SELECT credit.load_reference();
SELECT credit.upgrade();
SELECT credit.uninstall('drop all facts');

SET ROLE regress_credit_office;
-- what cannot be installed
SELECT credit.install(partitions => -1);
SELECT credit.install(partitions => 1025);
SELECT credit.install(zone => 'Asia/Panzhihua');

-- the notice names the database in its hint
\set VERBOSITY terse
SELECT credit.install();
-- again changes nothing
SELECT credit.install();
\set VERBOSITY default
SELECT name, value FROM credit.setting WHERE name <> 'version' ORDER BY name;
-- settings and keys stay: not renamed, not emptied, no key made anew
UPDATE credit.setting SET name = 'zone_of_old' WHERE name = 'zone';
UPDATE credit.setting SET name = 'zone' WHERE name = 'backdate_workdays';
TRUNCATE credit.setting;
UPDATE credit.secret SET value = '\x00';
DELETE FROM credit.secret;
TRUNCATE credit.secret;
INSERT INTO credit.secret (name, value) VALUES ('other_key', '\x00');
SELECT (SELECT count(*) FROM credit.setting WHERE name = 'zone') AS zones, (SELECT count(*) FROM credit.secret) AS keys;
SELECT count(*) AS not_of_the_office FROM pg_class
WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p', 'v') AND relowner <> 'regress_credit_office'::regrole;
SELECT table_name, loaded > 0 AS loaded FROM credit.load_reference();
RESET ROLE;

-- the owner only, and only with the word
CREATE ROLE regress_credit_nobody;
GRANT USAGE ON SCHEMA credit TO regress_credit_nobody;
SET ROLE regress_credit_nobody;
SELECT credit.upgrade();
SELECT credit.uninstall('drop all facts');
SELECT credit.load_reference();
RESET ROLE;
REVOKE ALL ON SCHEMA credit FROM regress_credit_nobody;
DROP ROLE regress_credit_nobody;
SET ROLE regress_credit_office;
SELECT credit.uninstall('yes');
SELECT credit.upgrade();
RESET ROLE;

-- neither extension nor schema goes while the tables stand
DROP EXTENSION credit;
DROP EXTENSION credit CASCADE;
DROP EXTENSION btree_gist CASCADE;
DROP SCHEMA credit CASCADE;
