-- What is kept of gates.  The gates themselves are triggers of the tables that
-- they guard; credit.gates shows those that stand.

CREATE TABLE credit.gate_change (
	change uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	action text NOT NULL CHECK (action IN ('gate', 'ungate')),
	target text NOT NULL,
	matter text,
	subject_column text NOT NULL,
	settings text NOT NULL,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL
);
COMMENT ON TABLE credit.gate_change IS 'gates that were set up and taken away; written by gate() and ungate() only';
COMMENT ON COLUMN credit.gate_change.change IS 'the row';
COMMENT ON COLUMN credit.gate_change.action IS 'gate or ungate';
COMMENT ON COLUMN credit.gate_change.target IS 'name of the table then';
COMMENT ON COLUMN credit.gate_change.matter IS 'matter of the gate; NULL: each row says it';
COMMENT ON COLUMN credit.gate_change.subject_column IS 'name of the column with the subject then';
COMMENT ON COLUMN credit.gate_change.settings IS 'trigger that carried its settings';
COMMENT ON COLUMN credit.gate_change.recorded_at IS 'when';
COMMENT ON COLUMN credit.gate_change.recorded_by IS 'login role that did it';
COMMENT ON COLUMN credit.gate_change.recorded_as IS 'role it acted as';

CREATE TABLE credit.gate_override (
	subject credit.subject_id NOT NULL,
	override uuid NOT NULL DEFAULT gen_random_uuid(),
	decision uuid NOT NULL,
	recorded_at timestamptz NOT NULL,
	measure integer NOT NULL,
	conduct text NOT NULL,
	matter text NOT NULL,
	effect text NOT NULL,
	target text NOT NULL,
	reason text NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, override)
) /*partition*/;
COMMENT ON TABLE credit.gate_override IS 'rows that a written reason let through a gate although a measure barred them; written by gates only';
COMMENT ON COLUMN credit.gate_override.subject IS 'who was barred';
COMMENT ON COLUMN credit.gate_override.override IS 'the row';
COMMENT ON COLUMN credit.gate_override.decision IS 'decision of the strongest measure that barred';
COMMENT ON COLUMN credit.gate_override.measure IS 'number of that measure';
COMMENT ON COLUMN credit.gate_override.conduct IS 'its conduct';
COMMENT ON COLUMN credit.gate_override.matter IS 'matter that was asked about';
COMMENT ON COLUMN credit.gate_override.effect IS 'effect of the measure';
COMMENT ON COLUMN credit.gate_override.target IS 'name of the gated table then; of a partition where that holds the row';
COMMENT ON COLUMN credit.gate_override.reason IS 'reason as it was written';
COMMENT ON COLUMN credit.gate_override.recorded_at IS 'when';
COMMENT ON COLUMN credit.gate_override.recorded_by IS 'login role that wrote the row';
COMMENT ON COLUMN credit.gate_override.recorded_as IS 'role it acted as';

CREATE TRIGGER gate_kept BEFORE INSERT ON credit.gate_change
	FOR EACH ROW EXECUTE FUNCTION credit.gate_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.gate_change
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.gate_change
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER gate_kept BEFORE INSERT ON credit.gate_override
	FOR EACH ROW EXECUTE FUNCTION credit.gate_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.gate_override
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.gate_override
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();

CREATE VIEW credit.gate_log AS
SELECT g.action, g.recorded_at, g.recorded_by, g.recorded_as, g.target, g.matter, g.subject_column, g.settings,
	NULL AS subject_no, NULL AS subject_key, NULL AS decision, NULL::integer AS measure, NULL AS effect, NULL AS reason
FROM credit.gate_change g
UNION ALL
SELECT 'override', o.recorded_at, o.recorded_by, o.recorded_as, o.target, o.matter, NULL, NULL,
	credit.mask(o.subject), u.subject_key, o.decision::text, o.measure, o.effect, o.reason
FROM credit.gate_override o
	LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) o.subject;
COMMENT ON VIEW credit.gate_log IS 'every gate, ungate and override: who, as which role, when';
COMMENT ON COLUMN credit.gate_log.action IS 'gate, ungate or override';
COMMENT ON COLUMN credit.gate_log.recorded_at IS 'when';
COMMENT ON COLUMN credit.gate_log.recorded_by IS 'login role';
COMMENT ON COLUMN credit.gate_log.recorded_as IS 'role it acted as';
COMMENT ON COLUMN credit.gate_log.target IS 'name of the table then';
COMMENT ON COLUMN credit.gate_log.matter IS 'matter; NULL: each row of the table says it';
COMMENT ON COLUMN credit.gate_log.subject_column IS 'gate, ungate: column with the subject; NULL: override';
COMMENT ON COLUMN credit.gate_log.settings IS 'gate, ungate: trigger that carried the other settings; NULL: override';
COMMENT ON COLUMN credit.gate_log.subject_no IS 'override: identifier, masked; else NULL';
COMMENT ON COLUMN credit.gate_log.subject_key IS 'override: keyed hash of the subject; else NULL';
COMMENT ON COLUMN credit.gate_log.decision IS 'override: decision of the strongest measure that barred; else NULL';
COMMENT ON COLUMN credit.gate_log.measure IS 'override: number of that measure; else NULL';
COMMENT ON COLUMN credit.gate_log.effect IS 'override: its effect; else NULL';
COMMENT ON COLUMN credit.gate_log.reason IS 'override: the reason as it was written; else NULL';

CREATE VIEW credit.gates AS
SELECT format('%I.%I', n.nspname, c.relname) AS target,
	a.attname::text AS subject_column,
	EXISTS (SELECT FROM pg_trigger u
		WHERE u.tgrelid = t.tgrelid AND u.tgfoid = t.tgfoid AND u.tgattr::text = '' AND u.tgenabled IN ('O', 'A')
			AND starts_with(encode(t.tgargs, 'escape'), encode(u.tgargs, 'escape'))) AS enabled,
	pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger t
	JOIN pg_class c ON c.oid = t.tgrelid
	JOIN pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = t.tgattr[0]
WHERE t.tgfoid = 'credit.gate_row'::regproc AND t.tgattr::text <> '' AND t.tgparentid = 0;
COMMENT ON VIEW credit.gates IS 'gates that stand; one of gate_log that is not here was dropped or lost by other ways than ungate()';
COMMENT ON COLUMN credit.gates.target IS 'table that is gated';
COMMENT ON COLUMN credit.gates.subject_column IS 'column with the subject';
COMMENT ON COLUMN credit.gates.enabled IS 'whether both of its triggers are there and fire';
COMMENT ON COLUMN credit.gates.definition IS 'trigger that carries its settings';
