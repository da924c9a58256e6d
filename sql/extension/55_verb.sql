-- Verbs.  Each is an INSERT whose parameters bear the names of the columns; a
-- plain INSERT means the same.  The forms that take identifiers as text serve
-- drivers that bind strings.

CREATE FUNCTION @extschema@.report(
		subject @extschema@.subject_id,
		conduct pg_catalog.text,
		agency pg_catalog.text,
		document_no pg_catalog.text,
		determined_on pg_catalog.date,
		reason pg_catalog.text,
		subject_name pg_catalog.text DEFAULT NULL,
		evidence pg_catalog.jsonb DEFAULT NULL,
		occurred_on pg_catalog.date DEFAULT NULL,
		occurred_until pg_catalog.date DEFAULT NULL,
		source_agency pg_catalog.text DEFAULT NULL,
		"final" pg_catalog.bool DEFAULT NULL,
		served_on pg_catalog.date DEFAULT NULL,
		birth_on pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_report';
COMMENT ON FUNCTION @extschema@.report(@extschema@.subject_id, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.bool, pg_catalog.date, pg_catalog.date, pg_catalog.text) IS
	'reports a fact and gives its record; conduct NULL: information only; raises JC002, JC004, JC005, JC007, JC008, JC009';

CREATE FUNCTION @extschema@.report(
		subject pg_catalog.text,
		conduct pg_catalog.text,
		agency pg_catalog.text,
		document_no pg_catalog.text,
		determined_on pg_catalog.date,
		reason pg_catalog.text,
		subject_name pg_catalog.text DEFAULT NULL,
		evidence pg_catalog.jsonb DEFAULT NULL,
		occurred_on pg_catalog.date DEFAULT NULL,
		occurred_until pg_catalog.date DEFAULT NULL,
		source_agency pg_catalog.text DEFAULT NULL,
		"final" pg_catalog.bool DEFAULT NULL,
		served_on pg_catalog.date DEFAULT NULL,
		birth_on pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_report';
COMMENT ON FUNCTION @extschema@.report(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.bool, pg_catalog.date, pg_catalog.date, pg_catalog.text) IS
	'reports a fact and gives its record; conduct NULL: information only; raises JC002, JC004, JC005, JC007, JC008, JC009';

CREATE FUNCTION @extschema@.notify(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		served_on pg_catalog.date,
		method pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		contents pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_notify';
COMMENT ON FUNCTION @extschema@.notify(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the service of the notice (facts, reasons, basis, rights) that comes before a decision; raises JC004, JC009';

CREATE FUNCTION @extschema@.notify(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		served_on pg_catalog.date,
		method pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		contents pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_notify';
COMMENT ON FUNCTION @extschema@.notify(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the service of the notice (facts, reasons, basis, rights) that comes before a decision; raises JC004, JC009';

CREATE FUNCTION @extschema@.defend(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		made_on pg_catalog.date,
		"text" pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_defend';
COMMENT ON FUNCTION @extschema@.defend(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the party''s statement or defence after the notice; raises JC004, JC009';

CREATE FUNCTION @extschema@.defend(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		made_on pg_catalog.date,
		"text" pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_defend';
COMMENT ON FUNCTION @extschema@.defend(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the party''s statement or defence after the notice; raises JC004, JC009';

CREATE FUNCTION @extschema@.answer_defence(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		answered_on pg_catalog.date,
		"text" pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_defence';
COMMENT ON FUNCTION @extschema@.answer_defence(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the answer to a defence, without which nothing is decided; raises JC004, JC009';

CREATE FUNCTION @extschema@.answer_defence(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		answered_on pg_catalog.date,
		"text" pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_defence';
COMMENT ON FUNCTION @extschema@.answer_defence(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the answer to a defence, without which nothing is decided; raises JC004, JC009';

CREATE FUNCTION @extschema@.waive_defence(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_waive_defence';
COMMENT ON FUNCTION @extschema@.waive_defence(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS
	'records that the party waives the days to answer the notice, by a document of its own; raises JC004, JC009';

CREATE FUNCTION @extschema@.waive_defence(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_waive_defence';
COMMENT ON FUNCTION @extschema@.waive_defence(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS
	'records that the party waives the days to answer the notice, by a document of its own; raises JC004, JC009';

CREATE FUNCTION @extschema@.decide(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		document_no pg_catalog.text,
		decided_on pg_catalog.date,
		decided_by pg_catalog.text,
		term pg_catalog.interval DEFAULT NULL,
		minutes pg_catalog.text DEFAULT NULL,
		exclude pg_catalog._int4 DEFAULT '{}',
		conditions_met pg_catalog._int4 DEFAULT '{}',
		severity pg_catalog.text DEFAULT NULL,
		meeting pg_catalog.uuid DEFAULT NULL,
		principal_subject @extschema@.subject_id DEFAULT NULL,
		principal pg_catalog.uuid DEFAULT NULL,
		role pg_catalog.text DEFAULT NULL,
		stated_on pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_decide';
COMMENT ON FUNCTION @extschema@.decide(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.interval, pg_catalog.text, pg_catalog._int4, pg_catalog._int4, pg_catalog.text, pg_catalog.uuid, @extschema@.subject_id, pg_catalog.uuid, pg_catalog.text, pg_catalog.date, pg_catalog.text) IS
	'records the decision of a group or the office on a record; nothing is in force before service; raises JC002, JC003, JC004, JC008, JC009, JC010';

CREATE FUNCTION @extschema@.decide(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		document_no pg_catalog.text,
		decided_on pg_catalog.date,
		decided_by pg_catalog.text,
		term pg_catalog.interval DEFAULT NULL,
		minutes pg_catalog.text DEFAULT NULL,
		exclude pg_catalog._int4 DEFAULT '{}',
		conditions_met pg_catalog._int4 DEFAULT '{}',
		severity pg_catalog.text DEFAULT NULL,
		meeting pg_catalog.uuid DEFAULT NULL,
		principal_subject @extschema@.subject_id DEFAULT NULL,
		principal pg_catalog.uuid DEFAULT NULL,
		role pg_catalog.text DEFAULT NULL,
		stated_on pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_decide';
COMMENT ON FUNCTION @extschema@.decide(pg_catalog.text, pg_catalog.uuid, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.interval, pg_catalog.text, pg_catalog._int4, pg_catalog._int4, pg_catalog.text, pg_catalog.uuid, @extschema@.subject_id, pg_catalog.uuid, pg_catalog.text, pg_catalog.date, pg_catalog.text) IS
	'records the decision of a group or the office on a record; nothing is in force before service; raises JC002, JC003, JC004, JC008, JC009, JC010';

CREATE FUNCTION @extschema@.serve(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		served_on pg_catalog.date,
		method pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_serve';
COMMENT ON FUNCTION @extschema@.serve(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the service of a decision, from which its measures take effect; raises JC004, JC008, JC009';

CREATE FUNCTION @extschema@.serve(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		served_on pg_catalog.date,
		method pg_catalog.text,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_serve';
COMMENT ON FUNCTION @extschema@.serve(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the service of a decision, from which its measures take effect; raises JC004, JC008, JC009';

CREATE FUNCTION @extschema@.lodge_objection(
		subject @extschema@.subject_id,
		about pg_catalog.uuid,
		received_on pg_catalog.date,
		grounds pg_catalog.text,
		objector pg_catalog.text DEFAULT NULL,
		ground pg_catalog.text DEFAULT 'fact',
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_lodge_objection';
COMMENT ON FUNCTION @extschema@.lodge_objection(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'lodges an objection about a record, a decision or a refused application for repair, by the subject or by objector ("this is not me"); stops execution from received_on on; one that comes after the end or repeats a settled ground moves nothing; raises JC004, JC005, JC009';

CREATE FUNCTION @extschema@.lodge_objection(
		subject pg_catalog.text,
		about pg_catalog.uuid,
		received_on pg_catalog.date,
		grounds pg_catalog.text,
		objector pg_catalog.text DEFAULT NULL,
		ground pg_catalog.text DEFAULT 'fact',
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_lodge_objection';
COMMENT ON FUNCTION @extschema@.lodge_objection(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'lodges an objection about a record, a decision or a refused application for repair, by the subject or by objector ("this is not me"); stops execution from received_on on; one that comes after the end or repeats a settled ground moves nothing; raises JC004, JC005, JC009';

CREATE FUNCTION @extschema@.answer_objection(
		subject @extschema@.subject_id,
		objection pg_catalog.uuid,
		answered_on pg_catalog.date,
		outcome pg_catalog.text,
		reasons pg_catalog.text,
		answered_by pg_catalog.text,
		document_no pg_catalog.text,
		exclude pg_catalog.int4[] DEFAULT '{}',
		last_day pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_objection';
COMMENT ON FUNCTION @extschema@.answer_objection(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4[], pg_catalog.date, pg_catalog.text) IS
	'answers an objection: dismissed, withdrawn or inadmissible (execution goes on that day, the stopped days are added), partly (exclude drops measures, last_day is an earlier one, no days are added) or upheld (void from the beginning); by the determining agency or its successor; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.answer_objection(
		subject pg_catalog.text,
		objection pg_catalog.uuid,
		answered_on pg_catalog.date,
		outcome pg_catalog.text,
		reasons pg_catalog.text,
		answered_by pg_catalog.text,
		document_no pg_catalog.text,
		exclude pg_catalog.int4[] DEFAULT '{}',
		last_day pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_objection';
COMMENT ON FUNCTION @extschema@.answer_objection(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4[], pg_catalog.date, pg_catalog.text) IS
	'answers an objection: dismissed, withdrawn or inadmissible (execution goes on that day, the stopped days are added), partly (exclude drops measures, last_day is an earlier one, no days are added) or upheld (void from the beginning); by the determining agency or its successor; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.lodge_complaint(
		subject @extschema@.subject_id,
		objection pg_catalog.uuid,
		received_on pg_catalog.date,
		grounds pg_catalog.text,
		ground pg_catalog.text DEFAULT 'unfounded',
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_lodge_complaint';
COMMENT ON FUNCTION @extschema@.lodge_complaint(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'complains to the office about the answer to an objection, or about its lack after the reply was due; ground: insufficient, unfounded, fact_wrong or no_reply; stops execution from received_on on; raises JC004, JC009';

CREATE FUNCTION @extschema@.lodge_complaint(
		subject pg_catalog.text,
		objection pg_catalog.uuid,
		received_on pg_catalog.date,
		grounds pg_catalog.text,
		ground pg_catalog.text DEFAULT 'unfounded',
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_lodge_complaint';
COMMENT ON FUNCTION @extschema@.lodge_complaint(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'complains to the office about the answer to an objection, or about its lack after the reply was due; ground: insufficient, unfounded, fact_wrong or no_reply; stops execution from received_on on; raises JC004, JC009';

CREATE FUNCTION @extschema@.answer_complaint(
		subject @extschema@.subject_id,
		complaint pg_catalog.uuid,
		answered_on pg_catalog.date,
		outcome pg_catalog.text,
		reasons pg_catalog.text,
		answered_by pg_catalog.text,
		document_no pg_catalog.text,
		exclude pg_catalog.int4[] DEFAULT '{}',
		last_day pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_complaint';
COMMENT ON FUNCTION @extschema@.answer_complaint(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4[], pg_catalog.date, pg_catalog.text) IS
	'answers a complaint as answer_objection() does, and remitted: it stays stopped until the objection is answered anew; by the office only, and never about itself; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.answer_complaint(
		subject pg_catalog.text,
		complaint pg_catalog.uuid,
		answered_on pg_catalog.date,
		outcome pg_catalog.text,
		reasons pg_catalog.text,
		answered_by pg_catalog.text,
		document_no pg_catalog.text,
		exclude pg_catalog.int4[] DEFAULT '{}',
		last_day pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_complaint';
COMMENT ON FUNCTION @extschema@.answer_complaint(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4[], pg_catalog.date, pg_catalog.text) IS
	'answers a complaint as answer_objection() does, and remitted: it stays stopped until the objection is answered anew; by the office only, and never about itself; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.apply_repair(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		applied_on pg_catalog.date,
		evidence pg_catalog.jsonb,
		commitment pg_catalog.text DEFAULT NULL,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_apply_repair';
COMMENT ON FUNCTION @extschema@.apply_repair(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'applies for repair (信用修复), not before the shortest time of the conduct or of the severity class; raises JC004, JC009';

CREATE FUNCTION @extschema@.apply_repair(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		applied_on pg_catalog.date,
		evidence pg_catalog.jsonb,
		commitment pg_catalog.text DEFAULT NULL,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_apply_repair';
COMMENT ON FUNCTION @extschema@.apply_repair(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'applies for repair (信用修复), not before the shortest time of the conduct or of the severity class; raises JC004, JC009';

CREATE FUNCTION @extschema@.answer_repair(
		subject @extschema@.subject_id,
		repair pg_catalog.uuid,
		answered_on pg_catalog.date,
		outcome pg_catalog.text,
		published_on pg_catalog.date,
		reasons pg_catalog.text,
		answered_by pg_catalog.text,
		document_no pg_catalog.text,
		measures pg_catalog.int4[] DEFAULT NULL,
		until_day pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_repair';
COMMENT ON FUNCTION @extschema@.answer_repair(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4[], pg_catalog.date, pg_catalog.text) IS
	'answers an application for repair: granted (everything ends on publication, or when it is due, the earlier), partly (measures end), temporary (lifted until until_day) or refused; published_on NULL: not yet; by the determining agency, its successor or that of the source document; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.answer_repair(
		subject pg_catalog.text,
		repair pg_catalog.uuid,
		answered_on pg_catalog.date,
		outcome pg_catalog.text,
		published_on pg_catalog.date,
		reasons pg_catalog.text,
		answered_by pg_catalog.text,
		document_no pg_catalog.text,
		measures pg_catalog.int4[] DEFAULT NULL,
		until_day pg_catalog.date DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_answer_repair';
COMMENT ON FUNCTION @extschema@.answer_repair(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4[], pg_catalog.date, pg_catalog.text) IS
	'answers an application for repair: granted (everything ends on publication, or when it is due, the earlier), partly (measures end), temporary (lifted until until_day) or refused; published_on NULL: not yet; by the determining agency, its successor or that of the source document; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.publish_repair(
		subject @extschema@.subject_id,
		repair pg_catalog.uuid,
		published_on pg_catalog.date,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_publish_repair';
COMMENT ON FUNCTION @extschema@.publish_repair(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS
	'records the publication of a repair that was granted, by its application or its answer; raises JC004, JC009';

CREATE FUNCTION @extschema@.publish_repair(
		subject pg_catalog.text,
		repair pg_catalog.uuid,
		published_on pg_catalog.date,
		document_no pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_publish_repair';
COMMENT ON FUNCTION @extschema@.publish_repair(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS
	'records the publication of a repair that was granted, by its application or its answer; raises JC004, JC009';

CREATE FUNCTION @extschema@.feedback(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		measure pg_catalog.int4,
		agency pg_catalog.text,
		status pg_catalog.text,
		done_on pg_catalog.date,
		note pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_feedback';
COMMENT ON FUNCTION @extschema@.feedback(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS
	'records what an implementing agency did: received, applied, not_applicable, declined, lifted or restored; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.feedback(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		measure pg_catalog.int4,
		agency pg_catalog.text,
		status pg_catalog.text,
		done_on pg_catalog.date,
		note pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_feedback';
COMMENT ON FUNCTION @extschema@.feedback(pg_catalog.text, pg_catalog.uuid, pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS
	'records what an implementing agency did: received, applied, not_applicable, declined, lifted or restored; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.stay(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		from_day pg_catalog.date,
		until_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		extends pg_catalog.bool DEFAULT false,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_stay';
COMMENT ON FUNCTION @extschema@.stay(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.text) IS
	'stops execution from from_day through until_day (NULL: open) by a document; ends by itself; extends: whether the days are added to the term; raises JC004, JC009';

CREATE FUNCTION @extschema@.stay(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		from_day pg_catalog.date,
		until_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		extends pg_catalog.bool DEFAULT false,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_stay';
COMMENT ON FUNCTION @extschema@.stay(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.text) IS
	'stops execution from from_day through until_day (NULL: open) by a document; ends by itself; extends: whether the days are added to the term; raises JC004, JC009';

CREATE FUNCTION @extschema@.resume(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_resume';
COMMENT ON FUNCTION @extschema@.resume(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'ends the stays of a decision and of its record from on_day on; raises JC004, JC009';

CREATE FUNCTION @extschema@.resume(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_resume';
COMMENT ON FUNCTION @extschema@.resume(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'ends the stays of a decision and of its record from on_day on; raises JC004, JC009';

CREATE FUNCTION @extschema@.revoke(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_revoke';
COMMENT ON FUNCTION @extschema@.revoke(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'ends a decision from on_day on; what was in force before stays so; raises JC004, JC009';

CREATE FUNCTION @extschema@.revoke(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_revoke';
COMMENT ON FUNCTION @extschema@.revoke(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'ends a decision from on_day on; what was in force before stays so; raises JC004, JC009';

CREATE FUNCTION @extschema@.annul(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_annul';
COMMENT ON FUNCTION @extschema@.annul(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'makes a decision void from the beginning, past days too; raises JC004, JC009';

CREATE FUNCTION @extschema@.annul(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_annul';
COMMENT ON FUNCTION @extschema@.annul(pg_catalog.text, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'makes a decision void from the beginning, past days too; raises JC004, JC009';

CREATE FUNCTION @extschema@.stay_record(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		from_day pg_catalog.date,
		until_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		extends pg_catalog.bool DEFAULT false,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_stay_record';
COMMENT ON FUNCTION @extschema@.stay_record(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.text) IS
	'records that the source record is stayed: every decision that rests on it stops, and those on persons behind; raises JC004, JC009';

CREATE FUNCTION @extschema@.stay_record(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		from_day pg_catalog.date,
		until_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		extends pg_catalog.bool DEFAULT false,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_stay_record';
COMMENT ON FUNCTION @extschema@.stay_record(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.text) IS
	'records that the source record is stayed: every decision that rests on it stops, and those on persons behind; raises JC004, JC009';

CREATE FUNCTION @extschema@.annul_record(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_annul_record';
COMMENT ON FUNCTION @extschema@.annul_record(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that the source record was annulled: every decision that rests on it is void from the beginning; raises JC004, JC009';

CREATE FUNCTION @extschema@.annul_record(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_annul_record';
COMMENT ON FUNCTION @extschema@.annul_record(pg_catalog.text, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that the source record was annulled: every decision that rests on it is void from the beginning; raises JC004, JC009';

CREATE FUNCTION @extschema@.withdraw_record(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_withdraw_record';
COMMENT ON FUNCTION @extschema@.withdraw_record(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that the agency withdrew its record: every decision that rests on it is void from the beginning; raises JC004, JC009';

CREATE FUNCTION @extschema@.withdraw_record(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_withdraw_record';
COMMENT ON FUNCTION @extschema@.withdraw_record(pg_catalog.text, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that the agency withdrew its record: every decision that rests on it is void from the beginning; raises JC004, JC009';

CREATE FUNCTION @extschema@.correct_record(
		subject @extschema@.subject_id,
		record pg_catalog.uuid,
		changes pg_catalog.jsonb,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_correct_record';
COMMENT ON FUNCTION @extschema@.correct_record(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'corrects what a record says: document_no, reason, occurred_on, occurred_until, subject_name, evidence, final; a corrected day of the act reaches the decision; raises JC004, JC007, JC009';

CREATE FUNCTION @extschema@.correct_record(
		subject pg_catalog.text,
		record pg_catalog.uuid,
		changes pg_catalog.jsonb,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_correct_record';
COMMENT ON FUNCTION @extschema@.correct_record(pg_catalog.text, pg_catalog.uuid, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'corrects what a record says: document_no, reason, occurred_on, occurred_until, subject_name, evidence, final; a corrected day of the act reaches the decision; raises JC004, JC007, JC009';

CREATE FUNCTION @extschema@.release(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		met_on pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_release';
COMMENT ON FUNCTION @extschema@.release(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'releases a subject whose release condition is met, from met_on on; raises JC004, JC009';

CREATE FUNCTION @extschema@.release(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		met_on pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_release';
COMMENT ON FUNCTION @extschema@.release(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'releases a subject whose release condition is met, from met_on on; raises JC004, JC009';

CREATE FUNCTION @extschema@.review(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		reviewed_on pg_catalog.date,
		outcome pg_catalog.text,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_review';
COMMENT ON FUNCTION @extschema@.review(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the review of a burden without a last day: continued or released; the next is due an interval later; raises JC004, JC009';

CREATE FUNCTION @extschema@.review(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		reviewed_on pg_catalog.date,
		outcome pg_catalog.text,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_review';
COMMENT ON FUNCTION @extschema@.review(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records the review of a burden without a last day: continued or released; the next is due an interval later; raises JC004, JC009';

CREATE FUNCTION @extschema@.condition_met(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		measure pg_catalog.int4,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_condition_met';
COMMENT ON FUNCTION @extschema@.condition_met(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.int4, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'switches a conditional measure on from on_day on; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.condition_met(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		measure pg_catalog.int4,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_condition_met';
COMMENT ON FUNCTION @extschema@.condition_met(pg_catalog.text, pg_catalog.uuid, pg_catalog.int4, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'switches a conditional measure on from on_day on; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.condition_ended(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		measure pg_catalog.int4,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_condition_ended';
COMMENT ON FUNCTION @extschema@.condition_ended(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.int4, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'switches a conditional measure off from on_day on; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.condition_ended(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		measure pg_catalog.int4,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_condition_ended';
COMMENT ON FUNCTION @extschema@.condition_ended(pg_catalog.text, pg_catalog.uuid, pg_catalog.int4, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'switches a conditional measure off from on_day on; raises JC002, JC004, JC009';

CREATE FUNCTION @extschema@.amend_term(
		subject @extschema@.subject_id,
		decision pg_catalog.uuid,
		last_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_amend_term';
COMMENT ON FUNCTION @extschema@.amend_term(@extschema@.subject_id, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'amends the last day of a decision from tomorrow on, never backwards; a longer term needs a new notice and keeps to the bounds of the catalogue; raises JC003, JC004, JC006, JC010';

CREATE FUNCTION @extschema@.amend_term(
		subject pg_catalog.text,
		decision pg_catalog.uuid,
		last_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_amend_term';
COMMENT ON FUNCTION @extschema@.amend_term(pg_catalog.text, pg_catalog.uuid, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'amends the last day of a decision from tomorrow on, never backwards; a longer term needs a new notice and keeps to the bounds of the catalogue; raises JC003, JC004, JC006, JC010';

CREATE FUNCTION @extschema@.end_subject(
		subject @extschema@.subject_id,
		on_day pg_catalog.date,
		how pg_catalog.text,
		successor @extschema@.subject_id,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_end_subject';
COMMENT ON FUNCTION @extschema@.end_subject(@extschema@.subject_id, pg_catalog.date, pg_catalog.text, @extschema@.subject_id, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that a subject is no more (death, deregistration, merger, division, other): its measures end on_day, and the successor inherits none; raises JC004, JC005, JC008, JC009';

CREATE FUNCTION @extschema@.end_subject(
		subject pg_catalog.text,
		on_day pg_catalog.date,
		how pg_catalog.text,
		successor pg_catalog.text,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_end_subject';
COMMENT ON FUNCTION @extschema@.end_subject(pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that a subject is no more (death, deregistration, merger, division, other): its measures end on_day, and the successor inherits none; raises JC004, JC005, JC008, JC009';

CREATE FUNCTION @extschema@.link_identifier(
		subject @extschema@.subject_id,
		identifier @extschema@.subject_id,
		valid pg_catalog.daterange,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_link_identifier';
COMMENT ON FUNCTION @extschema@.link_identifier(@extschema@.subject_id, @extschema@.subject_id, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier belongs to a subject on the days of valid, by a document; raises JC004, JC005, JC008, JC009';

CREATE FUNCTION @extschema@.link_identifier(
		subject pg_catalog.text,
		identifier @extschema@.subject_id,
		valid pg_catalog.daterange,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_link_identifier';
COMMENT ON FUNCTION @extschema@.link_identifier(pg_catalog.text, @extschema@.subject_id, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier belongs to a subject on the days of valid, by a document; raises JC004, JC005, JC008, JC009';

CREATE FUNCTION @extschema@.link_identifier(
		subject @extschema@.subject_id,
		identifier pg_catalog.text,
		valid pg_catalog.daterange,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_link_identifier';
COMMENT ON FUNCTION @extschema@.link_identifier(@extschema@.subject_id, pg_catalog.text, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier belongs to a subject on the days of valid, by a document; raises JC004, JC005, JC008, JC009';

CREATE FUNCTION @extschema@.link_identifier(
		subject pg_catalog.text,
		identifier pg_catalog.text,
		valid pg_catalog.daterange,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_link_identifier';
COMMENT ON FUNCTION @extschema@.link_identifier(pg_catalog.text, pg_catalog.text, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier belongs to a subject on the days of valid, by a document; raises JC004, JC005, JC008, JC009';

CREATE FUNCTION @extschema@.end_identifier(
		subject @extschema@.subject_id,
		identifier @extschema@.subject_id,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_end_identifier';
COMMENT ON FUNCTION @extschema@.end_identifier(@extschema@.subject_id, @extschema@.subject_id, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier no longer belongs to a subject from a day on, by a document; takes a link back from its first day; raises JC004, JC005, JC009';

CREATE FUNCTION @extschema@.end_identifier(
		subject pg_catalog.text,
		identifier @extschema@.subject_id,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_end_identifier';
COMMENT ON FUNCTION @extschema@.end_identifier(pg_catalog.text, @extschema@.subject_id, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier no longer belongs to a subject from a day on, by a document; takes a link back from its first day; raises JC004, JC005, JC009';

CREATE FUNCTION @extschema@.end_identifier(
		subject @extschema@.subject_id,
		identifier pg_catalog.text,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_end_identifier';
COMMENT ON FUNCTION @extschema@.end_identifier(@extschema@.subject_id, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier no longer belongs to a subject from a day on, by a document; takes a link back from its first day; raises JC004, JC005, JC009';

CREATE FUNCTION @extschema@.end_identifier(
		subject pg_catalog.text,
		identifier pg_catalog.text,
		on_day pg_catalog.date,
		document_no pg_catalog.text,
		reason pg_catalog.text DEFAULT NULL,
		late_reason pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_end_identifier';
COMMENT ON FUNCTION @extschema@.end_identifier(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS
	'records that an identifier no longer belongs to a subject from a day on, by a document; takes a link back from its first day; raises JC004, JC005, JC009';
