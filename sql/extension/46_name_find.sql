-- Finding candidates by name.  The table is made by install() and belongs to
-- its caller, so everything here is bound when it runs, with the rights of
-- whoever calls.

CREATE FUNCTION @extschema@.name_sought(name pg_catalog.text, "limit" pg_catalog.int4) RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'credit_name_sought';
COMMENT ON FUNCTION @extschema@.name_sought(pg_catalog.text, pg_catalog.int4) IS
	'the key find_subject() looks for; refuses a name without a letter and a limit out of bounds';

CREATE TYPE @extschema@.subject_candidate AS (
	candidate pg_catalog.bool,
	subject @extschema@.subject_id,
	name pg_catalog.text,
	match pg_catalog.text
);
COMMENT ON TYPE @extschema@.subject_candidate IS
	'a row of find_subject()';
COMMENT ON COLUMN @extschema@.subject_candidate.candidate IS
	'always true: a name identifies nobody';
COMMENT ON COLUMN @extschema@.subject_candidate.subject IS
	'identifier, by which to ask on';
COMMENT ON COLUMN @extschema@.subject_candidate.name IS
	'the name as its source writes it';
COMMENT ON COLUMN @extschema@.subject_candidate.match IS
	'same name, same key, begins with, contains, sounds alike';

-- Kinds of match from the nearest to the farthest; one is looked for only
-- while the nearer ones leave room, and leaves out what they gave.  A key is
-- compared as it is, never as a pattern, so nothing needs escaping.
CREATE FUNCTION @extschema@.find_subject(name pg_catalog.text, "limit" pg_catalog.int4 DEFAULT 20)
	RETURNS SETOF @extschema@.subject_candidate
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 20
	SET search_path = pg_catalog, pg_temp
	AS $$
#variable_conflict use_column
DECLARE
	sought text := @extschema@.name_sought(find_subject.name, find_subject."limit");
	sound text := @extschema@.pinyin(find_subject.name);
	version text := @extschema@.icu_version();
	room bigint := find_subject."limit";
	given bigint;
BEGIN
	-- two conditions, because <> uses no index
	IF EXISTS (SELECT FROM @extschema@.subject_name AS n
				WHERE n.icu_version < version OR n.icu_version > version) THEN
		RAISE WARNING 'names were stored under another version of ICU and may be missed'
			USING HINT = 'Their owner can renew them: SELECT @extschema@.refresh_names().';
	END IF;

	RETURN QUERY
		SELECT true, n.subject, n.name,
			CASE WHEN n.name = find_subject.name THEN 'same name' ELSE 'same key' END
		FROM @extschema@.subject_name AS n
		WHERE n.name_key = sought
		ORDER BY n.name <> find_subject.name, n.name COLLATE @extschema@.pinyin, n.subject
		LIMIT room;
	GET DIAGNOSTICS given = ROW_COUNT;
	room := room - given;
	IF room = 0 THEN
		RETURN;
	END IF;

	-- from the key to the last text that begins with it
	RETURN QUERY
		SELECT true, n.subject, n.name, 'begins with'
		FROM @extschema@.subject_name AS n
		WHERE n.name_key ~>~ sought AND n.name_key ~<=~ (sought || chr(1114111))
		ORDER BY n.name COLLATE @extschema@.pinyin, n.subject
		LIMIT room;
	GET DIAGNOSTICS given = ROW_COUNT;
	room := room - given;
	IF room = 0 THEN
		RETURN;
	END IF;

	-- one character is contained in too much to be worth a look
	IF char_length(sought) > 1 THEN
		RETURN QUERY
			SELECT true, n.subject, n.name, 'contains'
			FROM @extschema@.subject_name AS n
			WHERE @extschema@.name_grams(n.name_key) @> @extschema@.name_grams(sought)
				AND strpos(n.name_key, sought) > 1
			ORDER BY n.name COLLATE @extschema@.pinyin, n.subject
			LIMIT room;
		GET DIAGNOSTICS given = ROW_COUNT;
		room := room - given;
		IF room = 0 THEN
			RETURN;
		END IF;
	END IF;

	RETURN QUERY
		SELECT true, n.subject, n.name, 'sounds alike'
		FROM @extschema@.subject_name AS n
		WHERE n.name_pinyin = sound AND strpos(n.name_key, sought) = 0
		ORDER BY n.name COLLATE @extschema@.pinyin, n.subject
		LIMIT room;
END
$$;
COMMENT ON FUNCTION @extschema@.find_subject(pg_catalog.text, pg_catalog.int4) IS
	'subjects whose name is like this one, as candidates: nearest kind of match first, then by name; no check takes a name';

CREATE FUNCTION @extschema@.names_stale() RETURNS pg_catalog.int8
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
	AS $$
DECLARE
	version text := @extschema@.icu_version();
BEGIN
	RETURN (SELECT count(*) FROM @extschema@.subject_name AS n
			WHERE n.icu_version < version OR n.icu_version > version);
END
$$;
COMMENT ON FUNCTION @extschema@.names_stale() IS
	'how many stored names have keys made under another icu_version()';

CREATE FUNCTION @extschema@.refresh_names() RETURNS pg_catalog.int8
	LANGUAGE plpgsql COST 1000
	SET search_path = pg_catalog, pg_temp
	AS $$
DECLARE
	version text := @extschema@.icu_version();
	renewed bigint;
BEGIN
	-- the trigger makes the new keys
	UPDATE @extschema@.subject_name AS n SET name = n.name
		WHERE n.icu_version < version OR n.icu_version > version;
	GET DIAGNOSTICS renewed = ROW_COUNT;
	RETURN renewed;
END
$$;
COMMENT ON FUNCTION @extschema@.refresh_names() IS
	'renews keys and pinyin made under another icu_version(); gives how many';
