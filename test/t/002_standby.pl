# A standby answers as the primary does, and writes nothing.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../data";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use City;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$primary->append_conf('postgresql.conf', 'max_prepared_transactions = 2');
$primary->start;
City::build($primary, 'city');
$primary->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'copy', has_streaming => 1);
$standby->start;

sub caught_up
{
	$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));
	return;
}
caught_up();
my $ask = "SELECT credit.effect_on('$City::listed', 'buy.goods', '2024-03-01');"
  . "SELECT state, effect, content, document_no, from_day, until_day FROM credit.check('$City::listed', 'buy', '2024-03-01');"
  . "SELECT document_no FROM credit.penalties('$City::one', '2024-05-01');"
  . "SELECT credit.subject_of('passport:E1234567', '2024-05-01');"
  . "SELECT document_no, from_day FROM credit.active_penalties('2024-05-01');"
  . 'SELECT agency, measures FROM credit.measures_by_agency(\'2024-05-01\');'
  . 'SELECT credit.today() IS NOT NULL';
$ask =~ s/buy'/buy.goods'/g;
is($standby->safe_psql('city', $ask), $primary->safe_psql('city', $ask), 'the same answers');
like($standby->safe_psql('city', $ask), qr/^prohibit$/m, 'and they are answers');

my ($ret, $out, $err) = $standby->psql('city',
	"\\set VERBOSITY sqlstate\nSELECT credit.report('$City::fresh', 'listed', 'reporter', 'x', '2024-02-01', 'r', late_reason => 'l')");
like($err, qr/25006|55000/, 'a standby takes no facts');
($ret, $out, $err) = $standby->psql('city', "\\set VERBOSITY sqlstate\nSELECT credit.settle()");
like($err, qr/55000/, 'and does not say what is settled');
my $known = 'SELECT e.* FROM credit.standing s, credit.explain(s.subject, s.decision) e ORDER BY s.subject, s.decision, e.step;'
  . 'SELECT t.* FROM credit.subject s, credit.timeline(s.subject) t ORDER BY s.subject, t.seq;'
  . "SELECT credit.token('$City::listed', 'buy.goods', '2024-03-01');"
  . "SELECT r.* FROM credit.replay(credit.token('$City::listed', 'buy.goods', '2024-03-01')) r;"
  . "SELECT credit.digest('$City::listed'); SELECT count(*) FROM credit.verify();"
  . "SELECT document_no FROM credit.measures_on('2024-05-01', 'infinity') ORDER BY 1";
is($standby->safe_psql('city', $known), $primary->safe_psql('city', $known), 'what was known is told alike');

# what is recorded later is seen by a session that has asked already
my $question = "SELECT credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01');\n";
my $session = $standby->background_psql('city') if $standby->can('background_psql');
is($session->query("SELECT credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01')"), 'clear', 'clear before') if $session;
$primary->safe_psql('city', "SET ROLE office; SELECT credit.report('$City::fresh', 'listed', 'reporter', 'x', '2024-02-01', 'r', served_on => '2024-02-01', late_reason => 'l')");
caught_up();
is($session->query("SELECT credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01')"), 'prohibit', 'prohibited after, in the same session') if $session;
is($standby->safe_psql('city', $question), 'prohibit', 'prohibited after');

# that session has the catalogue at hand: what is published reaches it, and what
# is rolled back on the primary does not, though its revision is given out again
my $all = "SELECT effect || matters::text || credit.effect_on(subject, 'buy.goods', '2024-03-01') || credit.effect_on(subject, 'buy', '2024-03-01')"
  . " FROM credit.measure_run WHERE subject OPERATOR(credit.=) '$City::fresh'::credit.subject_id";
my $feed = 'SET session_replication_role = replica; BEGIN; UPDATE credit.catalogue_revision SET revision = revision + 1;'
  . "UPDATE credit.measure SET effect = '%s' WHERE conduct = 'listed';";
sub published
{
	my ($expected, $what) = @_;
	caught_up();
	is($session->query($all), $expected, "$what, in the same session") if $session;
	is($standby->safe_psql('city', $all), $expected, $what);
	return;
}
$primary->safe_psql('city', "SET ROLE office; INSERT INTO credit.matter VALUES ('buy', 'all')");
published('prohibit{buy.goods}prohibitprohibit', 'a matter was added');
$primary->safe_psql('city', sprintf($feed, 'withdraw') . 'COMMIT');
published('withdraw{buy.goods}withdrawwithdraw', 'a catalogue with another effect');
$primary->safe_psql('city', sprintf($feed, 'limit') . 'ROLLBACK');
published('withdraw{buy.goods}withdrawwithdraw', 'a change was rolled back');
$primary->safe_psql('city', sprintf($feed, 'favour') . "PREPARE TRANSACTION 'p'");
published('withdraw{buy.goods}withdrawwithdraw', 'a change was prepared');
$primary->safe_psql('city', "ROLLBACK PREPARED 'p'");
$primary->safe_psql('city', sprintf($feed, 'scrutinise') . "PREPARE TRANSACTION 'p'");
$primary->safe_psql('city', "COMMIT PREPARED 'p'");
published('scrutinise{buy.goods}scrutinisescrutinise', 'the number of a prepared change was given out again');

# a session that sees its own change and prepares it is not left with it
SKIP:
{
	skip 'no background_psql', 2 unless $primary->can('background_psql');
	my $writer = $primary->background_psql('city');
	is($writer->query(sprintf($feed, 'limit') . $all), 'limit{buy.goods}limitlimit', 'its own change');
	$writer->query("PREPARE TRANSACTION 'p'");
	$writer->query("ROLLBACK PREPARED 'p'");
	$primary->safe_psql('city', sprintf($feed, 'withdraw') . 'COMMIT');
	is($writer->query($all), 'withdraw{buy.goods}withdrawwithdraw', 'and the change that got its number');
	$writer->quit;
}

# promotion keeps the session, and what it has at hand is still right
caught_up();
$primary->stop;
$standby->promote;
$standby->safe_psql('city', sprintf($feed, 'limit') . 'COMMIT');
is($session->query($all), 'limit{buy.goods}limitlimit', 'after a promotion, in the same session') if $session;
is($standby->safe_psql('city', $all), 'limit{buy.goods}limitlimit', 'after a promotion');
$session->quit if $session;

done_testing();
