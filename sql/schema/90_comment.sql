-- Comments on the triggers, which bear the same names on every table.

DO $$
DECLARE
	t record;
BEGIN
	FOR t IN SELECT g.tgname, g.tgrelid, c.what
		FROM pg_trigger g JOIN (VALUES
			('version_before', 'versions the row: closes the version in force, refuses what the law does not allow'),
			('version_after', 'writes the version so far back'),
			('statement_before', 'excludes deciders, refuses TRUNCATE'),
			('statement_after', 'counts a revision of the catalogue'),
			('setting_kept', 'the settings stay those of install, and the zone as chosen there'),
			('setting_kept_whole', 'refuses TRUNCATE'),
			('secret_kept', 'keys are made by install only'),
			('secret_kept_whole', 'refuses TRUNCATE'),
			('fact_before', 'refuses what catalogue and procedure do not allow, stamps the row'),
			('fact_after', 'makes the rows that follow from the new ones'),
			('gate_kept', 'refuses rows that no gate has written'),
			('fact_kept', 'refuses what would rewrite history'),
			('fact_kept_whole', 'refuses TRUNCATE'),
			('projection_lost', 'in sessions of role replica: standing is no longer known to know all facts'),
			('projection_lost_whole', 'the same after TRUNCATE')) AS c (name, what) ON c.name = g.tgname
		WHERE NOT g.tgisinternal AND g.tgparentid = 0
			AND g.tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'credit'::regnamespace)
	LOOP
		EXECUTE format('COMMENT ON TRIGGER %I ON %s IS %L', t.tgname, t.tgrelid::regclass, t.what);
	END LOOP;
END
$$;
