-- What the law demands of the catalogue: every refusal with its detail and
-- hint, and that what the rows rest on is not taken away under them.
\getenv source PG_ABS_SRCDIR
\set try :source/data/catalogue_try.sql
\set clean :source/data/catalogue_clean.sql
\set ECHO none
\i :try
\set ECHO all

-- one basis a rank, one that ended and one that is to come
INSERT INTO credit.legal_basis (code, valid, title, rank)
SELECT 'regress_' || r, '[2001-01-01,)', r, r FROM unnest('{administrative_regulation,central_policy,judicial_interpretation,
departmental_rule,local_regulation,local_government_rule,normative_document}'::text[]) AS r;
INSERT INTO credit.legal_basis (code, valid, title, rank, root_matter) VALUES
	('regress_ended', daterange(day(-1000), day(-10)), 'ended', 'law', false),
	('regress_to_come', daterange(day(10), NULL), 'to come', 'law', false),
	('regress_root', daterange(day(-1000), NULL), 'root', 'law', true),
	('regress_always', '(,)', 'always', 'law', false);

-- an INSERT of a row that is lawful but for what is given
CREATE FUNCTION inserting(target regclass, contents jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN format('INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, %3$L)', target,
		(SELECT string_agg(quote_ident(key), ', ' ORDER BY key) FROM jsonb_object_keys(contents) AS key), contents);
END
$$;
CREATE FUNCTION conduct(contents jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY SELECT try(inserting('credit.conduct', '{"code": "regress.x", "name": "x", "polarity": "sanction", "sector": "regress_food",
		"determining_agency": "regress_a", "legal_basis": "regress_law", "term": "1 year"}' || contents));
END
$$;
CREATE FUNCTION measure(contents jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY SELECT try(inserting('credit.measure', '{"conduct": "regress.s", "number": 1, "agency": "regress_a", "class": 1, "effect": "prohibit",
		"matters": ["regress.food"], "content": "x", "legal_basis": "regress_law"}' || contents));
END
$$;

--
-- conduct
--
-- basis
SELECT conduct('{"legal_basis": null}');
SELECT conduct('{"legal_basis": "regress_none"}');
SELECT conduct('{"legal_basis": "regress_ended"}');
SELECT conduct('{"legal_basis": "regress_to_come"}');
-- it covers every day of the row
SELECT conduct(jsonb_build_object('valid', daterange(day(-100), NULL), 'legal_basis', 'regress_ended', 'code', 'regress.e'));
SELECT conduct(jsonb_build_object('valid', daterange(day(-100), day(-10)), 'legal_basis', 'regress_ended', 'code', 'regress.e'));
SELECT conduct('{"valid": "(,)"}');
SELECT conduct(jsonb_build_object('valid', daterange(day(10), NULL), 'legal_basis', 'regress_to_come', 'code', 'regress.f'));
-- an end: a term, or a release condition that is reviewed
SELECT conduct('{"term": null}');
SELECT conduct('{"term_kind": "range", "term": null}');
SELECT conduct('{"term_kind": "range", "term_min": "1 year"}');
SELECT conduct('{"term_kind": "range", "term_min": "3 years", "term_max": "1 year", "term": null}');
SELECT conduct('{"term_min": "2 years"}');
SELECT conduct('{"term_max": "364 days"}');
SELECT conduct('{"term_kind": "until_condition", "term": null}');
SELECT conduct('{"term_kind": "until_condition", "term": null, "release_condition": "pays"}');
SELECT conduct('{"term_kind": "until_condition", "term": null, "review_every": "1 year"}');
SELECT conduct('{"term_kind": "until_condition", "term": null, "review_every": "1 year", "release_condition": "  "}');
SELECT conduct('{"term_kind": "while_status", "term": null}');
SELECT conduct('{"term_kind": "while_published", "term": null}');
SELECT conduct('{"term_kind": "lifetime", "term": null, "legal_basis": "regress_departmental_rule"}');
SELECT conduct('{"term_kind": "from_event", "legal_basis": "regress_central_policy"}');
-- one term for all, by whose document
SELECT conduct('{"harmony": "fixed"}');
SELECT conduct('{"harmony": "fixed", "harmony_document_no": ""}');
-- on the record
SELECT conduct('{"determination": "on_record"}');
SELECT conduct('{"determination": "on_record", "listing_basis": "regress_administrative_regulation", "adopted_by": "no. 1"}');
SELECT conduct('{"determination": "on_record", "listing_basis": "regress_ended", "adopted_by": "no. 1"}');
SELECT conduct('{"determination": "on_record", "listing_basis": "regress_law"}');
SELECT conduct('{"determination": "on_record", "listing_basis": "regress_law", "adopted_by": " "}');
-- powers
SELECT conduct('{"sector": "regress_tax"}');
SELECT conduct('{"determining_agency": "regress_b"}');
-- a successor has them from its first day on
INSERT INTO credit.agency_succession VALUES ('regress_a', 'regress_b', day(5), 'no. 1');
SELECT conduct('{"determining_agency": "regress_b"}');
SELECT conduct(jsonb_build_object('determining_agency', 'regress_b', 'code', 'regress.g', 'valid', daterange(day(5), NULL)));
-- what is lawful
SELECT conduct('{"code": "regress.s", "term_min": "1 year", "term_max": "1 year"}');
SELECT conduct('{"code": "regress.i", "polarity": "incentive", "legal_basis": "regress_memo"}');
SELECT conduct('{"code": "regress.r", "term_kind": "range", "term_min": "1 year", "term_max": "3 years", "term": null}');
SELECT conduct('{"code": "regress.c", "term_kind": "until_condition", "term": null, "review_every": "1 year", "release_condition": "pays"}');
SELECT conduct('{"code": "regress.l", "term_kind": "lifetime", "term": null}');
SELECT conduct('{"code": "regress.o", "determination": "on_record", "listing_basis": "regress_judicial_interpretation", "adopted_by": "no. 1"}');
-- a draft may lack all of it
SELECT conduct('{"code": "regress.d", "draft": true, "draft_reason": "needs law", "legal_basis": null, "term": null, "sector": "regress_tax"}');

--
-- measure
--
SELECT measure('{"conduct": "regress.none"}');
SELECT measure('{"conduct": "regress.none", "draft": true}');
SELECT measure('{"legal_basis": null}');
SELECT measure('{"legal_basis": "regress_ended"}');
-- the rank that class 1 needs
SELECT rank, (measure(jsonb_build_object('number', n, 'legal_basis', 'regress_' || rank))) AS try
FROM unnest('{law,administrative_regulation,central_policy,judicial_interpretation,departmental_rule,local_regulation,local_government_rule,
normative_document,memo}'::text[]) WITH ORDINALITY AS r (rank, n);
SELECT measure('{"number": 20, "class": 2, "effect": "scrutinise", "legal_basis": "regress_memo"}');
SELECT measure('{"number": 21, "class": 3, "effect": "reference", "legal_basis": "regress_memo"}');
-- class 3 orders nobody
SELECT measure('{"number": 22, "class": 3, "legal_basis": "regress_law"}');
SELECT measure('{"number": 22, "class": 3, "effect": "publish", "matters": []}');
-- polarity
SELECT measure('{"number": 22, "effect": "favour"}');
SELECT measure('{"number": 22, "conduct": "regress.i"}');
SELECT effect, (measure(jsonb_build_object('number', n, 'conduct', 'regress.i', 'class', 2, 'effect', effect, 'matters', '[]'::jsonb))) AS try
FROM unnest('{favour,assist,publish,reference,supervise}'::text[]) WITH ORDINALITY AS e (effect, n);
-- what publishes or assists bears on no matter; what bars does on one
SELECT effect, matters, (SELECT split_part(t, ':', 1) FROM measure(format('{"number": 23, "effect": "%s", "matters": %s}', effect, matters)::jsonb) AS t LIMIT 1) AS try
FROM (VALUES ('publish', '["regress.food"]'), ('assist', '["regress.food"]'), ('prohibit', '[]'), ('limit', '[]')) AS e (effect, matters);
-- matters
SELECT measure('{"number": 24, "matters": ["regress.food", "regress.none"]}');
SELECT measure('{"number": 24, "matters": [null]}');
SELECT measure('{"number": 24, "matters": ["regress"]}');
SELECT measure('{"number": 24, "matters": ["regress"], "legal_basis": "regress_root"}');
SELECT measure('{"number": 25, "matters": ["regress"], "conduct": "regress.i", "effect": "favour", "class": 2}');
-- powers in the sector of the matter; nobody needs one for a choice of their own
SELECT measure('{"number": 26, "agency": "regress_b"}');
SELECT measure('{"number": 26, "agency": "regress_b", "class": 3, "effect": "reference"}');
-- an end of its own
SELECT measure('{"number": 27, "term_kind": "fixed"}');
SELECT measure('{"number": 27, "term_kind": "range", "conduct": "regress.o"}');
SELECT measure('{"number": 27, "term_kind": "range", "conduct": "regress.r"}');
SELECT measure('{"number": 28, "term_kind": "while_status"}');
SELECT measure('{"number": 28, "term_kind": "while_status", "conduct": "regress.c"}');
SELECT measure('{"number": 29, "term_kind": "lifetime", "legal_basis": "regress_judicial_interpretation"}');
SELECT measure('{"number": 29, "term": "3 years", "statutory_max": "2 years"}');
-- a draft may lack all of it but its conduct, and is listed where class 1 needs a law
SELECT measure('{"number": 30, "draft": true, "draft_reason": "needs law", "legal_basis": "regress_memo"}');
SELECT measure('{"number": 31, "draft": true, "draft_reason": "needs law", "legal_basis": null, "matters": ["regress.none"]}');
SELECT measure('{"number": 32, "draft": true, "draft_reason": "basis not read"}');
SELECT measure('{"number": 33, "draft": true, "class": 2, "effect": "scrutinise", "legal_basis": null}');
SELECT conduct, measure, class, effect, legal_basis, basis_rank, draft_reason FROM credit.needs_law WHERE conduct LIKE 'regress%' ORDER BY measure;
SELECT try($$UPDATE credit.measure SET draft = false, draft_reason = NULL WHERE conduct = 'regress.s' AND number = 30$$);
SELECT try($$UPDATE credit.measure SET draft = false, draft_reason = NULL, legal_basis = 'regress_law' WHERE conduct = 'regress.s' AND number = 30$$);
-- an update is held to the same
SELECT try($$UPDATE credit.measure SET legal_basis = 'regress_memo' WHERE conduct = 'regress.s' AND number = 1$$);
SELECT try($$UPDATE credit.measure SET class = 1 WHERE conduct = 'regress.s' AND number = 20$$);

--
-- what the rows rest on
--
-- a conduct goes with the measures it carries
SELECT try($$UPDATE credit.conduct SET polarity = 'incentive' WHERE code = 'regress.s'$$);
SELECT try($$UPDATE credit.conduct SET polarity = 'sanction' WHERE code = 'regress.i'$$);
SELECT try($$UPDATE credit.conduct SET review_every = NULL, term_kind = 'fixed', term = '1 year' WHERE code = 'regress.c'$$);
-- a basis keeps its rank, and its days, while rows rest on it
SELECT try($$UPDATE credit.legal_basis SET rank = 'memorandum' WHERE code = 'regress_central_policy'$$);
SELECT try($$UPDATE credit.legal_basis SET rank = 'law' WHERE code = 'regress_central_policy'$$);
SELECT try($$DELETE FROM credit.legal_basis WHERE code = 'regress_memo'$$);
SELECT try($$DELETE FROM credit.legal_basis WHERE code LIKE 'regress_l%'$$);
SELECT try($$UPDATE credit.legal_basis SET valid = daterange(lower(valid), day(1)) WHERE code = 'regress_root'$$);
SELECT try($$UPDATE credit.legal_basis SET title = 'the law', valid = daterange(day(3), NULL) WHERE code = 'regress_root'$$);
SELECT try($$DELETE FROM credit.legal_basis WHERE code = 'regress_normative_document'$$);
BEGIN;
DELETE FROM credit.measure WHERE conduct = 'regress.s' AND number = 24;
SELECT try($$DELETE FROM credit.legal_basis WHERE code = 'regress_root'$$);
ROLLBACK;
-- a matter stays while any version names it
SELECT try($$DELETE FROM credit.matter WHERE code = 'regress.food'$$);
SELECT try($$UPDATE credit.matter SET code = 'regress.meat' WHERE code = 'regress.food'$$);
SELECT try($$UPDATE credit.matter SET name = 'meat' WHERE code = 'regress.food'$$);
SELECT try($$TRUNCATE credit.matter$$);
-- a power stays while somebody acts by it
SELECT try($$DELETE FROM credit.power WHERE agency = 'regress_a'$$);
SELECT try($$UPDATE credit.power SET sector = 'regress_tax' WHERE agency = 'regress_a'$$);
SELECT try($$DELETE FROM credit.agency_succession WHERE agency = 'regress_a'$$);
BEGIN;
DELETE FROM credit.conduct WHERE code = 'regress.g';
SELECT try($$DELETE FROM credit.agency_succession WHERE agency = 'regress_a'$$);
ROLLBACK;
-- to close a row nothing is asked of it
BEGIN;
SELECT conduct(jsonb_build_object('code', 'regress.t', 'valid', daterange(day(-100), NULL)));
RESET ROLE;
SET LOCAL session_replication_role = replica;
DELETE FROM credit.power WHERE agency = 'regress_a';
SET LOCAL session_replication_role = origin;
SET LOCAL ROLE regress_credit_office;
SELECT try($$UPDATE credit.conduct SET name = 'y' WHERE code = 'regress.t'$$);
SELECT try($$UPDATE credit.conduct SET valid = daterange(lower(valid), day(3)) WHERE code = 'regress.t'$$);
SELECT try($$DELETE FROM credit.conduct WHERE code = 'regress.t'$$);
ROLLBACK;

--
-- decisions that have been made gain no measure
--
BEGIN;
SELECT conduct(jsonb_build_object('code', 'regress.z', 'valid', daterange(day(-100), NULL), 'determination', 'on_record',
	'listing_basis', 'regress_law', 'adopted_by', 'no. 1'));
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'valid', daterange(day(-100), NULL)));
-- none has been made yet
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 2, 'valid', daterange(NULL, NULL), 'legal_basis', 'regress_always'));
SELECT credit.report('91000000MA0AA0000X'::text, 'regress.z', 'regress_a', 'no. 1', day(-10), 'reason', served_on => day(-10),
	late_reason => 'test') IS NOT NULL AS reported;
SELECT decided_on - credit.today() AS decided FROM credit.decision WHERE conduct = 'regress.z';
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 3, 'valid', daterange(day(-100), NULL)));
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 3, 'valid', daterange(day(-10), NULL)));
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 3, 'valid', daterange(NULL, NULL), 'legal_basis', 'regress_always'));
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 3, 'valid', daterange(day(-9), NULL)));
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 4));
-- nor by a draft
SELECT measure(jsonb_build_object('conduct', 'regress.z', 'number', 5, 'valid', daterange(day(-100), NULL), 'draft', true));
SELECT try($$UPDATE credit.measure SET draft = false WHERE conduct = 'regress.z' AND number = 5$$);
SELECT number, first FROM measures WHERE conduct = 'regress.z';
SELECT measure FROM credit.measure_run WHERE conduct = 'regress.z' ORDER BY measure;
ROLLBACK;

\set ECHO none
\i :clean
\set ECHO all
