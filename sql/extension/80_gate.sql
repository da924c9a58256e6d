-- Gates: triggers on tables of the agencies, and a refusal as JSON.

CREATE FUNCTION @extschema@.gate_row() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_gate_row';
COMMENT ON FUNCTION @extschema@.gate_row() IS
	'row trigger of a gate: refuses a row that grants what a measure forbids (JC001), and one about which it cannot ask (JC002, JC005, 42501)';
CREATE FUNCTION @extschema@.gate_kept() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_gate_kept';
COMMENT ON FUNCTION @extschema@.gate_kept() IS
	'row trigger of gate_change and gate_override: only gates write there (JC009)';

CREATE FUNCTION @extschema@.gate(target pg_catalog.regclass, matter pg_catalog.text, subject_column pg_catalog.name,
		effects pg_catalog.text[] DEFAULT '{prohibit}', override_column pg_catalog.name DEFAULT NULL,
		when_column pg_catalog.name DEFAULT NULL, when_values pg_catalog.text[] DEFAULT NULL,
		matter_column pg_catalog.name DEFAULT NULL, matter_map pg_catalog.jsonb DEFAULT NULL,
		on_bar pg_catalog.text DEFAULT 'refuse', also_columns pg_catalog.name[] DEFAULT '{}',
		allow_null pg_catalog.bool DEFAULT false)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_gate';
COMMENT ON FUNCTION @extschema@.gate(pg_catalog.regclass, pg_catalog.text, pg_catalog.name, pg_catalog.text[], pg_catalog.name, pg_catalog.name, pg_catalog.text[], pg_catalog.name, pg_catalog.jsonb, pg_catalog.text, pg_catalog.name[], pg_catalog.bool) IS
	'lets no row into a table, or become one of when_values there, while a measure of one of the effects, or a stronger one, bars the subject in subject_column from the matter; by the owner of the table; raises JC002 for an unknown matter, 22023 for settings that make no gate, 42501, 42710 where there is one already';

CREATE FUNCTION @extschema@.ungate(target pg_catalog.regclass, matter pg_catalog.text, subject_column pg_catalog.name DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_ungate';
COMMENT ON FUNCTION @extschema@.ungate(pg_catalog.regclass, pg_catalog.text, pg_catalog.name) IS
	'takes the gates of a matter away from a table, those of one column where it is given; kept in gate_log; raises 42704 where there is none, 42501 for others than the owner of the table';

CREATE FUNCTION @extschema@.bars(subject @extschema@.subject_id, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today(),
		effects pg_catalog.text[] DEFAULT '{prohibit}')
	RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	strength CONSTANT text[] := '{prohibit,limit,withdraw,scrutinise,reference,supervise,favour}';
	strongest integer := (SELECT min(array_position(strength, e)) FROM unnest(effects) e);
	found jsonb;
BEGIN
	SELECT jsonb_agg(jsonb_build_object('bars', b.bars, 'effect', b.effect, 'content', b.content, 'class', b.class, 'agency', b.agency,
			'agency_now', b.agency_now, 'agency_name', b.agency_name, 'legal_basis', b.legal_basis, 'conduct', b.conduct, 'measure', b.measure,
			'decision', b.decision, 'document_no', b.document_no, 'from_day', b.from_day, 'until_day', b.until_day, 'until_kind', b.until_kind,
			'explain', (SELECT jsonb_agg(to_jsonb(e) ORDER BY e.step) FROM @extschema@.explain(bars.subject, b.decision) e)) ORDER BY b.n)
	INTO found
	FROM (SELECT c.*, c.effect = ANY (bars.effects) OR array_position(strength, c.effect) < strongest AS bars, row_number() OVER () AS n
		FROM @extschema@."check"(bars.subject, bars.matter, bars.on_day) c WHERE c.state = 'active') b;
	RETURN jsonb_build_object('subject', bars.subject::text, 'matter', bars.matter, 'on_day', coalesce(bars.on_day, @extschema@.today()),
		'barred', coalesce(jsonb_path_exists(found, '$[*] ? (@.bars == true)'), false), 'measures', coalesce(found, '[]'));
END
$$;
COMMENT ON FUNCTION @extschema@.bars(@extschema@.subject_id, pg_catalog.text, pg_catalog.date, pg_catalog.text[]) IS
	'what a gate with these effects finds, as JSON: whether the subject is barred from the matter, and each measure in force with its article, decision, days and the steps of explain(); raises as check() does';

CREATE FUNCTION @extschema@.bars(subject pg_catalog.text, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today(),
		effects pg_catalog.text[] DEFAULT '{prohibit}')
	RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN @extschema@.bars(@extschema@.subject_of(subject, on_day), matter, on_day, effects);
END
$$;
COMMENT ON FUNCTION @extschema@.bars(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text[]) IS
	'what a gate with these effects finds, as JSON: whether the subject is barred from the matter, and each measure in force with its article, decision, days and the steps of explain(); raises as check() does';
