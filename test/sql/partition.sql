-- The same answers where the tables are partitioned by subject, in a database
-- of its own.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set flow :d/data/city_flow.sql
\set answers :d/data/city_answers.sql
\set home :DBNAME
CREATE DATABASE regress_credit_partition TEMPLATE template0 ENCODING 'UTF8';
\c regress_credit_partition
SET client_min_messages = warning;
CREATE EXTENSION credit CASCADE;
\set partitions 4
\i :city
\i :flow
\i :answers

-- every table of facts is, and its rows are spread
SELECT relname, count(i.inhrelid) FROM pg_class c LEFT JOIN pg_inherits i ON i.inhparent = c.oid
WHERE relnamespace = 'credit'::regnamespace AND relkind = 'p' GROUP BY 1 ORDER BY 1;
SELECT count(DISTINCT tableoid) > 1 AS spread FROM credit.record;
SELECT relname FROM pg_class c WHERE relnamespace = 'credit'::regnamespace AND relkind = 'r' AND NOT relispartition
	AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'subject' AND attnum > 0);

-- written to a leaf it is the same
SELECT tableoid::regclass AS leaf FROM credit.record WHERE subject = :'m' LIMIT 1 \gset
SELECT tableoid::regclass AS other_leaf FROM credit.record WHERE tableoid <> :'leaf'::regclass LIMIT 1 \gset
\set VERBOSITY sqlstate
INSERT INTO :leaf (subject, conduct, agency, document_no, determined_on, reason, late_reason)
VALUES (:'m', 't_none', 't_finance', 'leaf', '2024-03-01', 'r', 'l');
INSERT INTO :leaf (subject, conduct, agency, document_no, determined_on, reason, late_reason)
VALUES (:'m', 't_bid', 't_finance', 'days', '2024-03-01', 'r', 'l');
INSERT INTO :other_leaf (subject, conduct, agency, document_no, determined_on, reason, late_reason)
VALUES (:'m', 't_bid', 't_finance', 'leaf', '2024-03-01', 'r', 'l');
UPDATE :leaf SET reason = 'x';
DELETE FROM :leaf;
TRUNCATE :leaf CASCADE;
TRUNCATE credit.standing_0;
UPDATE credit.standing_0 SET last_day = NULL;
UPDATE credit.standing_1 SET last_day = NULL;
UPDATE credit.standing_2 SET last_day = NULL;
UPDATE credit.standing_3 SET last_day = NULL;
\set VERBOSITY default
INSERT INTO :leaf (subject, conduct, agency, document_no, determined_on, served_on, reason, subject_name, late_reason)
VALUES (:'m', 't_listed', 't_court', 'leaf', '2024-03-01', '2024-03-01', 'r', 'Leaf Ltd', 'l');
SELECT document_no, from_day FROM credit.penalties(:'m', '2024-03-02');

-- another number of a subject: the function finds the partition, a plain INSERT
-- says what to do
SELECT credit.report('passport:E3333333', 't_bid', 't_finance', 'verb', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
SELECT subject = :'q' AS moved, identifier FROM credit.record WHERE document_no = 'verb';
SELECT (pg_temp.try($$INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason)
	VALUES ('passport:E3333333', 't_bid', 't_finance', 'plain', '2024-03-01', 'r', 'l')$$)).*;
INSERT INTO credit.record (subject, identifier, conduct, agency, document_no, determined_on, reason, late_reason)
VALUES (credit.subject_of('passport:E3333333', '2024-03-01'), 'passport:E3333333', 't_bid', 't_finance', 'plain', '2024-03-01', 'r', 'l');
SELECT identifier FROM credit.record WHERE document_no = 'plain';
-- and a link given to another number of it
SELECT credit.link_identifier('passport:E3333333', 'passport:E5555555', '[2024-02-01,)', 'register 2', late_reason => 'l');
SELECT credit.end_identifier('passport:E3333333', 'passport:E5555555', '2024-06-01', 'register 3', late_reason => 'l');
SELECT subject = :'q' AS moved, action, valid FROM credit.subject_identifier WHERE identifier = 'passport:E5555555' ORDER BY recorded_at;
SELECT state, message FROM pg_temp.try($$INSERT INTO credit.subject_identifier (subject, identifier, valid, document_no, late_reason)
	VALUES ('passport:E3333333', 'passport:E6666666', '[2024-02-01,)', 'x', 'l')$$);

TABLE standing_wrong;
\c :home
DROP DATABASE regress_credit_partition;
