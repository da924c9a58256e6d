-- Terms, and stops that move their ends.
CREATE ROLE regress_credit_clerk;
GRANT USAGE ON SCHEMA credit TO regress_credit_clerk;
SET ROLE regress_credit_clerk;
SET datestyle = 'ISO, YMD';

--
-- term_end: the start day is not counted, the last day is included
--
SELECT start, term, credit.term_end(start, term)
FROM (VALUES
	(date '2024-01-31', interval '1 month'),
	('2023-01-31', '1 month'),
	('2024-01-31', '3 months'),
	('2024-08-31', '6 months'),
	('2024-02-29', '1 year'),
	('2024-02-29', '2 years'),
	('2024-02-29', '4 years'),
	('2023-03-15', '1 year'),
	('2024-03-15', '3 years'),
	('2024-12-31', '2 months'),
	('2026-03-31', '1 month'),
	-- not chained: not the same as one month twice
	('2024-01-31', '2 months'),
	-- months first, then days
	('2024-01-31', '1 month 1 day'),
	('2024-01-30', '30 days'),
	-- centuries, and years before the first
	('1899-02-28', '1 year'),
	('1896-02-29', '4 years'),
	('0001-12-31 BC', '2 months'),
	('4714-11-24 BC', '1 month')
) AS v (start, term);

-- one month is not chained
SELECT credit.term_end('2024-01-31', '2 months') AS at_once,
	credit.term_end(credit.term_end('2024-01-31', '1 month'), '1 month') AS chained;

-- where there is no corresponding day
SELECT credit.term_end('2024-01-31', '1 month', 'last_day');
SELECT credit.term_end('2024-01-31', '2 months', 'refuse');
SELECT credit.term_end('2024-01-31', '30 days', 'refuse');
SELECT credit.term_end('2024-01-31', '1 month', 'refuse');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.term_end('2024-02-29', '1 year', 'refuse');
SELECT credit.term_end('2024-01-31', '1 month', 'next');
\echo :LAST_ERROR_SQLSTATE

-- what is not a term
SELECT credit.term_end('2024-01-31', '24 hours');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.term_end('2024-01-31', '1 month -1 second');
SELECT credit.term_end('2024-01-31', '-1 month');
SELECT credit.term_end('2024-01-31', '1 year -1 day');
SELECT credit.term_end('2024-01-31', '-1 month 40 days');
SELECT credit.term_end('2024-01-31', '0');
\echo :LAST_ERROR_SQLSTATE

-- days that are none, and days beyond the last
SELECT credit.term_end('infinity', '1 year');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.term_end('-infinity', '1 year');
SELECT credit.term_end('5874897-12-30', '1 day');
SELECT credit.term_end('5874897-12-31', '1 day');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.term_end('5874897-12-31', '1 month');
SELECT credit.term_end('2024-01-31', '178000000 years');
SELECT credit.term_end('2024-01-31', '178956970 years 2147483647 days');
SELECT credit.term_end('2024-01-31', '5872873 years 2147483647 days');
SELECT credit.term_end(NULL, '1 year') IS NULL AS strict;

--
-- last_day and in_force
--
-- decided 2024-03-15, one year: what the day that counts makes of it
SELECT "case", from_day, credit.last_day(from_day, base_last, stops),
	credit.in_force(from_day, base_last, stops)
FROM (VALUES
	('served on the day', date '2024-03-16', credit.term_end('2024-03-15', '1 year'), datemultirange '{}'),
	('served 04-02', '2024-04-03', credit.term_end('2024-03-15', '1 year'), '{}'),
	('the same, basis served', '2024-04-03', credit.term_end('2024-04-02', '1 year'), '{}'),
	('served 04-02, stop from 03-20 to 04-20', '2024-04-03', '2025-03-15', '{[2024-03-20,2024-04-20)}'),
	('40 days, then 10', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2025-04-20,2025-04-30)}'),
	('the second a day after the last', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2025-04-25,2025-04-30)}'),
	('the second on the last day', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2025-04-24,2025-04-30)}'),
	('received and dismissed on one day', '2024-03-16', '2025-03-15', datemultirange(daterange('2024-06-01', '2024-06-01'))),
	('stay of January, extends', '2024-03-16', '2025-03-15', '{[2025-01-01,2025-02-01)}'),
	('stay of January, does not', '2024-03-16', '2025-03-15', '{}'),
	('partly upheld: days not added', '2024-03-16', '2025-03-15', '{}'),
	('40 days', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11)}'),
	('and complaint of 44', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2024-07-20,2024-09-02)}'),
	('accepted on the last day', '2024-03-16', '2025-03-15', '{[2025-03-15,2025-04-01)}'),
	('overlapping', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2024-07-01,2024-07-11)}'),
	('touching', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-06-20),[2024-06-20,2024-07-11)}'),
	('accepted after the last day', '2024-03-16', '2025-03-15', '{[2025-03-20,2025-04-01)}'),
	('from 02-29, two years, 80 days', '2024-03-01', credit.term_end('2024-02-29', '2 years'), '{[2025-12-20,2026-03-10)}')
) AS v ("case", from_day, base_last, stops);

-- a stop that holds the measure up and adds no days is taken off the answer
SELECT credit.last_day('2024-03-16', '2025-03-15', '{}'),
	credit.in_force('2024-03-16', '2025-03-15', '{}') - datemultirange '{[2025-01-01,2025-02-01)}' AS in_force;

-- edges
SELECT "case", credit.last_day(from_day, base_last, stops),
	credit.in_force(from_day, base_last, stops)
FROM (VALUES
	('stop over before the first day', date '2024-04-03', date '2025-03-15', datemultirange '{[2024-03-20,2024-04-03)}'),
	('stop from the first day', '2024-04-03', '2025-03-15', '{[2024-04-03,2024-04-04)}'),
	('a term of one day, stopped', '2024-04-03', '2024-04-03', '{[2024-04-03,2024-04-10)}'),
	('served after the term', '2025-04-03', '2025-03-15', '{[2025-03-01,2025-05-01)}'),
	('a stop open', '2024-03-16', '2025-03-15', '{[2024-06-01,)}'),
	('open from the last day as moved', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2025-04-24,)}'),
	('open after it', '2024-03-16', '2025-03-15', '{[2024-06-01,2024-07-11),[2025-04-25,)}'),
	('open, though the measure never began', '2025-04-03', '2025-03-15', '{[2025-03-01,)}'),
	('always stopped', '2024-03-16', '2025-03-15', '{(,)}'),
	('an answer that is infinite is none', '2024-03-16', '2025-03-15', datemultirange(daterange('2024-06-01', 'infinity'))),
	('received before all days', '2024-03-16', '2025-03-15', datemultirange(daterange('-infinity', '2024-03-20'))),
	('received after all days', '2024-03-16', '2025-03-15', datemultirange(daterange('infinity', NULL))),
	('a condition', '2024-03-16', NULL, '{[2024-06-01,2024-07-11)}'),
	('a condition, a stop open', '2024-03-16', NULL, '{[2024-06-01,2024-07-11),[2024-09-01,)}'),
	('a condition, no stop', '2024-03-16', NULL, '{}'),
	('no stops known', '2024-03-16', '2025-03-15', NULL),
	('not served', NULL, '2025-03-15', '{}')
) AS v ("case", from_day, base_last, stops);

-- the answer of range_agg() for no rows is no stop
SELECT credit.last_day('2024-03-16', '2025-03-15', range_agg(stop))
FROM (VALUES (daterange('2024-06-01', '2024-07-11'))) AS v (stop) WHERE false;

-- out of range, and infinite
SELECT credit.last_day('2024-03-16', '5874897-12-31', '{[2024-06-01,2024-06-02)}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.last_day('2024-03-16', '5874897-12-31', '{}');
SELECT credit.in_force('2024-03-16', '5874897-12-31', '{}');
SELECT credit.last_day('-infinity', '2025-03-15', '{}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.last_day('2024-03-16', 'infinity', '{}');
SELECT credit.in_force('2024-03-16', 'infinity', '{}');

--
-- harmonise
--
SELECT rule, cap, credit.harmonise('{2026-06-30,2025-12-31,2027-01-15}', rule, cap)
FROM unnest('{shortest,longest,lead,fixed}'::text[]) AS rule,
	(VALUES (NULL::date), ('2026-03-31'), ('2030-01-01')) AS c (cap);
-- a measure without a last day is later than any
SELECT rule, cap, credit.harmonise('{NULL,2025-12-31,2027-01-15}', rule, cap)
FROM unnest('{shortest,longest,lead,fixed}'::text[]) AS rule,
	(VALUES (NULL::date), ('2026-03-31')) AS c (cap);
SELECT credit.harmonise('{NULL,NULL}', 'shortest') AS no_day,
	credit.harmonise('{}', 'longest', '2026-03-31') AS empty,
	credit.harmonise(NULL, 'lead', '2026-03-31') AS nothing,
	credit.harmonise('[5:6]={2026-01-02,2026-01-01}', 'lead') AS first;
SELECT credit.harmonise('{2026-06-30}', 'mean');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.harmonise('{2026-06-30}', NULL);
\echo :LAST_ERROR_SQLSTATE
SELECT credit.harmonise('{2026-06-30,infinity}', 'shortest');
SELECT credit.harmonise('{2026-06-30}', 'shortest', 'infinity');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.harmonise('{{2026-06-30},{2026-07-31}}', 'shortest');
\echo :LAST_ERROR_SQLSTATE

RESET ROLE;
REVOKE ALL ON SCHEMA credit FROM regress_credit_clerk;
DROP ROLE regress_credit_clerk;
