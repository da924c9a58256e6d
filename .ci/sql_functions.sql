-- A SQL function with parameters that is not inlined keeps no plan: over tables it costs a third of the speed, so those are C or plpgsql.
SELECT p.oid::regprocedure, 'is LANGUAGE sql with parameters, and reads', c.relname
FROM pg_proc p
JOIN pg_language l ON l.oid = prolang AND lanname = 'sql'
JOIN pg_class c ON relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p')
	AND coalesce(pg_get_function_sqlbody(p.oid), prosrc) ~*
		format('\m(from|join|into|update|using)\s+(only\s+)?("?credit"?\.)?"?%s\M', relname)
WHERE pronamespace = 'credit'::regnamespace AND pronargs > 0
	AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'subject')
ORDER BY 1, 3;
