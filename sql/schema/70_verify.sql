-- What verify() finds: the projection recomputed, and the chain of every
-- subject compared with its facts.

CREATE FUNCTION credit.problems()
	RETURNS TABLE (problem text, subject text, kind text, fact text, detail text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	f record;
BEGIN
	-- the projection
	RETURN QUERY
	SELECT CASE WHEN s.decision IS NULL THEN 'standing is missing' WHEN k.decision IS NULL THEN 'standing has no decision'
			ELSE 'standing differs' END,
		coalesce(s.subject, k.subject)::text, 'standing', coalesce(s.decision, k.decision)::text,
		(SELECT string_agg(format('%s is %s, the facts give %s', j.key, coalesce(to_jsonb(s) ->> j.key, 'null'), coalesce(j.value, 'null')), '; ')
			FROM jsonb_each_text(to_jsonb(k)) j WHERE s.decision IS NOT NULL AND (to_jsonb(s) ->> j.key) IS DISTINCT FROM j.value)
	FROM credit.standing s FULL JOIN credit.standing_known(NULL) k
		ON k.subject OPERATOR(credit.=) s.subject AND k.decision = s.decision
	WHERE s.decision IS NULL OR k.decision IS NULL
		OR (s.decided_on, s.act_on, s.base_on, s.from_day, s.last_day, s.end_day, s.review_due, s.conduct, s.end_kind, s.exclude,
			s.conditions_met, s.role, s.course, s.events, s.harmony, s.harmony_measure, s.harmony_document_no)
		IS DISTINCT FROM (k.decided_on, k.act_on, k.base_on, k.from_day, k.last_day, k.end_day, k.review_due, k.conduct, k.end_kind, k.exclude,
			k.conditions_met, k.role, k.course, k.events, k.harmony, k.harmony_measure, k.harmony_document_no);

	-- positions of a chain run from 1 without a gap
	RETURN QUERY
	SELECT 'link is missing', g.subject::text, 'chain', NULL::text,
		CASE WHEN g.seq = g.before + 2 THEN format('position %s', g.before + 1) ELSE format('positions %s to %s', g.before + 1, g.seq - 1) END
	FROM (SELECT c.subject, c.seq, lag(c.seq, 1, 0::bigint) OVER (PARTITION BY c.subject ORDER BY c.seq) AS before FROM credit.chain c) g
	WHERE g.seq <> g.before + 1;

	-- every fact has one link, every link its fact, and the hash is that of
	-- both and of the link before
	FOR f IN SELECT * FROM (VALUES ('record', 'x.record'), ('notice', 'x.notice'), ('decision', 'x.decision'), ('event', 'x.event'), ('feedback', 'x.feedback'),
			('subject_identifier', NULL), ('subject_end', NULL)) AS v (name, key)
	LOOP
		RETURN QUERY EXECUTE format(
		'SELECT CASE WHEN c.seq IS NULL THEN ''fact has no link'' WHEN t.digest IS NULL THEN ''link has no fact''
				WHEN c.times > 1 THEN ''fact has several links'' ELSE ''fact or order was changed'' END,
			coalesce(c.subject, t.subject)::text, %1$L, coalesce(c.id, t.id)::text,
			CASE WHEN c.seq IS NOT NULL THEN format(''position %%s'', c.seq) END
		FROM (SELECT h.*, count(*) OVER (PARTITION BY h.subject, h.kind, h.id) AS times
				FROM (SELECT a.subject, a.seq, a.id, a.kind, a.hash, lag(a.hash) OVER (PARTITION BY a.subject ORDER BY a.seq) AS before
					FROM credit.chain a) h WHERE h.kind = %1$L) c
			FULL JOIN (SELECT y.subject, y.digest, coalesce(y.key, encode(substr(y.digest, 1, 16), ''hex'')::uuid) AS id
				FROM (SELECT x.subject, credit.fact_digest(%1$L, x) AS digest, %2$s AS key FROM credit.%1$I x) y) t
			ON t.subject OPERATOR(credit.=) c.subject AND t.id = c.id
		WHERE c.seq IS NULL OR t.digest IS NULL OR c.times > 1
			OR c.hash <> sha256(coalesce(c.before, '''') || int8send(c.seq) || t.digest)', f.name, coalesce(f.key, 'NULL::uuid'));
	END LOOP;
	RETURN QUERY
	SELECT 'link is of no table of facts', c.subject::text, c.kind, c.id::text, format('position %s', c.seq)
	FROM credit.chain c
	WHERE c.kind NOT IN ('record', 'notice', 'decision', 'event', 'feedback', 'subject_identifier', 'subject_end');

	-- a row of facts that bears another subject's or record's name
	RETURN QUERY
	SELECT 'decision has no record', d.subject::text, 'decision', d.decision::text, NULL
	FROM credit.decision d
	WHERE d.decision <> credit.decision_of(d.record) OR NOT EXISTS (SELECT FROM credit.record r
		WHERE r.subject OPERATOR(credit.=) d.subject AND r.record = d.record);
	RETURN QUERY
	SELECT 'event has no record', e.subject::text, 'event', e.event::text, NULL
	FROM credit.event e
	WHERE NOT EXISTS (SELECT FROM credit.record r
		WHERE r.subject OPERATOR(credit.=) e.subject AND r.record = credit.decision_of(e.decision));

	-- what happened to an enterprise reached the persons behind it, once
	RETURN QUERY
	SELECT 'event did not reach the person behind', p.subject::text, 'event', e.event::text, format('%s of %s', e.kind, e.on_day)
	FROM credit.decision p
		JOIN credit.event e ON e.subject OPERATOR(credit.=) p.principal_subject AND e.decision = p.principal
	WHERE e.kind NOT IN ('served', 'record_corrected', 'condition_met', 'condition_ended', 'ended')
		AND (e.kind <> 'reviewed' OR e.outcome = 'released')
		AND NOT EXISTS (SELECT FROM credit.event f WHERE f.subject OPERATOR(credit.=) p.subject AND f.decision = p.decision AND f.via = e.event
			AND f.kind = e.kind AND f.on_day = e.on_day);

	-- folded names follow the ICU they were folded with
	RETURN QUERY
	SELECT 'names were folded by another ICU', NULL::text, 'subject_name', NULL::text,
		format('%s names, by %s; SELECT credit.refresh_names() renews them', count(*), n.icu_version)
	FROM credit.subject_name n WHERE n.icu_version <> credit.icu_version() GROUP BY n.icu_version;
END
$$;
COMMENT ON FUNCTION credit.problems() IS 'what verify() gives, with the rights of the caller';
