-- Which step may follow which after a decision, and who may take it.
\getenv d PG_ABS_SRCDIR
\set city :d/data/city.sql
\set remedy :d/data/city_remedy.sql
\i :city
\i :remedy
\pset format unaligned

-- where steps are tried: one subject each
CREATE TEMP TABLE at AS
SELECT name, pg_temp.play(jsonb_build_object('subject', pg_temp.number(4400 + n), 'conduct', conduct,
	'tomorrow', credit.today() + 1, 'nothing', '00000000-0000-0000-0000-000000000000'), steps) AS c
FROM (VALUES
	(1, 'reported', 't_two', 'report 2024-02-20'),
	(2, 'decided', 't_two', ''),
	(3, 'served', 't_two', 's:serve 2024-03-15'),
	(4, 'objection', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01'),
	(5, 'dismissed', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed'),
	(6, 'complaint', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20'),
	(7, 'remitted', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-08-01 remitted'),
	(8, 'answered anew', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20;
		answer_complaint 2024-08-01 remitted; answer_objection 2024-08-12 dismissed'),
	(9, 'withdrawn', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 withdrawn'),
	(10, 'upheld', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; answer_objection 2024-07-11 upheld'),
	(11, 'settled by the office', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; lodge_complaint 2024-07-15 no_reply; answer_complaint 2024-08-01 dismissed'),
	(12, 'silent', 't_window', 'serve 2024-03-15; lodge_objection 2024-07-01'),
	(13, 'record', 't_two', 'report 2024-02-20 source_agency=t_court; notify 2024-03-04; decide 2024-03-15; serve 2024-03-15;
		of_record:lodge_objection 2024-07-01 about=@record; lodge_objection 2024-07-01 ground=law'),
	(14, 'record alone', 't_two', 'report 2024-02-20; lodge_objection 2024-03-01'),
	(15, 'heir', 't_heired', 'report 2024-02-20 agency=t_other; notify 2024-03-04; decide 2024-03-15; serve 2024-03-15; lodge_objection 2024-06-03'),
	(16, 'by the office', 't_by_office', 'report 2024-02-20 agency=t_office; notify 2024-03-04; decide 2024-03-15 decided_by=t_bodies; serve 2024-03-15;
		lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed answered_by=t_office; lodge_complaint 2024-07-20'),
	(17, 'office established it', 't_two', 'report 2024-02-20 source_agency=t_office; notify 2024-03-04; decide 2024-03-15 decided_by=t_bodies; serve 2024-03-15;
		lodge_objection 2024-07-01; answer_objection 2024-07-11 dismissed; lodge_complaint 2024-07-20'),
	(18, 'repair', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01'),
	(19, 'uncommitted', 't_two', 'report 2024-02-20 source_agency=t_court; notify 2024-03-04; decide 2024-03-15; serve 2024-03-15; apply_repair 2024-08-01 commitment=-'),
	(20, 'granted', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -'),
	(21, 'refused', 't_two', 'serve 2024-03-15; apply_repair 2024-08-01; answer_repair 2024-08-28 refused -'),
	(22, 'stay', 't_two', 'serve 2024-03-15; stay 2024-06-03 2024-06-14'),
	(23, 'resumed', 't_two', 'serve 2024-03-15; stay 2024-06-03 -; resume 2024-06-11'),
	(24, 'void record', 't_two', 'serve 2024-03-15; annul_record'),
	(25, 'revoked', 't_two', 'serve 2024-03-15; lodge_objection 2024-07-01; revoke 2024-09-02'),
	(26, 'released', 't_until', 'serve 2024-03-15; release 2024-09-02'),
	(27, 'annulled', 't_two', 'serve 2024-03-15; annul'),
	(28, 'undated', 't_until', 'serve 2024-03-15'),
	(29, 'condition', 't_cond', 'serve 2024-03-15; condition_met 1 2024-05-06'),
	(30, 'some', 't_two', 'report 2024-02-20; notify 2024-03-04; decide 2024-03-15 exclude={2}; serve 2024-03-15; lodge_objection 2024-07-01'),
	(31, 'long', 't_long', 'serve 2024-03-15'), (32, 'void before service', 't_two', 'annul'),
	(33, 'own terms', 't_apart', 'serve 2024-03-15; lodge_objection 2024-07-01'),
	(34, 'on record', 't_listed', 'report 2024-03-01 agency=t_court served_on=2024-03-04'), (35, 'on record, not served', 't_listed', 'report 2024-03-01 agency=t_court'),
	(36, 'information', '-', 'report 2024-03-01 source_agency=t_court; lodge_objection 2024-03-04'),
	(38, 'void and undecided', 't_two', 'report 2024-02-20; notify 2024-03-04; withdraw_record'),
	(37, 'deadlines', 't_window', 'serve 2024-07-01; lodge_objection 2024-07-01; answer_objection 2024-07-10 dismissed; lodge_complaint 2024-07-22;
		answer_complaint 2024-07-29 remitted; apply_repair 2024-08-01; answer_repair 2024-08-28 granted -')
	) v (n, name, conduct, steps);

CREATE TEMP TABLE tried AS
SELECT name, step, expected, r.*
FROM (VALUES
	-- what a step is about, when it was, and who says so late
	('reported', 'serve 2024-03-15', 'JC004'), ('decided', 'serve 2024-03-15 decision=@nothing', 'JC004'), ('decided', 'serve 2024-03-15 decision=-', '23502'),
	('decided', 'serve -', '23502'), ('decided', 'serve infinity', '22008'), ('decided', 'serve 2024-03-14', 'JC004'), ('decided', 'serve @tomorrow', 'JC004'),
	('decided', 'serve 2024-03-15 late_reason=-', 'JC009'), ('decided', 'serve 2024-03-15', 'done'), ('served', 'serve 2024-04-01', 'JC008'),
	('annulled', 'serve 2024-04-01', 'JC008'), ('void before service', 'serve 2024-04-01', 'JC004'),
	-- objections
	('reported', 'lodge_objection 2024-03-01', 'done'), ('reported', 'lodge_objection 2024-02-19', 'JC004'), ('decided', 'lodge_objection 2024-03-15', 'done'),
	('decided', 'lodge_objection 2024-03-14', 'JC004'), ('served', 'lodge_objection 2024-07-01 about=@nothing', 'JC004'),
	('served', 'lodge_objection 2024-07-01 about=@s', 'JC004'), ('served', 'lodge_objection 2024-07-01 grounds=-', 'JC004'),
	('served', 'lodge_objection @tomorrow', 'JC004'), ('served', 'lodge_objection 2024-07-01 late_reason=-', 'JC009'),
	('repair', 'lodge_objection 2024-08-20 about=@repair', 'JC004'), ('granted', 'lodge_objection 2024-09-02 about=@repair', 'JC004'),
	('refused', 'lodge_objection 2024-08-27 about=@repair', 'JC004'), ('refused', 'lodge_objection 2024-08-28 about=@repair', 'done'),
	('annulled', 'lodge_objection 2024-09-03', 'done'), ('served', 'lodge_objection 2025-06-03', 'done'),
	-- their answers
	('objection', 'answer_objection 2024-06-30 dismissed', 'JC004'), ('objection', 'answer_objection @tomorrow dismissed', 'JC004'),
	('objection', 'answer_objection 2024-07-11 dismissed late_reason=-', 'JC009'), ('objection', 'answer_objection 2024-07-11 remitted', 'JC004'),
	('objection', 'answer_objection 2024-07-11 -', 'JC004'), ('objection', 'answer_objection 2024-07-11 dismissed reasons=-', 'JC004'),
	('objection', 'answer_objection 2024-07-11 dismissed document_no=-', 'JC004'), ('objection', 'answer_objection 2024-07-11 dismissed answered_by=-', '23502'),
	('objection', 'answer_objection 2024-07-11 dismissed answered_by=t_other', 'JC004'), ('objection', 'answer_objection 2024-07-11 dismissed answered_by=t_county', 'JC004'),
	('objection', 'answer_objection 2024-07-11 dismissed answered_by=t_office', 'JC004'), ('objection', 'answer_objection 2024-07-11 dismissed answered_by=nobody', 'JC004'),
	('objection', 'answer_objection 2024-07-11 dismissed objection=@nothing', 'JC004'), ('objection', 'answer_objection 2024-07-11 dismissed objection=@decision', 'JC004'),
	('complaint', 'answer_objection 2024-07-22 dismissed objection=@complaint', 'JC004'), ('objection', 'answer_objection 2024-07-11 partly', 'JC004'),
	('objection', 'answer_objection 2024-07-11 partly {7}', 'JC002'), ('some', 'answer_objection 2024-07-11 partly {2}', 'JC002'),
	('objection', 'answer_objection 2024-07-11 partly last_day=2025-04-01', 'JC004'), ('objection', 'answer_objection 2024-07-11 partly last_day=2024-03-14', 'JC004'),
	('own terms', 'answer_objection 2024-07-11 partly last_day=2025-06-02', 'done'),
	('record alone', 'answer_objection 2024-03-11 partly last_day=2024-06-03', 'JC004'), ('objection', 'answer_objection 2024-07-11 upheld', 'done'),
	('dismissed', 'answer_objection 2024-07-12 upheld', 'JC004'), ('settled by the office', 'answer_objection 2024-08-05 dismissed', 'JC004'),
	('remitted', 'answer_objection 2024-07-31 dismissed', 'JC004'), ('remitted', 'answer_objection 2024-08-01 dismissed', 'done'),
	('answered anew', 'answer_objection 2024-08-13 upheld', 'JC004'), ('revoked', 'answer_objection 2024-09-03 dismissed', 'done'),
	('heir', 'answer_objection 2024-06-30 dismissed answered_by=t_heir', 'JC004'), ('heir', 'answer_objection 2024-06-30 dismissed answered_by=t_other', 'done'),
	('heir', 'answer_objection 2024-07-01 dismissed answered_by=t_heir', 'done'), ('heir', 'answer_objection 2024-07-01 dismissed answered_by=t_finance', 'JC004'),
	('record', 'answer_objection 2024-07-11 dismissed objection=@of_record answered_by=t_court', 'done'),
	('record', 'answer_objection 2024-07-11 dismissed answered_by=t_court', 'JC004'),
	-- complaints: after an answer, or after silence
	('objection', 'lodge_complaint 2024-07-10 no_reply', 'JC004'), ('objection', 'lodge_complaint 2024-07-11 no_reply', 'done'),
	('silent', 'lodge_complaint 2024-07-04 no_reply', 'JC004'), ('silent', 'lodge_complaint 2024-07-05 no_reply', 'done'),
	('dismissed', 'lodge_complaint 2024-07-10', 'JC004'), ('dismissed', 'lodge_complaint 2024-07-11', 'done'), ('dismissed', 'lodge_complaint 2024-07-20 rumour', 'JC004'),
	('dismissed', 'lodge_complaint 2024-07-20 grounds=-', 'JC004'), ('dismissed', 'lodge_complaint 2024-07-20 objection=@decision', 'JC004'),
	('complaint', 'lodge_complaint 2024-07-22 insufficient', 'JC004'), ('withdrawn', 'lodge_complaint 2024-07-20', 'done'), ('upheld', 'lodge_complaint 2024-07-20', 'JC004'),
	('settled by the office', 'lodge_complaint 2024-08-20', 'JC004'), ('answered anew', 'lodge_complaint 2024-08-20', 'done'),
	-- and after a remittal its own silence, to 2024-08-12
	('remitted', 'lodge_complaint 2024-08-12 no_reply', 'JC004'), ('remitted', 'lodge_complaint 2024-08-13 no_reply', 'done'),
	-- only an office answers, and none about itself
	('complaint', 'answer_complaint 2024-07-19 dismissed', 'JC004'), ('complaint', 'answer_complaint 2024-08-01 dismissed', 'done'),
	('complaint', 'answer_complaint 2024-08-01 remitted', 'done'), ('complaint', 'answer_complaint 2024-08-01 granted', 'JC004'),
	('complaint', 'answer_complaint 2024-08-01 dismissed reasons=-', 'JC004'), ('complaint', 'answer_complaint 2024-08-01 dismissed document_no=-', 'JC004'),
	('complaint', 'answer_complaint 2024-08-01 dismissed answered_by=t_finance', 'JC004'), ('complaint', 'answer_complaint 2024-08-01 dismissed answered_by=t_closed', 'JC004'),
	('complaint', 'answer_complaint 2024-08-01 dismissed answered_by=t_office_2', 'done'), ('by the office', 'answer_complaint 2024-08-01 dismissed', 'JC004'),
	('by the office', 'answer_complaint 2024-08-01 dismissed answered_by=t_office_2', 'done'), ('office established it', 'answer_complaint 2024-08-01 dismissed', 'JC004'),
	('remitted', 'answer_complaint 2024-08-05 dismissed', 'JC004'), ('complaint', 'answer_complaint 2024-08-01 dismissed complaint=@objection', 'JC004'),
	-- repair; what it needs is in test repair
	('decided', 'apply_repair 2024-08-01', 'JC004'), ('served', 'apply_repair 2024-03-14', 'JC004'), ('served', 'apply_repair 2024-08-01 evidence=-', 'JC004'),
	('repair', 'apply_repair 2024-08-02', 'JC004'), ('refused', 'apply_repair 2024-09-02', 'done'), ('revoked', 'apply_repair 2024-09-02', 'JC004'),
	('annulled', 'apply_repair 2024-09-02', 'JC004'), ('repair', 'answer_repair 2024-07-31 refused -', 'JC004'), ('repair', 'answer_repair 2024-08-28 upheld -', 'JC004'),
	('repair', 'answer_repair 2024-08-28 refused - reasons=-', 'JC004'), ('repair', 'answer_repair 2024-08-28 refused - document_no=-', 'JC004'),
	('repair', 'answer_repair 2024-08-28 refused - answered_by=t_court', 'JC004'), ('uncommitted', 'answer_repair 2024-08-28 refused - answered_by=t_court', 'done'),
	('uncommitted', 'answer_repair 2024-08-28 granted -', 'JC004'), ('uncommitted', 'answer_repair 2024-08-28 partly - {1}', 'JC004'),
	('uncommitted', 'answer_repair 2024-08-28 temporary - {1} 2024-09-30', 'done'), ('repair', 'answer_repair 2024-08-28 partly -', 'JC004'),
	('repair', 'answer_repair 2024-08-28 partly - {3}', 'JC002'), ('repair', 'answer_repair 2024-08-28 temporary -', 'JC004'),
	('repair', 'answer_repair 2024-08-28 temporary - until_day=2024-08-27', 'JC004'), ('repair', 'answer_repair 2024-08-28 granted 2024-08-27', 'JC004'),
	('repair', 'answer_repair 2024-08-28 granted @tomorrow', 'JC004'), ('granted', 'answer_repair 2024-08-29 refused -', 'JC004'),
	('repair', 'answer_repair 2024-08-28 refused - repair=@decision', 'JC004'), ('repair', 'publish_repair 2024-08-28', 'JC004'),
	('refused', 'publish_repair 2024-08-28', 'JC004'), ('granted', 'publish_repair 2024-08-27', 'JC004'), ('granted', 'publish_repair 2024-08-28', 'done'),
	-- stays
	('decided', 'stay 2024-03-14 -', 'JC004'), ('served', 'stay 2024-06-03 2024-06-02', 'JC004'), ('served', 'stay 2024-06-03 - document_no=-', 'JC004'),
	('served', 'stay @tomorrow -', 'JC004'), ('served', 'stay 2025-03-16 -', 'JC004'), ('revoked', 'stay 2024-09-02 -', 'JC004'), ('revoked', 'stay 2024-09-01 -', 'done'),
	('annulled', 'stay 2024-06-03 -', 'JC004'), ('reported', 'stay_record 2024-02-19 -', 'JC004'), ('reported', 'stay_record 2024-02-20 -', 'done'),
	('reported', 'stay_record 2024-03-01 - record=@nothing', 'JC004'), ('served', 'resume 2024-06-11', 'JC004'), ('stay', 'resume 2024-06-03', 'JC004'),
	('stay', 'resume 2024-06-15', 'JC004'), ('stay', 'resume 2024-06-14', 'done'), ('resumed', 'resume 2024-06-12', 'JC004'), ('stay', 'resume 2024-06-14 document_no=-', 'JC004'),
	-- the record itself
	('void record', 'annul_record', 'JC004'), ('void and undecided', 'decide 2024-03-15', 'JC004'), ('void and undecided', 'annul_record', 'JC004'), ('void record', 'stay_record 2024-06-03 -', 'JC004'), ('void record', 'withdraw_record', 'JC004'), ('served', 'annul_record document_no=-', 'JC004'),
	('void record', 'correct_record changes={"reason":"x"}', 'JC004'), ('served', 'correct_record changes=-', 'JC004'), ('served', 'correct_record changes={}', 'JC004'),
	('served', 'correct_record changes={"conduct":"t_bid"}', 'JC009'), ('served', 'correct_record changes={"occurred_on":"2024-02-21"}', 'JC004'),
	('served', 'correct_record changes={"occurred_on":"2024-02-10","occurred_until":"2024-02-09"}', 'JC004'),
	('served', 'correct_record changes={"occurred_on":"2024-02-10"} document_no=-', 'JC004'), ('served', 'correct_record changes={"occurred_on":"2024-02-10"}', 'done'),
	-- ends: each once
	('decided', 'revoke 2024-03-14', 'JC004'), ('served', 'revoke 2024-09-02 document_no=-', 'JC004'), ('served', 'revoke @tomorrow', 'JC004'),
	('served', 'revoke 2024-09-02 late_reason=-', 'JC009'), ('served', 'revoke 2025-03-15', 'done'), ('served', 'revoke 2025-03-16', 'JC004'),
	('revoked', 'revoke 2024-09-02', 'JC004'), ('revoked', 'revoke 2024-08-01', 'JC004'), ('revoked', 'release 2024-08-01', 'done'), ('revoked', 'release 2024-10-01', 'JC004'),
	('released', 'release 2024-09-03', 'JC004'), ('released', 'release 2024-08-01', 'JC004'), ('annulled', 'revoke 2024-09-02', 'JC004'), ('annulled', 'annul', 'JC004'),
	('served', 'annul document_no=-', 'JC004'), ('revoked', 'annul', 'done'),
	-- reviews, conditions, terms
	('served', 'review 2024-09-02 continued', 'JC004'), ('undated', 'review 2024-09-02 perhaps', 'JC004'), ('undated', 'review 2024-09-02 continued document_no=-', 'JC004'),
	('undated', 'review 2024-09-02 continued', 'done'), ('released', 'review 2024-09-02 continued', 'JC004'), ('condition', 'condition_met 1 2024-06-03', 'JC004'),
	('condition', 'condition_met 2 2024-06-03', 'JC002'), ('condition', 'condition_met 7 2024-06-03', 'JC002'), ('condition', 'condition_ended 1 2024-05-03', 'JC004'),
	('condition', 'condition_ended 1 2024-06-03', 'done'), ('condition', 'condition_ended 1 2024-06-03 document_no=-', 'JC004'),
	('condition', 'condition_ended 1 2025-03-17', 'JC004'), ('undated', 'amend_term 2080-01-01', 'JC004'), ('served', 'amend_term 2080-01-01', 'JC004'),
	('decided', 'amend_term 2080-01-01', 'JC004'), ('own terms', 'amend_term 2080-01-01', 'JC004'), ('long', 'amend_term 2070-01-01 document_no=-', 'JC010'), ('long', 'amend_term 2084-03-16', 'JC003'), ('long', 'amend_term 2070-01-01', 'done'),
	-- decided by the record itself, and not to be decided on
	('on record', 'serve 2024-03-05', 'JC008'), ('on record', 'lodge_objection 2024-06-03 about=@decision', 'done'), ('on record', 'release 2024-06-03', 'done'),
	('on record', 'revoke 2024-02-29', 'JC004'), ('on record, not served', 'serve 2024-03-05', 'done'), ('on record, not served', 'apply_repair 2024-06-03', 'JC004'),
	('information', 'stay 2024-06-03 -', 'JC004'), ('information', 'stay_record 2024-06-03 -', 'done'), ('information', 'annul_record', 'done'),
	('information', 'answer_objection 2024-03-11 dismissed', 'JC004'), ('information', 'answer_objection 2024-03-11 upheld answered_by=t_court', 'done'),
	('information', 'lodge_complaint 2024-03-13 no_reply', 'JC004'), ('information', 'lodge_complaint 2024-03-14 no_reply', 'done'),
	-- a subject ends once
	('served', 'end_subject @tomorrow merger -', 'JC004'), ('served', 'end_subject 2024-09-02 merger @subject', 'JC004'),
	('served', 'end_subject 2024-09-02 merger - document_no=-', '23502'), ('served', 'end_subject 2024-09-02 sleep -', 'JC004'),
	('served', 'end_subject 2024-09-02 merger - late_reason=-', 'JC009'), ('served', 'end_subject 2024-09-02 merger -', 'done')
	) v (name, step, expected) JOIN at USING (name), pg_temp.refused(c, step) r;
SELECT name, step, state, message, detail FROM tried WHERE state <> 'done' ORDER BY name COLLATE "C", step COLLATE "C";
SELECT count(*) AS tried, count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state <> expected OR NOT same) AS wrong FROM tried;

-- another subject's decision, objection and record
SELECT step, r.state, r.message FROM at a JOIN at b ON a.name = 'served' AND b.name = 'objection', (VALUES
	('serve 2024-04-01 decision=@other'), ('revoke 2024-04-01 decision=@other'), ('lodge_objection 2024-04-01 about=@other'),
	('answer_objection 2024-07-11 dismissed objection=@objection'), ('stay_record 2024-04-01 - record=@record')) v (step),
	pg_temp.refused(b.c || a.c || jsonb_build_object('other', b.c ->> 'decision', 'record', b.c ->> 'record'), step) r ORDER BY step COLLATE "C";
-- a minor
SELECT pg_temp.play(jsonb_build_object('subject', '510402200602010048', 'conduct', 't_two', 'document_no', 'event'),
	'report 2024-02-20 occurred_on=2024-02-10') AS minor \gset
SELECT d, r.state, r.same, r.message, r.detail FROM unnest('{2024-02-01,2024-01-31}'::text[]) d,
	pg_temp.refused(:'minor', 'correct_record changes={"occurred_on":"' || d || '"}') r;
-- a second end of a subject, and steps that are none
SELECT pg_temp.play(c, 'end_subject 2024-09-02 merger -') IS NOT NULL AS kept FROM at WHERE name = 'released';
SELECT r.* FROM at, pg_temp.refused(c, 'end_subject 2024-09-03 death -') r WHERE name = 'released';
SELECT kind, t.* FROM at, unnest('{ended,rumour,NULL}'::text[]) kind, pg_temp.try(format('INSERT INTO credit.event (subject, decision, kind, on_day, document_no, late_reason)
	VALUES (%L, %L, %L, ''2024-09-02'', ''d'', ''l'')', c ->> 'subject', c ->> 'decision', kind)) t WHERE name = 'served';
-- what is stamped is stamped
INSERT INTO credit.event (subject, decision, target, kind, on_day, due_on, about, calendar, via_subject, via, contents, until_day, last_day,
	published_on, measures, outcome, extends, changes, late_reason, recorded_at, recorded_by, recorded_as)
SELECT c ->> 'subject', '00000000-0000-0000-0000-000000000000', (c ->> 'decision')::uuid, 'objection', '2024-07-01', '2030-01-01', 'repair', 'x', c ->> 'subject',
	(c ->> 'record')::uuid, 'g', '2030-01-01', '2030-01-01', '2030-01-01', '{1}', 'upheld', true, '{}', 'l', '2000-01-01', 'x', 'x' FROM at WHERE name = 'served';
SELECT decision::text = c ->> 'decision' AS decision, on_day, due_on, about, calendar <> 'x' AS calendar, via_subject, via, ground, until_day, last_day, published_on,
	measures, outcome, extends, changes, recorded_at > now() - interval '1 day' AS recorded_at, recorded_by = session_user AS recorded_by, recorded_as
FROM at JOIN credit.event e ON e.subject = (c ->> 'subject')::credit.subject_id WHERE name = 'served' AND kind = 'objection';
INSERT INTO credit.event (subject, decision, kind, on_day, last_day, document_no, reason, late_reason)
SELECT c ->> 'subject', (c ->> 'decision')::uuid, 'amended', '2024-07-01', '2070-01-01', 'd', 'r', 'l' FROM at WHERE name = 'long';
SELECT on_day - credit.today() AS from_now, last_day FROM credit.event WHERE kind = 'amended' AND last_day = '2070-01-01' AND decision =
	(SELECT (c ->> 'decision')::uuid FROM at WHERE name = 'long');
-- until when something must follow, in working days but for the ten days to
-- complain, by which version of the calendar
SELECT kind, on_day, due_on, calendar IS NOT NULL AS counted FROM at JOIN credit.event e ON e.subject = (c ->> 'subject')::credit.subject_id
WHERE name = 'deadlines' ORDER BY recorded_at;
-- in one statement each meets those before it
SELECT c AS decided, gen_random_uuid() AS o FROM at WHERE name = 'decided' \gset
SELECT t.* FROM pg_temp.try(format('INSERT INTO credit.event (subject, decision, kind, on_day, late_reason)
	SELECT %L, %L, ''served'', d, ''l'' FROM unnest(''{2024-03-15,2024-03-18}''::date[]) d', :'decided'::jsonb ->> 'subject', :'decided'::jsonb ->> 'decision')) t;
INSERT INTO credit.event (subject, event, decision, target, kind, on_day, contents, outcome, reason, answered_by, document_no, late_reason)
SELECT :'decided'::jsonb ->> 'subject', e, (:'decided'::jsonb ->> 'decision')::uuid, t, kind, day, 'g', outcome, 'r', 't_finance', 'd', 'l' FROM (VALUES
	(gen_random_uuid(), NULL, 'served', '2024-03-15'::date, NULL), (:'o'::uuid, (:'decided'::jsonb ->> 'decision')::uuid, 'objection', '2024-06-03', NULL),
	(gen_random_uuid(), :'o'::uuid, 'objection_answer', '2024-06-13', 'dismissed')) v (e, t, kind, day, outcome);
SELECT pg_temp.seen(:'decided', '2024-06-12'), pg_temp.seen(:'decided', '2024-06-13');
-- the order in which they were recorded
SELECT count(*) FROM credit.event a JOIN credit.event b USING (subject, recorded_at) WHERE a.event < b.event;

-- JC009: facts, projection and chain are kept
SELECT what, t.state, t.message FROM unnest('{event,subject_end,chain,standing}'::text[]) tab, unnest(ARRAY['UPDATE credit.%I SET subject = subject',
	'DELETE FROM credit.%I', 'TRUNCATE credit.%I', 'INSERT INTO credit.%1$I SELECT * FROM credit.%1$I']) form, format(form, tab) what, pg_temp.try(what) t
WHERE form !~ 'INSERT' OR tab IN ('chain', 'standing') ORDER BY what COLLATE "C";
SELECT * FROM credit.verify();
