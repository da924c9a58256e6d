-- Set-up of test/bench/report, on that of test/bench/record: 1,000,000
-- decisions, and the same measures stored a row each.
SET client_min_messages = warning;
SET search_path = public, credit;
INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, served_on, reason, late_reason)
SELECT subject, conduct, agency, document_no || '-' || r, determined_on - r, served_on - r, reason, late_reason
FROM input CROSS JOIN generate_series(1, 10) r;

CREATE TABLE stored.all_measures (LIKE stored.measure);
INSERT INTO stored.all_measures
SELECT d.subject, d.record, m.number, d.conduct, c.polarity, m.class, m.effect, m.matters, m.content, m.agency,
	m.legal_basis, d.document_no, d.decided_on, s.from_day, s.last_day
FROM credit.decision d JOIN credit.standing s USING (subject, decision)
	JOIN credit.conduct c ON c.code = d.conduct AND c.valid @> d.decided_on
	JOIN credit.measure m ON m.conduct = d.conduct AND m.valid @> d.decided_on;
-- both sides with keys that were built after the load
ALTER TABLE stored.all_measures ADD PRIMARY KEY (subject, record, measure);
REINDEX TABLE credit.decision;
REINDEX TABLE credit.standing;
VACUUM (ANALYZE) credit.standing, credit.decision, stored.all_measures;
CHECKPOINT;
