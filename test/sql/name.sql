-- Names are made up.  Characters are chosen that ICU 72 to 78 fold alike.
\set SHOW_CONTEXT never
SET search_path = public;
\pset null '(null)'

-- what is no letter goes, and letters are brought to one form
SELECT what, '[' || credit.name_key(name) || ']' AS key
FROM (VALUES
	(1, 'width', U&'\FF21\FF22\FF23\FF11\FF12\FF13\8D38\6613'),
	(2, 'case', 'AbC Trading Co., LTD.'),
	(3, 'brackets full', '甲乙丙有限公司（丁城分公司）'),
	(4, 'brackets half', '甲乙丙有限公司(丁城分公司)'),
	(5, 'brackets other', '甲乙丙有限公司〔丁城〕【分】「公」［司］'),
	(6, 'spaces', U&' \7532\00A0\4E59\3000\4E19\2003\4E01\0009\620A\000A'),
	(7, 'punctuation', '阿甲·乙丙•丁‧戊・己．庚、辛，壬。癸—子/丑&寅'),
	(8, 'symbols', '甲+乙=丙~丁¥戊°己'),
	(9, 'enclosed', '㈱甲乙 ①②③ ㊀'),
	(10, 'compatibility forms', U&'\F900\2F08\2F94'),
	(11, 'radical out of a PDF', U&'\2ED3\5C9B\2ED4\5E97'),
	(12, 'digits', U&'\FF11\FF12 \0661\0662 34'),
	(13, 'accents composed', U&'Caf\00E9 \00DCnion \01D8'),
	(14, 'accents as marks', U&'Cafe\0301 U\0308nion u\0308\0301'),
	(15, 'mark on a Chinese character', U&'\7532\0301\4E59\20DD\4E19'),
	(16, 'soft hyphen', U&'\7532\00AD\4E59'),
	(17, 'zero width', U&'\7532\200B\4E59\200C\4E19\200D\4E01\2060\620A\FEFF'),
	(18, 'direction', U&'\202E\7532\4E59\202C\2066\4E19\2069'),
	(19, 'variation selectors', U&'\7532\FE0F\4E59\+0E0100'),
	(20, 'tags', U&'\7532\+0E0041\4E59'),
	(21, 'emoji', U&'\7532\+01F600\4E59\+01F468\200D\+01F4BB'),
	(22, 'nought', U&'\4E8C\3007\25CB\96F6'),
	(23, 'sharp s', U&'Stra\00DFe'),
	(24, 'kana', U&'\FF76\FF9E\30AC \304B\3099'),
	(25, 'Tibetan vowels', U&'\0F56\0F7C\0F51'),
	(26, 'empty', ''),
	(27, 'nothing but punctuation', ' （）－·')
) AS given(row, what, name)
ORDER BY row;

-- private use and characters beyond the basic plane are kept
SELECT credit.name_key(U&'\E123\7532') = U&'\E123\7532' AS private_use_kept,
	credit.name_key(U&'\+020000\7532') = U&'\+020000\7532' AS extension_b_kept;

-- which spellings meet, whichever side they stand on
SELECT a, b,
	CASE WHEN credit.name_key(a) = credit.name_key(b) THEN 'meet' ELSE 'apart' END AS keys
FROM (VALUES
	(1, '東風實業', '东风实业'),
	(2, '乾', '干'), (3, '幹', '干'), (4, '乾', '幹'),
	(5, '髮', '发'), (6, '發', '发'), (7, '髮', '發'),
	(8, '后', '後'), (9, '著', '着'), (10, '於', '于'), (11, '徵', '征'),
	(12, '裡', '裏'), (13, '裏', '里'), (14, '臺', '台'), (15, '檯', '台'),
	(16, '餘', '馀'), (17, '余', '馀'), (18, '鍾', '锺'), (19, '鐘', '锺'),
	(20, '復', '複'), (21, '為', '爲'), (22, '眾', '衆'), (23, '產', '産'),
	(24, '戶', '戸'), (25, '峯', '峰'), (26, '甯', '寧'), (27, '堃', '坤'),
	(28, '計畫', '计划'), (29, '計劃', '计划'), (30, '瀋', '沉'), (31, '苎', '苧'),
	(32, '苧', '薴'), (33, '〇', '零'), (34, '○', '〇'),
	(35, '著名', '着名'), (36, '乾坤', '干坤'), (37, '經濟單幹', '经济单干'),
	(38, U&'\0430', 'a'), (39, U&'\0391', 'A'), (40, '0', 'O'), (41, '0', '零'),
	(42, '1', '一'), (43, '一', U&'\30FC'), (44, '壹', '一'), (45, '土', '士'),
	(46, '已', '己'), (47, '工', U&'\30A8')
) AS pair(row, a, b)
ORDER BY row;

-- every character: the key of a key is itself, and what has a key has a pinyin
WITH character AS (
	SELECT chr(i) AS c, credit.name_key(chr(i)) AS key
	FROM generate_series(1, 1114111) AS i
	WHERE i NOT BETWEEN 55296 AND 57343
)
SELECT count(*) FILTER (WHERE credit.name_key(key) <> key) AS keys_that_move,
	count(*) FILTER (WHERE (key = '') <> (credit.pinyin(c) = '')) AS lost_in_one,
	count(*) FILTER (WHERE credit.pinyin(c) ~ '^ | $|  ') AS loose_spaces
FROM character;

-- a beginning of a name has a beginning of its key, whatever follows
SELECT count(*) AS beginnings_that_differ
FROM (VALUES ('重慶計畫著名乾坤經濟單幹（瀋陽）乾隆於髮廊'), ('甲乙Ünïon Strasse（丙）12')) AS given(name),
	generate_series(1, length(name)) AS n
WHERE NOT starts_with(credit.name_key(name), credit.name_key(left(name, n)));

-- pinyin: a word a character, tones and accents off
SELECT name, '[' || credit.pinyin(name) || ']' AS pinyin
FROM (VALUES
	(1, '甲乙有限公司（北京）'),
	(2, '重庆'), (3, '重慶'), (4, '重量'), (5, '乾元'), (6, '瀋陽'), (7, '沈阳'),
	(8, 'ABC贸易1号'), (9, 'O''Neil Ünïon Øst'), (10, '二〇○八'), (11, '吕女'),
	(12, U&'\0430\0431'), (13, ''), (14, '（）')
) AS given(row, name)
ORDER BY row;
SELECT credit.pinyin(U&'\7532\00AD\4E59\200D\4E19') AS marks_do_not_part,
	credit.pinyin(U&'\E123\7532') = U&'\E123 jia' AS private_use_kept;

-- null in, null out
SELECT credit.name_key(NULL), credit.pinyin(NULL);

-- long text: a megabyte is folded, more than four are refused
SELECT octet_length(text) AS given, octet_length(credit.name_key(text)) AS key,
	credit.name_key(text) = repeat('测试a', 149797) AS key_right,
	octet_length(credit.pinyin(text)) AS pinyin
FROM (SELECT repeat('測試Ａ', 149797) AS text) AS given;
SELECT octet_length(credit.name_key(repeat(U&'\FDFA', 300000))) AS expanded;
SELECT credit.name_key(repeat('a', 4 * 1024 * 1024 + 1));
SELECT credit.pinyin(repeat('a', 4 * 1024 * 1024 + 1));

-- what decides the folding
SELECT regexp_replace(credit.icu_version(), '[0-9]+(\.[0-9]+)*', 'N', 'g') AS version_names;

-- keys change with ICU: nothing that uses it is immutable
SELECT p.oid::regprocedure AS function, p.provolatile, p.proisstrict, p.proparallel
FROM pg_catalog.pg_proc AS p
WHERE p.pronamespace = 'credit'::regnamespace
	AND p.proname IN ('name_key', 'pinyin', 'icu_version', 'name_grams', 'name_stamp')
ORDER BY p.proname COLLATE "C";
CREATE TABLE plain (name text);
CREATE INDEX ON plain (credit.name_key(name));
CREATE INDEX ON plain (credit.pinyin(name));
ALTER TABLE plain ADD key text GENERATED ALWAYS AS (credit.name_key(name)) STORED;
-- pairs of a stored key ask nothing of ICU
CREATE INDEX ON plain USING gin (credit.name_grams(name));
SELECT credit.name_grams('甲') AS one, credit.name_grams('') AS none,
	cardinality(credit.name_grams('甲乙丙甲乙')) AS pairs_once,
	credit.name_grams('甲乙丙丁') @> credit.name_grams('乙丙') AS contained,
	credit.name_grams('甲乙丙丁') @> credit.name_grams('丙乙') AS reversed,
	credit.name_grams('ab') AS same_on_every_machine;

-- order by pinyin, where the order of code points is another
SELECT string_agg(name, ' ' ORDER BY name COLLATE credit.pinyin) AS by_pinyin,
	string_agg(name, ' ' ORDER BY name COLLATE "C") AS by_code
FROM (VALUES ('张甲'), ('王乙'), ('李丙'), ('陈丁'), ('安戊'), ('北己'), ('Abc'), ('12')) AS given(name);
SELECT collprovider, collisdeterministic FROM pg_catalog.pg_collation
WHERE collname = 'pinyin' AND collnamespace = 'credit'::regnamespace;
SELECT 'a' = 'A' COLLATE credit.pinyin AS only_orders;

-- the trigger fills the three columns, whatever the statement puts there
CREATE TABLE named (subject text, name_pinyin text, icu_version text NOT NULL, name varchar(1000), name_key text);
ALTER TABLE named DROP COLUMN subject;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON named FOR EACH ROW EXECUTE FUNCTION credit.name_stamp();
INSERT INTO named (name) VALUES ('東風（集團）'), (NULL);
INSERT INTO named VALUES ('x', 'y', '甲乙', 'z');
UPDATE named SET name_key = 'forged', icu_version = NULL WHERE name = '甲乙';
UPDATE named SET name = '丙　丁' WHERE name = '甲乙';
SELECT name, name_key, name_pinyin, icu_version = credit.icu_version() AS version_now FROM named ORDER BY name COLLATE "C";
-- too long for an index, as written or once unfolded
INSERT INTO named (name) VALUES (repeat('甲', 333)) RETURNING octet_length(name_key) AS key;
INSERT INTO named (name) VALUES (repeat('甲', 334));
INSERT INTO named (name) VALUES (repeat(U&'\FDFA', 300));
-- misuse
CREATE TRIGGER stamp BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION credit.name_stamp();
INSERT INTO plain VALUES ('甲');
ALTER TABLE plain ADD name_key integer;
INSERT INTO plain VALUES ('甲');
DROP TRIGGER stamp ON plain;
CREATE TRIGGER stamp AFTER INSERT ON plain FOR EACH ROW EXECUTE FUNCTION credit.name_stamp();
INSERT INTO plain VALUES ('甲');
DROP TRIGGER stamp ON plain;
CREATE TRIGGER stamp BEFORE INSERT ON plain FOR EACH STATEMENT EXECUTE FUNCTION credit.name_stamp();
INSERT INTO plain VALUES ('甲');
SELECT credit.name_stamp();
DROP TABLE plain, named;
