-- The published catalogue of a day.

CREATE FUNCTION credit.catalogue_on(day date DEFAULT credit.today())
	RETURNS TABLE (code text, name text, polarity text, sector text, determining_agency text,
		measure integer, agency text, class integer, effect text, matter text, content text, legal_basis text,
		term text, term_kind text, condition text, basis_title text, article text, agency_name text,
		subject_kinds text, conduct_basis text, from_day date, until_day date)
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp SET intervalstyle = postgres
AS $$
#variable_conflict use_column
BEGIN
	IF NOT isfinite(day) THEN
		RAISE datetime_field_overflow USING MESSAGE = 'day of the catalogue may not be infinite',
			DETAIL = 'A catalogue is that of one civil day.', HINT = 'Give a day.';
	END IF;
	RETURN QUERY
		SELECT c.code, c.name, c.polarity, c.sector, c.determining_agency,
			m.number, m.agency, m.class, m.effect, array_to_string(m.matters, ', '), m.content, m.legal_basis,
			coalesce(m.term, c.term)::text, coalesce(m.term_kind, c.term_kind), m.condition,
			b.title, b.article, a.name, array_to_string(c.subject_kinds, ', '), c.legal_basis,
			CASE WHEN m.number IS NULL THEN lower(c.valid) ELSE lower(c.valid * m.valid) END,
			CASE WHEN m.number IS NULL THEN upper(c.valid) ELSE upper(c.valid * m.valid) END - 1
		FROM credit.conduct c
			LEFT JOIN credit.measure m ON m.conduct = c.code AND m.valid @> catalogue_on.day AND NOT m.draft
			LEFT JOIN credit.legal_basis b ON b.code = m.legal_basis AND b.valid @> catalogue_on.day
			LEFT JOIN credit.agency a ON a.code = m.agency AND a.valid @> catalogue_on.day
		WHERE c.valid @> catalogue_on.day AND NOT c.draft
		ORDER BY c.code, m.number;
END
$$;
COMMENT ON FUNCTION credit.catalogue_on(date) IS 'the published catalogue of a day: a row a measure, and a row without one for a conduct that carries none; drafts are not in it; term is that of the measure or of the conduct; from_day and until_day: days on which the row reads so, NULL where open';
