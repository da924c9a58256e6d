-- Names are made up, and so are the identifiers.
\set SHOW_CONTEXT never
SET search_path = public;
-- all of it is undone at the end
\set ON_ERROR_ROLLBACK on
BEGIN;
DELETE FROM credit.subject_name;
INSERT INTO credit.subject_name (subject, name) VALUES
	('91000000MA0AA0000X', '东风甲乙（集团）有限公司'),
	('91000000MA0AA0019T', '東風甲乙(集團)有限公司'),
	('91000000MA0AA0027M', '东风甲乙集团有限公司第一分公司'),
	('91000000MA0AA0027M', '东风甲乙集团有限公司二分公司'),
	('91000000MA0AA0035G', '丙城东风甲乙集团有限公司'),
	('91000000MA0AA0043B', '冬枫甲乙集团有限公司'),
	('91000000MA0AA00516', '100%_Trade 甲'),
	('91000000MA0AA006XX', '100丁Trade 甲'),
	('91000000MA0AA0078X', '（）');

-- nearest kind first, then by name; nothing says how near
SELECT candidate, name, match FROM credit.find_subject('东风甲乙（集团）有限公司');
SELECT name, match FROM credit.find_subject('東風 甲乙 集團有限公司');
SELECT name, match FROM credit.find_subject('甲乙');
SELECT name, match FROM credit.find_subject('东风甲乙', 2);
SELECT name, match FROM credit.find_subject('东风甲乙集团有限公司', "limit" => 1);
SELECT name, match FROM credit.find_subject(name => '董奉甲乙集团有限公司');
-- of one character only beginnings
SELECT name, match FROM credit.find_subject('甲');
SELECT name, match FROM credit.find_subject('丙');
-- no character of a name is a pattern
SELECT name, match FROM credit.find_subject('100%_trade甲');
SELECT name, match FROM credit.find_subject('100%甲');
SELECT name, match FROM credit.find_subject('100_');
SELECT name, match FROM credit.find_subject(E'100\\');
SELECT count(*) AS found FROM credit.find_subject('无此名称');

-- refused
SELECT * FROM credit.find_subject(NULL);
SELECT * FROM credit.find_subject('');
SELECT * FROM credit.find_subject('%');
SELECT * FROM credit.find_subject('（　）');
SELECT * FROM credit.find_subject('甲', 0);
SELECT * FROM credit.find_subject('甲', 1001);
SELECT * FROM credit.find_subject('甲', NULL);

-- found by index, also in a plan made once for all names
SET LOCAL enable_seqscan = off;
PREPARE begins(text) AS SELECT name FROM credit.subject_name WHERE name_key ~>~ $1 AND name_key ~<=~ ($1 || chr(1114111));
PREPARE contains(text) AS SELECT name FROM credit.subject_name WHERE credit.name_grams(name_key) @> credit.name_grams($1);
PREPARE sounds(text) AS SELECT name FROM credit.subject_name WHERE name_pinyin = $1;
PREPARE stale(text) AS SELECT name FROM credit.subject_name WHERE icu_version < $1 OR icu_version > $1;
CREATE FUNCTION pg_temp.index_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) EXECUTE ' || query INTO plan;
	RETURN (SELECT string_agg(DISTINCT name #>> '{}', ' ')
			FROM jsonb_path_query(plan::jsonb, '$.**."Index Name"') AS name);
END
$$;
SET LOCAL plan_cache_mode = force_generic_plan;
SELECT query, pg_temp.index_of(query || '(''甲乙'')') AS index
FROM (VALUES ('begins'), ('contains'), ('sounds'), ('stale')) AS given(query);
DEALLOCATE ALL;

-- keys of another version are told, counted and renewed
SELECT credit.names_stale(), credit.refresh_names();
ALTER TABLE credit.subject_name DISABLE TRIGGER subject_name_stamp;
UPDATE credit.subject_name SET name_key = 'old', name_pinyin = 'old', icu_version = 'ICU 1'
WHERE name LIKE '东风%';
ALTER TABLE credit.subject_name ENABLE TRIGGER subject_name_stamp;
SELECT credit.names_stale();
SELECT name, match FROM credit.find_subject('东风甲乙集团有限公司');
SELECT credit.refresh_names();
SELECT credit.names_stale();
SELECT name, match FROM credit.find_subject('东风甲乙集团有限公司', 3);
-- what is stored is what the functions give
SELECT count(*) AS names, count(*) FILTER (WHERE name_key <> credit.name_key(name)
	OR name_pinyin <> credit.pinyin(name) OR icu_version <> credit.icu_version()) AS differ
FROM credit.subject_name;

-- with the rights of whoever asks
CREATE ROLE regress_credit_name_reader;
GRANT USAGE ON SCHEMA credit TO regress_credit_name_reader;
SET LOCAL ROLE regress_credit_name_reader;
SELECT * FROM credit.find_subject('甲乙');
SELECT credit.refresh_names();
SELECT credit.names_stale();
RESET ROLE;

-- volatility, and a comment on everything
SELECT p.oid::regprocedure AS function, p.provolatile, p.prosecdef, p.proisstrict
FROM pg_catalog.pg_proc AS p
WHERE p.pronamespace = 'credit'::regnamespace
	AND p.proname IN ('find_subject', 'name_sought', 'names_stale', 'refresh_names')
ORDER BY p.proname COLLATE "C";
SELECT attname AS column_without_comment FROM pg_catalog.pg_attribute
WHERE attrelid IN ('credit.subject_name'::regclass, 'credit.subject_candidate'::regclass)
	AND attnum > 0 AND NOT attisdropped
	AND col_description(attrelid, attnum) IS NULL;
ROLLBACK;
