-- Identifiers: types, casts, and what can be asked of them.

CREATE TYPE @extschema@.subject_id;
CREATE TYPE @extschema@.uscc;
CREATE TYPE @extschema@.resident_id;

CREATE FUNCTION @extschema@.subject_id_in(pg_catalog.cstring) RETURNS @extschema@.subject_id
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_in';
COMMENT ON FUNCTION @extschema@.subject_id_in(pg_catalog.cstring) IS
	'input of subject_id; text that is none is 22P02';

CREATE FUNCTION @extschema@.subject_id_out(@extschema@.subject_id) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_out';
COMMENT ON FUNCTION @extschema@.subject_id_out(@extschema@.subject_id) IS
	'output of subject_id, in canonical form';

CREATE FUNCTION @extschema@.subject_id_recv(pg_catalog.internal) RETURNS @extschema@.subject_id
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_recv';
COMMENT ON FUNCTION @extschema@.subject_id_recv(pg_catalog.internal) IS
	'binary input of subject_id: 16 bytes as stored; any others are 22P03';

CREATE FUNCTION @extschema@.subject_id_send(@extschema@.subject_id) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_send';
COMMENT ON FUNCTION @extschema@.subject_id_send(@extschema@.subject_id) IS
	'binary output of subject_id: 16 bytes as stored';

CREATE FUNCTION @extschema@.uscc_in(pg_catalog.cstring) RETURNS @extschema@.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_in';
COMMENT ON FUNCTION @extschema@.uscc_in(pg_catalog.cstring) IS
	'input of uscc; text that is none is 22P02';

CREATE FUNCTION @extschema@.uscc_out(@extschema@.uscc) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_typed_out';
COMMENT ON FUNCTION @extschema@.uscc_out(@extschema@.uscc) IS
	'output of uscc, in canonical form';

CREATE FUNCTION @extschema@.uscc_recv(pg_catalog.internal) RETURNS @extschema@.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_recv';
COMMENT ON FUNCTION @extschema@.uscc_recv(pg_catalog.internal) IS
	'binary input of uscc: 16 bytes as stored; any others are 22P03';

CREATE FUNCTION @extschema@.uscc_send(@extschema@.uscc) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_send';
COMMENT ON FUNCTION @extschema@.uscc_send(@extschema@.uscc) IS
	'binary output of uscc: 16 bytes as stored';

CREATE FUNCTION @extschema@.resident_id_in(pg_catalog.cstring) RETURNS @extschema@.resident_id
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_resident_id_in';
COMMENT ON FUNCTION @extschema@.resident_id_in(pg_catalog.cstring) IS
	'input of resident_id; text that is none is 22P02';

CREATE FUNCTION @extschema@.resident_id_out(@extschema@.resident_id) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_typed_out';
COMMENT ON FUNCTION @extschema@.resident_id_out(@extschema@.resident_id) IS
	'output of resident_id, in canonical form';

CREATE FUNCTION @extschema@.resident_id_recv(pg_catalog.internal) RETURNS @extschema@.resident_id
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_resident_id_recv';
COMMENT ON FUNCTION @extschema@.resident_id_recv(pg_catalog.internal) IS
	'binary input of resident_id: 16 bytes as stored; any others are 22P03';

CREATE FUNCTION @extschema@.resident_id_send(@extschema@.resident_id) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_send';
COMMENT ON FUNCTION @extschema@.resident_id_send(@extschema@.resident_id) IS
	'binary output of resident_id: 16 bytes as stored';

CREATE TYPE @extschema@.subject_id (
	INPUT = @extschema@.subject_id_in,
	OUTPUT = @extschema@.subject_id_out,
	RECEIVE = @extschema@.subject_id_recv,
	SEND = @extschema@.subject_id_send,
	INTERNALLENGTH = 16,
	ALIGNMENT = char,
	STORAGE = plain
);
COMMENT ON TYPE @extschema@.subject_id IS
	'identifier of any scheme: bare 18 characters where they mean one thing only, else with a prefix (uscc: id: org: reg: passport: permit:); 16 bytes';

CREATE TYPE @extschema@.uscc (
	INPUT = @extschema@.uscc_in,
	OUTPUT = @extschema@.uscc_out,
	RECEIVE = @extschema@.uscc_recv,
	SEND = @extschema@.uscc_send,
	INTERNALLENGTH = 16,
	ALIGNMENT = char,
	STORAGE = plain
);
COMMENT ON TYPE @extschema@.uscc IS
	'unified social credit code (GB 32100): 18 characters, upper case, with a trailing "!" when the outer check character was issued wrong';

CREATE TYPE @extschema@.resident_id (
	INPUT = @extschema@.resident_id_in,
	OUTPUT = @extschema@.resident_id_out,
	RECEIVE = @extschema@.resident_id_recv,
	SEND = @extschema@.resident_id_send,
	INTERNALLENGTH = 16,
	ALIGNMENT = char,
	STORAGE = plain
);
COMMENT ON TYPE @extschema@.resident_id IS
	'resident identity number (GB 11643), with residence permits 81, 82, 83 and foreigner cards 9: 18 characters, upper-case X';

-- Casts.  Within the identifier types the narrow ones are subject_id as they
-- stand; from and to text there is no implicit one.

CREATE CAST (@extschema@.uscc AS @extschema@.subject_id) WITHOUT FUNCTION AS IMPLICIT;
COMMENT ON CAST (@extschema@.uscc AS @extschema@.subject_id) IS
	'the same bytes: operators and indexes are shared';

CREATE FUNCTION @extschema@.uscc(@extschema@.subject_id) RETURNS @extschema@.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_to_uscc';
COMMENT ON FUNCTION @extschema@.uscc(@extschema@.subject_id) IS
	'the identifier as uscc; one of another scheme is 22023';

CREATE CAST (@extschema@.subject_id AS @extschema@.uscc)
	WITH FUNCTION @extschema@.uscc(@extschema@.subject_id);
COMMENT ON CAST (@extschema@.subject_id AS @extschema@.uscc) IS
	'explicit; an identifier of another scheme is 22023';

CREATE CAST (@extschema@.resident_id AS @extschema@.subject_id) WITHOUT FUNCTION AS IMPLICIT;
COMMENT ON CAST (@extschema@.resident_id AS @extschema@.subject_id) IS
	'the same bytes: operators and indexes are shared';

CREATE FUNCTION @extschema@.resident_id(@extschema@.subject_id) RETURNS @extschema@.resident_id
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_to_resident_id';
COMMENT ON FUNCTION @extschema@.resident_id(@extschema@.subject_id) IS
	'the identifier as resident_id; one of another scheme is 22023';

CREATE CAST (@extschema@.subject_id AS @extschema@.resident_id)
	WITH FUNCTION @extschema@.resident_id(@extschema@.subject_id);
COMMENT ON CAST (@extschema@.subject_id AS @extschema@.resident_id) IS
	'explicit; an identifier of another scheme is 22023';

CREATE CAST (pg_catalog.text AS @extschema@.subject_id) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.text AS @extschema@.subject_id) IS
	'in assignment and explicit; text that is no subject_id is 22P02';
CREATE CAST (@extschema@.subject_id AS pg_catalog.text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.subject_id AS pg_catalog.text) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.varchar AS @extschema@.subject_id) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.varchar AS @extschema@.subject_id) IS
	'in assignment and explicit; text that is no subject_id is 22P02';
CREATE CAST (@extschema@.subject_id AS pg_catalog.varchar) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.subject_id AS pg_catalog.varchar) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.bpchar AS @extschema@.subject_id) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.bpchar AS @extschema@.subject_id) IS
	'in assignment and explicit; text that is no subject_id is 22P02';
CREATE CAST (@extschema@.subject_id AS pg_catalog.bpchar) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.subject_id AS pg_catalog.bpchar) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.text AS @extschema@.uscc) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.text AS @extschema@.uscc) IS
	'in assignment and explicit; text that is no uscc is 22P02';
CREATE CAST (@extschema@.uscc AS pg_catalog.text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.uscc AS pg_catalog.text) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.varchar AS @extschema@.uscc) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.varchar AS @extschema@.uscc) IS
	'in assignment and explicit; text that is no uscc is 22P02';
CREATE CAST (@extschema@.uscc AS pg_catalog.varchar) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.uscc AS pg_catalog.varchar) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.bpchar AS @extschema@.uscc) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.bpchar AS @extschema@.uscc) IS
	'in assignment and explicit; text that is no uscc is 22P02';
CREATE CAST (@extschema@.uscc AS pg_catalog.bpchar) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.uscc AS pg_catalog.bpchar) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.text AS @extschema@.resident_id) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.text AS @extschema@.resident_id) IS
	'in assignment and explicit; text that is no resident_id is 22P02';
CREATE CAST (@extschema@.resident_id AS pg_catalog.text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.resident_id AS pg_catalog.text) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.varchar AS @extschema@.resident_id) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.varchar AS @extschema@.resident_id) IS
	'in assignment and explicit; text that is no resident_id is 22P02';
CREATE CAST (@extschema@.resident_id AS pg_catalog.varchar) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.resident_id AS pg_catalog.varchar) IS
	'canonical form, in assignment and explicit';

CREATE CAST (pg_catalog.bpchar AS @extschema@.resident_id) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.bpchar AS @extschema@.resident_id) IS
	'in assignment and explicit; text that is no resident_id is 22P02';
CREATE CAST (@extschema@.resident_id AS pg_catalog.bpchar) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.resident_id AS pg_catalog.bpchar) IS
	'canonical form, in assignment and explicit';

-- What can be asked.  Each has an overload on text, which is read as by input.

CREATE FUNCTION @extschema@.scheme(@extschema@.subject_id) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_scheme';
COMMENT ON FUNCTION @extschema@.scheme(@extschema@.subject_id) IS
	'uscc, id, org, reg, passport or permit';

CREATE FUNCTION @extschema@.scheme(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_scheme_text';
COMMENT ON FUNCTION @extschema@.scheme(pg_catalog.text) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.is_flagged(@extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_flagged';
COMMENT ON FUNCTION @extschema@.is_flagged(@extschema@.subject_id) IS
	'whether it is a code kept with a wrong outer check character, written with "!"';

CREATE FUNCTION @extschema@.is_flagged(pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_flagged_text';
COMMENT ON FUNCTION @extschema@.is_flagged(pg_catalog.text) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.kind(@extschema@.subject_id) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_kind';
COMMENT ON FUNCTION @extschema@.kind(@extschema@.subject_id) IS
	'enterprise, natural_person, social_organisation, public_body or other, by positions 1 and 2 (GB 32100) or by scheme';

CREATE FUNCTION @extschema@.kind(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_kind_text';
COMMENT ON FUNCTION @extschema@.kind(pg_catalog.text) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.sub_kind(@extschema@.subject_id) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_sub_kind';
COMMENT ON FUNCTION @extschema@.sub_kind(@extschema@.subject_id) IS
	'individual_business, cooperative, collective, professional_body, military, or NULL';

CREATE FUNCTION @extschema@.sub_kind(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_sub_kind_text';
COMMENT ON FUNCTION @extschema@.sub_kind(pg_catalog.text) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.is_personal(@extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_personal';
COMMENT ON FUNCTION @extschema@.is_personal(@extschema@.subject_id) IS
	'whether it leads to one person: resident numbers, passports, permits and individual businesses';

CREATE FUNCTION @extschema@.is_personal(pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_personal_text';
COMMENT ON FUNCTION @extschema@.is_personal(pg_catalog.text) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.region(@extschema@.subject_id) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_region';
COMMENT ON FUNCTION @extschema@.region(@extschema@.subject_id) IS
	'six digits of the division in it (GB/T 2260), which may be an abolished one; NULL where there is none';

CREATE FUNCTION @extschema@.region(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_region_text';
COMMENT ON FUNCTION @extschema@.region(pg_catalog.text) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.organisation_code(@extschema@.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_organisation_code';
COMMENT ON FUNCTION @extschema@.organisation_code(@extschema@.uscc) IS
	'the nine characters of the organisation code (GB 11714) inside';

CREATE FUNCTION @extschema@.organisation_code(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_organisation_code_text';
COMMENT ON FUNCTION @extschema@.organisation_code(pg_catalog.text) IS
	'the same of text: what is no uscc is 22P02';

CREATE FUNCTION @extschema@.birth_date(@extschema@.resident_id) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_birth_date';
COMMENT ON FUNCTION @extschema@.birth_date(@extschema@.resident_id) IS
	'date of birth in a resident number';

CREATE FUNCTION @extschema@.birth_date(pg_catalog.text) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_birth_date_text';
COMMENT ON FUNCTION @extschema@.birth_date(pg_catalog.text) IS
	'the same of text: what is no resident_id is 22P02';

CREATE FUNCTION @extschema@.mask(subject @extschema@.subject_id, keep_left pg_catalog.int4 DEFAULT 6,
		keep_right pg_catalog.int4 DEFAULT 2) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_mask';
COMMENT ON FUNCTION @extschema@.mask(@extschema@.subject_id, pg_catalog.int4, pg_catalog.int4) IS
	'characters without prefix and mark, all but the first and last few as *; a third of 18 characters stays hidden whatever is asked, half of fewer; a negative number is 22023';

CREATE FUNCTION @extschema@.mask(subject pg_catalog.text, keep_left pg_catalog.int4 DEFAULT 6,
		keep_right pg_catalog.int4 DEFAULT 2) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_mask_text';
COMMENT ON FUNCTION @extschema@.mask(pg_catalog.text, pg_catalog.int4, pg_catalog.int4) IS
	'the same of text: what is no subject_id is 22P02';

CREATE FUNCTION @extschema@.diagnose(input pg_catalog.text, OUT scheme pg_catalog.text, OUT canonical pg_catalog.text,
		OUT outer_ok pg_catalog.bool, OUT inner_ok pg_catalog.bool, OUT problem pg_catalog.text)
	RETURNS SETOF pg_catalog.record
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 2
	AS 'MODULE_PATHNAME', 'credit_diagnose';
COMMENT ON FUNCTION @extschema@.diagnose(pg_catalog.text) IS
	'every way to read the text, likeliest first, at least one row and never an error: scheme, the form that would be accepted, whether its check character and that of the organisation code inside are right, and what is wrong or odd';
