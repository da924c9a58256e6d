-- Repair, reviews, conditions, persons behind an enterprise, and amended terms.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned

-- not before the conduct's shortest time, else that of the severity class
SELECT what, pg_temp.play(pg_temp.number(4500 + n), conduct, 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15' || decide || '; serve 2024-03-15') AS c
INTO TEMP TABLE waits FROM (VALUES (1, 'six months of the conduct', 't_wait', ' severity=t_minor'), (2, 'three of the class', 't_class', ' severity=t_minor'),
	(3, 'a class without', 't_class', ' severity=t_none'), (4, 'no class', 't_class', '')) v (n, what, conduct, decide);
SELECT what, day, r.state, r.same, r.message, r.detail FROM waits JOIN (VALUES ('six months of the conduct', '2024-09-14'), ('six months of the conduct', '2024-09-15'),
	('three of the class', '2024-06-14'), ('three of the class', '2024-06-15'), ('a class without', '2024-03-15'), ('no class', '2024-03-15')) v (what, day) USING (what),
	pg_temp.refused(c, 'apply_repair ' || day) r ORDER BY what COLLATE "C", day;

-- Applied for on 2024-08-01 and answered on Wednesday 2024-08-28; publication
-- is due on Monday 2024-09-02.
CREATE TEMP TABLE cases AS
SELECT name, pg_temp.play(pg_temp.number(4510 + row_number() OVER ()::integer), conduct, 'report 2024-02-20 occurred_on=2024-02-01; notify 2024-03-04; '
	|| decide || '; serve 2024-03-15;' || steps) AS c
FROM (VALUES
	('published', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 granted 2024-08-29'),
	('unpublished', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 granted -'),
	('published in time', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 granted -; publish_repair 2024-08-30'),
	('published late', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; a:answer_repair 2024-08-28 granted -; publish_repair 2024-09-10 repair=@a'),
	('repaired while stopped', 't_two', 'decide 2024-03-15', 'lodge_objection 2024-06-03; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -'),
	('partly', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 partly 2024-08-29 {1}'),
	('temporary', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01 commitment=-; answer_repair 2024-08-28 temporary 2024-08-29 - 2024-09-30'),
	('temporary, unpublished', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 temporary - {1} 2024-09-30'),
	('refused', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 refused -'),
	('refused, upheld', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; a:answer_repair 2024-08-28 refused -; lodge_objection 2024-09-02 about=@a; answer_objection 2024-09-20 upheld'),
	('refused, dismissed', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 refused -; lodge_objection 2024-09-02 about=@repair; answer_objection 2024-09-12 dismissed'),
	('refused, complaint upheld', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 refused -; lodge_objection 2024-09-02 about=@repair;
		answer_objection 2024-09-12 dismissed; lodge_complaint 2024-09-16; answer_complaint 2024-09-30 upheld'),
	('applied again', 't_two', 'decide 2024-03-15', 'apply_repair 2024-08-01; answer_repair 2024-08-28 refused -; apply_repair 2024-11-04; answer_repair 2024-11-11 granted 2024-11-12'),
	-- reviews: due a year after the decision, then a year after each
	('no review', 't_until', 'decide 2024-03-15', ''), ('no review, listed', 't_list', 'decide 2024-03-15', ''),
	('review', 't_until', 'decide 2024-03-15', 'review 2025-03-10 continued'), ('late review', 't_until', 'decide 2024-03-15', 'review 2025-04-15 continued'),
	('reviews in any order', 't_until', 'decide 2024-03-15', 'review 2026-03-02 continued; review 2025-03-10 continued'),
	('review releases', 't_until', 'decide 2024-03-15', 'review 2024-09-02 released'), ('release', 't_until', 'decide 2024-03-15', 'release 2024-09-02'),
	('stop of an undated one', 't_until', 'decide 2024-03-15', 'lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed'),
	('last day of an undated one', 't_until', 'decide 2024-03-15', 'lodge_objection 2024-07-01; answer_objection 2024-07-11 partly last_day=2025-06-30'),
	('undated among dated', 't_many', 'decide 2024-03-15', ''),
	-- conditions
	('met at the decision', 't_cond', 'decide 2024-03-15 conditions_met={1}', ''), ('met later', 't_cond', 'decide 2024-03-15', 'condition_met 1 2024-05-06'),
	('ended, met again', 't_cond', 'decide 2024-03-15', 'condition_met 1 2024-05-06; lodge_objection 2024-07-15; condition_ended 1 2024-08-01;
		condition_met 1 2024-10-01; answer_objection 2024-10-15 dismissed')
	) v (name, conduct, decide, steps);
CREATE TEMP TABLE seen AS
SELECT name, day, number, expected, pg_temp.seen(c, day::date, number) AS got
FROM (VALUES
	('published', '2024-08-28', 1, 'active 2024-03-16..2024-08-28 repaired >2024-08-29'), ('published', '2024-08-29', 1, '-'),
	('unpublished', '2024-09-01', 1, 'active 2024-03-16..2024-09-01 repaired >2024-09-02'), ('unpublished', '2024-09-02', 1, '-'),
	('published in time', '2024-08-29', 1, 'active 2024-03-16..2024-08-29 repaired >2024-08-30'),
	('published late', '2024-09-01', 1, 'active 2024-03-16..2024-09-01 repaired >2024-09-02'),
	('repaired while stopped', '2024-08-28', 1, 'suspended 2024-03-16..2024-09-01 repaired >2024-09-02 objection'),
	('partly', '2024-08-28', 1, 'active 2024-03-16..2024-08-28 repaired >2024-08-29'), ('partly', '2024-08-29', 1, '-'),
	('partly', '2024-12-02', 2, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('temporary', '2024-08-28', 1, 'active 2024-03-16..2025-03-15 term >2024-08-29'),
	('temporary', '2024-08-29', 1, 'suspended 2024-03-16..2025-03-15 term >2024-10-01 lifted'),
	('temporary', '2024-09-30', 2, 'suspended 2024-03-16..2025-03-15 term >2024-10-01 lifted'),
	('temporary, unpublished', '2024-09-01', 1, 'active 2024-03-16..2025-03-15 term >2024-09-02'),
	('temporary, unpublished', '2024-09-02', 1, 'suspended 2024-03-16..2025-03-15 term >2024-10-01 lifted'),
	('temporary, unpublished', '2024-09-15', 2, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('refused', '2024-12-02', 1, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('refused, upheld', '2024-09-10', 1, 'suspended 2024-03-16..2024-09-19 repaired >2024-09-20 objection'),
	('refused, upheld', '2024-06-03', 1, 'active 2024-03-16..2024-09-19 repaired >2024-09-02'), ('refused, upheld', '2024-09-20', 1, '-'),
	('refused, dismissed', '2024-12-02', 1, 'active 2024-03-16..2025-03-25 term >2025-03-26'),
	('refused, complaint upheld', '2024-09-13', 1, 'active 2024-03-16..2024-09-29 repaired >2024-09-16'),
	('refused, complaint upheld', '2024-09-30', 1, '-'),
	('applied again', '2024-11-11', 1, 'active 2024-03-16..2024-11-11 repaired >2024-11-12'), ('applied again', '2024-11-12', 1, '-'),
	('no review', '2025-03-15', 1, 'active 2024-03-16.. condition >2025-03-16'), ('no review', '2025-03-16', 1, 'suspended 2024-03-16.. condition > review'),
	('no review, listed', '2025-03-16', 1, 'active 2024-03-16.. condition >'),
	('review', '2026-03-10', 1, 'active 2024-03-16.. condition >2026-03-11'), ('review', '2026-03-11', 1, 'suspended 2024-03-16.. condition > review'),
	('late review', '2025-03-20', 1, 'suspended 2024-03-16.. condition >2025-04-15 review'),
	('late review', '2025-04-15', 1, 'active 2024-03-16.. condition >2026-04-16'),
	('reviews in any order', '2025-06-02', 1, 'active 2024-03-16.. condition >2027-03-03'),
	('review releases', '2024-09-01', 1, 'active 2024-03-16..2024-09-01 released >2024-09-02'), ('review releases', '2024-09-02', 1, '-'),
	('release', '2024-09-01', 1, 'active 2024-03-16..2024-09-01 released >2024-09-02'), ('release', '2024-09-02', 1, '-'),
	('stop of an undated one', '2024-07-11', 1, 'active 2024-03-16.. condition >2025-03-16'),
	('last day of an undated one', '2024-07-11', 1, 'active 2024-03-16..2025-06-30 term >2025-03-16'),
	('last day of an undated one', '2025-03-16', 1, 'suspended 2024-03-16..2025-06-30 term >2025-07-01 review'),
	('undated among dated', '2025-03-16', 4, 'suspended 2024-03-16.. condition > review'), ('undated among dated', '2025-03-16', 1, '-'),
	('met at the decision', '2024-03-16', 1, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('met later', '2024-05-05', 1, '-'), ('met later', '2024-05-06', 1, 'active 2024-05-06..2025-03-15 term >2025-03-16'),
	-- 17 + 14 of the 92 stopped days
	('ended, met again', '2024-07-31', 1, 'suspended 2024-05-06..2025-04-15 term >2024-08-01 objection'), ('ended, met again', '2024-08-01', 1, '-'),
	('ended, met again', '2024-10-01', 1, 'suspended 2024-05-06..2025-04-15 term >2024-10-15 objection'),
	('ended, met again', '2024-10-15', 2, 'active 2024-03-16..2025-06-15 term >2025-06-16')
	) v (name, day, number, expected) JOIN cases USING (name);
SELECT * FROM seen ORDER BY name COLLATE "C", day, number;
SELECT count(*) AS wrong FROM seen WHERE got <> expected;
-- a subject that is no more is not decided on to any effect, and nothing passes on
SELECT pg_temp.play(jsonb_build_object('subject', pg_temp.number(4590), 'conduct', 't_two', 'heir', pg_temp.number(4591)),
	'report 2024-02-20; notify 2024-03-04; end_subject 2024-03-11 merger @heir; decide 2024-03-15; serve 2024-03-15') AS c \gset
SELECT d, pg_temp.state(:'c', d), credit.effect_on(:'c'::jsonb ->> 'heir', 't.buy', d) FROM unnest('{2024-03-10,2024-03-11,2024-05-06}'::date[]) d;

-- Persons behind an enterprise: what happens to its decision reaches theirs,
-- the other way round nothing does.  Steps of the body, the decision on its
-- representative, further steps of the body, further steps of the person.
CREATE FUNCTION pg_temp.pair(n integer, conduct text, person_conduct text, before text, after text, own text, OUT body jsonb, OUT person jsonb)
	LANGUAGE plpgsql AS $$
BEGIN
	body := pg_temp.play(pg_temp.number(4550 + n), conduct, 'serve 2024-03-15;' || before);
	person := pg_temp.play(jsonb_build_object('subject', pg_temp.person(450 + n), 'conduct', person_conduct, 'body', body -> 'subject', 'bodys', body -> 'decision'),
		'report 2024-02-20 occurred_on=2024-02-01; notify 2024-03-04;
		decide 2024-03-15 principal_subject=@body principal=@bodys role=legal_representative');
	IF own <> 'unserved' THEN
		person := pg_temp.play(person, 'serve 2024-03-15');
	END IF;
	body := pg_temp.play(body, after);
	person := pg_temp.play(person, nullif(own, 'unserved'));
END $$;
CREATE TEMP TABLE behind AS
SELECT name, p.* FROM (VALUES
	(1, 'undisturbed', 't_boss', '', '', ''),
	(2, 'stopped', 't_boss', '', 'lodge_objection 2024-06-03; answer_objection 2024-07-11 dismissed', ''),
	(3, 'stopped before', 't_boss', 'lodge_objection 2024-06-03; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-22; answer_complaint 2024-08-01 dismissed', '', ''),
	(4, 'stopped before, answered later', 't_boss', 'lodge_objection 2024-06-03', 'answer_objection 2024-07-11 dismissed', ''),
	(5, 'record stayed', 't_boss', '', 'stay_record 2024-06-03 2024-06-30', ''), (6, 'annulled', 't_boss', '', 'annul', ''),
	(7, 'record annulled before', 't_boss', 'annul_record', '', 'unserved'),
	(8, 'upheld', 't_boss', '', 'lodge_objection 2024-06-03 about=@record; answer_objection 2024-07-11 upheld', ''),
	(9, 'dropped', 't_boss', '', 'lodge_objection 2024-06-03; answer_objection 2024-07-11 partly {3}', ''),
	(10, 'dropped, of another conduct', 't_many', '', 'lodge_objection 2024-06-03; answer_objection 2024-07-11 partly {3}', ''),
	(11, 'repaired', 't_boss', '', 'apply_repair 2024-08-01; answer_repair 2024-08-28 granted -; publish_repair 2024-08-30', ''),
	(12, 'repaired before', 't_boss', 'apply_repair 2024-08-01; answer_repair 2024-08-28 granted 2024-08-29', '', ''),
	(13, 'partly repaired', 't_boss', '', 'apply_repair 2024-08-01; answer_repair 2024-08-28 partly 2024-08-29 {3}', ''),
	(14, 'revoked', 't_boss', '', 'revoke 2024-09-02', ''), (15, 'body is no more', 't_boss', '', 'end_subject 2024-09-02 deregistration -', ''),
	(16, 'own objection', 't_boss', '', '', 'lodge_objection 2024-06-03; answer_objection 2024-07-11 dismissed'),
	(17, 'both object on one ground', 't_boss', '', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 dismissed',
		'lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed'),
	(18, 'own stay goes on', 't_boss', '', 'stay 2024-06-03 -', 'stay 2024-06-10 -'),
	(19, 'own revocation, too', 't_boss', '', 'revoke 2024-09-02', 'revoke 2024-08-05'),
	(20, 'not served', 't_boss', '', '', 'unserved')
	) v (n, name, person_conduct, before, after, own), pg_temp.pair(n, 't_boss', person_conduct, before, after, own) p;
SELECT pg_temp.play(body, 'resume 2024-06-24') IS NOT NULL AS kept FROM behind WHERE name = 'own stay goes on';
CREATE TEMP TABLE seen_behind AS
SELECT name, day, number, expected, CASE WHEN number = 1 THEN pg_temp.seen(body, day::date) ELSE pg_temp.seen(person, day::date, number) END AS got
FROM (VALUES
	('undisturbed', '2024-05-06', 1, 'active 2024-03-16..2025-03-15 term >2025-03-16'), ('undisturbed', '2024-05-06', 2, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('stopped', '2024-06-17', 2, 'suspended 2024-03-16..2025-04-22 term >2024-07-11 objection'), ('stopped', '2024-07-11', 3, 'active 2024-03-16..2025-04-22 term >2025-04-23'),
	('stopped before', '2024-06-17', 2, 'suspended 2024-03-16..2025-05-02 term >2024-07-11 objection'),
	('stopped before', '2024-07-22', 2, 'suspended 2024-03-16..2025-05-02 term >2024-08-01 complaint'),
	('stopped before, answered later', '2024-07-11', 2, 'active 2024-03-16..2025-04-22 term >2025-04-23'),
	('record stayed', '2024-06-17', 2, 'suspended 2024-03-16..2025-03-15 term >2024-07-01 record_stay'),
	('annulled', '2024-05-06', 2, '-'), ('record annulled before', '2024-05-06', 2, '-'), ('upheld', '2024-05-06', 2, '-'),
	('dropped', '2024-05-06', 3, '-'), ('dropped', '2024-07-11', 2, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('dropped, of another conduct', '2024-06-17', 6, 'suspended 2024-03-16..2025-03-15 term >2024-07-11 objection'),
	('dropped, of another conduct', '2024-07-11', 6, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('repaired', '2024-08-29', 2, 'active 2024-03-16..2024-08-29 repaired >2024-08-30'), ('repaired', '2024-08-30', 2, '-'),
	('repaired before', '2024-08-28', 2, 'active 2024-03-16..2024-08-28 repaired >2024-08-29'), ('partly repaired', '2024-09-02', 3, '-'),
	('partly repaired', '2024-09-02', 2, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('revoked', '2024-09-01', 2, 'active 2024-03-16..2024-09-01 revoked >2024-09-02'), ('revoked', '2024-09-02', 2, '-'),
	('body is no more', '2024-09-02', 1, '-'), ('body is no more', '2024-09-02', 2, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('own objection', '2024-06-17', 1, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('own objection', '2024-06-17', 2, 'suspended 2024-03-16..2025-04-22 term >2024-07-11 objection'),
	('both object on one ground', '2024-07-01', 1, 'active 2024-03-16..2025-03-25 term >2025-03-26'),
	('both object on one ground', '2024-07-01', 2, 'suspended 2024-03-16..2025-04-04 term >2024-07-11 objection'),
	('own stay goes on', '2024-06-24', 1, 'active 2024-03-16..2025-03-15 term >2025-03-16'),
	('own stay goes on', '2024-06-24', 2, 'suspended 2024-03-16..2025-03-15 term >2025-03-16 stay'),
	('own revocation, too', '2024-08-04', 2, 'active 2024-03-16..2024-08-04 revoked >2024-08-05')
	) v (name, day, number, expected) JOIN behind USING (name);
SELECT * FROM seen_behind ORDER BY name COLLATE "C", day, number;
SELECT count(*) AS wrong FROM seen_behind WHERE got <> expected;
SELECT name, pg_temp.state(person, '2024-05-06', 2) FROM behind WHERE name IN ('annulled', 'record annulled before', 'upheld', 'not served', 'undisturbed') ORDER BY 1;
SELECT name, pg_temp.state(person, '2024-05-06', 3) FROM behind WHERE name ~ '^dropped' ORDER BY 1;
-- what reached them is answered on the body
SELECT r.state, r.same, r.message, r.detail FROM behind JOIN credit.event e ON e.subject = (person ->> 'subject')::credit.subject_id AND e.kind = 'objection',
	pg_temp.refused(person || jsonb_build_object('objection', e.event), 'lodge_complaint 2024-08-01') r WHERE name = 'stopped';
-- their history tells it
SELECT e.kind, e.on_day, e.via IS NOT NULL AS reached, e.via_subject = (body ->> 'subject')::credit.subject_id AS from_body, e.recorded_as
FROM behind JOIN credit.event e ON e.subject = (person ->> 'subject')::credit.subject_id WHERE name = 'repaired' ORDER BY recorded_at;

-- Terms are amended from tomorrow on: decided on 2024-03-15 for fifty years, at
-- most sixty.  Days from today on are shown as differences.
CREATE TEMP TABLE terms AS
SELECT name, pg_temp.play(jsonb_build_object('subject', pg_temp.number(4700 + row_number() OVER ()::integer), 'conduct', 't_long', 'today', credit.today(),
	'yesterday', credit.today() - 1, 'soon', credit.today() + 30, 'later', credit.today() + 60), 'serve 2024-03-15;' || steps) AS c
FROM (VALUES
	('plain', ''), ('shorter', 'amend_term 2060-01-01'), ('soon', 'amend_term @soon'), ('today', 'amend_term @today'),
	('after a stop', 'lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed'),
	('shorter after a stop', 'lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed; amend_term 2060-01-01'),
	('in a stop', 'lodge_objection 2024-07-01'),
	('noticed', 'notify 2024-06-03'), ('noticed today', 'notify @today'), ('waived', 'notify @today; waive_defence @today'),
	('defended', 'notify 2024-06-03; defend 2024-06-05'), ('answered', 'notify 2024-06-03; defend 2024-06-05; answer_defence 2024-06-07'),
	('longer', 'notify 2024-06-03; amend_term 2080-01-01'), ('longer once more', 'notify 2024-06-03; amend_term 2080-01-01; notify 2024-06-04'),
	('longer after a stop', 'lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed; notify 2024-08-05')
	) v (name, steps);
SELECT name, step, r.state, r.same, r.message FROM terms JOIN (VALUES
	('plain', 'amend_term @yesterday'), ('plain', 'amend_term @today'), ('plain', 'amend_term 2074-03-15'), ('plain', 'amend_term 2074-03-16'),
	('plain', 'amend_term 2084-03-16'), ('plain', 'amend_term 2070-01-01 document_no=-'), ('soon', 'amend_term @later'),
	('noticed', 'amend_term 2084-03-15'), ('noticed', 'amend_term 2084-03-16'), ('noticed today', 'amend_term 2080-01-01'), ('waived', 'amend_term 2080-01-01'),
	('defended', 'amend_term 2080-01-01'), ('answered', 'amend_term 2080-01-01'), ('longer', 'amend_term 2081-01-01'), ('longer', 'amend_term 2079-01-01'),
	('longer once more', 'amend_term 2081-01-01'), ('after a stop', 'amend_term 2074-03-25'), ('after a stop', 'amend_term 2074-03-26'),
	('longer after a stop', 'amend_term 2084-03-25'), ('longer after a stop', 'amend_term 2084-03-26'), ('in a stop', 'amend_term 2074-03-15'),
	('in a stop', 'amend_term 2074-03-16'), ('today', 'amend_term @soon')) v (name, step) USING (name), pg_temp.refused(c, step) r
ORDER BY name COLLATE "C", step COLLATE "C";
-- the decision's, a longer one, an own term, a statute's, and one without
SELECT name, number, until_day, until_kind FROM terms, unnest('{1,3,4,5}'::integer[]) number,
	LATERAL (SELECT until_day, until_kind FROM credit.penalties(c ->> 'subject', '2024-05-06') WHERE measure = number) p
WHERE name IN ('plain', 'shorter', 'longer', 'shorter after a stop') ORDER BY name COLLATE "C", number;
SELECT name, d - credit.today() AS from_today, p.until_day - credit.today() AS until, p.next_change - credit.today() AS change, p.days_left
FROM terms, unnest(ARRAY[credit.today(), credit.today() + 1, credit.today() + 30, credit.today() + 31]) d
	LEFT JOIN LATERAL (SELECT * FROM credit.penalties(c ->> 'subject', d) WHERE measure = 1) p ON true
WHERE name IN ('soon', 'today') ORDER BY name, d;
-- it reaches persons behind as "never later than"
CREATE TEMP TABLE behind_amended AS
SELECT n, name, p.* FROM (VALUES (30, 'shorter', '', 'amend_term 2060-01-01'), (31, 'shorter before', 'amend_term 2060-01-01', ''),
	(32, 'longer', 'notify 2024-06-03', 'amend_term 2080-01-01')) v (n, name, before, after), pg_temp.pair(n, 't_long', 't_long', before, after, '') p;
SELECT name, b.until_day AS bodys, p.until_day AS persons FROM behind_amended, credit.penalties(body ->> 'subject', '2024-05-06') b,
	credit.penalties(person ->> 'subject', '2024-05-06') p WHERE b.measure = 1 AND p.measure = 1 ORDER BY n;
SELECT * FROM credit.verify();
