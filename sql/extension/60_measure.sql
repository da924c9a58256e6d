-- Questions about one subject.  The right to ask is SELECT on the view
-- credit.may_check; the functions themselves stay PUBLIC.

CREATE FUNCTION @extschema@.check(subject @extschema@.subject_id, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_check';
COMMENT ON FUNCTION @extschema@.check(@extschema@.subject_id, pg_catalog.text, pg_catalog.date) IS
	'a row per measure in force on the day that bears on the matter, strongest first: state, polarity, effect, content, implementing agency, article, conduct, decision, its document, first day, last day (NULL: none), next_change (first later day on which the row would differ if nothing more were recorded), number of the measure, class, until_kind, days left after the day, role, condition, agency that acts now, mark, name of the subject, name of that agency; raises JC002 for an unknown matter, JC005 for an unusable subject, 42501 without the right to ask';

CREATE FUNCTION @extschema@.effect_on(subject @extschema@.subject_id, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_effect_on';
COMMENT ON FUNCTION @extschema@.effect_on(@extschema@.subject_id, pg_catalog.text, pg_catalog.date) IS
	'strongest effect in force on the day that bears on the matter, or clear; raises JC002 for an unknown matter, JC005 for an unusable subject, 42501 without the right to ask';

CREATE FUNCTION @extschema@.effects_on(subjects @extschema@.subject_id[], matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (subject @extschema@.subject_id, effect pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_effects_on';
COMMENT ON FUNCTION @extschema@.effects_on(@extschema@.subject_id[], pg_catalog.text, pg_catalog.date) IS
	'what effect_on() gives for each of many subjects, in their order, by one join; raises as it does for the first of them that it would raise for';

CREATE FUNCTION @extschema@.penalties(subject @extschema@.subject_id, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measures_of';
COMMENT ON FUNCTION @extschema@.penalties(@extschema@.subject_id, pg_catalog.date) IS
	'every sanction in force on the day, all matters; columns as check(): state, polarity, effect, content, implementing agency, article, conduct, decision, its document, first day, last day (NULL: none), next_change (first later day on which the row would differ if nothing more were recorded), number of the measure, class, until_kind, days left after the day, role, condition, agency that acts now, mark, name of the subject, name of that agency';

CREATE FUNCTION @extschema@.incentives(subject @extschema@.subject_id, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measures_of';
COMMENT ON FUNCTION @extschema@.incentives(@extschema@.subject_id, pg_catalog.date) IS
	'every incentive in force on the day, all matters; columns as check(): state, polarity, effect, content, implementing agency, article, conduct, decision, its document, first day, last day (NULL: none), next_change (first later day on which the row would differ if nothing more were recorded), number of the measure, class, until_kind, days left after the day, role, condition, agency that acts now, mark, name of the subject, name of that agency';

CREATE FUNCTION @extschema@.check(subject pg_catalog.text, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_check';
COMMENT ON FUNCTION @extschema@.check(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS
	'a row per measure in force on the day that bears on the matter, strongest first: state, polarity, effect, content, implementing agency, article, conduct, decision, its document, first day, last day (NULL: none), next_change (first later day on which the row would differ if nothing more were recorded), number of the measure, class, until_kind, days left after the day, role, condition, agency that acts now, mark, name of the subject, name of that agency; raises JC002 for an unknown matter, JC005 for an unusable subject, 42501 without the right to ask';

CREATE FUNCTION @extschema@.effect_on(subject pg_catalog.text, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_effect_on';
COMMENT ON FUNCTION @extschema@.effect_on(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS
	'strongest effect in force on the day that bears on the matter, or clear; raises JC002 for an unknown matter, JC005 for an unusable subject, 42501 without the right to ask';

CREATE FUNCTION @extschema@.penalties(subject pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measures_of';
COMMENT ON FUNCTION @extschema@.penalties(pg_catalog.text, pg_catalog.date) IS
	'every sanction in force on the day, all matters; columns as check(): state, polarity, effect, content, implementing agency, article, conduct, decision, its document, first day, last day (NULL: none), next_change (first later day on which the row would differ if nothing more were recorded), number of the measure, class, until_kind, days left after the day, role, condition, agency that acts now, mark, name of the subject, name of that agency';

CREATE FUNCTION @extschema@.incentives(subject pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_measures_of';
COMMENT ON FUNCTION @extschema@.incentives(pg_catalog.text, pg_catalog.date) IS
	'every incentive in force on the day, all matters; columns as check(): state, polarity, effect, content, implementing agency, article, conduct, decision, its document, first day, last day (NULL: none), next_change (first later day on which the row would differ if nothing more were recorded), number of the measure, class, until_kind, days left after the day, role, condition, agency that acts now, mark, name of the subject, name of that agency';

CREATE FUNCTION @extschema@.subject_key(subject @extschema@.subject_id) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_key';
COMMENT ON FUNCTION @extschema@.subject_key(@extschema@.subject_id) IS
	'keyed hash of a subject, 32 hexadecimal digits: counts and joins without telling the number; another one in every installation; raises 42501 without SELECT on credit.secret';
