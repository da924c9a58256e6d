# A small city for TAP tests: an installation of role office with a catalogue
# and a few facts.
package City;
use strict;
use warnings;

our $one = '91510402MA7T00014R';
our $listed = '91510402MA7T00030F';
our $fresh = '91510402MA7T00049C';

# Make the database and what is in it.
sub build
{
	my ($node, $database) = @_;
	$node->safe_psql('postgres', "CREATE ROLE office; CREATE DATABASE $database OWNER office TEMPLATE template0");
	$node->safe_psql(
		$database, qq{
		SET client_min_messages = warning;
		SET ROLE office;
		CREATE EXTENSION credit CASCADE;
		SELECT credit.install();
		INSERT INTO credit.calendar_year (year, notice) VALUES (2024, 'test'), (2025, 'test');
		INSERT INTO credit.sector VALUES ('s', 's');
		INSERT INTO credit.agency (code, valid, name, kind) VALUES ('reporter', '[2000-01-01,)', 'r', 'government'), ('office', '[2000-01-01,)', 'o', 'office');
		INSERT INTO credit.legal_basis (code, valid, title, rank) VALUES ('law', '[2000-01-01,)', 'law', 'law');
		INSERT INTO credit.power VALUES ('reporter', 's', 'law');
		INSERT INTO credit.matter VALUES ('buy.goods', 'goods');
		INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term)
		VALUES ('c', '[2016-01-01,)', 'c', 'sanction', 's', 'reporter', 'law', '1 year');
		INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, determination, listing_basis, adopted_by)
		VALUES ('listed', '[2016-01-01,)', 'listed', 'sanction', 's', 'reporter', 'law', '1 year', 'on_record', 'law', 'document 1');
		INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
		SELECT c, 1, '[2016-01-01,)', 'reporter', 1, 'prohibit', '{buy.goods}', 'm', 'law' FROM unnest('{c,listed}'::text[]) c;
		UPDATE credit.conduct SET name = 'another name' WHERE code = 'c';
		INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, served_on, reason, subject_name, late_reason) VALUES
			('$one', 'c', 'reporter', 'one', '2024-02-01', NULL, 'r', 'One Ltd', 'l'),
			('$listed', 'listed', 'reporter', 'list', '2024-02-01', '2024-02-01', 'r', 'Three Ltd', 'l');
		INSERT INTO credit.notice (subject, record, on_day, late_reason) SELECT subject, record, '2024-02-05', 'l' FROM credit.record WHERE conduct = 'c';
		INSERT INTO credit.decision (subject, record, document_no, decided_on, decided_by, exclude, late_reason)
		SELECT subject, record, 'd', '2024-03-15', 'office', '{1}', 'l' FROM credit.record WHERE conduct = 'c';
		INSERT INTO credit.event (subject, decision, kind, on_day, late_reason)
		SELECT subject, decision, 'served', '2024-03-18', 'l' FROM credit.decision WHERE document_no = 'd';
		SELECT credit.link_identifier('$one', 'passport:E1234567', '[2024-01-01,)', 'x', late_reason => 'l');});
	return;
}

# A query for the decisions whose projection is not what the facts give.
sub wrong
{
	return q{SELECT coalesce(d.decision, s.decision) FROM (SELECT d.subject, d.decision,
			coalesce(d.source_served_on, (SELECT on_day FROM credit.event e
				WHERE e.subject OPERATOR(credit.=) d.subject AND e.decision = d.decision)) + 1 AS from_day,
			(d.decided_on + interval '1 year')::date AS last_day, d.exclude FROM credit.decision d) d
		FULL JOIN credit.standing s ON s.subject OPERATOR(credit.=) d.subject AND s.decision = d.decision
		WHERE (d.from_day, d.last_day, d.exclude) IS DISTINCT FROM (s.from_day, s.last_day, s.exclude)
			OR d.decision IS NULL OR s.decision IS NULL};
}

1;
