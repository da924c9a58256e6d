-- Reported facts: who may be reported, under what, when, and as whom.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\i :city
\pset format unaligned

-- a record of a conduct, and one without: information only
SELECT credit.report(:'e1', 't_bid', 't_finance', 'bid 1', '2024-02-20', 'false papers', 'First Ltd',
	occurred_on => '2024-02-01', late_reason => 'old file') AS r1 \gset
SELECT credit.report(:'e1', NULL, 't_other', 'info 1', '2024-02-20', 'fined', late_reason => 'old file') IS NOT NULL AS kept;
SELECT subject, conduct, agency, source_agency, document_no, occurred_on, occurred_until, determined_on, served_on,
	final, shareable, reason, subject_name, identifier, birth_on, evidence, late_reason,
	recorded_at > now() - interval '1 hour' AS at, recorded_by = session_user AS by, recorded_as
FROM credit.record WHERE subject = :'e1' ORDER BY document_no;
SELECT subject, kind, sub_kind, kind_source, personal, region, name, recorded_as FROM credit.subject WHERE subject = :'e1';
SELECT name FROM credit.subject_name WHERE subject = :'e1';

-- JC002: nothing outside the catalogue
SELECT s.* FROM (VALUES ('t_none', '2024-03-01', NULL), ('', '2024-03-01', NULL), (repeat('x', 60), '2024-03-01', NULL),
	('t_draft', '2024-03-01', NULL),
	('t_new', '2024-02-29', NULL), ('t_new', '2024-03-01', '2024-02-29'), ('t_new', '2024-03-01', '2024-03-01'),
	('t_repealed', '2024-05-31', '2024-05-31'), ('t_repealed', '2024-06-01', '2024-05-31')) AS v(c, d, o),
	pg_temp.step('report', jsonb_build_object('subject', :'e2', 'conduct', c, 'agency', 't_finance',
	'document_no', 'x', 'determined_on', d, 'occurred_on', o, 'reason', 'r', 'late_reason', 'l')) s;
-- an act that went on counts by its last day
SELECT * FROM pg_temp.step('report', jsonb_build_object('subject', :'e2', 'conduct', 't_new', 'agency', 't_finance',
	'document_no', 'x', 'determined_on', '2024-03-10', 'occurred_on', '2024-02-01', 'occurred_until', '2024-03-02',
	'reason', 'r', 'late_reason', 'l'));

-- JC004: by the agency that determines the conduct, below it, or after it
SELECT a, s.* FROM unnest('{t_county,t_heir,t_other,t_office,nobody}'::text[]) a, pg_temp.step('report',
	jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', a, 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l')) s;
-- information comes from any agency that there is
SELECT a, s.state, s.same FROM unnest('{t_other,nobody}'::text[]) a, pg_temp.step('report',
	jsonb_build_object('subject', :'e2', 'agency', a, 'conduct', NULL, 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l')) s;

-- JC004: days out of order, or to come
SELECT d, s.* FROM (VALUES
	('{"determined_on":"2024-03-01","occurred_on":"2024-03-02"}'),
	('{"determined_on":"2024-03-01","occurred_on":"2024-02-02","occurred_until":"2024-02-01"}'),
	('{"determined_on":"2024-03-01","occurred_on":"2024-02-02","occurred_until":"2024-03-02"}'),
	('{"determined_on":"2024-03-01","occurred_until":"2024-02-01"}'),
	('{"determined_on":"2024-03-01","served_on":"2024-02-29"}')) v(d), pg_temp.step('report',
	d::jsonb || jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'reason', 'r', 'late_reason', 'l')) s;
SELECT what, s.* FROM (VALUES ('determined_on', 0), ('determined_on', 1), ('served_on', 1)) v(what, days),
	pg_temp.step('report', jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'determined_on', credit.today(), 'reason', 'r') || jsonb_build_object(what, credit.today() + days)) s;

-- JC009: late without a reason, and a reason of blanks is none
SELECT l, s.* FROM (VALUES (NULL), (''), (E' \t'), (U&'\3000\2009\FEFF'), ('found in the archive')) v(l), pg_temp.step('report',
	jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', l)) s;

-- 22008: no day is infinite
SELECT what, s.* FROM unnest('{determined_on,occurred_on,occurred_until,served_on,birth_on}'::text[]) what,
	unnest('{infinity,-infinity}'::text[]) day, pg_temp.step('report',
	jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'determined_on', '2024-03-01', 'occurred_on', '2024-02-01', 'reason', 'r', 'late_reason', 'l')
	|| jsonb_build_object(what, day)) s;

-- 23502 and 23514 name the column that is missing or empty
SELECT what, s.* FROM unnest('{subject,agency,document_no,determined_on,reason}'::text[]) what, pg_temp.step('report',
	jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l') || jsonb_build_object(what, NULL)) s;
SELECT what, s.* FROM unnest('{document_no,reason}'::text[]) what, pg_temp.step('report',
	jsonb_build_object('subject', :'e2', 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l') || jsonb_build_object(what, '')) s;

-- JC008: one fact is recorded once, in each conduct
SELECT v.*, s.* FROM (VALUES ('t_bid', 'bid 1', NULL), ('t_served', 'bid 1', NULL), (NULL, 'bid 1', NULL),
	('t_bid', 'bid 1', 't_county'), ('t_bid', 'bid 1', 't_finance'), ('t_bid', 'bid 2', NULL)) v(c, n, a), pg_temp.step('report',
	jsonb_build_object('subject', :'e1', 'conduct', c, 'agency', 't_finance', 'document_no', n, 'source_agency', a,
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l')) s;
-- before the catalogue is asked, and inside one statement too
SELECT * FROM pg_temp.try(format($$INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason)
	VALUES (%1$L, 't_bid', 't_finance', 'twice', '2024-03-01', 'r', 'l'), (%1$L, 't_bid', 't_finance', 'twice', '2024-03-02', 'r', 'l')$$, :'e2'));
SELECT * FROM pg_temp.try(format($$INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason)
	SELECT %L, 't_bid', 't_finance', 'twice', '2024-03-01', 'r', 'l' FROM generate_series(1, 2)$$, :'e2'));
-- ON CONFLICT comes too late to be quiet about it
SELECT * FROM pg_temp.try(format($$INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason)
	VALUES (%L, 't_bid', 't_finance', 'bid 1', '2024-03-01', 'r', 'l') ON CONFLICT DO NOTHING$$, :'e1'));
SELECT * FROM pg_temp.try(format($$INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason)
	VALUES (%L, 't_bid', 't_finance', 'bid 1', '2024-03-01', 'r', 'l')
	ON CONFLICT (subject, record) DO UPDATE SET reason = 'x'$$, :'e1'));

-- JC007: kinds of subjects
SELECT v.*, s.* FROM (VALUES ('enterprise', :'e2'), ('individual business', :'trader'), ('social', :'social'),
	('public', :'public'), ('reg', 'reg:3302030000306'), ('org', 'org:MA7T00014')) v(what, n), pg_temp.step('report',
	jsonb_build_object('subject', n, 'conduct', 't_bid', 'agency', 't_finance', 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l')) s;
-- JC007: minors, by the age on the day of the act
SELECT v.*, s.* FROM (VALUES
	('adult', :'adult', 't_bid', '2024-02-01', NULL), ('no day of the act', :'adult', 't_bid', NULL, NULL),
	('one day short', :'p17', 't_bid', '2024-02-01', NULL), ('18 today', :'p18', 't_bid', '2024-02-01', NULL),
	('the act that went on began at 17', :'p18', 't_bid', '2024-01-31', NULL),
	('14 today', :'p14', 't_young', '2024-02-01', NULL), ('13', :'p14', 't_young', '2024-01-31', NULL),
	('leap day, 14 tomorrow', :'leap', 't_young', '2022-02-28', NULL), ('leap day, 14', :'leap', 't_young', '2022-03-01', NULL),
	('born later', :'young', 't_young', '2019-12-31', NULL),
	('passport', :'passport', 't_bid', '2024-02-01', NULL),
	('passport, adult', :'passport', 't_bid', '2024-02-01', '2006-02-01'),
	('passport, minor', :'passport', 't_bid', '2024-02-01', '2006-02-02'),
	('passport, infinite', :'passport', 't_bid', '2024-02-01', '-infinity'),
	('the number tells the day, whatever is said', :'p17', 't_bid', '2024-02-01', '1980-01-01')) v(what, n, c, o, b),
	pg_temp.step('report', jsonb_build_object('subject', n, 'conduct', c, 'agency', 't_finance', 'document_no', 'x',
		'determined_on', CASE WHEN o < '2016' THEN '2016-01-01' ELSE '2024-03-01' END, 'occurred_on', o,
		'birth_on', b, 'reason', 'r', 'late_reason', 'l')) s;

-- who, when and as whom are stamped
INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason, recorded_at, recorded_by, recorded_as)
VALUES (:'e2', 't_bid', 't_county', 'forged', '2024-03-01', 'r', 'l', '2000-01-01', 'somebody', 'somebody')
RETURNING recorded_at > now() - interval '1 hour' AS at, recorded_by = session_user AS by, recorded_as, source_agency;
INSERT INTO credit.subject (subject, kind, kind_source, name, recorded_at, recorded_by, recorded_as)
VALUES (:'e9', NULL, 'forged', 'Ninth', '2000-01-01', 'somebody', 'somebody')
RETURNING kind, kind_source, recorded_at > now() - interval '1 hour' AS at, recorded_by = session_user AS by, recorded_as;

-- another kind than the identifier's, by a document, and the record follows it
SELECT * FROM pg_temp.try($$INSERT INTO credit.subject (subject, kind) VALUES ('org:MA7T00014', 'social_organisation')$$);
SELECT * FROM pg_temp.try($$INSERT INTO credit.subject (subject, kind, kind_source) VALUES ('org:MA7T00014', 'company', 'register 1')$$);
INSERT INTO credit.subject (subject, kind, kind_source) VALUES ('org:MA7T00014', 'enterprise', 'register 1'),
	(:'e8', 'natural_person', 'register 2') RETURNING subject, kind, personal;
SELECT v.*, s.* FROM (VALUES ('org:MA7T00014', 't_bid'), (:'e8', 't_bid'), (:'e8', 't_served')) v(n, c), pg_temp.step('report',
	jsonb_build_object('subject', n, 'conduct', c, 'agency', 't_finance', 'document_no', 'x',
		'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l')) s;

-- JC009: facts stay
SELECT t, q.state, q.message FROM unnest('{subject,subject_identifier,record,notice,decision,event,standing}'::text[]) t,
	pg_temp.try(format('TRUNCATE credit.%I CASCADE', t)) q;
SELECT * FROM pg_temp.try('UPDATE credit.record SET reason = ''x''');
SELECT * FROM pg_temp.try('DELETE FROM credit.record');
SELECT * FROM pg_temp.try('UPDATE credit.subject SET name = ''x''');
SELECT * FROM pg_temp.try('MERGE INTO credit.record r USING (SELECT 1) o ON true WHEN MATCHED THEN DELETE');

-- drivers bind strings
PREPARE reported(varchar, varchar, varchar, varchar, date, varchar) AS
	SELECT credit.report($1, $2, $3, $4, $5, $6, late_reason => 'l') IS NOT NULL AS kept;
EXECUTE reported(lower(:'e3'), 't_bid', 't_finance', 'bound 1', '2024-03-01', 'r');
PREPARE reported_id(credit.subject_id) AS
	SELECT credit.report($1, 't_bid', 't_finance', 'bound 2', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
EXECUTE reported_id(:'e3');
PREPARE reported_uscc(credit.uscc) AS
	SELECT credit.report($1, 't_bid', 't_finance', 'bound 3', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
EXECUTE reported_uscc(:'e3');
SELECT subject, document_no FROM credit.record WHERE document_no LIKE 'bound%' ORDER BY 2;
SELECT * FROM pg_temp.try($$SELECT credit.report('91510402MA7T00014A', 't_bid', 't_finance', 'x', '2024-03-01', 'r')$$);

-- the day is the city's, whatever the client's zone
SET TimeZone = 'Pacific/Kiritimati';
SELECT credit.today() AS east \gset
SELECT s.state, s.same FROM pg_temp.step('report', jsonb_build_object('subject', :'e2', 'conduct', NULL, 'agency', 't_finance',
	'document_no', 'x', 'determined_on', credit.today() + 1, 'reason', 'r')) s;
SET TimeZone = 'Pacific/Pago_Pago';
SELECT credit.today() = :'east' AS one_day;
SELECT s.state, s.same FROM pg_temp.step('report', jsonb_build_object('subject', :'e2', 'conduct', NULL, 'agency', 't_finance',
	'document_no', 'x', 'determined_on', credit.today(), 'reason', 'r')) s;
RESET TimeZone;

-- identifiers: linked, ended, ambiguous, each as of the day
SELECT credit.link_identifier(:'e3', :'e4', '[2024-01-01,2024-07-01)', 'register 3', late_reason => 'l');
SELECT credit.link_identifier(:'e3', 'passport:E7654321', '[2020-01-01,)', 'register 4', 'wrong code', late_reason => 'l');
SELECT credit.end_identifier(:'e3', 'passport:E7654321', '2024-05-01', 'register 5', late_reason => 'l');
SELECT n, d, q.state, coalesce(q.message, (SELECT text(credit.subject_of(n, d)) WHERE q.state = 'done')) AS answer
FROM (VALUES (:'e4'::credit.subject_id, date '2023-12-31'), (:'e4', '2024-01-01'), (:'e4', '2024-06-30'), (:'e4', '2024-07-01'),
	('passport:E7654321', '2019-12-31'), ('passport:E7654321', '2024-04-30'), ('passport:E7654321', '2024-05-01'),
	(:'e5', '2024-01-01')) v(n, d), pg_temp.try(format('SELECT credit.subject_of(%L, %L)', n, d)) q;
-- a record goes to the subject, and says under which number it came
SELECT credit.report(:'e4', 't_bid', 't_finance', 'linked', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason)
VALUES (:'e4', 't_bid', 't_finance', 'linked plain', '2024-03-01', 'r', 'l');
SELECT subject = :'e3' AS moved, identifier = :'e4' AS says, document_no FROM credit.record WHERE document_no LIKE 'linked%' ORDER BY 3;
SELECT subject, count(*) FROM credit.subject WHERE subject IN (:'e3', :'e4') GROUP BY 1;
SELECT * FROM pg_temp.step('report', jsonb_build_object('subject', :'e4', 'conduct', 't_bid', 'agency', 't_finance',
	'document_no', 'linked', 'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l'));
-- facts and links in one transaction
BEGIN;
SELECT credit.report(:'e5', NULL, 't_finance', 'before', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
SELECT * FROM pg_temp.try(format($$SELECT credit.link_identifier(%L, %L, '[2024-01-01,)', 'register 6', late_reason => 'l')$$, :'e3', :'e5'));
SELECT credit.end_identifier(:'e5', :'e5', '2024-01-01', 'register 6', late_reason => 'l');
SELECT * FROM pg_temp.try(format($$SELECT credit.report(%L, NULL, 't_finance', 'after', '2024-03-01', 'r', late_reason => 'l')$$, :'e5'));
ROLLBACK;
BEGIN;
SAVEPOINT s;
SELECT credit.link_identifier(:'e3', :'e5', '[2024-01-01,)', 'register 6', late_reason => 'l');
SELECT * FROM pg_temp.try(format($$SELECT credit.report(%L, 't_none', 't_finance', 'x', '2024-03-01', 'r', late_reason => 'l')$$, :'e5'));
ROLLBACK TO s;
SELECT credit.report(:'e5', NULL, 't_finance', 'after', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
SELECT subject = :'e5' AS itself, identifier FROM credit.record WHERE document_no = 'after';
ROLLBACK;
-- ambiguous: given to two bodies
SELECT credit.link_identifier(:'e6', :'e4', '[2024-02-01,2024-05-01)', 'register 7', late_reason => 'l');
SELECT * FROM pg_temp.step('report', jsonb_build_object('subject', :'e4', 'conduct', 't_bid', 'agency', 't_finance',
	'document_no', 'y', 'determined_on', '2024-03-01', 'reason', 'r', 'late_reason', 'l'));
SELECT d, s.state FROM unnest('{2024-01-31,2024-02-01,2024-04-30,2024-05-01}'::text[]) d, pg_temp.step('report',
	jsonb_build_object('subject', :'e4', 'conduct', 't_bid', 'agency', 't_finance',
	'document_no', 'y', 'determined_on', d, 'reason', 'r', 'late_reason', 'l')) s;
-- nobody's any more: as of a day on which no link holds
SELECT * FROM pg_temp.step('report', jsonb_build_object('subject', 'passport:E7654321', 'conduct', NULL, 'agency', 't_finance',
	'document_no', 'y', 'determined_on', '2024-05-01', 'reason', 'r', 'late_reason', 'l'));
-- a number that the caller says it came under must be the subject's
SELECT * FROM pg_temp.try(format($$INSERT INTO credit.record (subject, identifier, conduct, agency, document_no, determined_on, reason, late_reason)
	VALUES (%L, %L, 't_bid', 't_finance', 'y', '2024-03-01', 'r', 'l')$$, :'e1', :'e3'));
-- a body whose own number is not clear is named by another one
BEGIN;
SELECT credit.link_identifier(:'e1', 'passport:E1111111', '[2020-01-01,)', 'register 8', late_reason => 'l');
SELECT credit.end_identifier(:'e1', :'e1', '2020-01-01', 'register 9', late_reason => 'l');
SELECT v.n, s.* FROM (VALUES (:'e1'), ('passport:E1111111')) v(n), pg_temp.try(
	format($$SELECT credit.report(%L, 't_bid', 't_finance', 'z', '2024-03-01', 'r', late_reason => 'l')$$, n)) s;
SELECT subject, identifier FROM credit.record WHERE document_no = 'z';
ROLLBACK;
-- links that cannot be: empty, without a number, to what is only a number
SELECT v.*, s.* FROM (VALUES (:'e3', :'e7', 'empty'), (:'e3', NULL, '[2024-01-01,)'), (NULL, :'e7', '[2024-01-01,)'),
	(:'e3', :'e7', NULL), (:'e4', :'e7', '[2024-01-01,)'), (:'e7', :'e3', '[2024-01-01,)')) v(n, i, r),
	pg_temp.step('link_identifier', jsonb_build_object('subject', n, 'identifier', i, 'valid', r, 'document_no', 'x', 'late_reason', 'l')) s;
SELECT state FROM pg_temp.try(format($$SELECT credit.link_identifier(%L, %L, daterange(credit.today() + 1, NULL), 'x')$$, :'e3', :'e7'));
SELECT * FROM pg_temp.try(format($$SELECT credit.end_identifier(%L, %L, NULL, 'x', late_reason => 'l')$$, :'e3', :'e7'));

-- COPY names the line that is refused, and leaves nothing: 10,000 lines, 100
-- of them bad, the first on line 50
CREATE TEMP TABLE lines AS
SELECT n, ((ARRAY[:'e1', :'e2', :'e3', :'e7'])[1 + n % 4])::credit.subject_id AS subject,
	CASE WHEN n % 100 = 50 THEN 't_none' ELSE 't_bid' END AS conduct, 'file ' || n AS document_no
FROM generate_series(1, 10000) n;
\copy (SELECT subject, conduct, 't_finance', document_no, '2024-03-01', 'r', 'l' FROM lines ORDER BY n) TO 'results/fact_bad.tsv'
\copy (SELECT subject, 't_bid', 't_finance', document_no, '2024-03-01', 'r', 'l' FROM lines ORDER BY n) TO 'results/fact_good.tsv'
\copy (SELECT subject, 't_bid', 't_finance', document_no, '2024-03-01', 'r', 'l' FROM lines UNION ALL SELECT subject, 't_bid', 't_finance', document_no, '2024-03-02', 'r', 'l' FROM lines WHERE n = 7) TO 'results/fact_twice.tsv'
\set SHOW_CONTEXT errors
\copy credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason) FROM 'results/fact_bad.tsv'
\copy credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason) FROM 'results/fact_twice.tsv'
\set SHOW_CONTEXT never
SELECT count(*) FROM credit.record WHERE document_no LIKE 'file%';
SELECT count(*) FROM credit.subject WHERE subject = :'e7';
\copy credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason) FROM 'results/fact_good.tsv'
SELECT count(*), count(DISTINCT subject) FROM credit.record WHERE document_no LIKE 'file%';
SELECT count(*) FROM credit.subject WHERE subject = :'e7';
SELECT count(*) AS late FROM credit.late_entries WHERE kind = 'record' AND late_reason = 'l';

-- what an office adds to its tables, and takes away, does not disturb
BEGIN;
ALTER TABLE credit.record ADD COLUMN our_file text DEFAULT 'none', ADD COLUMN our_number integer;
SELECT credit.report(:'e7', 't_bid', 't_finance', 'wider', '2024-03-01', 'r', late_reason => 'l') IS NOT NULL AS kept;
ALTER TABLE credit.record DROP COLUMN our_file;
INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, late_reason, our_number)
VALUES (:'e7', 't_bid', 't_finance', 'narrower', '2024-03-01', 'r', 'l', 7);
SELECT document_no, our_number, recorded_as FROM credit.record WHERE document_no IN ('wider', 'narrower') ORDER BY 1;
ROLLBACK;

-- projections are what the facts give
TABLE standing_wrong;
SELECT subject FROM credit.record EXCEPT SELECT subject FROM credit.subject;
