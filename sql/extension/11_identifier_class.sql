-- Identifiers: operators, operator classes and aggregates.  The types uscc and
-- resident_id use them through their coercion to subject_id.

CREATE FUNCTION @extschema@.subject_id_lt(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_lt';
COMMENT ON FUNCTION @extschema@.subject_id_lt(@extschema@.subject_id, @extschema@.subject_id) IS
	'implementation of < operator';

CREATE OPERATOR @extschema@.< (
	FUNCTION = @extschema@.subject_id_lt, LEFTARG = @extschema@.subject_id, RIGHTARG = @extschema@.subject_id,
	COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR @extschema@.< (@extschema@.subject_id, @extschema@.subject_id) IS
	'less than, in the frozen order of the bytes';

CREATE FUNCTION @extschema@.subject_id_le(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_le';
COMMENT ON FUNCTION @extschema@.subject_id_le(@extschema@.subject_id, @extschema@.subject_id) IS
	'implementation of <= operator';

CREATE OPERATOR @extschema@.<= (
	FUNCTION = @extschema@.subject_id_le, LEFTARG = @extschema@.subject_id, RIGHTARG = @extschema@.subject_id,
	COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR @extschema@.<= (@extschema@.subject_id, @extschema@.subject_id) IS
	'less than or equal, in the frozen order of the bytes';

CREATE FUNCTION @extschema@.subject_id_eq(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_eq';
COMMENT ON FUNCTION @extschema@.subject_id_eq(@extschema@.subject_id, @extschema@.subject_id) IS
	'implementation of = operator';

CREATE OPERATOR @extschema@.= (
	FUNCTION = @extschema@.subject_id_eq, LEFTARG = @extschema@.subject_id, RIGHTARG = @extschema@.subject_id,
	COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR @extschema@.= (@extschema@.subject_id, @extschema@.subject_id) IS
	'equal, in the frozen order of the bytes';

CREATE FUNCTION @extschema@.subject_id_ne(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_ne';
COMMENT ON FUNCTION @extschema@.subject_id_ne(@extschema@.subject_id, @extschema@.subject_id) IS
	'implementation of <> operator';

CREATE OPERATOR @extschema@.<> (
	FUNCTION = @extschema@.subject_id_ne, LEFTARG = @extschema@.subject_id, RIGHTARG = @extschema@.subject_id,
	COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.subject_id, @extschema@.subject_id) IS
	'not equal, in the frozen order of the bytes';

CREATE FUNCTION @extschema@.subject_id_ge(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_ge';
COMMENT ON FUNCTION @extschema@.subject_id_ge(@extschema@.subject_id, @extschema@.subject_id) IS
	'implementation of >= operator';

CREATE OPERATOR @extschema@.>= (
	FUNCTION = @extschema@.subject_id_ge, LEFTARG = @extschema@.subject_id, RIGHTARG = @extschema@.subject_id,
	COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR @extschema@.>= (@extschema@.subject_id, @extschema@.subject_id) IS
	'greater than or equal, in the frozen order of the bytes';

CREATE FUNCTION @extschema@.subject_id_gt(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_gt';
COMMENT ON FUNCTION @extschema@.subject_id_gt(@extschema@.subject_id, @extschema@.subject_id) IS
	'implementation of > operator';

CREATE OPERATOR @extschema@.> (
	FUNCTION = @extschema@.subject_id_gt, LEFTARG = @extschema@.subject_id, RIGHTARG = @extschema@.subject_id,
	COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR @extschema@.> (@extschema@.subject_id, @extschema@.subject_id) IS
	'greater than, in the frozen order of the bytes';

CREATE FUNCTION @extschema@.subject_id_cmp(@extschema@.subject_id, @extschema@.subject_id) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_cmp';
COMMENT ON FUNCTION @extschema@.subject_id_cmp(@extschema@.subject_id, @extschema@.subject_id) IS
	'less, equal, greater as negative, zero, positive';

CREATE FUNCTION @extschema@.subject_id_sortsupport(pg_catalog.internal) RETURNS pg_catalog.void
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_sortsupport';
COMMENT ON FUNCTION @extschema@.subject_id_sortsupport(pg_catalog.internal) IS
	'sort support, abbreviated to the first eight bytes';

CREATE FUNCTION @extschema@.subject_id_hash(@extschema@.subject_id) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_hash';
COMMENT ON FUNCTION @extschema@.subject_id_hash(@extschema@.subject_id) IS
	'hash of the sixteen bytes, frozen';

CREATE FUNCTION @extschema@.subject_id_hash_extended(@extschema@.subject_id, pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_hash_extended';
COMMENT ON FUNCTION @extschema@.subject_id_hash_extended(@extschema@.subject_id, pg_catalog.int8) IS
	'hash of the sixteen bytes with a seed, frozen';

CREATE FUNCTION @extschema@.subject_id_smaller(@extschema@.subject_id, @extschema@.subject_id) RETURNS @extschema@.subject_id
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_smaller';
COMMENT ON FUNCTION @extschema@.subject_id_smaller(@extschema@.subject_id, @extschema@.subject_id) IS
	'the lesser of two';

CREATE FUNCTION @extschema@.subject_id_larger(@extschema@.subject_id, @extschema@.subject_id) RETURNS @extschema@.subject_id
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_larger';
COMMENT ON FUNCTION @extschema@.subject_id_larger(@extschema@.subject_id, @extschema@.subject_id) IS
	'the greater of two';

CREATE OPERATOR CLASS @extschema@.subject_id_ops
	DEFAULT FOR TYPE @extschema@.subject_id USING btree AS
	OPERATOR 1 @extschema@.<,
	OPERATOR 2 @extschema@.<=,
	OPERATOR 3 @extschema@.=,
	OPERATOR 4 @extschema@.>=,
	OPERATOR 5 @extschema@.>,
	FUNCTION 1 @extschema@.subject_id_cmp(@extschema@.subject_id, @extschema@.subject_id),
	FUNCTION 2 @extschema@.subject_id_sortsupport(pg_catalog.internal),
	FUNCTION 4 pg_catalog.btequalimage(pg_catalog.oid);

CREATE OPERATOR CLASS @extschema@.subject_id_ops
	DEFAULT FOR TYPE @extschema@.subject_id USING hash AS
	OPERATOR 1 @extschema@.=,
	FUNCTION 1 @extschema@.subject_id_hash(@extschema@.subject_id),
	FUNCTION 2 @extschema@.subject_id_hash_extended(@extschema@.subject_id, pg_catalog.int8);

-- The server's own minmax functions would not take the narrow types.
CREATE FUNCTION @extschema@.subject_id_brin_opcinfo(pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_brin_opcinfo';
COMMENT ON FUNCTION @extschema@.subject_id_brin_opcinfo(pg_catalog.internal) IS
	'BRIN support: what a summary is made of';

CREATE FUNCTION @extschema@.subject_id_brin_add_value(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_brin_add_value';
COMMENT ON FUNCTION @extschema@.subject_id_brin_add_value(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) IS
	'BRIN support: add a value to a summary';

CREATE FUNCTION @extschema@.subject_id_brin_consistent(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_brin_consistent';
COMMENT ON FUNCTION @extschema@.subject_id_brin_consistent(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) IS
	'BRIN support: may a range of pages hold such a row';

CREATE FUNCTION @extschema@.subject_id_brin_union(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_brin_union';
COMMENT ON FUNCTION @extschema@.subject_id_brin_union(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) IS
	'BRIN support: make one summary of two';

CREATE OPERATOR CLASS @extschema@.subject_id_minmax_ops
	DEFAULT FOR TYPE @extschema@.subject_id USING brin AS
	OPERATOR 1 @extschema@.<,
	OPERATOR 2 @extschema@.<=,
	OPERATOR 3 @extschema@.=,
	OPERATOR 4 @extschema@.>=,
	OPERATOR 5 @extschema@.>,
	FUNCTION 1 @extschema@.subject_id_brin_opcinfo(pg_catalog.internal),
	FUNCTION 2 @extschema@.subject_id_brin_add_value(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal, pg_catalog.internal),
	FUNCTION 3 @extschema@.subject_id_brin_consistent(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal),
	FUNCTION 4 @extschema@.subject_id_brin_union(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal);

-- GiST, for exclusion constraints: equality only.
CREATE TYPE @extschema@.subject_id_key;

CREATE FUNCTION @extschema@.subject_id_key_in(pg_catalog.cstring) RETURNS @extschema@.subject_id_key
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_key_in';
COMMENT ON FUNCTION @extschema@.subject_id_key_in(pg_catalog.cstring) IS
	'refuses: the type exists inside indexes only';

CREATE FUNCTION @extschema@.subject_id_key_out(@extschema@.subject_id_key) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_subject_id_key_out';
COMMENT ON FUNCTION @extschema@.subject_id_key_out(@extschema@.subject_id_key) IS
	'lowest and highest identifier below an index entry';

CREATE TYPE @extschema@.subject_id_key (
	INPUT = @extschema@.subject_id_key_in,
	OUTPUT = @extschema@.subject_id_key_out,
	INTERNALLENGTH = 32,
	ALIGNMENT = char,
	STORAGE = plain
);
COMMENT ON TYPE @extschema@.subject_id_key IS
	'lowest and highest identifier below an entry of a GiST index; no column has it';

CREATE FUNCTION @extschema@.subject_id_gist_consistent(pg_catalog.internal, @extschema@.subject_id, pg_catalog.int2, pg_catalog.oid, pg_catalog.internal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_consistent';
COMMENT ON FUNCTION @extschema@.subject_id_gist_consistent(pg_catalog.internal, @extschema@.subject_id, pg_catalog.int2, pg_catalog.oid, pg_catalog.internal) IS
	'GiST support: may the identifier be below';

CREATE FUNCTION @extschema@.subject_id_gist_union(pg_catalog.internal, pg_catalog.internal) RETURNS @extschema@.subject_id_key
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_union';
COMMENT ON FUNCTION @extschema@.subject_id_gist_union(pg_catalog.internal, pg_catalog.internal) IS
	'GiST support: the entry that covers all';

CREATE FUNCTION @extschema@.subject_id_gist_compress(pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_compress';
COMMENT ON FUNCTION @extschema@.subject_id_gist_compress(pg_catalog.internal) IS
	'GiST support: identifier to entry';

CREATE FUNCTION @extschema@.subject_id_gist_penalty(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_penalty';
COMMENT ON FUNCTION @extschema@.subject_id_gist_penalty(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal) IS
	'GiST support: how much wider an entry would become';

CREATE FUNCTION @extschema@.subject_id_gist_picksplit(pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_picksplit';
COMMENT ON FUNCTION @extschema@.subject_id_gist_picksplit(pg_catalog.internal, pg_catalog.internal) IS
	'GiST support: split in the middle of the order';

CREATE FUNCTION @extschema@.subject_id_gist_same(@extschema@.subject_id_key, @extschema@.subject_id_key, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_same';
COMMENT ON FUNCTION @extschema@.subject_id_gist_same(@extschema@.subject_id_key, @extschema@.subject_id_key, pg_catalog.internal) IS
	'GiST support: are two entries the same';

CREATE FUNCTION @extschema@.subject_id_gist_fetch(pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_gist_fetch';
COMMENT ON FUNCTION @extschema@.subject_id_gist_fetch(pg_catalog.internal) IS
	'GiST support: entry to identifier';

CREATE OPERATOR CLASS @extschema@.subject_id_ops
	DEFAULT FOR TYPE @extschema@.subject_id USING gist AS
	OPERATOR 18 @extschema@.=,
	FUNCTION 1 @extschema@.subject_id_gist_consistent(pg_catalog.internal, @extschema@.subject_id, pg_catalog.int2, pg_catalog.oid, pg_catalog.internal),
	FUNCTION 2 @extschema@.subject_id_gist_union(pg_catalog.internal, pg_catalog.internal),
	FUNCTION 3 @extschema@.subject_id_gist_compress(pg_catalog.internal),
	FUNCTION 5 @extschema@.subject_id_gist_penalty(pg_catalog.internal, pg_catalog.internal, pg_catalog.internal),
	FUNCTION 6 @extschema@.subject_id_gist_picksplit(pg_catalog.internal, pg_catalog.internal),
	FUNCTION 7 @extschema@.subject_id_gist_same(@extschema@.subject_id_key, @extschema@.subject_id_key, pg_catalog.internal),
	FUNCTION 9 @extschema@.subject_id_gist_fetch(pg_catalog.internal),
	STORAGE @extschema@.subject_id_key;

COMMENT ON OPERATOR FAMILY @extschema@.subject_id_ops USING btree IS
	'identifiers: order of the bytes; all entries of equal identifiers are alike, so they are merged';
COMMENT ON OPERATOR CLASS @extschema@.subject_id_ops USING btree IS
	'identifiers: order of the bytes; all entries of equal identifiers are alike, so they are merged';

COMMENT ON OPERATOR FAMILY @extschema@.subject_id_ops USING hash IS
	'identifiers: hash of the bytes';
COMMENT ON OPERATOR CLASS @extschema@.subject_id_ops USING hash IS
	'identifiers: hash of the bytes';

COMMENT ON OPERATOR FAMILY @extschema@.subject_id_minmax_ops USING brin IS
	'identifiers: lowest and highest identifier of a range of pages';
COMMENT ON OPERATOR CLASS @extschema@.subject_id_minmax_ops USING brin IS
	'identifiers: lowest and highest identifier of a range of pages';

COMMENT ON OPERATOR FAMILY @extschema@.subject_id_ops USING gist IS
	'identifiers: equality only, for exclusion constraints';
COMMENT ON OPERATOR CLASS @extschema@.subject_id_ops USING gist IS
	'identifiers: equality only, for exclusion constraints';

CREATE AGGREGATE @extschema@.min(@extschema@.subject_id) (
	SFUNC = @extschema@.subject_id_smaller,
	STYPE = @extschema@.subject_id,
	COMBINEFUNC = @extschema@.subject_id_smaller,
	SORTOP = OPERATOR(@extschema@.<),
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.min(@extschema@.subject_id) IS
	'first identifier in the order of the bytes';

CREATE AGGREGATE @extschema@.max(@extschema@.subject_id) (
	SFUNC = @extschema@.subject_id_larger,
	STYPE = @extschema@.subject_id,
	COMBINEFUNC = @extschema@.subject_id_larger,
	SORTOP = OPERATOR(@extschema@.>),
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.max(@extschema@.subject_id) IS
	'last identifier in the order of the bytes';
