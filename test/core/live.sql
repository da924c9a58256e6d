-- Tries views with INSTEAD OF triggers and foreign keys just before core's tests drop
-- them, which leave none behind.
CREATE FUNCTION core_trial.before_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
	SET client_min_messages = error SET search_path = pg_catalog, public, credit AS $$
DECLARE
	r record;
BEGIN
	FOR r IN SELECT view, "table" FROM core_trial.below WHERE EXISTS (SELECT FROM pg_trigger WHERE tgrelid = view AND tgtype & 64 <> 0) LOOP
		PERFORM core_trial.try_view(r.view, r."table");
	END LOOP;
	FOR r IN SELECT f FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE f.contype = 'f' AND f.conparentid = 0 AND NOT c.relispartition AND c.relpersistence <> 't' AND n.nspname <> 'credit'
			AND (f.confupdtype IN ('c', 'n', 'd') OR f.confdeltype IN ('n', 'd')) LOOP
		PERFORM core_trial.try_cascade(r.f);
	END LOOP;
END $$;
CREATE EVENT TRIGGER before_drop ON ddl_command_start WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION core_trial.before_drop();
