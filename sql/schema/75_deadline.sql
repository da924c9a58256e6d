-- What is due, and what ends soon.  The days themselves are stored with the
-- events, as they were counted when those came.

CREATE FUNCTION credit.replies_due(on_day date)
	RETURNS TABLE (subject_no text, subject_key text, kind text, conduct text, agency text, agency_now text,
		received_on date, due_on date, days_over integer, document_no text, event text, decision text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH waiting AS (
		-- an objection that neither its agency nor the office has settled
		SELECT o.subject, o.event, o.decision, 'reply' AS kind, o.on_day, o.due_on FROM credit.event o
		WHERE o.kind = 'objection' AND o.via IS NULL AND o.due_on < replies_due.on_day
			AND NOT EXISTS (SELECT FROM credit.event a WHERE a.subject OPERATOR(credit.=) o.subject AND a.decision = o.decision
				AND a.kind = 'objection_answer' AND a.target = o.event)
			AND NOT EXISTS (SELECT FROM credit.event c JOIN credit.event a ON a.subject OPERATOR(credit.=) c.subject AND a.decision = c.decision
					AND a.kind = 'complaint_answer' AND a.target = c.event AND a.outcome <> 'remitted'
				WHERE c.subject OPERATOR(credit.=) o.subject AND c.decision = o.decision AND c.kind = 'complaint' AND c.target = o.event)
		UNION ALL
		-- one that the office remitted
		SELECT r.subject, c.target, r.decision, 'reply after remittal', r.on_day, r.due_on
		FROM credit.event r JOIN credit.event c ON c.subject OPERATOR(credit.=) r.subject AND c.event = r.target
		WHERE r.kind = 'complaint_answer' AND r.outcome = 'remitted' AND r.via IS NULL AND r.due_on < replies_due.on_day
			AND NOT EXISTS (SELECT FROM credit.event a WHERE a.subject OPERATOR(credit.=) r.subject AND a.decision = r.decision
				AND a.kind = 'objection_answer' AND a.target = c.target AND a.recorded_at > r.recorded_at)
		UNION ALL
		SELECT c.subject, c.event, c.decision, 'reply to complaint', c.on_day, c.due_on FROM credit.event c
		WHERE c.kind = 'complaint' AND c.via IS NULL AND c.due_on < replies_due.on_day
			AND NOT EXISTS (SELECT FROM credit.event a WHERE a.subject OPERATOR(credit.=) c.subject AND a.decision = c.decision
				AND a.kind = 'complaint_answer' AND a.target = c.event)
		UNION ALL
		SELECT p.subject, p.event, p.decision, 'decision on repair', p.on_day, p.due_on FROM credit.event p
		WHERE p.kind = 'repair' AND p.via IS NULL AND p.due_on < replies_due.on_day
			AND NOT EXISTS (SELECT FROM credit.event a WHERE a.subject OPERATOR(credit.=) p.subject AND a.decision = p.decision
				AND a.kind = 'repair_answer' AND a.target = p.event)
		UNION ALL
		SELECT a.subject, a.event, a.decision, 'publication of repair', a.on_day, a.due_on FROM credit.event a
		WHERE a.kind = 'repair_answer' AND a.via IS NULL AND a.published_on IS NULL AND a.due_on < replies_due.on_day
			AND NOT EXISTS (SELECT FROM credit.event b WHERE b.subject OPERATOR(credit.=) a.subject AND b.decision = a.decision
				AND b.kind = 'repair_published' AND b.target = a.event)
	)
	SELECT credit.mask(w.subject), u.subject_key, w.kind, r.conduct, g.agency, coalesce(h.heir, g.agency),
		w.on_day, w.due_on, replies_due.on_day - w.due_on, coalesce(d.document_no, r.document_no), w.event::text, w.decision::text
	FROM waiting w
		JOIN credit.record r ON r.subject OPERATOR(credit.=) w.subject AND r.record = credit.decision_of(w.decision)
		LEFT JOIN credit.decision d ON d.subject OPERATOR(credit.=) w.subject AND d.decision = w.decision
		LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) w.subject
		LEFT JOIN credit.conduct c ON c.code = r.conduct AND c.valid @> coalesce(d.decided_on, r.determined_on)
		CROSS JOIN LATERAL (SELECT CASE WHEN w.kind = 'reply to complaint'
				THEN (SELECT min(o.code) FROM credit.agency o WHERE o.kind = 'office' AND o.valid @> replies_due.on_day)
				ELSE coalesce(c.determining_agency, r.source_agency) END AS agency) g
		LEFT JOIN credit.agency_heir h ON h.agency = g.agency AND h.from_day <= replies_due.on_day
			AND (h.until_day IS NULL OR replies_due.on_day < h.until_day)
	ORDER BY w.due_on, w.kind, w.event;
END
$$;
COMMENT ON FUNCTION credit.replies_due(date) IS 'what replies_overdue(on_day) gives, with the rights of the caller';

CREATE FUNCTION credit.feedback_due(on_day date)
	RETURNS TABLE (subject_no text, subject_key text, conduct text, agency text, agency_now text, document_no text,
		measure integer, content text, due_on date, days_over integer, decision text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT credit.mask(e.subject), u.subject_key, r.conduct, r.agency, coalesce(h.heir, r.agency), d.document_no,
		r.measure, r.content, e.due_on, feedback_due.on_day - e.due_on, e.decision::text
	FROM (SELECT v.subject, v.decision, v.due_on FROM credit.event v WHERE v.kind = 'served'
			UNION ALL SELECT o.subject, o.decision, o.feedback_due FROM credit.decision o WHERE o.feedback_due IS NOT NULL) e
		JOIN credit.measure_run r ON r.subject OPERATOR(credit.=) e.subject AND r.decision = e.decision
		JOIN credit.decision d ON d.subject OPERATOR(credit.=) e.subject AND d.decision = e.decision
		LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) e.subject
		LEFT JOIN credit.agency_heir h ON h.agency = r.agency AND h.from_day <= feedback_due.on_day
			AND (h.until_day IS NULL OR feedback_due.on_day < h.until_day)
	WHERE e.due_on < feedback_due.on_day
		AND credit.measure_state(feedback_due.on_day, r.base_on, r.planned_from, r.last_day, r.end_day, r.end_kind, r.review_due, r.harmonised,
			r.course, r.measure, r.term, r.statutory_max, r.term_kind, r.statutory_term, r.stop_counts) = 'active'
		AND NOT EXISTS (SELECT FROM credit.feedback f WHERE f.subject OPERATOR(credit.=) e.subject AND f.decision = e.decision
			AND f.measure = r.measure AND f.status <> 'received' AND f.done_on <= feedback_due.on_day)
	ORDER BY e.due_on, r.agency, e.decision, r.measure;
END
$$;
COMMENT ON FUNCTION credit.feedback_due(date) IS 'what feedback_overdue(on_day) gives, with the rights of the caller';

CREATE VIEW credit.replies_overdue AS SELECT * FROM credit.replies_overdue(credit.today());
COMMENT ON VIEW credit.replies_overdue IS 'objections, complaints and applications for repair that were not answered in time, and granted repairs that were not published; the stop goes on, and the party may complain';
COMMENT ON COLUMN credit.replies_overdue.subject_no IS 'identifier, masked';
COMMENT ON COLUMN credit.replies_overdue.subject_key IS 'keyed hash of the subject, for counting and joining';
COMMENT ON COLUMN credit.replies_overdue.kind IS 'reply, reply after remittal, reply to complaint, decision on repair or publication of repair';
COMMENT ON COLUMN credit.replies_overdue.conduct IS 'catalogue code';
COMMENT ON COLUMN credit.replies_overdue.agency IS 'agency that must act, as the catalogue names it; of a complaint: the office';
COMMENT ON COLUMN credit.replies_overdue.agency_now IS 'agency that acts in its place today';
COMMENT ON COLUMN credit.replies_overdue.received_on IS 'day it was received, applied for, remitted or granted';
COMMENT ON COLUMN credit.replies_overdue.due_on IS 'last day for it, as it was counted on receipt';
COMMENT ON COLUMN credit.replies_overdue.days_over IS 'days since';
COMMENT ON COLUMN credit.replies_overdue.document_no IS 'number of the decision, or of the record where there is none';
COMMENT ON COLUMN credit.replies_overdue.event IS 'the objection, complaint, application or answer';
COMMENT ON COLUMN credit.replies_overdue.decision IS 'the decision that is, or may be, made on the record';

CREATE VIEW credit.feedback_overdue AS SELECT * FROM credit.feedback_overdue(credit.today());
COMMENT ON VIEW credit.feedback_overdue IS 'measures in force of which the implementing agency has not said in time what it did';
COMMENT ON COLUMN credit.feedback_overdue.subject_no IS 'identifier, masked';
COMMENT ON COLUMN credit.feedback_overdue.subject_key IS 'keyed hash of the subject, for counting and joining';
COMMENT ON COLUMN credit.feedback_overdue.conduct IS 'catalogue code';
COMMENT ON COLUMN credit.feedback_overdue.agency IS 'implementing agency as the catalogue names it';
COMMENT ON COLUMN credit.feedback_overdue.agency_now IS 'agency that acts in its place today';
COMMENT ON COLUMN credit.feedback_overdue.document_no IS 'number of the decision';
COMMENT ON COLUMN credit.feedback_overdue.measure IS 'number of the measure within the conduct';
COMMENT ON COLUMN credit.feedback_overdue.content IS 'what is to be done';
COMMENT ON COLUMN credit.feedback_overdue.due_on IS 'last day for feedback, as it was counted on service';
COMMENT ON COLUMN credit.feedback_overdue.days_over IS 'days since';
COMMENT ON COLUMN credit.feedback_overdue.decision IS 'the decision';

CREATE VIEW credit.expiring_soon AS SELECT * FROM credit.expiring_soon(credit.today());
COMMENT ON VIEW credit.expiring_soon IS 'measures in force that end, or whose review is due, within the days of setting expiring_days';
DO $$
DECLARE
	c record;
BEGIN
	FOR c IN SELECT a.attname, d.description FROM pg_attribute a JOIN pg_description d ON d.objoid = a.attrelid AND d.objsubid = a.attnum
		WHERE a.attrelid = 'credit.measure_listing'::regclass AND a.attnum > 0
	LOOP
		EXECUTE format('COMMENT ON COLUMN credit.expiring_soon.%I IS %L', c.attname, c.description);
	END LOOP;
END
$$;
