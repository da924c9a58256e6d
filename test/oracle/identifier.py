#!/usr/bin/python3
"""Judges generated codes by python3-stdnum and by credit, and compares.

	test/server make oracle

100,000 codes from a fixed seed, good and spoilt, are written bare to
credit.diagnose() by COPY.  What it says of each as a unified social credit
code (outer check) and as a resident number is set beside stdnum.  Every
difference falls in a class with a reason below, or the run fails.  The check
of the organisation code inside, which stdnum does not make, and the verdict
of the input function are compared with the arithmetic written out here.
"""
import collections
import os
import random
import subprocess
import sys

from stdnum.cn import ric, uscc

CODES = 100000
ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
PAIRS = ['11', '12', '13', '19', '31', '51', '52', '53', '81', '91', '92',
         '93', 'A1', 'N1', 'N2', 'N3', 'Y1']
REGIONS = ['100000', '110108', '330203', '440300', '510402', '650100']
ADDRESSES = ['110108', '330203', '440300', '510402', '650103', '120110',
             '810000', '820000', '830000', '000000', '519999']

EXPLAINED = {
    'uscc: letter in positions 1 and 2':
        'stdnum wants digits there; GB 32100 has A, N and Y',
    'uscc: organisation code wrong':
        'stdnum makes only the outer check; credit makes both',
    'id: no such address in stdnum':
        'stdnum looks the address up; to credit divisions are data',
    'id: year outside 1800 to 2199':
        'credit bounds the year; stdnum takes any',
    'uscc: flag': 'outer wrong, organisation code right: only with "!"',
}


def inner_check(organisation):
    total = sum(int(c, 36) * w
                for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2)))
    return '0X987654321'[total % 11]


def random_uscc(rng):
    body = ''.join(rng.choice('0123456789') for _ in range(8))
    if rng.random() < 0.5:
        body = 'MA' + ''.join(rng.choice(ALPHABET) for _ in range(6))
    code = rng.choice(PAIRS) + rng.choice(REGIONS) + body
    if rng.random() < 0.05:
        code = ''.join(rng.choice(ALPHABET) for _ in range(2)) + code[2:]
    code += inner_check(body)
    return code + uscc_end(code)


def uscc_end(code):
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(ALPHABET.index(c) * w for c, w in zip(code, weights))
    return ALPHABET[-total % 31]


def random_id(rng):
    if rng.random() < 0.1:
        # foreigner's card: 9, province, country, then as any other
        address = '911' + '%03d' % rng.randrange(1000)
    else:
        address = rng.choice(ADDRESSES)
    year = rng.choice([rng.randrange(1900, 2020), rng.randrange(1700, 2300)])
    code = '%s%04d%02d%02d%03d' % (address, year, rng.randrange(1, 13),
                                   rng.randrange(1, 32), rng.randrange(1000))
    return code + ric.calc_check_digit(code + '0')


def spoil(rng, code):
    """One of: as it is, one character changed, two swapped, a letter."""
    how = rng.randrange(4)
    place = rng.randrange(17)
    if how == 1:
        place = rng.randrange(18)
        code = code[:place] + rng.choice(ALPHABET) + code[place + 1:]
    elif how == 2:
        code = (code[:place] + code[place + 1] + code[place] +
                code[place + 2:])
    elif how == 3:
        code = code[:place] + rng.choice('OISZVX') + code[place + 1:]
    return code


def year_of(code):
    return int(code[6:10]) if code[6:10].isdigit() else 0


def diagnose(codes):
    """scheme rows of each code, and whether input takes it bare."""
    psql = ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-A', '-t', '-F', ',']
    script = """
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS credit CASCADE;
CREATE TEMP TABLE code (place integer, code text);
CREATE FUNCTION pg_temp.taken(code text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN credit.scheme(code::credit.subject_id);
EXCEPTION WHEN invalid_text_representation THEN
	RETURN 'refused';
END $$;
COPY code FROM STDIN;
%s
\\.
SELECT c.place, pg_temp.taken(c.code), d.scheme, d.outer_ok, d.inner_ok,
	d.canonical
FROM code c, credit.diagnose(c.code) d ORDER BY 1;
""" % '\n'.join('%d\t%s' % pair for pair in enumerate(codes))
    done = subprocess.run(psql, input=script, stdout=subprocess.PIPE,
                          universal_newlines=True, check=True)
    rows = collections.defaultdict(dict)
    taken = {}
    for line in done.stdout.splitlines():
        place, verdict, scheme, outer, inner, canonical = line.split(',')
        taken[int(place)] = verdict
        rows[int(place)][scheme] = (outer == 't', inner == 't', canonical,
                                    inner != '')
    return rows, taken


def main():
    rng = random.Random(20170420)
    codes = []
    while len(codes) < CODES:
        make = random_uscc if rng.random() < 0.5 else random_id
        codes.append(spoil(rng, make(rng)))
    rows, taken = diagnose(codes)
    classes = collections.Counter()
    totals = collections.Counter()
    unexplained = []

    for place, code in enumerate(codes):
        found = rows[place]
        outer, inner, _, judged = found.get('uscc', (False, False, '', False))
        resident = found.get('id', (False,))[0]
        their_uscc = uscc.is_valid(code)
        their_id = ric.is_valid(code)
        totals['stdnum: uscc right' if their_uscc else 'stdnum: uscc wrong'] += 1
        totals['stdnum: id right' if their_id else 'stdnum: id wrong'] += 1
        if outer != their_uscc:
            if outer and not code[:2].isdigit():
                classes['uscc: letter in positions 1 and 2'] += 1
            else:
                unexplained.append(('uscc outer', code, outer, their_uscc))
        if judged and inner != (inner_check(code[8:16]) == code[16]):
            unexplained.append(('uscc inner', code, inner))
        if outer and not inner:
            classes['uscc: organisation code wrong'] += 1
        if resident != their_id:
            if resident and code[:6] not in known_addresses:
                classes['id: no such address in stdnum'] += 1
            elif their_id and not 1800 <= year_of(code) <= 2199:
                classes['id: year outside 1800 to 2199'] += 1
            else:
                unexplained.append(('id', code, resident, their_id))
        # what input has to say of these readings
        if outer and inner and resident:
            want = 'refused'
        elif outer and inner:
            want = 'uscc'
        elif resident:
            want = 'id'
        else:
            want = 'refused'
        if inner and not outer and not resident:
            classes['uscc: flag'] += 1
            if found['uscc'][2] != code + '!':
                unexplained.append(('flag', code, found))
        if taken[place] != want:
            unexplained.append(('input', code, taken[place], want))
        totals['credit: ' + taken[place]] += 1

    print('%d codes' % len(codes))
    for name in sorted(totals):
        print('%8d  %s' % (totals[name], name))
    for name in sorted(classes):
        print('%8d  %s: %s' % (classes[name], name, EXPLAINED[name]))
    print('%8d  unexplained' % len(unexplained))
    for case in unexplained[:20]:
        print('          ', case)
    return 1 if unexplained else 0


class KnownAddresses:
    """Addresses stdnum has a name for."""

    def __contains__(self, address):
        try:
            return bool(ric.get_birth_place(address + '199001010000'))
        except Exception:
            return False


known_addresses = KnownAddresses()

if __name__ == '__main__':
    sys.exit(main())
