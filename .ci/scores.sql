-- Nothing of ours scores, rates or ranks a subject.  The rank of a law is not meant.
WITH names(name, what) AS (
	SELECT proname::text, 'function ' || oid::regprocedure
	FROM pg_proc WHERE pronamespace = 'credit'::regnamespace
	UNION ALL
	SELECT argument, 'argument of ' || oid::regprocedure
	FROM pg_proc, unnest(proargnames) argument WHERE pronamespace = 'credit'::regnamespace
	UNION ALL
	SELECT relname, 'relation ' || oid::regclass
	FROM pg_class WHERE relnamespace = 'credit'::regnamespace
	UNION ALL
	SELECT attname, 'column of ' || attrelid::regclass
	FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
	WHERE relnamespace = 'credit'::regnamespace AND attnum > 0 AND NOT attisdropped
)
SELECT what, name FROM names
WHERE name ~* '(^|_)(scores?|scoring|ratings?|rated|rank_of|ranking|points)(_|$)'
ORDER BY what, name;
