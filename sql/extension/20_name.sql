-- Names: keys, pinyin, and the trigger that keeps them beside a name.
-- ICU's tables change with the system, so none of it is IMMUTABLE but
-- name_grams(), which asks nothing of ICU.

CREATE FUNCTION @extschema@.name_key(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'credit_name_key_sql';
COMMENT ON FUNCTION @extschema@.name_key(pg_catalog.text) IS
	'folding key of a name: width, case, accents, brackets, spaces, punctuation, traditional and simplified characters do not tell names apart; changes with icu_version(), so it is stored, never indexed as a function';

CREATE FUNCTION @extschema@.pinyin(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'credit_pinyin_sql';
COMMENT ON FUNCTION @extschema@.pinyin(pg_catalog.text) IS
	'pinyin without tones, one word a character, for search by sound; a help for searching, not the reading of the name';

CREATE FUNCTION @extschema@.icu_version() RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_icu_version_sql';
COMMENT ON FUNCTION @extschema@.icu_version() IS
	'versions that decide name_key() and pinyin(): ICU, its Unicode and CLDR data, and our own table of variants';

CREATE FUNCTION @extschema@.name_grams(pg_catalog.text) RETURNS pg_catalog.int4[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10
	AS 'MODULE_PATHNAME', 'credit_name_grams';
COMMENT ON FUNCTION @extschema@.name_grams(pg_catalog.text) IS
	'numbers of the pairs of neighbouring characters of a stored key, for an index that finds what a key contains';

CREATE FUNCTION @extschema@.name_stamp() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_name_stamp';
COMMENT ON FUNCTION @extschema@.name_stamp() IS
	'trigger BEFORE INSERT OR UPDATE FOR EACH ROW: fills name_key, name_pinyin and icu_version from name';

CREATE COLLATION @extschema@.pinyin (provider = icu, locale = 'zh-u-co-pinyin', deterministic = true);
COMMENT ON COLLATION @extschema@.pinyin IS
	'order of Chinese text by pinyin, for ORDER BY';
