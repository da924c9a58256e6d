-- A statement on the catalogue that fails leaves nothing behind that a later
-- one of the session would look at.
SET client_min_messages = warning;
SELECT credit.install();
\set VERBOSITY terse
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency) VALUES ('a', 'a', 'sanction', 'a', 'a');
INSERT INTO credit.matter VALUES ('a', 'a');
UPDATE credit.matter SET name = 'b';
BEGIN;
SAVEPOINT s;
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency) VALUES ('a', 'a', 'sanction', 'a', 'a');
ROLLBACK TO s;
INSERT INTO credit.sector VALUES ('a', 'a');
UPDATE credit.conduct SET name = 'b';
INSERT INTO credit.matter VALUES ('b', 'b', 'a');
COMMIT;
SELECT code, name, sector FROM credit.matter ORDER BY 1;
SELECT credit.uninstall('drop all facts');
