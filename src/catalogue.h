/*
 * catalogue.h
 *	  The catalogue as triggers and questions see it.
 */
#ifndef CREDIT_CATALOGUE_H
#define CREDIT_CATALOGUE_H

#include "credit.h"

#include "access/htup.h"
#include "access/tupdesc.h"
#include "commands/trigger.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "plan_cache.h"
#include "span.h"

/* catalogue_version.c */
extern bool credit_catalogue_restoring(TriggerData *trigdata);

/* catalogue_statement.c */
extern void credit_catalogue_count(TriggerData *trigdata, bool closed);

/* catalogue_check.c */
extern void credit_check_conduct(HeapTuple row, TupleDesc desc);
extern void credit_check_measure(HeapTuple row, TupleDesc desc, bool is_new);
extern char *credit_catalogue_ask(PlanId id, const char *sql, int nargs,
								  Oid *argtypes, Datum *args, bool *second);

/* catalogue_footing.c */
extern void credit_check_basis_footing(const char *code);
extern void credit_check_footing(const char *table);

/* catalogue.c */
/* A version of a measure, as the fold and the steps need it. */
typedef struct CatalogueMeasure
{
	int			number;
	Span		valid;
	bool		draft;
	bool		conditional;
	bool		statutory_term;
	bool		stop_counts;
	bool		has_term;
	bool		has_max;
	char		term_kind;		/* 0: that of the conduct */
	Interval	term;
	Interval	statutory_max;
	char	   *agency;
	char	  **reach;
	int			nreach;
} CatalogueMeasure;

typedef struct Conduct
{
	Span		valid;
	bool		draft;
	bool		on_record;
	char		term_basis;		/* d(ecided), s(erved), (s)t(ated) */
	char		term_kind;		/* see TERM_ below */
	bool		has_term;
	bool		has_term_min;
	bool		has_term_max;
	Interval	term;
	Interval	term_min;
	Interval	term_max;
	int			notice_workdays;
	int			standstill_workdays;
	int			minimum_age;
	int			subject_kinds;	/* bit set, see credit_kind_bit() */
	char	   *determining_agency;
	char	   *polarity;
	char	  **severity;
	int			nseverity;
	char		harmony;		/* s(hortest), l(ongest), lea(d), f(ixed) */
	char	   *harmony_document_no;	/* NULL: no document made the rule */
	bool		has_review;
	bool		list_missed_review; /* a missed review stops nothing */
	bool		has_window;
	bool		has_repair_wait;
	Interval	review_every;
	Interval	complaint_window;
	Interval	repair_not_before;
	int			reply_workdays;
	int			silence_workdays;	/* 0: not set */
	int			repair_workdays;
	int			repair_publication_workdays;
	int			feedback_workdays;
	int			nmeasures;		/* versions of measures, whatever their days */
	const CatalogueMeasure *measures;
} Conduct;

typedef enum TermKind
{
	TERM_FIXED = 'f',
	TERM_RANGE = 'r',
	TERM_UNTIL_CONDITION = 'c',
	TERM_WHILE_STATUS = 's',
	TERM_WHILE_PUBLISHED = 'p',
	TERM_FROM_EVENT = 'e',
	TERM_LIFETIME = 'l'
} TermKind;

extern const Conduct *credit_conduct_on(const char *code, DateADT day,
										bool *known);
extern void credit_catalogue_share(void);
extern int64 credit_catalogue_read(void);
extern int64 credit_catalogue_generation(void);
extern void credit_catalogue_callbacks(void);
extern char credit_term_kind(const char *word);
extern int	credit_backdate_workdays(void);
extern void credit_catalogue_forget(void);
extern int	credit_kind_bit(const char *kind);

/* catalogue_agency.c */
extern void credit_agency_forget(void);
extern void credit_require_reporter(const Conduct *conduct, const char *code,
									const char *agency, const char *source,
									DateADT day);

#endif							/* CREDIT_CATALOGUE_H */
