-- Identifier types: text forms, errors, casts and what can be asked.

-- every operator class is as the server wants it
SELECT amname, opcname, amvalidate(c.oid) AS valid
FROM pg_opclass c JOIN pg_am a ON a.oid = opcmethod
WHERE opcintype = 'credit.subject_id'::regtype
ORDER BY 1, 2;
-- and every object says what it is
SELECT p.oid::regprocedure AS without_comment
FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
	AND d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'credit')
WHERE p.proname ~ '^(subject_id|uscc|resident_id|scheme|is_|kind|sub_kind|region|mask|diagnose|min|max|organisation_code|birth_date)'
	AND obj_description(p.oid, 'pg_proc') IS NULL;
-- comparisons may be trusted with rows a policy hides, and run in workers
SELECT proname FROM pg_proc
WHERE pronamespace = 'credit'::regnamespace AND proname ~ '^subject_id_(lt|le|eq|ne|ge|gt|cmp|hash|hash_extended)$'
	AND NOT (proleakproof AND proisstrict AND provolatile = 'i' AND proparallel = 's');

CREATE ROLE regress_identifier;
GRANT USAGE ON SCHEMA credit TO regress_identifier;
SET ROLE regress_identifier;
SET search_path = public, credit;
SET datestyle = 'ISO';

-- bare where the characters mean one thing only, else with a prefix
SELECT t AS input, t::subject_id AS output, scheme(t::subject_id), is_flagged(t::subject_id) AS flagged
FROM unnest(ARRAY[
	'91110108MA02M0XT64', '51040219851215008X', 'org:42500615X', 'reg:330203000030639',
	'reg:3302030000306', 'passport:E12345678', 'permit:H1234567890', '914403001922038217!',
	'911124198108030024', '810000199001010019', '820000199001010029', '830000199001010039'
]) t;

-- small letters, full width, spaces and hyphens of every sort
SELECT replace(t, E'\ufeff', '(U+FEFF)') AS input, t::subject_id AS output
FROM unnest(ARRAY[
	'91110108ma02m0xt64', '９１１１０１０８ＭＡ０２Ｍ０ＸＴ６４', '９１１１０１０８ｍａ０２ｍ０ｘｔ６４',
	' 9111 0108-MA02-M0XT64 ', E'91110108\u3000MA02\u2002M0XT\u00a064\t', E'91110108\u2010MA02\u2014M0XT\u221264\uff0d',
	E'\ufeff91110108MA02M0XT64', '51040219851215008x', '51040219851215008ｘ',
	'USCC:91110108MA02M0XT64', 'ＩＤ：51040219851215008x', ' Org : 42500615-x', '914403001922038217！'
]) t;

-- a resident number of 15 digits gets its century and check
SELECT 'id:510402900307001'::subject_id, '510402900307001'::resident_id,
	'id:51040219851215008X'::subject_id AS no_prefix_needed;
-- 13 and 15 digits are not the same registration number
SELECT 'reg:3302030000306'::subject_id <> 'reg:330203000030639'::subject_id AS differ;

-- outer check right, inner wrong, and right as a resident number
SELECT '362322198709086409'::subject_id, scheme('362322198709086409'::subject_id);
SELECT * FROM diagnose('362322198709086409');
-- right as both: no reading without a prefix, and none is printed without
SELECT * FROM diagnose('510402199001010696');
SELECT '510402199001010696'::subject_id;
SELECT 'uscc:510402199001010696'::subject_id AS as_code, 'id:510402199001010696'::subject_id AS as_person,
	'uscc:510402199001010696'::subject_id = 'id:510402199001010696'::subject_id AS same,
	'510402199001010696'::uscc, '510402199001010696'::resident_id;
-- the narrow types print no prefix; as subject_id the same value has it
SELECT '510402199001010696'::uscc::subject_id, '510402199001010696'::uscc::text,
	'510402199001010696'::uscc::subject_id::text;

-- a code issued with a wrong check character is kept with its mark
SELECT '914403001922038217!'::subject_id = '914403001922038216'::subject_id AS same,
	'914403001922038217!'::uscc, is_flagged('914403001922038217!');

-- every refusal: 22P02, with the position or the character expected
\set VERBOSITY default
SELECT '914403001922038217'::subject_id;
SELECT '914403001922038226'::subject_id;
SELECT '914403001922038226!'::subject_id;
SELECT '53440300MJL0167883'::subject_id;
SELECT '53440300MJL0167883!'::subject_id;
SELECT '914403001922038216!'::subject_id;
SELECT '9144O3001922038216'::subject_id;
SELECT '91440300I922038216'::subject_id;
SELECT '91440300S922038216'::subject_id;
SELECT '91440300中922038216'::subject_id;
SELECT '91440300.922038216'::subject_id;
SELECT '9144!3001922038216'::subject_id;
SELECT '510402199003070018'::subject_id;
SELECT '510402199002300011'::subject_id;
SELECT '510402190002290014'::subject_id;
SELECT 'id:510402179912310010'::subject_id;
SELECT 'id:510402220001010010'::subject_id;
SELECT 'id:51040219900307001A'::subject_id;
SELECT 'id:51040219900307A019'::subject_id;
SELECT 'id:510402199003070019!'::subject_id;
SELECT 'id:510402901307001'::subject_id;
SELECT 'id:5104029003070'::subject_id;
SELECT 'org:425006150'::subject_id;
SELECT 'org:42500615'::subject_id;
SELECT 'reg:330203000030638'::subject_id;
SELECT 'reg:33020300003063X'::subject_id;
SELECT 'reg:33020300003063'::subject_id;
SELECT 'passport:E123'::subject_id;
SELECT 'passport:E123456789012345'::subject_id;
SELECT 'permit:H123456'::subject_id;
SELECT '330203000030639'::subject_id;
SELECT '3302030000306'::subject_id;
SELECT '42500615X'::subject_id;
SELECT 'E1234567'::subject_id;
SELECT '11212121212121313'::subject_id;
SELECT '53100000500021326DA18051'::subject_id;
SELECT 'tax:42500615X'::subject_id;
SELECT 'org:org:42500615X'::subject_id;
SELECT ''::subject_id;
SELECT ' - '::subject_id;
SELECT 'id:'::subject_id;
SELECT '51040219851215008X'::uscc;
SELECT 'id:51040219851215008X'::uscc;
SELECT 'uscc:91110108MA02M0XT64'::resident_id;
SELECT '91110108MA02M0XT64'::resident_id;
-- outer check wrong, inner right, and nearly a resident number: both are told
SELECT '510402199001010698'::subject_id;
-- what is too long to repeat is cut at a character
SELECT repeat('统一', 40)::subject_id;
\set VERBOSITY sqlstate
SELECT 'no'::subject_id;
SELECT 'no'::uscc;
SELECT 'no'::resident_id;
\set VERBOSITY terse

-- casts: none from text by itself, all in assignment and when asked for
CREATE TEMP TABLE cast_test (s subject_id, u uscc, r resident_id, t text, v varchar(24), c char(24));
INSERT INTO cast_test (s, u, r)
	VALUES ('91110108ma02m0xt64'::text, '91110108ma02m0xt64'::varchar, '51040219851215008x'::char(24));
INSERT INTO cast_test (s, u, r)
	VALUES ('51040219851215008x'::char(24), '91110108ma02m0xt64'::text, '51040219851215008x'::varchar);
INSERT INTO cast_test (s, u, r)
	VALUES ('org:42500615x'::varchar, '91110108ma02m0xt64'::char(24), '51040219851215008x'::text);
UPDATE cast_test SET t = s, v = u, c = r;
SELECT * FROM cast_test;
SELECT count(*) FROM cast_test WHERE s = '91110108MA02M0XT64'::text;
SELECT count(*) FROM cast_test WHERE s = '91110108MA02M0XT64'::text::subject_id;
SELECT count(*) FROM cast_test WHERE u = s;
SELECT s::uscc FROM cast_test WHERE scheme(s) = 'uscc';
SELECT s::resident_id FROM cast_test WHERE scheme(s) = 'id';
SELECT 'org:42500615X'::subject_id::uscc;
SELECT '91110108MA02M0XT64'::subject_id::resident_id;
SELECT 'not one'::text::subject_id;

-- kinds
SELECT t AS code, kind(t::subject_id), sub_kind(t::subject_id), is_personal(t::subject_id) AS personal, region(t::subject_id)
FROM unnest(ARRAY[
	'91110108MA02M0XT64', '92230109MAKCUYD46K', '93510400MA6TEET11C', 'N2510400MF00001A34', '34510400MD0000016P',
	'51100000500012681T', '52510400MJX0000180', '53100000500019795A', '81440000742971228Y', '11440000006939561H',
	'12100000400000624D', '131000007178000138', 'A1100000MT0000014T', 'Y1510400MY0000012U', '71510400MR0000017Q',
	'51040219851215008X', '830000199001010039', '911124198108030024', 'passport:E12345678', 'permit:H12345678',
	'reg:330203000030639', 'reg:330200600002522', 'reg:3302030000306', 'org:42500615X'
]) t;
-- the overloads on text, which is what a driver binds
SELECT kind('92230109makcuyd46k'::varchar), sub_kind('92230109makcuyd46k'::text), is_personal('92230109makcuyd46k'),
	region('92230109makcuyd46k'), scheme('92230109makcuyd46k'), is_flagged('92230109makcuyd46k'),
	mask('92230109makcuyd46k'::varchar), organisation_code('92230109makcuyd46k'::text), birth_date('51040219851215008x'::text);
SELECT kind('not one'::text);
SELECT organisation_code('91110108MA02M0XT64'::uscc), birth_date('51040219851215008X'::resident_id);
SELECT kind(NULL::text), kind(NULL::subject_id), mask(NULL::subject_id), birth_date(NULL::resident_id);

-- mask: never more than asked, than half, than 6 and 2 of a person
SELECT mask('91110108MA02M0XT64'::subject_id), mask('914403001922038217!'::subject_id) AS flagged,
	mask('51040219851215008X'::resident_id), mask('uscc:510402199001010696'::subject_id) AS no_prefix;
SELECT l, r, mask('91110108MA02M0XT64'::subject_id, l, r) AS enterprise, mask('51040219851215008X'::subject_id, l, r) AS person,
	mask('passport:E12345678'::subject_id, l, r) AS passport, mask('org:42500615X'::subject_id, l, r) AS organisation
FROM (VALUES (0, 0), (1, 1), (6, 2), (9, 0), (0, 9), (10, 4), (18, 18), (2147483647, 2147483647)) v(l, r);
SELECT mask('passport:AB123'::subject_id), mask('91110108MA02M0XT64'::subject_id, keep_left => 8, keep_right => 0);
SELECT mask('91110108MA02M0XT64'::subject_id, -1, 2);
SELECT mask('91110108MA02M0XT64'::text, 2, -1);

-- diagnose: one row a reading, at least one, and no error
SELECT t AS input, d.*
FROM unnest(ARRAY[
	'91110108MA02M0XT64', '914403001922038217', '914403001922038217!', '914403001922038216!', '914403001922038226', '53440300MJL0167883',
	'9144O3001922038216', '510402199003070019', '510402199003070018', '510402199002300011', '510402900307001', '330203000030639', '510402000307996',
	'3302030000306', '42500615X', 'E1234567', 'id:510402900307001', 'org:42500615X', 'reg:330203000030638', 'passport:E12345678',
	'permit:H12', 'tax:1', '', '统一社会信用代码', '11212121212121313', '99510400MF00001A3U', '91990000MA0000015Q', '990000199001010017', '000000199001010018'
]) WITH ORDINALITY AS i(t, n), diagnose(t) d
ORDER BY n, scheme DESC;
SELECT count(*) FROM diagnose(NULL);

RESET ROLE;
DROP OWNED BY regress_identifier;
DROP ROLE regress_identifier;
