-- Answers about the facts of test/data/city_flow.sql.
\pset format unaligned

-- one year from the decision, in force from the day after service through the
-- last day
SELECT d, credit.effect_on(:'m', 't.buy', d::date), (SELECT count(*) FROM credit.check(:'m', 't.buy', d::date))
FROM unnest('{2024-03-15,2024-04-02,2024-04-03,2025-03-15,2025-03-16}'::text[]) d;
\x on
SELECT state, polarity, effect, content, agency, legal_basis, conduct, document_no, from_day, until_day, next_change, measure, class, until_kind,
	days_left, role, condition, agency_now, mark, subject_name, agency_name FROM credit.check(:'m', 't.buy', '2024-04-03');
\x off
-- a matter means what is below it, in the catalogue and in the question
SELECT m, credit.effect_on(:'m', m, '2024-05-01') AS of_all_purchases, credit.effect_on(:'n', m, '2024-05-01') AS of_many
FROM unnest('{t,t.buy,t.buy.goods,t.buy.works,t.loan,tt}'::text[]) m;
SELECT m, q.state, q.message FROM unnest('{t.buyer,t.,"",NULL,T.BUY}'::text[]) m, pg_temp.try(format('SELECT credit.effect_on(%L, %L)', :'m', m)) q;
SELECT m, q.state FROM unnest('{t.buyer}'::text[]) m, pg_temp.try(format('SELECT credit.check(%L, %L)', :'m', m)) q;

-- every measure: own terms, a statutory maximum, conditions, roles; not what
-- began after the act or ended before the decision, and no drafts
SELECT document_no, measure, effect, content, from_day, until_day, next_change, until_kind, days_left, condition, agency, agency_now
FROM credit.penalties(:'n', '2024-03-16') ORDER BY document_no, measure;
SELECT document_no, measure, role FROM credit.penalties(:'boss', '2024-03-16') WHERE document_no = 'behind' ORDER BY 1, 2;
SELECT d, string_agg(document_no || ' ' || measure, ', ' ORDER BY document_no, measure)
FROM unnest('{2024-03-15,2024-06-15,2024-06-16,2024-09-15,2024-09-16,2025-03-15,2025-03-16,2030-03-15,2030-03-16}'::text[]) d
	LEFT JOIN LATERAL credit.penalties(:'n', d::date) p ON true GROUP BY d ORDER BY d;
-- who acts after a succession
SELECT d, agency, agency_now, agency_name, next_change FROM unnest('{2024-06-30,2024-07-01}'::text[]) d, credit.check(:'n', 't.loan', d::date)
WHERE measure = 3 AND document_no = 'many';
-- repealed conduct runs on for what was decided under it
SELECT d, credit.effect_on(:'o', 't.buy', d::date) FROM unnest('{2024-05-24,2024-05-25,2024-06-01,2025-05-24}'::text[]) d;
SELECT document_no, until_day FROM credit.penalties(:'o', '2024-07-01') ORDER BY 1;
-- listed by the record itself, with service and without
SELECT document_no, from_day, until_day, next_change, until_kind, days_left FROM credit.penalties(:'q', '2024-06-30') ORDER BY 1;
SELECT d, credit.effect_on(:'s', 't.buy', d::date) FROM unnest('{2024-03-03,2024-03-04}'::text[]) d;
-- under another number, as of the day
SELECT d, q.state, q.message FROM unnest('{2024-06-30,2024-07-01}'::text[]) d,
	pg_temp.try(format($$SELECT credit.effect_on('passport:E3333333', 't.buy', %L)$$, d)) q;
SELECT count(*) FROM credit.check('passport:E3333333', 't.buy', '2024-06-30');
SELECT document_no, measure, effect FROM credit.incentives(:'m', '2024-05-01');

-- listings, and counts that agree with them
SELECT subject_no, subject_name, subject_kind, region, polarity, class, effect, matter, content, agency, agency_now, conduct, sector,
	document_no, decided_on, from_day, until_day, until_kind, next_change, measure
FROM credit.active_penalties('2024-05-01') WHERE document_no IN ('days', 'behind', 'listed') ORDER BY document_no, measure;
SELECT document_no, effect FROM credit.active_incentives('2024-05-01') WHERE document_no = 'honour';
WITH counted AS (
	SELECT d, agency, polarity, class, effect, measures FROM unnest('{2024-03-16,2024-05-01,2024-06-16,2025-03-15,2025-03-16,2029-01-01}'::date[]) d,
		credit.measures_by_agency(d)
), listed AS (
	SELECT d, agency, polarity, class, effect, count(*)::numeric FROM unnest('{2024-03-16,2024-05-01,2024-06-16,2025-03-15,2025-03-16,2029-01-01}'::date[]) d,
		LATERAL (SELECT * FROM credit.active_penalties(d) UNION ALL SELECT * FROM credit.active_incentives(d)) l GROUP BY 1, 2, 3, 4, 5
)
(TABLE counted EXCEPT ALL TABLE listed) UNION ALL (TABLE listed EXCEPT ALL TABLE counted);

TABLE standing_wrong;
