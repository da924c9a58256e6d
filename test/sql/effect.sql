-- effects_on(), what effect_on() runs as its owner under the settings of the
-- caller, and tokens of days before our era.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\set a 91510402MA7T04015R
\set b 91510402MA7T04023L
\set c 'passport:E7700001'
\set linked 'passport:E7700002'
\set twice 'passport:E7700003'
BEGIN;
SELECT credit.report(:'a', 't_bid', 't_finance', 'effect 1', '2024-02-20', 'r', occurred_on => '2024-02-01', late_reason => 'l') AS r \gset
SELECT credit.notify(:'a', :'r', '2024-03-04', 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.decide(:'a', :'r', 'effect 1', '2024-03-15', 't_office', late_reason => 'l') AS d \gset
SELECT credit.serve(:'a', :'d', '2024-03-15', 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.link_identifier(:'a', :'linked', '[2024-01-01,)', 'register', late_reason => 'l') \g /dev/null
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01'), credit.effect_on(:'linked', 't.buy.goods', '2024-06-01'),
	credit.effect_on(:'c', 't.buy.goods', '2024-06-01');

-- a row an element, in their order, each as effect_on() has it
SELECT e.subject, e.effect, e.effect = credit.effect_on(e.subject, 't.buy', '2024-06-01') AS same
FROM credit.effects_on(ARRAY[:'c', :'linked', :'a', :'b', :'a']::credit.subject_id[], 't.buy', '2024-06-01') e;
SELECT count(*) FROM credit.effects_on('{}', 't.buy', '2024-06-01');
SELECT a, q.state, q.message FROM unnest(ARRAY['''{}'', ''t.bye''', 'ARRAY[''passport:E7700001'']::credit.subject_id[], ''t.bye''',
	'''{}'', NULL', 'NULL, ''t.buy''', '''{NULL}'', ''t.buy''', '''{}'', ''t.buy'', ''infinity''']) a,
	pg_temp.try(format('SELECT * FROM credit.effects_on(%s)', a)) q;
-- one that is ambiguous refuses them all
SELECT credit.link_identifier(:'a', :'twice', '[2024-01-01,)', 'register', late_reason => 'l'),
	credit.link_identifier(:'b', :'twice', '[2024-01-01,)', 'register', late_reason => 'l') \g /dev/null
SELECT q.state, q.message FROM pg_temp.try(format('SELECT * FROM credit.effects_on(ARRAY[%L, %L]::credit.subject_id[], ''t.buy'', ''2024-06-01'')', :'a', :'twice')) q;

-- a copy that knows facts alone does not say "clear"
RESET ROLE;
SAVEPOINT facts_alone;
SET session_replication_role = replica;
DELETE FROM credit.standing WHERE decision = :'d';
SET session_replication_role = origin;
SELECT f, q.state, q.message FROM unnest(ARRAY['effect_on(%L', 'check(%L', 'effects_on(ARRAY[%L]::credit.subject_id[]']) f,
	pg_temp.try(format('SELECT credit.' || f || ', ''t.buy'', ''2024-06-01'')', :'a')) q;
ROLLBACK TO facts_alone;

-- another revision is seen by the question that sees it, and not after a
-- roll-back
SELECT effect FROM credit.effects_on(ARRAY[:'a']::credit.subject_id[], 't.buy.goods', '2024-06-01');
SAVEPOINT revision;
SET session_replication_role = replica;
UPDATE credit.measure SET effect = 'supervise' WHERE conduct = 't_bid' AND effect = 'prohibit';
UPDATE credit.catalogue_revision SET revision = revision + 1;
SET session_replication_role = origin;
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');
ROLLBACK TO revision;
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');

-- a catalogue that has not arrived, or not all of it, clears nobody for longer
-- than it takes
SET session_replication_role = replica;
CREATE TEMP TABLE late AS SELECT * FROM credit.measure WHERE conduct = 't_bid';
DELETE FROM credit.measure WHERE conduct = 't_bid';
UPDATE credit.catalogue_revision SET revision = revision + 1;
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');
INSERT INTO credit.measure SELECT * FROM late;
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');
DELETE FROM credit.matter WHERE code = 't.buy.goods';
UPDATE credit.catalogue_revision SET revision = revision + 1;
SELECT credit.effect_on(:'a', 't.buy', '2024-06-01');
INSERT INTO credit.matter VALUES ('t.buy.goods', 'purchases of goods');
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');
CREATE FUNCTION pg_temp.answers(OUT question text, OUT state text, OUT message text) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT f, q.state, q.message FROM unnest(ARRAY['effect_on(%L', 'check(%L', 'effects_on(ARRAY[%L]::credit.subject_id[]']) f,
		pg_temp.try(format('SELECT credit.' || f || ', ''t.buy.goods'', ''2024-06-01'')', '91510402MA7T04015R')) q
$$;
SAVEPOINT arriving;
DELETE FROM credit.conduct WHERE code = 't_bid';
UPDATE credit.catalogue_revision SET revision = revision + 1;
SELECT * FROM pg_temp.answers();
ROLLBACK TO arriving;
DELETE FROM credit.catalogue_revision;
SELECT * FROM pg_temp.answers();
ROLLBACK TO arriving;
CREATE TABLE public.child () INHERITS (credit.catalogue_revision);
DELETE FROM credit.catalogue_revision;
SELECT * FROM pg_temp.answers();
ROLLBACK TO arriving;
-- nor does an owner who makes other columns of ours bring a server down
ALTER TABLE credit.measure ALTER effect DROP NOT NULL;
UPDATE credit.measure SET effect = NULL WHERE conduct = 't_bid';
UPDATE credit.catalogue_revision SET revision = revision + 1;
SELECT * FROM pg_temp.answers();
ROLLBACK TO arriving;
DROP VIEW credit.measure_run, pg_temp.standing_kept CASCADE;
ALTER TABLE credit.standing ALTER conduct TYPE bigint USING 12345678;
SELECT * FROM pg_temp.answers();
ROLLBACK TO arriving;
ROLLBACK TO revision;
SET session_replication_role = origin;
SELECT credit.effect_on(:'a', 't.buy.goods', '2024-06-01');

-- what a caller puts in the way of names and operators never runs: not as the
-- plan is made, nor later
CREATE ROLE regress_credit_stranger;
CREATE SCHEMA trap AUTHORIZATION regress_credit_stranger;
GRANT USAGE ON SCHEMA credit TO regress_credit_stranger;
SET ROLE regress_credit_stranger;
SELECT q.state, q.message FROM unnest(ARRAY['effect_on(''passport:E7700001''', 'effects_on(''{}''']) f,
	pg_temp.try(format('SELECT credit.%s, ''t.buy'')', f)) q;
RESET ROLE;
GRANT SELECT ON credit.may_check TO regress_credit_stranger;
SET ROLE regress_credit_stranger;
CREATE FUNCTION trap.same(credit.subject_id, credit.subject_id) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped as %', current_user; END $$;
CREATE FUNCTION trap.same(uuid, uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped as %', current_user; END $$;
CREATE FUNCTION trap.same(integer, bigint) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped as %', current_user; END $$;
CREATE FUNCTION trap.same(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped as %', current_user; END $$;
CREATE FUNCTION trap.count() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped as %', current_user; END $$;
CREATE FUNCTION trap.unnest(credit.subject_id[]) RETURNS SETOF credit.subject_id LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped as %', current_user; END $$;
CREATE OPERATOR trap.= (FUNCTION = trap.same, LEFTARG = credit.subject_id, RIGHTARG = credit.subject_id);
CREATE OPERATOR trap.= (FUNCTION = trap.same, LEFTARG = uuid, RIGHTARG = uuid);
CREATE OPERATOR trap.= (FUNCTION = trap.same, LEFTARG = integer, RIGHTARG = bigint);
CREATE OPERATOR trap.= (FUNCTION = trap.same, LEFTARG = text, RIGHTARG = text);
CREATE TEMP TABLE standing (subject credit.subject_id);
CREATE TEMP TABLE catalogue_revision (revision bigint);
SELECT p, credit.effect_on(:'a', 't.buy.goods', '2024-06-01'), credit.effect_on(:'linked', 't.buy.goods', '2024-06-01'),
	(SELECT string_agg(effect, ' ') FROM credit.effects_on(ARRAY[:'a']::credit.subject_id[], 't.buy.goods', '2024-06-01')) AS batch,
	(SELECT count(*) FROM credit.check(:'a', 't.buy.goods', '2024-06-01')) > 0 AS rows
FROM unnest('{"trap, pg_catalog","pg_temp, trap, pg_catalog, credit","credit, pg_catalog","trap, pg_catalog"}'::text[]) p, set_config('search_path', p, true) s
WHERE s OPERATOR(pg_catalog.=) p;
RESET ROLE;
SET search_path = public, credit;

-- a token names any day that can be asked about
SELECT day, credit.token(:'a', 't.buy', day) LIKE '%/' || split_part(day::text, ' ', 1) || '%' AS named,
	(SELECT count(*) FROM credit.replay(credit.token(:'a', 't.buy', day))) AS rows
FROM unnest('{2024-06-01,0044-03-15 BC,0001-12-31 BC,0001-01-01,4713-01-01 BC,5874897-12-31}'::date[]) day;
ROLLBACK;
