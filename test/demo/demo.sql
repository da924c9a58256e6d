-- The story of make demo. test/demo/run feeds it to psql and compares what it
-- prints with expected.txt, so nothing here may depend on the day of the run.
\set QUIET on
\set ON_ERROR_STOP on
\set SHOW_CONTEXT never
\pset footer off
\pset null '-'
SET client_min_messages = warning;

\echo == 1. The catalogue (联合奖惩目录清单)
\echo
\echo Two commands make the tables, and load agencies, laws and the catalogue as far as
\echo its articles were read:
\echo
\echo '    SELECT credit.install();'
\echo '    SELECT credit.load_reference();'
\echo
CREATE EXTENSION credit CASCADE;
SELECT credit.install() \g /dev/null
SELECT credit.load_reference() \g /dev/null

\echo A measure (措施) is in force only if an article of sufficient rank says so. What a
\echo memorandum alone says stays a draft; of class 1 it is listed as "needs law". The
\echo catalogue of 1 July 2024:
\echo
SELECT CASE WHEN c.memorandum IS NULL THEN 'laws and regulations, no memorandum'
		ELSE regexp_replace(c.memorandum, '^关于对?|合作备忘录|实施|开展|措施|的|（.*）', '', 'g') END AS source,
	count(*) AS measures,
	count(*) FILTER (WHERE NOT m.draft) AS in_force,
	count(*) FILTER (WHERE m.draft) AS draft,
	count(n.measure) AS needs_law
FROM credit.measure m
	JOIN credit.conduct c ON c.code = m.conduct AND c.valid @> date '2024-07-01'
	LEFT JOIN credit.needs_law n ON n.conduct = m.conduct AND n.measure = m.number
WHERE m.valid @> date '2024-07-01'
GROUP BY 1 ORDER BY 2 DESC, 1;

\echo == 2. A file comes in (双公示)
\echo
\echo 200 administrative penalties, columns named as the national form names them. The
\echo type of the code checks both check characters while COPY reads.
\echo
CREATE TABLE xzcf (
	cf_xdr_mc text, cf_xdr_lb text, cf_xdr_shxym credit.uscc, cf_wsh text, cf_wfxw text, cf_sy text, cf_yj text,
	cf_cflb text, cf_nr text, cf_nr_fk numeric(18, 6), cf_jdrq date, cf_yxq date, cf_gsjzq date,
	cf_cfjg text, cf_cfjgdm credit.uscc, cf_sjly text, cf_sjlydm credit.uscc, bz text);
\copy xzcf FROM 'xzcf.csv' WITH (FORMAT csv, HEADER)
SELECT cf_cfjg, cf_wfxw, count(*) FROM xzcf GROUP BY 1, 2 ORDER BY 3 DESC, 1;

\echo == 3. Reported, notified, decided, served
\echo
\echo The office says once which violations are conducts (失信行为) of the catalogue. All
\echo 200 become records; only 60 name a conduct, the others are information and can
\echo never be decided on.
\echo
CREATE TABLE xzcf_conduct (cf_wfxw text PRIMARY KEY, conduct text NOT NULL);
INSERT INTO xzcf_conduct VALUES
	('提供虚假材料谋取中标、成交', 'procurement.misconduct'),
	('串通投标', 'bidding.collusion'),
	('食品生产经营严重违法', 'food.licence_revoked'),
	('未按规定排查治理重大事故隐患', 'safety.violation');
INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, reason, subject_name, late_reason)
SELECT x.cf_xdr_shxym, c.conduct, a.code, x.cf_wsh, x.cf_jdrq, x.cf_sy, x.cf_xdr_mc, '历史数据补录'
FROM xzcf x
	JOIN credit.agency a ON a.name = x.cf_cfjg AND upper_inf(a.valid)
	LEFT JOIN xzcf_conduct c USING (cf_wfxw);
SELECT count(*) AS records, count(conduct) AS of_the_catalogue, count(*) - count(conduct) AS information_only
FROM credit.record;

\echo The notice (告知书) of 3 June leaves five working days to answer it. 10 June 2024 was
\echo a holiday, so they end on 11 June. A decision of 7 June is refused:
\echo
INSERT INTO credit.notice (subject, record, on_day, method, document_no, late_reason)
SELECT subject, record, '2024-06-03', '直接送达', document_no || '告知', '历史数据补录'
FROM credit.record WHERE conduct IS NOT NULL;
SELECT credit.add_workdays('2024-06-03', 5) AS days_end_on;
SELECT subject AS s1, record AS r1 FROM credit.record WHERE subject_name = '测试企业001' \gset
\set ON_ERROR_STOP off
SELECT credit.decide(:'s1', :'r1', '攀企信认〔2024〕1号', '2024-06-07', 'enterprise', late_reason => '历史数据补录');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
\echo
\set ON_ERROR_STOP on

\echo The special group for enterprises (企业信用专项小组) decides on 14 June: one row a
\echo decision. Where the catalogue leaves a range (bidding, food) the decision sets the
\echo term; a term other than the catalogue has needs minutes (会议纪要).
\echo
INSERT INTO credit.decision (subject, record, document_no, decided_on, decided_by, term, minutes, late_reason)
SELECT subject, record, format('攀企信认〔2024〕%s号', row_number() OVER (ORDER BY subject_name)),
	'2024-06-14', 'enterprise',
	CASE WHEN subject_name = '测试企业003' THEN interval '2 years'
		WHEN conduct = 'bidding.collusion' THEN interval '18 months'
		WHEN conduct = 'food.licence_revoked' THEN interval '4 years' END,
	CASE WHEN subject_name = '测试企业003' THEN '攀信联办纪要〔2024〕3号' END, '历史数据补录'
FROM credit.record WHERE conduct IS NOT NULL;
SELECT (SELECT count(*) FROM credit.decision) AS decisions, (SELECT count(*) FROM credit.measure_run) AS measures,
	(SELECT count(*) FROM credit.active_penalties('2024-06-20')) AS in_force;
\echo Nothing is in force before service (送达):
\echo
SELECT credit.effect_on(:'s1', 'procurement.government', '2024-06-20') AS before_service;
INSERT INTO credit.event (subject, decision, kind, on_day, method, late_reason)
SELECT subject, decision, 'served', '2024-06-20', '直接送达', '历史数据补录' FROM credit.decision;
SELECT credit.effect_on(:'s1', 'procurement.government', '2024-06-20') AS day_of_service,
	credit.effect_on(:'s1', 'procurement.government', '2024-06-21') AS day_after;

\echo == 4. Questions and refusals
\echo
\echo Who has to do what on 1 July 2024. agency_now follows the reforms of the agencies.
\echo
SELECT m.agency_now, a.name, m.class, m.effect, sum(m.measures) AS measures
FROM credit.measures_by_agency('2024-07-01') m
	JOIN credit.agency a ON a.code = m.agency_now AND upper_inf(a.valid)
GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4;
\echo A window asks before a tender (政府采购):
\echo
\x on
SELECT state, effect, content, agency_name, legal_basis, document_no, from_day, until_day, days_left
FROM credit.check(:'s1', 'procurement.government', '2024-07-01');
\x off
\echo On 2 September it objects (异议). Execution stops on receipt, not on acceptance, and
\echo goes on with the day of the dismissal, 12 October:
\echo
SELECT decision AS d1 FROM credit.decision WHERE subject = :'s1' \gset
SELECT credit.lodge_objection(:'s1', :'d1', '2024-09-02', '材料系委托单位提供。', late_reason => '历史数据补录') AS o1 \gset
SELECT credit.effect_on(:'s1', 'procurement.government', '2024-10-20') AS not_answered_yet;
SELECT credit.answer_objection(:'s1', :'o1', '2024-10-12', 'dismissed', '鉴定意见证明材料系该单位伪造。',
	'finance', '攀财异复〔2024〕1号', late_reason => '历史数据补录') AS answered \gset
SELECT day::date, credit.effect_on(:'s1', 'procurement.government', day::date)
FROM unnest('{2024-09-01,2024-09-02,2024-10-11,2024-10-12}'::date[]) day;
\echo How the last day came about, as a lawyer reads it:
\echo
SELECT step, kind, on_day, until_day, days, text FROM credit.explain(:'s1', :'d1')
WHERE kind NOT IN ('basis', 'record', 'notice', 'measure');
\echo Another enterprise, fined for an advertisement: on record, and clear.
\echo
SELECT subject AS s2 FROM credit.record WHERE conduct IS NULL ORDER BY subject_name LIMIT 1 \gset
SELECT subject_name, conduct, credit.effect_on(subject, 'procurement.government', '2024-07-01')
FROM credit.record WHERE subject = :'s2';

\set ON_ERROR_STOP off
\echo What is outside the catalogue is refused:
\echo
SELECT credit.report(:'s2', 'advertising.false', 'market', '攀市监罚〔2024〕900号', '2024-05-06', '发布虚假广告',
	late_reason => '历史数据补录');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
\echo
\echo History is not rewritten:
\echo
UPDATE credit.decision SET term = '3 years' WHERE subject = :'s1';
\echo SQLSTATE :LAST_ERROR_SQLSTATE
\echo
\set ON_ERROR_STOP on

\echo Nothing runs at night. The last day passes, and the measure is over:
\echo
SELECT day::date, credit.effect_on(:'s1', 'procurement.government', day::date)
FROM generate_series(date '2025-07-23', '2025-07-25', '1 day') day;
