-- One subject who is barred, in an installation of its own.
SET client_min_messages = warning;
CREATE EXTENSION credit CASCADE;
SELECT credit.install() \g /dev/null
INSERT INTO credit.sector VALUES ('sector', 'sector');
INSERT INTO credit.agency (code, valid, name) VALUES ('a', '[2001-01-01,)', 'a');
INSERT INTO credit.legal_basis (code, valid, title, rank) VALUES ('law', '[2001-01-01,)', 'law', 'law');
INSERT INTO credit.power VALUES ('a', 'sector', 'law');
INSERT INTO credit.matter (code, name) VALUES ('core', 'core'), ('core.trial', 'trial');
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, determination, listing_basis, adopted_by)
VALUES ('c', '[2001-01-01,)', 'name', 'sanction', 'sector', 'a', 'law', '1 year', 'on_record', 'law', 'no. 1');
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
VALUES ('c', 1, '[2001-01-01,)', 'a', 1, 'prohibit', ARRAY['core.trial'], 'content', 'law');
SELECT credit.report('91000000MA0AA0000X'::text, 'c', 'a', 'no. 1', credit.today() - 30, 'reason', served_on => credit.today() - 30, late_reason => 'l') \g /dev/null
