-- Facts: triggers of the tables, and the verbs that insert into them.

CREATE FUNCTION @extschema@.fact_kept() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_fact_kept';
COMMENT ON FUNCTION @extschema@.fact_kept() IS
	'trigger of a fact table: refuses UPDATE, DELETE and TRUNCATE (JC009)';
CREATE FUNCTION @extschema@.standing_kept() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_standing_kept';
COMMENT ON FUNCTION @extschema@.standing_kept() IS
	'row trigger of standing: only the projection writes there (JC009)';
CREATE FUNCTION @extschema@.setting_kept() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_setting_kept';
COMMENT ON FUNCTION @extschema@.setting_kept() IS
	'trigger of setting and secret: settings, zone and keys stay as install made them (JC009)';
CREATE FUNCTION @extschema@.subject_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_subject_before';
COMMENT ON FUNCTION @extschema@.subject_before() IS
	'row trigger of subject: derives kind and region from the identifier, stamps the row';
CREATE FUNCTION @extschema@.subject_identifier_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_subject_identifier_before';
COMMENT ON FUNCTION @extschema@.subject_identifier_before() IS
	'row trigger of subject_identifier: refuses links and ends that cannot be (JC004, JC005, JC008, JC009), stamps the row';
CREATE FUNCTION @extschema@.record_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_record_before';
COMMENT ON FUNCTION @extschema@.record_before() IS
	'row trigger of record: refuses what the catalogue does not allow (JC002, JC004, JC007, JC008, JC009), stamps the row';
CREATE FUNCTION @extschema@.record_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_record_after';
COMMENT ON FUNCTION @extschema@.record_after() IS
	'statement trigger of record: keeps subjects and names; makes the decisions of conducts that are decided on record';
CREATE FUNCTION @extschema@.notice_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_notice_before';
COMMENT ON FUNCTION @extschema@.notice_before() IS
	'row trigger of notice: refuses steps out of order (JC004), stamps the row';
CREATE FUNCTION @extschema@.decision_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_decision_before';
COMMENT ON FUNCTION @extschema@.decision_before() IS
	'row trigger of decision: refuses what catalogue and procedure do not allow (JC002, JC003, JC004, JC008, JC009, JC010), stamps the row';
CREATE FUNCTION @extschema@.decision_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_decision_after';
COMMENT ON FUNCTION @extschema@.decision_after() IS
	'statement trigger of decision: projects the decisions into standing';
CREATE FUNCTION @extschema@.event_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_event_before';
COMMENT ON FUNCTION @extschema@.event_before() IS
	'row trigger of event: refuses steps out of order (JC004, JC008), stamps the row';
CREATE FUNCTION @extschema@.event_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_event_after';
COMMENT ON FUNCTION @extschema@.event_after() IS
	'statement trigger of event: projects the decisions that changed into standing';

CREATE FUNCTION @extschema@.subject_of(identifier @extschema@.subject_id, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS @extschema@.subject_id
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_of_sql';
COMMENT ON FUNCTION @extschema@.subject_of(@extschema@.subject_id, pg_catalog.date) IS
	'the subject that an identifier means on a day; raises JC005 where it means several or none';

CREATE FUNCTION @extschema@.subject_of(identifier pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS @extschema@.subject_id
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_of_text';
COMMENT ON FUNCTION @extschema@.subject_of(pg_catalog.text, pg_catalog.date) IS
	'the subject that an identifier means on a day; raises JC005 where it means several or none';

CREATE FUNCTION @extschema@.measure_last_day(base_on pg_catalog.date, last_day pg_catalog.date,
		term pg_catalog.interval, statutory_max pg_catalog.interval, term_kind pg_catalog.text)
	RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measure_last_day';
COMMENT ON FUNCTION @extschema@.measure_last_day(pg_catalog.date, pg_catalog.date, pg_catalog.interval, pg_catalog.interval, pg_catalog.text) IS
	'last day of a measure: of its own term from base_on where it has one, else last_day of the decision, never beyond statutory_max; NULL: none or not known';

CREATE FUNCTION @extschema@.in_force_on(from_day pg_catalog.date, last_day pg_catalog.date, day pg_catalog.date)
	RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_in_force_on';
COMMENT ON FUNCTION @extschema@.in_force_on(pg_catalog.date, pg_catalog.date, pg_catalog.date) IS
	'whether a measure is in force on a day: from its first through its last day; without a first day never, without a last day until something ends it';

CREATE FUNCTION @extschema@.refresh_standing() RETURNS pg_catalog.int8
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_refresh_standing';
COMMENT ON FUNCTION @extschema@.refresh_standing() IS
	'projects decisions that have no row in standing, as on a copy that receives facts alone, and gives their number; raises 42501 for others than the owner of the tables';
