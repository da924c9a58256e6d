-- Subjects and their identifiers.

CREATE TABLE credit.subject (
	subject credit.subject_id NOT NULL PRIMARY KEY,
	subject_key text NOT NULL,
	kind text NOT NULL
		CHECK (kind IN ('enterprise', 'natural_person', 'social_organisation', 'public_body', 'other')),
	sub_kind text,
	kind_source text NOT NULL DEFAULT 'derived',
	personal boolean NOT NULL,
	region text,
	name text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL
) /*partition*/;
COMMENT ON TABLE credit.subject IS 'subjects that facts are recorded about; a row is made with the first record, or entered before it';
COMMENT ON COLUMN credit.subject.subject IS 'identifier that all facts of the subject carry';
COMMENT ON COLUMN credit.subject.subject_key IS 'keyed hash of the subject, shown in listings for counting and joining; stamped';
COMMENT ON COLUMN credit.subject.kind IS 'enterprise, natural_person, social_organisation, public_body or other; derived from the identifier unless entered';
COMMENT ON COLUMN credit.subject.sub_kind IS 'finer kind, such as individual_business';
COMMENT ON COLUMN credit.subject.kind_source IS 'derived, or the document by which another kind was entered';
COMMENT ON COLUMN credit.subject.personal IS 'natural person or individual business: masking follows it';
COMMENT ON COLUMN credit.subject.region IS 'division code of the registering authority, from the identifier';
COMMENT ON COLUMN credit.subject.name IS 'name as first recorded; table subject_name has all';
COMMENT ON COLUMN credit.subject.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.subject.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.subject.recorded_as IS 'role it acted as; stamped';

CREATE TABLE credit.subject_identifier (
	subject credit.subject_id NOT NULL,
	identifier credit.subject_id NOT NULL,
	action text NOT NULL DEFAULT 'link' CHECK (action IN ('link', 'end')),
	valid daterange NOT NULL CHECK (NOT isempty(valid)),
	document_no text NOT NULL CHECK (document_no <> ''),
	reason text,
	late_reason text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, identifier, action, valid, recorded_at)
) /*partition*/;
CREATE INDEX subject_identifier_identifier ON credit.subject_identifier (identifier);
COMMENT ON TABLE credit.subject_identifier IS 'further identifiers of a subject and the days of each: changed numbers, wrong and duplicate codes; an end is a row of its own';
COMMENT ON COLUMN credit.subject_identifier.subject IS 'subject that the identifier belongs to';
COMMENT ON COLUMN credit.subject_identifier.identifier IS 'the further identifier';
COMMENT ON COLUMN credit.subject_identifier.action IS 'link: it belongs to the subject on the days of valid; end: it no longer does from the first day of valid on, by any link recorded before';
COMMENT ON COLUMN credit.subject_identifier.valid IS 'days it holds';
COMMENT ON COLUMN credit.subject_identifier.document_no IS 'document that says so';
COMMENT ON COLUMN credit.subject_identifier.reason IS 'why: replaced, wrong code, one code for several bodies';
COMMENT ON COLUMN credit.subject_identifier.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.subject_identifier.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.subject_identifier.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.subject_identifier.recorded_as IS 'role it acted as; stamped';
