-- What was known when, and whether it still stands.

CREATE FUNCTION @extschema@.settle() RETURNS pg_catalog.timestamptz
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_settle';
COMMENT ON FUNCTION @extschema@.settle() IS
	'a settled moment: waits for the transactions that are writing facts, so that an answer as known at it never changes; raises 25001 in a transaction that has written facts, or above READ COMMITTED';

CREATE FUNCTION @extschema@.token(subject @extschema@.subject_id, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_token';
COMMENT ON FUNCTION @extschema@.token(@extschema@.subject_id, pg_catalog.text, pg_catalog.date) IS
	'names the answer that check() gives now, for replay(): position and hash in the subject''s chain, revision of the catalogue, question and digest of the answer; raises as check() does';

CREATE FUNCTION @extschema@.token(subject pg_catalog.text, matter pg_catalog.text, on_day pg_catalog.date DEFAULT @extschema@.today())
	RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_token';
COMMENT ON FUNCTION @extschema@.token(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS
	'names the answer that check() gives now, for replay(): position and hash in the subject''s chain, revision of the catalogue, question and digest of the answer; raises as check() does';

CREATE FUNCTION @extschema@.replay(token pg_catalog.text)
	RETURNS TABLE (
		state pg_catalog.text, polarity pg_catalog.text, effect pg_catalog.text, content pg_catalog.text, agency pg_catalog.text, legal_basis pg_catalog.text, conduct pg_catalog.text, decision pg_catalog.uuid,
		document_no pg_catalog.text, from_day pg_catalog.date, until_day pg_catalog.date, next_change pg_catalog.date, measure pg_catalog.int4, class pg_catalog.int4, until_kind pg_catalog.text,
		days_left pg_catalog.int4, role pg_catalog.text, condition pg_catalog.text, agency_now pg_catalog.text, mark pg_catalog.text, subject_name pg_catalog.text, agency_name pg_catalog.text)
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_replay';
COMMENT ON FUNCTION @extschema@.replay(pg_catalog.text) IS
	'the rows that check() gave when the token was made; a WARNING says where what is not versioned reads otherwise now; raises 22023 for a text that is no token, JC009 where the chain is not what it names, 42501 without the right to ask';

CREATE FUNCTION @extschema@.verify()
	RETURNS TABLE (problem pg_catalog.text, subject pg_catalog.text, kind pg_catalog.text, fact pg_catalog.text, detail pg_catalog.text)
	LANGUAGE c STABLE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_verify';
COMMENT ON FUNCTION @extschema@.verify() IS
	'a row for each thing that is not as the facts give it: standing recomputed, the chain compared with the facts, names folded by another ICU; a rewritten tail shows only against a digest() kept outside; raises 42501 without SELECT on credit.chain';

CREATE FUNCTION @extschema@.explain(subject @extschema@.subject_id, decision pg_catalog.uuid)
	RETURNS TABLE (step pg_catalog.int4, kind pg_catalog.text, on_day pg_catalog.date, until_day pg_catalog.date, days pg_catalog.int4,
		document_no pg_catalog.text, agency pg_catalog.text, "text" pg_catalog.text)
	LANGUAGE c STABLE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_explain';
COMMENT ON FUNCTION @extschema@.explain(@extschema@.subject_id, pg_catalog.uuid) IS
	'numbered steps: catalogue version, article, record, decision, notice, service, start, term, each event, each stop with its days, the last day with its sum, each measure; raises JC004, JC005, 42501 without the right to ask';

CREATE FUNCTION @extschema@.timeline(subject @extschema@.subject_id)
	RETURNS TABLE (seq pg_catalog.int8, on_day pg_catalog.date, recorded_at pg_catalog.timestamptz, kind pg_catalog.text, document_no pg_catalog.text,
		agency pg_catalog.text, "text" pg_catalog.text, record pg_catalog.text, decision pg_catalog.text)
	LANGUAGE c STABLE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_timeline';
COMMENT ON FUNCTION @extschema@.timeline(@extschema@.subject_id) IS
	'every fact of a subject in the order of its chain; raises JC005, 42501 without the right to ask';

CREATE FUNCTION @extschema@.explain(subject pg_catalog.text, decision pg_catalog.uuid)
	RETURNS TABLE (step pg_catalog.int4, kind pg_catalog.text, on_day pg_catalog.date, until_day pg_catalog.date, days pg_catalog.int4,
		document_no pg_catalog.text, agency pg_catalog.text, "text" pg_catalog.text)
	LANGUAGE c STABLE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_explain';
COMMENT ON FUNCTION @extschema@.explain(pg_catalog.text, pg_catalog.uuid) IS
	'numbered steps: catalogue version, article, record, decision, notice, service, start, term, each event, each stop with its days, the last day with its sum, each measure; raises JC004, JC005, 42501 without the right to ask';

CREATE FUNCTION @extschema@.timeline(subject pg_catalog.text)
	RETURNS TABLE (seq pg_catalog.int8, on_day pg_catalog.date, recorded_at pg_catalog.timestamptz, kind pg_catalog.text, document_no pg_catalog.text,
		agency pg_catalog.text, "text" pg_catalog.text, record pg_catalog.text, decision pg_catalog.text)
	LANGUAGE c STABLE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'credit_timeline';
COMMENT ON FUNCTION @extschema@.timeline(pg_catalog.text) IS
	'every fact of a subject in the order of its chain; raises JC005, 42501 without the right to ask';
