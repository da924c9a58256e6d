-- Facts: triggers of the tables, and the verbs that insert into them.

CREATE FUNCTION @extschema@.fact_kept() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_fact_kept';
COMMENT ON FUNCTION @extschema@.fact_kept() IS
	'trigger of a fact table: refuses UPDATE, DELETE and TRUNCATE (JC009)';
CREATE FUNCTION @extschema@.projection_lost() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_projection_lost';
COMMENT ON FUNCTION @extschema@.projection_lost() IS
	'trigger of facts and standing for sessions in role replica: questions compare facts and standing again, until refresh_standing()';

CREATE FUNCTION @extschema@.guard_projection() RETURNS pg_catalog.event_trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_guard_projection';
COMMENT ON FUNCTION @extschema@.guard_projection() IS
	'event trigger: where triggers of facts or standing were disabled, replaced or dropped, questions compare facts and standing again, until refresh_standing()';

CREATE EVENT TRIGGER credit_guard_projection ON ddl_command_end
	WHEN TAG IN ('ALTER TABLE', 'CREATE TRIGGER', 'DROP TRIGGER', 'CREATE RULE')
	EXECUTE FUNCTION @extschema@.guard_projection();
ALTER EVENT TRIGGER credit_guard_projection ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER credit_guard_projection IS
	'keeps the mark that standing knows all facts honest';

CREATE FUNCTION @extschema@.standing_kept() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_standing_kept';
COMMENT ON FUNCTION @extschema@.standing_kept() IS
	'row trigger of standing and chain: only our statement triggers write there (JC009)';
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
	'statement trigger of decision: adds the decisions to the chain, projects them into standing, lets persons share what happened to the enterprise';
CREATE FUNCTION @extschema@.event_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_event_before';
COMMENT ON FUNCTION @extschema@.event_before() IS
	'row trigger of event: refuses steps that the state of the decision does not allow (JC002, JC003, JC004, JC007, JC008, JC009, JC010), stamps the row';
CREATE FUNCTION @extschema@.event_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_event_after';
COMMENT ON FUNCTION @extschema@.event_after() IS
	'statement trigger of event: adds the events to the chain, projects the decisions that changed, reaches the persons behind an enterprise';

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

CREATE FUNCTION @extschema@.fact_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_fact_after';
COMMENT ON FUNCTION @extschema@.fact_after() IS
	'statement trigger of facts from which nothing else follows: adds them to the chain';
CREATE FUNCTION @extschema@.feedback_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_feedback_before';
COMMENT ON FUNCTION @extschema@.feedback_before() IS
	'row trigger of feedback: refuses what no implementing agency could have done (JC002, JC004, JC009), stamps the row';
CREATE FUNCTION @extschema@.subject_end_before() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_subject_end_before';
COMMENT ON FUNCTION @extschema@.subject_end_before() IS
	'row trigger of subject_end: refuses an end that cannot be (JC004, JC008, JC009), stamps the row';
CREATE FUNCTION @extschema@.subject_end_after() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_subject_end_after';
COMMENT ON FUNCTION @extschema@.subject_end_after() IS
	'statement trigger of subject_end: ends the decisions on the subject';
CREATE FUNCTION @extschema@.calendar_statement() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_calendar_statement';
COMMENT ON FUNCTION @extschema@.calendar_statement() IS
	'statement trigger of the calendar: counts up its revision';

CREATE FUNCTION @extschema@.refresh_standing() RETURNS pg_catalog.int8
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_refresh_standing';
COMMENT ON FUNCTION @extschema@.refresh_standing() IS
	'projects decisions that have no row in standing, as on a copy that receives facts alone, and gives their number; raises 42501 for others than the owner of the tables';

CREATE FUNCTION @extschema@.decision_of(record pg_catalog.uuid) RETURNS pg_catalog.uuid
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_decision_of_sql';
COMMENT ON FUNCTION @extschema@.decision_of(pg_catalog.uuid) IS
	'the decision that is, or may be, made on a record; of a decision: its record';

CREATE FUNCTION @extschema@.fact_digest(kind pg_catalog.text, fact pg_catalog.anyelement) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_fact_digest';
COMMENT ON FUNCTION @extschema@.fact_digest(pg_catalog.text, pg_catalog.anyelement) IS
	'what the link of a fact covers: sha256 over the columns of its row, of the table named by kind, in binary form; raises 22023 for another table';

CREATE FUNCTION @extschema@.digest(subject @extschema@.subject_id) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_digest';
COMMENT ON FUNCTION @extschema@.digest(@extschema@.subject_id) IS
	'head of a subject''s chain, position:sha256, to be printed and kept outside; NULL where nothing is recorded; raises JC005, 42501 without the right to ask';

CREATE FUNCTION @extschema@.digest(subject pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_digest';
COMMENT ON FUNCTION @extschema@.digest(pg_catalog.text) IS
	'head of a subject''s chain, position:sha256, to be printed and kept outside; NULL where nothing is recorded; raises JC005, 42501 without the right to ask';
