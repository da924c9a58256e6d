-- The facts whose answers test/data/city_answers.sql asks for.  Prints
-- nothing.
\set ECHO none
\set m 91510402MA7T030129
\set n 91510402MA7T030204
\set o 91510402MA7T030391
\set q 91510402MA7T03047U
\set s 91510402MA7T03055N
\set boss 510402199001010012

-- reports, notifies, decides on 2024-03-15, and serves
CREATE FUNCTION pg_temp.decided(subject text, conduct text, document_no text, served_on date DEFAULT '2024-04-02',
	exclude integer[] DEFAULT '{}', conditions_met integer[] DEFAULT '{}', term interval DEFAULT NULL,
	principal_subject credit.subject_id DEFAULT NULL, principal uuid DEFAULT NULL, role text DEFAULT NULL) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
	r uuid := credit.report(subject, conduct, 't_finance', document_no, '2024-02-20', 'r', 'Name of ' || document_no,
		occurred_on => '2024-02-01', late_reason => 'l');
	d uuid;
BEGIN
	PERFORM credit.notify(subject, r, '2024-03-04', 'by hand', late_reason => 'l');
	d := credit.decide(subject, r, document_no, '2024-03-15', 't_office', term, 'm', exclude, conditions_met,
		principal_subject => principal_subject, principal => principal, role => role, late_reason => 'l');
	IF served_on IS NOT NULL THEN
		PERFORM credit.serve(subject, d, served_on, 'by hand', late_reason => 'l');
	END IF;
	RETURN d;
END $$;
SELECT pg_temp.decided(:'m', 't_bid', 'days') \g /dev/null
SELECT pg_temp.decided(:'m', 't_bid', 'not served', NULL) \g /dev/null
SELECT pg_temp.decided(:'m', 't_honour', 'honour') \g /dev/null
SELECT pg_temp.decided(:'n', 't_many', 'many', '2024-03-15') AS many \gset
SELECT pg_temp.decided(:'n', 't_many', 'many on condition', '2024-03-15', '{1,4}', '{5}', '6 years') \g /dev/null
SELECT pg_temp.decided(:'boss', 't_many', 'behind', '2024-03-15', principal_subject => :'n', principal => :'many', role => 'legal_representative') \g /dev/null
SELECT credit.report(:'o', 't_repealed', 't_finance', 'repealed', '2024-05-10', 'r', late_reason => 'l') AS r \gset
SELECT credit.notify(:'o', :'r', '2024-05-13', 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.decide(:'o', :'r', 'repealed', '2024-05-24', 't_bodies', late_reason => 'l') AS d \gset
SELECT credit.serve(:'o', :'d', '2024-05-24', 'by hand', late_reason => 'l') \g /dev/null
SELECT credit.report(:'q', 't_listed', 't_court', 'listed', '2024-03-01', 'r', served_on => '2024-03-03', late_reason => 'l') \g /dev/null
INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, served_on, reason, late_reason)
SELECT n, 't_listed', 't_court', 'list ' || i, '2024-03-01', CASE i WHEN 1 THEN date '2024-03-03' END, 'r', 'l'
FROM unnest(ARRAY[:'o', :'q', :'s']::credit.subject_id[]) n, generate_series(1, 2) i;
-- another number of q
SELECT credit.link_identifier(:'q', 'passport:E3333333', '[2024-01-01,2024-07-01)', 'register 1', late_reason => 'l') \g /dev/null
\set ECHO all
