-- Writers of the catalogue as they are: transactions, functions, triggers of
-- their own, other roles, and days that pass.
\getenv source PG_ABS_SRCDIR
\set try :source/data/catalogue_try.sql
\set clean :source/data/catalogue_clean.sql
\set ECHO none
\i :try
\set ECHO all
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
SELECT 'regress.' || c, daterange(day(-100), NULL), c, 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year'
FROM unnest('{a,b,c,d}'::text[]) AS c;

--
-- one transaction: several statements, and what is rolled back
--
CREATE VIEW revision AS SELECT revision FROM credit.catalogue_revision;
SELECT revision AS before FROM revision \gset
BEGIN;
UPDATE credit.conduct SET name = 'a1' WHERE code = 'regress.a';
SAVEPOINT s;
UPDATE credit.conduct SET name = 'a2' WHERE code = 'regress.a';
DELETE FROM credit.conduct WHERE code = 'regress.b';
SELECT * FROM versions WHERE code < 'regress.c';
ROLLBACK TO s;
-- a statement that is refused, and what was counted for it
UPDATE credit.conduct SET legal_basis = NULL WHERE code = 'regress.a';
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO s;
DELETE FROM credit.conduct WHERE code = 'regress.b';
SELECT try($$UPDATE credit.conduct SET name = 'b1' WHERE code = 'regress.b'$$);
UPDATE credit.conduct SET name = 'c1' WHERE code IN ('regress.b', 'regress.c');
\echo UPDATE :ROW_COUNT
RELEASE s;
UPDATE credit.conduct SET name = 'a3' WHERE code = 'regress.a';
COMMIT;
SELECT * FROM versions;
SELECT revision - :before AS statements FROM revision;
-- a whole transaction
SELECT revision AS before FROM revision \gset
BEGIN;
DELETE FROM credit.conduct WHERE code LIKE 'regress%';
ROLLBACK;
SELECT revision - :before AS statements FROM revision;
-- a statement on another table after one that failed
UPDATE credit.conduct SET legal_basis = NULL WHERE code = 'regress.a';
UPDATE credit.matter SET name = 'food licences' WHERE code = 'regress.food';
INSERT INTO credit.sector VALUES ('regress_new', 'new');
-- statements that meet nothing count, too: they may have waited for nothing
UPDATE credit.conduct SET name = 'x' WHERE false;
SELECT revision - :before AS statements FROM revision;

--
-- forms of statements
--
BEGIN;
UPDATE credit.conduct SET name = 'a4' WHERE code = 'regress.a' RETURNING lower(valid) - credit.today() AS first, name, author;
DELETE FROM credit.conduct WHERE code = 'regress.c' RETURNING lower(valid) - credit.today() AS first, name;
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term, author)
VALUES ('regress.i', 'i', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year', 'nobody')
RETURNING lower(valid) - credit.today() AS first, upper(valid), author;
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
VALUES ('regress.i', daterange(day(1), NULL), 'i', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')
ON CONFLICT (code, valid) DO UPDATE SET name = excluded.name || '2' RETURNING name;
-- with another table
UPDATE credit.conduct c SET name = v.name FROM (VALUES ('regress.c', 'c from'), ('regress.d', 'd from')) AS v (code, name)
WHERE c.code = v.code AND upper_inf(c.valid);
\echo UPDATE :ROW_COUNT
-- parts of one statement, on rows of their own
WITH gone AS (DELETE FROM credit.conduct WHERE code = 'regress.i' RETURNING code),
	changed AS (UPDATE credit.conduct SET name = 'a with' WHERE code = 'regress.a' RETURNING code),
	made AS (INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
		VALUES ('regress.j', 'j', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year') RETURNING code)
SELECT * FROM gone UNION ALL SELECT * FROM changed UNION ALL SELECT * FROM made;
SELECT * FROM versions;
ROLLBACK;
-- of a statement with several parts on one table, what all of them met counts
SELECT try($$WITH x AS (UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.b' RETURNING 1)
	UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.b'$$);
SELECT try($$WITH x AS (UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.b' RETURNING 1)
	DELETE FROM credit.conduct WHERE code = 'regress.d'$$);
-- prepared, more often than it takes to keep a plan
BEGIN;
PREPARE rename(text, text) AS UPDATE credit.conduct SET name = $2 WHERE code = $1;
SET LOCAL plan_cache_mode = force_generic_plan;
EXECUTE rename('regress.a', 'p1');
EXECUTE rename('regress.a', 'p2');
EXECUTE rename('regress.c', 'p3');
EXECUTE rename('regress.b', 'p4');
ROLLBACK;
DEALLOCATE rename;
-- through a view, and through a rule
BEGIN;
CREATE VIEW of_food AS SELECT * FROM credit.conduct WHERE sector = 'regress_food' WITH CHECK OPTION;
UPDATE of_food SET name = 'by view' WHERE code = 'regress.a';
CREATE VIEW names AS SELECT code, name FROM credit.conduct WHERE upper_inf(valid);
CREATE RULE rename AS ON UPDATE TO names DO INSTEAD
	UPDATE credit.conduct SET name = new.name WHERE code = old.code AND upper_inf(valid);
UPDATE names SET name = 'by rule' WHERE code = 'regress.c';
SELECT * FROM versions WHERE code ~ '[ac]$';
ROLLBACK;
-- a loop that meets refusals and goes on
DO $$
DECLARE
	c text;
BEGIN
	FOREACH c IN ARRAY '{regress.a,regress.b,regress.c,regress.d}'::text[] LOOP
		BEGIN
			UPDATE credit.conduct SET name = 'loop', legal_basis = CASE code WHEN 'regress.c' THEN NULL ELSE legal_basis END WHERE code = c;
			UPDATE credit.conduct SET note = 'loop' WHERE code = c;
		EXCEPTION WHEN SQLSTATE 'JC009' OR SQLSTATE 'JC003' THEN
			RAISE WARNING '% %', c, SQLSTATE;
		END;
	END LOOP;
END
$$;
SELECT * FROM versions;

--
-- triggers of the owner's own
--
-- one that writes to the catalogue for every row, also for one written back
BEGIN;
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
SELECT 'regress.' || c, daterange(day(-100), NULL), c, 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year'
FROM unnest('{e,f}'::text[]) AS c;
CREATE FUNCTION companion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO credit.measure (conduct, number, agency, class, effect, matters, content, legal_basis)
	VALUES (new.code, (SELECT count(*) + 1 FROM credit.measure WHERE conduct = new.code), 'regress_a', 1, 'prohibit',
		'{regress.food}', 'companion', current_setting('regress.basis'));
	RETURN NULL;
END
$$;
CREATE TRIGGER companion AFTER INSERT ON credit.conduct FOR EACH ROW EXECUTE FUNCTION companion();
SET LOCAL regress.basis = 'regress_law';
UPDATE credit.conduct SET name = 'companion' WHERE code = 'regress.e';
UPDATE credit.conduct SET name = 'companion again' WHERE code = 'regress.e';
SELECT * FROM measures;
SELECT * FROM versions WHERE code = 'regress.e';
-- what it writes is checked like any row
SET LOCAL regress.basis = 'regress_memo';
SELECT try($$UPDATE credit.conduct SET name = 'companion' WHERE code = 'regress.f'$$);
ROLLBACK;
BEGIN;
-- one that changes the same table, and meets a refusal
CREATE FUNCTION neighbour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF pg_trigger_depth() < 2 THEN
		BEGIN
			UPDATE credit.conduct SET name = 'neighbour' WHERE code = 'regress.b';
		EXCEPTION WHEN SQLSTATE 'JC009' THEN
			RAISE WARNING 'neighbour %', SQLSTATE;
		END;
		UPDATE credit.conduct SET name = 'neighbour' WHERE code = 'regress.d';
	END IF;
	RETURN new;
END
$$;
CREATE TRIGGER neighbour BEFORE UPDATE ON credit.conduct FOR EACH ROW EXECUTE FUNCTION neighbour();
SELECT try($$UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.a'$$);
SELECT * FROM versions;
ROLLBACK;

--
-- other roles
--
RESET ROLE;
CREATE ROLE regress_credit_clerk;
GRANT USAGE ON SCHEMA credit, regress_catalogue TO regress_credit_clerk;
SET ROLE regress_credit_office;
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.conduct, credit.measure TO regress_credit_clerk;
GRANT SELECT ON versions, measures TO regress_credit_clerk;
SET ROLE regress_credit_clerk;
-- needs no right on what the triggers touch
BEGIN;
UPDATE credit.conduct SET name = 'by the clerk', author = 'regress_credit_office' WHERE code = 'regress.a';
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term, author)
VALUES ('regress.l', 'l', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year', 'regress_credit_office');
INSERT INTO credit.measure (conduct, number, agency, class, effect, matters, content, legal_basis)
VALUES ('regress.l', 1, 'regress_a', 1, 'prohibit', '{regress.food}', 'by the clerk', 'regress_law');
SELECT * FROM versions WHERE code ~ '[al]$';
SELECT * FROM measures;
ROLLBACK;
-- an update of nothing, or of the end, makes nobody the author of what stands
BEGIN;
UPDATE credit.conduct SET name = name, author = 'regress_credit_clerk' WHERE code = 'regress.d';
UPDATE credit.conduct SET valid = daterange(lower(valid), day(9)) WHERE code = 'regress.d';
DELETE FROM credit.conduct WHERE code = 'regress.c';
SELECT * FROM versions WHERE code ~ '[cd]$';
ROLLBACK;
-- operators of the clerk's own are not those of the triggers
RESET ROLE;
CREATE SCHEMA regress_trap AUTHORIZATION regress_credit_clerk;
SET ROLE regress_credit_clerk;
CREATE FUNCTION regress_trap.trap(text, text) RETURNS boolean LANGUAGE plpgsql AS $$BEGIN RAISE 'trapped %', current_user; END$$;
CREATE OPERATOR regress_trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = regress_trap.trap);
CREATE FUNCTION regress_trap.trap(daterange, date) RETURNS boolean LANGUAGE plpgsql AS $$BEGIN RAISE 'trapped %', current_user; END$$;
CREATE OPERATOR regress_trap.@> (LEFTARG = daterange, RIGHTARG = date, FUNCTION = regress_trap.trap);
BEGIN;
SET LOCAL search_path = regress_trap, pg_catalog;
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
VALUES ('regress.l', 'l', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year');
UPDATE credit.conduct SET name = 'trapped' WHERE code OPERATOR(pg_catalog.=) 'regress.d';
DELETE FROM credit.conduct WHERE code OPERATOR(pg_catalog.=) 'regress.d';
ROLLBACK;
SET ROLE regress_credit_office;
REVOKE ALL ON credit.conduct, credit.measure FROM regress_credit_clerk;
RESET ROLE;
DROP SCHEMA regress_trap CASCADE;
DROP OWNED BY regress_credit_clerk;
DROP ROLE regress_credit_clerk;

--
-- days pass: the zone of the installation decides what day it is
--
SET session_replication_role = replica;
UPDATE credit.setting SET value = '<later>-32' WHERE name = 'zone';
\c -
SET search_path = regress_catalogue;
SET ROLE regress_credit_office;
SELECT * FROM versions;
-- what began this morning is closed by a change, and stays as it was
SELECT try($$UPDATE credit.conduct SET name = 'of the second day' WHERE code = 'regress.a'$$);
SELECT try($$DELETE FROM credit.conduct WHERE code = 'regress.d'$$);
SELECT try($$UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.b'$$);
SELECT * FROM versions;
-- a draft that waited for its publication
SELECT try($$INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term, draft)
	VALUES ('regress.m', 'm', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year', true)$$);
RESET ROLE;
SET session_replication_role = replica;
UPDATE credit.setting SET value = '<later>-80' WHERE name = 'zone';
\c -
SET search_path = regress_catalogue;
SET ROLE regress_credit_office;
SELECT try($$UPDATE credit.conduct SET draft = false WHERE code = 'regress.m'$$);
SELECT try($$UPDATE credit.conduct SET name = 'of the fourth day' WHERE code = 'regress.a'$$);
SELECT * FROM versions;
RESET ROLE;
SET session_replication_role = replica;
UPDATE credit.setting SET value = 'Asia/Shanghai' WHERE name = 'zone';
\c -

\set ECHO none
\i :clean
\set ECHO all
