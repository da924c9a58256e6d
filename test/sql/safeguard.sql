-- What a system can check mechanically, one by one.  Tests of their own go
-- further: catalogue_law, decision, stop, state, event, repair, harmony.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned
\pset tuples_only on
-- the code with which a step is refused, or done
CREATE FUNCTION pg_temp.code(c jsonb, step text) RETURNS text LANGUAGE sql AS $$SELECT CASE WHEN same THEN state END FROM pg_temp.refused(c, step)$$;
CREATE FUNCTION pg_temp.code(statement text) RETURNS text LANGUAGE sql AS $$SELECT state FROM pg_temp.try(statement)$$;
CREATE FUNCTION pg_temp.barred(c jsonb, day date) RETURNS boolean LANGUAGE plpgsql AS $$BEGIN RETURN credit.effect_on(c ->> 'subject', 't.buy', day) <> 'clear'; END$$;
CREATE FUNCTION pg_temp.case(n integer, conduct text DEFAULT 't_two', steps text DEFAULT 'serve 2024-03-15') RETURNS jsonb LANGUAGE sql AS $$
	SELECT pg_temp.play(jsonb_build_object('subject', pg_temp.number(4800 + n), 'conduct', conduct, 'tomorrow', credit.today() + 1), steps)$$;

-- check 1: no measure without an entry in force on the day of the decision
SELECT pg_temp.case(1, 't_repealed', 'report 2024-05-20; notify 2024-05-21') AS c \gset
SELECT pg_temp.code(:'c', 'decide 2024-05-31'), pg_temp.code(:'c', 'decide 2024-06-03');
-- check 2: class 1 rests on a law, an administrative regulation, central policy or a judicial interpretation
SELECT pg_temp.code($$INSERT INTO credit.measure (conduct, number, agency, class, effect, matters, content, legal_basis)
	VALUES ('t_two', 9, 't_finance', 1, 'prohibit', '{t.buy}', 'x', 't_memo')$$);
-- check 6: a record only proposes; steps that jump are refused
SELECT pg_temp.case(6, 't_two', 'report 2024-02-20') AS c \gset
SELECT pg_temp.barred(:'c', '2024-05-06'), pg_temp.code(:'c', 'decide 2024-03-15'), pg_temp.code(:'c', 'serve 2024-03-15'), pg_temp.code(:'c', 'apply_repair 2024-05-06'),
	pg_temp.code(:'c', 'stay 2024-05-06 -'), pg_temp.code(:'c', 'revoke 2024-05-06');
-- check 7: somebody decides, on a day, by a document, and it is not who proposed
SELECT pg_temp.play(:'c', 'notify 2024-03-04') AS c \gset
SELECT pg_temp.code(:'c', 'decide 2024-03-15 decided_by=t_finance'), pg_temp.code(:'c', 'decide 2024-03-15 decided_by=-'), pg_temp.code(:'c', 'decide -'),
	pg_temp.code(:'c', 'decide 2024-03-15 document_no=-'), pg_temp.code(:'c', 'decide 2024-03-15');
-- check 8: notice first, its days passed or waived; service before anything is in force
SELECT pg_temp.code(:'c', 'decide 2024-03-08'), pg_temp.code(pg_temp.play(:'c', 'waive_defence 2024-03-07'), 'decide 2024-03-08');
SELECT pg_temp.play(:'c', 'decide 2024-03-15') AS c \gset
SELECT pg_temp.barred(:'c', '2024-05-06'), pg_temp.barred(pg_temp.play(:'c', 'serve 2024-04-02'), '2024-05-06');
-- check 9: a last day, or a condition with a review; not beyond what the statute allows
SELECT pg_temp.code(format($$INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term_kind, release_condition)
	VALUES ('t_endless', '[2016-01-01,)', 'x', 'sanction', 't_trade', 't_finance', 't_law', %L, 'paid')$$, kind)) FROM unnest('{fixed,until_condition,range}'::text[]) kind;
SELECT pg_temp.case(9, 't_two', 'report 2024-02-20; notify 2024-03-04') AS c \gset
SELECT pg_temp.code(:'c', 'decide 2024-03-15 3years m'), pg_temp.code(:'c', 'decide 2024-03-15 37months m');
-- check 10: one term for all by a document only; a statute's term is left alone
SELECT pg_temp.code(:'c', 'decide 2024-03-15 2years');
SELECT pg_temp.case(10, 't_apart') AS a, pg_temp.case(11, 't_longest') AS b \gset
SELECT pg_temp.seen(:'a', '2024-05-06', 5) = pg_temp.seen(:'b', '2024-05-06', 5), pg_temp.seen(:'a', '2024-05-06', 1) = pg_temp.seen(:'b', '2024-05-06', 1);
-- check 11: receipt stops at once; check() shows it, and nothing is refused for it
SELECT pg_temp.case(12) AS c \gset
SELECT pg_temp.barred(:'c', '2024-06-03') AS before, pg_temp.play(:'c', 'a:lodge_objection 2024-06-03') AS c \gset
SELECT :'before', pg_temp.barred(:'c', '2024-06-03'), pg_temp.seen(:'c', '2024-06-03') ~ '^suspended .* objection$';
-- check 12: dismissal resumes; days of several stops are counted once
SELECT pg_temp.play(:'c', 'b:lodge_objection 2024-06-10 ground=law; answer_objection 2024-06-13 dismissed objection=@a; answer_objection 2024-06-23 dismissed') AS c \gset
SELECT pg_temp.barred(:'c', '2024-06-22'), pg_temp.barred(:'c', '2024-06-23'), pg_temp.seen(:'c', '2024-06-23') = 'active 2024-03-16..2025-04-04 term >2025-04-05';
-- check 13: an upheld objection ends all that rests on it in one transaction, of persons behind it too
SELECT pg_temp.case(13, 't_boss') AS c \gset
SELECT pg_temp.play(jsonb_build_object('subject', pg_temp.person(490), 'conduct', 't_boss', 'body', :'c'::jsonb -> 'subject', 'bodys', :'c'::jsonb -> 'decision'),
	'report 2024-02-20 occurred_on=2024-02-01; notify 2024-03-04; decide 2024-03-15 principal_subject=@body principal=@bodys role=legal_representative; serve 2024-03-15') AS p \gset
BEGIN;
SELECT pg_temp.play(:'c', 'lodge_objection 2024-06-03; answer_objection 2024-06-13 upheld') IS NOT NULL;
SELECT pg_temp.barred(:'c', d), pg_temp.barred(:'p', d) FROM unnest('{2024-05-06,2024-08-05}'::date[]) d;
ROLLBACK;
SELECT pg_temp.barred(:'c', d), pg_temp.barred(:'p', d) FROM unnest('{2024-05-06,2024-08-05}'::date[]) d;
-- check 14: repair after the shortest time, by who determined, from its publication; the history remains
SELECT pg_temp.case(14, 't_wait') AS c \gset
SELECT pg_temp.code(:'c', 'apply_repair 2024-09-14') AS early, pg_temp.play(:'c', 'apply_repair 2024-09-15') AS c \gset
SELECT pg_temp.code(:'c', 'answer_repair 2024-10-28 granted - answered_by=t_other') AS other, pg_temp.play(:'c', 'answer_repair 2024-10-28 granted 2024-10-29') AS c \gset
SELECT :'early', :'other', pg_temp.barred(:'c', '2024-10-28'), pg_temp.barred(:'c', '2024-10-29'), pg_temp.seen(:'c', '2024-10-29'),
	EXISTS (SELECT FROM credit.active_penalties('2024-10-29') WHERE decision = :'c'::jsonb ->> 'decision'),
	(SELECT count(*) FROM credit.event WHERE decision = (:'c'::jsonb ->> 'decision')::uuid);
-- check 15: nothing expires by a job: the day passes
SELECT pg_temp.case(15) AS c \gset
SELECT pg_temp.state(:'c', '2025-03-15'), pg_temp.state(:'c', '2025-03-16'), pg_temp.state(:'c', '2025-03-15'), pg_temp.barred(:'c', '2025-03-15'), pg_temp.barred(:'c', '2025-03-16');
-- check 16: with the source record goes what rests on it, at once
BEGIN;
SELECT pg_temp.play(:'c', 'annul_record') IS NOT NULL, pg_temp.barred(:'c', '2024-05-06'), pg_temp.state(:'c', '2024-05-06');
ROLLBACK;
-- check 17: a number that cannot be read, or means two, bars nobody and answers nothing
SELECT pg_temp.code($$SELECT credit.report('91510402MA7T0001XX', 't_two', 't_finance', 'd', '2024-02-20', 'r', late_reason => 'l')$$),
	pg_temp.code($$SELECT credit.effect_on('91510402MA7T0001XX', 't.buy')$$);
BEGIN;
SELECT credit.link_identifier(pg_temp.number(4816 + n), 'passport:E4816481', '[2024-01-01,)', 'register', late_reason => 'l') FROM generate_series(0, 1) n;
SELECT pg_temp.code($$SELECT credit.report('passport:E4816481', 't_two', 't_finance', 'd', '2024-02-20', 'r', late_reason => 'l')$$),
	pg_temp.code($$SELECT credit.effect_on('passport:E4816481', 't.buy', '2024-05-06')$$), pg_temp.code($$SELECT credit.effect_on('passport:E4816481', 't.buy', '2023-05-06')$$);
ROLLBACK;
-- check 21: a deadline is stored with the calendar it was counted by, and stays when that changes
SELECT pg_temp.case(21, 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; apply_repair 2024-07-01') AS c \gset
BEGIN;
INSERT INTO credit.calendar_day (day, kind, notice) VALUES ('2024-07-03', 'holiday', 'test');
SELECT pg_temp.play(:'c', 'lodge_objection 2024-07-01 ground=law') IS NOT NULL;
SELECT kind, due_on, calendar <> max(calendar) OVER () AS older FROM credit.event WHERE decision = (:'c'::jsonb ->> 'decision')::uuid AND kind <> 'served' ORDER BY recorded_at;
ROLLBACK;
-- check 23: changes of the catalogue leave what was decided alone, its end too
SELECT pg_temp.case(23) AS c, pg_temp.case(24, 't_repealed', 'report 2024-05-10; notify 2024-05-13; decide 2024-05-24; serve 2024-05-24') AS r \gset
BEGIN;
UPDATE credit.measure SET content = 'something else', term = '10 years' WHERE conduct = 't_two' AND number = 1;
DELETE FROM credit.measure WHERE conduct = 't_two' AND number = 2;
SELECT content, until_day FROM credit.penalties(:'c'::jsonb ->> 'subject', '2025-03-15');
ROLLBACK;
SELECT pg_temp.barred(:'r', '2025-05-24');
-- check 25: a measure that was not in the catalogue on the day of the act is not applied, also where the day is corrected
SELECT pg_temp.case(25, 't_many', 'report 2024-02-20 occurred_on=2024-02-16; notify 2024-03-04; decide 2024-03-15; serve 2024-03-15') AS c \gset
SELECT pg_temp.seen(:'c', '2024-05-06', 7) <> '-', pg_temp.seen(pg_temp.play(:'c', 'correct_record changes={"occurred_on":"2024-02-14"}'), '2024-05-06', 7) <> '-';
SELECT pg_temp.code(jsonb_build_object('subject', pg_temp.number(4826), 'conduct', 't_new'), 'report 2024-03-05 occurred_on=' || act) FROM unnest('{2024-02-29,2024-03-01}'::text[]) act;
-- check 26: late only with a reason, which is listed; nothing after today; no catalogue before tomorrow
SELECT pg_temp.case(28) AS c \gset
SELECT pg_temp.code(:'c', 'lodge_objection 2024-06-03 late_reason=-'), pg_temp.code(:'c', 'lodge_objection @tomorrow'),
	pg_temp.code($$INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
		VALUES ('t_two', 9, '[2016-01-01,)', 't_finance', 1, 'prohibit', '{t.buy}', 'x', 't_law')$$),
	pg_temp.code($$UPDATE credit.conduct SET valid = '[2016-01-01,2024-06-01)' WHERE code = 't_two'$$);
SELECT kind, on_day, late_reason FROM credit.late_entries WHERE subject_key = credit.subject_key((:'c'::jsonb ->> 'subject')::credit.subject_id) ORDER BY recorded_at;
-- check 27: conditional measures are off until a document switches them on
SELECT pg_temp.case(29, 't_cond', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 exclude={2}; serve 2024-03-15') AS c \gset
SELECT pg_temp.barred(:'c', '2024-05-06') AS before, pg_temp.code(:'c', 'condition_met 1 2024-05-06 document_no=-') AS none, pg_temp.play(:'c', 'condition_met 1 2024-05-06') AS c \gset
SELECT :'before', :'none', pg_temp.barred(:'c', '2024-05-05'), pg_temp.barred(:'c', '2024-05-06');
-- check 28: a person behind an enterprise has a record, notice, decision and service of their own
SELECT pg_temp.case(30, 't_boss') AS c \gset
SELECT jsonb_build_object('subject', pg_temp.person(491), 'conduct', 't_boss', 'body', :'c'::jsonb -> 'subject', 'bodys', :'c'::jsonb -> 'decision') AS p \gset
SELECT pg_temp.barred(:'p', '2024-05-06') AS unreported, pg_temp.play(:'p', 'report 2024-02-20 occurred_on=2024-02-01') AS p \gset
\set decide 'decide 2024-03-15 principal_subject=@body principal=@bodys role=legal_representative'
SELECT pg_temp.code(:'p', :'decide') AS unnoticed, pg_temp.play(:'p', 'notify 2024-03-04') AS p \gset
SELECT pg_temp.code(:'p', 'decide 2024-03-15 role=legal_representative') AS no_principal, pg_temp.play(:'p', :'decide') AS p \gset
SELECT :'unreported', :'unnoticed', :'no_principal', pg_temp.barred(:'p', '2024-05-06'), pg_temp.barred(pg_temp.play(:'p', 'serve 2024-04-02'), '2024-05-06');
-- check 29: a missing answer hurts nobody: the stop goes on, the complaint is admissible, the measure lapses
SELECT pg_temp.case(31, 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01') AS c \gset
SELECT pg_temp.barred(:'c', '2025-03-15'), pg_temp.code(:'c', 'lodge_complaint 2024-07-11 no_reply'), pg_temp.state(:'c', '2025-03-15'), pg_temp.state(:'c', '2025-03-16');
-- check 31: no infinite day leaves the database
SELECT count(*) FROM credit.measure_listing WHERE NOT (isfinite(from_day) AND coalesce(isfinite(until_day), true) AND coalesce(isfinite(next_change), true));
SELECT count(*) FROM credit.standing s, credit.episodes(s.course) e WHERE NOT (coalesce(isfinite(e.from_day), true) AND coalesce(isfinite(e.until_day), true));
SELECT count(*) FROM credit.standing s, jsonb_each_text(to_jsonb(s)) v WHERE v.value ~ 'infinity';
SELECT count(*) FROM (SELECT DISTINCT subject FROM credit.standing) s, unnest('{2024-06-03,2025-03-15}'::date[]) d, credit.penalties(s.subject, d) p
WHERE NOT (isfinite(p.from_day) AND coalesce(isfinite(p.until_day), true) AND coalesce(isfinite(p.next_change), true)) OR abs(days_left) > 100000;
-- check 32: the day is the city's, whatever the client's zone
SELECT pg_temp.case(32, 't_two', 'report 2024-02-20') AS c \gset
BEGIN;
SELECT set_config('TimeZone', z, true), pg_temp.play(:'c', 'correct_record changes={"reason":"' || z || '"}') IS NOT NULL FROM unnest('{Pacific/Kiritimati,Pacific/Pago_Pago}'::text[]) z;
SELECT DISTINCT on_day = (now() AT TIME ZONE 'Asia/Shanghai')::date, on_day = credit.today() FROM credit.event WHERE decision = (:'c'::jsonb ->> 'decision')::uuid;
ROLLBACK;
-- check 33: an undecided record is in no answer; one list shows it, until it is decided
SELECT pg_temp.case(33, 't_two', 'report 2024-02-20; notify 2024-03-04') AS c \gset
SELECT pg_temp.barred(:'c', '2024-05-06'), pg_temp.seen(:'c', '2024-05-06'), EXISTS (SELECT FROM credit.pending_determinations WHERE record = :'c'::jsonb ->> 'record');
SELECT pg_temp.play(:'c', 'decide 2024-03-15') IS NOT NULL, EXISTS (SELECT FROM credit.measure_listing WHERE decision = :'c'::jsonb ->> 'decision' AND from_day IS NOT NULL);
SELECT EXISTS (SELECT FROM credit.pending_determinations WHERE record = :'c'::jsonb ->> 'record');
SELECT * FROM credit.verify();
