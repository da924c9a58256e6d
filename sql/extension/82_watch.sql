-- Tables of agencies whose rows are reported, and grants that nobody asked about.

CREATE FUNCTION @extschema@.watched_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_watched_after';
COMMENT ON FUNCTION @extschema@.watched_after() IS
	'trigger that watch() puts on a table: reports its new rows, and their corrections as events, in the name of its owner';

CREATE FUNCTION @extschema@.watch(target pg_catalog.regclass, conduct pg_catalog.text, agency pg_catalog.text, map pg_catalog.jsonb,
		condition pg_catalog.text DEFAULT NULL, strict pg_catalog.bool DEFAULT false)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_watch';
COMMENT ON FUNCTION @extschema@.watch(pg_catalog.regclass, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.text, pg_catalog.bool) IS
	'reports the rows of a table from now on; map: our column to theirs, subject also a list in order of trust; conduct: a code, or @column with their words under conduct in the map; condition: which rows; strict: a row that cannot be reported is refused, else it goes to intake_reject; raises JC002, JC004, 22023, 42501, 42703, 42804, 42809, 42601, 0A000';

CREATE FUNCTION @extschema@.watch_backfill(target pg_catalog.regclass, since pg_catalog.date) RETURNS pg_catalog.int8
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_watch_backfill';
COMMENT ON FUNCTION @extschema@.watch_backfill(pg_catalog.regclass, pg_catalog.date) IS
	'records the rows of a watched table determined on or after the day as information only, never decided on; what is recorded already is passed over, what cannot be goes to intake_reject; gives how many were recorded; raises 42501, 42704';

CREATE FUNCTION @extschema@.unwatch(target pg_catalog.regclass, conduct pg_catalog.text) RETURNS pg_catalog.void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_unwatch';
COMMENT ON FUNCTION @extschema@.unwatch(pg_catalog.regclass, pg_catalog.text) IS
	'takes a watch off a table and its partitions; what was reported stands; raises 42501, 42704';

-- A row that cannot be read, or whose number means two bodies, is listed too:
-- nobody can have asked about it.  Each is tried by itself, for it raises.
CREATE FUNCTION @extschema@.granted_without_query(target pg_catalog.regclass, subject_column pg_catalog.name, matter pg_catalog.text,
		day_column pg_catalog.name, since pg_catalog.date DEFAULT NULL, effects pg_catalog.text[] DEFAULT '{prohibit}')
	RETURNS TABLE (subject pg_catalog.text, on_day pg_catalog.date, effect pg_catalog.text, content pg_catalog.text,
		agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, document_no pg_catalog.text, decision pg_catalog.uuid,
		from_day pg_catalog.date, until_day pg_catalog.date, gated pg_catalog.bool, source_row pg_catalog.jsonb)
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED COST 100000
	SET search_path = pg_catalog, pg_temp
	AS $$
DECLARE
	r record;
	m record;
BEGIN
	-- right and matter are asked for even where there is no row; nobody has this number
	PERFORM @extschema@.effect_on('passport:X00000', matter, coalesce(since, @extschema@.today()));
	gated := EXISTS (SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
		WHERE g.tgrelid = target AND p.pronamespace = '@extschema@'::regnamespace AND p.proname = 'gate_row');
	FOR r IN EXECUTE format('SELECT t.%1$I::text AS no, t.%2$I::date AS day, to_jsonb(t) AS source FROM %3$s AS t'
		' WHERE t.%1$I IS NOT NULL AND t.%2$I::date >= coalesce($1, ''-infinity'') ORDER BY 2, 1', subject_column, day_column, target) USING since
	LOOP
		subject := r.no;
		on_day := r.day;
		source_row := r.source;
		BEGIN
			FOR m IN SELECT c.* FROM @extschema@.check(r.no, matter, r.day) c WHERE c.state = 'active' AND c.effect = ANY (effects)
			LOOP
				effect := m.effect;
				content := m.content;
				agency := m.agency;
				legal_basis := m.legal_basis;
				conduct := m.conduct;
				document_no := m.document_no;
				decision := m.decision;
				from_day := m.from_day;
				until_day := m.until_day;
				RETURN NEXT;
			END LOOP;
		EXCEPTION WHEN invalid_text_representation OR SQLSTATE 'JC005' THEN
			effect := 'unreadable';
			content := SQLERRM;
			agency := NULL;
			legal_basis := NULL;
			conduct := NULL;
			document_no := NULL;
			decision := NULL;
			from_day := NULL;
			until_day := NULL;
			RETURN NEXT;
		END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.granted_without_query(pg_catalog.regclass, pg_catalog.name, pg_catalog.text, pg_catalog.name, pg_catalog.date, pg_catalog.text[]) IS
	'grants in a table made to somebody whom a measure with one of the effects barred from the matter on the day of the grant: a row a measure, and one with effect unreadable where the number cannot be looked up; gated: whether a gate stands on the table now; reads the table with the rights of the caller; raises JC002, 42501 without the right to ask';
