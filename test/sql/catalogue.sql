-- Versions of the catalogue: plain INSERT, UPDATE and DELETE, and what they
-- leave of days that have begun.  Days are shown as days from today.
\getenv source PG_ABS_SRCDIR
\set try :source/data/catalogue_try.sql
\set clean :source/data/catalogue_clean.sql
\set ECHO none
\i :try
\set ECHO all

--
-- insert
--
-- a new code may begin in the past, today or later; without valid it begins tomorrow
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term) VALUES
	('regress.a', daterange(day(-100), NULL), 'a', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year'),
	('regress.b', daterange(day(0), NULL), 'b', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year'),
	('regress.c', daterange(day(10), NULL), 'c', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year'),
	('regress.e', daterange(day(-100), day(-50)), 'e', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year'),
	('regress.f', daterange(day(-100), day(50)), 'f', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term, author)
	VALUES ('regress.d', 'd', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year', 'somebody else')$$);
SELECT * FROM versions;
-- foreign keys have one row a code to point to
SELECT code FROM credit.conduct_code WHERE code LIKE 'regress%' ORDER BY code;

-- a code that exists: only from tomorrow on, and only where there is room
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', daterange(day(-200), day(-100)), 'before', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.e', daterange(day(-20), NULL), 'again', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.e', daterange(day(0), NULL), 'again', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.e', daterange(NULL, NULL), 'again', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT split_part(t, ':', 1) AS overlap FROM try($$INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', 'twice', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$) AS t LIMIT 1;
-- no day, however it is written
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.g', 'empty', 'g', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.g', '[infinity,)', 'g', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
-- an infinite date is an open end
BEGIN;
INSERT INTO credit.legal_basis (code, title, rank) VALUES ('regress_always', 'always', 'law');
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.g', '[-infinity,infinity]', 'g', 'sanction', 'regress_food', 'regress_a', 'regress_always', '1 year')$$);
SELECT valid FROM credit.conduct WHERE code = 'regress.g';
ROLLBACK;

-- ON CONFLICT DO NOTHING passes over what stands, so a script may run twice
SELECT try($$INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', 'a', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year') ON CONFLICT DO NOTHING$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', daterange(day(-100), NULL), 'a', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year') ON CONFLICT DO NOTHING$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', daterange(day(-100), NULL), 'another', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year') ON CONFLICT DO NOTHING$$);
SELECT split_part(t, ':', 1) AS duplicate FROM try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', daterange(day(-100), NULL), 'a', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$) AS t LIMIT 1;

--
-- update: the statement that one would write for any table, again and again
--
SELECT try($$UPDATE credit.conduct SET name = 'a2' WHERE code = 'regress.a'$$);
SELECT try($$UPDATE credit.conduct SET name = 'a3' WHERE code = 'regress.a'$$);
SELECT try($$UPDATE credit.conduct SET name = 'a4', term = '2 years', author = 'somebody else' WHERE code = 'regress.a'$$);
SELECT * FROM versions WHERE code = 'regress.a';
-- a row that began today, one that begins later, one with an end ahead, one that is over
SELECT try($$UPDATE credit.conduct SET name = name || '2' WHERE code ~ '^regress.[bcf]$'$$);
SELECT try($$UPDATE credit.conduct SET name = name || '2' WHERE code = 'regress.e'$$);
SELECT * FROM versions WHERE code ~ '[bcef]$';
-- a statement that meets closed and open versions
SELECT try($$UPDATE credit.conduct SET name = upper(name) WHERE code LIKE 'regress%'$$);
SELECT * FROM versions;
-- one that meets none is no mistake
SELECT try($$UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.none'$$);
-- nothing changed, no version made, and nobody becomes its author
SELECT try($$UPDATE credit.agency SET name = name WHERE code LIKE 'regress%'$$);
SELECT count(*) FROM credit.agency WHERE code LIKE 'regress%';

-- what is refused
SELECT try($$UPDATE credit.conduct SET code = 'regress.z' WHERE code = 'regress.b'$$);
SELECT try($$UPDATE credit.conduct SET valid = 'empty' WHERE code = 'regress.d'$$);
SELECT try($$UPDATE credit.conduct SET valid = daterange(day(0), NULL) WHERE code = 'regress.d'$$);
SELECT try($$UPDATE credit.conduct SET valid = daterange(NULL, NULL) WHERE code = 'regress.d'$$);
SELECT try($$UPDATE credit.agency SET valid = daterange(day(-7), NULL) WHERE code = 'regress_b'$$);
SELECT try($$UPDATE credit.agency SET valid = daterange(NULL, NULL) WHERE code = 'regress_b'$$);
-- the end of what is in force: not before today, and nothing else with it
SELECT try($$UPDATE credit.agency SET valid = daterange(lower(valid), day(0)) WHERE code = 'regress_b'$$);
SELECT try($$UPDATE credit.agency SET valid = daterange(lower(valid), day(-30)) WHERE code = 'regress_b'$$);
SELECT try($$UPDATE credit.agency SET valid = daterange(lower(valid), day(30)), name = 'agency of the end' WHERE code = 'regress_b'$$);
-- allowed: an end, another one, none again
SELECT try($$UPDATE credit.agency SET valid = daterange(lower(valid), day(30)) WHERE code = 'regress_b'$$);
SELECT try($$UPDATE credit.agency SET valid = daterange(lower(valid), day(20)) WHERE code = 'regress_b'$$);
SELECT lower(valid), upper(valid) - credit.today() AS until FROM credit.agency WHERE code = 'regress_b';
SELECT try($$UPDATE credit.agency SET valid = daterange(lower(valid), NULL) WHERE code = 'regress_b'$$);
SELECT lower(valid), upper(valid) - credit.today() AS until FROM credit.agency WHERE code = 'regress_b';
-- a change that is to begin later
BEGIN;
SELECT try($$UPDATE credit.agency SET valid = daterange(day(40), NULL), name = 'agency of later' WHERE code = 'regress_b'$$);
SELECT lower(valid) > credit.today() AS to_come, upper(valid) - credit.today() AS until, name
FROM credit.agency WHERE code = 'regress_b' ORDER BY valid;
-- a statement for the code changes what is in force till then, too
SELECT try($$UPDATE credit.agency SET contact = 'room 1' WHERE code = 'regress_b'$$);
SELECT lower(valid) > credit.today() AS to_come, upper(valid) - credit.today() AS until, name, contact
FROM credit.agency WHERE code = 'regress_b' ORDER BY valid;
SELECT try($$DELETE FROM credit.agency WHERE code = 'regress_b'$$);
SELECT upper(valid) - credit.today() AS until, name, contact FROM credit.agency WHERE code = 'regress_b' ORDER BY valid;
ROLLBACK;

--
-- delete
--
-- reports what it met, and keeps history
DELETE FROM credit.conduct WHERE code = 'regress.b';
\echo DELETE :ROW_COUNT
SELECT try($$DELETE FROM credit.conduct WHERE code ~ '^regress.[acf]$'$$);
SELECT * FROM versions;
-- once more, or an update: closed is closed
SELECT try($$DELETE FROM credit.conduct WHERE code = 'regress.e'$$);
SELECT try($$UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.e'$$);
-- what begins tomorrow went without trace, but for what was in force today
SELECT try($$UPDATE credit.conduct SET name = 'x' WHERE code = 'regress.a'$$);
-- a closed code is opened again from tomorrow
SELECT try($$INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.a', 'a again', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
	VALUES ('regress.e', daterange(day(7), NULL), 'e again', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT * FROM versions WHERE code ~ '[ae]$';
-- the code stays: foreign keys point to it
SELECT code FROM credit.conduct_code WHERE code = 'regress.c';
-- never to be truncated, nor along with another table
TRUNCATE credit.conduct;
\echo :LAST_ERROR_SQLSTATE
TRUNCATE credit.measure;
TRUNCATE credit.agency_code CASCADE;
\set VERBOSITY terse
DELETE FROM credit.conduct_code WHERE code = 'regress.a';
\set VERBOSITY default

--
-- drafts
--
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, draft, draft_reason) VALUES
	('regress.p', daterange(day(-100), NULL), 'p', 'sanction', 'regress_tax', 'regress_a', true, 'needs law'),
	('regress.q', daterange(day(-100), day(-50)), 'q', 'sanction', 'regress_tax', 'regress_a', true, NULL),
	('regress.r', daterange(day(-100), NULL), 'r', 'sanction', 'regress_tax', 'regress_a', true, NULL)$$);
-- changed in place, also what ended, and gone without trace
SELECT try($$UPDATE credit.conduct SET name = name || '2' WHERE code ~ '^regress.[pq]'$$);
SELECT try($$UPDATE credit.conduct SET valid = daterange(day(-300), NULL) WHERE code = 'regress.q'$$);
SELECT try($$DELETE FROM credit.conduct WHERE code = 'regress.r'$$);
SELECT * FROM versions WHERE draft <> '';
-- put in force it begins tomorrow, or later, and obeys the law
SELECT try($$UPDATE credit.conduct SET draft = false, draft_reason = NULL WHERE code = 'regress.p'$$);
SELECT try($$UPDATE credit.conduct SET draft = false, draft_reason = NULL, sector = 'regress_food', term = '1 year', legal_basis = 'regress_law',
	valid = daterange(day(0), NULL) WHERE code = 'regress.p'$$);
SELECT try($$UPDATE credit.conduct SET draft = false, draft_reason = NULL, sector = 'regress_food', term = '1 year', legal_basis = 'regress_law'
	WHERE code = 'regress.p'$$);
SELECT try($$UPDATE credit.conduct SET draft = false, sector = 'regress_food', term = '1 year', legal_basis = 'regress_law',
	valid = daterange(day(-300), day(1)) WHERE code = 'regress.q'$$);
SELECT * FROM versions WHERE code ~ '[pqr]$';
-- back to a draft
SELECT try($$UPDATE credit.conduct SET draft = true WHERE code = 'regress.p'$$);
SELECT try($$UPDATE credit.agency SET name = 'agency b2' WHERE code = 'regress_b'$$);
SELECT * FROM versions WHERE code ~ '[p]$';

--
-- MERGE
--
-- ON code and the open end: the upsert
SELECT try($$MERGE INTO credit.conduct c
	USING (VALUES ('regress.a', 'merged'), ('regress.m', 'merged')) AS v (code, name) ON c.code = v.code AND upper_inf(c.valid)
	WHEN MATCHED THEN UPDATE SET name = v.name
	WHEN NOT MATCHED THEN INSERT (code, name, polarity, sector, determining_agency, legal_basis, term)
		VALUES (v.code, v.name, 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
-- ON code alone: closed versions are passed over
SELECT try($$MERGE INTO credit.conduct c USING (VALUES ('regress.a', 'merged by code')) AS v (code, name) ON c.code = v.code
	WHEN MATCHED THEN UPDATE SET name = v.name$$);
SELECT * FROM versions WHERE code ~ '[am]$';
-- only closed ones are met
SELECT try($$MERGE INTO credit.conduct c USING (VALUES ('regress.b', 'merged')) AS v (code, name) ON c.code = v.code
	WHEN MATCHED THEN UPDATE SET name = v.name$$);
SELECT try($$MERGE INTO credit.conduct c USING (VALUES ('regress.m')) AS v (code) ON c.code = v.code WHEN MATCHED THEN DELETE$$);
SELECT * FROM versions WHERE code ~ '[bm]$';

--
-- measures
--
SELECT try($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term) VALUES
	('regress.w', daterange(day(-100), NULL), 'w', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year')$$);
SELECT try($$INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
	SELECT 'regress.w', n, daterange(day(-100), NULL), 'regress_a', 1, 'prohibit', '{regress.food}', 'measure ' || n, 'regress_law'
	FROM generate_series(1, 100) AS n$$);
SELECT try($$UPDATE credit.measure SET content = content || '!' WHERE conduct = 'regress.w' AND number > 98$$);
SELECT try($$UPDATE credit.measure SET content = content || '!' WHERE conduct = 'regress.w' AND number > 98$$);
SELECT try($$UPDATE credit.measure SET number = 1000 WHERE conduct = 'regress.w' AND number = 98$$);
SELECT try($$UPDATE credit.measure SET conduct = 'regress.a' WHERE conduct = 'regress.w' AND number = 98$$);
SELECT try($$DELETE FROM credit.measure WHERE conduct = 'regress.w' AND number BETWEEN 3 AND 98$$);
SELECT * FROM measures WHERE number NOT BETWEEN 4 AND 97;
SELECT count(*) FROM measures;

--
-- COPY names the line, and leaves nothing
--
\set SHOW_CONTEXT errors
COPY credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term) FROM STDIN;
regress.x1	x1	sanction	regress_food	regress_a	regress_law	1 year
regress.x2	x2	sanction	regress_food	regress_a	\N	1 year
regress.x3	x3	sanction	regress_food	regress_a	regress_law	1 year
\.
\set SHOW_CONTEXT never
SELECT count(*) FROM credit.conduct WHERE code LIKE 'regress.x%';
SELECT count(*) FROM credit.conduct_code WHERE code LIKE 'regress.x%';
COPY credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term) FROM STDIN;
regress.x1	x1	sanction	regress_food	regress_a	regress_law	1 year
regress.x3	x3	sanction	regress_food	regress_a	regress_law	1 year
\.
SELECT * FROM versions WHERE code LIKE 'regress.x%';

\set ECHO none
\i :clean
\set ECHO all
