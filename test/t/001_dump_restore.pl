# A dump is the installation: plain or in parallel, the rows come back as they
# were, triggers work, rights are kept, and nothing is dropped by accident.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../data";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use City;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
City::build($node, 'city');
my $file = $node->basedir;

# a right that the office gave
$node->safe_psql('city', 'CREATE ROLE desk; GRANT USAGE ON SCHEMA credit TO desk; GRANT SELECT ON credit.may_check TO desk;');

# every row of every table, as text
sub contents
{
	my ($database) = @_;
	my $rows = '';
	foreach my $table (split /\n/, $node->safe_psql($database,
			"SELECT relname FROM pg_class WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"))
	{
		$rows .= "$table\n" . $node->safe_psql($database,
			"SET TimeZone = 'UTC'; SELECT t FROM credit.$table t ORDER BY t::text COLLATE \"C\"") . "\n";
	}
	return $rows;
}
my $before = contents('city');

sub check_copy
{
	my ($copy) = @_;
	is(contents($copy), $before, "$copy: every row is there as it was");
	is($node->safe_psql($copy, City::wrong()), '', "$copy: the projection is what the facts give");
	is($node->safe_psql($copy, "SET ROLE desk; SELECT credit.effect_on('$City::listed', 'buy.goods', '2024-03-01')"),
		'prohibit', "$copy: who might ask still may");
	is( $node->safe_psql(
			$copy,
			"SET ROLE office; SELECT credit.report('$City::fresh', 'listed', 'reporter', 'after', '2024-02-01', 'r', served_on => '2024-02-01', late_reason => 'l') IS NOT NULL;"
			  . "SELECT credit.effect_on('$City::fresh', 'buy.goods', '2024-03-01')"),
		"t\nprohibit", "$copy: triggers work");
	my ($ret, $out, $err) = $node->psql($copy,
		"\\set VERBOSITY sqlstate\nSET ROLE office; SELECT credit.report('$City::listed', 'listed', 'reporter', 'list', '2024-02-01', 'r', late_reason => 'l')");
	like($err, qr/JC008/, "$copy: what was recorded before is known");
	($ret, $out, $err) = $node->psql($copy, "\\set VERBOSITY sqlstate\nSET ROLE office; UPDATE credit.record SET reason = 'x'");
	like($err, qr/JC009/, "$copy: facts stay");
	foreach my $drop ('DROP EXTENSION credit', 'DROP EXTENSION credit CASCADE', 'DROP SCHEMA credit CASCADE', 'DROP EXTENSION btree_gist CASCADE')
	{
		($ret, $out, $err) = $node->psql($copy, $drop);
		ok($ret != 0, "$copy: $drop is refused");
	}
	is($node->safe_psql($copy, 'SELECT count(*) FROM credit.record'), '3', "$copy: nothing was dropped");
	return;
}

$node->command_ok([ 'pg_dump', '-d', $node->connstr('city'), '-f', "$file/plain.sql" ], 'plain dump');
$node->safe_psql('postgres', 'CREATE DATABASE plain OWNER office TEMPLATE template0');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('plain'), '-f', "$file/plain.sql" ], 'plain restore');
check_copy('plain');

$node->command_ok([ 'pg_dump', '-Fc', '-d', $node->connstr('city'), '-f', "$file/custom" ], 'custom dump');
$node->safe_psql('postgres', 'CREATE DATABASE parallel OWNER office TEMPLATE template0');
$node->command_ok([ 'pg_restore', '-j4', '--exit-on-error', '-d', $node->connstr('parallel'), "$file/custom" ], 'parallel restore');
check_copy('parallel');

done_testing();
