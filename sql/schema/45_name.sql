-- Names under which subjects are known, for find_subject() only: no check
-- takes a name, and no answer shows one converted.

CREATE TABLE credit.subject_name (
	subject credit.subject_id NOT NULL,
	name text NOT NULL,
	valid daterange NOT NULL DEFAULT '(,)',
	source text NOT NULL DEFAULT 'record',
	name_key text NOT NULL,
	name_pinyin text,
	icu_version text NOT NULL,
	PRIMARY KEY (subject, name)
);
COMMENT ON TABLE credit.subject_name IS
	'names under which subjects are known, one row a name; finds candidates, identifies nobody';
COMMENT ON COLUMN credit.subject_name.subject IS
	'identifier of the subject';
COMMENT ON COLUMN credit.subject_name.name IS
	'the name as its source writes it';
COMMENT ON COLUMN credit.subject_name.valid IS
	'days on which the subject had the name; open where unknown';
COMMENT ON COLUMN credit.subject_name.source IS
	'where the name comes from';
COMMENT ON COLUMN credit.subject_name.name_key IS
	'credit.name_key(name), kept by trigger';
COMMENT ON COLUMN credit.subject_name.name_pinyin IS
	'credit.pinyin(name), kept by trigger';
COMMENT ON COLUMN credit.subject_name.icu_version IS
	'credit.icu_version() when key and pinyin were made; refresh_names() renews those of another';

-- equal keys and beginnings, in byte order whatever the database's collation
CREATE INDEX subject_name_key ON credit.subject_name (name_key text_pattern_ops);
COMMENT ON INDEX credit.subject_name_key IS
	'find_subject(): same key, begins with';
-- grams come from the stored key without ICU, so they may be indexed
CREATE INDEX subject_name_grams ON credit.subject_name USING gin (credit.name_grams(name_key));
COMMENT ON INDEX credit.subject_name_grams IS
	'find_subject(): contains';
-- pinyin may be longer than an entry of a btree
CREATE INDEX subject_name_pinyin ON credit.subject_name USING hash (name_pinyin);
COMMENT ON INDEX credit.subject_name_pinyin IS
	'find_subject(): sounds alike';
CREATE INDEX subject_name_icu ON credit.subject_name (icu_version);
COMMENT ON INDEX credit.subject_name_icu IS
	'names_stale(), refresh_names(), and the warning of find_subject()';

CREATE TRIGGER subject_name_stamp
	BEFORE INSERT OR UPDATE ON credit.subject_name
	FOR EACH ROW EXECUTE FUNCTION credit.name_stamp();
COMMENT ON TRIGGER subject_name_stamp ON credit.subject_name IS
	'fills name_key, name_pinyin and icu_version';
