-- Facts: what was reported, notified, decided and served.  They are only ever
-- added.  standing is no fact: it projects the decisions for speed.
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
	late_reason text,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, decision),
	CONSTRAINT decision_principal CHECK ((role IS NULL) = (principal IS NULL) AND (role IS NULL) = (principal_subject IS NULL))
) /*partition*/;
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
COMMENT ON COLUMN credit.decision.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.decision.recorded_as IS 'role it acted as; stamped';

CREATE TABLE credit.event (
	subject credit.subject_id NOT NULL,
	event uuid NOT NULL DEFAULT gen_random_uuid(),
	decision uuid NOT NULL,
	kind text NOT NULL DEFAULT 'served' CHECK (kind IN ('served')),
	on_day date NOT NULL,
	method text,
	document_no text,
	reason text,
	late_reason text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	recorded_as text NOT NULL,
	PRIMARY KEY (subject, event)
) /*partition*/;
CREATE UNIQUE INDEX event_served ON credit.event (subject, decision) WHERE kind = 'served';
COMMENT ON TABLE credit.event IS 'what changes the life of a decision, such as its service';
COMMENT ON COLUMN credit.event.subject IS 'whom it is about';
COMMENT ON COLUMN credit.event.event IS 'the event';
COMMENT ON COLUMN credit.event.decision IS 'decision it changes';
COMMENT ON COLUMN credit.event.kind IS 'served: the decision was served on the party';
COMMENT ON COLUMN credit.event.on_day IS 'day it happened';
COMMENT ON COLUMN credit.event.method IS 'how it was served';
COMMENT ON COLUMN credit.event.document_no IS 'its document';
COMMENT ON COLUMN credit.event.reason IS 'its reason';
COMMENT ON COLUMN credit.event.late_reason IS 'why it was entered late';
COMMENT ON COLUMN credit.event.recorded_at IS 'when it was recorded; stamped';
COMMENT ON COLUMN credit.event.recorded_by IS 'login role that recorded it; stamped';
COMMENT ON COLUMN credit.event.recorded_as IS 'role it acted as; stamped';

CREATE TABLE credit.standing (
	subject credit.subject_id NOT NULL,
	decision uuid NOT NULL,
	decided_on date NOT NULL,
	act_on date NOT NULL,
	base_on date,
	from_day date,
	last_day date,
	conduct text NOT NULL,
	exclude integer[],
	conditions_met integer[],
	role text,
	PRIMARY KEY (subject, decision)
) /*partition*/;
COMMENT ON TABLE credit.standing IS 'where each decision stands, projected from the facts by our triggers only; verify() recomputes it; never published';
COMMENT ON COLUMN credit.standing.subject IS 'whom it is about';
COMMENT ON COLUMN credit.standing.decision IS 'the decision';
COMMENT ON COLUMN credit.standing.conduct IS 'its conduct';
COMMENT ON COLUMN credit.standing.decided_on IS 'day that pins the catalogue';
COMMENT ON COLUMN credit.standing.act_on IS 'day of the act';
COMMENT ON COLUMN credit.standing.base_on IS 'day from which terms run, itself not counted; NULL: not known before service';
COMMENT ON COLUMN credit.standing.from_day IS 'first day in force; NULL: not served';
COMMENT ON COLUMN credit.standing.last_day IS 'last day in force of measures without a term of their own; NULL: none, or not known yet';
COMMENT ON COLUMN credit.standing.exclude IS 'numbers of measures left out; NULL: none';
COMMENT ON COLUMN credit.standing.conditions_met IS 'numbers of conditional measures switched on; NULL: none';
COMMENT ON COLUMN credit.standing.role IS 'role in which a person is reached; NULL: the subject itself';

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
CREATE TRIGGER fact_kept BEFORE INSERT OR UPDATE OR DELETE ON credit.standing
	FOR EACH ROW EXECUTE FUNCTION credit.standing_kept();
CREATE TRIGGER fact_kept_whole BEFORE TRUNCATE ON credit.standing
	FOR EACH STATEMENT EXECUTE FUNCTION credit.fact_kept();
