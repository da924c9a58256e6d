-- The collected examples: every row behaves as its column "expect" says.

SET search_path = public, credit;
\getenv abs_srcdir PG_ABS_SRCDIR
\set example_file :abs_srcdir '/data/uscc_examples.tsv'
CREATE TEMP TABLE example (code text, pair text, origin text, expect text);
\set copy_command '\\copy example FROM ' :'example_file' ' (HEADER true)'
:copy_command
SELECT count(*) AS rows, count(*) FILTER (WHERE expect LIKE 'valid%') AS valid,
	count(*) FILTER (WHERE expect LIKE 'invalid%') AS invalid
FROM example;

CREATE FUNCTION pg_temp.taken(code text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	RETURN code::credit.subject_id;
EXCEPTION WHEN invalid_text_representation THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN 'refused: ' || detail;
END $$;

-- a valid code is taken and printed as it is, by both types
SELECT code, expect, pg_temp.taken(code)
FROM example
WHERE expect LIKE 'valid%' AND (pg_temp.taken(code) IS DISTINCT FROM code OR code::uscc::text <> code);
-- its kind follows from the pair that was noted for it, which it begins with
SELECT pair, kind(code::subject_id), sub_kind(code::subject_id), count(*)
FROM example WHERE expect LIKE 'valid%'
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT code, pair FROM example WHERE expect LIKE 'valid%' AND left(code, 2) <> pair;
-- the division and the organisation code are where they stand
SELECT count(*) AS differ FROM example
WHERE expect LIKE 'valid%' AND (region(code::subject_id) <> substr(code, 3, 6) OR organisation_code(code::uscc) <> substr(code, 9, 9));
SELECT count(*) AS differ FROM example
WHERE expect LIKE 'valid%' AND ('org:' || organisation_code(code::uscc))::subject_id::text <> 'org:' || substr(code, 9, 9);

-- an invalid one is refused, and the reason is the one noted
SELECT code, expect, pg_temp.taken(code)
FROM example WHERE expect LIKE 'invalid%'
ORDER BY code;
SELECT code, d.scheme, d.canonical, d.outer_ok, d.inner_ok
FROM example, diagnose(code) d WHERE expect LIKE 'invalid%'
ORDER BY code, scheme;
-- where only the outer check is wrong, it can be kept with its mark
SELECT code, (code || '!')::subject_id, kind((code || '!')::subject_id)
FROM example WHERE expect ~ '^invalid: (organisation code ok|check char, expected)'
ORDER BY code;
