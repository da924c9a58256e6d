-- BI views with the day as a parameter.  The right to call one is SELECT on
-- the view of the same name.

CREATE FUNCTION @extschema@.active_penalties(on_day pg_catalog.date)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, subject_name pg_catalog.text, subject_kind pg_catalog.text, region pg_catalog.text, polarity pg_catalog.text, class pg_catalog.int4, effect pg_catalog.text,
		matter pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text, conduct pg_catalog.text, sector pg_catalog.text, document_no pg_catalog.text, decided_on pg_catalog.date,
		from_day pg_catalog.date, until_day pg_catalog.date, until_kind pg_catalog.text, next_change pg_catalog.date, decision pg_catalog.text, measure pg_catalog.int4)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.active_penalties(pg_catalog.date) IS
	'sanctions in force on a day, a row a measure; columns as view active_penalties; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.active_incentives(on_day pg_catalog.date)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, subject_name pg_catalog.text, subject_kind pg_catalog.text, region pg_catalog.text, polarity pg_catalog.text, class pg_catalog.int4, effect pg_catalog.text,
		matter pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text, conduct pg_catalog.text, sector pg_catalog.text, document_no pg_catalog.text, decided_on pg_catalog.date,
		from_day pg_catalog.date, until_day pg_catalog.date, until_kind pg_catalog.text, next_change pg_catalog.date, decision pg_catalog.text, measure pg_catalog.int4)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.active_incentives(pg_catalog.date) IS
	'incentives in force on a day, a row a measure; columns as view active_incentives; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.expiring_soon(on_day pg_catalog.date)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, subject_name pg_catalog.text, subject_kind pg_catalog.text, region pg_catalog.text, polarity pg_catalog.text, class pg_catalog.int4, effect pg_catalog.text,
		matter pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text, conduct pg_catalog.text, sector pg_catalog.text, document_no pg_catalog.text, decided_on pg_catalog.date,
		from_day pg_catalog.date, until_day pg_catalog.date, until_kind pg_catalog.text, next_change pg_catalog.date, decision pg_catalog.text, measure pg_catalog.int4)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.expiring_soon(pg_catalog.date) IS
	'measures in force on a day that end, or whose review is due, within the days of setting expiring_days, a row a measure; columns as view expiring_soon; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.replies_overdue(on_day pg_catalog.date)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, kind pg_catalog.text, conduct pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text,
		received_on pg_catalog.date, due_on pg_catalog.date, days_over pg_catalog.int4, document_no pg_catalog.text, event pg_catalog.text, decision pg_catalog.text)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.replies_overdue(pg_catalog.date) IS
	'objections, complaints and applications for repair that were not answered by a day though due, and repairs that were not published; columns as view replies_overdue; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.feedback_overdue(on_day pg_catalog.date)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, conduct pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text, document_no pg_catalog.text,
		measure pg_catalog.int4, content pg_catalog.text, due_on pg_catalog.date, days_over pg_catalog.int4, decision pg_catalog.text)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.feedback_overdue(pg_catalog.date) IS
	'measures in force on a day whose implementing agency has not given feedback though due; columns as view feedback_overdue; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.suspended_measures(on_day pg_catalog.date)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, subject_name pg_catalog.text, subject_kind pg_catalog.text, region pg_catalog.text, polarity pg_catalog.text, class pg_catalog.int4, effect pg_catalog.text,
		matter pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text, conduct pg_catalog.text, sector pg_catalog.text, document_no pg_catalog.text, decided_on pg_catalog.date,
		from_day pg_catalog.date, until_day pg_catalog.date, until_kind pg_catalog.text, next_change pg_catalog.date, decision pg_catalog.text, measure pg_catalog.int4)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.suspended_measures(pg_catalog.date) IS
	'measures that are stopped on a day, a row a measure; columns as view suspended_measures; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.measures_on(day pg_catalog.date, known_at pg_catalog.timestamptz DEFAULT NULL)
	RETURNS TABLE (
		subject_no pg_catalog.text, subject_key pg_catalog.text, subject_name pg_catalog.text, subject_kind pg_catalog.text, region pg_catalog.text, polarity pg_catalog.text, class pg_catalog.int4, effect pg_catalog.text,
		matter pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, agency_now pg_catalog.text, conduct pg_catalog.text, sector pg_catalog.text, document_no pg_catalog.text, decided_on pg_catalog.date,
		from_day pg_catalog.date, until_day pg_catalog.date, until_kind pg_catalog.text, next_change pg_catalog.date, decision pg_catalog.text, measure pg_catalog.int4)
	LANGUAGE c STABLE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_measures_on';
COMMENT ON FUNCTION @extschema@.measures_on(pg_catalog.date, pg_catalog.timestamptz) IS
	'every measure in force on a day, as known at a moment (NULL: all that is visible); columns as view measure_listing; an answer as known at a moment that settle() gave never changes; raises 42501 without SELECT on that view';

CREATE FUNCTION @extschema@.measures_by_agency(on_day pg_catalog.date)
	RETURNS TABLE (
		agency pg_catalog.text, agency_now pg_catalog.text, polarity pg_catalog.text, class pg_catalog.int4, effect pg_catalog.text, measures pg_catalog.numeric)
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_listing_on';
COMMENT ON FUNCTION @extschema@.measures_by_agency(pg_catalog.date) IS
	'number of measures in force on a day by implementing agency, polarity, class and effect; raises 42501 without SELECT on view measures_by_agency';
