-- Facts: what was reported, notified, decided and served.  They are only ever
-- added.  standing and chain are no facts: standing projects the decisions for
-- speed, chain holds the facts in their order.
--
-- No foreign key between facts: a step that names no record or decision of the
-- subject is refused by its row trigger (JC004), facts never go, and TRUNCATE
-- of a table that a foreign key points to would be refused by PostgreSQL with
-- a code that is not ours.

CREATE TABLE credit.record (
	subject credit.subject_id NOT NULL,
	record uuid NOT NULL DEFAULT gen_random_uuid(),
	conduct text REFERENCES credit.conduct_code,
	agency text NOT NULL REFERENCES credit.agency_code,
	source_agency text NOT NULL REFERENCES credit.agency_code,
	document_no text NOT NULL CHECK (document_no <> ''),
	occurred_on date,
	occurred_until date,
	determined_on date NOT NULL,
	served_on date,
	final boolean,
	shareable boolean NOT NULL DEFAULT true,
	reason text NOT NULL CHECK (reason <> ''),
	subject_name text,
	identifier credit.subject_id,
	birth_on date,
	evidence jsonb,
	late_reason text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, record)
) /*partition*/;
CREATE UNIQUE INDEX record_fact ON credit.record (subject, document_no, source_agency, coalesce(conduct, ''));
COMMENT ON TABLE credit.record IS 'reported facts; a record proposes and decides nothing; without a conduct it is information only';
COMMENT ON COLUMN credit.record.subject IS 'whom it is about';
COMMENT ON COLUMN credit.record.record IS 'the record';
COMMENT ON COLUMN credit.record.conduct IS 'catalogue code; NULL: information, never decided on';
COMMENT ON COLUMN credit.record.agency IS 'agency that reports it';
COMMENT ON COLUMN credit.record.source_agency IS 'agency whose document established the fact; the reporting one unless given';
COMMENT ON COLUMN credit.record.document_no IS 'number of that document';
COMMENT ON COLUMN credit.record.occurred_on IS 'first day of the act; required of persons';
COMMENT ON COLUMN credit.record.occurred_until IS 'last day of an act that went on';
COMMENT ON COLUMN credit.record.determined_on IS 'day on which the fact was established (认定时间)';
COMMENT ON COLUMN credit.record.served_on IS 'day on which the source decision was served';
COMMENT ON COLUMN credit.record.final IS 'whether review and litigation are over';
COMMENT ON COLUMN credit.record.shareable IS 'whether it may be passed on';
COMMENT ON COLUMN credit.record.reason IS 'what was established (认定原因)';
COMMENT ON COLUMN credit.record.subject_name IS 'name as the document has it';
COMMENT ON COLUMN credit.record.identifier IS 'identifier as reported, where it is another one of the subject';
COMMENT ON COLUMN credit.record.birth_on IS 'day of birth of a person whose identifier does not tell it; required of them';
COMMENT ON COLUMN credit.record.evidence IS 'evidence as the catalogue asks for it';
COMMENT ON COLUMN credit.record.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.record.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.record.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.record.recorded_as IS 'role it acted as; stamped';

CREATE TABLE credit.notice (
	subject credit.subject_id NOT NULL,
	notice uuid NOT NULL DEFAULT gen_random_uuid(),
	record uuid NOT NULL,
	kind text NOT NULL DEFAULT 'notice' CHECK (kind IN ('notice', 'defence', 'answer', 'waiver')),
	on_day date NOT NULL,
	method text,
	document_no text,
	contents text,
	late_reason text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, notice)
) /*partition*/;
CREATE INDEX notice_record ON credit.notice (subject, record);
COMMENT ON TABLE credit.notice IS 'what passed between agency and party before the decision: notice, defence, answer, waiver';
COMMENT ON COLUMN credit.notice.subject IS 'the party';
COMMENT ON COLUMN credit.notice.notice IS 'the step';
COMMENT ON COLUMN credit.notice.record IS 'record it is about';
COMMENT ON COLUMN credit.notice.kind IS 'notice (facts, reasons, basis, rights), defence of the party, answer to it, or waiver of the time to answer';
COMMENT ON COLUMN credit.notice.on_day IS 'day it was served, made, answered or waived';
COMMENT ON COLUMN credit.notice.method IS 'how it was served';
COMMENT ON COLUMN credit.notice.document_no IS 'its document';
COMMENT ON COLUMN credit.notice.contents IS 'what it says';
COMMENT ON COLUMN credit.notice.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.notice.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.notice.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.notice.recorded_as IS 'role it acted as; stamped';

-- Days and times stand before texts in what grows: padding is paid per row.
CREATE TABLE credit.decision (
	subject credit.subject_id NOT NULL,
	decision uuid NOT NULL,
	record uuid NOT NULL,
	recorded_at timestamptz NOT NULL,
	decided_on date NOT NULL,
	act_on date NOT NULL,
	source_served_on date,
	stated_on date,
	standstill_until date,
	feedback_due date,
	recorded_on date NOT NULL,
	conduct text NOT NULL REFERENCES credit.conduct_code,
	document_no text NOT NULL CHECK (document_no <> ''),
	decided_by text NOT NULL,
	determination text NOT NULL CHECK (determination IN ('meeting', 'on_record')),
	term interval CHECK (term > interval '0'),
	minutes text,
	severity text,
	exclude integer[],
	conditions_met integer[],
	meeting uuid,
	principal_subject credit.subject_id,
	principal uuid,
	role text
		CHECK (role IN ('legal_representative', 'responsible_person', 'finance_officer', 'safety_officer',
			'head', 'shareholder', 'controller', 'director', 'practitioner')),
	calendar text,
	late_reason text,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, decision),
	CONSTRAINT decision_principal CHECK ((role IS NULL) = (principal IS NULL) AND (role IS NULL) = (principal_subject IS NULL))
) /*partition*/;
CREATE INDEX decision_principal_of ON credit.decision (principal_subject, principal) WHERE principal IS NOT NULL;
COMMENT ON TABLE credit.decision IS 'determinations: one row however many departments and measures follow from it';
COMMENT ON COLUMN credit.decision.subject IS 'whom it is about';
COMMENT ON COLUMN credit.decision.decision IS 'the decision; follows from the record, so that a record has one; stamped';
COMMENT ON COLUMN credit.decision.record IS 'record it decides on; one decision a record';
COMMENT ON COLUMN credit.decision.conduct IS 'catalogue code of the record; stamped';
COMMENT ON COLUMN credit.decision.document_no IS 'number of the decision document';
COMMENT ON COLUMN credit.decision.decided_on IS 'day of the decision; the catalogue of this day applies for good';
COMMENT ON COLUMN credit.decision.decided_by IS 'special group or office that decided; on_record: the authority that listed';
COMMENT ON COLUMN credit.decision.determination IS 'meeting or on_record; stamped';
COMMENT ON COLUMN credit.decision.act_on IS 'day of the act; the catalogue of this day must have the measure too; stamped';
COMMENT ON COLUMN credit.decision.source_served_on IS 'on_record: day on which the source decision was served; stamped';
COMMENT ON COLUMN credit.decision.stated_on IS 'day stated in the decision: nothing is in force before the day after it';
COMMENT ON COLUMN credit.decision.standstill_until IS 'on_record: last day of the standstill after the service of the source decision; stamped';
COMMENT ON COLUMN credit.decision.feedback_due IS 'on_record: last day for feedback of the implementing agencies; stamped';
COMMENT ON COLUMN credit.decision.calendar IS 'version of the calendar by which these were counted; stamped';
COMMENT ON COLUMN credit.decision.term IS 'term set by the decision; NULL: that of the catalogue';
COMMENT ON COLUMN credit.decision.minutes IS 'minutes that set another term than the catalogue''s';
COMMENT ON COLUMN credit.decision.severity IS 'severity class named by the decision, one of the conduct''s';
COMMENT ON COLUMN credit.decision.exclude IS 'numbers of measures that the decision leaves out';
COMMENT ON COLUMN credit.decision.conditions_met IS 'numbers of conditional measures that it switches on';
COMMENT ON COLUMN credit.decision.meeting IS 'meeting that decided';
COMMENT ON COLUMN credit.decision.principal_subject IS 'a responsible person only: the enterprise behind which they stand';
COMMENT ON COLUMN credit.decision.principal IS 'a responsible person only: the decision on that enterprise';
COMMENT ON COLUMN credit.decision.role IS 'a responsible person only: their role there';
COMMENT ON COLUMN credit.decision.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.decision.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.decision.recorded_on IS 'day of the regime on which it was recorded; stamped';
COMMENT ON COLUMN credit.decision.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.decision.recorded_as IS 'role it acted as; stamped';

-- Whatever changes the life of a decision, or of the record that it rests on,
-- is a row here: the fold reads a decision and its events, and nothing else.
-- The uuid of a decision follows from its record, so an event about a record
-- bears the decision that is, or may be, made on it.
CREATE TABLE credit.event (
	subject credit.subject_id NOT NULL,
	event uuid NOT NULL DEFAULT gen_random_uuid(),
	decision uuid NOT NULL,
	target uuid,
	via uuid,
	recorded_at timestamptz NOT NULL,
	on_day date NOT NULL,
	until_day date,
	last_day date,
	published_on date,
	due_on date,
	recorded_on date NOT NULL,
	kind text NOT NULL
		CHECK (kind IN ('served', 'objection', 'objection_answer', 'complaint', 'complaint_answer', 'repair', 'repair_answer',
			'stayed', 'resumed', 'record_stayed', 'record_annulled', 'record_withdrawn', 'record_corrected', 'revoked', 'annulled',
			'released', 'reviewed', 'condition_met', 'condition_ended', 'amended', 'ended', 'repair_published')),
	outcome text,
	about text CHECK (about IN ('record', 'decision', 'repair')),
	extends boolean,
	measures integer[],
	ground text,
	objector text,
	answered_by text,
	method text,
	document_no text,
	contents text,
	reason text,
	commitment text,
	calendar text,
	evidence jsonb,
	changes jsonb,
	via_subject credit.subject_id,
	late_reason text,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, event)
) /*partition*/;
CREATE INDEX event_decision ON credit.event (subject, decision);
CREATE UNIQUE INDEX event_served ON credit.event (subject, decision) WHERE kind = 'served';
COMMENT ON TABLE credit.event IS 'what changes the life of a decision or of its record: service, objection, complaint, stay, repair, end; one row an event';
COMMENT ON COLUMN credit.event.subject IS 'whom it is about';
COMMENT ON COLUMN credit.event.event IS 'the event; an objection, complaint or application for repair is named by it';
COMMENT ON COLUMN credit.event.decision IS 'decision it changes; of an event about a record: the one that is or may be made on it; stamped where target tells';
COMMENT ON COLUMN credit.event.target IS 'record, objection, complaint or application that it is about';
COMMENT ON COLUMN credit.event.recorded_at IS 'when it was recorded, later than any earlier event of the decision; stamped';
COMMENT ON COLUMN credit.event.recorded_on IS 'day of the regime on which it was recorded; days of a stop before it, from the recording of the decision and its service on, are not added; stamped';
COMMENT ON COLUMN credit.event.on_day IS 'day it happened: served, received, answered, applied, met; of a stay or revocation: from when; amended: tomorrow';
COMMENT ON COLUMN credit.event.until_day IS 'last day of a stay or of a temporary repair, NULL: open; served: last day of the standstill; record_corrected: day of the act as corrected; both stamped';
COMMENT ON COLUMN credit.event.last_day IS 'last day of the decision, as amended, or as a partly upheld answer cuts it';
COMMENT ON COLUMN credit.event.published_on IS 'day on which a repair was published; NULL: not yet';
COMMENT ON COLUMN credit.event.due_on IS 'last day for what must follow: feedback (served), reply (objection, complaint, repair), complaint (objection_answer), publication (repair_answer), new answer (complaint_answer, remitted); stamped';
COMMENT ON COLUMN credit.event.kind IS 'served, objection, objection_answer, complaint, complaint_answer, repair, repair_answer, stayed, resumed, record_stayed, record_annulled, record_withdrawn, record_corrected, revoked, annulled, released, reviewed, condition_met, condition_ended, amended, ended or repair_published';
COMMENT ON COLUMN credit.event.outcome IS 'of an answer: dismissed, upheld, partly, withdrawn, inadmissible, remitted, granted, temporary or refused; of a review: continued or released; ended: how';
COMMENT ON COLUMN credit.event.about IS 'what an objection is about: record, decision or (refused) repair; stamped';
COMMENT ON COLUMN credit.event.extends IS 'whether a stay adds its days to the term';
COMMENT ON COLUMN credit.event.measures IS 'numbers of measures: dropped, repaired or lifted, or the one whose condition it is; NULL: all';
COMMENT ON COLUMN credit.event.ground IS 'ground of an objection or complaint; the same again moves nothing';
COMMENT ON COLUMN credit.event.objector IS 'who objects where that is not the subject, such as one who says "this is not me"';
COMMENT ON COLUMN credit.event.answered_by IS 'agency that answered';
COMMENT ON COLUMN credit.event.method IS 'how it was served';
COMMENT ON COLUMN credit.event.document_no IS 'its document';
COMMENT ON COLUMN credit.event.contents IS 'what the party says';
COMMENT ON COLUMN credit.event.reason IS 'why, in the words of who decided it';
COMMENT ON COLUMN credit.event.commitment IS 'commitment (信用承诺) of who applies for repair';
COMMENT ON COLUMN credit.event.calendar IS 'version of the calendar by which due_on was counted; stamped';
COMMENT ON COLUMN credit.event.evidence IS 'evidence of an application for repair';
COMMENT ON COLUMN credit.event.changes IS 'what a correction puts in place of what the record says';
COMMENT ON COLUMN credit.event.via_subject IS 'whose event reached a person behind an enterprise; stamped';
COMMENT ON COLUMN credit.event.via IS 'that event; stamped';
COMMENT ON COLUMN credit.event.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.event.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.event.recorded_as IS 'role it acted as; stamped';

CREATE TABLE credit.subject_end (
	subject credit.subject_id NOT NULL,
	on_day date NOT NULL,
	how text NOT NULL CHECK (how IN ('death', 'deregistration', 'merger', 'division', 'other')),
	successor credit.subject_id,
	document_no text NOT NULL CHECK (document_no <> ''),
	reason text,
	late_reason text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject)
) /*partition*/;
COMMENT ON TABLE credit.subject_end IS 'subjects that are no more: measures end with them, and pass to no successor without a decision of its own';
COMMENT ON COLUMN credit.subject_end.subject IS 'who is no more';
COMMENT ON COLUMN credit.subject_end.on_day IS 'first day on which it is no more';
COMMENT ON COLUMN credit.subject_end.how IS 'death, deregistration, merger, division or other';
COMMENT ON COLUMN credit.subject_end.successor IS 'who took its place, if anybody; it inherits no measure';
COMMENT ON COLUMN credit.subject_end.document_no IS 'document that says so';
COMMENT ON COLUMN credit.subject_end.reason IS 'further words';
COMMENT ON COLUMN credit.subject_end.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.subject_end.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.subject_end.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.subject_end.recorded_as IS 'role it acted as; stamped';

CREATE TABLE credit.feedback (
	subject credit.subject_id NOT NULL,
	feedback uuid NOT NULL DEFAULT gen_random_uuid(),
	decision uuid NOT NULL,
	measure integer NOT NULL,
	agency text NOT NULL REFERENCES credit.agency_code,
	status text NOT NULL
		CHECK (status IN ('received', 'applied', 'not_applicable', 'declined', 'lifted', 'restored')),
	done_on date NOT NULL,
	note text,
	late_reason text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, feedback)
) /*partition*/;
CREATE INDEX feedback_decision ON credit.feedback (subject, decision, measure);
COMMENT ON TABLE credit.feedback IS 'what the implementing agencies say they did (执行反馈)';
COMMENT ON COLUMN credit.feedback.subject IS 'whom it is about';
COMMENT ON COLUMN credit.feedback.feedback IS 'the feedback';
COMMENT ON COLUMN credit.feedback.decision IS 'decision that was carried out';
COMMENT ON COLUMN credit.feedback.measure IS 'number of the measure';
COMMENT ON COLUMN credit.feedback.agency IS 'agency that implements it, or acts in its place';
COMMENT ON COLUMN credit.feedback.status IS 'received, applied, not_applicable, declined, lifted or restored';
COMMENT ON COLUMN credit.feedback.done_on IS 'day on which that was done';
COMMENT ON COLUMN credit.feedback.note IS 'further words';
COMMENT ON COLUMN credit.feedback.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.feedback.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.feedback.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.feedback.recorded_as IS 'role it acted as; stamped';

-- Every fact of a subject in the order in which they came, each linked to the
-- one before.  Written by our triggers only.
CREATE TABLE credit.chain (
	subject credit.subject_id NOT NULL,
	seq bigint NOT NULL CHECK (seq > 0),
	id uuid NOT NULL,
	kind text NOT NULL,
	layout smallint NOT NULL,
	hash bytea NOT NULL,
	PRIMARY KEY (subject, seq)
) /*partition*/;
COMMENT ON TABLE credit.chain IS 'position of every fact of a subject, with a sha256 over the fact and the link before it; no fact itself; verify() compares it with the facts';
COMMENT ON COLUMN credit.chain.subject IS 'whom the fact is about';
COMMENT ON COLUMN credit.chain.seq IS 'position, from 1 without gaps';
COMMENT ON COLUMN credit.chain.id IS 'the fact; of a link or end of an identifier, or the end of a subject: made from its digest';
COMMENT ON COLUMN credit.chain.kind IS 'table of the fact';
COMMENT ON COLUMN credit.chain.layout IS 'version of the list of columns that the hash covers';
COMMENT ON COLUMN credit.chain.hash IS 'sha256 over the hash before it, seq, kind and the columns of the fact in binary form';

CREATE TABLE credit.standing (
	subject credit.subject_id NOT NULL,
	decision uuid NOT NULL,
	decided_on date NOT NULL,
	act_on date NOT NULL,
	base_on date,
	from_day date,
	last_day date,
	end_day date,
	review_due date,
	conduct text NOT NULL,
	end_kind text,
	exclude integer[],
	conditions_met integer[],
	role text,
	course integer[],
	events integer NOT NULL,
	harmony text,
	harmony_measure integer,
	harmony_document_no text,
	PRIMARY KEY (subject, decision)
) /*partition*/;
COMMENT ON TABLE credit.standing IS 'where each decision stands, projected from the facts by our triggers only; verify() recomputes it; never published';
COMMENT ON COLUMN credit.standing.subject IS 'whom it is about';
COMMENT ON COLUMN credit.standing.decision IS 'the decision';
COMMENT ON COLUMN credit.standing.conduct IS 'its conduct';
COMMENT ON COLUMN credit.standing.decided_on IS 'day that pins the catalogue';
COMMENT ON COLUMN credit.standing.act_on IS 'day of the act';
COMMENT ON COLUMN credit.standing.base_on IS 'day from which terms run, itself not counted; NULL: not known before service';
COMMENT ON COLUMN credit.standing.from_day IS 'first day in force unless stopped; NULL: not served';
COMMENT ON COLUMN credit.standing.last_day IS 'last day in force of measures without a term of their own, stopped days added; NULL: none, or not known yet';
COMMENT ON COLUMN credit.standing.end_day IS 'first day on which the decision is over before its term; NULL: not, or annulled';
COMMENT ON COLUMN credit.standing.review_due IS 'last day for the next review, after which measures without a last day stop; NULL: none';
COMMENT ON COLUMN credit.standing.end_kind IS 'revoked, released, repaired or annulled; NULL: not';
COMMENT ON COLUMN credit.standing.exclude IS 'numbers of measures left out; NULL: none';
COMMENT ON COLUMN credit.standing.conditions_met IS 'numbers of conditional measures switched on, ever; NULL: none';
COMMENT ON COLUMN credit.standing.role IS 'role in which a person is reached; NULL: the subject itself';
COMMENT ON COLUMN credit.standing.course IS 'stops and what becomes of single measures, five numbers each; credit.episodes() reads it; NULL: undisturbed';
COMMENT ON COLUMN credit.standing.events IS 'number of events that were folded';
COMMENT ON COLUMN credit.standing.harmony IS 'rule by which one last day was found for all departments; NULL: each has its own';
COMMENT ON COLUMN credit.standing.harmony_measure IS 'measure whose term won; NULL: that of the decision, or none';
COMMENT ON COLUMN credit.standing.harmony_document_no IS 'document by which that was done';

CREATE TRIGGER fact_before BEFORE INSERT ON credit.record
	FOR EACH ROW EXECUTE FUNCTION credit.record_before();
CREATE TRIGGER fact_after AFTER INSERT ON credit.record
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.record_after();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.notice
	FOR EACH ROW EXECUTE FUNCTION credit.notice_before();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.decision
	FOR EACH ROW EXECUTE FUNCTION credit.decision_before();
CREATE TRIGGER fact_after AFTER INSERT ON credit.decision
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.decision_after();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.event
	FOR EACH ROW EXECUTE FUNCTION credit.event_before();
CREATE TRIGGER fact_after AFTER INSERT ON credit.event
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.event_after();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.subject_end
	FOR EACH ROW EXECUTE FUNCTION credit.subject_end_before();
CREATE TRIGGER fact_after AFTER INSERT ON credit.subject_end
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.subject_end_after();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.feedback
	FOR EACH ROW EXECUTE FUNCTION credit.feedback_before();
CREATE TRIGGER fact_after AFTER INSERT ON credit.feedback
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_after();
CREATE TRIGGER fact_after AFTER INSERT ON credit.notice
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_after();
CREATE TRIGGER fact_after AFTER INSERT ON credit.subject_identifier
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_after();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.subject
	FOR EACH ROW EXECUTE FUNCTION credit.subject_before();
CREATE TRIGGER fact_before BEFORE INSERT ON credit.subject_identifier
	FOR EACH ROW EXECUTE FUNCTION credit.subject_identifier_before();

CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.record
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.record
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.notice
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.notice
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.decision
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.decision
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.event
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.event
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.subject
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.subject
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.subject_identifier
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.subject_identifier
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.subject_end
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.subject_end
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE UPDATE OR DELETE ON credit.feedback
	FOR EACH ROW EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.feedback
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE INSERT OR UPDATE OR DELETE ON credit.chain
	FOR EACH ROW EXECUTE FUNCTION credit.standing_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.chain
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
CREATE TRIGGER fact_kept BEFORE INSERT OR UPDATE OR DELETE ON credit.standing
	FOR EACH ROW EXECUTE FUNCTION credit.standing_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.standing
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();

-- Rows that come past the triggers above, as logical replication writes them,
-- take away the mark that standing knows all facts.
CREATE TRIGGER projection_lost BEFORE INSERT OR UPDATE OR DELETE ON credit.decision
	FOR EACH ROW EXECUTE FUNCTION credit.projection_lost();
CREATE TRIGGER projection_lost_whole BEFORE TRUNCATE ON credit.decision
	FOR EACH STATEMENT EXECUTE FUNCTION credit.projection_lost();
ALTER TABLE credit.decision ENABLE REPLICA TRIGGER projection_lost;
ALTER TABLE credit.decision ENABLE REPLICA TRIGGER projection_lost_whole;
CREATE TRIGGER projection_lost BEFORE INSERT OR UPDATE OR DELETE ON credit.event
	FOR EACH ROW EXECUTE FUNCTION credit.projection_lost();
CREATE TRIGGER projection_lost_whole BEFORE TRUNCATE ON credit.event
	FOR EACH STATEMENT EXECUTE FUNCTION credit.projection_lost();
ALTER TABLE credit.event ENABLE REPLICA TRIGGER projection_lost;
ALTER TABLE credit.event ENABLE REPLICA TRIGGER projection_lost_whole;
CREATE TRIGGER projection_lost BEFORE INSERT OR UPDATE OR DELETE ON credit.standing
	FOR EACH ROW EXECUTE FUNCTION credit.projection_lost();
CREATE TRIGGER projection_lost_whole BEFORE TRUNCATE ON credit.standing
	FOR EACH STATEMENT EXECUTE FUNCTION credit.projection_lost();
ALTER TABLE credit.standing ENABLE REPLICA TRIGGER projection_lost;
ALTER TABLE credit.standing ENABLE REPLICA TRIGGER projection_lost_whole;
