-- Objections, complaints and stays: first and last day, computed by hand from
-- the tables of days.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned

-- Every row is reported, noticed on 2024-03-04 and decided on 2024-03-15 for
-- one year, where it does not say otherwise.
CREATE TEMP TABLE days AS
SELECT n, what, first, last, pg_temp.play(pg_temp.number(4100 + n), conduct, steps) AS c
FROM (VALUES
	-- the days that the contract shows
	(1, 'served 2024-03-15', 't_two', 'serve 2024-03-15', '2024-03-16', '2025-03-15'),
	(2, 'served 2024-04-02', 't_two', 'serve 2024-04-02', '2024-04-03', '2025-03-15'),
	(3, 'the same, basis served', 't_served', 'serve 2024-04-02', '2024-04-03', '2025-04-02'),
	(4, 'served 04-02, objection received 2024-03-20, dismissed 2024-04-20 (17 days counted)', 't_two',
		'lodge_objection 2024-03-20; serve 2024-04-02; answer_objection 2024-04-20 dismissed', '2024-04-20', '2025-04-01'),
	(5, 'stop 2024-06-01 to dismissal 07-11, then received 2025-04-20, dismissed 2025-04-30 (40 + 10)', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_objection 2025-04-20 ground=law; answer_objection 2025-04-30 dismissed', '2024-03-16', '2025-05-04'),
	(6, 'the same, second received 2025-04-25 (the day after)', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_objection 2025-04-25 ground=law; answer_objection 2025-04-30 dismissed', '2024-03-16', '2025-04-24'),
	(7, 'received and dismissed on one day', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-06-01 dismissed', '2024-03-16', '2025-03-15'),
	(8, 'stay 2025-01-01 to 2025-01-31, extends', 't_two', 'serve 2024-03-15; stay 2025-01-01 2025-01-31 t', '2024-03-16', '2025-04-15'),
	(9, 'stay 2025-01-01 to 2025-01-31, does not', 't_two', 'serve 2024-03-15; stay 2025-01-01 2025-01-31 f', '2024-03-16', '2025-03-15'),
	(10, 'partly upheld after 40 days', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 partly {2}', '2024-03-16', '2025-03-15'),
	-- suspensions, "the dismissal day is served"
	(11, '2024-06-01 accepted, 2024-07-11 dismissed: 40', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed', '2024-03-16', '2025-04-24'),
	(12, 'the same, and complaint 2024-07-20 to 2024-09-02: 84', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_complaint 2024-07-20; answer_complaint 2024-09-02 dismissed', '2024-03-16', '2025-06-07'),
	(13, 'accepted 2025-03-15 (last day), dismissed 2025-04-01: 17', 't_two',
		'serve 2024-03-15; lodge_objection 2025-03-15; answer_objection 2025-04-01 dismissed', '2024-03-16', '2025-04-01'),
	(14, 'overlapping 2024-06-01/2024-07-11 and 2024-07-01/2024-07-11: 40', 't_two',
		'serve 2024-03-15; a:lodge_objection 2024-06-01; b:lodge_objection 2024-07-01 ground=law;
		answer_objection 2024-07-11 dismissed objection=@a; answer_objection 2024-07-11 dismissed objection=@b', '2024-03-16', '2025-04-24'),
	(15, 'objection accepted 2025-03-20 (after expiry): 0', 't_two',
		'serve 2024-03-15; lodge_objection 2025-03-20; answer_objection 2025-03-28 dismissed', '2024-03-16', '2025-03-15'),
	(16, 'decision 2024-02-29, 2 years, suspended 2025-12-20 to 2026-03-10: 80', 't_range',
		'report 2024-02-05; notify 2024-02-19; decide 2024-02-29 2years; serve 2024-02-29;
		lodge_objection 2025-12-20; answer_objection 2026-03-10 dismissed', '2024-03-01', '2026-05-19'),
	(17, 'the same by a stay', 't_range', 'report 2024-02-05; notify 2024-02-19; decide 2024-02-29 2years; serve 2024-02-29;
		stay 2025-12-20 2026-03-09 t', '2024-03-01', '2026-05-19'),
	-- the time to complain: ten days from Wednesday 2024-07-10 end on Saturday
	-- 20, for an act of the party on Monday 22
	(20, 'stopped in the time to complain: 22', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed', '2024-03-16', '2025-04-06'),
	(21, 'inadmissible leaves it, too: 22', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 inadmissible', '2024-03-16', '2025-04-06'),
	(22, 'withdrawn leaves none: 9', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 withdrawn', '2024-03-16', '2025-03-24'),
	(23, 'partly upheld stops nothing more', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 partly {2}', '2024-03-16', '2025-03-15'),
	(24, 'the same, complaint 07-15 to 07-25: 10', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 partly {2};
		lodge_complaint 2024-07-15; answer_complaint 2024-07-25 dismissed', '2024-03-16', '2025-03-25'),
	(25, 'complaint on its last day, dismissed 08-08: 38', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed;
		lodge_complaint 2024-07-22; answer_complaint 2024-08-08 dismissed', '2024-03-16', '2025-04-22'),
	(26, 'complaint after it moves nothing: 22', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed;
		lodge_complaint 2024-07-23; answer_complaint 2024-08-08 dismissed', '2024-03-16', '2025-04-06'),
	(27, 'complaint 07-18 remitted, answered anew 08-05, time to complain to 08-15: 46', 't_window',
		'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed;
		lodge_complaint 2024-07-18; answer_complaint 2024-07-29 remitted; answer_objection 2024-08-05 dismissed', '2024-03-16', '2025-04-30'),
	-- remitted, withdrawn, inadmissible, partly, no reply
	(30, 'complaint 07-20 remitted 08-01, answered anew 09-02: 84', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-08-01 remitted; answer_objection 2024-09-02 dismissed', '2024-03-16', '2025-06-07'),
	(31, 'the same, then partly: 40', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-08-01 remitted; answer_objection 2024-09-02 partly {2}', '2024-03-16', '2025-04-24'),
	(32, 'complaint partly: 40', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_complaint 2024-07-20; answer_complaint 2024-09-02 partly {2}', '2024-03-16', '2025-04-24'),
	(33, 'complaint 07-20 withdrawn 07-30: 50', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_complaint 2024-07-20; answer_complaint 2024-07-30 withdrawn', '2024-03-16', '2025-05-04'),
	(34, 'no reply to 2024-07-10, complaint 07-11, dismissed 08-05: 35', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01;
		lodge_complaint 2024-07-11 no_reply; answer_complaint 2024-08-05 dismissed', '2024-03-16', '2025-04-19'),
	(35, 'no reply, complaint 07-15, remitted 07-25, answered 08-05: 35', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01;
		lodge_complaint 2024-07-15 no_reply; answer_complaint 2024-07-25 remitted; answer_objection 2024-08-05 dismissed', '2024-03-16', '2025-04-19'),
	(29, 'remitted, answered anew 08-12, complaint on the same ground 08-20 to 08-30: 40 + 23 + 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20; answer_complaint 2024-08-01 remitted;
		answer_objection 2024-08-12 dismissed; lodge_complaint 2024-08-20; answer_complaint 2024-08-30 dismissed', '2024-03-16', '2025-05-27'),
	(36, 'withdrawn: 40', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 withdrawn', '2024-03-16', '2025-04-24'),
	(37, 'inadmissible: 40', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 inadmissible', '2024-03-16', '2025-04-24'),
	(38, 'partly with a last day', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 partly last_day=2024-12-31', '2024-03-16', '2024-12-31'),
	(39, 'the same, stopped again: 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 partly last_day=2024-12-31;
		lodge_objection 2024-10-01 ground=law; answer_objection 2024-10-11 dismissed', '2024-03-16', '2025-01-10'),
	(40, 'a last day after 40 added ones', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_objection 2024-09-02 ground=law; answer_objection 2024-09-10 partly last_day=2025-04-10', '2024-03-16', '2025-04-10'),
	-- who objects, to what, and when
	(50, 'a third party, then the subject on the same ground: 10 + 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01 third; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-08-01; answer_objection 2024-08-11 dismissed', '2024-03-16', '2025-04-04'),
	(51, 'the third party again: 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01 third; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-08-01 third; answer_objection 2024-08-11 dismissed', '2024-03-16', '2025-03-25'),
	(52, 'same ground again: 10', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-08-01; answer_objection 2024-08-11 dismissed', '2024-03-16', '2025-03-25'),
	(53, 'another ground: 10 + 10', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-08-01 - law; answer_objection 2024-08-11 dismissed', '2024-03-16', '2025-04-04'),
	(54, 'same ground while the first was open: 20', 't_two',
		'serve 2024-03-15; a:lodge_objection 2024-06-01; lodge_objection 2024-06-05; answer_objection 2024-06-21 dismissed;
		answer_objection 2024-06-11 dismissed objection=@a', '2024-03-16', '2025-04-04'),
	(55, 'about the record, then about the decision: 10 + 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01 about=@record; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-08-01; answer_objection 2024-08-11 dismissed', '2024-03-16', '2025-04-04'),
	(56, 'complaint on the same ground again: 40 + 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-07-30 dismissed; lodge_complaint 2024-08-20; answer_complaint 2024-08-30 dismissed', '2024-03-16', '2025-05-04'),
	(57, 'complaint on another ground: 40 + 10 + 10', 't_two',
		'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-07-30 dismissed; lodge_complaint 2024-08-20 insufficient; answer_complaint 2024-08-30 dismissed',
		'2024-03-16', '2025-05-14'),
	(58, 'to the record, before it is decided, dismissed 2024-04-01: 16', 't_two',
		'report 2024-02-20; lodge_objection 2024-03-01; notify 2024-03-04; decide 2024-03-15; serve 2024-03-15;
		answer_objection 2024-04-01 dismissed', '2024-04-01', '2025-03-31'),
	(59, 'touching stops: 20', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-06-11 ground=law; answer_objection 2024-06-21 dismissed', '2024-03-16', '2025-04-04'),
	(60, 'after a revocation from 2024-09-01', 't_two', 'serve 2024-03-15; revoke 2024-09-01;
		lodge_objection 2024-10-01; answer_objection 2024-10-11 dismissed', '2024-03-16', '2024-08-31'),
	(61, 'in the standstill to 2024-03-22, dismissed 04-01: 9', 't_still',
		'serve 2024-03-15; lodge_objection 2024-03-18; answer_objection 2024-04-01 dismissed', '2024-04-01', '2025-03-24'),
	(62, 'before the stated day 2024-04-15, dismissed 04-30: 14', 't_stated', 'report 2024-02-20; notify 2024-03-04;
		decide 2024-03-15 stated_on=2024-04-15; serve 2024-03-15; lodge_objection 2024-04-01; answer_objection 2024-04-30 dismissed',
		'2024-04-30', '2025-04-29'),
	(63, 'before service, basis served: 17', 't_served',
		'lodge_objection 2024-03-20; serve 2024-04-02; answer_objection 2024-04-20 dismissed', '2024-04-20', '2025-04-19'),
	(64, 'lapsed, and dismissed later in full: 61', 't_two',
		'serve 2024-03-15; lodge_objection 2025-03-10; answer_objection 2025-05-10 dismissed', '2024-03-16', '2025-05-15'),
	(65, 'received on the first day, dismissed four days later: 4', 't_two',
		'serve 2024-03-15; lodge_objection 2024-03-16; answer_objection 2024-03-20 dismissed', '2024-03-20', '2025-03-19'),
	-- stays
	(70, 'open stay resumed after 31 days, extends', 't_two', 'serve 2024-03-15; stay 2025-01-01 - t; resume 2025-02-01', '2024-03-16', '2025-04-15'),
	(71, 'the same, does not', 't_two', 'serve 2024-03-15; stay 2025-01-01 - f; resume 2025-02-01', '2024-03-16', '2025-03-15'),
	(72, 'stay to 01-31 resumed 01-11: 10', 't_two', 'serve 2024-03-15; stay 2025-01-01 2025-01-31 t; resume 2025-01-11', '2024-03-16', '2025-03-25'),
	(73, 'two stays resumed at once: 10', 't_two',
		'serve 2024-03-15; stay 2025-01-01 - t; stay 2025-01-06 2025-03-01 t; resume 2025-01-11', '2024-03-16', '2025-03-25'),
	(74, 'record stayed 2025-01-01 to 01-31, extends', 't_two', 'serve 2024-03-15; stay_record 2025-01-01 2025-01-31 t', '2024-03-16', '2025-04-15'),
	(75, 'record stayed, resumed: 10', 't_two', 'serve 2024-03-15; stay_record 2025-01-01 - t; resume 2025-01-11', '2024-03-16', '2025-03-25'),
	(76, 'record stayed to 2024-03-31 before it was decided', 't_two',
		'report 2024-02-20; stay_record 2024-03-01 2024-03-31; notify 2024-03-04; decide 2024-03-15; serve 2024-03-15', '2024-04-01', '2025-03-15'),
	(77, 'stay 06-01 to 06-20, extends, and objection 06-11 to 07-01: 30', 't_two',
		'serve 2024-03-15; stay 2024-06-01 2024-06-20 t; lodge_objection 2024-06-11; answer_objection 2024-07-01 dismissed',
		'2024-03-16', '2025-04-14'),
	(78, 'stay 06-01 to 06-30, does not, and objection 06-11 to 06-21: 10', 't_two',
		'serve 2024-03-15; stay 2024-06-01 2024-06-30 f; lodge_objection 2024-06-11; answer_objection 2024-06-21 dismissed',
		'2024-03-16', '2025-03-25')
	) v (n, what, conduct, steps, first, last);
CREATE TEMP TABLE compared AS
SELECT n, what, first || '..' || last AS expected,
	(SELECT from_day || '..' || until_day FROM credit.penalties(c ->> 'subject', last::date) WHERE measure = 1) AS got,
	pg_temp.edges(c, first::date, last::date)
FROM days;
SELECT what, expected, got, edges FROM compared ORDER BY n;
SELECT count(*) AS wrong FROM compared WHERE got IS DISTINCT FROM expected OR edges <> 'ok';

-- day by day: state, first and last day, what ends it, next change, mark
CREATE TEMP TABLE cases AS
SELECT name, pg_temp.play(pg_temp.number(4180 + row_number() OVER ()::integer), conduct, steps) AS c
FROM (VALUES
	('marked', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_complaint 2024-07-20; answer_complaint 2024-09-02 dismissed'),
	('window', 't_window', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed;
		lodge_complaint 2024-07-22; answer_complaint 2024-08-08 dismissed'),
	('window over', 't_window', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed; lodge_complaint 2024-07-23'),
	('remitted', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-08-01 remitted'),
	-- seven working days from Monday 2025-03-10 end on Wednesday 19, from
	-- Thursday 13 on Monday 24, and from Monday 3 on Wednesday 12
	('silence', 't_two', 'serve 2024-03-15; lodge_objection 2025-03-10'),
	('silence, 40 days before', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_objection 2025-03-10 ground=law'),
	('silence twice', 't_two', 'serve 2024-03-15; lodge_objection 2025-03-10; lodge_objection 2025-03-13 ground=law'),
	('silence in a stay', 't_two', 'serve 2024-03-15; stay 2025-01-01 - t; lodge_objection 2025-03-03'),
	('silence after the end', 't_two', 'serve 2024-03-15; lodge_objection 2025-03-20'),
	('silence about the lifetime', 't_until', 'serve 2024-03-15; lodge_objection 2024-07-01'),
	('stay extends', 't_two', 'serve 2024-03-15; stay 2025-01-01 - t'),
	('stay does not', 't_two', 'serve 2024-03-15; stay 2025-01-01 -'),
	('stay ends', 't_two', 'serve 2024-03-15; stay 2025-01-01 2025-01-31'),
	('record stayed', 't_two', 'serve 2024-03-15; stay_record 2025-01-01 2025-01-31 t'),
	('not served', 't_two', 'lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed'),
	('upheld', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 upheld'),
	('record upheld', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01 about=@record; answer_objection 2024-07-11 upheld'),
	('complaint upheld', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed;
		lodge_complaint 2024-07-20; answer_complaint 2024-09-02 upheld'),
	('remitted and upheld', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-08-01 remitted; answer_objection 2024-09-02 upheld'),
	('not me', 't_two', 'serve 2024-03-15; lodge_objection 2025-04-01 third; answer_objection 2025-04-07 upheld'),
	('again, upheld', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-06-11 dismissed;
		lodge_objection 2024-08-01; answer_objection 2024-08-11 upheld'),
	('partly', 't_two', 'serve 2024-03-15; lodge_objection 2024-06-01; answer_objection 2024-07-11 partly {1}'),
	('corrected', 't_long', 'serve 2024-03-15; correct_record changes={"document_no":"new"}')
	) v (name, conduct, steps);
CREATE TEMP TABLE seen AS
SELECT name, day, expected, pg_temp.seen(c, day::date) AS got, pg_temp.state(c, day::date) AS state,
	credit.effect_on(c ->> 'subject', 't.buy', day::date) AS effect
FROM (VALUES
	('marked', '2024-05-31', 'active 2024-03-16..2025-06-07 term >2024-06-01'),
	('marked', '2024-06-01', 'suspended 2024-03-16..2025-06-07 term >2024-07-11 objection'),
	('marked', '2024-07-11', 'active 2024-03-16..2025-06-07 term >2024-07-20'),
	('marked', '2024-07-20', 'suspended 2024-03-16..2025-06-07 term >2024-09-02 complaint'),
	('marked', '2024-09-02', 'active 2024-03-16..2025-06-07 term >2025-06-08'),
	('window', '2024-07-23', 'suspended 2024-03-16..2025-04-22 term >2024-08-08 complaint'),
	('window over', '2024-07-22', 'suspended 2024-03-16..2025-04-06 term >2024-07-23 objection'),
	('window over', '2024-07-23', 'active 2024-03-16..2025-04-06 term >2025-04-07'),
	('remitted', '2024-08-15', 'suspended 2024-03-16.. stop >2025-04-25 complaint'),
	('silence', '2025-03-09', 'active 2024-03-16.. stop >2025-03-10'),
	('silence', '2025-03-10', 'suspended 2024-03-16.. stop >2025-03-20 objection'),
	('silence', '2025-03-19', 'suspended 2024-03-16.. stop >2025-03-20 objection'),
	('silence', '2025-03-20', 'expired'),
	('silence, 40 days before', '2025-04-24', 'suspended 2024-03-16.. stop >2025-04-25 objection'),
	('silence, 40 days before', '2025-04-25', 'expired'),
	('silence twice', '2025-03-24', 'suspended 2024-03-16.. stop >2025-03-25 objection'),
	('silence twice', '2025-03-25', 'expired'),
	('silence in a stay', '2025-03-15', 'suspended 2024-03-16.. stop >2025-03-16 stay'),
	('silence in a stay', '2025-03-16', 'expired'),
	('silence after the end', '2025-03-15', 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('silence after the end', '2025-03-20', 'expired'),
	('silence about the lifetime', '2024-06-30', 'active 2024-03-16.. condition >2024-07-01'),
	('silence about the lifetime', '2025-03-16', 'suspended 2024-03-16.. condition > objection'),
	('stay extends', '2026-01-01', 'suspended 2024-03-16.. stop > stay'),
	('stay does not', '2025-01-01', 'suspended 2024-03-16..2025-03-15 term >2025-03-16 stay'),
	('stay does not', '2025-03-16', 'expired'),
	('stay ends', '2025-01-31', 'suspended 2024-03-16..2025-03-15 term >2025-02-01 stay'),
	('stay ends', '2025-02-01', 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('record stayed', '2025-01-15', 'suspended 2024-03-16..2025-04-15 term >2025-02-01 record_stay'),
	('not served', '2024-06-15', 'pending'), ('not served', '2026-01-01', 'pending'),
	('upheld', '2024-03-16', 'annulled'), ('upheld', '2024-06-15', 'annulled'), ('upheld', '2026-01-01', 'annulled'),
	('record upheld', '2024-03-16', 'annulled'), ('complaint upheld', '2024-03-16', 'annulled'),
	('remitted and upheld', '2024-03-16', 'annulled'), ('not me', '2024-03-16', 'annulled'), ('again, upheld', '2024-03-16', 'annulled'),
	('partly', '2024-03-16', 'annulled'), ('partly', '2024-07-11', 'annulled')
	) v (name, day, expected) JOIN cases USING (name);
SELECT name, day, expected, got, state, effect FROM seen ORDER BY name COLLATE "C", day;
SELECT count(*) AS wrong FROM seen WHERE got <> CASE WHEN expected ~ '^(active|suspended)' THEN expected ELSE '-' END
	OR state <> split_part(expected, ' ', 1) OR effect <> CASE state WHEN 'active' THEN 'prohibit' ELSE 'clear' END;
-- what remains of a partly upheld one, and a record that was corrected today
SELECT pg_temp.seen(c, '2024-07-10', 2), pg_temp.seen(c, '2024-07-11', 2) FROM cases WHERE name = 'partly';
SELECT d < credit.today() AS before, mark FROM cases, unnest(ARRAY['2024-03-16', credit.today()]) d, credit.penalties(c ->> 'subject', d)
WHERE name = 'corrected' AND measure = 1 ORDER BY d;
SELECT * FROM credit.verify();

-- What is entered late.  A day that a stop would add is not added where the
-- measure was in force on it by all that was recorded: decision and service
-- stood in the books, and the stop did not yet.
CREATE FUNCTION pg_temp.entered(decided date, served date, kind text, stop date, OUT last_day date, OUT stops text) LANGUAGE plpgsql AS $$
DECLARE f credit.folded;
BEGIN
	f := (SELECT credit.fold('t_two', '2024-03-15', '2024-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, decided, md5(e.n::text)::uuid, e.kind, e.on_day,
		e.until_day, NULL, NULL, NULL, timestamptz '2024-09-01' + e.n * interval '1 s', md5(e.target::text)::uuid, e.outcome, 'decision', true, NULL, 'fact',
		NULL, false, e.recorded_on)
	FROM (VALUES (1, 'served', date '2024-03-15', NULL::date, NULL::integer, NULL, served),
		(2, kind, '2024-06-01', CASE kind WHEN 'stayed' THEN date '2024-07-10' END, NULL, NULL, stop),
		(3, 'objection_answer', '2024-07-11', NULL, 2, 'dismissed', '2025-12-01')) e (n, kind, on_day, until_day, target, outcome, recorded_on)
	WHERE e.n < 3 OR entered.kind = 'objection');
	SELECT f.last_day, string_agg(format('%s to %s%s', e.from_day, e.until_day, CASE WHEN e.adds THEN ' adds' ELSE '' END), ', ' ORDER BY e.from_day)
	INTO last_day, stops FROM credit.episodes(f.course) e WHERE e.kind IN ('objection', 'stay');
END $$;
SELECT what, e.last_day, e.last_day = v.last_day AS ok, e.stops FROM (VALUES
	('at once: 40 days', '2024-03-15', '2024-03-15', 'objection', '2024-06-01', date '2025-04-24'),
	('20 days late: 20 days', '2024-03-15', '2024-03-15', 'objection', '2024-06-21', '2025-04-04'),
	('after its answer: none', '2024-03-15', '2024-03-15', 'objection', '2024-07-11', '2025-03-15'),
	('after the last day: none', '2024-03-15', '2024-03-15', 'objection', '2025-12-01', '2025-03-15'),
	('the decision later than the stop: 40 days', '2024-08-01', '2024-08-01', 'objection', '2024-08-02', '2025-04-24'),
	('the decision within it: 10 + 20', '2024-06-11', '2024-06-11', 'objection', '2024-06-21', '2025-04-14'),
	('its service within it: 15 + 20', '2024-03-15', '2024-06-16', 'objection', '2024-06-21', '2025-04-19'),
	('a stay, at once: 40', '2024-03-15', '2024-03-15', 'stayed', '2024-06-01', '2025-04-24'),
	('a stay, 39 days late: 1', '2024-03-15', '2024-03-15', 'stayed', '2024-07-10', '2025-03-16')
	) v (what, decided, served, kind, stop, last_day) CROSS JOIN LATERAL pg_temp.entered(decided::date, served::date, kind, stop::date) e;
-- what is over is not taken up again by an objection of that time entered now,
-- and explain() says why
BEGIN;
SELECT c ->> 'subject' AS s, c ->> 'decision' AS d FROM pg_temp.play(pg_temp.number(6101), 't_two', 'serve 2024-03-15') c \gset
RESET ROLE;
SET LOCAL session_replication_role = replica;
UPDATE credit.decision SET recorded_on = '2024-03-15' WHERE decision = :'d';
UPDATE credit.event SET recorded_on = '2024-03-15' WHERE decision = :'d';
SET LOCAL session_replication_role = origin;
SET ROLE regress_credit_office;
SELECT credit.lodge_objection(:'s', :'d', '2025-02-01', 'wrong', late_reason => 'found in a drawer') AS o \gset
SELECT credit.answer_objection(:'s', :'o', credit.today(), 'dismissed', 'right', 't_finance', 'x') \g /dev/null
SELECT credit.effect_on(:'s', 't.buy', '2025-03-16') AS after, last_day FROM credit.standing WHERE decision = :'d';
SELECT kind, on_day, until_day = credit.today() - 1 AS until_yesterday, replace(text, credit.today()::text, 'TODAY') AS text
FROM credit.explain(:'s', :'d') WHERE kind IN ('stop', 'last day');
ROLLBACK;
-- an answer dated back leaves the party its time, which nobody could use before
-- it was entered; one of a matter that was entered later keeps its own days
BEGIN;
SELECT c ->> 'subject' AS s, c ->> 'decision' AS d FROM pg_temp.play(pg_temp.number(6102), 't_window', 'serve 2024-03-15') c \gset
SELECT credit.lodge_objection(:'s', :'d', '2024-07-01', 'wrong', late_reason => 'l') AS o \gset
SAVEPOINT lodged;
SELECT credit.answer_objection(:'s', :'o', '2024-07-10', 'dismissed', 'right', 't_finance', 'x', late_reason => 'l') AS a \gset
SELECT due_on FROM credit.event WHERE event = :'a';
ROLLBACK TO lodged;
RESET ROLE;
SET LOCAL session_replication_role = replica;
UPDATE credit.event SET recorded_on = '2024-07-01' WHERE event = :'o';
SET LOCAL session_replication_role = origin;
SET ROLE regress_credit_office;
SELECT credit.answer_objection(:'s', :'o', '2024-07-10', 'dismissed', 'right', 't_finance', 'x', late_reason => 'l') AS a \gset
SELECT due_on >= credit.today() + 10 AS from_its_entry FROM credit.event WHERE event = :'a';
ROLLBACK;
-- white space makes no other ground and nobody else of an objector
BEGIN;
SELECT c ->> 'subject' AS s, c ->> 'decision' AS d FROM pg_temp.play(pg_temp.number(6103), 't_two',
	'serve 2024-03-15; lodge_objection 2024-06-01 ground=law objector=Zhang; answer_objection 2024-07-11 dismissed') c \gset
SELECT credit.lodge_objection(:'s', :'d', '2024-08-01', 'wrong', ground => E'\u3000law \t', objector => E' Zhang\u00A0', late_reason => 'l') AS o \gset
SELECT credit.answer_objection(:'s', :'o', '2024-08-21', 'dismissed', 'right', 't_finance', 'x', late_reason => 'l') \g /dev/null
SELECT ground, objector FROM credit.event WHERE event = :'o';
SELECT last_day, last_day = '2025-04-24' AS ok FROM credit.standing WHERE decision = :'d';
ROLLBACK;
-- an office that took over from who determined does not answer complaints about
-- it, nor does one that answered the objection
BEGIN;
RESET ROLE;
INSERT INTO credit.agency_succession (agency, successor, on_day, document_no) VALUES ('t_finance', 't_office_2', '2024-07-05', 'x');
SET ROLE regress_credit_office;
SELECT answered_by, r.state, r.message FROM (SELECT pg_temp.play(pg_temp.number(6106), 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01;
	answer_objection 2024-07-11 dismissed answered_by=t_office_2; lodge_complaint 2024-08-01') AS c) p, unnest('{t_office_2,t_office}'::text[]) answered_by,
	pg_temp.refused(c, 'answer_complaint 2024-08-21 dismissed answered_by=' || answered_by) r;
ROLLBACK;
-- withdrawn is the agency's word: the party may deny it, and is heard; and of
-- a refused repair an objection brings a part back
SELECT name, pg_temp.seen(c, day, 1) AS first, pg_temp.state(c, day, 2) AS second FROM (VALUES
	('withdrawn, denied', pg_temp.play(pg_temp.number(6104), 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 withdrawn;
		lodge_complaint 2024-08-01; answer_complaint 2024-08-21 dismissed'), '{2024-07-20,2024-08-10,2024-08-21}'::date[]),
	('repair in part', pg_temp.play(pg_temp.number(6105), 't_two', 'serve 2024-03-15; apply_repair 2024-06-03; answer_repair 2024-06-11 refused -;
		lodge_objection 2024-07-01 about=@repair; answer_objection 2024-07-11 partly {2}'), '{2024-06-30,2024-07-10,2024-07-11}')) v (name, c, days),
	unnest(days) day;

