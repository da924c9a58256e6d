-- Law and organisation: who may act, and on what basis.
--
-- agency and legal_basis are versioned like the catalogue (see 30_catalogue):
-- a plain UPDATE or DELETE closes the version in force and takes effect
-- tomorrow.  What other tables point to is NAME_code, which keeps every code
-- that ever was.

CREATE TABLE credit.agency_code (
	code text PRIMARY KEY
);
COMMENT ON TABLE credit.agency_code IS 'every agency code that ever was; foreign keys point here; kept by a trigger';
COMMENT ON COLUMN credit.agency_code.code IS 'code of the agency';

CREATE TABLE credit.agency (
	code text NOT NULL REFERENCES credit.agency_code,
	valid daterange NOT NULL,
	name text NOT NULL CHECK (name <> ''),
	level text NOT NULL DEFAULT 'city'
		CHECK (level IN ('national', 'province', 'city', 'county')),
	kind text NOT NULL DEFAULT 'government'
		CHECK (kind IN ('office', 'government', 'court', 'utility', 'association', 'credit_service')),
	parent text REFERENCES credit.agency_code CHECK (parent <> code),
	region text CHECK (region ~ '^[0-9]{6}$'),
	uscc credit.uscc,
	contact text,
	source text,
	PRIMARY KEY (code, valid),
	CONSTRAINT agency_versions EXCLUDE USING gist (code WITH =, valid WITH &&)
);
COMMENT ON TABLE credit.agency IS 'bodies that report, determine, implement or answer; a duty covers the subtree below an agency';
COMMENT ON COLUMN credit.agency.code IS 'code of the agency, never reused';
COMMENT ON COLUMN credit.agency.valid IS 'days of this version; left out for a new code: always';
COMMENT ON COLUMN credit.agency.name IS 'full name';
COMMENT ON COLUMN credit.agency.level IS 'national, province, city or county';
COMMENT ON COLUMN credit.agency.kind IS 'office (of the joint conference), government, court, utility, association or credit_service';
COMMENT ON COLUMN credit.agency.parent IS 'agency it belongs to';
COMMENT ON COLUMN credit.agency.region IS 'division code, GB/T 2260';
COMMENT ON COLUMN credit.agency.uscc IS 'its unified social credit code';
COMMENT ON COLUMN credit.agency.contact IS 'where the party can reach it';
COMMENT ON COLUMN credit.agency.source IS 'where the row comes from';

CREATE TABLE credit.agency_succession (
	agency text NOT NULL REFERENCES credit.agency_code,
	successor text NOT NULL REFERENCES credit.agency_code CHECK (successor <> agency),
	on_day date NOT NULL CHECK (isfinite(on_day)),
	document_no text NOT NULL CHECK (document_no <> ''),
	PRIMARY KEY (agency, successor)
);
COMMENT ON TABLE credit.agency_succession IS 'which agency took over whose functions, and from when';
COMMENT ON COLUMN credit.agency_succession.agency IS 'agency that was merged, renamed or dissolved';
COMMENT ON COLUMN credit.agency_succession.successor IS 'agency that acts in its place';
COMMENT ON COLUMN credit.agency_succession.on_day IS 'first day on which the successor acts';
COMMENT ON COLUMN credit.agency_succession.document_no IS 'document that ordered it';

CREATE TABLE credit.special_group (
	code text PRIMARY KEY,
	name text NOT NULL CHECK (name <> ''),
	lead_agency text NOT NULL REFERENCES credit.agency_code,
	subject_kinds text[] NOT NULL
		CHECK (subject_kinds <@ ARRAY['enterprise', 'natural_person', 'social_organisation', 'public_body', 'other']
			AND cardinality(subject_kinds) > 0),
	valid daterange NOT NULL DEFAULT '(,)',
	source text
);
COMMENT ON TABLE credit.special_group IS 'special groups (专项小组) of the joint conference; their meeting decides on subjects of their kinds';
COMMENT ON COLUMN credit.special_group.code IS 'code of the group; decided_by names it';
COMMENT ON COLUMN credit.special_group.name IS 'full name';
COMMENT ON COLUMN credit.special_group.lead_agency IS 'agency that leads it and issues its decisions';
COMMENT ON COLUMN credit.special_group.subject_kinds IS 'kinds of subjects it decides on';
COMMENT ON COLUMN credit.special_group.valid IS 'days on which it exists';
COMMENT ON COLUMN credit.special_group.source IS 'where the row comes from';

CREATE TABLE credit.sector (
	code text PRIMARY KEY,
	name text NOT NULL CHECK (name <> '')
);
COMMENT ON TABLE credit.sector IS 'fields (领域) of conduct';
COMMENT ON COLUMN credit.sector.code IS 'code of the sector';
COMMENT ON COLUMN credit.sector.name IS 'its name';

CREATE TABLE credit.legal_basis_code (
	code text PRIMARY KEY
);
COMMENT ON TABLE credit.legal_basis_code IS 'every code of a legal basis that ever was; foreign keys point here; kept by a trigger';
COMMENT ON COLUMN credit.legal_basis_code.code IS 'code of the legal basis';

CREATE TABLE credit.legal_basis (
	code text NOT NULL REFERENCES credit.legal_basis_code,
	valid daterange NOT NULL,
	title text NOT NULL CHECK (title <> ''),
	document_no text,
	article text,
	rank text NOT NULL
		CHECK (rank IN ('law', 'administrative_regulation', 'central_policy', 'judicial_interpretation',
			'departmental_rule', 'local_regulation', 'local_government_rule', 'normative_document', 'memorandum')),
	root_matter boolean NOT NULL DEFAULT false,
	extract text,
	source text,
	confidence text CHECK (confidence IN ('confirmed', 'partly', 'recalled')),
	PRIMARY KEY (code, valid),
	CONSTRAINT legal_basis_versions EXCLUDE USING gist (code WITH =, valid WITH &&)
);
COMMENT ON TABLE credit.legal_basis IS 'articles that conducts and measures rest on';
COMMENT ON COLUMN credit.legal_basis.code IS 'code of the basis, never reused';
COMMENT ON COLUMN credit.legal_basis.valid IS 'days on which the article was in force in this version; left out for a new code: always';
COMMENT ON COLUMN credit.legal_basis.title IS 'title of the document';
COMMENT ON COLUMN credit.legal_basis.document_no IS 'its number';
COMMENT ON COLUMN credit.legal_basis.article IS 'article relied on';
COMMENT ON COLUMN credit.legal_basis.rank IS 'law, administrative_regulation, central_policy, judicial_interpretation, departmental_rule, local_regulation, local_government_rule, normative_document or memorandum';
COMMENT ON COLUMN credit.legal_basis.root_matter IS 'whether the article itself reaches a whole root matter, such as every licence';
COMMENT ON COLUMN credit.legal_basis.extract IS 'what the article says, in short';
COMMENT ON COLUMN credit.legal_basis.source IS 'where it was read';
COMMENT ON COLUMN credit.legal_basis.confidence IS 'confirmed (the text was read), partly or recalled; only confirmed text carries a measure in the reference data';

CREATE TABLE credit.power (
	agency text NOT NULL REFERENCES credit.agency_code,
	sector text NOT NULL REFERENCES credit.sector,
	basis text NOT NULL REFERENCES credit.legal_basis_code,
	PRIMARY KEY (agency, sector)
);
COMMENT ON TABLE credit.power IS 'power list (权利清单): the sectors in which an agency may determine conduct and implement measures';
COMMENT ON COLUMN credit.power.agency IS 'agency that has the power';
COMMENT ON COLUMN credit.power.sector IS 'sector in which it has it';
COMMENT ON COLUMN credit.power.basis IS 'article that gives it';

CREATE TABLE credit.matter (
	code text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]+(\.[a-z0-9_]+)*$'),
	name text NOT NULL CHECK (name <> ''),
	sector text REFERENCES credit.sector
);
COMMENT ON TABLE credit.matter IS 'matters that an agency decides on, such as licence.food; a code means anything below it too';
COMMENT ON COLUMN credit.matter.code IS 'dotted code; a code without a dot is a root matter';
COMMENT ON COLUMN credit.matter.name IS 'its name';
COMMENT ON COLUMN credit.matter.sector IS 'sector in which an agency needs a power to act on the matter; NULL where the power list does not say';
