-- The subject is the shard key: it leads every key of a table of facts, and a catalogue never points at facts.
CREATE TEMP VIEW tables AS
	SELECT c.oid, a.attnum AS subject, a.attnotnull AS subject_not_null
	FROM pg_class c LEFT JOIN pg_attribute a ON attrelid = c.oid AND attname = 'subject' AND NOT attisdropped
	WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition;

-- every key begins with the subject
SELECT indexrelid::regclass, 'a key of facts begins with subject'
FROM pg_index JOIN tables t ON t.oid = indrelid
WHERE indisunique AND subject IS NOT NULL AND indkey[0] <> subject
UNION ALL
SELECT t.oid::regclass, 'a table of facts has a primary key'
FROM tables t
WHERE subject IS NOT NULL AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = t.oid AND indisprimary)
UNION ALL
SELECT t.oid::regclass, 'subject is NOT NULL'
FROM tables t
WHERE subject IS NOT NULL AND NOT subject_not_null;

-- an exclusion constraint is not checked across shards
SELECT conrelid::regclass, conname, 'no exclusion constraint on a table of facts'
FROM pg_constraint JOIN tables t ON t.oid = conrelid
WHERE contype = 'x' AND subject IS NOT NULL;

-- a foreign key between facts carries the subject, at the same place on both sides
SELECT f.oid::regclass, conname, 'a foreign key between facts carries subject on both sides'
FROM pg_constraint k JOIN tables f ON f.oid = conrelid JOIN tables p ON p.oid = confrelid
WHERE contype = 'f' AND conparentid = 0 AND f.subject IS NOT NULL AND p.subject IS NOT NULL
	AND (array_position(conkey, f.subject) IS NULL
		OR array_position(conkey, f.subject) IS DISTINCT FROM array_position(confkey, p.subject))
UNION ALL
SELECT f.oid::regclass, conname, 'a catalogue does not point at facts'
FROM pg_constraint k JOIN tables f ON f.oid = conrelid JOIN tables p ON p.oid = confrelid
WHERE contype = 'f' AND conparentid = 0 AND f.subject IS NULL AND p.subject IS NOT NULL;

-- a table that names subjects by another column only has no key to be sharded
-- by; a unified code alone may be that of an agency
SELECT t.oid::regclass, attname, 'a table with identifiers has a column subject'
FROM tables t JOIN pg_attribute a ON attrelid = t.oid
WHERE subject IS NULL AND attnum > 0 AND NOT attisdropped
	AND atttypid IN (to_regtype('credit.subject_id'), to_regtype('credit.resident_id'));

-- a counter needs one place
SELECT oid::regclass, 'no sequences'
FROM pg_class WHERE relnamespace = 'credit'::regnamespace AND relkind = 'S';
