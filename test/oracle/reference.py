#!/usr/bin/env python3
"""Check the reference data against the tables and the refusals of law.

	test/oracle/reference.py [FOLDER]

FOLDER (default: reference beside this tree) holds the files credit_NAME.tsv
that load_reference() reads.  The rules are written anew here, from the
contract and not from the C code.  Prints counts; every fault goes to standard
error, and the exit status is 1 if there is one.
"""
import datetime
import json
import os
import re
import sys
from collections import Counter

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(TOP, 'reference')

KINDS = {'enterprise', 'natural_person', 'social_organisation', 'public_body', 'other'}
RANKS = {'law', 'administrative_regulation', 'central_policy', 'judicial_interpretation', 'departmental_rule',
         'local_regulation', 'local_government_rule', 'normative_document', 'memorandum'}
OF_LAW = {'law', 'administrative_regulation'}
OF_LISTING = {'law', 'judicial_interpretation'}
OF_CLASS_1 = {'law', 'administrative_regulation', 'central_policy', 'judicial_interpretation'}
TERM_KINDS = {'fixed', 'range', 'until_condition', 'while_status', 'while_published', 'from_event', 'lifetime'}
WITH_REVIEW = {'until_condition', 'while_status', 'while_published'}
EFFECTS = {'prohibit', 'limit', 'withdraw', 'scrutinise', 'reference', 'supervise', 'assist', 'publish', 'favour'}
OF_INCENTIVE = {'favour', 'assist', 'publish', 'reference'}
ROLES = {'subject', 'legal_representative', 'responsible_person', 'finance_officer', 'safety_officer', 'head',
         'shareholder', 'controller', 'director', 'practitioner'}
CONFIDENCE = {'confirmed', 'partly', 'recalled'}
REASONS = {'needs law', 'basis not read', 'recalled'}
SOURCE_ROWS = 125       # rows of the research table that notes refer to as "row N"

KEYS = {'sector': 1, 'agency': 1, 'legal_basis': 1, 'agency_succession': 2, 'special_group': 1, 'power': 2,
        'matter': 1, 'conduct': 1, 'measure': 2}
COLUMNS = {
    'sector': {'code', 'name'},
    'agency': {'code', 'valid', 'name', 'level', 'kind', 'parent', 'region', 'uscc', 'contact', 'source'},
    'legal_basis': {'code', 'valid', 'title', 'document_no', 'article', 'rank', 'root_matter', 'extract', 'source',
                    'confidence'},
    'agency_succession': {'agency', 'successor', 'on_day', 'document_no'},
    'special_group': {'code', 'name', 'lead_agency', 'subject_kinds', 'valid', 'source'},
    'power': {'agency', 'sector', 'basis'},
    'matter': {'code', 'name', 'sector'},
    'conduct': set('''code valid name polarity sector determining_agency subject_kinds minimum_age ground disposition
        evidence legal_basis severity term term_min term_max term_kind release_condition review_every on_missed_review
        term_basis harmony harmony_document_no overlap determination listing_basis adopted_by notice_workdays
        standstill_workdays reply_workdays silence_workdays complaint_window repair_not_before repair_workdays
        feedback_workdays lapse_workdays publication_min publication_max retention level memorandum document_no
        published_on draft draft_reason confidence source note'''.split()),
    'measure': set('''conduct number valid agency class effect matters content legal_basis further_basis term term_kind
        statutory_term statutory_max stop_counts condition reach parameters yields draft draft_reason confidence source
        note'''.split()),
}
# columns that have a default and may not be NULL: a file that names one gives it in every row
NOT_NULL = {
    'sector': {'code', 'name'}, 'agency': {'code', 'valid', 'name', 'level', 'kind'},
    'legal_basis': {'code', 'valid', 'title', 'rank', 'root_matter'},
    'agency_succession': {'agency', 'successor', 'on_day', 'document_no'},
    'special_group': {'code', 'name', 'lead_agency', 'subject_kinds', 'valid'},
    'power': {'agency', 'sector', 'basis'}, 'matter': {'code', 'name'},
    'conduct': {'code', 'valid', 'name', 'polarity', 'sector', 'determining_agency', 'subject_kinds', 'minimum_age',
                'severity', 'term_kind', 'on_missed_review', 'term_basis', 'harmony', 'overlap', 'determination',
                'level', 'retention', 'draft'},
    'measure': {'conduct', 'number', 'valid', 'agency', 'class', 'effect', 'matters', 'content', 'further_basis',
                'statutory_term', 'stop_counts', 'reach', 'parameters', 'yields', 'draft'},
}

faults = []


def fault(where, what):
    faults.append('%s: %s' % (where, what))


def read(name):
    path = os.path.join(FOLDER, 'credit_%s.tsv' % name)
    with open(path, encoding='utf-8', newline='') as file:
        text = file.read()
    if '\r' in text or not text.endswith('\n'):
        fault(name, 'carriage return, or no newline at the end')
    lines = text[:-1].split('\n')
    columns = lines[0].split('\t')
    for column in columns:
        if column not in COLUMNS[name]:
            fault(name, 'unknown column %s' % column)
    rows, seen = [], set()
    for number, line in enumerate(lines[1:], 2):
        where = '%s line %d' % (name, number)
        fields = line.split('\t')
        if len(fields) != len(columns):
            fault(where, '%d fields instead of %d' % (len(fields), len(columns)))
            continue
        row = {}
        for column, value in zip(columns, fields):
            if value != '\\N' and '\\' in value:
                fault(where, 'backslash in %s' % column)
            if value != value.strip() or (value == '' and column != 'contact'):
                fault(where, 'empty or unstripped %s' % column)
            row[column] = None if value == '\\N' else value
            if row[column] is None and column in NOT_NULL[name]:
                fault(where, '%s is NULL' % column)
        key = tuple(fields[:KEYS[name]])
        if key in seen:
            fault(where, 'key %s twice: load_reference() would pass the second one over' % (key,))
        seen.add(key)
        row['where'] = '%s %s' % (name, ' '.join(key))
        rows.append(row)
    return rows


def day(text):
    return datetime.date.fromisoformat(text)


def span(row, column='valid'):
    """(first, end) of a daterange, end not included; open sides as date.min and date.max"""
    value = row.get(column) or '(,)'
    found = re.fullmatch(r'([\[(])(\d{4}-\d\d-\d\d)?,(\d{4}-\d\d-\d\d)?\)', value)
    if not found or (found.group(1) == '[') != bool(found.group(2)):
        fault(row['where'], 'daterange %s' % value)
        return datetime.date.min, datetime.date.max
    try:
        first = day(found.group(2)) if found.group(2) else datetime.date.min
        end = day(found.group(3)) if found.group(3) else datetime.date.max
    except ValueError:
        fault(row['where'], 'daterange %s' % value)
        return datetime.date.min, datetime.date.max
    if first >= end:
        fault(row['where'], 'empty daterange %s' % value)
    return first, end


def array(row, column):
    value = row.get(column) or '{}'
    if not re.fullmatch(r'\{[^{}"\\ ]*\}', value):
        fault(row['where'], 'array %s' % value)
    return [element for element in value[1:-1].split(',') if element]


def length(row, column):
    value = row.get(column)
    if value is None:
        return None
    found = re.fullmatch(r'([1-9]\d*) (year|years|month|months|day)', value)
    if not found:
        fault(row['where'], 'interval %s' % value)
        return None
    return int(found.group(1)) * {'y': 12, 'm': 1, 'd': 1 / 31}[found.group(2)[0]]


def one_of(row, column, allowed, null=False):
    value = row.get(column)
    if value is None and (null or column not in row):
        return
    if value not in allowed:
        fault(row['where'], '%s is %s' % (column, value))


tables = {name: read(name) for name in KEYS}
code = {name: {row['code']: row for row in tables[name]}
        for name in ('sector', 'agency', 'legal_basis', 'special_group', 'matter', 'conduct')}


def points_to(row, column, table):
    value = row.get(column)
    if value is not None and value not in code[table]:
        fault(row['where'], '%s names no %s: %s' % (column, table, value))


predecessors = {}
for row in tables['agency_succession']:
    predecessors.setdefault(row['successor'], []).append(row['agency'])
powers = {(row['agency'], row['sector']) for row in tables['power']}


def has_power(agency, sector, seen=()):
    return (agency, sector) in powers or any(
        has_power(before, sector, seen + (agency,)) for before in predecessors.get(agency, ()) if before not in seen)


def basis_on(row, column, first, end, ranks=None, confirmed=True):
    """the basis is in force on the first day of the row, of sufficient rank, and was read"""
    basis = code['legal_basis'].get(row.get(column))
    if basis is None:
        fault(row['where'], 'no %s' % column)
        return
    from_day, until = span(basis)
    if not from_day <= first < until:
        fault(row['where'], '%s %s not in force on %s' % (column, basis['code'], first))
    if ranks is not None and basis['rank'] not in ranks:
        fault(row['where'], '%s %s is of rank %s' % (column, basis['code'], basis['rank']))
    if confirmed and basis['confidence'] != 'confirmed':
        fault(row['where'], '%s %s was not read: %s' % (column, basis['code'], basis['confidence']))
    if end > until:
        outlived.append('%s outlives %s (%s)' % (row['where'], basis['code'], until))


def check_draft(row):
    if row['draft'] not in ('t', 'f'):
        fault(row['where'], 'draft is %s' % row['draft'])
    if (row['draft'] == 't') != (row['draft_reason'] is not None):
        fault(row['where'], 'draft and draft_reason disagree')
    if row['draft_reason'] is not None and row['draft_reason'] not in REASONS:
        fault(row['where'], 'draft_reason %s' % row['draft_reason'])


outlived = []

for row in tables['agency']:
    span(row)
    one_of(row, 'level', {'national', 'province', 'city', 'county'})
    one_of(row, 'kind', {'office', 'government', 'court', 'utility', 'association', 'credit_service'})
    points_to(row, 'parent', 'agency')
    if row['parent'] == row['code']:
        fault(row['where'], 'is its own parent')
    if row['region'] is not None and not re.fullmatch(r'\d{6}', row['region']):
        fault(row['where'], 'region %s' % row['region'])
offices = [row['code'] for row in tables['agency'] if row['kind'] == 'office']
if offices != ['office']:
    fault('agency', 'offices: %s' % offices)

for row in tables['agency_succession']:
    points_to(row, 'agency', 'agency')
    points_to(row, 'successor', 'agency')
    if row['agency'] in code['agency'] and row['successor'] in code['agency']:
        on_day = day(row['on_day'])
        if span(code['agency'][row['agency']])[1] != on_day:
            fault(row['where'], 'the predecessor does not end on %s' % on_day)
        if span(code['agency'][row['successor']])[0] > on_day:
            fault(row['where'], 'the successor begins after %s' % on_day)
for row in tables['agency']:
    if span(row)[1] != datetime.date.max and not any(s['agency'] == row['code'] for s in tables['agency_succession']):
        fault(row['where'], 'ends without a successor')

for row in tables['legal_basis']:
    span(row)
    one_of(row, 'rank', RANKS)
    one_of(row, 'confidence', CONFIDENCE)
    if row['root_matter'] not in ('t', 'f'):
        fault(row['where'], 'root_matter is %s' % row['root_matter'])
    if not row['extract'] or not row['source']:
        fault(row['where'], 'no extract or source')

grouped = Counter()
for row in tables['special_group']:
    span(row)
    points_to(row, 'lead_agency', 'agency')
    kinds = array(row, 'subject_kinds')
    grouped.update(kinds)
    if not kinds or not set(kinds) <= KINDS:
        fault(row['where'], 'subject_kinds %s' % kinds)
    if row['code'] in code['agency']:
        fault(row['where'], 'is also the code of an agency')
if grouped != Counter(KINDS):
    fault('special_group', 'kinds not covered exactly once: %s' % dict(grouped))

for row in tables['power']:
    points_to(row, 'agency', 'agency')
    points_to(row, 'sector', 'sector')
    points_to(row, 'basis', 'legal_basis')

for row in tables['matter']:
    points_to(row, 'sector', 'sector')
    if not re.fullmatch(r'[a-z0-9_]+(\.[a-z0-9_]+)*', row['code']):
        fault(row['where'], 'form of the code')

for row in tables['conduct']:
    first, end = span(row)
    check_draft(row)
    one_of(row, 'polarity', {'incentive', 'sanction'})
    points_to(row, 'sector', 'sector')
    points_to(row, 'determining_agency', 'agency')
    points_to(row, 'legal_basis', 'legal_basis')
    points_to(row, 'listing_basis', 'legal_basis')
    one_of(row, 'term_kind', TERM_KINDS)
    one_of(row, 'term_basis', {'decided', 'served', 'stated'})
    one_of(row, 'determination', {'meeting', 'on_record'})
    one_of(row, 'level', {'national', 'province', 'city', 'county'})
    one_of(row, 'confidence', CONFIDENCE)
    kinds = array(row, 'subject_kinds')
    if not kinds or not set(kinds) <= KINDS:
        fault(row['where'], 'subject_kinds %s' % kinds)
    term, low, high = (length(row, column) for column in ('term', 'term_min', 'term_max'))
    length(row, 'review_every')
    length(row, 'publication_max')
    if row['published_on'] is not None and day(row['published_on']) > datetime.date.max:
        fault(row['where'], 'published_on')
    if row['draft'] == 't':
        continue
    for column in ('ground', 'disposition', 'evidence', 'document_no', 'published_on'):
        if row[column] is None:
            fault(row['where'], 'no %s' % column)
    basis_on(row, 'legal_basis', first, end)
    kind = row['term_kind']
    if kind == 'fixed' and term is None:
        fault(row['where'], 'fixed without a term')
    if kind == 'range' and (low is None or high is None):
        fault(row['where'], 'range without bounds')
    if kind in WITH_REVIEW and (row['review_every'] is None or row['release_condition'] is None):
        fault(row['where'], '%s without review_every and release_condition' % kind)
    if kind in ('from_event', 'lifetime'):
        basis_on(row, 'legal_basis', first, end, OF_LAW)
    if kind == 'range' and term is not None:
        fault(row['where'], 'range with a term: the decision would not have to name it')
    if not (low or 0) <= (term or low or 0) <= (high or 10 ** 6):
        fault(row['where'], 'term out of its bounds')
    if row['determination'] == 'on_record':
        basis_on(row, 'listing_basis', first, end, OF_LISTING)
        if row['adopted_by'] is None:
            fault(row['where'], 'on_record without adopted_by')
    if not has_power(row['determining_agency'], row['sector']):
        fault(row['where'], '%s has no power in %s' % (row['determining_agency'], row['sector']))

numbers = {}
for row in tables['measure']:
    first, end = span(row)
    check_draft(row)
    numbers.setdefault(row['conduct'], []).append(int(row['number']))
    points_to(row, 'conduct', 'conduct')
    points_to(row, 'agency', 'agency')
    points_to(row, 'legal_basis', 'legal_basis')
    one_of(row, 'class', {'1', '2', '3'})
    one_of(row, 'effect', EFFECTS)
    one_of(row, 'term_kind', TERM_KINDS, null=True)
    one_of(row, 'confidence', CONFIDENCE)
    for column in ('statutory_term', 'yields'):
        one_of(row, column, {'t', 'f'})
    for basis in array(row, 'further_basis'):
        if basis not in code['legal_basis']:
            fault(row['where'], 'further basis %s' % basis)
    reach = array(row, 'reach')
    if not reach or not set(reach) <= ROLES:
        fault(row['where'], 'reach %s' % reach)
    json.loads(row['parameters'])
    if not re.search(r'[一-鿿]', row['content']):
        fault(row['where'], 'content is not Chinese')
    matters = array(row, 'matters')
    for matter in matters:
        if matter not in code['matter']:
            fault(row['where'], 'matter %s' % matter)
    effect, klass = row['effect'], row['class']
    if effect in ('publish', 'assist') and matters:
        fault(row['where'], '%s with matters' % effect)
    if effect in ('prohibit', 'limit', 'withdraw', 'scrutinise') and row['draft'] == 'f' and not matters:
        fault(row['where'], '%s without matters' % effect)
    if klass == '3' and effect not in ('reference', 'favour'):
        fault(row['where'], 'class 3 with effect %s' % effect)
    if klass == '3' and code['agency'].get(row['agency'], {}).get('kind') not in ('association', 'credit_service'):
        fault(row['where'], 'class 3 by %s' % row['agency'])
    term, longest = length(row, 'term'), length(row, 'statutory_max')
    if term is not None and longest is not None and term > longest:
        fault(row['where'], 'term longer than statutory_max')
    conduct = code['conduct'].get(row['conduct'])
    if conduct is None:
        continue
    if first < span(conduct)[0] or end > span(conduct)[1]:
        fault(row['where'], 'not within the days of its conduct')
    if row['draft'] == 't':
        continue
    if conduct['draft'] == 't':
        fault(row['where'], 'in force under a draft conduct')
    basis_on(row, 'legal_basis', first, end, OF_CLASS_1 if klass == '1' else None)
    if conduct['polarity'] == 'incentive' and effect not in OF_INCENTIVE:
        fault(row['where'], '%s in an incentive' % effect)
    if conduct['polarity'] == 'sanction' and effect == 'favour':
        fault(row['where'], 'favour in a sanction')
    kind = row['term_kind']
    if kind in ('fixed', 'range') and term is None:
        fault(row['where'], '%s without a term' % kind)
    if kind in WITH_REVIEW and conduct['review_every'] is None:
        fault(row['where'], '%s under a conduct without review' % kind)
    if kind in ('from_event', 'lifetime'):
        basis_on(row, 'legal_basis', first, end, OF_LAW)
    if kind == 'from_event' and (term is not None or row['condition'] is None or conduct['review_every'] is None):
        fault(row['where'], 'a term from an event has a condition, a review, and no length from the decision')
    for matter in matters:
        if '.' not in matter and conduct['polarity'] == 'sanction' and \
                code['legal_basis'].get(row['legal_basis'], {}).get('root_matter') != 't':
            fault(row['where'], 'whole of %s' % matter)
        sector = code['matter'].get(matter, {}).get('sector')
        if sector is not None and klass != '3' and not has_power(row['agency'], sector):
            fault(row['where'], '%s has no power in %s (%s)' % (row['agency'], sector, matter))
for conduct, found in numbers.items():
    if found != list(range(1, len(found) + 1)):
        fault('measure ' + conduct, 'numbers are not 1..n in order')

noted = Counter()
for row in tables['measure'] + tables['conduct']:
    for number in set(re.findall(r'\brow (\d+):', row['note'] or '')):
        noted[int(number)] += 1
for number in range(1, SOURCE_ROWS + 1):
    if not noted[number]:
        fault('source table', 'row %d is in no note' % number)
for number in noted:
    if not 1 <= number <= SOURCE_ROWS:
        fault('source table', 'there is no row %d' % number)

live = [row for row in tables['measure'] if row['draft'] == 'f']
shown = [row for row in tables['conduct']
         if row['polarity'] == 'sanction' and row['draft'] == 'f' and row['determination'] == 'meeting'
         and row['term_kind'] == 'fixed' and 'enterprise' in array(row, 'subject_kinds')
         and span(row)[0] <= datetime.date(2016, 1, 1) and span(row)[1] == datetime.date.max
         and any(m['conduct'] == row['code'] and m['class'] == '1' and m['effect'] == 'prohibit' for m in live)]
if not shown:
    fault('conduct', 'no sanction on enterprises with a prohibition in force from 2016')


def table(title, counter):
    print(title)
    for key, number in sorted(counter.items(), key=lambda item: str(item[0])):
        print('\t%s\t%d' % ('\t'.join(key) if isinstance(key, tuple) else key, number))


print('rows')
for name in KEYS:
    print('\t%s\t%d' % (name, len(tables[name])))
table('measures by conduct, in force and draft',
      Counter((row['conduct'], 'in force' if row['draft'] == 'f' else 'draft') for row in tables['measure']))
table('measures by memorandum', Counter(
    (code['conduct'][row['conduct']]['memorandum'] or '(statutory limits)',
     'in force' if row['draft'] == 'f' else 'draft') for row in tables['measure'] if row['conduct'] in code['conduct']))
table('draft measures by reason', Counter(row['draft_reason'] for row in tables['measure'] if row['draft'] == 't'))
table('conducts', Counter((row['polarity'], row['draft_reason'] or 'in force') for row in tables['conduct']))
table('measures in force by class and effect', Counter(('class ' + row['class'], row['effect']) for row in live))
table('legal bases by rank and confidence', Counter((row['rank'], row['confidence']) for row in tables['legal_basis']))
if outlived:
    print('rows that outlive the version of their basis')
    for line in outlived:
        print('\t' + line)
for line in faults:
    print(line, file=sys.stderr)
print('%d faults' % len(faults))
sys.exit(1 if faults else 0)
