-- Rows of agencies that could not be reported, and what is watched.

CREATE TABLE credit.intake_reject (
	reject uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	target text NOT NULL,
	event text NOT NULL,
	conduct text,
	agency text,
	sqlstate text NOT NULL,
	message text NOT NULL,
	detail text,
	source_row jsonb,
	rejected_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	rejected_by text NOT NULL,
	rejected_as text NOT NULL
);
CREATE INDEX intake_reject_target ON credit.intake_reject (target, rejected_at);
COMMENT ON TABLE credit.intake_reject IS 'rows that could not be reported, each with the reason; no fact: whoever has mended a row deletes it here';
COMMENT ON COLUMN credit.intake_reject.reject IS 'the reject';
COMMENT ON COLUMN credit.intake_reject.target IS 'table of the row, by the name it had; a partition where the row was written to it directly';
COMMENT ON COLUMN credit.intake_reject.event IS 'what was done to the row: INSERT, UPDATE, DELETE, TRUNCATE or BACKFILL';
COMMENT ON COLUMN credit.intake_reject.conduct IS 'conduct it was to be reported under, or @column where its word stands for none';
COMMENT ON COLUMN credit.intake_reject.agency IS 'agency it was to be reported for';
COMMENT ON COLUMN credit.intake_reject.sqlstate IS 'SQLSTATE of the reason, as docs/errors.md lists them';
COMMENT ON COLUMN credit.intake_reject.message IS 'the reason';
COMMENT ON COLUMN credit.intake_reject.detail IS 'further words of the reason';
COMMENT ON COLUMN credit.intake_reject.source_row IS 'the row as it was written, deleted rows as they were; NULL: a whole table was truncated';
COMMENT ON COLUMN credit.intake_reject.rejected_at IS 'when';
COMMENT ON COLUMN credit.intake_reject.rejected_by IS 'login role that wrote the row';
COMMENT ON COLUMN credit.intake_reject.rejected_as IS 'role it acted as';

-- The argument of a trigger is what its maker wrote, so it is not cast to
-- json: one that is none would make the whole view fail.
CREATE VIEW credit.watched AS
SELECT c.oid::regclass::text AS target,
	substring(a.argument FROM '"conduct": "((?:[^"\\]|\\.)*)"') AS conduct,
	substring(a.argument FROM '"agency": "((?:[^"\\]|\\.)*)"') AS agency,
	a.argument ~ '"strict": "yes"' AS strict,
	substring(a.argument FROM '"view": "((?:[^"\\]|\\.)*)"') AS map_view,
	(SELECT count(*)::integer FROM pg_partition_tree(c.oid) p WHERE NOT EXISTS (SELECT FROM pg_trigger o
		WHERE o.tgrelid = p.relid AND o.tgfoid = g.tgfoid AND o.tgargs = g.tgargs)) AS partitions_unwatched
FROM pg_trigger g
	JOIN pg_class c ON c.oid = g.tgrelid
	CROSS JOIN LATERAL (SELECT convert_from(substring(g.tgargs FROM 1 FOR greatest(length(g.tgargs) - 1, 0)), 'UTF8') AS argument) a
WHERE g.tgfoid = 'credit.watched_after()'::regprocedure AND NOT c.relispartition AND g.tgtype & 4 <> 0
	AND g.tgenabled <> 'D';
COMMENT ON VIEW credit.watched IS 'tables that are watched, read from their triggers; a row a table and conduct';
COMMENT ON COLUMN credit.watched.target IS 'table of the agency';
COMMENT ON COLUMN credit.watched.conduct IS 'conduct of its rows, or the column that tells it';
COMMENT ON COLUMN credit.watched.agency IS 'agency they are reported for';
COMMENT ON COLUMN credit.watched.strict IS 'whether a row that cannot be reported is refused';
COMMENT ON COLUMN credit.watched.map_view IS 'view beside the table that shows how its columns are reported';
COMMENT ON COLUMN credit.watched.partitions_unwatched IS 'partitions made since: rows written to them directly are not seen until watch() is called again';
