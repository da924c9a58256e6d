-- The reference data: what test install has loaded.
\set SHOW_CONTEXT never
SET ROLE regress_credit_office;
-- a second call adds nothing
SELECT table_name, loaded FROM credit.load_reference() WHERE loaded <> 0;
-- what a DBA has changed stays, and what is missing comes back
BEGIN;
UPDATE credit.sector SET name = 'changed' WHERE code = 'tax';
UPDATE credit.conduct SET name = 'changed' WHERE code = 'court.defaulter';
DELETE FROM credit.measure WHERE conduct = 'tax.major_violation';
RESET ROLE;
SET LOCAL session_replication_role = replica;
DELETE FROM credit.measure WHERE conduct = 'court.defaulter' AND number = 1;
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE regress_credit_office;
SELECT table_name, loaded FROM credit.load_reference() WHERE loaded <> 0;
SELECT name FROM credit.sector WHERE code = 'tax';
SELECT upper_inf(valid) AS open, name <> 'changed' AS as_loaded FROM credit.conduct WHERE code = 'court.defaulter' ORDER BY valid;
SELECT count(*) AS open FROM credit.measure WHERE conduct = 'tax.major_violation' AND upper_inf(valid);
ROLLBACK;

-- how much there is, by the document it comes from
SELECT coalesce(c.memorandum, 'laws and regulations') COLLATE "C" AS source, count(DISTINCT c.code) AS conducts, count(m.number) AS measures,
	count(*) FILTER (WHERE m.draft OR c.draft) AS drafts, count(n.measure) AS needs_law
FROM credit.conduct c
	LEFT JOIN credit.measure m ON m.conduct = c.code
	LEFT JOIN credit.needs_law n ON n.conduct = m.conduct AND n.measure = m.number
GROUP BY 1 ORDER BY 1;
-- why drafts are drafts
SELECT draft_reason, count(*) FROM credit.measure WHERE draft GROUP BY 1 ORDER BY 1;
-- a memorandum alone carries no measure of class 1
SELECT count(*) FROM credit.measure m JOIN credit.legal_basis b ON b.code = m.legal_basis AND b.valid @> lower(m.valid)
WHERE NOT m.draft AND m.class = 1
	AND b.rank NOT IN ('law', 'administrative_regulation', 'central_policy', 'judicial_interpretation');
-- every draft of class 1 without a law is listed, and nothing else
SELECT count(*) FROM (SELECT m.conduct, m.number FROM credit.measure m
	LEFT JOIN credit.legal_basis b ON b.code = m.legal_basis AND upper_inf(b.valid)
	WHERE m.draft AND m.class = 1 AND upper_inf(m.valid) AND (b.rank IS NULL
		OR b.rank NOT IN ('law', 'administrative_regulation', 'central_policy', 'judicial_interpretation'))
	EXCEPT SELECT conduct, measure FROM credit.needs_law) AS missing;
SELECT count(*) FROM credit.needs_law n JOIN credit.measure m ON m.conduct = n.conduct AND m.number = n.measure WHERE NOT m.draft;
-- drafts put nothing in force
SELECT count(*) FROM credit.catalogue_on(credit.today()) o
	JOIN credit.conduct c ON c.code = o.code AND c.valid @> credit.today()
	LEFT JOIN credit.measure m ON m.conduct = o.code AND m.number = o.measure AND m.valid @> credit.today()
WHERE c.draft OR m.draft;
-- what carries a burden was read, not recalled
SELECT count(*) FROM credit.measure m JOIN credit.legal_basis b ON b.code = m.legal_basis AND b.valid @> lower(m.valid)
WHERE NOT m.draft AND m.class = 1 AND b.confidence IS DISTINCT FROM 'confirmed';
-- every row would be accepted again, as a new one
BEGIN;
CREATE TEMP TABLE held AS SELECT * FROM credit.conduct;
CREATE TEMP TABLE held_measure AS SELECT * FROM credit.measure;
RESET ROLE;
SET LOCAL session_replication_role = replica;
DELETE FROM credit.measure;
DELETE FROM credit.conduct;
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE regress_credit_office;
INSERT INTO credit.conduct SELECT * FROM held;
INSERT INTO credit.measure SELECT * FROM held_measure;
SELECT (SELECT count(*) FROM credit.conduct) = (SELECT count(*) FROM held) AS conducts,
	(SELECT count(*) FROM credit.measure) = (SELECT count(*) FROM held_measure) AS measures;
ROLLBACK;
RESET ROLE;
