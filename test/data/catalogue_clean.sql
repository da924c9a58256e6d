-- Takes away what catalogue_try.sql and its test have left.  The catalogue does
-- not forget, so its triggers must not look.
RESET ROLE;
SET client_min_messages = warning;
SET session_replication_role = replica;
DELETE FROM credit.measure WHERE conduct LIKE 'regress%';
DELETE FROM credit.conduct WHERE code LIKE 'regress%';
DELETE FROM credit.conduct_code WHERE code LIKE 'regress%';
DELETE FROM credit.power WHERE agency LIKE 'regress%';
DELETE FROM credit.agency_succession WHERE agency LIKE 'regress%';
DELETE FROM credit.special_group WHERE code LIKE 'regress%';
DELETE FROM credit.matter WHERE code LIKE 'regress%';
DELETE FROM credit.sector WHERE code LIKE 'regress%';
DELETE FROM credit.legal_basis WHERE code LIKE 'regress%';
DELETE FROM credit.legal_basis_code WHERE code LIKE 'regress%';
DELETE FROM credit.agency WHERE code LIKE 'regress%';
DELETE FROM credit.agency_code WHERE code LIKE 'regress%';
UPDATE credit.catalogue_revision SET revision = revision + 1;
RESET session_replication_role;
DROP SCHEMA regress_catalogue CASCADE;
