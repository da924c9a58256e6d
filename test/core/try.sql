-- Functions that write rows of a table by every command that writes, with a gate
-- and without; superuser's.  Everything is rolled back, but for table
-- core_trial.tried.  A try is right where
--	barred		the command is refused with JC001, if it writes a row without the
--				gate; else by the table's own refusal, or JC001
--	clear		the same happens as without the gate
--	nobody		as barred, with JC005: the number cannot be read
SET client_min_messages = error;
SET search_path = pg_catalog, public, credit;
CREATE SCHEMA core_trial;
CREATE TABLE core_trial.tried (root text, target text, kind text, command text, who text, without text, "with" text);

-- Run a command and undo it: how many rows, or as many as probe counts, or the
-- error.
CREATE FUNCTION core_trial.outcome(command text, prepare text, probe text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	rows bigint;
BEGIN
	BEGIN
		IF prepare IS NOT NULL THEN
			EXECUTE prepare;
		END IF;
		EXECUTE command;
		GET DIAGNOSTICS rows = ROW_COUNT;
		IF probe IS NOT NULL THEN
			EXECUTE probe INTO rows;
		END IF;
		SET CONSTRAINTS ALL IMMEDIATE;
		RAISE SQLSTATE 'P0099';
	EXCEPTION WHEN SQLSTATE 'P0099' THEN
		RETURN rows || ' rows';
	WHEN OTHERS THEN
		RETURN SQLSTATE;
	END;
END $$;

-- Try a command with each number in place of %L, without a gate and with one.
CREATE FUNCTION core_trial.try(target text, kind text, label text, command text, gate text, prepare text DEFAULT NULL, probe text DEFAULT NULL)
	RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	w record;
	without text;
	guarded text;
BEGIN
	FOR w IN SELECT * FROM (VALUES ('barred', '91000000MA0AA0000X'), ('clear', '91510402MA7T06029M'), ('nobody', 'no number')) v (who, number) LOOP
		without := core_trial.outcome(replace(command, '%L', quote_literal(w.number)), replace(prepare, '%L', quote_literal(w.number)), probe);
		guarded := core_trial.outcome(replace(command, '%L', quote_literal(w.number)),
			concat_ws('; ', replace(prepare, '%L', quote_literal(w.number)), gate), probe);
		INSERT INTO core_trial.tried VALUES (current_setting('core.root'), target, kind, label, w.who, without, guarded);
	END LOOP;
END $$;

CREATE FUNCTION core_trial.try_table(t regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	c pg_class := (SELECT k FROM pg_class k WHERE k.oid = t);
	kind text;
	cols text;
	s_cols text;
	key text;
	gate text := format('SELECT credit.gate(%L::regclass, ''core.trial'', ''core_who'')', t);
	file text := current_setting('data_directory') || '/core_trial';
	only_ text := CASE WHEN c.relkind = 'p' THEN '' ELSE 'ONLY' END;
	leaf regclass;
BEGIN
	PERFORM set_config('core.root', t::text, false);
	kind := CASE WHEN c.relkind = 'p' THEN 'partitioned'
		WHEN EXISTS (SELECT FROM pg_inherits WHERE inhrelid = t) THEN 'inheriting'
		WHEN EXISTS (SELECT FROM pg_inherits WHERE inhparent = t) THEN 'inherited'
		WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = t AND attgenerated <> '') THEN 'generated'
		WHEN EXISTS (SELECT FROM pg_constraint WHERE conrelid = t AND contype = 'f') THEN 'referencing'
		WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = t AND NOT tgisinternal) THEN 'with triggers'
		ELSE 'plain' END;
	SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('s.' || quote_ident(attname), ', ' ORDER BY attnum) INTO cols, s_cols
	FROM pg_attribute WHERE attrelid = t AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
	SELECT conname INTO key FROM pg_constraint WHERE conrelid = t AND contype = 'p';
	BEGIN
		EXECUTE format('ALTER TABLE %s ADD COLUMN core_who text', t);
		PERFORM core_trial.try(t::text, kind, 'INSERT of defaults', format('INSERT INTO %s (core_who) VALUES (%%L)', t), gate);
		IF cols IS NOT NULL THEN
			PERFORM core_trial.try(t::text, kind, 'INSERT of its rows',
				format('INSERT INTO %1$s (%2$s, core_who) OVERRIDING SYSTEM VALUE SELECT %2$s, %%L FROM %1$s LIMIT 3', t, cols), gate);
			PERFORM core_trial.try(t::text, kind, 'INSERT of deleted rows',
				format('WITH gone AS (DELETE FROM %3$s %1$s RETURNING *) INSERT INTO %1$s (%2$s, core_who) OVERRIDING SYSTEM VALUE SELECT %2$s, %%L FROM gone', t, cols, only_), gate);
			PERFORM core_trial.try(t::text, kind, 'ON CONFLICT DO NOTHING',
				format('INSERT INTO %1$s (%2$s, core_who) OVERRIDING SYSTEM VALUE SELECT %2$s, %%L FROM %1$s LIMIT 3 ON CONFLICT DO NOTHING', t, cols), gate);
			IF key IS NOT NULL THEN
				PERFORM core_trial.try(t::text, kind, 'ON CONFLICT DO UPDATE',
					format('INSERT INTO %1$s (%2$s, core_who) OVERRIDING SYSTEM VALUE SELECT %2$s, %%L FROM %1$s LIMIT 1 ON CONFLICT ON CONSTRAINT %3$I DO UPDATE SET core_who = EXCLUDED.core_who',
						t, cols, key), gate);
			END IF;
			PERFORM core_trial.try(t::text, kind, 'MERGE that inserts',
				format('MERGE INTO %1$s t USING (SELECT * FROM %1$s LIMIT 3) s ON false WHEN NOT MATCHED THEN INSERT (%2$s, core_who) OVERRIDING SYSTEM VALUE VALUES (%3$s, %%L)',
					t, cols, s_cols), gate);
			PERFORM core_trial.try(t::text, kind, 'COPY', format('COPY %s (%s, core_who) FROM %L', t, cols, file), gate,
				format('COPY (SELECT %2$s, %%L FROM %1$s LIMIT 3) TO %3$L', t, cols, file));
		END IF;
		PERFORM core_trial.try(t::text, kind, 'UPDATE', format('UPDATE %s %s SET core_who = %%L', only_, t), gate);
		PERFORM core_trial.try(t::text, kind, 'MERGE that updates',
			format('MERGE INTO %1$s %2$s t USING (SELECT tableoid AS o, ctid AS c FROM %1$s %2$s LIMIT 3) s ON t.tableoid = s.o AND t.ctid = s.c WHEN MATCHED THEN UPDATE SET core_who = %%L',
				only_, t), gate);
		FOR leaf IN SELECT p.relid FROM pg_partition_tree(t) p WHERE p.isleaf AND p.relid <> t LOOP
			PERFORM core_trial.try(leaf::text, 'partition', 'UPDATE', format('UPDATE %s SET core_who = %%L', leaf), gate);
			PERFORM core_trial.try(leaf::text, 'partition', 'INSERT of its rows',
				format('INSERT INTO %1$s (%2$s, core_who) OVERRIDING SYSTEM VALUE SELECT %2$s, %%L FROM %1$s LIMIT 3', leaf, cols), gate);
		END LOOP;
		RAISE SQLSTATE 'P0098' USING DETAIL = (SELECT json_agg(r) FROM core_trial.tried r WHERE r.root = t::text);
	EXCEPTION WHEN SQLSTATE 'P0098' THEN
		GET STACKED DIAGNOSTICS file = PG_EXCEPTION_DETAIL;
		INSERT INTO core_trial.tried SELECT * FROM json_populate_recordset(NULL::core_trial.tried, file::json);
	WHEN OTHERS THEN
		INSERT INTO core_trial.tried VALUES (t::text, t::text, kind, 'ADD COLUMN', NULL, SQLSTATE, SQLERRM);
	END;
END $$;

-- A view does not have the column: the number is the default of a table below it.
CREATE FUNCTION core_trial.try_view(v regclass, t regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('core.root', v::text, false);
	PERFORM core_trial.try(v::text, CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = v AND tgtype & 64 <> 0) THEN 'view with INSTEAD OF' ELSE 'view' END,
		'INSERT of its rows', format('INSERT INTO %1$s SELECT * FROM %1$s LIMIT 3', v), format('SELECT credit.gate(%L::regclass, ''core.trial'', ''core_who'')', t),
		format('ALTER TABLE %1$s ADD COLUMN core_who text; ALTER TABLE %1$s ALTER core_who SET DEFAULT %%L', t), format('SELECT count(core_who) FROM %s', t));
END $$;

CREATE VIEW core_trial.below AS
SELECT DISTINCT v.oid::regclass AS view, d.refobjid::regclass AS "table" FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
	JOIN pg_class v ON v.oid = r.ev_class JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace n ON n.oid = v.relnamespace
WHERE d.refclassid = 'pg_class'::regclass AND v.relkind = 'v' AND t.relkind IN ('r', 'p') AND n.nspname NOT IN ('credit', 'core_trial', 'information_schema') AND n.nspname NOT LIKE 'pg\_%';

-- Keys that change or go away, and take the rows that refer to them along.
CREATE FUNCTION core_trial.try_cascade(f pg_constraint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	refers regclass := f.conrelid;
	referred regclass := f.confrelid;
	own text := (SELECT string_agg(quote_ident(attname), ',') FROM pg_attribute WHERE attrelid = f.conrelid AND attnum = ANY (f.conkey));
	key text := (SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = f.confrelid AND attnum = f.confkey[1] AND atttypid IN ('int4'::regtype, 'int8'::regtype, 'int2'::regtype));
	gate text := format('SELECT credit.gate(%L::regclass, ''core.trial'', ''core_who'', also_columns => %L)', refers, '{' || own || '}');
	prepare text := format('ALTER TABLE %s ADD COLUMN core_who text DEFAULT %%L', refers);
	joined text := (SELECT string_agg(format('r.%I = k.%I', a.attname, b.attname), ' AND ') FROM unnest(f.conkey, f.confkey) u (x, y)
		JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = x JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = y);
	met boolean;
BEGIN
	PERFORM set_config('core.root', refers::text, false);
	EXECUTE format('SELECT EXISTS (SELECT FROM %s r, %s k WHERE %s)', refers, referred, joined) INTO met;
	IF NOT met THEN
		RETURN;
	END IF;
	IF f.confupdtype IN ('c', 'n', 'd') AND key IS NOT NULL THEN
		PERFORM core_trial.try(refers::text, 'cascade', 'UPDATE of the key',
			format('UPDATE %s k SET %s = %s + 1000 WHERE EXISTS (SELECT FROM %s r WHERE %s)', referred, key, key, refers, joined), gate, prepare);
	END IF;
	IF f.confdeltype IN ('n', 'd') THEN
		PERFORM core_trial.try(refers::text, 'cascade', 'DELETE of the key',
			format('DELETE FROM %s k WHERE EXISTS (SELECT FROM %s r WHERE %s)', referred, refers, joined), gate, prepare);
	END IF;
END $$;

-- what is right
CREATE VIEW core_trial.judged AS
SELECT *, CASE WHEN who = 'clear' THEN "with" = without
	WHEN without ~ '^[1-9]\d* rows' THEN "with" = CASE who WHEN 'barred' THEN 'JC001' ELSE 'JC005' END
	WHEN without = '0 rows' THEN "with" = '0 rows'
	ELSE "with" IN (without, 'JC001', 'JC005') END AS right,
	without ~ '^[1-9]\d* rows' AS wrote
FROM core_trial.tried WHERE who IS NOT NULL;
