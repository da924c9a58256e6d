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
