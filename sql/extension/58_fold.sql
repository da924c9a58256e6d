-- The days and the state of one measure of a decision, from the columns of
-- standing and of the measure; and the fold as an aggregate.

CREATE FUNCTION @extschema@.measure_from(base_on pg_catalog.date, from_day pg_catalog.date, last_day pg_catalog.date, end_day pg_catalog.date, end_kind pg_catalog.text, review_due pg_catalog.date, harmonised pg_catalog.bool, course pg_catalog.int4[], number pg_catalog.int4, term pg_catalog.interval, 
		statutory_max pg_catalog.interval, term_kind pg_catalog.text, statutory_term pg_catalog.bool, stop_counts pg_catalog.bool)
	RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measure_from';
COMMENT ON FUNCTION @extschema@.measure_from(pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.int4[], pg_catalog.int4, pg_catalog.interval, pg_catalog.interval, pg_catalog.text, pg_catalog.bool, pg_catalog.bool) IS
	'first day of a measure in force, after a stop that held it up; NULL: not served';

CREATE FUNCTION @extschema@.measure_until(base_on pg_catalog.date, from_day pg_catalog.date, last_day pg_catalog.date, end_day pg_catalog.date, end_kind pg_catalog.text, review_due pg_catalog.date, harmonised pg_catalog.bool, course pg_catalog.int4[], number pg_catalog.int4, term pg_catalog.interval, 
		statutory_max pg_catalog.interval, term_kind pg_catalog.text, statutory_term pg_catalog.bool, stop_counts pg_catalog.bool)
	RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measure_until';
COMMENT ON FUNCTION @extschema@.measure_until(pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.int4[], pg_catalog.int4, pg_catalog.interval, pg_catalog.interval, pg_catalog.text, pg_catalog.bool, pg_catalog.bool) IS
	'last day of a measure in force: of its own term or the decision''s, stopped days added, never beyond its statutory maximum, or the day before it was ended; NULL: none, or not known yet';

CREATE FUNCTION @extschema@.measure_until_kind(base_on pg_catalog.date, from_day pg_catalog.date, last_day pg_catalog.date, end_day pg_catalog.date, end_kind pg_catalog.text, review_due pg_catalog.date, harmonised pg_catalog.bool, course pg_catalog.int4[], number pg_catalog.int4, term pg_catalog.interval, 
		statutory_max pg_catalog.interval, term_kind pg_catalog.text, statutory_term pg_catalog.bool, stop_counts pg_catalog.bool)
	RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measure_until_kind';
COMMENT ON FUNCTION @extschema@.measure_until_kind(pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.int4[], pg_catalog.int4, pg_catalog.interval, pg_catalog.interval, pg_catalog.text, pg_catalog.bool, pg_catalog.bool) IS
	'what ends a measure by a day: term, revoked, released, repaired or annulled; stop: not known while a stop is open; NULL: nothing does';

CREATE FUNCTION @extschema@.measure_state(day pg_catalog.date, base_on pg_catalog.date, from_day pg_catalog.date, last_day pg_catalog.date, end_day pg_catalog.date, end_kind pg_catalog.text, review_due pg_catalog.date, harmonised pg_catalog.bool, course pg_catalog.int4[], number pg_catalog.int4, term pg_catalog.interval, 
		statutory_max pg_catalog.interval, term_kind pg_catalog.text, statutory_term pg_catalog.bool, stop_counts pg_catalog.bool)
	RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measure_state_sql';
COMMENT ON FUNCTION @extschema@.measure_state(pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.int4[], pg_catalog.int4, pg_catalog.interval, pg_catalog.interval, pg_catalog.text, pg_catalog.bool, pg_catalog.bool) IS
	'state of a measure on a day: pending, active, suspended, annulled, revoked, released, repaired or expired';

CREATE FUNCTION @extschema@.measure_change(day pg_catalog.date, base_on pg_catalog.date, from_day pg_catalog.date, last_day pg_catalog.date, end_day pg_catalog.date, end_kind pg_catalog.text, review_due pg_catalog.date, harmonised pg_catalog.bool, course pg_catalog.int4[], number pg_catalog.int4, term pg_catalog.interval, 
		statutory_max pg_catalog.interval, term_kind pg_catalog.text, statutory_term pg_catalog.bool, stop_counts pg_catalog.bool)
	RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measure_change_sql';
COMMENT ON FUNCTION @extschema@.measure_change(pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.int4[], pg_catalog.int4, pg_catalog.interval, pg_catalog.interval, pg_catalog.text, pg_catalog.bool, pg_catalog.bool) IS
	'first day after a day on which the state of a measure is another one, if nothing more is recorded; NULL: none';

CREATE FUNCTION @extschema@.mark_on(day pg_catalog.date, state pg_catalog.text, measure pg_catalog.int4, course pg_catalog.int4[])
	RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_mark_on';
COMMENT ON FUNCTION @extschema@.mark_on(pg_catalog.date, pg_catalog.text, pg_catalog.int4, pg_catalog.int4[]) IS
	'what an answer about a measure is marked with: the stop that a suspended one is in (objection, complaint, stay, record_stay, review, lifted), else corrected where its record was; NULL: nothing';

CREATE FUNCTION @extschema@.episodes(course pg_catalog.int4[])
	RETURNS TABLE (kind pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, adds pg_catalog.bool, measure pg_catalog.int4)
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_episodes';
COMMENT ON FUNCTION @extschema@.episodes(pg_catalog.int4[]) IS
	'what column course of standing says: stops (objection, complaint, stay, record_stay, review, lifted) and what becomes of single measures; days are inclusive, NULL is open, measure NULL all of them; adds: the days are added to the term';

CREATE TYPE @extschema@.folded AS (
	base_on pg_catalog.date, from_day pg_catalog.date, last_day pg_catalog.date, end_day pg_catalog.date, review_due pg_catalog.date, act_on pg_catalog.date,
	end_kind pg_catalog.text, conditions_met pg_catalog.int4[], course pg_catalog.int4[], events pg_catalog.int4, harmony pg_catalog.text,
	harmony_measure pg_catalog.int4, harmony_document_no pg_catalog.text, served_on pg_catalog.date, base_last pg_catalog.date,
	conduct pg_catalog.text, decided_on pg_catalog.date, exclude pg_catalog.int4[], role pg_catalog.text);
COMMENT ON TYPE @extschema@.folded IS 'what the fold makes of a decision and its events; columns as in table standing, and the day of service and the last day before any stop';

CREATE FUNCTION @extschema@.fold_add(state pg_catalog.internal, conduct pg_catalog.text, decided_on pg_catalog.date, act_on pg_catalog.date, source_served_on pg_catalog.date, stated_on pg_catalog.date, term pg_catalog.interval,
	exclude pg_catalog.int4[], conditions_met pg_catalog.int4[], role pg_catalog.text, minutes pg_catalog.text, standstill_until pg_catalog.date, decision_recorded_on pg_catalog.date, event pg_catalog.uuid,
	kind pg_catalog.text, on_day pg_catalog.date, until_day pg_catalog.date, last_day pg_catalog.date, published_on pg_catalog.date, due_on pg_catalog.date,
	recorded_at pg_catalog.timestamptz, target pg_catalog.uuid, outcome pg_catalog.text, about pg_catalog.text, extends pg_catalog.bool,
	measures pg_catalog.int4[], ground pg_catalog.text, objector pg_catalog.text, follows pg_catalog.bool,
	recorded_on pg_catalog.date)
	RETURNS pg_catalog.internal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_fold_add';
COMMENT ON FUNCTION @extschema@.fold_add(pg_catalog.internal, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.interval, pg_catalog.int4[], pg_catalog.int4[], pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.uuid, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.timestamptz, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4[], pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.date) IS
	'transition of aggregate fold';
CREATE FUNCTION @extschema@.fold_done(state pg_catalog.internal) RETURNS @extschema@.folded
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_fold_done';
COMMENT ON FUNCTION @extschema@.fold_done(pg_catalog.internal) IS
	'result of aggregate fold';
CREATE AGGREGATE @extschema@.fold(conduct pg_catalog.text, decided_on pg_catalog.date, act_on pg_catalog.date, source_served_on pg_catalog.date, stated_on pg_catalog.date, term pg_catalog.interval,
	exclude pg_catalog.int4[], conditions_met pg_catalog.int4[], role pg_catalog.text, minutes pg_catalog.text, standstill_until pg_catalog.date, decision_recorded_on pg_catalog.date, event pg_catalog.uuid,
	kind pg_catalog.text, on_day pg_catalog.date, until_day pg_catalog.date, last_day pg_catalog.date, published_on pg_catalog.date, due_on pg_catalog.date,
	recorded_at pg_catalog.timestamptz, target pg_catalog.uuid, outcome pg_catalog.text, about pg_catalog.text, extends pg_catalog.bool,
	measures pg_catalog.int4[], ground pg_catalog.text, objector pg_catalog.text, follows pg_catalog.bool,
	recorded_on pg_catalog.date) (
	SFUNC = @extschema@.fold_add, STYPE = pg_catalog.internal, SSPACE = 700, FINALFUNC = @extschema@.fold_done, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.fold(pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.interval, pg_catalog.int4[], pg_catalog.int4[], pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.uuid, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.timestamptz, pg_catalog.uuid, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4[], pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.date) IS
	'folds a decision and its events into days, so that a replay is one GROUP BY: a row with a conduct brings the decision, a row with an event brings an event, in any order; NULL where no row brings the decision; follows: the event reached a person behind an enterprise';
