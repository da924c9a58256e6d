-- Tries every table, view and foreign key that core's tests have left behind.
SET client_min_messages = error;
SET search_path = pg_catalog, public, credit;
SELECT core_trial.try_table(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND n.nspname NOT IN ('credit', 'core_trial', 'information_schema')
	AND n.nspname NOT LIKE 'pg\_%' ORDER BY c.oid \g /dev/null
SELECT core_trial.try_view(view, "table") FROM core_trial.below \g /dev/null
SELECT core_trial.try_cascade(f) FROM pg_constraint f JOIN pg_class r ON r.oid = f.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
WHERE f.contype = 'f' AND f.conparentid = 0 AND NOT r.relispartition AND r.relpersistence <> 't' AND n.nspname <> 'credit' AND (f.confupdtype IN ('c', 'n', 'd') OR f.confdeltype IN ('n', 'd'))
ORDER BY f.oid \g /dev/null
