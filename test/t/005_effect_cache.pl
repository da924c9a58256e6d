# One session that asks while what its answer is read from is made anew: by
# another installation that counts to the same revision, with other content; by
# the extension dropped and made again; with indexes, columns and tables changed.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('node');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE office; CREATE DATABASE city OWNER office TEMPLATE template0');

# an installation whose one measure has an effect
sub installed
{
	my ($effect) = @_;
	return qq{
		SELECT credit.install() \\g /dev/null
		INSERT INTO credit.sector VALUES ('s', 's');
		INSERT INTO credit.calendar_year (year, notice) VALUES (2024, 'test'), (2025, 'test');
		INSERT INTO credit.agency (code, valid, name, kind) VALUES ('a', '[2000-01-01,)', 'a', 'government'), ('office', '[2000-01-01,)', 'o', 'office');
		INSERT INTO credit.legal_basis (code, valid, title, rank) VALUES ('law', '[2000-01-01,)', 'law', 'law');
		INSERT INTO credit.power VALUES ('a', 's', 'law');
		INSERT INTO credit.matter VALUES ('buy.goods', 'goods');
		INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, determination, listing_basis, adopted_by)
		VALUES ('listed', '[2016-01-01,)', 'listed', 'sanction', 's', 'a', 'law', '1 year', 'on_record', 'law', 'document 1');
		INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
		VALUES ('listed', 1, '[2016-01-01,)', 'a', 2, '$effect', '{buy.goods}', 'm', 'law');
		INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, served_on, reason, late_reason)
		VALUES ('91510402MA7T00014R', 'listed', 'a', 'one', '2024-02-01', '2024-02-01', 'r', 'l');
	};
}
my $number = 0;
my @expected;
sub ask
{
	my ($effect) = @_;
	$number++;
	push @expected, "$number $effect $effect";
	return "SELECT $number, credit.effect_on('91510402MA7T00014R', 'buy.goods', '2024-03-01'),"
	  . " (SELECT effect FROM credit.effects_on('{91510402MA7T00014R}', 'buy.goods', '2024-03-01'));\n";
}
my $revision = "SELECT revision FROM credit.catalogue_revision \\gset\n";
my $gone = "SELECT credit.uninstall('drop all facts') \\g /dev/null\n";
my $script = "\\pset fieldsep ' '\nSET client_min_messages = warning;\nSET ROLE office;\nCREATE EXTENSION credit CASCADE;\n"
  . installed('limit') . $revision . ask('limit')
  . "BEGIN; $gone ROLLBACK;" . ask('limit')
  # another table with another content, by the same number
  . $gone . installed('scrutinise')
  . "SELECT revision - :revision FROM credit.catalogue_revision;\n" . ask('scrutinise')
  . 'BEGIN;' . $gone . installed('withdraw') . ask('withdraw') . 'ROLLBACK;' . ask('scrutinise')
  # types and operators are others, too
  . $gone . "DROP EXTENSION credit;\nCREATE EXTENSION credit;\n" . installed('withdraw') . ask('withdraw')
  . "ALTER TABLE credit.standing ADD COLUMN extra integer DEFAULT 7;\n" . ask('withdraw')
  . "REINDEX TABLE CONCURRENTLY credit.standing;\n" . ask('withdraw')
  . "REINDEX TABLE credit.decision;\n" . ask('withdraw')
  . "ALTER TABLE credit.standing DROP CONSTRAINT standing_pkey;\n" . ask('withdraw')
  . "CREATE INDEX CONCURRENTLY other ON credit.standing (subject, role);\n" . ask('withdraw')
  . "CLUSTER credit.standing USING other;\nVACUUM FULL credit.catalogue_revision;\n" . ask('withdraw')
  # an error when half of a conduct was read
  . "UPDATE credit.catalogue_revision SET revision = revision + 1;\nREVOKE SELECT ON credit.measure FROM office;\n"
  . "DO \$\$ BEGIN PERFORM credit.effect_on('91510402MA7T00014R', 'buy.goods', '2024-03-01'); RAISE 'it answered';"
  . " EXCEPTION WHEN insufficient_privilege THEN NULL; END \$\$;\nGRANT SELECT ON credit.measure TO office;\n" . ask('withdraw')
  # what stands is in a table that inherits
  . "CREATE TABLE child () INHERITS (credit.standing);\nALTER TABLE credit.standing DISABLE TRIGGER USER;\n"
  . "WITH gone AS (DELETE FROM ONLY credit.standing RETURNING *) INSERT INTO child SELECT * FROM gone;\n" . ask('withdraw')
  . "WITH gone AS (DELETE FROM child RETURNING *) INSERT INTO credit.standing SELECT * FROM gone;\nDROP TABLE child;\n"
  . "ALTER TABLE credit.standing ENABLE TRIGGER USER;\n" . ask('withdraw');
$node->safe_psql('city', 'GRANT CREATE ON SCHEMA public TO office');
my $answers = $node->safe_psql('city', $script);
is((grep { /^-?\d+$/ } split /\n/, $answers)[0], '0', 'the second installation has counted as far as the first');
is(join("\n", grep { / / } split /\n/, $answers), join("\n", @expected), 'what the tables hold at each moment');

# the same by somebody else, while a session keeps what it has read
SKIP:
{
	skip 'no background_psql', 3 unless $node->can('background_psql');
	my $session = $node->background_psql('city');
	my $question = "SELECT credit.effect_on('91510402MA7T00014R', 'buy.goods', '2024-03-01')";
	# as often counted as a fresh installation
	my $again = "SET client_min_messages = warning; SET ROLE office;\n" . $gone;
	$node->safe_psql('city', $again . installed('limit'));
	is($session->query($question), 'limit', 'the first');
	$node->safe_psql('city', $revision . $again . installed('scrutinise') . 'SELECT 1 / (revision = :revision)::integer FROM credit.catalogue_revision');
	is($session->query($question), 'scrutinise', 'another installation of the same revision');
	$node->safe_psql('city', $again . "DROP EXTENSION credit; CREATE EXTENSION credit;\n" . installed('withdraw'));
	is($session->query($question), 'withdraw', 'another extension');
	$session->quit;
}

# without the row that tells of a change there is none
my ($ret, $out, $err) = $node->psql('city', "SET ROLE office; BEGIN; DELETE FROM credit.catalogue_revision; INSERT INTO credit.matter VALUES ('sell', 'sell')");
like($err, qr/the catalogue has no revision/, 'a change that could not be told is refused');

done_testing();
