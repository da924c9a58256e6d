/*
 * check.h
 *	  The row that check() gives, and questions; see check.c.
 */
#ifndef CREDIT_CHECK_H
#define CREDIT_CHECK_H

#include "fact.h"

#include "nodes/execnodes.h"
#include "utils/array.h"

#include "fold.h"
#include "owner.h"

/* The row that check() gives, in the order of the contract. */
#define TERMS "r.base_on, r.planned_from, r.last_day, r.end_day, r.end_kind, r.review_due, r.harmonised, r.course," \
	" r.measure, r.term, r.statutory_max, r.term_kind, r.statutory_term, r.stop_counts"
#define OTHER_TERMS "o.base_on, o.planned_from, o.last_day, o.end_day, o.end_kind, o.review_due, o.harmonised, o.course," \
	" o.measure, o.term, o.statutory_max, o.term_kind, o.statutory_term, o.stop_counts"
#define STATE_OF(day) "credit.measure_state(" day ", " TERMS ")"

/* identical measures are one where the catalogue says longest, see view */
#define MERGED(run) \
	" AND (r.overlap = 'concurrent' OR NOT EXISTS (SELECT FROM " run " o WHERE o.subject OPERATOR(credit.=) r.subject" \
	"  AND o.conduct = r.conduct AND o.measure = r.measure AND o.effect = r.effect AND o.matters = r.matters" \
	"  AND o.decision <> r.decision AND o.role IS NOT DISTINCT FROM r.role" \
	"  AND credit.measure_state($2, " OTHER_TERMS ") = x.state" \
	"  AND (coalesce(r.until_day < o.until_day, r.until_day IS NOT NULL AND o.until_day IS NULL)" \
	"   OR (r.until_day IS NOT DISTINCT FROM o.until_day AND r.decision > o.decision))))"
#define MEASURES_OF(run) \
	"SELECT x.state, r.polarity, r.effect, r.content, r.agency," \
	" b.title || coalesce(' ' || b.article, '')," \
	" r.conduct, r.decision, d.document_no, r.from_day, r.until_day, least(credit.measure_change($2, " TERMS "), h.next_day)," \
	" r.measure, r.class, coalesce(r.ended_by, r.term_ends_by), r.until_day - $2, r.role, r.condition," \
	" coalesce(h.heir, r.agency), coalesce(credit.mark_on($2, x.state, r.measure, r.course)," \
	" CASE x.state WHEN 'suspended' THEN 'review' END), u.name, a.name" \
	" FROM " run " r CROSS JOIN LATERAL (SELECT " STATE_OF("$2") " AS state) x" \
	" JOIN credit.decision d ON d.subject OPERATOR(credit.=) r.subject AND d.decision = r.decision" \
	" LEFT JOIN credit.legal_basis b ON b.code = r.legal_basis AND b.valid @> r.decided_on" \
	" LEFT JOIN (SELECT agency, min(heir) FILTER (WHERE from_day <= $2 AND (until_day IS NULL OR $2 < until_day)) AS heir," \
	"   min(from_day) FILTER (WHERE from_day > $2) AS next_day" \
	"   FROM credit.agency_heir GROUP BY agency) h ON h.agency = r.agency" \
	" LEFT JOIN credit.agency a ON a.code = coalesce(h.heir, r.agency) AND a.valid @> $2" \
	" LEFT JOIN credit.subject u ON u.subject OPERATOR(credit.=) r.subject" \
	" WHERE r.subject OPERATOR(credit.=) $1 AND r.planned_from <= $2 AND x.state IN ('active', 'suspended')" \
	MERGED(run)
#define BY_STRENGTH_OF(effect) \
	" ORDER BY array_position('{prohibit,limit,withdraw,scrutinise,reference,supervise,assist,publish,favour}'::text[], " effect ")"
#define BY_STRENGTH BY_STRENGTH_OF("r.effect")
#define STRONGEST_FIRST BY_STRENGTH ", d.decided_on, d.document_no, r.measure"

/* Everything a question asks for: $1 the subject, $2 the day, $3 the matters. */
#define CHECK_QUERY(run) MEASURES_OF(run) " AND r.matters && $3" STRONGEST_FIRST

/* check.c */
/* A question's subject and day. */
typedef struct Question
{
	Identifier	subject;
	DateADT		day;
} Question;

extern void credit_no_subject(void) pg_attribute_noreturn();
extern void credit_unknown_matter(const char *matter) pg_attribute_noreturn();
extern void credit_not_projected(const Identifier *subject) pg_attribute_noreturn();
extern void credit_read_subject(FunctionCallInfo fcinfo, Identifier *given);
extern void credit_read_day(FunctionCallInfo fcinfo, int day_arg, Question *question);
extern void credit_read_asked(FunctionCallInfo fcinfo, int day_arg, Question *question,
							  Identifier *given);
extern void credit_read_question(FunctionCallInfo fcinfo, int day_arg, Question *question);
extern Datum credit_matter_scope(Datum matter, bool isnull);
extern void credit_require_projected(const Identifier *subject);
extern void credit_give_rows(ReturnSetInfo *result);

/* effect.c */
extern const char *credit_effect(Question *question, const Identifier *given,
								 const char *matter, const char *polarity,
								 bool suspended);
extern const char *credit_effect_locked(Question *question, const Identifier *given,
										const char *matter);

/* measure.c */
extern EndKind credit_end_kind(text *word);
extern Episode *credit_read_course(ArrayType *course, int *n);

#endif							/* CREDIT_CHECK_H */
