# A driver may call a function by its number, without SQL; the server then does
# not tell the function what its arguments are.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../data";
use IO::Socket::UNIX;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use City;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
City::build($node, 'city');
$node->safe_psql('city', 'CREATE ROLE stranger LOGIN; GRANT USAGE ON SCHEMA credit TO stranger');
my $owner = $node->safe_psql('city', 'SELECT current_user');

# the next message of a kind that is wanted
sub message
{
	my ($socket, $wanted) = @_;
	while (1)
	{
		my ($head, $body) = ('', '');
		read($socket, $head, 5) == 5 or return ('', '');
		my ($kind, $length) = unpack('aN', $head);
		read($socket, $body, $length - 4) == $length - 4 or return ('', '');
		return ($kind, $body) if $kind =~ /$wanted/;
	}
}

# what a function answers, in text, or its SQLSTATE
sub call
{
	my ($role, $function, @args) = @_;
	my $number = $node->safe_psql('city', "SELECT '$function'::regprocedure::oid");
	my $socket = IO::Socket::UNIX->new(Peer => $node->host . '/.s.PGSQL.' . $node->port) or die "no socket: $!";
	my $start = pack('N', 196608) . join("\0", 'user', $role, 'database', 'city', '') . "\0";
	print $socket pack('N', 4 + length $start) . $start;
	$socket->flush;
	message($socket, 'Z');
	my $call = pack('N n n n', $number, 1, 1, scalar @args) . join('', map { pack('N', length $_) . $_ } @args) . pack('n', 0);
	print $socket 'F' . pack('N', 4 + length $call) . $call;
	$socket->flush;
	my ($kind, $body) = message($socket, '[VE]');
	$socket->close;
	return $kind eq 'V' ? substr($body, 4) : $body =~ /\0C(.{5})\0/ ? $1 : 'no answer';
}

my $bytes = pack('H*', $node->safe_psql('city', "SELECT encode(credit.subject_id_send('$City::listed'), 'hex')"));
my $day = pack('N', 8826);    # 2024-03-01
is(call($owner, 'credit.effect_on(credit.subject_id, text, date)', $bytes, 'buy.goods', $day), 'prohibit', 'a subject in bytes');
is(call($owner, 'credit.effect_on(text, text, date)', $City::listed, 'buy.goods', $day), 'prohibit', 'a subject as text');
is(call($owner, 'credit.digest(credit.subject_id)', $bytes), $node->safe_psql('city', "SELECT credit.digest('$City::listed')"), 'the head of a chain');
like(call($owner, 'credit.token(credit.subject_id, text, date)', $bytes, 'buy.goods', $day), qr/^1\/$City::listed\//, 'a token');
is(call('stranger', 'credit.digest(credit.subject_id)', $bytes), '42501', 'nothing without the right to ask');

done_testing();
