-- Gates: what a row that grants something meets, on every kind of table.  A
-- gate asks about today, so days are counted from today, and none is shown.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
-- all notices are of gates
SET client_min_messages = notice;
\set VERBOSITY terse
\set barred 91510402MA7T08016R
\set limited 91510402MA7T08024L
\set clean 91510402MA7T08032F
\set honoured 91510402MA7T08040A

-- barred from purchases by a list; limited in goods, scrutinised in purchases
-- and a reference in loans by one decision; first in line for loans
CREATE FUNCTION pg_temp.decided(subject text, conduct text, document_no text, exclude integer[] DEFAULT '{}') RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
	t date := credit.today();
	r uuid := credit.report(subject, conduct, 't_finance', document_no, t - 60, 'r', occurred_on => t - 60, late_reason => 'l');
	d uuid;
BEGIN
	PERFORM credit.notify(subject, r, t - 50, 'by hand', late_reason => 'l');
	PERFORM credit.waive_defence(subject, r, t - 50, 'w', late_reason => 'l');
	d := credit.decide(subject, r, document_no, t - 40, 't_office', exclude => exclude, late_reason => 'l');
	PERFORM credit.serve(subject, d, t - 40, 'by hand', late_reason => 'l');
	RETURN d;
END $$;
SELECT credit.report(:'barred', 't_listed', 't_court', 'list 1', credit.today() - 40, 'r', served_on => credit.today() - 40, late_reason => 'l') AS listed \gset
SELECT pg_temp.decided(:'limited', 't_many', 'many 1', '{2,3}') \g /dev/null
SELECT pg_temp.decided(:'honoured', 't_honour', 'honour 1') \g /dev/null
SELECT credit.link_identifier(:'barred', 'passport:E8016801', '[2020-01-01,)', 'register 1', late_reason => 'l') \g /dev/null
SELECT m, credit.effect_on(:'barred', m) AS barred, credit.effect_on(:'limited', m) AS limited, credit.effect_on(:'clean', m) AS clean,
	credit.effect_on(:'honoured', m) AS honoured FROM unnest('{t.buy,t.buy.goods,t.loan}'::text[]) m;

-- an agency: who owns the tables, and the desk that writes them; neither has
-- any right on the tables of the regime but to ask
RESET ROLE;
CREATE ROLE regress_credit_agency;
CREATE ROLE regress_credit_desk;
GRANT USAGE ON SCHEMA credit TO regress_credit_agency, regress_credit_desk;
GRANT regress_credit_agency, regress_credit_desk TO regress_credit_office;
CREATE SCHEMA t_gate AUTHORIZATION regress_credit_agency;
CREATE SCHEMA t_gate_2 AUTHORIZATION regress_credit_agency;
GRANT USAGE, CREATE ON SCHEMA t_gate TO regress_credit_desk;
GRANT USAGE ON SCHEMA t_gate_2 TO regress_credit_desk;
SET ROLE regress_credit_office;
GRANT SELECT ON credit.may_check TO regress_credit_agency, regress_credit_desk;
GRANT SELECT ON credit.gates TO regress_credit_agency;
SET ROLE regress_credit_agency;
SET search_path = t_gate, public, credit;
ALTER DEFAULT PRIVILEGES IN SCHEMA t_gate GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO regress_credit_desk;
-- what a statement is refused with: as try(), uuids and days left out
CREATE FUNCTION said(sql text, OUT state text, OUT message text, OUT detail text, OUT hint text, OUT place text) LANGUAGE plpgsql AS $$
DECLARE
	r text;
	c text;
BEGIN
	EXECUTE sql;
	state := 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT,
		r = TABLE_NAME, c = COLUMN_NAME;
	place := concat_ws('.', nullif(r, ''), nullif(c, ''));
	detail := regexp_replace(regexp_replace(detail, '\m[0-9a-f]{8}-[0-9a-f-]{27}\M', 'UUID', 'g'), '\d{4}-\d\d-\d\d', 'DAY', 'g');
	hint := regexp_replace(hint, '\m[0-9a-f]{8}-[0-9a-f-]{27}\M', 'UUID', 'g');
END $$;

-- the same, and nothing is left of it
CREATE FUNCTION meets(sql text, OUT state text, OUT message text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE sql;
	RAISE SQLSTATE 'TT000';
EXCEPTION
	WHEN SQLSTATE 'TT000' THEN state := 'done';
	WHEN OTHERS THEN GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
END $$;

-- every type of column
CREATE DOMAIN code AS text CHECK (VALUE <> '');
CREATE TABLE by_text (who text, note text);
CREATE TABLE by_varchar (who varchar(40), note text);
CREATE TABLE by_char (who char(40), note text);
CREATE TABLE by_code (who code, note text);
CREATE TABLE by_subject (who credit.subject_id, note text);
CREATE TABLE by_uscc (who credit.uscc, note text);
CREATE TABLE by_resident (who credit.resident_id, note text);
SELECT t, credit.gate(t::regclass, 't.buy.goods', 'who') FROM unnest('{by_text,by_varchar,by_char,by_code,by_subject,by_uscc,by_resident}'::text[]) t;
SET ROLE regress_credit_desk;
SELECT t, q.state, q.message, q.place FROM unnest('{by_text,by_varchar,by_char,by_code,by_subject,by_uscc}'::text[]) t,
	said(format('INSERT INTO %I VALUES (%L)', t, :'barred')) q;
SELECT t, q.state FROM unnest('{by_text,by_varchar,by_char,by_code,by_subject,by_uscc}'::text[]) t,
	said(format('INSERT INTO %I VALUES (%L)', t, :'clean')) q;
SELECT q.state FROM said(format('INSERT INTO by_resident VALUES (%L)', '510402199001010012')) q;
SELECT * FROM said(format('INSERT INTO by_text VALUES (%L)', :'barred')) \gx
-- under another of its numbers, and as people write it
SELECT n, q.state, q.message, q.detail FROM unnest(ARRAY['passport:E8016801', '9151 0402-ma7t08016r']) n, said(format('INSERT INTO by_text VALUES (%L)', n)) q;
-- refused: nothing, and what cannot be read
SELECT n, q.* FROM unnest('{NULL,"","91510402MA7T08016X","somebody"}'::text[]) n, said(format('INSERT INTO by_text VALUES (%L)', n)) q;
SELECT q.* FROM said('INSERT INTO by_subject VALUES (NULL)') q;
-- what is weaker raises a notice
INSERT INTO by_text VALUES (:'limited');
INSERT INTO by_text VALUES (:'honoured');
TABLE by_text;

-- gates that are none
SET ROLE regress_credit_agency;
CREATE TYPE state AS ENUM ('filed', 'approved', 'renewed');
CREATE TABLE licence (no integer PRIMARY KEY, who text, kind text, status state NOT NULL DEFAULT 'filed', note text, reason text, at timestamptz, share numeric);
CREATE VIEW licences AS SELECT * FROM licence;
CREATE SEQUENCE numbers;
SELECT a, q.state, q.message FROM unnest(ARRAY[
	$$'licence', 't.buyer', 'who'$$, $$'licence', 't.buy', 'whom'$$, $$'licence', 't.buy', 'ctid'$$, $$'licence', 't.buy', 'share'$$,
	$$'licences', 't.buy', 'who'$$, $$'numbers', 't.buy', 'last_value'$$, $$'credit.record', 't.buy', 'subject'$$, $$'licence', NULL, 'who'$$, $$'licence', 't.buy', NULL$$,
	$$NULL, 't.buy', 'who'$$, $$'licence', 't.buy', 'who', effects => '{}'$$, $$'licence', 't.buy', 'who', effects => '{forbid}'$$,
	$$'licence', 't.buy', 'who', effects => '{publish}'$$, $$'licence', 't.buy', 'who', effects => '{prohibit,NULL}'$$, $$'licence', 't.buy', 'who', effects => NULL$$,
	$$'licence', 't.buy', 'who', when_column => 'status'$$, $$'licence', 't.buy', 'who', when_values => '{approved}'$$,
	$$'licence', 't.buy', 'who', when_column => 'status', when_values => '{}'$$, $$'licence', 't.buy', 'who', when_column => 'status', when_values => '{aproved}'$$,
	$$'licence', 't.buy', 'who', when_column => 'at', when_values => '{2024-01-01}'$$, $$'licence', 't.buy', 'who', when_column => 'share', when_values => '{1.0}'$$,
	$$'licence', 't.buy', 'who', matter_map => '{"a": "t.buy"}'$$, $$'licence', NULL, 'who', matter_column => 'kind', matter_map => '[]'$$,
	$$'licence', NULL, 'who', matter_column => 'kind', matter_map => '{"a": 1}'$$, $$'licence', NULL, 'who', matter_column => 'kind', matter_map => '{"a": "t.bay"}'$$,
	$$'licence', 't.buy', 'who', override_column => 'share'$$, $$'licence', 't.buy', 'who', on_bar => 'warn'$$, $$'licence', 't.buy', 'who', also_columns => '{none}'$$]) a,
	pg_temp.try(format('SELECT credit.gate(%s)', a)) q;
DROP VIEW licences;
SELECT credit.gate('licence', 't.buy', 'who');
SELECT q.* FROM said($$SELECT credit.gate('licence', 't.buy', 'who', '{limit}')$$) q;
SELECT credit.ungate('licence', 't.buy');
SELECT q.* FROM said($$SELECT credit.ungate('licence', 't.buy')$$) q;
-- by the owner of the table, who may ask
SET ROLE regress_credit_desk;
SELECT q.* FROM said($$SELECT credit.gate('licence', 't.buy', 'who')$$) q;
SELECT q.state FROM said($$SELECT credit.ungate('by_text', 't.buy.goods')$$) q;

-- the grant is gated, not the application
SET ROLE regress_credit_agency;
SELECT credit.gate('licence', 't.buy.goods', 'who', when_column => 'status', when_values => '{approved,renewed}', override_column => 'reason',
	also_columns => '{kind}');
SET ROLE regress_credit_desk;
INSERT INTO licence (no, who, kind) VALUES (1, :'barred', 'a'), (2, 'unreadable', 'a'), (3, NULL, 'a'), (4, :'clean', 'a');
SELECT no, q.state FROM generate_series(1, 4) no, said(format($$UPDATE licence SET status = 'approved' WHERE no = %s$$, no)) q;
SELECT q.state FROM said(format($$INSERT INTO licence (no, who, status) VALUES (5, %L, 'approved')$$, :'barred')) q;
SELECT q.state FROM said(format($$INSERT INTO licence (no, who, status) VALUES (1, %L, 'approved') ON CONFLICT (no) DO UPDATE SET status = 'approved'$$, :'clean')) q;
SELECT q.state FROM said($$INSERT INTO licence (no, who, status) VALUES (1, 'unreadable', 'approved') ON CONFLICT DO NOTHING$$) q;
SELECT q.state FROM said($$MERGE INTO licence l USING (VALUES (1)) v (no) ON l.no = v.no WHEN MATCHED THEN UPDATE SET status = 'renewed'$$) q;
SELECT q.state FROM said(format($$MERGE INTO licence l USING (VALUES (6)) v (no) ON l.no = v.no WHEN NOT MATCHED THEN INSERT (no, who, status) VALUES (6, %L, 'renewed')$$, :'barred')) q;
-- what was granted before goes on: only what grants anew is asked about
SET ROLE regress_credit_agency;
ALTER TABLE licence DISABLE TRIGGER credit_gate_1;
INSERT INTO licence (no, who, kind, status) VALUES (10, :'barred', 'a', 'approved');
ALTER TABLE licence ENABLE TRIGGER credit_gate_1;
SET ROLE regress_credit_desk;
SELECT c, q.state, q.message FROM unnest(ARRAY['note = ''n''', 'who = who', 'status = ''approved''', 'status = ''filed''', 'status = ''renewed''', 'kind = ''b''',
	'who = ''passport:E8016801''', 'reason = '' ''']) c, meets(format('UPDATE licence SET %s WHERE no = 10', c)) q;
-- a BEFORE trigger that approves by itself is no way round
SET ROLE regress_credit_agency;
CREATE FUNCTION approve() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.note = 'quick' THEN NEW.status := 'approved'; END IF; RETURN NEW; END $$;
CREATE TRIGGER zz BEFORE INSERT OR UPDATE ON licence FOR EACH ROW EXECUTE FUNCTION approve();
SET ROLE regress_credit_desk;
SELECT q.state FROM said($$UPDATE licence SET note = 'quick' WHERE no = 1$$) q;
SELECT q.state FROM said(format($$INSERT INTO licence (no, who, note) VALUES (7, %L, 'quick')$$, :'barred')) q;

-- a written reason lets it through, and is kept; blanks say nothing
SELECT r, q.state FROM unnest(ARRAY['', ' ', E'\t\r\n', U&'\3000\00A0', U&'\200B\FEFF']) r, said(format($$UPDATE licence SET status = 'approved', reason = %L WHERE no = 1$$, r)) q;
UPDATE licence SET status = 'approved', reason = '专题会议纪要第 3 号' WHERE no = 1;
UPDATE licence SET note = 'n' WHERE no = 1;
SELECT r, q.state FROM unnest('{NULL," "}'::text[]) r, said(format($$UPDATE licence SET reason = %L WHERE no = 1$$, r)) q;
UPDATE licence SET reason = '专题会议纪要第 4 号' WHERE no = 1;
SELECT no, who, status, reason FROM licence WHERE no = 1;
-- and not where nobody is barred, or who it is cannot be read
UPDATE licence SET status = 'renewed', reason = 'r' WHERE no = 4;
SELECT q.state FROM said($$UPDATE licence SET status = 'approved', reason = 'r' WHERE no = 2$$) q;
SELECT q.state FROM said('SELECT FROM credit.gate_log') q;
SET ROLE regress_credit_office;
SELECT recorded_by = session_user AS by_login, recorded_as, target, matter, subject_no, subject_key = credit.subject_key(:'barred') AS keyed,
	decision = credit.decision_of(:'listed')::text AS decided, measure, effect, reason
FROM credit.gate_log WHERE action = 'override' AND target LIKE 't_gate.%' ORDER BY recorded_at;
SELECT action, target, matter, subject_column, settings, recorded_as FROM credit.gate_log WHERE action <> 'override' AND target LIKE '%.licence' ORDER BY recorded_at;
-- which nobody rewrites
SELECT s, q.state, q.message FROM unnest(ARRAY['DELETE FROM credit.gate_override', 'UPDATE credit.gate_change SET target = ''x''', 'TRUNCATE credit.gate_change', 'TRUNCATE credit.gate_override',
	'INSERT INTO credit.gate_change (action, target, subject_column, settings, recorded_at, recorded_by, recorded_as) VALUES (''gate'', ''t'', ''c'', '''', now(), ''a'', ''a'')',
	'INSERT INTO credit.gate_override (subject, decision, recorded_at, measure, conduct, matter, effect, target, reason, recorded_by, recorded_as) SELECT subject, decision, now(), 1, conduct, ''t.buy'', ''prohibit'', ''t'', ''r'', ''a'', ''a'' FROM credit.decision LIMIT 1']) s,
	pg_temp.try(s) q;

-- one table, many matters
SET ROLE regress_credit_agency;
CREATE TABLE tender (no integer, who text, kind state, worth char(6), plain text);
SELECT credit.gate('tender', NULL, 'who', matter_column => 'worth', matter_map => '{"goods": "t.buy.goods", "loan": "t.loan", "gift": null}');
SET ROLE regress_credit_desk;
SELECT m, s, q.state, q.message, q.place FROM unnest('{goods,loan,gift,work,"",NULL}'::text[]) m, unnest(ARRAY[:'barred', :'clean']) s,
	said(format('INSERT INTO tender (who, worth) VALUES (%L, %L)', s, m)) q;
SELECT q.state FROM said($$UPDATE tender SET worth = 'goods' WHERE worth = 'gift'$$) q;
SELECT who, worth FROM tender ORDER BY 1, 2;
-- the column may say the matter itself; then the map may not be right
SET ROLE regress_credit_agency;
SELECT credit.ungate('tender', NULL), credit.gate('tender', 't', 'who', matter_column => 'plain');
SET ROLE regress_credit_desk;
SELECT m, q.state, q.message FROM unnest('{t.buy.goods,t.loan,t.lone,NULL}'::text[]) m,
	said(format('INSERT INTO tender (who, plain) VALUES (%L, %L)', :'barred', m)) q;
-- keys of the map as the type writes them
SET ROLE regress_credit_agency;
SELECT credit.ungate('tender', 't', 'who');
SELECT q.state, q.message FROM said($$SELECT credit.gate('tender', 't', 'who', matter_column => 'kind', matter_map => '{"file": "t.buy"}')$$) q;
SELECT credit.gate('tender', 't', 'who', matter_column => 'kind', matter_map => '{"filed": null, "approved": "t.buy", "renewed": "t.loan"}',
	when_column => 'kind', when_values => '{approved,renewed}');
SET ROLE regress_credit_desk;
SELECT m, q.state FROM unnest('{filed,approved,renewed}'::text[]) m, said(format('INSERT INTO tender (who, kind) VALUES (%L, %L)', :'barred', m)) q;

-- what bars is a list; what is stronger than all of it bars too
SET ROLE regress_credit_agency;
CREATE TABLE e (who text);
SELECT credit.gate('e', 't.buy', 'who', '{scrutinise}');
SET ROLE regress_credit_desk;
SELECT s, q.state, q.detail FROM unnest(ARRAY[:'barred', :'limited', :'clean', :'honoured']) s, said(format('INSERT INTO e VALUES (%L)', s)) q;
SET ROLE regress_credit_agency;
SELECT credit.ungate('e', 't.buy'), credit.gate('e', 't.buy', 'who', '{prohibit,scrutinise}');
SET ROLE regress_credit_desk;
SELECT s, q.state, q.detail FROM unnest(ARRAY[:'limited']) s, said(format('INSERT INTO e VALUES (%L)', s)) q;
-- notices only, and rows without a subject
SET ROLE regress_credit_agency;
SELECT credit.ungate('e', 't.buy'), credit.gate('e', 't.buy', 'who', on_bar => 'notice', allow_null => true);
SET ROLE regress_credit_desk;
INSERT INTO e VALUES (:'barred'), (:'clean'), (NULL);
SELECT q.state FROM said($$INSERT INTO e VALUES ('')$$) q;

-- COPY, and from inside a function
COPY by_text (who) FROM stdin;
91510402MA7T08032F
91510402MA7T08016R
\.
COPY by_text (who) FROM stdin;
91510402MA7T08032F
\.
CREATE FUNCTION grant_to(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO by_text VALUES (n); EXCEPTION WHEN SQLSTATE 'JC001' THEN RAISE 'caught'; END $$;
SELECT grant_to(:'barred');

-- renamed, moved, and with columns dropped and added
SET ROLE regress_credit_agency;
ALTER TABLE licence RENAME TO permit;
ALTER TABLE permit RENAME who TO holder;
ALTER TABLE permit RENAME status TO stage;
ALTER TABLE permit RENAME reason TO why;
ALTER TABLE permit ADD who text, ADD status state, ADD reason text;
ALTER TABLE permit DROP at;
ALTER TYPE state RENAME TO stages;
ALTER TABLE permit SET SCHEMA t_gate_2;
SET search_path = t_gate, t_gate_2, public, credit;
SELECT q.state, q.message FROM said('ALTER TABLE permit DROP holder') q;
SET ROLE regress_credit_desk;
SELECT q.state, q.place FROM said(format($$INSERT INTO permit (no, holder, stage, who, status) VALUES (8, %L, 'approved', %L, 'filed')$$, :'barred', :'clean')) q;
SELECT q.state FROM said(format($$INSERT INTO permit (no, holder, stage, why, who) VALUES (8, %L, 'approved', 'r', %L)$$, :'barred', :'clean')) q;
SET ROLE regress_credit_agency;
SELECT target, subject_column, enabled, definition FROM credit.gates WHERE target = 't_gate_2.permit';
-- a value of the enum that is renamed is missed
BEGIN;
ALTER TYPE stages RENAME VALUE 'approved' TO 'granted';
SELECT q.* FROM said(format($$INSERT INTO permit (no, holder, stage) VALUES (9, %L, 'granted')$$, :'barred')) q;
ROLLBACK;
-- a gate that has lost its columns refuses
SET ROLE regress_credit_agency;
BEGIN;
ALTER TABLE permit DROP holder CASCADE;
SELECT q.* FROM said('UPDATE permit SET no = no WHERE no = 4') q;
ROLLBACK;
BEGIN;
ALTER TABLE permit DROP stage CASCADE;
SELECT q.state FROM said('UPDATE permit SET no = no WHERE no = 4') q;
SELECT q.state FROM said('INSERT INTO permit (no) VALUES (99)') q;
SELECT count(*) FROM credit.gates WHERE target = 't_gate_2.permit';
ROLLBACK;
BEGIN;
ALTER TABLE permit DISABLE TRIGGER credit_gate_1;
SELECT enabled FROM credit.gates WHERE target = 't_gate_2.permit';
ROLLBACK;
SELECT enabled FROM credit.gates WHERE target = 't_gate_2.permit';

-- partitions: of the parent, to a leaf, moved between leaves, attached later
SET search_path = t_gate, public, credit;
CREATE TABLE part (region integer, note text, who text, status text) PARTITION BY LIST (region);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
CREATE TABLE part_2 (status text, gone text, who text, region integer, note text);
ALTER TABLE part_2 DROP gone;
SELECT credit.gate('part', 't.buy', 'who', when_column => 'status', when_values => '{ok}');
ALTER TABLE part ATTACH PARTITION part_2 FOR VALUES IN (2);
SET ROLE regress_credit_desk;
SELECT s, q.state, q.place FROM unnest(ARRAY['part (region, who, status) VALUES (1, %L, ''ok'')', 'part (region, who, status) VALUES (2, %L, ''ok'')',
	'part_1 (region, who, status) VALUES (1, %L, ''ok'')', 'part_2 (region, who, status) VALUES (2, %L, ''ok'')']) s, said(format('INSERT INTO ' || s, :'barred')) q;
INSERT INTO part (region, who, status) VALUES (1, :'barred', 'filed'), (2, :'barred', 'filed');
SELECT q.state FROM said('UPDATE part SET status = ''ok'' WHERE region = 2') q;
SELECT q.state FROM said('UPDATE part_2 SET status = ''ok'' WHERE region = 2') q;
SELECT q.state FROM said('UPDATE part SET region = 2, status = ''ok'' WHERE region = 1') q;
UPDATE part SET region = 2 WHERE region = 1;
SET ROLE regress_credit_agency;
SELECT q.* FROM said($$SELECT credit.ungate('part_1', 't.buy')$$) q;
SELECT credit.ungate('part', 't.buy');
SELECT count(*) FROM pg_trigger WHERE tgrelid IN ('part'::regclass, 'part_1'::regclass, 'part_2'::regclass);

-- generated columns, alone and as the column of the values
CREATE TABLE made (area text, body text, points integer, who text GENERATED ALWAYS AS (area || body) STORED, grade text GENERATED ALWAYS AS (CASE WHEN points > 5 THEN 'pass' ELSE 'fail' END) STORED);
SELECT credit.gate('made', 't.buy', 'who', when_column => 'grade', when_values => '{pass}');
SET ROLE regress_credit_desk;
SELECT q.state FROM said($$INSERT INTO made VALUES ('91510402', 'MA7T08016R', 9)$$) q;
INSERT INTO made VALUES ('91510402', 'MA7T08016R', 1), ('91510402', 'MA7T08032F', 9);
SELECT q.state FROM said($$UPDATE made SET points = 6 WHERE points = 1$$) q;
SELECT q.state FROM said($$UPDATE made SET body = 'MA7T08016R' WHERE points = 9$$) q;

-- inheritance: each table by itself
SET ROLE regress_credit_agency;
CREATE TABLE parent (who text);
CREATE TABLE child () INHERITS (parent);
SELECT credit.gate('parent', 't.buy', 'who');
SELECT credit.gate('child', 't.buy', 'who');
SET ROLE regress_credit_desk;
SELECT t, q.state FROM unnest('{parent,child}'::text[]) t, said(format('INSERT INTO %I VALUES (%L)', t, :'barred')) q;
INSERT INTO child VALUES (:'clean');
SELECT q.state FROM said(format('UPDATE parent SET who = %L', :'barred')) q;

-- a key that cascades into the subject column
SET ROLE regress_credit_agency;
CREATE TABLE firm (who text PRIMARY KEY);
CREATE TABLE award (who text DEFAULT 'nobody' REFERENCES firm ON UPDATE CASCADE ON DELETE SET DEFAULT);
SELECT credit.gate('award', 't.buy', 'who');
SET ROLE regress_credit_desk;
INSERT INTO firm VALUES (:'clean'), ('nobody');
INSERT INTO award VALUES (:'clean');
SELECT q.state FROM said(format('UPDATE firm SET who = %L WHERE who <> ''nobody''', :'barred')) q;
SELECT q.state FROM said('DELETE FROM firm WHERE who <> ''nobody''') q;
TABLE award;

-- through a view, with a rule of its own and with an INSTEAD OF trigger
SET ROLE regress_credit_agency;
CREATE VIEW door AS SELECT who FROM by_varchar;
CREATE VIEW desk AS SELECT who, note FROM by_varchar;
CREATE FUNCTION enter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO by_varchar VALUES (NEW.who, NEW.note); RETURN NEW; END $$;
CREATE TRIGGER enter INSTEAD OF INSERT ON desk FOR EACH ROW EXECUTE FUNCTION enter();
SET ROLE regress_credit_desk;
SELECT v, n, q.state FROM unnest('{door,desk}'::text[]) v, unnest(ARRAY[:'barred', :'clean']) n, said(format('INSERT INTO %I (who) VALUES (%L)', v, n)) q;

-- two subjects in a row, two matters a subject
SET ROLE regress_credit_agency;
CREATE TABLE bid (no integer, bidder text, partner text);
SELECT credit.gate('bid', 't.buy', 'bidder'), credit.gate('bid', 't.buy', 'partner', allow_null => true), credit.gate('bid', 't.loan', 'bidder', '{reference}');
SET ROLE regress_credit_desk;
SELECT q.state, q.message, q.place FROM said(format('INSERT INTO bid VALUES (1, %L, %L)', :'clean', :'barred')) q;
SELECT q.state, q.message, q.place FROM said(format('INSERT INTO bid VALUES (1, %L, NULL)', :'limited')) q;
INSERT INTO bid VALUES (1, :'clean', NULL);
SET ROLE regress_credit_agency;
SELECT credit.ungate('bid', 't.buy', 'partner');
SELECT subject_column, (regexp_match(definition, 'matter=([a-z.]+)'))[1] AS matter FROM credit.gates WHERE target = 't_gate.bid' ORDER BY 1, 2;
SELECT credit.gate('bid', 't.buy', 'partner');
SELECT tgname FROM pg_trigger WHERE tgrelid = 'bid'::regclass ORDER BY 1;

-- without the right to ask nothing is let through, and nothing is told
RESET ROLE;
CREATE ROLE regress_credit_stranger;
GRANT USAGE ON SCHEMA t_gate TO regress_credit_stranger;
GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA t_gate TO regress_credit_stranger;
SET ROLE regress_credit_stranger;
SELECT n, q.state, q.message FROM unnest(ARRAY[:'barred', :'clean', 'unreadable']) n, said(format('INSERT INTO by_text VALUES (%L)', n)) q;
INSERT INTO e VALUES (NULL);
SELECT q.state FROM said($$SELECT credit.gate('e', 't.buy', 'who')$$) q;

-- the owner of the table may not ask, and cannot make the gate do it with
-- operators, functions, casts or a path of his own
RESET ROLE;
GRANT USAGE ON SCHEMA credit TO regress_credit_stranger;
CREATE SCHEMA t_evil AUTHORIZATION regress_credit_stranger;
GRANT USAGE ON SCHEMA t_evil TO regress_credit_desk, regress_credit_office;
SET ROLE regress_credit_stranger;
SET search_path = t_evil, pg_catalog;
CREATE FUNCTION told(text) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF current_user = 'regress_credit_office' THEN
		RAISE NOTICE 'evil runs as %', current_user;
	END IF;
	RETURN true;
END $$;
CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE sql RETURN told($1);
CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = same);
CREATE OPERATOR <= (LEFTARG = text, RIGHTARG = text, FUNCTION = same);
CREATE FUNCTION starts_with(text, text) RETURNS boolean LANGUAGE sql RETURN told($1);
CREATE DOMAIN nobody AS text CHECK (told(VALUE));
CREATE TABLE trap (who nobody, status nobody, reason nobody);
GRANT ALL ON trap TO regress_credit_desk;
SELECT q.state FROM t_gate.said($$SELECT credit.gate('trap', 't.buy', 'who')$$) q;
CREATE TRIGGER by_hand AFTER INSERT ON trap FOR EACH ROW EXECUTE FUNCTION credit.gate_row('gate=1', 'columns={subject}', 'matter=t.buy', 'effects={prohibit}');
CREATE TRIGGER by_hand_2 BEFORE INSERT ON trap FOR EACH ROW EXECUTE FUNCTION credit.gate_row();
RESET ROLE;
SET ROLE regress_credit_desk;
SET search_path = t_evil, pg_catalog;
SELECT q.state, q.message FROM t_gate.said(format('INSERT INTO trap VALUES (%L, ''a'')', '91510402MA7T08016R')) q;
SET ROLE regress_credit_stranger;
DROP TRIGGER by_hand_2 ON trap;
SET ROLE regress_credit_desk;
SELECT q.state, q.message FROM t_gate.said(format('INSERT INTO trap VALUES (%L, ''a'')', '91510402MA7T08016R')) q;
SET ROLE regress_credit_stranger;
DROP TRIGGER by_hand ON trap;
RESET ROLE;
GRANT SELECT ON credit.may_check TO regress_credit_stranger;
SET ROLE regress_credit_stranger;
SET search_path = t_evil, pg_catalog;
SELECT credit.gate('trap', 't.buy', 'who', when_column => 'status', when_values => '{ok}', override_column => 'reason');
SET ROLE regress_credit_desk;
SET search_path = t_evil, pg_catalog;
SELECT q.state, q.message FROM t_gate.said(format('INSERT INTO trap VALUES (%L, ''ok'')', '91510402MA7T08016R')) q;
INSERT INTO trap VALUES ('91510402MA7T08016R', 'ok', 'r');
-- the trap is set: only whoever walks into it by himself is caught
SET ROLE regress_credit_office;
SELECT 'a'::text = 'b'::text;
RESET ROLE;
REVOKE SELECT ON credit.may_check FROM regress_credit_stranger;
SET search_path = t_gate, public, credit;

-- the same as JSON
SET ROLE regress_credit_desk;
SELECT credit.bars(:'barred', 't.buy.goods') AS found \gset
SELECT key, CASE key WHEN 'measures' THEN jsonb_array_length(value)::text WHEN 'on_day' THEN (value = to_jsonb(credit.today()))::text ELSE value::text END AS value
FROM jsonb_each(:'found'::jsonb);
SELECT key, CASE WHEN key IN ('decision', 'from_day') THEN 'X' WHEN key = 'explain' THEN (SELECT string_agg(s ->> 'kind', ', ') FROM jsonb_array_elements(value) s) ELSE value::text END AS value
FROM jsonb_each(:'found'::jsonb #> '{measures,0}');
SELECT m, e, b ->> 'barred' AS barred, jsonb_path_query_array(b, '$.measures[*].effect') AS effects, jsonb_path_query_array(b, '$.measures[*].bars') AS bars
FROM unnest('{t.buy,t.loan}'::text[]) m, unnest('{"{prohibit}","{scrutinise}","{prohibit,scrutinise}"}'::text[]) e,
	credit.bars(:'limited', m, effects => e::text[]) b;
SELECT credit.bars(:'clean'::credit.subject_id, 't.buy', '2024-01-01');
SELECT s, q.state FROM unnest(ARRAY[format('%L, ''t.bay''', :'clean'), '''x'', ''t.buy''', 'NULL::text, ''t.buy''']) s, said(format('SELECT credit.bars(%s)', s)) q;
SET ROLE regress_credit_stranger;
SELECT q.state FROM said(format('SELECT credit.bars(%L, ''t.buy'')', :'clean')) q;

-- what ended or is stopped bars nobody
SET ROLE regress_credit_office;
SELECT credit.lodge_objection(:'barred', credit.decision_of(:'listed'), credit.today(), 'not me') AS objection \gset
SET ROLE regress_credit_desk;
SELECT q.state FROM said(format('INSERT INTO by_text VALUES (%L)', :'barred')) q;
SET ROLE regress_credit_office;
SELECT credit.answer_objection(:'barred', :'objection', credit.today(), 'dismissed', 'it is', 't_court', 'answer 1') \g /dev/null
SET ROLE regress_credit_desk;
SELECT q.state FROM said(format('INSERT INTO by_text VALUES (%L)', :'barred')) q;
SET ROLE regress_credit_office;
SELECT credit.release(:'barred', credit.decision_of(:'listed'), credit.today(), 'release 1', 'performed') \g /dev/null
SET ROLE regress_credit_desk;
SELECT q.state FROM said(format('INSERT INTO by_text VALUES (%L)', :'barred')) q;

-- whatever makes a measure stronger takes the stripe that gates wait for: the
-- number of stripes that a statement holds
SET ROLE regress_credit_office;
CREATE FUNCTION pg_temp.stripes(sql text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	BEGIN
		EXECUTE sql;
		SELECT count(*) INTO n FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 19 AND classid = 1 AND mode = 'ExclusiveLock' AND pid = pg_backend_pid();
		RAISE SQLSTATE 'TT000';
	EXCEPTION WHEN SQLSTATE 'TT000' THEN NULL;
	END;
	-- and now for good
	EXECUTE sql;
	RETURN n;
END $$;
-- a verb: {} is the subject, t is today
CREATE FUNCTION pg_temp.hold(verb text) RETURNS bigint LANGUAGE sql
	RETURN pg_temp.stripes('SELECT credit.' || regexp_replace(replace(verb, '{}', quote_literal('91510402MA7T080597')), '\mt\M', 'credit.today()', 'g'));
CREATE FUNCTION pg_temp.last(k text) RETURNS text LANGUAGE sql
	RETURN (SELECT quote_literal(event) FROM credit.event WHERE subject = '91510402MA7T080597' AND kind = k ORDER BY recorded_at DESC LIMIT 1);
SELECT pg_temp.hold($$report({}, 't_listed', 't_court', 'hold 1', t - 3, 'r', served_on => t - 3, late_reason => 'l')$$) AS listed;
SELECT pg_temp.hold($$report({}, 't_many', 't_finance', 'hold 2', t - 60, 'r', late_reason => 'l')$$) AS proposed;
SELECT credit.decision_of(record) AS d, record AS r FROM credit.record WHERE subject = '91510402MA7T080597' AND conduct = 't_many' \gset
SELECT pg_temp.hold(format($$notify({}, %L, t - 50, 'by hand', late_reason => 'l')$$, :'r')) AS notify;
SELECT pg_temp.hold(format($$waive_defence({}, %L, t - 50, 'w', late_reason => 'l')$$, :'r')) AS waive;
SELECT pg_temp.hold(format($$decide({}, %L, 'hold 2', t - 40, 't_office', late_reason => 'l')$$, :'r')) AS decide;
SELECT pg_temp.hold(format($$serve({}, %L, t - 40, 'by hand', late_reason => 'l')$$, :'d')) AS serve;
SELECT pg_temp.hold(format($$condition_met({}, %L, 5, t, 'c')$$, :'d')) AS condition_met;
SELECT pg_temp.hold(format($$condition_ended({}, %L, 5, t, 'c')$$, :'d')) AS condition_ended;
SELECT pg_temp.hold(format($$review({}, %L, t, 'continued', 'v')$$, :'d')) AS review;
SELECT pg_temp.hold(format($$stay({}, %L, t - 1, NULL, 's', 'r', late_reason => 'l')$$, :'d')) AS stay;
SELECT pg_temp.hold(format($$resume({}, %L, t, 's')$$, :'d')) AS resume;
SELECT pg_temp.hold(format($$lodge_objection({}, %L, t, 'g')$$, :'d')) AS object;
SELECT pg_temp.hold(format($$answer_objection({}, %s, t, 'dismissed', 'r', 't_finance', 'a')$$, pg_temp.last('objection'))) AS dismiss;
SELECT pg_temp.hold(format($$lodge_complaint({}, %s, t, 'g')$$, pg_temp.last('objection'))) AS complain;
SELECT pg_temp.hold(format($$answer_complaint({}, %s, t, 'dismissed', 'r', 't_office', 'a')$$, pg_temp.last('complaint'))) AS dismiss_complaint;
SELECT pg_temp.hold(format($$apply_repair({}, %L, t, '{"paid": true}', 'p')$$, :'d')) AS apply_repair;
SELECT pg_temp.hold(format($$answer_repair({}, %s, t, 'refused', NULL, 'r', 't_finance', 'a')$$, pg_temp.last('repair'))) AS refuse_repair;
SELECT pg_temp.hold(format($$correct_record({}, %L, '{"reason": "other"}', 'c', 'r')$$, :'r')) AS correct;
SELECT pg_temp.hold(format($$notify({}, %L, t, 'by hand')$$, :'r')) AS notify_again;
SELECT pg_temp.hold($$link_identifier({}, 'passport:E8016805', '[2020-01-01,)', 'x')$$) AS link;
SELECT pg_temp.hold($$end_identifier({}, 'passport:E8016805', t, 'x')$$) AS end_link;

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA t_gate, t_gate_2, t_evil CASCADE;
DROP OWNED BY regress_credit_agency;
DROP OWNED BY regress_credit_desk;
DROP OWNED BY regress_credit_stranger;
DROP ROLE regress_credit_stranger, regress_credit_agency, regress_credit_desk;
