/*
 * record.c
 *	  Triggers of table record: a reported fact, and what it proposes.
 *
 * record_before() refuses what the catalogue does not allow and stamps the
 * row; it writes no other row, so COPY names the line that is refused.
 * record_after() reads the transition table by itself and then makes the rows
 * that follow from it: subjects and their names, and, where the catalogue
 * says on_record, one decision a record.  It works once per statement and once
 * per shard alike, and writes only rows of the subjects it was given.
 *
 * Memory: arrays of one statement, in SPI's procedure context.
 *
 * Locks: the catalogue lock, shared; the subject's stripe, exclusively, where
 * the record decides by itself.
 */
#include "fact.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/uuid.h"

#include "chain.h"
#include "fold.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_record_before);
PG_FUNCTION_INFO_V1(credit_record_after);

enum
{
	R_SUBJECT, R_RECORD, R_CONDUCT, R_AGENCY, R_SOURCE_AGENCY, R_DOCUMENT_NO,
	R_OCCURRED_ON, R_OCCURRED_UNTIL, R_DETERMINED_ON, R_SERVED_ON, R_IDENTIFIER,
	R_BIRTH_ON, R_LATE_REASON, R_RECORDED_AT, R_RECORDED_BY, R_RECORDED_AS
};
static const char *const columns[] = {
	"subject", "record", "conduct", "agency", "source_agency", "document_no",
	"occurred_on", "occurred_until", "determined_on", "served_on", "identifier",
	"birth_on", "late_reason", "recorded_at", "recorded_by", "recorded_as"
};
static FactTable table = {.names = columns,.ncolumns = lengthof(columns)};

/* Whole years of age on a day. */
static int
age_on(int year, int month, int day, DateADT on)
{
	int			y,
				m,
				d;

	j2date(on + POSTGRES_EPOCH_JDATE, &y, &m, &d);
	return y - year - (m < month || (m == month && d < day) ? 1 : 0);
}

/*
 * JC007 unless a person's age on the day of the act is known and high enough
 * (policy: minors are never listed).  Days that are not known are NO_DAY.
 */
void
credit_require_age(const Identifier *subject, const Conduct *conduct, DateADT act, DateADT birth)
{
	int			year,
				month,
				day;
	int			age;

	if (act == NO_DAY)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_SUBJECT),
				 errmsg("day of the act is missing for person \"%s\"",
						credit_identifier_shown(subject)),
				 errdetail("Minors are excluded, and the age counts on the day of the act."),
				 errhint("Give occurred_on.")));
	if (identifier_scheme(subject) == IDENTIFIER_ID)
		identifier_birth_date(subject, &year, &month, &day);
	else if (birth != NO_DAY)
		j2date(birth + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	else
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_SUBJECT),
				 errmsg("day of birth is missing for person \"%s\"",
						credit_identifier_shown(subject)),
				 errdetail("Minors are excluded, and this identifier does not tell the day of birth."),
				 errhint("Give birth_on.")));
	age = age_on(year, month, day, act);
	if (age < 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 errmsg("person \"%s\" was not born on the day of the act",
						credit_identifier_shown(subject)),
				 errdetail("The act is of %s.", credit_day_text(act)),
				 errhint("Check the identifier and occurred_on.")));
	if (age < conduct->minimum_age)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_SUBJECT),
				 errmsg("person \"%s\" was a minor for this conduct",
						credit_identifier_shown(subject)),
				 errdetail("Age on %s was %d; the catalogue excludes persons under %d.",
						   credit_day_text(act), age, conduct->minimum_age),
				 errhint("Nothing may be recorded against them under this conduct.")));
}

/* Whether an identifier is a person's, whatever kind was entered for it. */
static bool
is_person(const Identifier *subject)
{
	return strcmp(identifier_kind(subject), "natural_person") == 0;
}

/* The version of a conduct that a record of a day may name, else JC002. */
static const Conduct *
require_conduct(const char *code, DateADT day, const char *which)
{
	bool		known;
	const Conduct *conduct = credit_conduct_on(code, day, &known);

	if (conduct != NULL && !conduct->draft)
		return conduct;
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
			 known ?
			 errmsg("conduct \"%s\" was not in the catalogue on the day of the %s, %s",
					code, which, credit_day_text(day)) :
			 errmsg("conduct \"%s\" is not in the catalogue", code),
			 conduct != NULL ? errdetail("It is a draft, which puts nothing in force.") :
			 known ? errdetail("The published catalogue of that day has no such entry.") :
			 errdetail("Nothing outside the published catalogue is recorded, decided or carried out."),
			 errhint("SELECT code, name FROM credit.conduct WHERE valid @> date '%s' AND NOT draft lists what it holds.",
					 credit_day_text(day))));
	return NULL;
}

/*
 * What is known of a subject while one command runs: most records of a file
 * are about few subjects, and neither links nor kinds change under a command.
 */
typedef struct KnownSubject
{
	Identifier	identifier;		/* key */
	DateADT		day;			/* day that subject was resolved for */
	bool		linked;			/* subject depends on the day */
	bool		other;			/* subject is another one than identifier */
	Identifier	subject;
	char		kind[24];
} KnownSubject;

#define MAX_KNOWN 65536			/* then the table is begun anew */

static HTAB *known_subjects = NULL;
static MemoryContext known_context = NULL;
static TransactionId known_xid = InvalidTransactionId;
static CommandId known_command = InvalidCommandId;

static void
forget_subjects(void)
{
	HASHCTL		control = {0};

	if (known_context == NULL)
		known_context = AllocSetContextCreate(CacheMemoryContext, "credit subjects",
											  ALLOCSET_DEFAULT_SIZES);
	MemoryContextReset(known_context);
	control.hcxt = known_context;
	control.keysize = sizeof(Identifier);
	control.entrysize = sizeof(KnownSubject);
	known_subjects = hash_create("credit subjects", 256, &control,
								 HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

/*
 * Whether an identifier was ever linked, and the kind entered for it as a
 * subject, where it is another than the derived one.
 */
static bool
look(const Identifier *identifier, char *kind, size_t size)
{
	Oid			argtype = credit_subject_type();
	Datum		arg = IdentifierPGetDatum(identifier);
	OwnerScope	scope;
	bool		linked = false;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("subject", false), false);
	if (credit_execute_latest(credit_plan(PLAN_LOOK,
										  "(SELECT NULL FROM credit.subject_identifier"
										  "  WHERE identifier OPERATOR(credit.=) $1 LIMIT 1)"
										  " UNION ALL SELECT kind FROM credit.subject"
										  "  WHERE subject OPERATOR(credit.=) $1 AND kind_source <> 'derived'",
										  1, &argtype),
							  &arg, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a subject");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char	   *word = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

		if (word == NULL)
			linked = true;
		else
			strlcpy(kind, word, size);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return linked;
}

/* The subject that an identifier means on a day, and its kind. */
static const KnownSubject *
know(const Identifier *identifier, DateADT day)
{
	KnownSubject *entry;
	bool		found;

	if (known_subjects == NULL || known_xid != GetTopTransactionId() ||
		known_command != GetCurrentCommandId(false) ||
		hash_get_num_entries(known_subjects) >= MAX_KNOWN)
	{
		forget_subjects();
		known_xid = GetTopTransactionId();
	}
	entry = hash_search(known_subjects, identifier, HASH_FIND, NULL);
	if (entry == NULL || (entry->linked && entry->day != day))
	{
		KnownSubject fresh = {.identifier = *identifier,.subject = *identifier,.day = day};

		strlcpy(fresh.kind, identifier_kind(identifier), sizeof(fresh.kind));
		fresh.linked = look(identifier, fresh.kind, sizeof(fresh.kind));
		if (fresh.linked)
		{
			fresh.other = credit_resolve(identifier, day, false, &fresh.subject);
			if (fresh.other)
			{
				strlcpy(fresh.kind, identifier_kind(&fresh.subject), sizeof(fresh.kind));
				(void) look(&fresh.subject, fresh.kind, sizeof(fresh.kind));
			}
		}
		entry = hash_search(known_subjects, identifier, HASH_ENTER, &found);
		*entry = fresh;
	}

	/*
	 * Looking counts the command once; whatever is written after this row, a
	 * link or a kind among it, counts it again.
	 */
	known_command = GetCurrentCommandId(false);
	return entry;
}

/* JC008 where the same fact is recorded, by this command too. */
static void
require_new(FactRow *row, const Identifier *subject, Datum document_no,
			Datum source_agency, const char *conduct)
{
	Oid			argtypes[4];
	Datum		args[4];
	OwnerScope	scope;
	bool		found;

	argtypes[0] = credit_subject_type();
	argtypes[1] = argtypes[2] = argtypes[3] = TEXTOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = document_no;
	args[2] = source_agency;
	args[3] = CStringGetTextDatum(conduct ? conduct : "");
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("record", false), false);
	if (credit_execute_latest(credit_plan(PLAN_RECORD_DUPLICATE,
										  "SELECT FROM credit.record WHERE subject OPERATOR(credit.=) $1"
										  " AND document_no = $2 AND source_agency = $3 AND coalesce(conduct, '') = $4",
										  4, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for the same fact");
	found = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	if (found)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("document \"%s\" is recorded already for \"%s\"",
						TextDatumGetCString(document_no), credit_identifier_shown(subject)),
				 errdetail("Source agency \"%s\" has one record a document, subject and conduct.",
						   TextDatumGetCString(source_agency)),
				 errhint("One fact is recorded once; record a correction as a fact of its own."),
				 errtableconstraint(row->trigdata->tg_relation, "record_fact")));
}

/* BEFORE INSERT row trigger; see the head of the file. */
Datum
credit_record_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	bool		isnull;
	Identifier *given;
	Identifier *identifier;
	Datum		reported;
	Datum		agency;
	Datum		source;
	Datum		document;
	Identifier	subject;
	char	   *code;
	const KnownSubject *known;
	DateADT		determined,
				birth,
				occurred,
				until,
				served;
	bool		has_birth,
				has_occurred,
				has_until;

	credit_fact_begin(&row, fcinfo, &table, "record_before");
	credit_fact_require(&row, R_SUBJECT);
	credit_fact_require(&row, R_AGENCY);
	credit_fact_require(&row, R_DOCUMENT_NO);
	credit_fact_require(&row, R_DETERMINED_ON);
	given = DatumGetIdentifierP(credit_fact_get(&row, R_SUBJECT, &isnull));
	agency = credit_fact_get(&row, R_AGENCY, &isnull);
	document = credit_fact_get(&row, R_DOCUMENT_NO, &isnull);
	credit_catalogue_share();

	source = credit_fact_get(&row, R_SOURCE_AGENCY, &isnull);
	if (isnull)
	{
		source = agency;
		credit_fact_set(&row, R_SOURCE_AGENCY, agency, false);
	}
	code = credit_fact_text(&row, R_CONDUCT);

	/* days: occurred <= determined <= today */
	(void) credit_fact_day(&row, R_DETERMINED_ON, &determined);
	has_birth = credit_fact_day(&row, R_BIRTH_ON, &birth);
	has_occurred = credit_fact_day(&row, R_OCCURRED_ON, &occurred);
	has_until = credit_fact_day(&row, R_OCCURRED_UNTIL, &until);
	if (has_until && !has_occurred)
		credit_step_refused("last day of the act is given without the first",
							"An act that went on has both days.",
							"Give occurred_on too.");
	if ((has_occurred && occurred > determined) || (has_until && until > determined) ||
		(has_until && until < occurred))
		credit_step_refused("days of the act are out of order",
							psprintf("Required is occurred_on <= occurred_until <= determined_on, which is %s.",
									 credit_day_text(determined)),
							"Correct the days to those of the document.");
	credit_fact_no_future(&row, determined, "record");
	if (credit_fact_day(&row, R_SERVED_ON, &served))
	{
		if (served < determined)
			credit_step_refused("source decision was served before it was made",
								psprintf("It was made on %s.", credit_day_text(determined)),
								"Correct served_on or determined_on.");
		credit_fact_no_future(&row, served, "service of the source decision");
	}
	credit_fact_not_late(&row, determined, R_LATE_REASON, "record");

	/*
	 * The subject.  Where the row says under which number it was reported,
	 * the verb has looked the subject up by it, and the subject's own number
	 * need not be clear.
	 */
	reported = credit_fact_get(&row, R_IDENTIFIER, &isnull);
	identifier = isnull ? given : DatumGetIdentifierP(reported);
	known = know(identifier, determined);
	subject = known->subject;
	if (!isnull && identifier_compare(&subject, given) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 errmsg("identifier \"%s\" does not belong to subject \"%s\" on %s",
						credit_identifier_shown(identifier),
						credit_identifier_shown(given), credit_day_text(determined)),
				 errdetail("Column identifier says under which number the subject was reported."),
				 errhint("Leave it out; it is filled from the links of the subject.")));
	require_new(&row, &subject, document, source, code);

	/* what the catalogue says */
	if (code != NULL)
	{
		const Conduct *conduct = require_conduct(code, determined, "determination");

		if (has_occurred)
			require_conduct(code, has_until ? until : occurred, "act");
		credit_require_reporter(conduct, code, TextDatumGetCString(agency),
								TextDatumGetCString(source), determined);
		if ((conduct->subject_kinds & credit_kind_bit(known->kind)) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_SUBJECT),
					 errmsg("conduct \"%s\" does not apply to subject \"%s\"",
							code, credit_identifier_shown(&subject)),
					 errdetail("The subject is of kind %s, which the catalogue entry does not name.", known->kind),
					 errhint("Check the identifier and the conduct.")));
		if (is_person(&subject) || strcmp(known->kind, "natural_person") == 0)
			credit_require_age(&subject, conduct, has_occurred ? occurred : NO_DAY,
							   has_birth ? birth : NO_DAY);
		/* whoever held the lock may have recorded the same */
		if (conduct->on_record && credit_lock_subject(&subject, true))
			require_new(&row, &subject, document, source, code);
	}

	if (identifier_compare(&subject, given) != 0)
	{
		Identifier *resolved = palloc(sizeof(Identifier));

		*resolved = subject;
		credit_subject_may_move(&row, given, &subject);
		credit_fact_set(&row, R_SUBJECT, IdentifierPGetDatum(resolved), false);
	}
	credit_fact_set(&row, R_IDENTIFIER, IdentifierPGetDatum(identifier), !known->other);
	credit_fact_stamp(&row, R_RECORDED_AT, DT_NOBEGIN);
	return credit_fact_end(&row);
}

/* Columns of the transition table, as record_after() reads them. */
enum
{
	N_SUBJECT = 1, N_RECORD, N_CONDUCT, N_DOCUMENT_NO, N_DETERMINED_ON, N_ACT_ON,
	N_SERVED_ON, N_DECIDED_BY, N_NAME
};

/* One decision a record, for the records whose conduct says on_record. */
static void
decide_on_record(SPITupleTable *rows, uint64 n)
{
	Oid			subject_type = credit_subject_type();
	Oid			array_type = get_array_type(subject_type);
	Datum	   *value[8];
	bool	   *null[8];
	int			k = 0;
	Oid			argtypes[8];
	Datum		args[8];
	static const int source[8] = {N_SUBJECT, N_RECORD, N_CONDUCT, N_DOCUMENT_NO,
	N_DETERMINED_ON, N_ACT_ON, N_SERVED_ON, N_DECIDED_BY};

	for (int c = 0; c < 8; c++)
	{
		value[c] = palloc(sizeof(Datum) * n);
		null[c] = palloc(sizeof(bool) * n);
	}
	for (uint64 i = 0; i < n; i++)
	{
		bool		isnull;
		HeapTuple	tuple = rows->vals[i];
		Datum		day = SPI_getbinval(tuple, rows->tupdesc, N_DETERMINED_ON, &isnull);
		Datum		code = SPI_getbinval(tuple, rows->tupdesc, N_CONDUCT, &isnull);
		const Conduct *conduct;

		if (isnull)
			continue;
		conduct = credit_conduct_on(TextDatumGetCString(code), DatumGetDateADT(day), NULL);
		if (conduct == NULL || !conduct->on_record)
			continue;
		for (int c = 0; c < 8; c++)
			value[c][k] = SPI_getbinval(tuple, rows->tupdesc, source[c], &null[c][k]);
		k++;
	}
	if (k == 0)
		return;

	args[0] = credit_array(value[0], null[0], k, subject_type);
	argtypes[0] = array_type;
	args[1] = credit_array(value[1], null[1], k, UUIDOID);
	argtypes[1] = UUIDARRAYOID;
	for (int c = 2; c < 8; c++)
	{
		bool		day = c >= 4 && c <= 6;

		args[c] = day ? credit_array(value[c], null[c], k, DATEOID) :
			credit_array(value[c], null[c], k, TEXTOID);
		argtypes[c] = day ? DATEARRAYOID : TEXTARRAYOID;
	}
	if (SPI_execute_plan(credit_plan(PLAN_INSERT_DECISION,
									 "INSERT INTO credit.decision (subject, record, conduct, document_no, decided_on,"
									 " act_on, source_served_on, decided_by, determination)"
									 " SELECT u.*, 'on_record' FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) u",
									 8, argtypes),
						 args, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not decide on records");
}

/* Subjects and names that are new. */
static void
keep_subjects(SPITupleTable *rows, uint64 n)
{
	Oid			subject_type = credit_subject_type();
	Datum	   *subject = palloc(sizeof(Datum) * n);
	Datum	   *name = palloc(sizeof(Datum) * n);
	bool	   *no_name = palloc(sizeof(bool) * n);
	bool		any_name = false;
	Oid			argtypes[2];
	Datum		args[2];
	uint64		k = 0;
	HASHCTL		control = {0};
	HTAB	   *seen;

	/* of a subject that comes again, only another name says something new */
	control.keysize = sizeof(Identifier);
	control.entrysize = sizeof(Identifier);
	control.hcxt = CurrentMemoryContext;
	seen = hash_create("subjects of a statement", 1024, &control,
					   HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	for (uint64 i = 0; i < n; i++)
	{
		bool		isnull;
		bool		again;

		subject[k] = SPI_getbinval(rows->vals[i], rows->tupdesc, N_SUBJECT, &isnull);
		name[k] = SPI_getbinval(rows->vals[i], rows->tupdesc, N_NAME, &no_name[k]);
		(void) hash_search(seen, DatumGetPointer(subject[k]), HASH_ENTER, &again);
		if (again && no_name[k])
			continue;
		any_name = any_name || !no_name[k];
		k++;
	}
	hash_destroy(seen);
	n = k;
	argtypes[0] = get_array_type(subject_type);
	argtypes[1] = TEXTARRAYOID;
	args[0] = credit_array(subject, NULL, (int) n, subject_type);
	args[1] = credit_array(name, no_name, (int) n, TEXTOID);
	if (SPI_execute_plan(credit_plan(PLAN_INSERT_SUBJECT,
									 "INSERT INTO credit.subject (subject, name)"
									 " SELECT u.subject, u.name FROM (SELECT DISTINCT ON (subject) subject, name"
									 "  FROM unnest($1, $2) WITH ORDINALITY AS n (subject, name, ord)"
									 "  ORDER BY subject USING OPERATOR(credit.<), (name IS NULL), ord) u"
									 " WHERE NOT EXISTS (SELECT FROM credit.subject s WHERE s.subject OPERATOR(credit.=) u.subject)"
									 " ON CONFLICT DO NOTHING",
									 2, argtypes),
						 args, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not keep the subjects");
	if (any_name &&
		SPI_execute_plan(credit_plan(PLAN_INSERT_NAME,
									 "INSERT INTO credit.subject_name (subject, name)"
									 " SELECT DISTINCT u.subject, u.name FROM unnest($1, $2) AS u (subject, name)"
									 " WHERE u.name IS NOT NULL AND NOT EXISTS (SELECT FROM credit.subject_name s"
									 "  WHERE s.subject OPERATOR(credit.=) u.subject AND s.name = u.name)"
									 " ON CONFLICT DO NOTHING",
									 2, argtypes),
						 args, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not keep the names");
}

/* AFTER INSERT statement trigger; see the head of the file. */
Datum
credit_record_after(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "record_after", false);
	OwnerScope	scope;
	FactsScope	facts;

	credit_require_new_table(trigdata, "record_after");
	SPI_connect();
	SPI_register_trigger_data(trigdata);
	credit_owner_enter(&scope, RelationGetRelid(trigdata->tg_relation), false);
	credit_catalogue_share();
	/* a transition table has no kept plan: it exists in this call only */
	if (SPI_execute("SELECT subject, record, conduct, document_no, determined_on,"
					" coalesce(occurred_until, occurred_on, determined_on), served_on,"
					" source_agency, subject_name FROM new_rows",
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the new records");
	if (SPI_processed > 0)
	{
		SPITupleTable *rows = SPI_tuptable;
		uint64		n = SPI_processed;

		credit_chain_append(trigdata);
		credit_require_own_numbers("record", " WHERE EXISTS (SELECT FROM credit.record r"
								   " WHERE r.subject OPERATOR(credit.=) n.subject AND r.record = credit.decision_of(n.record))"
								   " OR EXISTS (SELECT FROM credit.event e WHERE e.subject OPERATOR(credit.=) n.subject"
								   " AND e.event = ANY (ARRAY[n.record, credit.decision_of(n.record)]))");
		credit_facts_begin(&facts, scope.user);
		PG_TRY();
		{
			keep_subjects(rows, n);
			decide_on_record(rows, n);
		}
		PG_FINALLY();
		{
			credit_facts_end(&facts);
		}
		PG_END_TRY();
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}
