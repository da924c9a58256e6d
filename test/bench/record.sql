-- Set-up of test/bench/record: a conduct of 30 measures, 20,000 subjects,
-- 100,000 records, and the two rivals.
SET client_min_messages = warning;
DROP DATABASE IF EXISTS bench_record;
CREATE DATABASE bench_record TEMPLATE template0 ENCODING 'UTF8';
\c bench_record
SET client_min_messages = warning;
CREATE EXTENSION credit CASCADE;
SELECT credit.install();

INSERT INTO credit.sector VALUES ('enforcement', 'enforcement of judgments');
INSERT INTO credit.agency (code, valid, name, kind)
SELECT 'agency' || n, '[2000-01-01,)', 'agency ' || n, CASE n WHEN 0 THEN 'court' ELSE 'government' END
FROM generate_series(0, 15) n;
INSERT INTO credit.legal_basis (code, valid, title, article, rank)
VALUES ('law', '[2000-01-01,)', 'a law', 'article 1', 'law');
INSERT INTO credit.power VALUES ('agency0', 'enforcement', 'law');
INSERT INTO credit.matter SELECT 'licence.m' || n, 'matter ' || n FROM generate_series(1, 30) n;
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term,
	determination, listing_basis, adopted_by)
VALUES ('listed', '[2000-01-01,)', 'listed by the court', 'sanction', 'enforcement', 'agency0', 'law', '2 years',
	'on_record', 'law', 'office document 1');
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
SELECT 'listed', n, '[2000-01-01,)', 'agency' || 1 + n % 15, 1, 'prohibit', ARRAY['licence.m' || n],
	'content of measure ' || n, 'law'
FROM generate_series(1, 30) n;

-- 20,000 codes with right check characters, found by asking diagnose()
CREATE TABLE input AS
WITH organisation AS (
	SELECT n, 'MA' || lpad(n::text, 6, '0') AS eight FROM generate_series(1, 20000) n
), inner_check AS (
	SELECT n, eight || right(o::text, 1) AS nine FROM organisation,
		LATERAL (SELECT 'org:' || eight || c AS o FROM regexp_split_to_table('0123456789X', '') c
			WHERE (SELECT bool_and(problem IS NULL) FROM credit.diagnose('org:' || eight || c))) t
), code AS (
	SELECT n, '91510402' || nine || c AS code
	FROM inner_check, regexp_split_to_table('0123456789ABCDEFGHJKLMNPQRTUWXY', '') c
	WHERE EXISTS (SELECT FROM credit.diagnose('91510402' || nine || c) d
		WHERE d.scheme = 'uscc' AND d.outer_ok AND d.inner_ok)
)
SELECT code::credit.subject_id AS subject, 'listed'::text AS conduct, 'agency0'::text AS agency,
	format('(2024) Chuan 0402 Zhi %s', r * 20000 + n) AS document_no,
	date '2024-01-01' + (n % 300) AS determined_on, date '2024-01-01' + (n % 300) AS served_on,
	'refuses to perform a judgment'::text AS reason, 'loaded from the court'::text AS late_reason
FROM code CROSS JOIN generate_series(0, 4) r
ORDER BY r, n;
ANALYZE input;

-- rival 1: the same rows in the same tables without a trigger
CREATE SCHEMA bare;
CREATE TABLE bare.record (LIKE credit.record INCLUDING ALL);
ALTER TABLE bare.record ADD FOREIGN KEY (conduct) REFERENCES credit.conduct_code,
	ADD FOREIGN KEY (agency) REFERENCES credit.agency_code, ADD FOREIGN KEY (source_agency) REFERENCES credit.agency_code;
CREATE TABLE bare.decision (LIKE credit.decision INCLUDING ALL);
ALTER TABLE bare.decision ADD FOREIGN KEY (conduct) REFERENCES credit.conduct_code;

-- rival 2: a row-level plpgsql trigger that stores a row a measure, in a table
-- that holds to its record and its agency by foreign keys, as our decision
-- holds to its record by its trigger and a record to its agencies by keys
CREATE SCHEMA stored;
CREATE TABLE stored.record (LIKE credit.record INCLUDING ALL);
ALTER TABLE stored.record ADD FOREIGN KEY (conduct) REFERENCES credit.conduct_code,
	ADD FOREIGN KEY (agency) REFERENCES credit.agency_code, ADD FOREIGN KEY (source_agency) REFERENCES credit.agency_code;
CREATE TABLE stored.measure (
	subject credit.subject_id NOT NULL, record uuid NOT NULL, measure integer NOT NULL, conduct text NOT NULL,
	polarity text NOT NULL, class integer NOT NULL, effect text NOT NULL, matters text[] NOT NULL, content text NOT NULL,
	agency text NOT NULL, legal_basis text NOT NULL, document_no text NOT NULL, decided_on date NOT NULL,
	from_day date NOT NULL, until_day date,
	PRIMARY KEY (subject, record, measure),
	FOREIGN KEY (subject, record) REFERENCES stored.record,
	FOREIGN KEY (agency) REFERENCES credit.agency_code);
CREATE FUNCTION stored.expand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO stored.measure
	SELECT NEW.subject, NEW.record, m.number, NEW.conduct, c.polarity, m.class, m.effect, m.matters, m.content, m.agency,
		m.legal_basis, NEW.document_no, NEW.determined_on, NEW.served_on + 1,
		(NEW.determined_on + coalesce(m.term, c.term))::date
	FROM credit.conduct c JOIN credit.measure m ON m.conduct = c.code AND m.valid @> NEW.determined_on
	WHERE c.code = NEW.conduct AND c.valid @> NEW.determined_on;
	RETURN NULL;
END $$;
CREATE TRIGGER expand AFTER INSERT ON stored.record FOR EACH ROW EXECUTE FUNCTION stored.expand();
ANALYZE;
CHECKPOINT;
