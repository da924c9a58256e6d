/*
 * notice.c
 *	  BEFORE INSERT row trigger of notice: the notice, the party's defence, the
 *	  answer to it, and the waiver of the days to answer; before a decision, and
 *	  after it before a longer term.
 *
 * Memory: per row, the trigger's context.
 *
 * Locks: the catalogue lock, shared; the subject's stripe, exclusively.
 */
#include "fact.h"

PG_FUNCTION_INFO_V1(credit_notice_before);

enum
{
	N_SUBJECT, N_RECORD, N_KIND, N_ON_DAY, N_DOCUMENT_NO, N_CONTENTS, N_LATE_REASON,
	N_RECORDED_AT, N_RECORDED_BY, N_RECORDED_AS
};
static const char *const notice_columns[] = {
	"subject", "record", "kind", "on_day", "document_no", "contents", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable notice_table = {
	.names = notice_columns,.ncolumns = lengthof(notice_columns)
};

/* BEFORE INSERT row trigger of notice. */
Datum
credit_notice_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	DateADT		day;
	char	   *kind;
	bool		isnull;
	Identifier *subject;
	RecordState state;

	credit_fact_begin(&row, fcinfo, &notice_table, "notice_before");
	for (int i = N_SUBJECT; i <= N_ON_DAY; i++)
		credit_fact_require(&row, i);
	kind = credit_fact_text(&row, N_KIND);
	(void) credit_fact_day(&row, N_ON_DAY, &day);
	credit_catalogue_share();
	credit_fact_no_future(&row, day, kind);
	credit_fact_not_late(&row, day, N_LATE_REASON, kind);
	subject = credit_settle_subject(&row, N_SUBJECT, day, "record", N_RECORD);
	credit_read_record(subject, credit_fact_get(&row, N_RECORD, &isnull), &state);

	/* after the decision a notice prepares a longer term, and nothing else */
	if (state.decided && day < state.decided_on)
		credit_step_refused("record has been decided on",
							psprintf("The decision is of %s; a notice after it prepares an amended term.",
									 credit_day_text(state.decided_on)),
							"Correct the day.");
	if (day < state.determined_on)
		credit_step_refused(psprintf("%s comes before the fact was determined", kind),
							psprintf("It was determined on %s.", credit_day_text(state.determined_on)),
							"Correct the day.");
	if (strcmp(kind, "notice") != 0 && (!state.noticed || day < state.notice_on))
		credit_step_refused(psprintf("%s comes before the notice", kind),
							"The party is told facts, reasons, basis and rights first.",
							"Record the notice with credit.notify().");
	if (strcmp(kind, "answer") == 0 && (!state.defended || day < state.defence_on))
		credit_step_refused("answer comes before the defence",
							"There is no defence of the party up to that day.",
							"Record the defence with credit.defend().");
	if (strcmp(kind, "waiver") == 0 && credit_fact_is_null(&row, N_DOCUMENT_NO))
		credit_step_refused("waiver has no document",
							"The party gives up time that the catalogue grants it.",
							"Name the party's document in document_no.");
	credit_fact_stamp(&row, N_RECORDED_AT, DT_NOBEGIN);
	return credit_fact_end(&row);
}
