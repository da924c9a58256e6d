-- Whoever meets an object of ours with \d+ or \df+ reads what it is for.
WITH objects(class, oid, sub, what) AS (
	SELECT 'pg_proc'::regclass, oid, 0, 'function ' || oid::regprocedure
	FROM pg_proc WHERE pronamespace = 'credit'::regnamespace
	UNION ALL
	-- not the array types and row types that come with others
	SELECT 'pg_type'::regclass, oid, 0, 'type ' || oid::regtype
	FROM pg_type t WHERE typnamespace = 'credit'::regnamespace AND typcategory <> 'A' AND typtype <> 'm'
		AND (typrelid = 0 OR (SELECT relkind = 'c' FROM pg_class WHERE oid = t.typrelid))
	UNION ALL
	SELECT 'pg_operator'::regclass, oid, 0, 'operator ' || oid::regoperator
	FROM pg_operator WHERE oprnamespace = 'credit'::regnamespace
	UNION ALL
	SELECT 'pg_opclass'::regclass, c.oid, 0, format('operator class %s using %s', opcname, amname)
	FROM pg_opclass c JOIN pg_am a ON a.oid = opcmethod WHERE opcnamespace = 'credit'::regnamespace
	UNION ALL
	SELECT 'pg_cast'::regclass, c.oid, 0, format('cast (%s AS %s)', castsource::regtype, casttarget::regtype)
	FROM pg_cast c
	WHERE 'credit'::regnamespace IN (SELECT typnamespace FROM pg_type t WHERE t.oid IN (castsource, casttarget))
	UNION ALL
	SELECT 'pg_collation'::regclass, oid, 0, 'collation ' || collname
	FROM pg_collation WHERE collnamespace = 'credit'::regnamespace
	UNION ALL
	SELECT 'pg_class'::regclass, oid, 0, 'relation ' || oid::regclass
	FROM pg_class WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
		AND NOT relispartition
	UNION ALL
	SELECT 'pg_class'::regclass, c.oid, attnum, format('column %s.%I', c.oid::regclass, attname)
	FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
	WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
		AND NOT relispartition AND attnum > 0 AND NOT attisdropped
	UNION ALL
	-- not those of a partition, which are copies
	SELECT 'pg_trigger'::regclass, t.oid, 0, format('trigger %I on %s', tgname, c.oid::regclass)
	FROM pg_class c JOIN pg_trigger t ON tgrelid = c.oid
	WHERE relnamespace = 'credit'::regnamespace AND NOT tgisinternal AND tgparentid = 0
	UNION ALL
	SELECT 'pg_policy'::regclass, p.oid, 0, format('policy %I on %s', polname, c.oid::regclass)
	FROM pg_class c JOIN pg_policy p ON polrelid = c.oid WHERE relnamespace = 'credit'::regnamespace
)
SELECT what, 'has no comment'
FROM objects o
WHERE NOT EXISTS (SELECT FROM pg_description d WHERE d.classoid = o.class AND d.objoid = o.oid AND d.objsubid = o.sub)
	-- what another extension put into the schema is its own affair
	AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
		WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e'
			AND d.refclassid = 'pg_extension'::regclass AND e.extname <> 'credit')
ORDER BY what;
