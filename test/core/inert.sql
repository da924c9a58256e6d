-- Gates every table that is made from now on, with a gate that waits for a value
-- which never comes; superuser's.  Table core_trial.made says what became of it.
CREATE SCHEMA core_trial;
CREATE TABLE core_trial.made (relation oid, name text, kind "char", partition boolean, gated boolean, reason text);
CREATE FUNCTION core_trial.gate_new() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	SET client_min_messages = error AS $$
DECLARE
	c record;
	col name;
BEGIN
	FOR c IN SELECT o.objid, k.relkind, k.relispartition, k.relname FROM pg_event_trigger_ddl_commands() o JOIN pg_class k ON k.oid = o.objid
		WHERE o.classid = 'pg_class'::regclass AND k.relkind IN ('r', 'p') AND k.relnamespace NOT IN ('credit'::regnamespace, 'core_trial'::regnamespace)
	LOOP
		-- partitions have the gate of their parent; a child of a plain parent has its own
		CONTINUE WHEN c.relispartition OR EXISTS (SELECT FROM core_trial.made m WHERE m.relation = c.objid);
		SELECT a.attname INTO col FROM pg_attribute a WHERE a.attrelid = c.objid AND a.attnum > 0 AND NOT a.attisdropped
			AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype) ORDER BY a.attnum LIMIT 1;
		BEGIN
			IF col IS NULL THEN
				INSERT INTO core_trial.made VALUES (c.objid, c.objid::regclass, c.relkind, c.relispartition, false, 'no column of text');
			ELSE
				PERFORM credit.gate(c.objid::regclass, 'core.trial', col, when_column => col, when_values => '{a value that never comes}', allow_null => true);
				INSERT INTO core_trial.made VALUES (c.objid, c.objid::regclass, c.relkind, c.relispartition, true, NULL);
			END IF;
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO core_trial.made VALUES (c.objid, c.objid::regclass, c.relkind, c.relispartition, false, SQLERRM);
		END;
	END LOOP;
END $$;

-- A column that a gate uses is neither dropped nor made another type, and a table
-- that has a gate is not attached to one that has: the gate is taken away first,
-- as the manual says.
CREATE FUNCTION core_trial.ungate(target regclass) RETURNS void LANGUAGE plpgsql SET client_min_messages = error AS $$
DECLARE
	t regclass;
BEGIN
	FOR t IN WITH RECURSIVE tree AS (SELECT target::oid AS o UNION SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = o) SELECT o::regclass FROM tree
	LOOP
		IF EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t AND g.tgname LIKE 'credit_gate_%' AND g.tgparentid = 0) THEN
			PERFORM credit.ungate(t, 'core.trial');
			UPDATE core_trial.made SET gated = false, reason = 'taken away for ALTER TABLE' WHERE relation = t;
		END IF;
	END LOOP;
END $$;
CREATE FUNCTION core_trial.before_alter() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
	command text := regexp_replace(current_query(), '\s+', ' ', 'g');
	name text := substring(command FROM '(?i)alter table (?:if exists )?(?:only )?([a-z0-9_."]+)');
	attached text := substring(command FROM '(?i)attach partition ([a-z0-9_."]+)');
BEGIN
	IF attached IS NOT NULL THEN
		PERFORM core_trial.ungate(to_regclass(attached)) WHERE to_regclass(attached) IS NOT NULL;
	ELSIF tg_tag = 'ALTER TYPE' THEN
		PERFORM core_trial.ungate(oid) FROM pg_class WHERE relkind IN ('r', 'p') AND reloftype = to_regtype(substring(command FROM '(?i)alter type ([a-z0-9_.]+)'));
	ELSIF command ~* ' drop | type | inherit ' THEN
		PERFORM core_trial.ungate(to_regclass(name)) WHERE to_regclass(name) IS NOT NULL;
	END IF;
END $$;
CREATE EVENT TRIGGER gate_new ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO') EXECUTE FUNCTION core_trial.gate_new();
CREATE EVENT TRIGGER before_alter ON ddl_command_start WHEN TAG IN ('ALTER TABLE', 'ALTER TYPE') EXECUTE FUNCTION core_trial.before_alter();
