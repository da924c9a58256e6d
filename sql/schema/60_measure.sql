-- Measures in force.  They are never stored: a decision is expanded over the
-- catalogue of its day when somebody reads.

CREATE VIEW credit.agency_heir AS
WITH RECURSIVE line(agency, heir, on_day) AS (
	SELECT agency, successor, on_day FROM credit.agency_succession
	UNION
	SELECT l.agency, s.successor, greatest(l.on_day, s.on_day)
	FROM line l JOIN credit.agency_succession s ON s.agency = l.heir
	WHERE s.successor <> l.agency
), step AS (
	SELECT DISTINCT ON (agency, on_day) agency, heir, on_day
	FROM line
	WHERE NOT EXISTS (SELECT FROM credit.agency_succession s
		WHERE s.agency = line.heir AND s.on_day <= line.on_day)
	ORDER BY agency, on_day, heir
)
SELECT agency, heir, on_day AS from_day,
	lead(on_day) OVER (PARTITION BY agency ORDER BY on_day) AS until_day
FROM step;
COMMENT ON VIEW credit.agency_heir IS 'who acts for an agency that was succeeded: at most one row an agency and day';
COMMENT ON COLUMN credit.agency_heir.agency IS 'agency that was succeeded';
COMMENT ON COLUMN credit.agency_heir.heir IS 'agency that acts in its place, successors of successors followed';
COMMENT ON COLUMN credit.agency_heir.from_day IS 'first day on which it acts';
COMMENT ON COLUMN credit.agency_heir.until_day IS 'first day on which the next one acts; NULL: none yet';

CREATE VIEW credit.measure_run AS
SELECT s.subject, s.decision, s.conduct, s.decided_on, s.act_on, s.base_on, s.from_day,
	CASE WHEN m.term IS NULL AND m.statutory_max IS NULL AND m.term_kind IS NULL THEN s.last_day
		ELSE credit.measure_last_day(s.base_on, s.last_day, m.term, m.statutory_max, m.term_kind) END AS until_day,
	CASE WHEN m.term IS NOT NULL OR m.statutory_max IS NOT NULL THEN 'term'
		ELSE CASE coalesce(m.term_kind, c.term_kind)
			WHEN 'until_condition' THEN 'condition' WHEN 'while_status' THEN 'status'
			WHEN 'while_published' THEN 'published' WHEN 'from_event' THEN 'event'
			WHEN 'lifetime' THEN 'lifetime' ELSE 'term' END END AS until_kind,
	s.role, c.polarity, c.sector, c.name AS conduct_name,
	m.number AS measure, m.agency, m.class, m.effect, m.matters, m.content, m.legal_basis, m.condition
FROM credit.standing s
	JOIN credit.conduct c ON c.code = s.conduct AND c.valid @> s.decided_on AND NOT c.draft
	JOIN credit.measure m ON m.conduct = s.conduct AND m.valid @> s.decided_on AND NOT m.draft
WHERE (m.valid @> s.act_on OR EXISTS (SELECT FROM credit.measure a
		WHERE a.conduct = m.conduct AND a.number = m.number AND a.valid @> s.act_on AND NOT a.draft))
	AND (s.exclude IS NULL OR m.number <> ALL (s.exclude))
	AND (m.condition IS NULL OR m.number = ANY (s.conditions_met))
	AND coalesce(s.role, 'subject') = ANY (m.reach);
COMMENT ON VIEW credit.measure_run IS 'every measure of every decision with its first and last day: the catalogue of the decision''s day, less what was not in it on the day of the act, was left out, has an unmet condition or does not reach the role';
COMMENT ON COLUMN credit.measure_run.subject IS 'whom it is about';
COMMENT ON COLUMN credit.measure_run.decision IS 'the decision';
COMMENT ON COLUMN credit.measure_run.conduct IS 'catalogue code';
COMMENT ON COLUMN credit.measure_run.decided_on IS 'day that pins the catalogue';
COMMENT ON COLUMN credit.measure_run.act_on IS 'day of the act';
COMMENT ON COLUMN credit.measure_run.base_on IS 'day from which its term runs, itself not counted';
COMMENT ON COLUMN credit.measure_run.from_day IS 'first day in force; NULL: not served';
COMMENT ON COLUMN credit.measure_run.until_day IS 'last day in force; NULL: none, or not known yet';
COMMENT ON COLUMN credit.measure_run.until_kind IS 'what ends it: term, condition, status, published, event or lifetime';
COMMENT ON COLUMN credit.measure_run.role IS 'role in which a person is reached; NULL: the subject itself';
COMMENT ON COLUMN credit.measure_run.polarity IS 'incentive or sanction';
COMMENT ON COLUMN credit.measure_run.sector IS 'field of the conduct';
COMMENT ON COLUMN credit.measure_run.conduct_name IS 'name of the entry';
COMMENT ON COLUMN credit.measure_run.measure IS 'number of the measure within the conduct';
COMMENT ON COLUMN credit.measure_run.agency IS 'implementing agency';
COMMENT ON COLUMN credit.measure_run.class IS 'class 1, 2 or 3';
COMMENT ON COLUMN credit.measure_run.effect IS 'its effect';
COMMENT ON COLUMN credit.measure_run.matters IS 'matters it bears on';
COMMENT ON COLUMN credit.measure_run.content IS 'what is done';
COMMENT ON COLUMN credit.measure_run.legal_basis IS 'code of the article';
COMMENT ON COLUMN credit.measure_run.condition IS 'further event that switched it on';

CREATE VIEW credit.measure_listing AS
SELECT credit.mask(r.subject) AS subject_no,
	u.subject_key,
	u.name AS subject_name,
	u.kind AS subject_kind,
	u.region,
	r.polarity,
	r.class,
	r.effect,
	array_to_string(r.matters, ', ') AS matter,
	r.content,
	r.agency,
	coalesce(h.heir, r.agency) AS agency_now,
	r.conduct,
	r.sector,
	d.document_no,
	d.decided_on,
	r.from_day,
	r.until_day,
	r.until_kind,
	least(r.until_day + 1, h.next_day) AS next_change,
	r.decision::text AS decision,
	r.measure
FROM credit.measure_run r
	JOIN credit.decision d ON d.subject OPERATOR(credit.=) r.subject AND d.decision = r.decision
	LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) r.subject
	LEFT JOIN (SELECT agency,
			min(heir) FILTER (WHERE from_day <= credit.today() AND (until_day IS NULL OR credit.today() < until_day)) AS heir,
			min(from_day) FILTER (WHERE from_day > credit.today()) AS next_day
		FROM credit.agency_heir GROUP BY agency) h ON h.agency = r.agency;
COMMENT ON VIEW credit.measure_listing IS 'every measure of every decision as BI tools read it, whatever the day; the views named active_ cut it to a day';

CREATE VIEW credit.active_penalties AS
SELECT * FROM credit.measure_listing
WHERE polarity = 'sanction' AND from_day <= credit.today() AND credit.in_force_on(from_day, until_day, credit.today());
COMMENT ON VIEW credit.active_penalties IS 'sanctions in force today, a row a measure';

CREATE VIEW credit.active_incentives AS
SELECT * FROM credit.measure_listing
WHERE polarity = 'incentive' AND from_day <= credit.today() AND credit.in_force_on(from_day, until_day, credit.today());
COMMENT ON VIEW credit.active_incentives IS 'incentives in force today, a row a measure';

DO $$
DECLARE
	v text;
	c text[];
BEGIN
	FOREACH v IN ARRAY ARRAY['measure_listing', 'active_penalties', 'active_incentives'] LOOP
		FOREACH c SLICE 1 IN ARRAY ARRAY[
			['subject_no', 'identifier, masked'],
			['subject_key', 'keyed hash of the subject, for counting and joining'],
			['subject_name', 'name as first recorded'],
			['subject_kind', 'kind of the subject'],
			['region', 'division code of the registering authority'],
			['polarity', 'incentive or sanction'],
			['class', 'class 1, 2 or 3'],
			['effect', 'prohibit, limit, withdraw, scrutinise, reference, supervise, assist, publish or favour'],
			['matter', 'matters it bears on, separated by commas'],
			['content', 'what is done'],
			['agency', 'implementing agency as the catalogue names it'],
			['agency_now', 'agency that acts in its place today'],
			['conduct', 'catalogue code'],
			['sector', 'field of the conduct'],
			['document_no', 'number of the decision'],
			['decided_on', 'day of the decision'],
			['from_day', 'first day in force'],
			['until_day', 'last day in force; NULL: none, until_kind says why'],
			['until_kind', 'what ends it: term, condition, status, published, event or lifetime'],
			['next_change', 'first later day on which the row would differ if nothing more were recorded'],
			['decision', 'the decision'],
			['measure', 'number of the measure within the conduct']]
		LOOP
			EXECUTE format('COMMENT ON COLUMN credit.%I.%I IS %L', v, c[1], c[2]);
		END LOOP;
	END LOOP;
END
$$;

-- A report counts decisions by conduct and catalogue version before it
-- expands them: a million decisions become a handful of groups.  Only
-- measures with a term of their own need the day of each decision.
CREATE FUNCTION credit.count_measures(on_day date)
	RETURNS TABLE (agency text, agency_now text, polarity text, class integer, effect text, measures numeric)
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH edition AS MATERIALIZED (
		SELECT v.conduct, array_agg(DISTINCT v.day ORDER BY v.day) AS days
		FROM (SELECT m.conduct, lower(m.valid) AS day FROM credit.measure m WHERE NOT lower_inf(m.valid)
			UNION SELECT m.conduct, upper(m.valid) FROM credit.measure m WHERE NOT upper_inf(m.valid)
			UNION SELECT c.code, lower(c.valid) FROM credit.conduct c WHERE NOT lower_inf(c.valid)
			UNION SELECT c.code, upper(c.valid) FROM credit.conduct c WHERE NOT upper_inf(c.valid)
			UNION SELECT c.code, '-infinity' FROM credit.conduct c) v
		GROUP BY v.conduct
	), kin AS MATERIALIZED (
		SELECT s.conduct, width_bucket(s.decided_on, e.days) AS decided_in, width_bucket(s.act_on, e.days) AS act_in,
			s.exclude, s.conditions_met, s.role,
			min(s.decided_on) AS decided_on, min(s.act_on) AS act_on, count(*) AS decisions
		FROM credit.standing s JOIN edition e ON e.conduct = s.conduct
		WHERE s.from_day <= on_day AND (s.last_day IS NULL OR s.last_day >= on_day)
		GROUP BY 1, 2, 3, 4, 5, 6
	), own AS MATERIALIZED (
		SELECT s.conduct, s.decided_on, s.act_on, s.base_on, s.last_day, s.exclude, s.conditions_met, s.role,
			count(*) AS decisions
		FROM credit.standing s
		WHERE s.from_day <= on_day AND s.conduct IN (SELECT m.conduct FROM credit.measure m
			WHERE NOT m.draft AND (m.term IS NOT NULL OR m.statutory_max IS NOT NULL OR m.term_kind IS NOT NULL))
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
	), counted AS (
		SELECT m.agency, c.polarity, m.class, m.effect, k.decisions
		FROM kin k
			JOIN credit.conduct c ON c.code = k.conduct AND c.valid @> k.decided_on AND NOT c.draft
			JOIN credit.measure m ON m.conduct = k.conduct AND m.valid @> k.decided_on AND NOT m.draft
				AND m.term IS NULL AND m.statutory_max IS NULL AND m.term_kind IS NULL
		WHERE (m.valid @> k.act_on OR EXISTS (SELECT FROM credit.measure a
				WHERE a.conduct = m.conduct AND a.number = m.number AND a.valid @> k.act_on AND NOT a.draft))
			AND (k.exclude IS NULL OR m.number <> ALL (k.exclude))
			AND (m.condition IS NULL OR m.number = ANY (k.conditions_met))
			AND coalesce(k.role, 'subject') = ANY (m.reach)
		UNION ALL
		SELECT m.agency, c.polarity, m.class, m.effect, o.decisions
		FROM own o
			JOIN credit.conduct c ON c.code = o.conduct AND c.valid @> o.decided_on AND NOT c.draft
			JOIN credit.measure m ON m.conduct = o.conduct AND m.valid @> o.decided_on AND NOT m.draft
				AND (m.term IS NOT NULL OR m.statutory_max IS NOT NULL OR m.term_kind IS NOT NULL)
		WHERE coalesce(credit.measure_last_day(o.base_on, o.last_day, m.term, m.statutory_max, m.term_kind) >= on_day, true)
			AND (m.valid @> o.act_on OR EXISTS (SELECT FROM credit.measure a
				WHERE a.conduct = m.conduct AND a.number = m.number AND a.valid @> o.act_on AND NOT a.draft))
			AND (o.exclude IS NULL OR m.number <> ALL (o.exclude))
			AND (m.condition IS NULL OR m.number = ANY (o.conditions_met))
			AND coalesce(o.role, 'subject') = ANY (m.reach)
	)
	SELECT n.agency, coalesce(h.heir, n.agency), n.polarity, n.class, n.effect, sum(n.decisions)
	FROM counted n LEFT JOIN credit.agency_heir h ON h.agency = n.agency AND h.from_day <= on_day
		AND (h.until_day IS NULL OR on_day < h.until_day)
	GROUP BY 1, 2, 3, 4, 5
	ORDER BY 1, 3, 4, 5;
END
$$;
COMMENT ON FUNCTION credit.count_measures(date) IS 'what measures_by_agency(on_day) counts, with the rights of the caller';

CREATE VIEW credit.measures_by_agency AS
SELECT * FROM credit.measures_by_agency(credit.today());
COMMENT ON VIEW credit.measures_by_agency IS 'number of measures in force today by implementing agency, polarity, class and effect';
COMMENT ON COLUMN credit.measures_by_agency.agency IS 'implementing agency as the catalogue names it';
COMMENT ON COLUMN credit.measures_by_agency.agency_now IS 'agency that acts in its place today';
COMMENT ON COLUMN credit.measures_by_agency.polarity IS 'incentive or sanction';
COMMENT ON COLUMN credit.measures_by_agency.class IS 'class 1, 2 or 3';
COMMENT ON COLUMN credit.measures_by_agency.effect IS 'effect of the measures counted';
COMMENT ON COLUMN credit.measures_by_agency.measures IS 'measures in force, a decision counted once a measure';

CREATE VIEW credit.pending_determinations AS
SELECT credit.mask(r.subject) AS subject_no,
	u.subject_key,
	r.conduct, r.agency, r.document_no, r.determined_on, r.record::text AS record,
	min(n.on_day) FILTER (WHERE n.kind = 'notice') AS noticed_on,
	min(n.on_day) FILTER (WHERE n.kind = 'waiver') AS waived_on
FROM credit.record r
	LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) r.subject
	LEFT JOIN credit.notice n ON n.subject OPERATOR(credit.=) r.subject AND n.record = r.record
WHERE r.conduct IS NOT NULL AND NOT EXISTS (SELECT FROM credit.decision d
	WHERE d.subject OPERATOR(credit.=) r.subject AND d.record = r.record)
GROUP BY r.subject, r.record, u.subject_key;
COMMENT ON VIEW credit.pending_determinations IS 'records of a conduct that nobody has decided on yet';
COMMENT ON COLUMN credit.pending_determinations.subject_no IS 'identifier, masked';
COMMENT ON COLUMN credit.pending_determinations.subject_key IS 'keyed hash of the subject, for counting and joining';
COMMENT ON COLUMN credit.pending_determinations.conduct IS 'catalogue code';
COMMENT ON COLUMN credit.pending_determinations.agency IS 'agency that reported';
COMMENT ON COLUMN credit.pending_determinations.document_no IS 'number of the source document';
COMMENT ON COLUMN credit.pending_determinations.determined_on IS 'day on which the fact was established';
COMMENT ON COLUMN credit.pending_determinations.record IS 'the record';
COMMENT ON COLUMN credit.pending_determinations.noticed_on IS 'day of the notice; NULL: none yet';
COMMENT ON COLUMN credit.pending_determinations.waived_on IS 'day on which the party waived the days to answer; NULL: not';

CREATE VIEW credit.late_entries AS
SELECT f.kind, credit.mask(f.subject) AS subject_no, u.subject_key,
	f.id AS fact, f.on_day, f.late_reason, f.recorded_at, f.recorded_by, f.recorded_as
FROM (
	SELECT 'record' AS kind, subject, record::text AS id, determined_on AS on_day, late_reason, recorded_at, recorded_by, recorded_as
	FROM credit.record
	UNION ALL
	SELECT kind, subject, notice::text, on_day, late_reason, recorded_at, recorded_by, recorded_as FROM credit.notice
	UNION ALL
	SELECT 'decision', subject, decision::text, decided_on, late_reason, recorded_at, recorded_by, recorded_as FROM credit.decision
	UNION ALL
	SELECT kind, subject, event::text, on_day, late_reason, recorded_at, recorded_by, recorded_as FROM credit.event
	UNION ALL
	SELECT action, subject, credit.mask(identifier), lower(valid), late_reason, recorded_at, recorded_by, recorded_as
	FROM credit.subject_identifier
) f
	LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) f.subject
WHERE f.late_reason IS NOT NULL
	-- the history of a number is mostly old; whoever enters it names a document, and it is listed all the same
	OR f.kind IN ('link', 'end') AND (f.on_day IS NULL OR f.on_day < (f.recorded_at AT TIME ZONE
		(SELECT value FROM credit.setting WHERE name = 'zone'))::date - 7);
COMMENT ON VIEW credit.late_entries IS 'facts that were entered with a reason for being late, and links and ends of identifiers of more than a week before, which need none';
COMMENT ON COLUMN credit.late_entries.kind IS 'record, notice, defence, answer, waiver, decision, served, link or end';
COMMENT ON COLUMN credit.late_entries.subject_no IS 'identifier, masked';
COMMENT ON COLUMN credit.late_entries.subject_key IS 'keyed hash of the subject, for counting and joining';
COMMENT ON COLUMN credit.late_entries.fact IS 'the fact; of a link or end the identifier, masked';
COMMENT ON COLUMN credit.late_entries.on_day IS 'day of the fact; NULL: link without a first day';
COMMENT ON COLUMN credit.late_entries.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.late_entries.recorded_at IS 'when it was recorded';
COMMENT ON COLUMN credit.late_entries.recorded_by IS 'login role that recorded it';
COMMENT ON COLUMN credit.late_entries.recorded_as IS 'role it acted as';
