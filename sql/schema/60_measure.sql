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

-- What standing would be if the facts recorded later were not there: up to a
-- moment, or up to a position in the chain of one subject.  The fold is an
-- aggregate over decisions and events, so a replay is one GROUP BY.
CREATE FUNCTION credit.standing_known(known_at timestamptz, subject credit.subject_id DEFAULT NULL, seq bigint DEFAULT NULL)
	RETURNS SETOF credit.standing
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known text := CASE WHEN known_at IS NOT NULL THEN ' AND x.recorded_at <= $1' ELSE '' END
		|| CASE WHEN subject IS NOT NULL THEN ' AND x.subject OPERATOR(credit.=) $2' ELSE '' END
		|| CASE WHEN seq IS NOT NULL THEN ' AND EXISTS (SELECT FROM credit.chain h WHERE h.subject OPERATOR(credit.=) x.subject
			AND h.kind = %L AND h.id = x.%I AND h.seq <= $3)' ELSE '' END;
BEGIN
	RETURN QUERY EXECUTE
	'SELECT f.subject, f.decision, (f.y).decided_on, (f.y).act_on, (f.y).base_on, (f.y).from_day, (f.y).last_day, (f.y).end_day,
		(f.y).review_due, (f.y).conduct, (f.y).end_kind, (f.y).exclude, (f.y).conditions_met, (f.y).role, (f.y).course, (f.y).events,
		(f.y).harmony, (f.y).harmony_measure, (f.y).harmony_document_no
	FROM (SELECT a.subject, a.decision, credit.fold(conduct, decided_on, act_on, source_served_on, stated_on, term, exclude, conditions_met,
			role, minutes, standstill_until, decision_recorded_on, event, kind, on_day, until_day, last_day, published_on, due_on, recorded_at, target, outcome, about, extends,
			measures, ground, objector, follows, recorded_on) AS y
		FROM (SELECT x.subject, x.decision, x.conduct, x.decided_on, x.act_on, x.source_served_on, x.stated_on, x.term, x.exclude,
				x.conditions_met, x.role, x.minutes, x.standstill_until, x.recorded_on AS decision_recorded_on, NULL::uuid AS event, NULL AS kind, NULL::date AS on_day, NULL::date AS until_day,
				NULL::date AS last_day, NULL::date AS published_on, NULL::date AS due_on, NULL::timestamptz AS recorded_at,
				NULL::uuid AS target, NULL AS outcome, NULL AS about, NULL::boolean AS extends, NULL::integer[] AS measures,
				NULL AS ground, NULL AS objector, NULL::boolean AS follows, NULL::date AS recorded_on
			FROM credit.decision x WHERE true' || format(known, 'decision', 'decision') || '
			UNION ALL SELECT x.subject, x.decision, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, x.event, x.kind, x.on_day,
				x.until_day, x.last_day, x.published_on, x.due_on, x.recorded_at, x.target, x.outcome, x.about, x.extends, x.measures,
				x.ground, x.objector, x.via IS NOT NULL, x.recorded_on
			FROM credit.event x WHERE true' || format(known, 'event', 'event') || ') a
		GROUP BY a.subject, a.decision OFFSET 0) f
	WHERE (f.y).conduct IS NOT NULL'
	USING known_at, subject, seq;
END
$$;
COMMENT ON FUNCTION credit.standing_known(timestamptz, credit.subject_id, bigint) IS
	'rows as table standing had them when nothing recorded after known_at, or beyond position seq of the subject''s chain, was there; NULL: no such limit; subject NULL: all';

-- measure_run, and the listings that BI tools read, are written once and made
-- over standing as it is and over standing as it was known.
DO $do$
DECLARE
	-- every measure of every decision of a source
	run text := $run$
SELECT s.subject, s.decision, s.conduct, s.decided_on, s.act_on, s.base_on,
	CASE WHEN s.course IS NULL THEN s.from_day ELSE credit.measure_from({terms}) END AS from_day,
	CASE WHEN s.course IS NULL AND s.end_kind IS NULL AND m.term IS NULL AND m.statutory_max IS NULL AND m.term_kind IS NULL THEN s.last_day
		ELSE credit.measure_until({terms}) END AS until_day,
	CASE WHEN s.course IS NULL AND s.end_kind IS NULL THEN NULL
		ELSE credit.measure_until_kind({terms}) END AS ended_by,
	CASE WHEN m.term IS NOT NULL OR m.statutory_max IS NOT NULL THEN 'term'
		ELSE CASE coalesce(m.term_kind, c.term_kind)
			WHEN 'until_condition' THEN 'condition' WHEN 'while_status' THEN 'status'
			WHEN 'while_published' THEN 'published' WHEN 'from_event' THEN 'event'
			WHEN 'lifetime' THEN 'lifetime' ELSE 'term' END END AS term_ends_by,
	s.role, c.polarity, c.sector, c.name AS conduct_name, c.overlap,
	m.number AS measure, m.agency, m.class, m.effect, m.matters, m.content, m.legal_basis, m.condition,
	s.from_day AS planned_from, s.last_day, s.end_day, s.end_kind, s.review_due, s.harmony IS NOT NULL AS harmonised, s.course,
	m.term, m.statutory_max, m.term_kind, m.statutory_term, m.stop_counts
FROM {source} s
	JOIN credit.conduct c ON c.code = s.conduct AND c.valid @> s.decided_on AND NOT c.draft
	JOIN credit.measure m ON m.conduct = s.conduct AND m.valid @> s.decided_on AND NOT m.draft
WHERE (m.valid @> s.act_on OR EXISTS (SELECT FROM credit.measure a
		WHERE a.conduct = m.conduct AND a.number = m.number AND a.valid @> s.act_on AND NOT a.draft))
	AND (s.exclude IS NULL OR m.number <> ALL (s.exclude))
	AND (m.condition IS NULL OR m.number = ANY (s.conditions_met))
	AND coalesce(s.role, 'subject') = ANY (m.reach)$run$;
	terms text := 's.base_on, s.from_day, s.last_day, s.end_day, s.end_kind, s.review_due, s.harmony IS NOT NULL, s.course, m.number, '
		|| 'm.term, m.statutory_max, m.term_kind, m.statutory_term, m.stop_counts';
	-- the same of a row of measure_run
	run_terms text := 'r.base_on, r.planned_from, r.last_day, r.end_day, r.end_kind, r.review_due, r.harmonised, r.course, r.measure, '
		|| 'r.term, r.statutory_max, r.term_kind, r.statutory_term, r.stop_counts';
	-- a row a measure as BI tools read it, with its state on a day
	listing text := $listing$
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
	coalesce(r.ended_by, r.term_ends_by) AS until_kind,
	least(credit.measure_change({day}, {terms}), h.next_day) AS next_change,
	r.decision::text AS decision,
	r.measure{more}
FROM {run} r
	JOIN credit.decision d ON d.subject OPERATOR(credit.=) r.subject AND d.decision = r.decision
	LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) r.subject
	LEFT JOIN (SELECT agency,
			min(heir) FILTER (WHERE from_day <= {day} AND (until_day IS NULL OR {day} < until_day)) AS heir,
			min(from_day) FILTER (WHERE from_day > {day}) AS next_day
		FROM credit.agency_heir GROUP BY agency) h ON h.agency = r.agency$listing$;
	-- identical measures of several decisions are one where the catalogue says
	-- longest: the one that ends last
	merged text := $merged$ (r.overlap = 'concurrent' OR NOT EXISTS (SELECT FROM {run} o
		WHERE o.subject OPERATOR(credit.=) r.subject AND o.conduct = r.conduct AND o.measure = r.measure AND o.effect = r.effect AND o.matters = r.matters AND o.decision <> r.decision
			AND o.role IS NOT DISTINCT FROM r.role AND credit.measure_state({day}, {other}) = credit.measure_state({day}, {terms})
			AND (coalesce(r.until_day < o.until_day, r.until_day IS NOT NULL AND o.until_day IS NULL)
				OR (r.until_day IS NOT DISTINCT FROM o.until_day AND r.decision > o.decision))))$merged$;
	known text;
	v record;
BEGIN
	EXECUTE 'CREATE VIEW credit.measure_run AS' || replace(replace(run, '{terms}', terms), '{source}', 'credit.standing');
	EXECUTE format($f$
CREATE FUNCTION credit.measure_run_known(known_at timestamptz, subject credit.subject_id DEFAULT NULL, seq bigint DEFAULT NULL)
	RETURNS SETOF credit.measure_run
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $p$
BEGIN
	RETURN QUERY %s;
END
$p$ $f$, replace(replace(run, '{terms}', terms), '{source}', 'credit.standing_known($1, $2, $3)'));
	merged := replace(replace(merged, '{terms}', run_terms), '{other}', replace(run_terms, 'r.', 'o.'));
	listing := replace(listing, '{terms}', run_terms);

	EXECUTE 'CREATE VIEW credit.measure_listing AS' || replace(replace(replace(listing, '{run}', 'credit.measure_run'),
		'{day}', 'credit.today()'), '{more}', '');
	FOR v IN SELECT * FROM (VALUES
		('active_penalties', $c$r.polarity = 'sanction' AND r.planned_from <= {day} AND {state} = 'active'$c$),
		('active_incentives', $c$r.polarity = 'incentive' AND r.planned_from <= {day} AND {state} = 'active'$c$),
		('suspended_measures', $c$r.planned_from <= {day} AND {state} = 'suspended'$c$)) AS w (name, condition)
	LOOP
		EXECUTE format('CREATE VIEW credit.%I AS', v.name)
			|| replace(replace(replace(replace(listing || ' WHERE ' || v.condition || ' AND' || merged,
				'{run}', 'credit.measure_run'), '{state}', 'credit.measure_state({day}, ' || run_terms || ')'),
				'{day}', 'credit.today()'), '{more}', '');
	END LOOP;

	known := replace(replace(listing || ' WHERE r.planned_from <= {day} AND' || merged,
		'{more}', ', credit.measure_state({day}, ' || run_terms || ') AS state'), '{day}', 'listing_on.on_day');
	EXECUTE format($f$
CREATE FUNCTION credit.listing_on(on_day date, known_at timestamptz DEFAULT NULL)
	RETURNS TABLE (subject_no text, subject_key text, subject_name text, subject_kind text, region text, polarity text, class integer,
		effect text, matter text, content text, agency text, agency_now text, conduct text, sector text, document_no text, decided_on date,
		from_day date, until_day date, until_kind text, next_change date, decision text, measure integer, state text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $p$
#variable_conflict use_column
BEGIN
	IF known_at IS NULL THEN
		RETURN QUERY %s;
	ELSE
		RETURN QUERY WITH run AS MATERIALIZED (SELECT * FROM credit.measure_run_known(listing_on.known_at)) %s;
	END IF;
END
$p$ $f$, replace(known, '{run}', 'credit.measure_run'), replace(known, '{run}', 'run'));
END
$do$;
COMMENT ON VIEW credit.measure_run IS 'every measure of every decision with its first and last day: the catalogue of the decision''s day, less what was not in it on the day of the act, was left out, has a condition that was never met or does not reach the role';
COMMENT ON COLUMN credit.measure_run.subject IS 'whom it is about';
COMMENT ON COLUMN credit.measure_run.decision IS 'the decision';
COMMENT ON COLUMN credit.measure_run.conduct IS 'catalogue code';
COMMENT ON COLUMN credit.measure_run.decided_on IS 'day that pins the catalogue';
COMMENT ON COLUMN credit.measure_run.act_on IS 'day of the act';
COMMENT ON COLUMN credit.measure_run.base_on IS 'day from which its term runs, itself not counted';
COMMENT ON COLUMN credit.measure_run.from_day IS 'first day in force, after a stop that held it up; NULL: not served';
COMMENT ON COLUMN credit.measure_run.until_day IS 'last day in force, stops and ends counted; NULL: none, or not known yet';
COMMENT ON COLUMN credit.measure_run.ended_by IS 'revoked, released, repaired or annulled; term: by a last day, which an answer may have set; stop: last day not known while a stop is open; NULL: its own way';
COMMENT ON COLUMN credit.measure_run.term_ends_by IS 'what ends it of itself: term, condition, status, published, event or lifetime';
COMMENT ON COLUMN credit.measure_run.role IS 'role in which a person is reached; NULL: the subject itself';
COMMENT ON COLUMN credit.measure_run.polarity IS 'incentive or sanction';
COMMENT ON COLUMN credit.measure_run.sector IS 'field of the conduct';
COMMENT ON COLUMN credit.measure_run.conduct_name IS 'name of the entry';
COMMENT ON COLUMN credit.measure_run.overlap IS 'concurrent or longest: whether identical measures of several decisions are one';
COMMENT ON COLUMN credit.measure_run.measure IS 'number of the measure within the conduct';
COMMENT ON COLUMN credit.measure_run.agency IS 'implementing agency';
COMMENT ON COLUMN credit.measure_run.class IS 'class 1, 2 or 3';
COMMENT ON COLUMN credit.measure_run.effect IS 'its effect';
COMMENT ON COLUMN credit.measure_run.matters IS 'matters it bears on';
COMMENT ON COLUMN credit.measure_run.content IS 'what is done';
COMMENT ON COLUMN credit.measure_run.legal_basis IS 'code of the article';
COMMENT ON COLUMN credit.measure_run.condition IS 'further event that switches it on';
COMMENT ON COLUMN credit.measure_run.planned_from IS 'first day in force unless stopped; NULL: not served';
COMMENT ON COLUMN credit.measure_run.last_day IS 'last day of the decision, as in standing';
COMMENT ON COLUMN credit.measure_run.end_day IS 'first day on which the decision is over before its term, as in standing';
COMMENT ON COLUMN credit.measure_run.end_kind IS 'revoked, released, repaired or annulled, as in standing';
COMMENT ON COLUMN credit.measure_run.review_due IS 'last day for the next review, as in standing';
COMMENT ON COLUMN credit.measure_run.harmonised IS 'whether one last day was found for all departments';
COMMENT ON COLUMN credit.measure_run.course IS 'stops and what becomes of single measures, as in standing';
COMMENT ON COLUMN credit.measure_run.term IS 'its own term';
COMMENT ON COLUMN credit.measure_run.statutory_max IS 'longest term that the statute allows';
COMMENT ON COLUMN credit.measure_run.term_kind IS 'its own kind of term';
COMMENT ON COLUMN credit.measure_run.statutory_term IS 'whether a statute fixes its term';
COMMENT ON COLUMN credit.measure_run.stop_counts IS 'whether stopped days are added to its term';
COMMENT ON FUNCTION credit.measure_run_known(timestamptz, credit.subject_id, bigint) IS
	'rows as view measure_run had them, of the standing that standing_known() gives';
COMMENT ON VIEW credit.measure_listing IS 'every measure of every decision as BI tools read it, whatever the day and the state; the other views cut it to a day';
COMMENT ON VIEW credit.active_penalties IS 'sanctions in force today, a row a measure';
COMMENT ON VIEW credit.active_incentives IS 'incentives in force today, a row a measure';
COMMENT ON VIEW credit.suspended_measures IS 'measures that are stopped today: by an objection, complaint or stay, a missed review or a temporary repair';
COMMENT ON FUNCTION credit.listing_on(date, timestamptz) IS 'what the listings of a day give, with the rights of the caller: a row a measure served by that day, with its state; known_at: as known at that moment, NULL: all that is visible';

DO $$
DECLARE
	v text;
	c text[];
BEGIN
	FOREACH v IN ARRAY ARRAY['measure_listing', 'active_penalties', 'active_incentives', 'suspended_measures'] LOOP
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
			['until_kind', 'what ends it: term, condition, status, published, event or lifetime; revoked, released or repaired; stop: not known while a stop is open'],
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
-- measures with a term of their own need the day of each decision, and only
-- decisions that something has happened to are expanded one by one.
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
		WHERE NOT EXISTS (SELECT FROM credit.conduct o WHERE o.code = v.conduct AND o.overlap = 'longest')
		GROUP BY v.conduct
	), kin AS MATERIALIZED (
		SELECT s.conduct, width_bucket(s.decided_on, e.days) AS decided_in, width_bucket(s.act_on, e.days) AS act_in,
			s.exclude, s.conditions_met, s.role,
			min(s.decided_on) AS decided_on, min(s.act_on) AS act_on, count(*) AS decisions
		FROM credit.standing s JOIN edition e ON e.conduct = s.conduct
		WHERE s.from_day <= on_day AND (s.last_day IS NULL OR s.last_day >= on_day)
			AND s.course IS NULL AND s.end_kind IS NULL AND (s.last_day IS NOT NULL OR s.review_due IS NULL OR s.review_due >= on_day)
		GROUP BY 1, 2, 3, 4, 5, 6
	), own AS MATERIALIZED (
		SELECT s.conduct, s.decided_on, s.act_on, s.base_on, s.from_day, s.last_day, s.review_due, s.exclude, s.conditions_met, s.role,
			s.harmony IS NOT NULL AS harmonised, count(*) AS decisions
		FROM credit.standing s JOIN edition e ON e.conduct = s.conduct
		WHERE s.from_day <= on_day AND s.course IS NULL AND s.end_kind IS NULL
			AND s.conduct IN (SELECT m.conduct FROM credit.measure m
				WHERE NOT m.draft AND (m.term IS NOT NULL OR m.statutory_max IS NOT NULL OR m.term_kind IS NOT NULL))
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
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
		WHERE credit.measure_state(on_day, o.base_on, o.from_day, o.last_day, NULL, NULL, o.review_due, o.harmonised, NULL, m.number,
				m.term, m.statutory_max, m.term_kind, m.statutory_term, m.stop_counts) = 'active'
			AND (m.valid @> o.act_on OR EXISTS (SELECT FROM credit.measure a
				WHERE a.conduct = m.conduct AND a.number = m.number AND a.valid @> o.act_on AND NOT a.draft))
			AND (o.exclude IS NULL OR m.number <> ALL (o.exclude))
			AND (m.condition IS NULL OR m.number = ANY (o.conditions_met))
			AND coalesce(o.role, 'subject') = ANY (m.reach)
		UNION ALL
		-- what something has happened to, and what counts once for several decisions
		SELECT min(r.agency), min(r.polarity), min(r.class), min(r.effect),
			CASE WHEN min(r.overlap) = 'longest' THEN 1 ELSE count(*) END
		FROM (SELECT s.subject, s.decision FROM credit.standing s WHERE s.from_day <= on_day
				AND (s.course IS NOT NULL OR s.end_kind IS NOT NULL OR NOT EXISTS (SELECT FROM edition e WHERE e.conduct = s.conduct))) x
			JOIN credit.measure_run r ON r.subject OPERATOR(credit.=) x.subject AND r.decision = x.decision
		WHERE credit.measure_state(on_day, r.base_on, r.planned_from, r.last_day, r.end_day, r.end_kind, r.review_due, r.harmonised, r.course,
				r.measure, r.term, r.statutory_max, r.term_kind, r.statutory_term, r.stop_counts) = 'active'
		GROUP BY r.subject, r.conduct, r.measure, r.role, CASE WHEN r.overlap = 'longest' THEN NULL ELSE r.decision END
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
	AND NOT EXISTS (SELECT FROM credit.event e WHERE e.subject OPERATOR(credit.=) r.subject
		AND e.decision = credit.decision_of(r.record) AND e.kind IN ('record_annulled', 'record_withdrawn'))
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
	SELECT 'feedback', subject, feedback::text, done_on, late_reason, recorded_at, recorded_by, recorded_as FROM credit.feedback
	UNION ALL
	SELECT how, subject, NULL, on_day, late_reason, recorded_at, recorded_by, recorded_as FROM credit.subject_end
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
COMMENT ON COLUMN credit.late_entries.kind IS 'record, notice, defence, answer, waiver, decision, a kind of event, feedback, how a subject ended, link or end';
COMMENT ON COLUMN credit.late_entries.subject_no IS 'identifier, masked';
COMMENT ON COLUMN credit.late_entries.subject_key IS 'keyed hash of the subject, for counting and joining';
COMMENT ON COLUMN credit.late_entries.fact IS 'the fact; of a link or end the identifier, masked; NULL: end of the subject';
COMMENT ON COLUMN credit.late_entries.on_day IS 'day of the fact; NULL: link without a first day';
COMMENT ON COLUMN credit.late_entries.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.late_entries.recorded_at IS 'when it was recorded';
COMMENT ON COLUMN credit.late_entries.recorded_by IS 'login role that recorded it';
COMMENT ON COLUMN credit.late_entries.recorded_as IS 'role it acted as';
