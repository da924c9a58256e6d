-- The catalogue: conduct and the measures it carries, versioned by day.
--
-- DBAs write plain INSERT, UPDATE and DELETE.  A row trigger closes the
-- version in force and opens the next one on the day after the change at the
-- earliest, so the catalogue of a day never changes once the day has begun.

CREATE TABLE credit.conduct_code (
	code text PRIMARY KEY
);
COMMENT ON TABLE credit.conduct_code IS 'every conduct code that ever was; foreign keys point here; kept by a trigger';
COMMENT ON COLUMN credit.conduct_code.code IS 'code of the conduct';

CREATE TABLE credit.conduct (
	code text NOT NULL REFERENCES credit.conduct_code,
	valid daterange NOT NULL,
	name text NOT NULL CHECK (name <> ''),
	polarity text NOT NULL CHECK (polarity IN ('incentive', 'sanction')),
	sector text NOT NULL REFERENCES credit.sector,
	determining_agency text NOT NULL REFERENCES credit.agency_code,
	subject_kinds text[] NOT NULL DEFAULT '{enterprise}'
		CHECK (subject_kinds <@ ARRAY['enterprise', 'natural_person', 'social_organisation', 'public_body', 'other']
			AND cardinality(subject_kinds) > 0),
	minimum_age integer NOT NULL DEFAULT 18 CHECK (minimum_age >= 14),
	ground text,
	disposition text,
	evidence text,
	legal_basis text REFERENCES credit.legal_basis_code,
	severity text[] NOT NULL DEFAULT '{}',
	term interval CHECK (term > interval '0'),
	term_min interval CHECK (term_min > interval '0'),
	term_max interval CHECK (term_max > interval '0'),
	term_kind text NOT NULL DEFAULT 'fixed'
		CHECK (term_kind IN ('fixed', 'range', 'until_condition', 'while_status', 'while_published', 'from_event', 'lifetime')),
	release_condition text,
	review_every interval CHECK (review_every > interval '0'),
	on_missed_review text NOT NULL DEFAULT 'suspend' CHECK (on_missed_review IN ('suspend', 'list')),
	term_basis text NOT NULL DEFAULT 'decided' CHECK (term_basis IN ('decided', 'served', 'stated')),
	harmony text NOT NULL DEFAULT 'shortest' CHECK (harmony IN ('shortest', 'longest', 'lead', 'fixed')),
	harmony_document_no text,
	overlap text NOT NULL DEFAULT 'concurrent' CHECK (overlap IN ('concurrent', 'longest')),
	determination text NOT NULL DEFAULT 'meeting' CHECK (determination IN ('meeting', 'on_record')),
	listing_basis text REFERENCES credit.legal_basis_code,
	adopted_by text,
	notice_workdays integer NOT NULL DEFAULT 5 CHECK (notice_workdays >= 0),
	standstill_workdays integer NOT NULL DEFAULT 0 CHECK (standstill_workdays >= 0),
	reply_workdays integer NOT NULL DEFAULT 7 CHECK (reply_workdays > 0),
	silence_workdays integer CHECK (silence_workdays > 0),
	complaint_window interval,
	repair_not_before interval,
	repair_workdays integer NOT NULL DEFAULT 10 CHECK (repair_workdays > 0),
	feedback_workdays integer NOT NULL DEFAULT 10 CHECK (feedback_workdays > 0),
	lapse_workdays integer NOT NULL DEFAULT 60 CHECK (lapse_workdays > 0),
	publication_min interval,
	publication_max interval,
	retention interval NOT NULL DEFAULT '5 years',
	level text NOT NULL DEFAULT 'city' CHECK (level IN ('national', 'province', 'city', 'county')),
	memorandum text,
	document_no text,
	published_on date,
	draft boolean NOT NULL DEFAULT false,
	draft_reason text,
	confidence text CHECK (confidence IN ('confirmed', 'partly', 'recalled')),
	source text,
	note text,
	author text,
	repair_publication_workdays integer NOT NULL DEFAULT 3 CHECK (repair_publication_workdays >= 0),
	PRIMARY KEY (code, valid),
	CONSTRAINT conduct_versions EXCLUDE USING gist (code WITH =, valid WITH &&),
	CONSTRAINT conduct_draft_reason CHECK (draft OR draft_reason IS NULL)
);
COMMENT ON TABLE credit.conduct IS 'conduct (失信/守信行为) that the published catalogue names; one row a version';
COMMENT ON COLUMN credit.conduct.code IS 'catalogue code, never reused';
COMMENT ON COLUMN credit.conduct.valid IS 'days of this version; left out by an INSERT: from tomorrow on';
COMMENT ON COLUMN credit.conduct.name IS 'name of the entry';
COMMENT ON COLUMN credit.conduct.polarity IS 'incentive or sanction';
COMMENT ON COLUMN credit.conduct.sector IS 'field it belongs to';
COMMENT ON COLUMN credit.conduct.determining_agency IS 'agency that establishes the conduct by its own power; its subtree and successors may report it';
COMMENT ON COLUMN credit.conduct.subject_kinds IS 'kinds of subjects it applies to';
COMMENT ON COLUMN credit.conduct.minimum_age IS 'years of age on the day of the act below which a person is excluded';
COMMENT ON COLUMN credit.conduct.ground IS 'ground (实施事由, 奖励事由)';
COMMENT ON COLUMN credit.conduct.disposition IS 'what is done (处理措施)';
COMMENT ON COLUMN credit.conduct.evidence IS 'evidence that a report must bring (证据材料)';
COMMENT ON COLUMN credit.conduct.legal_basis IS 'article that makes the conduct a ground; required of a row that is not a draft';
COMMENT ON COLUMN credit.conduct.severity IS 'severity classes a decision may name; never computed';
COMMENT ON COLUMN credit.conduct.term IS 'term of its measures where they have none of their own';
COMMENT ON COLUMN credit.conduct.term_min IS 'shortest term a decision may set';
COMMENT ON COLUMN credit.conduct.term_max IS 'longest term a decision may set';
COMMENT ON COLUMN credit.conduct.term_kind IS 'fixed, range, until_condition, while_status, while_published, from_event or lifetime; the last two need a law or administrative regulation';
COMMENT ON COLUMN credit.conduct.release_condition IS 'what releases the subject where there is no term';
COMMENT ON COLUMN credit.conduct.review_every IS 'how often a burden without a last day is reviewed; required of one';
COMMENT ON COLUMN credit.conduct.on_missed_review IS 'suspend: execution stops from the day after a review was due until it is made; list: it is only listed';
COMMENT ON COLUMN credit.conduct.term_basis IS 'day from which the term runs, itself not counted: decided, served or stated';
COMMENT ON COLUMN credit.conduct.harmony IS 'how one last day is found for departments whose terms differ: shortest, longest, lead or fixed';
COMMENT ON COLUMN credit.conduct.harmony_document_no IS 'document that set the rule; without one each department keeps its own term';
COMMENT ON COLUMN credit.conduct.overlap IS 'concurrent or longest: identical measures are never added up';
COMMENT ON COLUMN credit.conduct.determination IS 'meeting, or on_record where another authority lists by law and the office adopted the list';
COMMENT ON COLUMN credit.conduct.listing_basis IS 'on_record only: law or judicial interpretation by which the other authority lists';
COMMENT ON COLUMN credit.conduct.adopted_by IS 'on_record only: document by which the office adopted the list';
COMMENT ON COLUMN credit.conduct.notice_workdays IS 'working days the party has to answer the notice';
COMMENT ON COLUMN credit.conduct.standstill_workdays IS 'working days after service before anything takes effect';
COMMENT ON COLUMN credit.conduct.reply_workdays IS 'working days to answer an objection';
COMMENT ON COLUMN credit.conduct.silence_workdays IS 'working days of silence after which an objection may go on to complaint; NULL: reply_workdays';
COMMENT ON COLUMN credit.conduct.complaint_window IS 'time to complain after an objection is dismissed, in which the measures stay stopped; NULL: they go on at once';
COMMENT ON COLUMN credit.conduct.repair_not_before IS 'time after the decision before repair may be applied for';
COMMENT ON COLUMN credit.conduct.repair_workdays IS 'working days to answer an application for repair';
COMMENT ON COLUMN credit.conduct.feedback_workdays IS 'working days for the executing agency to report back';
COMMENT ON COLUMN credit.conduct.lapse_workdays IS 'working days after which an undecided record lapses';
COMMENT ON COLUMN credit.conduct.publication_min IS 'shortest publication';
COMMENT ON COLUMN credit.conduct.publication_max IS 'longest publication';
COMMENT ON COLUMN credit.conduct.retention IS 'how long the information is kept for queries';
COMMENT ON COLUMN credit.conduct.level IS 'level of government that implements the entry';
COMMENT ON COLUMN credit.conduct.memorandum IS 'memorandum it comes from';
COMMENT ON COLUMN credit.conduct.document_no IS 'document that published this version';
COMMENT ON COLUMN credit.conduct.published_on IS 'day of that document';
COMMENT ON COLUMN credit.conduct.draft IS 'a draft puts nothing in force';
COMMENT ON COLUMN credit.conduct.draft_reason IS 'why it is a draft: needs law, basis not read, recalled, or free text';
COMMENT ON COLUMN credit.conduct.confidence IS 'confirmed, partly or recalled: how well the source was read';
COMMENT ON COLUMN credit.conduct.source IS 'where the row was read';
COMMENT ON COLUMN credit.conduct.note IS 'remark';
COMMENT ON COLUMN credit.conduct.author IS 'role that wrote this version; stamped';
COMMENT ON COLUMN credit.conduct.repair_publication_workdays IS 'working days after a repair is granted within which it is published; then it takes effect unpublished';

CREATE TABLE credit.severity_class (
	code text PRIMARY KEY CHECK (code <> ''),
	name text NOT NULL CHECK (name <> ''),
	repair_not_before interval CHECK (repair_not_before > interval '0'),
	publication_min interval CHECK (publication_min > interval '0'),
	publication_max interval CHECK (publication_max > interval '0'),
	source text
);
COMMENT ON TABLE credit.severity_class IS 'classes of severity that decisions name, with their times where the conduct has none of its own';
COMMENT ON COLUMN credit.severity_class.code IS 'the word that column severity of conduct and decision has';
COMMENT ON COLUMN credit.severity_class.name IS 'its name';
COMMENT ON COLUMN credit.severity_class.repair_not_before IS 'shortest time after the decision before repair may be applied for; NULL: at once';
COMMENT ON COLUMN credit.severity_class.publication_min IS 'shortest publication';
COMMENT ON COLUMN credit.severity_class.publication_max IS 'longest publication';
COMMENT ON COLUMN credit.severity_class.source IS 'rule that says so';

CREATE TABLE credit.measure (
	conduct text NOT NULL REFERENCES credit.conduct_code,
	number integer NOT NULL CHECK (number > 0),
	valid daterange NOT NULL,
	agency text NOT NULL REFERENCES credit.agency_code,
	class integer NOT NULL CHECK (class IN (1, 2, 3)),
	effect text NOT NULL
		CHECK (effect IN ('prohibit', 'limit', 'withdraw', 'scrutinise', 'reference', 'supervise', 'assist', 'publish', 'favour')),
	matters text[] NOT NULL DEFAULT '{}',
	content text NOT NULL CHECK (content <> ''),
	legal_basis text REFERENCES credit.legal_basis_code,
	further_basis text[] NOT NULL DEFAULT '{}',
	term interval CHECK (term > interval '0'),
	term_kind text
		CHECK (term_kind IN ('fixed', 'range', 'until_condition', 'while_status', 'while_published', 'from_event', 'lifetime')),
	statutory_term boolean NOT NULL DEFAULT false,
	statutory_max interval CHECK (statutory_max > interval '0'),
	stop_counts boolean NOT NULL DEFAULT true,
	condition text,
	reach text[] NOT NULL DEFAULT '{subject}'
		CHECK (reach <@ ARRAY['subject', 'legal_representative', 'responsible_person', 'finance_officer', 'safety_officer',
			'head', 'shareholder', 'controller', 'director', 'practitioner'] AND cardinality(reach) > 0),
	parameters jsonb NOT NULL DEFAULT '{}',
	yields boolean NOT NULL DEFAULT false,
	draft boolean NOT NULL DEFAULT false,
	draft_reason text,
	confidence text CHECK (confidence IN ('confirmed', 'partly', 'recalled')),
	source text,
	note text,
	author text,
	PRIMARY KEY (conduct, number, valid),
	CONSTRAINT measure_versions EXCLUDE USING gist (conduct WITH =, number WITH =, valid WITH &&),
	CONSTRAINT measure_matters CHECK (CASE WHEN effect IN ('publish', 'assist') THEN matters = '{}'
		WHEN effect IN ('prohibit', 'limit', 'withdraw', 'scrutinise') THEN draft OR matters <> '{}' ELSE true END),
	CONSTRAINT measure_class_effect CHECK (class <> 3 OR effect IN ('reference', 'favour')),
	CONSTRAINT measure_draft_reason CHECK (draft OR draft_reason IS NULL)
);
COMMENT ON TABLE credit.measure IS 'measures (措施) that a conduct carries, and who implements them; one row a version';
COMMENT ON COLUMN credit.measure.conduct IS 'conduct that carries it';
COMMENT ON COLUMN credit.measure.number IS 'number of the measure within the conduct';
COMMENT ON COLUMN credit.measure.valid IS 'days of this version; left out by an INSERT: from tomorrow on';
COMMENT ON COLUMN credit.measure.agency IS 'implementing agency (实施单位)';
COMMENT ON COLUMN credit.measure.class IS '1 reduces rights or adds duties, 2 acts of public bodies that do not, 3 acts of others at their own choice';
COMMENT ON COLUMN credit.measure.effect IS 'strongest first: prohibit, limit, withdraw, scrutinise, reference, supervise, assist, publish, favour';
COMMENT ON COLUMN credit.measure.matters IS 'matters it bears on; none for publish and assist';
COMMENT ON COLUMN credit.measure.content IS 'what is done (措施内容)';
COMMENT ON COLUMN credit.measure.legal_basis IS 'article it rests on; required of a row that is not a draft';
COMMENT ON COLUMN credit.measure.further_basis IS 'further articles';
COMMENT ON COLUMN credit.measure.term IS 'its own term; NULL: that of the decision';
COMMENT ON COLUMN credit.measure.term_kind IS 'its own kind of term; NULL: that of the conduct';
COMMENT ON COLUMN credit.measure.statutory_term IS 'the term is fixed by statute and no decision or harmonisation changes it';
COMMENT ON COLUMN credit.measure.statutory_max IS 'longest term the statute allows; a longer one of the decision is cut to it';
COMMENT ON COLUMN credit.measure.stop_counts IS 'whether stopped days are added to its term';
COMMENT ON COLUMN credit.measure.condition IS 'further event that switches it on; NULL: none';
COMMENT ON COLUMN credit.measure.reach IS 'roles it reaches: the subject, or a responsible person by a decision of their own';
COMMENT ON COLUMN credit.measure.parameters IS 'numbers of the measure (a deposit, an interval), never of a person';
COMMENT ON COLUMN credit.measure.yields IS 'whether an incentive gives way while a sanction of the same sector is in force';
COMMENT ON COLUMN credit.measure.draft IS 'a draft puts nothing in force';
COMMENT ON COLUMN credit.measure.draft_reason IS 'why it is a draft: needs law, basis not read, recalled, or free text';
COMMENT ON COLUMN credit.measure.confidence IS 'confirmed, partly or recalled: how well the source was read';
COMMENT ON COLUMN credit.measure.source IS 'where the row was read';
COMMENT ON COLUMN credit.measure.note IS 'remark';
COMMENT ON COLUMN credit.measure.author IS 'role that wrote this version; stamped';

-- one table: C trigger credit.catalogue_version(key columns) does the
-- versioning, credit.catalogue_check() the refusals of law
CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON credit.agency
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('code');
CREATE TRIGGER version_after AFTER UPDATE OR DELETE ON credit.agency
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('code');
CREATE TRIGGER statement_before BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.agency
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE ON credit.agency
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();

CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON credit.legal_basis
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('code');
CREATE TRIGGER version_after AFTER UPDATE OR DELETE ON credit.legal_basis
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('code');
CREATE TRIGGER statement_before BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.legal_basis
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE ON credit.legal_basis
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();

CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON credit.conduct
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('code');
CREATE TRIGGER version_after AFTER UPDATE OR DELETE ON credit.conduct
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('code');
CREATE TRIGGER statement_before BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.conduct
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE ON credit.conduct
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();

CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON credit.measure
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('conduct', 'number');
CREATE TRIGGER version_after AFTER UPDATE OR DELETE ON credit.measure
	FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('conduct', 'number');
CREATE TRIGGER statement_before BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE ON credit.measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();

-- the unversioned tables count as changes of the catalogue too
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.matter
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.severity_class
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.power
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.special_group
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.agency_succession
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();

CREATE VIEW credit.needs_law AS
SELECT m.conduct, c.name AS conduct_name, m.number AS measure, m.agency, m.class, m.effect, m.content,
	m.legal_basis, b.rank AS basis_rank, m.draft_reason, m.confidence
FROM credit.measure m
	JOIN credit.conduct c ON c.code = m.conduct AND upper_inf(c.valid)
	LEFT JOIN credit.legal_basis b ON b.code = m.legal_basis AND upper_inf(b.valid)
WHERE upper_inf(m.valid) AND m.draft AND m.class = 1
	AND (b.rank IS NULL
		OR b.rank NOT IN ('law', 'administrative_regulation', 'central_policy', 'judicial_interpretation'));
COMMENT ON VIEW credit.needs_law IS 'drafts of class 1 whose basis is missing or of too low a rank: they put nothing in force until a law, administrative regulation, central policy or judicial interpretation is cited';
COMMENT ON COLUMN credit.needs_law.conduct IS 'catalogue code';
COMMENT ON COLUMN credit.needs_law.conduct_name IS 'name of the entry';
COMMENT ON COLUMN credit.needs_law.measure IS 'number of the measure';
COMMENT ON COLUMN credit.needs_law.agency IS 'implementing agency';
COMMENT ON COLUMN credit.needs_law.class IS 'always 1';
COMMENT ON COLUMN credit.needs_law.effect IS 'its effect';
COMMENT ON COLUMN credit.needs_law.content IS 'what would be done';
COMMENT ON COLUMN credit.needs_law.legal_basis IS 'basis cited, if any';
COMMENT ON COLUMN credit.needs_law.basis_rank IS 'its rank, too low';
COMMENT ON COLUMN credit.needs_law.draft_reason IS 'why the row is a draft';
COMMENT ON COLUMN credit.needs_law.confidence IS 'how well the source was read';
