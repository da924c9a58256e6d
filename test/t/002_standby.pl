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
$session->quit if $session;
is($standby->safe_psql('city', $question), 'prohibit', 'prohibited after');

done_testing();
