-- Tables of agencies: their rows are reported, their corrections are events.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\pset format unaligned
\set w1 91510402MA7T04031F
\set adult 510402199001010012

-- a bureau owns its tables, a clerk writes them; neither owns the installation
RESET ROLE;
CREATE ROLE regress_credit_bureau;
CREATE ROLE regress_credit_clerk;
CREATE SCHEMA regress_bureau AUTHORIZATION regress_credit_bureau;
GRANT USAGE ON SCHEMA credit TO regress_credit_bureau;
SET ROLE regress_credit_bureau;
SET search_path = regress_bureau, public, credit;
GRANT USAGE ON SCHEMA regress_bureau TO regress_credit_clerk;
CREATE TABLE penalty (id integer PRIMARY KEY, uscc varchar(30), idno char(18), doc text, day timestamp, facts text, name text,
	act date, kind text, amount numeric, late text DEFAULT 'old file', junk integer);
ALTER TABLE penalty DROP COLUMN junk;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON penalty TO regress_credit_clerk;
\set map '{"subject": ["uscc", "idno"], "document_no": "doc", "determined_on": "day", "reason": "facts", "subject_name": "name", "occurred_on": "act", "late_reason": "late"}'
\set words '{"subject": ["uscc", "idno"], "document_no": "doc", "determined_on": "day", "reason": "facts", "subject_name": "name", "occurred_on": "act", "late_reason": "late", "conduct": {"false bid": "t_bid", "many": "t_many", "warned": null}}'

-- what was reported, and what was refused
CREATE FUNCTION pg_temp.facts(OUT said text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY SELECT concat_ws(' ', 'record', r.subject, coalesce(r.conduct, '(information)'), r.agency, r.document_no, r.determined_on, r.occurred_on,
		r.reason, r.subject_name, r.recorded_as, CASE WHEN r.recorded_by <> session_user THEN 'wrong' END)
		FROM credit.record r WHERE r.agency = 't_finance' AND r.document_no LIKE 'w%' ORDER BY r.document_no COLLATE "C", r.conduct;
	RETURN QUERY SELECT concat_ws(' ', 'event', e.kind, r.document_no, e.document_no, e.changes, e.reason, e.recorded_as)
		FROM credit.event e JOIN credit.record r ON r.subject = e.subject AND r.record = e.target
		WHERE r.document_no LIKE 'w%' ORDER BY e.recorded_at;
	RETURN QUERY SELECT concat_ws(' ', 'reject', j.target, j.event, j.conduct, j.sqlstate, j.message || ':', j.detail, j.source_row, j.rejected_as)
		FROM credit.intake_reject j ORDER BY j.rejected_at;
END $$;
GRANT EXECUTE ON FUNCTION pg_temp.facts() TO PUBLIC;

-- the right to report is that of the owner of the table
SELECT * FROM pg_temp.try(format('SELECT credit.watch(%L, %L, %L, %L)', 'penalty', 't_bid', 't_finance', :'map'));
SET ROLE regress_credit_office;
GRANT INSERT ON credit.record, credit.event TO regress_credit_bureau;
SET ROLE regress_credit_clerk;
SELECT * FROM pg_temp.try(format('SELECT credit.watch(%L, %L, %L, %L)', 'penalty', 't_bid', 't_finance', :'map'));
SET ROLE regress_credit_bureau;

-- checked when it is set up
CREATE VIEW penalties AS TABLE penalty;
SELECT s.* FROM (VALUES
	('penalties', 't_bid', 't_finance', '{}', NULL),
	('pg_class', 't_bid', 't_finance', '{}', NULL),
	('penalty', 't_none', 't_finance', '{}', NULL),
	('penalty', 't_bid', 't_nobody', '{}', NULL),
	('penalty', 't_bid', 't_finance', '[]', NULL),
	('penalty', 't_bid', 't_finance', '{}', NULL),
	('penalty', 't_bid', 't_finance', '{"subject": "uscc"}', NULL),
	('penalty', 't_bid', 't_finance', '{"subject": []}', NULL),
	('penalty', 't_bid', 't_finance', '{"subject": 1}', NULL),
	('penalty', 't_bid', 't_finance', '{"subject": "nummer"}', NULL),
	('penalty', 't_bid', 't_finance', '{"subject": "ctid"}', NULL),
	('penalty', 't_bid', 't_finance', '{"subject": "day"}', NULL),
	('penalty', 't_bid', 't_finance', '{"determined_on": "doc"}', NULL),
	('penalty', 't_bid', 't_finance', '{"document": "doc"}', NULL),
	('penalty', 't_bid', 't_finance', '{"conduct": {"a": "t_bid"}}', NULL),
	('penalty', 't_bid', 't_finance', '{"document_no": {"value": "x"}}', NULL),
	('penalty', '@kind', 't_finance', '{"conduct": {"a": "t_none"}}', NULL),
	('penalty', '@kind', 't_finance', '{"conduct": {"a": 1}}', NULL),
	('penalty', '@kind', 't_finance', '{"conduct": "kind"}', NULL),
	('penalty', '@kind', 't_finance', :'map', NULL),
	('penalty', '@none', 't_finance', :'words', NULL),
	('penalty', 't_bid', 't_finance', :'map', 'amount'),
	('penalty', 't_bid', 't_finance', :'map', 'amount >'),
	('penalty', 't_bid', 't_finance', :'map', 'none > 1'),
	('penalty', 't_bid', 't_finance', :'map', 'true) FROM penalty WHERE (true'),
	('penalty', 't_bid', 't_finance', :'map', 'true), (true'),
	('penalty', 't_bid', 't_finance', :'map', 'true); DROP TABLE penalty; SELECT (true'),
	('penalty', 't_bid', 't_finance', :'map', 'EXISTS (SELECT FROM penalty)'),
	('penalty', 't_bid', 't_finance', :'map', 'count(*) > 1')) v(t, c, a, m, w),
	pg_temp.try(format('SELECT credit.watch(%L, %L, %L, %L, %L)', t, c, a, m, w)) s;
SELECT count(*) FROM pg_trigger WHERE tgrelid = 'penalty'::regclass AND NOT tgisinternal;

-- a row is reported, in the name of the owner, whoever wrote it; the first
-- number that can be read counts
SELECT credit.watch('penalty', 't_bid', 't_finance', :'map', 'amount >= 100');
SELECT attname, format_type(atttypid, atttypmod) FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
WHERE relname LIKE 'penalty\_credit\_%' ORDER BY attnum;
SET ROLE regress_credit_clerk;
INSERT INTO penalty VALUES (1, :'w1', NULL, 'w1', '2024-03-01 09:00', 'false papers', 'First Ltd', '2024-02-01', 'x', 500),
	(2, :'w1', NULL, 'w2', '2024-03-01', 'too small', 'First Ltd', '2024-02-01', 'x', 5),
	(3, 'none', :'adult', 'w3', '2024-03-01', 'in person', NULL, '2024-02-01', 'x', 500);
SET ROLE regress_credit_office;
SELECT * FROM pg_temp.facts();

-- what cannot be reported does not lose the statement; good rows beside it go in
SET ROLE regress_credit_clerk;
INSERT INTO penalty VALUES
	(10, :'w1', NULL, 'w10', '2024-03-01', 'good', NULL, NULL, 'x', 500),
	(11, '91510402MA7T00014X', NULL, 'w11', '2024-03-01', 'wrong check', NULL, NULL, 'x', 500),
	(12, NULL, ' ', 'w12', '2024-03-01', 'nobody', NULL, NULL, 'x', 500),
	(13, :'w1', NULL, NULL, '2024-03-01', 'no document', NULL, NULL, 'x', 500),
	(14, :'w1', NULL, 'w14', '2024-03-01', ' ', NULL, NULL, 'x', 500),
	(15, :'w1', NULL, 'w1', '2024-03-01', 'once more', NULL, NULL, 'x', 500),
	(16, :'w1', NULL, 'w16', '2024-03-01', 'after it', NULL, '2024-04-01', 'x', 500),
	(17, :'w1', NULL, 'w17', '2024-03-01', 'good too', NULL, NULL, 'x', 500),
	(18, :'young', NULL, 'w18', '2024-03-01', 'a minor', NULL, '2024-02-01', 'x', 500);
INSERT INTO penalty VALUES (19, :'w1', NULL, 'w19', '2024-03-01', 'late', NULL, NULL, 'x', 500, NULL);
SELECT count(*) FROM penalty;
SET ROLE regress_credit_office;
SELECT * FROM pg_temp.facts();
SELECT rejected_by = session_user AS by, rejected_at > now() - interval '1 hour' AS at FROM credit.intake_reject LIMIT 1;
DELETE FROM credit.intake_reject;

-- a mended row is reported; a correction, a row that no longer counts and one
-- that is deleted are events; what is not mapped says nothing
SET ROLE regress_credit_clerk;
UPDATE penalty SET late = 'found in the archive' WHERE id = 19;
UPDATE penalty SET doc = 'w10b', facts = 'good indeed', act = '2024-02-02' WHERE id = 10;
UPDATE penalty SET facts = 'better' WHERE id = 10;
UPDATE penalty SET kind = 'y', idno = NULL, amount = amount + 1;
UPDATE penalty SET day = '2024-03-02' WHERE id = 17;
UPDATE penalty SET amount = 1 WHERE id = 17;
UPDATE penalty SET uscc = :'e9' WHERE id = 1;
DELETE FROM penalty WHERE id IN (2, 10, 11);
SET ROLE regress_credit_office;
SELECT * FROM pg_temp.facts();
DELETE FROM credit.intake_reject;

-- TRUNCATE says nothing of facts, and is kept
SET ROLE regress_credit_clerk;
BEGIN;
TRUNCATE penalty;
SET LOCAL ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said LIKE 'reject%';
ROLLBACK;

-- columns and table get other names; a column that is mapped stays
SET ROLE regress_credit_bureau;
ALTER TABLE penalty RENAME doc TO "Document No";
ALTER TABLE penalty RENAME amount TO fine;
ALTER TABLE penalty RENAME TO "Fines 罚";
SELECT * FROM pg_temp.try('ALTER TABLE "Fines 罚" DROP COLUMN facts');
SET ROLE regress_credit_clerk;
INSERT INTO "Fines 罚" VALUES (30, :'e9', NULL, 'w30', '2024-03-01', 'renamed', NULL, NULL, 'x', 500);
SET ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said ~ 'w30|reject';
SELECT * FROM credit.watched;
SET ROLE regress_credit_bureau;
ALTER TABLE "Fines 罚" RENAME TO penalty;
ALTER TABLE penalty RENAME "Document No" TO doc;
ALTER TABLE penalty RENAME fine TO amount;

-- a view that is gone: rows are kept, and it is said why
BEGIN;
DO $$ BEGIN EXECUTE (SELECT format('DROP VIEW %s', c.oid::regclass) FROM pg_class c WHERE relname LIKE 'penalty_credit_%'); END $$;
INSERT INTO penalty VALUES (31, :'e9', NULL, 'w31', '2024-03-01', 'no map', NULL, NULL, 'x', 500);
SET LOCAL ROLE regress_credit_office;
SELECT regexp_replace(said, 'credit_[0-9a-f]{8}', 'credit_HASH') FROM pg_temp.facts() said WHERE said ~ 'w31|reject';
ROLLBACK;

-- strict: the statement is refused, and nothing is kept
SET ROLE regress_credit_bureau;
SET client_min_messages = notice;
SELECT credit.watch('penalty', 't_bid', 't_finance', :'map', 'amount >= 100', true);
SET client_min_messages = warning;
SET ROLE regress_credit_clerk;
\set VERBOSITY default
INSERT INTO penalty VALUES (40, '91510402MA7T00014X', NULL, 'w40', '2024-03-01', 'wrong check', NULL, NULL, 'x', 500);
SELECT s.* FROM (VALUES
	(format('INSERT INTO penalty VALUES (41, %L, NULL, %L, %L, %L, NULL, NULL, %L, 500)', :'e9', 'w30', '2024-03-01', 'again', 'x')),
	('TRUNCATE penalty'), ('UPDATE penalty SET day = ''2024-03-03'' WHERE id = 30')) v(q), pg_temp.try(q) s;
INSERT INTO penalty VALUES (42, :'e9', NULL, 'w42', '2024-03-01', 'strictly', NULL, NULL, 'x', 500);
SET ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said ~ 'w4|reject';

-- without the right to report, rows are kept
REVOKE INSERT ON credit.record FROM regress_credit_bureau;
SET ROLE regress_credit_clerk;
SELECT * FROM pg_temp.try(format('INSERT INTO penalty VALUES (43, %L, NULL, %L, %L, %L, NULL, NULL, %L, 500)', :'e9', 'w43', '2024-03-01', 'no right', 'x'));
SET ROLE regress_credit_office;
GRANT INSERT ON credit.record TO regress_credit_bureau;

-- unwatch leaves nothing behind, and what was reported
SET ROLE regress_credit_bureau;
SELECT * FROM pg_temp.try('SELECT credit.unwatch(''penalty'', ''t_many'')');
SELECT credit.unwatch('penalty', 't_bid');
SELECT count(*) FROM pg_trigger WHERE tgrelid = 'penalty'::regclass AND NOT tgisinternal;
SELECT count(*) FROM pg_class WHERE relname LIKE 'penalty_credit%';
DELETE FROM penalty;

-- one table, many conducts; null is information; MERGE, ON CONFLICT and COPY
SELECT credit.watch('penalty', '@kind', 't_finance', :'words');
SET ROLE regress_credit_clerk;
COPY penalty (id, uscc, doc, day, facts, kind) FROM STDIN;
50	91510402MA7T0009XF	w50	2024-03-01	copied	false bid
51	91510402MA7T0009XF	w51	2024-03-01	copied	many
52	91510402MA7T0009XF	w52	2024-03-01	copied	warned
53	91510402MA7T0009XF	w53	2024-03-01	copied	speeding
54	91510402MA7T0009XF	w54	2024-03-01	copied	\N
\.
INSERT INTO penalty (id, uscc, doc, day, facts, kind) VALUES (50, :'e9', 'w50', '2024-03-01', 'upserted', 'false bid'),
	(55, :'e9', 'w55', '2024-03-01', 'new', 'many') ON CONFLICT (id) DO UPDATE SET facts = excluded.facts;
MERGE INTO penalty p USING (VALUES (50), (51), (56)) v(n) ON p.id = v.n
WHEN MATCHED AND n = 50 THEN DELETE
WHEN MATCHED THEN UPDATE SET facts = 'merged', kind = 'false bid'
WHEN NOT MATCHED THEN INSERT (id, uscc, doc, day, facts, kind) VALUES (n, '91510402MA7T0009XF', 'w56', '2024-03-01', 'merged', 'many');
SET ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said ~ 'w5|reject';
DELETE FROM credit.intake_reject;
SET ROLE regress_credit_bureau;
SELECT credit.unwatch('penalty', '@kind');

-- old rows are information only, once
DELETE FROM penalty;
INSERT INTO penalty (id, uscc, doc, day, facts, kind, late) VALUES (60, :'e8', 'w60', '2023-12-31', 'too old', 'many', NULL),
	(61, :'e8', 'w61', '2024-01-01', 'old', 'many', NULL), (62, :'e8', 'w62', '2024-03-01', 'old', 'speeding', NULL),
	(63, 'x', 'w63', '2024-03-01', 'no number', 'many', NULL);
SELECT * FROM pg_temp.try('SELECT credit.watch_backfill(''penalty'', ''2024-01-01'')');
SELECT credit.watch('penalty', '@kind', 't_finance', :'words');
SELECT credit.watch_backfill('penalty', '2024-01-01');
SELECT credit.watch_backfill('penalty', '2024-01-01');
UPDATE penalty SET facts = 'old, and wrong' WHERE id = 61;
SET ROLE regress_credit_clerk;
SELECT * FROM pg_temp.try('SELECT credit.watch_backfill(''penalty'', ''2024-01-01'')');
SET ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said ~ 'w6|reject';
DELETE FROM credit.intake_reject;

-- partitions: through the parent, to the leaf itself, and from one to another
SET ROLE regress_credit_bureau;
CREATE TABLE ticket (doc text, region integer, uscc credit.uscc, day date, facts text) PARTITION BY LIST (region);
CREATE TABLE ticket_1 PARTITION OF ticket FOR VALUES IN (1);
CREATE TABLE ticket_2 (facts text, extra integer, day date, uscc credit.uscc, region integer, doc text);
ALTER TABLE ticket_2 DROP COLUMN extra;
ALTER TABLE ticket ATTACH PARTITION ticket_2 FOR VALUES IN (2);
SELECT credit.watch('ticket', 't_bid', 't_finance', '{"subject": "uscc", "document_no": "doc", "determined_on": "day", "reason": "facts",
	"late_reason": {"value": "taken over"}}');
INSERT INTO ticket VALUES ('w71', 1, :'e7', '2024-03-01', 'by parent'), ('w72', 2, :'e7', '2024-03-01', 'by parent');
INSERT INTO ticket_2 (doc, region, uscc, day, facts) VALUES ('w73', 2, :'e7', '2024-03-01', 'to the leaf');
UPDATE ticket SET region = 3 - region, facts = facts || ', moved';
UPDATE ticket_1 SET doc = 'w72b' WHERE doc = 'w72';
DELETE FROM ticket_1 WHERE doc = 'w73';
CREATE TABLE ticket_3 PARTITION OF ticket FOR VALUES IN (3);
INSERT INTO ticket_3 VALUES ('w74', 3, :'e7', '2024-03-01', 'not seen');
SET ROLE regress_credit_office;
SELECT target, conduct, agency, strict, partitions_unwatched FROM credit.watched ORDER BY 1;
SET ROLE regress_credit_bureau;
SELECT credit.watch('ticket', 't_bid', 't_finance', '{"subject": "uscc", "document_no": "doc", "determined_on": "day", "reason": "facts",
	"late_reason": {"value": "taken over"}}');
INSERT INTO ticket_3 VALUES ('w75', 3, :'e7', '2024-03-01', 'seen');
SET ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said ~ 'w7|reject';
SELECT count(*) FROM credit.verify() WHERE subject IN (:'w1', :'e7', :'e9');

-- attack: nothing of the agency runs as the owner of the installation
SET ROLE regress_credit_bureau;
CREATE TABLE who_ran (who text, where_ text);
CREATE FUNCTION spy(at text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	IF current_user = 'regress_credit_office' THEN RAISE 'escalated at %', at; END IF;
	INSERT INTO who_ran VALUES (current_user, at);
	RETURN true;
END $$;
CREATE FUNCTION spy_equal(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN spy('operator') AND $1 LIKE $2; END $$;
CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = spy_equal);
CREATE FUNCTION coalesce_spy() RETURNS boolean LANGUAGE sql AS 'SELECT spy(''row'')';
CREATE FUNCTION sha256(bytea) RETURNS bytea LANGUAGE plpgsql AS $$ BEGIN PERFORM spy('function'); RETURN $1; END $$;
CREATE TYPE odd AS ENUM ('a');
CREATE FUNCTION odd_json(odd) RETURNS json LANGUAGE plpgsql AS $$ BEGIN PERFORM spy('cast'); RETURN '1'; END $$;
CREATE CAST (odd AS json) WITH FUNCTION odd_json(odd);
CREATE TABLE trap (uscc text, doc text, day date, facts text, o odd);
SET search_path = regress_bureau, pg_catalog, credit;
SELECT credit.watch('trap', 't_bid', 't_finance', '{"subject": "uscc", "document_no": "doc", "determined_on": "day", "reason": "facts",
	"late_reason": {"value": "l"}}', 'spy(''condition'')');
INSERT INTO trap VALUES ('91510402MA7T000652', 'w81', '2024-03-01', 'trap', 'a'), ('none', 'w82', '2024-03-01', 'trap', 'a');
UPDATE trap SET facts = 'sprung';
DELETE FROM trap;
SET search_path = regress_bureau, public, credit;
SELECT DISTINCT who, where_ FROM pg_catalog.pg_class, who_ran WHERE relname OPERATOR(pg_catalog.=) 'who_ran' ORDER BY 2;
-- a clerk's own path does not help them either, nor a trigger of their own
RESET ROLE;
GRANT CREATE ON SCHEMA regress_bureau TO regress_credit_clerk;
GRANT USAGE ON SCHEMA credit TO regress_credit_clerk;
SET ROLE regress_credit_clerk;
CREATE TABLE mine (uscc text, doc text, day date, facts text);
CREATE VIEW mine_map AS SELECT uscc AS subject, doc AS document_no, day AS determined_on, facts AS reason FROM mine;
CREATE TRIGGER forged AFTER INSERT ON mine REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION credit.watched_after('{"view": "mine_map", "conduct": "t_bid", "agency": "t_finance", "strict": "yes"}');
CREATE TRIGGER odd AFTER INSERT ON mine FOR EACH STATEMENT EXECUTE FUNCTION credit.watched_after('odd');
CREATE TRIGGER rows AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION credit.watched_after('odd');
SELECT state, message FROM pg_temp.try('INSERT INTO mine VALUES (''91510402MA7T000652'', ''w83'', ''2024-03-01'', ''forged'')');
DROP TRIGGER rows ON mine;
DROP TRIGGER odd ON mine;
SELECT state, message FROM pg_temp.try('INSERT INTO mine VALUES (''91510402MA7T000652'', ''w83'', ''2024-03-01'', ''forged'')');
-- nor a view over the bureau's table beside a trigger of their own
CREATE VIEW bureau_map AS SELECT uscc AS subject, doc AS document_no, day::date AS determined_on, facts AS reason, (NULL::mine).doc AS late_reason FROM penalty;
DROP TRIGGER forged ON mine;
CREATE TRIGGER forged AFTER INSERT ON mine REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION credit.watched_after('{"view": "bureau_map", "conduct": "t_bid", "agency": "t_finance", "strict": "no"}');
INSERT INTO mine VALUES ('91510402MA7T000652', 'w84', '2024-03-01', 'forged');
SET ROLE regress_credit_office;
SELECT said FROM pg_temp.facts() WHERE said ~ 'w8|reject';

-- grants to somebody who was barred
SET ROLE regress_credit_bureau;
CREATE TABLE licence (holder text, granted date, what text);
INSERT INTO licence VALUES ('91510402MA7T00057', '2024-05-01', 'wrong number'), (:'e5', '2024-05-01', 'barred'), (:'e5', '2024-01-01', 'before'),
	(:'e4', '2024-05-01', 'clear'), (NULL, '2024-05-01', 'nobody');
SELECT state, message FROM pg_temp.try('SELECT * FROM credit.granted_without_query(''licence'', ''holder'', ''t.buy'', ''granted'')');
SET ROLE regress_credit_office;
GRANT SELECT ON credit.may_check TO regress_credit_bureau;
SELECT credit.report(:'e5', 't_listed', 't_court', 'w90', '2024-03-01', 'r', served_on => '2024-03-03', late_reason => 'l') \g /dev/null
SET ROLE regress_credit_bureau;
SELECT subject, on_day, effect, content, conduct, document_no, from_day, gated, source_row ->> 'what' AS what
FROM credit.granted_without_query('licence', 'holder', 't.buy', 'granted');
SELECT state, message FROM pg_temp.try('SELECT * FROM credit.granted_without_query(''licence'', ''holder'', ''t.none'', ''granted'')');

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA regress_bureau CASCADE;
REVOKE ALL ON credit.record, credit.event, credit.may_check FROM regress_credit_bureau;
DROP OWNED BY regress_credit_bureau, regress_credit_clerk;
DROP ROLE regress_credit_bureau, regress_credit_clerk;
