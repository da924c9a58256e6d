-- What the catalogue rests on: bases that end or sink, matters and powers that
-- change under open rows, and who may report as of a day.
\getenv source PG_ABS_SRCDIR
\set try :source/data/catalogue_try.sql
\set clean :source/data/catalogue_clean.sql
\set ECHO none
\i :try
\set ECHO all
INSERT INTO credit.legal_basis (code, valid, title, rank, root_matter) VALUES
	('regress_listing', '[2001-01-01,)', 'listing', 'judicial_interpretation', false),
	('regress_root', '[2001-01-01,)', 'root', 'law', true),
	('regress_life', '[2001-01-01,)', 'life', 'administrative_regulation', false);
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, term_kind) VALUES
	('regress.s', daterange(day(-100), NULL), 's', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year', 'fixed'),
	('regress.l', daterange(day(-100), NULL), 'l', 'sanction', 'regress_food', 'regress_a', 'regress_life', NULL, 'lifetime');
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, determination, listing_basis, adopted_by)
VALUES ('regress.o', daterange(day(-100), NULL), 'o', 'sanction', 'regress_food', 'regress_a', 'regress_law', '1 year', 'on_record', 'regress_listing', 'no. 1');
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis) VALUES
	('regress.s', 1, daterange(day(-100), NULL), 'regress_a', 1, 'prohibit', '{regress.food}', 'x', 'regress_law'),
	('regress.s', 2, daterange(day(-100), NULL), 'regress_a', 1, 'prohibit', '{regress}', 'x', 'regress_root');

--
-- a basis that sinks, or ends on a day to come
--
SELECT try($$DELETE FROM credit.legal_basis WHERE code = 'regress_listing'$$);
SELECT try($$UPDATE credit.legal_basis SET rank = 'memorandum' WHERE code = 'regress_listing'$$);
SELECT try($$UPDATE credit.legal_basis SET rank = 'law' WHERE code = 'regress_listing'$$);
SELECT try($$UPDATE credit.legal_basis SET root_matter = false WHERE code = 'regress_root'$$);
SELECT try($$UPDATE credit.legal_basis SET rank = 'central_policy' WHERE code = 'regress_life'$$);
SELECT try($$UPDATE credit.legal_basis SET valid = daterange(lower(valid), day(5)) WHERE code = 'regress_law'$$);
-- another version takes over, with or without a gap, of whatever rank
BEGIN;
UPDATE credit.conduct SET valid = daterange(lower(valid), day(5)) WHERE code = 'regress.l';
SELECT try($$UPDATE credit.legal_basis SET valid = daterange(lower(valid), day(5)) WHERE code = 'regress_life'$$);
INSERT INTO credit.legal_basis (code, valid, title, rank) VALUES ('regress_life', daterange(day(6), day(10)), 'life', 'law'),
	('regress_life', daterange(day(10), NULL), 'life', 'memorandum');
SELECT try(format($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term_kind)
	VALUES ('regress.m', daterange(day(%s), day(%s)), 'm', 'sanction', 'regress_food', 'regress_a', 'regress_life', 'lifetime')$$, a, b))
FROM (VALUES (1, 8), (6, 11), (6, 10)) AS d (a, b);
-- a version in force gains days on which its basis has ended
SELECT try($$UPDATE credit.conduct SET valid = daterange(lower(valid), day(4)) WHERE code = 'regress.l'$$);
SELECT try($$UPDATE credit.conduct SET valid = daterange(lower(valid), day(5)) WHERE code = 'regress.l'$$);
SELECT try($$UPDATE credit.conduct SET valid = daterange(lower(valid), NULL) WHERE code = 'regress.l'$$);
ROLLBACK;
-- what rests on it goes first
BEGIN;
DELETE FROM credit.measure WHERE conduct = 'regress.s' AND number = 2;
SELECT try($$DELETE FROM credit.legal_basis WHERE code = 'regress_root'$$);
ROLLBACK;

--
-- a matter that comes to another sector, and powers that are taken away
--
SELECT try($$UPDATE credit.matter SET sector = 'regress_tax' WHERE code = 'regress.food'$$);
SELECT try($$UPDATE credit.matter SET sector = 'regress_tax' WHERE code = 'regress'$$);
SELECT try($$UPDATE credit.matter SET sector = NULL WHERE code = 'regress.food'$$);
SELECT try($$DELETE FROM credit.power WHERE agency = 'regress_a'$$);
-- a succession that would begin later than what rests on it
BEGIN;
INSERT INTO credit.agency_succession VALUES ('regress_a', 'regress_b', day(-50), 'no. 1');
INSERT INTO credit.conduct (code, name, polarity, sector, determining_agency, legal_basis, term)
VALUES ('regress.b', 'b', 'sanction', 'regress_food', 'regress_b', 'regress_law', '1 year');
SELECT try($$UPDATE credit.agency_succession SET on_day = day(1) WHERE agency = 'regress_a'$$);
SELECT try($$UPDATE credit.agency_succession SET on_day = day(2) WHERE agency = 'regress_a'$$);
ROLLBACK;

--
-- who reports: as of the day of the determination, or who has succeeded since
--
BEGIN;
INSERT INTO credit.agency (code, valid, name, parent) VALUES
	('regress_old', daterange(NULL, day(-50)), 'before the reform', NULL),
	('regress_new', daterange(day(-50), NULL), 'after the reform', NULL),
	('regress_next', '(,)', 'after the reform to come', NULL),
	('regress_kid', daterange(day(-50), day(-20)), 'office of the new one', 'regress_new'),
	('regress_moved', daterange(day(-50), day(-30)), 'came to another one', 'regress_new');
INSERT INTO credit.agency (code, valid, name, parent) VALUES ('regress_moved', daterange(day(1), NULL), 'came back', 'regress_new');
INSERT INTO credit.agency_succession VALUES ('regress_old', 'regress_new', day(-50), 'no. 1'), ('regress_new', 'regress_next', day(30), 'no. 2');
INSERT INTO credit.power VALUES ('regress_old', 'regress_food', 'regress_law');
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
VALUES ('regress.r', daterange(day(-100), NULL), 'r', 'sanction', 'regress_food', 'regress_old', 'regress_law', '1 year');
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, determination, listing_basis, adopted_by)
VALUES ('regress.q', daterange(day(-100), NULL), 'q', 'sanction', 'regress_food', 'regress_old', 'regress_law', '1 year', 'on_record', 'regress_listing', 'no. 1');
SELECT a, d, (SELECT string_agg(t, E'\n') FROM try(format($$SELECT credit.report('91000000MA0AA0000X'::text, 'regress.r', 'regress_%s',
	'no. %s of %1$s', day(%2$s), 'reason', late_reason => 'test')$$, a, d)) AS t) AS try
FROM unnest('{old,new,kid,moved,next}'::text[]) WITH ORDINALITY AS w (a, n), unnest('{-55,-40,-10}'::integer[]) AS d ORDER BY n, d;
-- of what decides by itself, the source must be such an agency too
SELECT s, (SELECT string_agg(t, E'\n') FROM try(format($$SELECT credit.report('91000000MA0AA0000X'::text, 'regress.q', 'regress_new',
	'no. %s', day(-40), 'reason', source_agency => 'regress_%1$s', late_reason => 'test')$$, s)) AS t) AS try
FROM unnest('{new,old,kid,b}'::text[]) AS s;
ROLLBACK;

\set ECHO none
\i :clean
\set ECHO all
