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

# an agency's table that is watched, with names that have changed since
$node->safe_psql(
	'city', q{
	CREATE ROLE bureau; CREATE ROLE clerk;
	GRANT USAGE ON SCHEMA credit TO bureau; GRANT INSERT ON credit.record, credit.event TO bureau;
	CREATE SCHEMA bureau AUTHORIZATION bureau;
	SET ROLE bureau;
	GRANT USAGE ON SCHEMA bureau TO clerk;
	CREATE TABLE bureau.penalty (gone integer, uscc text, wsh text, made_on date, facts text, kind text) PARTITION BY LIST (kind);
	CREATE TABLE bureau.penalty_a PARTITION OF bureau.penalty DEFAULT;
	GRANT SELECT, INSERT, UPDATE ON bureau.penalty, bureau.penalty_a TO clerk;
	SELECT credit.watch('bureau.penalty', '@kind', 'reporter', '{"subject": "uscc", "document_no": "wsh", "determined_on": "made_on",
		"reason": "facts", "late_reason": {"value": "it''s \"late\""}, "conduct": {"a ''b\"": "listed"}}', 'facts <> ''no''');
	ALTER TABLE bureau.penalty DROP COLUMN gone;
	ALTER TABLE bureau.penalty RENAME wsh TO "Document";
	ALTER TABLE bureau.penalty RENAME TO fine;});
# gates on tables of an agency, with words that need quoting, one of them
# renamed and one partitioned; and a subject that is barred today
my $barred = '91510402MA7T000577';
$node->safe_psql(
	'city', qq{
	SET ROLE office;
	SET search_path = public, credit;
	SET client_min_messages = warning;
	INSERT INTO credit.record (subject, conduct, agency, document_no, determined_on, served_on, reason, late_reason)
	VALUES ('$barred', 'listed', 'reporter', 'gate', credit.today() - 40, credit.today() - 40, 'r', 'l');
	CREATE SCHEMA "an agency";
	SET search_path = "an agency", public, credit;
	CREATE TABLE "per mit" (gone integer, who credit.subject_id, stage text, kind text, why text);
	ALTER TABLE "per mit" DROP gone;
	SELECT credit.gate('"per mit"', NULL, 'who', '{prohibit,limit}', 'why', 'stage', ARRAY[E'appro''v\\\\ed, "x'], 'kind', '{"g''oods": "buy.goods", "none": null}', 'refuse', '{kind}', true);
	ALTER TABLE "per mit" RENAME who TO "the holder";
	CREATE TABLE part (region integer, who text) PARTITION BY LIST (region);
	CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
	SELECT credit.gate('part', 'buy.goods', 'who');
	CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
	INSERT INTO "per mit" VALUES ('$barred', E'appro''v\\\\ed, "x', 'g''oods', 'minutes 1'), ('$barred', 'filed', 'g''oods', NULL);});
my $gates = $node->safe_psql('city', 'SELECT target, subject_column, enabled, definition FROM credit.gates ORDER BY 1');
like($gates, qr/an agency.*per mit.*the holder\|t\|.*\n.*part\|who\|t\|/, 'gates stand');

# every row of every table, as text; the mark that standing knows all facts is
# one of these tables on this server, and does not come along
sub contents
{
	my ($database) = @_;
	my $rows = '';
	foreach my $table (split /\n/, $node->safe_psql($database,
			"SELECT relname FROM pg_class WHERE relnamespace = 'credit'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"))
	{
		$rows .= "$table\n" . $node->safe_psql($database,
			"SET TimeZone = 'UTC'; SELECT "
			  . ($table eq 'catalogue_revision' ? 't.only_row, t.revision' : 't')
			  . " FROM credit.$table t ORDER BY t::text COLLATE \"C\"") . "\n";
	}
	return $rows;
}
my $before = contents('city');
my $mark = $node->safe_psql('city', 'SELECT projected FROM credit.catalogue_revision');

sub check_copy
{
	my ($copy) = @_;
	is(contents($copy), $before, "$copy: every row is there as it was");
	is($node->safe_psql($copy, City::wrong()), '', "$copy: the projection is what the facts give");
	is( $node->safe_psql(
			$copy, "SET ROLE office; SELECT coalesce(projected, '$mark') = '$mark' FROM credit.catalogue_revision; SELECT credit.refresh_standing();"
			  . " SELECT projected <> '$mark' FROM credit.catalogue_revision"),
		"t\n0\nt", "$copy: the projection is marked again when it was looked through");
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
	is($node->safe_psql($copy, 'SELECT target, subject_column, enabled, definition FROM credit.gates ORDER BY 1'), $gates, "$copy: gates stand as they were");
	foreach my $grant ("UPDATE \"per mit\" SET stage = E'appro''v\\\\ed, \"x' WHERE stage = 'filed'", "INSERT INTO part VALUES (1, '$barred')",
		"INSERT INTO part_2 VALUES (2, '$barred')")
	{
		($ret, $out, $err) = $node->psql($copy, "\\set VERBOSITY sqlstate\nSET ROLE office; SET search_path = \"an agency\", public; $grant");
		like($err, qr/JC001/, "$copy: a gate refuses: $grant");
	}
	is($node->safe_psql($copy, "SELECT action, target, reason FROM credit.gate_log ORDER BY recorded_at"),
		"gate|\"an agency\".\"per mit\"|\ngate|\"an agency\".part|\noverride|\"an agency\".\"per mit\"|minutes 1", "$copy: what gates did is kept");
	foreach my $drop ('DROP EXTENSION credit', 'DROP EXTENSION credit CASCADE', 'DROP SCHEMA credit CASCADE', 'DROP EXTENSION btree_gist CASCADE')
	{
		($ret, $out, $err) = $node->psql($copy, $drop);
		ok($ret != 0, "$copy: $drop is refused");
	}
	is($node->safe_psql($copy, 'SELECT count(*) FROM credit.record'), '4', "$copy: nothing was dropped");
	$node->safe_psql(
		$copy, qq{SET ROLE clerk;
		INSERT INTO bureau.fine VALUES ('$City::one', 'watched', '2024-02-01', 'f', 'a ''b"'), ('$City::one', 'no', '2024-02-01', 'no', 'a ''b"'),
			('x', 'bad', '2024-02-01', 'f', 'a ''b"');
		INSERT INTO bureau.penalty_a VALUES ('$City::one', 'leaf', '2024-02-01', 'f', 'a ''b"');
		UPDATE bureau.penalty_a SET facts = 'g' WHERE "Document" = 'leaf';});
	is( $node->safe_psql(
			$copy, q{SELECT r.document_no, r.conduct, r.late_reason, r.recorded_as, e.kind FROM credit.record r
			LEFT JOIN credit.event e ON e.target = r.record WHERE r.document_no IN ('watched', 'no', 'bad', 'leaf') ORDER BY 1}),
		qq{leaf|listed|it's "late"|bureau|record_corrected\nwatched|listed|it's "late"|bureau|}, "$copy: what is watched is reported");
	is($node->safe_psql($copy, 'SELECT target, sqlstate FROM credit.intake_reject'), 'bureau.fine|JC005', "$copy: or refused");
	is($node->safe_psql($copy, 'SELECT target, conduct, partitions_unwatched FROM credit.watched'), 'bureau.fine|@kind|0', "$copy: and listed");
	$node->safe_psql($copy, q{SET ROLE bureau; SELECT credit.unwatch('bureau.fine', '@kind')});
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
