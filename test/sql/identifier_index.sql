-- Identifier types: order, hash, indexes, exclusion, binary copies.

CREATE ROLE regress_identifier;
CREATE SCHEMA regress_identifier AUTHORIZATION regress_identifier;
GRANT USAGE ON SCHEMA credit TO regress_identifier;
SET ROLE regress_identifier;
SET search_path = regress_identifier, public, credit;

-- resident numbers made of their parts, and other schemes among them
CREATE FUNCTION resident(n int) RETURNS subject_id LANGUAGE sql IMMUTABLE AS $$
	SELECT ('id:' || (510402 + n % 7) || to_char(n % 100, 'FM00') || to_char(1 + n % 12, 'FM00') || to_char(1 + n % 28, 'FM00')
		|| to_char(n % 1000, 'FM000'))::credit.subject_id
$$;
CREATE FUNCTION passport(n int) RETURNS subject_id LANGUAGE sql IMMUTABLE AS $$
	SELECT ('passport:ABCDEFG' || to_char(n, 'FM000000'))::credit.subject_id
$$;
CREATE TABLE person (n int, s subject_id);
INSERT INTO person SELECT n, resident(n) FROM generate_series(1, 3000) n;
-- alike in the eight bytes an abbreviated key has
INSERT INTO person SELECT 3000 + n, passport(n * 7 % 1000) FROM generate_series(0, 999) n;
INSERT INTO person SELECT 5000, 'uscc:91110108MA02M0XT64';
INSERT INTO person SELECT 5001, '914403001922038217!';
INSERT INTO person SELECT 5002, '914403001922038216';
INSERT INTO person SELECT 5003, 'reg:3302030000306';
INSERT INTO person SELECT 5004, 'reg:330203000030639';
INSERT INTO person SELECT 5005, 'org:192203821';
INSERT INTO person SELECT 5006, 'permit:H12345678';
ANALYZE person;

-- order is that of the bytes, by abbreviated keys and without
SELECT count(*) AS out_of_order
FROM (SELECT subject_id_send(s) AS b, lag(subject_id_send(s)) OVER (ORDER BY s) AS before FROM person) o
WHERE before > b;
SELECT count(*) AS differ
FROM (SELECT s, row_number() OVER (ORDER BY s) AS by_value, row_number() OVER (ORDER BY subject_id_send(s)) AS by_bytes FROM person) o
WHERE by_value <> by_bytes
	AND NOT EXISTS (SELECT FROM person p WHERE p.s = o.s HAVING count(*) > 1);
SELECT count(*) AS differ
FROM (SELECT array_agg(s ORDER BY s DESC) AS a, array_agg(s ORDER BY subject_id_send(s) DESC) AS b FROM person) o
WHERE a::text[] <> b::text[];
SELECT count(*) AS wrong
FROM person a, person b
WHERE a.n % 50 = 0 AND b.n % 50 = 1 AND ((a.s < b.s) <> (subject_id_send(a.s) < subject_id_send(b.s))
	OR (a.s <= b.s) <> (subject_id_send(a.s) <= subject_id_send(b.s))
	OR (a.s = b.s) <> (subject_id_send(a.s) = subject_id_send(b.s))
	OR (a.s <> b.s) <> (subject_id_send(a.s) <> subject_id_send(b.s))
	OR (a.s >= b.s) <> (subject_id_send(a.s) >= subject_id_send(b.s))
	OR (a.s > b.s) <> (subject_id_send(a.s) > subject_id_send(b.s))
	OR sign(subject_id_cmp(a.s, b.s)) <> CASE WHEN a.s < b.s THEN -1 WHEN a.s > b.s THEN 1 ELSE 0 END);

-- bytes and hash are frozen: these lines never change
SELECT t AS code, encode(subject_id_send(t::subject_id), 'hex') AS bytes
FROM unnest(ARRAY['91110108MA02M0XT64', '914403001922038217!', '51040219851215008X', 'org:42500615X',
	'reg:330203000030639', 'reg:3302030000306', 'passport:E12345678', 'permit:H12345678']) t;
SELECT t AS code, subject_id_hash(t::subject_id), subject_id_hash_extended(t::subject_id, 0) AS extended,
	subject_id_hash_extended(t::subject_id, 20170420) AS seeded
FROM unnest(ARRAY['91110108MA02M0XT64', '51040219851215008X', 'org:42500615X']) t;

-- min and max, from the index and from the heap, of the narrow types too
SELECT min(s), max(s) FROM person;
SELECT min('91110108MA02M0XT64'::uscc), max('51040219851215008X'::resident_id);
SELECT min(s), max(s) FROM person WHERE false;

-- btree
CREATE INDEX person_btree ON person (s);
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT n FROM person WHERE s = '914403001922038217!';
SELECT n FROM person WHERE s = '914403001922038217!';
EXPLAIN (COSTS OFF) SELECT s FROM person ORDER BY s LIMIT 3;
SELECT s FROM person ORDER BY s LIMIT 3;
SELECT max(s) FROM person;
SELECT count(*) FROM person WHERE s >= 'passport:ABCDEFG000100' AND s < 'passport:ABCDEFG000200';
DROP INDEX person_btree;

-- hash
CREATE INDEX person_hash ON person USING hash (s);
EXPLAIN (COSTS OFF) SELECT n FROM person WHERE s = 'reg:3302030000306';
SELECT n FROM person WHERE s = 'reg:3302030000306';
DROP INDEX person_hash;
RESET enable_bitmapscan;

-- brin, on a narrow type as well
CREATE TABLE firm (n int, u uscc);
INSERT INTO firm SELECT n, u::uscc FROM (VALUES (1, '91110108MA02M0XT64'), (2, '914403001922038217!'), (3, '12100000400000624D')) v(n, u);
CREATE INDEX firm_brin ON firm USING brin (u);
CREATE INDEX person_brin ON person USING brin (s) WITH (pages_per_range = 1);
EXPLAIN (COSTS OFF) SELECT n FROM person WHERE s = 'permit:H12345678';
SELECT n FROM person WHERE s = 'permit:H12345678';
SELECT n FROM person WHERE s > 'permit:A12345678';
EXPLAIN (COSTS OFF) SELECT n FROM firm WHERE u = '12100000400000624D';
SELECT n FROM firm WHERE u = '12100000400000624D';
INSERT INTO firm VALUES (4, NULL);
INSERT INTO firm VALUES (5, '51100000500012681T');
SELECT n FROM firm WHERE u = '51100000500012681T';
SELECT n FROM firm WHERE u IS NULL;
-- the summaries lead to as many rows as the table has, by every operator
CREATE FUNCTION found() RETURNS bigint[] LANGUAGE sql AS $$
	SELECT ARRAY[(SELECT count(*) FROM person WHERE s < 'passport:ABCDEFG000100'),
		(SELECT count(*) FROM person WHERE s <= 'passport:ABCDEFG000100'),
		(SELECT count(*) FROM person WHERE s = 'passport:ABCDEFG000100'),
		(SELECT count(*) FROM person WHERE s >= 'passport:ABCDEFG000100'),
		(SELECT count(*) FROM person WHERE s > 'passport:ABCDEFG000100')]
$$;
SELECT found() AS by_summary;
DROP INDEX person_brin;
SELECT found() AS by_table;

-- gist: every row is found again, through many splits
CREATE INDEX person_gist ON person USING gist (s);
EXPLAIN (COSTS OFF) SELECT n FROM person WHERE s = 'org:192203821';
SELECT n FROM person WHERE s = 'org:192203821';
SELECT count(*) AS not_found FROM person p
WHERE NOT EXISTS (SELECT FROM person q WHERE q.s = p.s AND q.n = p.n);
INSERT INTO person SELECT 10000 + n, passport(n) FROM generate_series(1000, 2999) n;
SELECT count(*) FROM person WHERE s = 'passport:ABCDEFG002345';
VACUUM person;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT s FROM person WHERE s = 'org:192203821';
SELECT s FROM person WHERE s = 'org:192203821';
RESET enable_bitmapscan;
SELECT 'a,b'::subject_id_key;

-- exclusion beside a range
CREATE TABLE span (s subject_id, days daterange, EXCLUDE USING gist (s WITH =, days WITH &&));
INSERT INTO span SELECT s, daterange('2020-01-01', '2021-01-01') FROM (SELECT DISTINCT s FROM person) p;
INSERT INTO span SELECT s, daterange('2021-01-01', NULL) FROM (SELECT DISTINCT s FROM person) p;
\set VERBOSITY terse
INSERT INTO span VALUES ('914403001922038216', daterange('2020-12-31', '2021-01-02'));
INSERT INTO span VALUES ('914403001922038216', daterange('2019-12-31', '2020-01-01'));
SELECT count(*) FROM span WHERE s = '914403001922038216' AND days && daterange('2019-01-01', '2020-06-01');
CREATE TABLE narrow_span (u uscc, days daterange, EXCLUDE USING gist (u WITH =, days WITH &&));
INSERT INTO narrow_span VALUES ('914403001922038216', '[2020-01-01,2020-02-01)'), ('914403001922038217!', '[2020-01-01,2020-02-01)');
INSERT INTO narrow_span VALUES ('914403001922038216', '[2020-01-31,2020-03-01)');

-- the narrow types use the same classes, across types
CREATE TABLE register (u uscc PRIMARY KEY, r resident_id UNIQUE);
INSERT INTO register VALUES ('91110108ma02m0xt64', '51040219851215008x');
INSERT INTO register VALUES ('91110108MA02M0XT64', '510402199003070019');
INSERT INTO register VALUES ('12100000400000624D', '51040219851215008X');
CREATE TABLE reference (s subject_id REFERENCES register (u));
INSERT INTO reference VALUES ('91110108MA02M0XT64');
INSERT INTO reference VALUES ('12100000400000624D');
EXPLAIN (COSTS OFF) SELECT * FROM register WHERE u = '91110108MA02M0XT64'::subject_id;
SELECT u = r AS equal, u < r AS less FROM register;
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT count(*) FROM register JOIN reference ON u = s;
SET enable_mergejoin = on;
SET enable_hashjoin = off;
SELECT count(*) FROM register JOIN reference ON u = s;
RESET enable_seqscan;
RESET enable_nestloop;
RESET enable_hashjoin;
SELECT u, count(*) FROM (SELECT u FROM register UNION ALL SELECT u FROM register) x GROUP BY u;
SELECT DISTINCT s FROM person WHERE n IN (5000, 5001, 5002) ORDER BY s DESC;

-- hash partitions
CREATE TABLE parted (s subject_id, n int) PARTITION BY HASH (s);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE parted_3 PARTITION OF parted FOR VALUES WITH (MODULUS 4, REMAINDER 3);
INSERT INTO parted SELECT s, n FROM person WHERE n <= 3000;
SELECT count(*) AS partitions, min(c) > 500 AS even FROM (SELECT count(*) AS c FROM parted GROUP BY tableoid) x;
SELECT count(*) FROM parted WHERE s = resident(77);
EXPLAIN (COSTS OFF) SELECT * FROM parted WHERE s = '51040219851215008X';
CREATE TABLE narrow_parted (u uscc) PARTITION BY HASH (u);
CREATE TABLE narrow_parted_0 PARTITION OF narrow_parted FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO narrow_parted VALUES ('91110108MA02M0XT64');

-- parallel aggregates
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
DROP INDEX person_gist;
EXPLAIN (COSTS OFF) SELECT min(s), max(s) FROM person;
SELECT min(s), max(s) FROM person;

-- binary copy: the same bytes back, and no others
RESET ROLE;
\getenv abs_builddir PG_ABS_BUILDDIR
\set binary_file :abs_builddir '/results/identifier.bin'
CREATE TABLE regress_identifier.copied (LIKE regress_identifier.person);
COPY regress_identifier.person TO :'binary_file' (FORMAT binary);
COPY regress_identifier.copied FROM :'binary_file' (FORMAT binary);
SELECT count(*) AS rows, count(*) FILTER (WHERE c.s IS DISTINCT FROM p.s) AS differ
FROM regress_identifier.person p FULL JOIN regress_identifier.copied c USING (n, s);
-- what is sent is checked: each of these but the first has one fault
SELECT set_config('regress.binary_file', :'binary_file', false) IS NOT NULL AS set;
CREATE FUNCTION pg_temp.receive(bytes text, type_name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE format('COPY (SELECT decode(%L, ''hex'')) TO %L (FORMAT binary)', bytes, current_setting('regress.binary_file'));
	EXECUTE format('CREATE TEMP TABLE received (v credit.%I)', type_name);
	EXECUTE format('COPY received FROM %L (FORMAT binary)', current_setting('regress.binary_file'));
	SELECT v::text INTO result FROM received;
	DROP TABLE received;
	RETURN result;
EXCEPTION WHEN others THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT what, pg_temp.receive(bytes, type_name)
FROM (VALUES
	('a uscc', 'uscc', '01019678d31041090101ae1c00000000'),
	('as subject_id', 'subject_id', '01019678d31041090101ae1c00000000'),
	('another scheme', 'resident_id', '01019678d31041090101ae1c00000000'),
	('scheme 0', 'subject_id', '00000000000000000000000000000000'),
	('scheme 7', 'subject_id', '07000000000000000000000000000000'),
	('fifteen bytes', 'subject_id', '010000000000000009010db4ac0000'),
	('seventeen bytes', 'subject_id', '010000000000000009010db4ac00000000'),
	('organisation number too large', 'uscc', '01ffffffffffff0901000000000000'||'00'),
	('letter O in it', 'uscc', '01000000000018090100000000000000'),
	('position 1 beyond the alphabet', 'uscc', '01000000000001' || '1f' || '0100000000000000'),
	('position 2 beyond the alphabet', 'uscc', '01000000000001' || '09' || '1f00000000000000'),
	('division of seven digits', 'uscc', '01000000000001' || '0901' || '0f4240' || '00000000'),
	('mark beyond the alphabet', 'uscc', '01000000000001' || '0901' || '000000' || '20000000'),
	('mark on the right character', 'uscc', '01019678d31041090101ae1c05000000'),
	('byte 13 not zero', 'uscc', '01000000000001' || '0901' || '000000' || '00010000'),
	('a resident number', 'resident_id', '02039cb35756b1c20000000000000000'),
	('month 15', 'resident_id', '02039cc9b16271c20000000000000000'),
	('30 February', 'resident_id', '02039ec05f6538020000000000000000'),
	('year 2200', 'resident_id', '0204007c1eeb16020000000000000000'),
	('byte 8 not zero', 'resident_id', '02039cb35756b1c20100000000000000'),
	('organisation code with a tail', 'subject_id', '03000000000001' || '010000000000000000'),
	('registration number of 14 digits', 'subject_id', '0400000000000001' || '0e' || '00000000000000'),
	('registration number too large', 'subject_id', '0400' || '5af3107a4000' || '0f' || '00000000000000'),
	('old registration number too large', 'subject_id', '0400' || '09184e72a000' || '0d' || '00000000000000'),
	('passport of four', 'subject_id', '05' || '41424344' || '0000000000000000000000'),
	('passport with a gap', 'subject_id', '05' || '414243444500' || '46' || '0000000000000000'),
	('passport in small letters', 'subject_id', '05' || '6142434445' || '00000000000000000000'),
	('permit of twelve', 'subject_id', '06' || '414243444546474849414243' || '000000')
) v(what, type_name, bytes);

SET client_min_messages = warning;
DROP OWNED BY regress_identifier CASCADE;
DROP ROLE regress_identifier;
