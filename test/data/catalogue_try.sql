-- For tests of the catalogue: what a statement does, told without days of the
-- calendar, and law and organisation to write a catalogue upon.  Everything is
-- named regress; catalogue_clean.sql takes it away again.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
-- the helpers stay when the session is left
CREATE SCHEMA regress_catalogue AUTHORIZATION regress_credit_office;
SET ROLE regress_credit_office;
SET search_path = regress_catalogue;

-- what the catalogue says up to today, a row a version
CREATE VIEW regress_catalogue.past AS
	SELECT 'conduct' AS kind, to_jsonb(c) - 'valid' AS contents, valid * daterange(NULL, credit.today(), '[]') AS days
	FROM credit.conduct c WHERE NOT draft AND NOT valid &> daterange(credit.today() + 1, NULL)
	UNION ALL SELECT 'measure', to_jsonb(m) - 'valid', valid * daterange(NULL, credit.today(), '[]')
	FROM credit.measure m WHERE NOT draft AND NOT valid &> daterange(credit.today() + 1, NULL)
	UNION ALL SELECT 'agency', to_jsonb(a) - 'valid', valid * daterange(NULL, credit.today(), '[]')
	FROM credit.agency a WHERE NOT valid &> daterange(credit.today() + 1, NULL)
	UNION ALL SELECT 'legal_basis', to_jsonb(b) - 'valid', valid * daterange(NULL, credit.today(), '[]')
	FROM credit.legal_basis b WHERE NOT valid &> daterange(credit.today() + 1, NULL);

-- days in a text as days from today
CREATE FUNCTION regress_catalogue.relative(t text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	d text;
	n integer;
BEGIN
	FOR d IN SELECT DISTINCT m[1] FROM regexp_matches(t, '\d{4}-\d\d-\d\d', 'g') AS m LOOP
		n := d::date - credit.today();
		t := replace(t, d, CASE n WHEN 0 THEN '<today>' WHEN 1 THEN '<tomorrow>' ELSE format('<today%s%s>', CASE WHEN n > 0 THEN '+' END, n) END);
	END LOOP;
	RETURN t;
END
$$;

-- how many rows a statement says it met, whether it changed what was said up
-- to today, or how it was refused
CREATE FUNCTION regress_catalogue.try(statement text) RETURNS SETOF text LANGUAGE plpgsql SET client_min_messages = warning AS $$
DECLARE
	n bigint;
	lost bigint;
	gained bigint;
	message text;
	detail text;
	hint text;
BEGIN
	DROP TABLE IF EXISTS pg_temp.past_before;
	CREATE TEMP TABLE past_before AS SELECT * FROM regress_catalogue.past;
	BEGIN
		EXECUTE statement;
		GET DIAGNOSTICS n = ROW_COUNT;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
		RETURN NEXT format('%s: %s', SQLSTATE, regress_catalogue.relative(message));
		IF detail <> '' THEN
			RETURN NEXT '  ' || regress_catalogue.relative(detail);
		END IF;
		IF hint <> '' THEN
			RETURN NEXT '  ' || regress_catalogue.relative(hint);
		END IF;
		RETURN;
	END;
	SELECT count(*) INTO lost FROM (SELECT * FROM pg_temp.past_before EXCEPT ALL SELECT * FROM regress_catalogue.past) AS l;
	SELECT count(*) INTO gained FROM (SELECT * FROM regress_catalogue.past EXCEPT ALL SELECT * FROM pg_temp.past_before) AS g;
	RETURN NEXT format('rows %s', n) || CASE WHEN lost > 0 OR gained > 0 THEN format(', past: %s gained, %s lost', gained, lost) ELSE '' END;
END
$$;

-- versions of our conducts and measures
CREATE VIEW regress_catalogue.versions AS
	SELECT code, lower(valid) - credit.today() AS first, upper(valid) - credit.today() - 1 AS last, name, term,
		CASE WHEN draft THEN 'draft' ELSE '' END AS draft, author
	FROM credit.conduct WHERE code LIKE 'regress%' ORDER BY code, valid;
CREATE VIEW regress_catalogue.measures AS
	SELECT conduct, number, lower(valid) - credit.today() AS first, upper(valid) - credit.today() - 1 AS last, content,
		CASE WHEN draft THEN 'draft' ELSE '' END AS draft, author
	FROM credit.measure WHERE conduct LIKE 'regress%' ORDER BY conduct, number, valid;
CREATE FUNCTION regress_catalogue.day(n integer) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN credit.today() + n;
END
$$;

-- law and organisation under it
INSERT INTO credit.sector VALUES ('regress_food', 'food'), ('regress_tax', 'tax');
INSERT INTO credit.agency (code, valid, name) VALUES ('regress_a', '[2001-01-01,)', 'agency a'), ('regress_b', '[2001-01-01,)', 'agency b');
INSERT INTO credit.legal_basis (code, valid, title, rank) VALUES
	('regress_law', '[2001-01-01,)', 'law', 'law'),
	('regress_memo', '[2001-01-01,)', 'memorandum', 'memorandum');
INSERT INTO credit.power VALUES ('regress_a', 'regress_food', 'regress_law');
INSERT INTO credit.matter (code, name, sector) VALUES ('regress', 'all', NULL), ('regress.food', 'food licence', 'regress_food');
