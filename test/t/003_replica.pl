# Rows that arrive by logical replication, or under session_replication_role =
# replica, bring their projections along: triggers stay still, and nothing is
# there twice.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../data";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use City;

my $source = PostgreSQL::Test::Cluster->new('source');
$source->init(allows_streaming => 'logical', extra => [ '--encoding=UTF8', '--locale=C' ]);
$source->start;
City::build($source, 'city');

my $target = PostgreSQL::Test::Cluster->new('target');
$target->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$target->start;
$target->safe_psql('postgres', 'CREATE ROLE office; CREATE DATABASE city OWNER office TEMPLATE template0');
$target->safe_psql('city', 'SET client_min_messages = warning; SET ROLE office; CREATE EXTENSION credit CASCADE; SELECT credit.install();'
	# what install() itself put in comes from the source
	. 'RESET ROLE; SET session_replication_role = replica; DELETE FROM credit.setting; DELETE FROM credit.secret; DELETE FROM credit.catalogue_revision; DELETE FROM credit.calendar_revision');

$source->safe_psql('city', 'CREATE PUBLICATION everything FOR ALL TABLES');
my $connstr = $source->connstr . ' dbname=city';
$target->safe_psql('city', "CREATE SUBSCRIPTION everything CONNECTION '$connstr' PUBLICATION everything");
# the form without a name waits for all of them, and 15 has no other
$target->poll_query_until('city', "SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate NOT IN ('r', 's')") or die 'tables are not copied';

sub same
{
	my ($what) = @_;
	$source->wait_for_catchup('everything');
	foreach my $table (qw(record decision notice event feedback subject_end chain standing subject subject_name subject_identifier conduct measure))
	{
		my $query = "SELECT string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\") FROM credit.$table t";
		is($target->safe_psql('city', "SET TimeZone = 'UTC'; $query"), $source->safe_psql('city', "SET TimeZone = 'UTC'; $query"), "$what: $table");
	}
	is($target->safe_psql('city', City::wrong()), '', "$what: the projection is what the facts give");
	return;
}
same('copied');
is($target->safe_psql('city', "SELECT credit.effect_on('$City::listed', 'buy.goods', '2024-03-01')"), 'prohibit', 'answers');

$source->safe_psql(
	'city', "SET ROLE office;
	SELECT credit.report('$City::fresh', 'listed', 'reporter', 'streamed', '2024-02-01', 'r', 'Four Ltd', late_reason => 'l');
	SELECT credit.serve('$City::fresh', (SELECT decision FROM credit.decision WHERE document_no = 'streamed'), '2024-02-05', 'x', late_reason => 'l');");
same('streamed');
is($target->safe_psql('city', "SELECT credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01')"), 'prohibit', 'answers about what was streamed');

# A session that has asked has the catalogue at hand, by its revision, which is a
# row that comes with the rest: no message of invalidation does.
my $all = "SELECT effect || matters::text || credit.effect_on(subject, 'buy.goods', '2024-03-01') || effect_of"
  . ' FROM credit.measure_run r, LATERAL (SELECT e.effect AS effect_of'
  . " FROM credit.effects_on(ARRAY[r.subject], 'buy.goods', '2024-03-01') e) e WHERE subject OPERATOR(credit.=) '$City::fresh'::credit.subject_id";
my $session = $target->background_psql('city') if $target->can('background_psql');
sub answers
{
	my ($expected, $what) = @_;
	$source->wait_for_catchup('everything');
	is($session->query($all), $expected, "$what, in the same session") if $session;
	is($target->safe_psql('city', $all), $expected, $what);
	return;
}
my $feed = 'SET session_replication_role = replica; BEGIN; UPDATE credit.catalogue_revision SET revision = revision + 1;'
  . "UPDATE credit.measure SET effect = '%s' WHERE conduct = 'listed';";
answers('prohibit{buy.goods}prohibitprohibit', 'as it was');
$source->safe_psql('city', sprintf($feed, 'withdraw') . 'COMMIT');
answers('withdraw{buy.goods}withdrawwithdraw', 'another effect');
$source->safe_psql('city', sprintf($feed, 'limit') . 'ROLLBACK');
$source->safe_psql('city', sprintf($feed, 'scrutinise') . 'COMMIT');
answers('scrutinise{buy.goods}scrutinisescrutinise', 'the revision of what was rolled back');
my $roads = "SELECT count(*) FROM credit.effects_on(ARRAY['$City::fresh']::credit.subject_id[], 'buy.roads', '2024-03-01')";
my ($code) = $target->psql('city', $roads);
ok($code != 0, 'a matter that is not there yet');
$source->safe_psql('city', "SET ROLE office; INSERT INTO credit.matter VALUES ('buy.roads', 'roads')");
$source->wait_for_catchup('everything');
is($session->query($roads), '1', 'a matter that has come, in the same session') if $session;
is($target->safe_psql('city', $roads), '1', 'a matter that has come');
$source->safe_psql('city', sprintf($feed, 'prohibit') . 'COMMIT');
answers('prohibit{buy.goods}prohibitprohibit', 'and back again');

# facts without what follows from them: no answer, until the owner has made it
$source->safe_psql('city', 'ALTER PUBLICATION everything RENAME TO all_of_it; CREATE PUBLICATION everything FOR TABLE '
	. join(', ', map { "credit.$_" } split /\n/, $source->safe_psql('city', "SELECT relname FROM pg_class WHERE relnamespace = 'credit'::regnamespace"
		. " AND relkind = 'r' AND relname <> 'standing'")));
$target->safe_psql('city', 'ALTER SUBSCRIPTION everything REFRESH PUBLICATION WITH (copy_data = false)');
$target->poll_query_until('city', "SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate <> 'r'") or die 'tables are not ready';
$source->safe_psql('city', "SET ROLE office; SELECT credit.revoke('$City::fresh', (SELECT decision FROM credit.decision WHERE document_no = 'streamed'), '2024-02-20', 'x', 'r', late_reason => 'l');");
$source->wait_for_catchup('everything');
my $ask = "SELECT credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01')";
my ($ret, $out, $err) = $target->psql('city', "\\set VERBOSITY sqlstate\n$ask");
like($err, qr/55000/, 'standing does not know the event');
$err = $session->query("DO \$\$ BEGIN PERFORM credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01'); EXCEPTION WHEN object_not_in_prerequisite_state THEN SET credit.refused = yes; END \$\$; SHOW credit.refused") if $session;
is($err, 'yes', 'nor for the session that has asked') if $session;
$target->safe_psql('city', 'SET ROLE office; SELECT credit.refresh_standing()');
is($session->query($ask), 'clear', 'made, in the same session') if $session;
is($target->safe_psql('city', $ask), 'clear', 'made');
is($source->safe_psql('city', $ask), 'clear', 'as on the source');
$session->quit if $session;

# a row put in as replica makes nothing by itself
$target->safe_psql('city', "ALTER SUBSCRIPTION everything DISABLE");
my $count = $target->safe_psql('city', 'SELECT count(*) FROM credit.standing');
$target->safe_psql(
	'city', "SET session_replication_role = replica;
	INSERT INTO credit.record (subject, record, conduct, agency, source_agency, document_no, determined_on, served_on, reason, recorded_at, recorded_by, recorded_as)
	VALUES ('91510402MA7T00057' || '7', gen_random_uuid(), 'listed', 'reporter', 'reporter', 'replica', '2024-02-01', '2024-02-01', 'r', '2024-02-02', 'somebody', 'else')");
is($target->safe_psql('city', 'SELECT count(*) FROM credit.standing'), $count, 'nothing follows from a row of a replica');
is($target->safe_psql('city', "SELECT recorded_by FROM credit.record WHERE document_no = 'replica'"), 'somebody', 'and it keeps its stamp');

done_testing();
