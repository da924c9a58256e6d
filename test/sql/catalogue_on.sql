-- The catalogue of a day.
\getenv source PG_ABS_SRCDIR
\set try :source/data/catalogue_try.sql
\set clean :source/data/catalogue_clean.sql
\set ECHO none
\i :try
\set ECHO all
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, subject_kinds, legal_basis, term, draft)
SELECT 'regress.' || code, daterange(day(first), day(last)), code, 'sanction', 'regress_food', 'regress_a',
	'{enterprise,other}', 'regress_law', '1 year 6 mons', code = 'd'
FROM (VALUES ('a', -100, NULL), ('b', 10, NULL), ('c', -100, -50), ('d', -100, NULL), ('e', 0, NULL)) AS v (code, first, last);
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis, term, draft)
SELECT 'regress.' || code, number, daterange(day(first), day(last)), 'regress_a', 1, 'prohibit', '{regress.food}',
	'measure ' || number, 'regress_law', term::interval, number = 4
FROM (VALUES ('a', 1, -100, NULL, NULL), ('a', 2, -50, NULL, '3 years'), ('a', 3, -100, -50, NULL), ('a', 4, -100, NULL, NULL),
	('b', 1, 10, NULL, NULL), ('d', 1, -100, NULL, NULL)) AS v (code, number, first, last, term);
UPDATE credit.measure SET content = 'measure 1, changed' WHERE conduct = 'regress.a' AND number = 1;

CREATE VIEW days AS SELECT on_day, code, c.name, measure, content, term, term_kind, from_day - credit.today() AS first, until_day - credit.today() AS last
FROM unnest('{-101,-100,-50,0,1,10}'::integer[]) AS on_day CROSS JOIN LATERAL credit.catalogue_on(day(on_day)) AS c
WHERE code LIKE 'regress%';
SELECT * FROM days ORDER BY on_day, code, measure;
\x on
SET intervalstyle = iso_8601;
SELECT code, name, polarity, sector, determining_agency, measure, agency, class, effect, matter, content, legal_basis,
	term, term_kind, condition, basis_title, article, agency_name, subject_kinds, conduct_basis
FROM credit.catalogue_on() WHERE code LIKE 'regress%';
RESET intervalstyle;
\x off
-- what was never in the catalogue of a day, and a day that is none
SELECT count(*) FROM credit.catalogue_on('1900-01-01');
SELECT count(*) FROM credit.catalogue_on(NULL);
SELECT count(*) FROM credit.catalogue_on('infinity');
-- the same as the rows themselves, for every day on which something begins or ends
SELECT sum((SELECT count(*) FROM (
		SELECT c.code, c.measure FROM credit.catalogue_on(d) AS c EXCEPT ALL
		SELECT c.code, m.number FROM credit.conduct c LEFT JOIN credit.measure m ON m.conduct = c.code AND m.valid @> d AND NOT m.draft
		WHERE c.valid @> d AND NOT c.draft) AS more)) AS more,
	sum((SELECT count(*) FROM (
		SELECT c.code, m.number FROM credit.conduct c LEFT JOIN credit.measure m ON m.conduct = c.code AND m.valid @> d AND NOT m.draft
		WHERE c.valid @> d AND NOT c.draft EXCEPT ALL
		SELECT c.code, c.measure FROM credit.catalogue_on(d) AS c) AS fewer)) AS fewer
FROM (SELECT lower(valid) FROM credit.conduct UNION SELECT upper(valid) FROM credit.conduct
	UNION SELECT lower(valid) FROM credit.measure UNION SELECT upper(valid) FROM credit.measure) AS v (d)
WHERE d IS NOT NULL;
-- it has no column that a driver reports as another type
SELECT DISTINCT format_type(t, NULL) AS type FROM pg_proc, unnest(proallargtypes) AS t WHERE oid = 'credit.catalogue_on'::regproc ORDER BY 1;

\set ECHO none
\i :clean
\set ECHO all
