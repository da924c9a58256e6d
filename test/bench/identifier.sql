-- Codes to measure with: :rows unified social credit codes in random order,
-- all of enterprises of one division, right in both check characters.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS credit CASCADE;
DROP TABLE IF EXISTS bench_identifier;
CREATE TABLE bench_identifier (code text, uuid text, subject credit.subject_id);

CREATE FUNCTION pg_temp.uscc(organisation text) RETURNS text LANGUAGE sql AS $$
	WITH inner_check AS (
		SELECT '91510402' || $1 || substr('0X987654321', 1 + (
			SELECT sum((strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr($1, i, 1)) - 1)
				* ('{3,7,9,10,5,8,4,2}'::int[])[i])
			FROM generate_series(1, 8) i)::int % 11, 1) AS code)
	SELECT code || substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + (31 - (
			SELECT sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1)
				* ('{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}'::int[])[i])
			FROM generate_series(1, 17) i)::int % 31) % 31, 1)
	FROM inner_check
$$;

-- half of the organisation codes in the style since 2015, no two alike
SELECT setseed(0.5);
INSERT INTO bench_identifier (code, uuid)
SELECT pg_temp.uscc(organisation), gen_random_uuid()::text
FROM (
	SELECT DISTINCT CASE WHEN random() < 0.5 THEN lpad((random() * 99999999)::int::text, 8, '0')
		ELSE 'MA' || upper(lpad(to_hex((random() * 16777215)::int), 6, '0')) END
		AS organisation
	FROM generate_series(1, 2 * :rows)
) o
ORDER BY random()
LIMIT :rows;
UPDATE bench_identifier SET subject = code::credit.subject_id;
CREATE INDEX bench_identifier_subject ON bench_identifier (subject);
CREATE INDEX bench_identifier_code ON bench_identifier (code COLLATE "C");
VACUUM (FULL, ANALYZE) bench_identifier;
