-- Settings of the installation, and the revision of the catalogue.

CREATE TABLE credit.setting (
	name text PRIMARY KEY,
	value text NOT NULL,
	note text NOT NULL
);
COMMENT ON TABLE credit.setting IS 'settings of the installation; the zone is chosen once, at install';
COMMENT ON COLUMN credit.setting.name IS 'name of the setting';
COMMENT ON COLUMN credit.setting.value IS 'its value';
COMMENT ON COLUMN credit.setting.note IS 'what it decides, and its unit';

INSERT INTO credit.setting (name, value, note) VALUES
	('zone', /*zone*/, 'time zone of the civil days; chosen at install'),
	('backdate_workdays', '3', 'a fact entered more working days than this after its day needs late_reason'),
	('expiring_days', '30', 'days ahead that view expiring_soon looks'),
	('version', /*version*/, 'version of the extension that made or last upgraded these tables');

CREATE TABLE credit.secret (
	name text PRIMARY KEY,
	value bytea NOT NULL
);
COMMENT ON TABLE credit.secret IS 'keys of the installation, read by functions only; never granted';
COMMENT ON COLUMN credit.secret.name IS 'name of the key';
COMMENT ON COLUMN credit.secret.value IS 'the key';

INSERT INTO credit.secret (name, value)
SELECT 'subject_key', pg_catalog.sha256(pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
	|| pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
	|| pg_catalog.uuid_send(pg_catalog.gen_random_uuid()));

CREATE TABLE credit.catalogue_revision (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	revision bigint NOT NULL,
	projected uuid
);
COMMENT ON TABLE credit.catalogue_revision IS 'one row: counts the statements that changed law, organisation or catalogue; caches are keyed by it';
COMMENT ON COLUMN credit.catalogue_revision.only_row IS 'always true';
COMMENT ON COLUMN credit.catalogue_revision.revision IS 'number of changes so far';
COMMENT ON COLUMN credit.catalogue_revision.projected IS 'mark of these tables of this server, where every fact came by the triggers that project it: questions then read standing alone; else NULL or the mark of other tables, until refresh_standing()';

INSERT INTO credit.catalogue_revision (revision) VALUES (1);

-- The right to ask about a subject is the right to read this view: functions
-- of the extension are PUBLIC and test it, because grants on them would be
-- lost in a dump.
CREATE VIEW credit.may_check AS SELECT true AS may_check;
COMMENT ON VIEW credit.may_check IS 'whoever may SELECT here may ask check(), effect_on(), penalties() and incentives()';
COMMENT ON COLUMN credit.may_check.may_check IS 'always true';

CREATE TRIGGER setting_kept BEFORE INSERT OR UPDATE OR DELETE ON credit.setting
	FOR EACH ROW EXECUTE FUNCTION credit.setting_kept();
CREATE TRIGGER setting_kept_whole BEFORE TRUNCATE ON credit.setting
	FOR EACH STATEMENT EXECUTE FUNCTION credit.setting_kept();
CREATE TRIGGER secret_kept BEFORE INSERT OR UPDATE OR DELETE ON credit.secret
	FOR EACH ROW EXECUTE FUNCTION credit.setting_kept();
CREATE TRIGGER secret_kept_whole BEFORE TRUNCATE ON credit.secret
	FOR EACH STATEMENT EXECUTE FUNCTION credit.setting_kept();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.setting
	FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
