-- Set-up of test/bench/replay, on that of test/bench/record: two sets of
-- 250,000 decisions of two years and 1,000,000 events, as tables credit.decision
-- and credit.event (the life of a city) and dismissed.decision and
-- dismissed.event (two objections each, dismissed, and nothing else).  They are
-- written without triggers, in the order in which they were recorded;
-- test/oracle/fold.py compares the fold with its simulation on facts that went
-- through them.  Whatever happens is recorded on the day it happens, an
-- amendment on the day before it counts.
SET client_min_messages = warning;
SET search_path = public, credit;
SET timezone = 'Asia/Shanghai';
SELECT setseed(0.20170420);

-- A conduct that is decided by meetings: served by an event, then a standstill;
-- after a dismissal there is a time to complain.
INSERT INTO credit.conduct (code, valid, name, polarity, sector, determining_agency, legal_basis, term, term_min, term_max, term_kind,
	standstill_workdays, complaint_window)
VALUES ('heard', '[2000-01-01,)', 'decided by a meeting', 'sanction', 'enforcement', 'agency0', 'law', '1 year', '3 months', '3 years', 'range',
	5, '15 days');
INSERT INTO credit.measure (conduct, number, valid, agency, class, effect, matters, content, legal_basis)
SELECT 'heard', number, valid, agency, class, effect, matters, content, legal_basis FROM credit.measure WHERE conduct = 'listed';
SET session_replication_role = replica;

CREATE TABLE public.numbered AS
SELECT n, subject, agency, document_no || '-' || n AS document_no, '2022-01-01'::date + n % 700 AS decided_on, random() AS way, random() AS length,
	overlay(overlay(md5('record ' || n) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid AS record
FROM (SELECT subject, agency, document_no, (row_number() OVER (ORDER BY r, document_no))::integer AS n
	FROM input CROSS JOIN generate_series(1, 3) r) i WHERE n <= 250000 ORDER BY n;
INSERT INTO credit.record (subject, record, conduct, agency, source_agency, document_no, determined_on, served_on, reason, recorded_at, recorded_by, recorded_as)
SELECT subject, record, CASE WHEN way < 0.45 THEN 'listed' ELSE 'heard' END, agency, agency, document_no, decided_on, decided_on,
	'refuses to perform a judgment', decided_on + time '09:00', 'bench', 'bench'
FROM public.numbered ORDER BY decided_on, n;
INSERT INTO credit.decision (subject, decision, record, conduct, document_no, decided_on, act_on, source_served_on, stated_on, term, minutes,
	decided_by, determination, recorded_at, recorded_on, recorded_by, recorded_as)
SELECT subject, credit.decision_of(record), record, CASE WHEN way < 0.45 THEN 'listed' ELSE 'heard' END, document_no, decided_on, decided_on,
	CASE WHEN way < 0.45 THEN decided_on - (length * 20)::integer END, CASE WHEN way > 0.97 THEN decided_on + 30 END,
	CASE WHEN way BETWEEN 0.80 AND 0.88 THEN '6 months'::interval WHEN way BETWEEN 0.88 AND 0.95 THEN '3 years' END, NULL,
	agency, CASE WHEN way < 0.45 THEN 'on_record' ELSE 'meeting' END, decided_on + time '09:00', decided_on, 'bench', 'bench'
FROM public.numbered ORDER BY decided_on, n;

CREATE UNLOGGED TABLE public.made (n integer, seq integer, kind text, on_day date, target integer, outcome text, about text, ground text, objector text,
	due_on date, until_day date, last_day date, published_on date, extends boolean, measures integer[]);
COMMENT ON COLUMN public.made.target IS 'seq of the event that it is about';

-- Histories, each from service to its end, by the rules of who may do what when.
CREATE FUNCTION public.day_after(day date, fewest integer, most integer) RETURNS date LANGUAGE sql VOLATILE
	RETURN day + fewest + floor(random() * (most - fewest + 1))::integer;
CREATE PROCEDURE public.make_histories() LANGUAGE plpgsql AS $$
DECLARE
	d record;
	t date;					-- the day
	base date;				-- last day of the term before stops; all but objections come up to then
	s integer;				-- number of the last event
	o integer;				-- the objection
	o2 integer;				-- another one, lodged while the first is open
	c integer;				-- the complaint
	r double precision;
	due date;
	parts integer;
	grounds integer;
	settled text;			-- ground of an objection about the decision that is settled
	given text;
	whole boolean;			-- it is about the decision, not the record
	word text;
	changed boolean;		-- the term was amended or cut
	stayed boolean;
	applied boolean;		-- an application for repair is open
	over boolean;
BEGIN
	FOR d IN SELECT u.n, u.length, e.decided_on, e.conduct = 'heard' AS heard,
			(e.decided_on + coalesce(e.term, CASE e.conduct WHEN 'heard' THEN interval '1 year' ELSE '2 years' END))::date AS base
		FROM public.numbered u JOIN credit.decision e ON e.subject = u.subject AND e.decision = credit.decision_of(u.record) ORDER BY u.n
	LOOP
		t := d.decided_on;
		base := d.base;
		s := 0;
		grounds := 0;
		settled := NULL;
		changed := false;
		stayed := false;
		applied := false;
		over := false;
		-- most lives are short, a few are long
		parts := CASE WHEN d.length < 0.20 THEN 0 WHEN d.length < 0.45 THEN 1 WHEN d.length < 0.64 THEN 2 WHEN d.length < 0.87 THEN 5 ELSE 12 END;
		IF d.heard THEN
			IF random() < 0.02 THEN
				parts := least(parts, 1);	-- not served yet, an objection at most
				changed := true;
				stayed := true;
				applied := true;
			ELSE
				t := day_after(t, 1, 20);
				s := s + 1;
				INSERT INTO public.made (n, seq, kind, on_day, due_on, until_day) VALUES (d.n, s, 'served', t, t + 14, t + 7);
			END IF;
		END IF;

		FOR part IN 1 .. parts LOOP
			t := day_after(t, 3, 60);
			r := random();
			-- after the term an objection may come, and moves nothing unless stops have moved the end
			IF t > base THEN
				EXIT WHEN random() < 0.5;
				r := 0;
			END IF;

			IF r < 0.60 OR (applied AND d.heard AND s = 0) THEN
				-- an objection, its answer, complaints, answers to those
				s := s + 1;
				o := s;
				o2 := NULL;
				grounds := grounds + 1;
				given := 'ground ' || grounds;
				IF settled IS NOT NULL AND random() < 0.12 THEN
					-- the same again moves nothing, unless another one says so
					word := CASE WHEN random() < 0.2 THEN 'somebody else ' || s END;
					INSERT INTO public.made (n, seq, kind, on_day, about, ground, objector, due_on)
						VALUES (d.n, s, 'objection', t, 'decision', settled, word, t + 9);
					t := day_after(t, 2, 15);
					s := s + 1;
					INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on)
						VALUES (d.n, s, 'objection_answer', t, o, 'inadmissible', CASE WHEN d.heard THEN t + 15 END);
					CONTINUE;
				END IF;
				whole := random() < 0.85;
				INSERT INTO public.made (n, seq, kind, on_day, about, ground, due_on)
					VALUES (d.n, s, 'objection', t, CASE WHEN whole THEN 'decision' ELSE 'record' END, given, t + 9);
				IF random() < 0.05 THEN
					CONTINUE;	-- it waits
				END IF;
				-- what happens while it is open
				r := random();
				IF r < 0.04 AND t + 1 <= base AND NOT stayed THEN
					t := day_after(t, 1, 1);
					s := s + 1;
					stayed := true;
					INSERT INTO public.made (n, seq, kind, on_day, until_day, extends)
						VALUES (d.n, s, 'stayed', t, day_after(t, 5, 60), random() < 0.5);
				ELSIF r < 0.10 THEN
					t := day_after(t, 1, 5);
					s := s + 1;
					o2 := s;
					grounds := grounds + 1;
					INSERT INTO public.made (n, seq, kind, on_day, about, ground, due_on)
						VALUES (d.n, s, 'objection', t, 'decision', 'ground ' || grounds, t + 9);
				ELSIF r < 0.12 AND NOT changed AND t + 60 < base THEN
					changed := true;
					s := s + 1;
					t := t + 2;
					base := day_after(t, 20, base - t - 20);
					INSERT INTO public.made (n, seq, kind, on_day, last_day) VALUES (d.n, s, 'amended', t, base);
				ELSIF r < 0.13 AND t + 2 <= base THEN
					s := s + 1;
					t := t + 2;
					over := true;
					INSERT INTO public.made (n, seq, kind, on_day) VALUES (d.n, s, 'revoked', t);
				END IF;

				c := NULL;
				IF o2 IS NULL AND NOT over AND random() < 0.04 THEN
					t := day_after(t, 12, 30);	-- no answer in time, and a complaint about that
					s := s + 1;
					c := s;
					INSERT INTO public.made (n, seq, kind, on_day, target, ground, due_on) VALUES (d.n, s, 'complaint', t, o, 'insufficient', t + 9);
				ELSE
					t := day_after(t, 2, 45);
					s := s + 1;
					r := random();
					word := CASE WHEN r < 0.62 THEN 'dismissed' WHEN r < 0.70 THEN 'withdrawn' WHEN r < 0.78 THEN 'inadmissible'
						WHEN r < 0.88 THEN 'partly' ELSE 'upheld' END;
					due := CASE WHEN d.heard AND word IN ('dismissed', 'inadmissible', 'partly') THEN t + 15 END;
					IF word = 'partly' AND NOT changed AND NOT over AND t + 10 < base AND random() < 0.6 THEN
						changed := true;
						base := day_after(t, 1, base - t - 5);
						INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on, last_day)
							VALUES (d.n, s, 'objection_answer', t, o, word, due, base);
					ELSE
						INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on, measures)
							VALUES (d.n, s, 'objection_answer', t, o, word, due, CASE word WHEN 'partly' THEN ARRAY[s % 30 + 1] END);
					END IF;
					IF word = 'upheld' THEN
						EXIT;
					END IF;
					IF word IN ('dismissed', 'inadmissible', 'partly') AND random() < 0.25 THEN
						t := CASE WHEN due IS NULL THEN day_after(t, 1, 40) WHEN random() < 0.1 THEN day_after(due, 1, 20) ELSE day_after(t, 1, 15) END;
						s := s + 1;
						c := s;
						INSERT INTO public.made (n, seq, kind, on_day, target, ground, due_on) VALUES (d.n, s, 'complaint', t, o, 'unfounded', t + 9);
					END IF;
				END IF;
				IF c IS NOT NULL THEN
					IF random() < 0.06 THEN
						EXIT WHEN over;
						CONTINUE;	-- it waits
					END IF;
					t := day_after(t, 2, 40);
					s := s + 1;
					r := random();
					word := CASE WHEN r < 0.50 THEN 'dismissed' WHEN r < 0.62 THEN 'upheld' WHEN r < 0.87 THEN 'remitted' WHEN r < 0.92 THEN 'withdrawn'
						WHEN r < 0.97 THEN 'inadmissible' ELSE 'partly' END;
					INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on, measures)
						VALUES (d.n, s, 'complaint_answer', t, c, word, CASE word WHEN 'remitted' THEN t + 9 END,
						CASE word WHEN 'partly' THEN ARRAY[s % 30 + 1] END);
					EXIT WHEN word = 'upheld';
					IF word = 'remitted' THEN
						IF random() < 0.1 THEN
							EXIT WHEN over;
							CONTINUE;	-- it waits again
						END IF;
						t := day_after(t, 1, 20);
						s := s + 1;
						r := random();
						word := CASE WHEN r < 0.65 THEN 'dismissed' WHEN r < 0.80 THEN 'upheld' WHEN r < 0.90 THEN 'withdrawn' ELSE 'partly' END;
						INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on, measures)
							VALUES (d.n, s, 'objection_answer', t, o, word, CASE WHEN d.heard AND word IN ('dismissed', 'partly') THEN t + 15 END,
							CASE word WHEN 'partly' THEN ARRAY[s % 30 + 1] END);
						EXIT WHEN word = 'upheld';
					END IF;
				END IF;
				IF o2 IS NOT NULL THEN
					t := day_after(t, 1, 20);
					s := s + 1;
					INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on)
						VALUES (d.n, s, 'objection_answer', t, o2, 'dismissed', CASE WHEN d.heard THEN t + 15 END);
				END IF;
				IF whole THEN
					settled := given;
				END IF;

			ELSIF r < 0.68 AND NOT stayed THEN
				-- a stay: ends by itself, goes on by a document, or is open
				stayed := true;
				s := s + 1;
				r := random();
				INSERT INTO public.made (n, seq, kind, on_day, until_day, extends)
					VALUES (d.n, s, CASE WHEN random() < 0.2 THEN 'record_stayed' ELSE 'stayed' END, t,
					CASE WHEN r < 0.5 THEN day_after(t, 20, 90) END, random() < 0.5);
				IF r BETWEEN 0.4 AND 0.9 THEN
					t := day_after(t, 1, CASE WHEN r < 0.5 THEN 20 ELSE 120 END);
					s := s + 1;
					INSERT INTO public.made (n, seq, kind, on_day) VALUES (d.n, s, 'resumed', t);
				END IF;

			ELSIF r < 0.82 AND NOT applied THEN
				s := s + 1;
				o := s;
				INSERT INTO public.made (n, seq, kind, on_day, due_on) VALUES (d.n, s, 'repair', t, t + 14);
				IF random() < 0.08 THEN
					applied := true;
					CONTINUE;
				END IF;
				t := day_after(t, 2, 20);
				s := s + 1;
				r := random();
				word := CASE WHEN r < 0.5 THEN 'granted' WHEN r < 0.9 THEN 'refused' WHEN r < 0.97 THEN 'partly' ELSE 'temporary' END;
				r := random();
				INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on, published_on, until_day, measures)
					VALUES (d.n, s, 'repair_answer', t, o, word, CASE WHEN word <> 'refused' THEN t + 5 END,
					CASE WHEN word IN ('partly', 'temporary') OR (word = 'granted' AND r < 0.4) THEN t END,
					CASE word WHEN 'temporary' THEN t + 30 END, CASE word WHEN 'partly' THEN ARRAY[s % 30 + 1] END);
				IF word = 'granted' THEN
					IF r BETWEEN 0.4 AND 0.8 THEN
						s := s + 1;
						INSERT INTO public.made (n, seq, kind, on_day, target) VALUES (d.n, s, 'repair_published', day_after(t, 1, 8), s - 1);
					END IF;
					EXIT;
				ELSIF word = 'refused' AND random() < 0.3 THEN
					t := day_after(t, 1, 15);
					s := s + 1;
					grounds := grounds + 1;
					INSERT INTO public.made (n, seq, kind, on_day, target, about, ground, due_on)
						VALUES (d.n, s, 'objection', t, o, 'repair', 'ground ' || grounds, t + 9);
					t := day_after(t, 2, 20);
					s := s + 1;
					word := CASE WHEN random() < 0.7 THEN 'dismissed' ELSE 'upheld' END;
					INSERT INTO public.made (n, seq, kind, on_day, target, outcome, due_on)
						VALUES (d.n, s, 'objection_answer', t, s - 1, word, CASE WHEN d.heard AND word = 'dismissed' THEN t + 15 END);
					EXIT WHEN word = 'upheld';
				END IF;

			ELSIF r < 0.91 THEN
				s := s + 1;
				INSERT INTO public.made (n, seq, kind, on_day)
					VALUES (d.n, s, CASE WHEN r < 0.86 THEN 'revoked' WHEN r < 0.90 THEN 'released' ELSE 'ended' END, t);
				EXIT;

			ELSIF r < 0.95 AND NOT changed AND t + 60 < base THEN
				changed := true;
				s := s + 1;
				base := day_after(t, 20, base - t - 20);
				INSERT INTO public.made (n, seq, kind, on_day, last_day) VALUES (d.n, s, 'amended', t, base);

			ELSIF r < 0.98 THEN
				s := s + 1;
				INSERT INTO public.made (n, seq, kind, on_day)
					VALUES (d.n, s, CASE WHEN r < 0.96 THEN 'annulled' WHEN r < 0.97 THEN 'record_annulled' ELSE 'record_withdrawn' END, t);
				EXIT;

			ELSE
				s := s + 1;
				INSERT INTO public.made (n, seq, kind, on_day) VALUES (d.n, s, 'record_corrected', t);
			END IF;
			EXIT WHEN over;
		END LOOP;
	END LOOP;
END $$;
CALL public.make_histories();

INSERT INTO credit.event (subject, event, decision, target, recorded_at, recorded_on, on_day, until_day, last_day, published_on, due_on, kind, outcome, about, extends,
	measures, ground, objector, answered_by, document_no, contents, reason, commitment, evidence, recorded_by, recorded_as)
SELECT u.subject, md5('event ' || m.n || ' ' || m.seq)::uuid, credit.decision_of(u.record),
	CASE WHEN m.target IS NOT NULL THEN md5('event ' || m.n || ' ' || m.target)::uuid WHEN m.about = 'record' OR starts_with(m.kind, 'record_') THEN u.record
		WHEN m.about = 'decision' THEN credit.decision_of(u.record) END,
	m.recorded_at, m.recorded_at::date, m.on_day, m.until_day, m.last_day, m.published_on, m.due_on, m.kind, m.outcome, m.about, m.extends, m.measures, m.ground, m.objector,
	CASE WHEN m.kind = 'complaint_answer' THEN 'office' WHEN m.kind LIKE '%answer' THEN 'agency0' END, 'document ' || m.seq,
	CASE WHEN m.kind IN ('objection', 'complaint') THEN 'this is wrong' END, CASE WHEN m.kind LIKE '%answer' THEN 'it is right' END,
	CASE m.kind WHEN 'repair' THEN 'we shall perform' END, CASE m.kind WHEN 'repair' THEN jsonb '{"receipt": 1}' END, 'bench', 'bench'
FROM (SELECT *, on_day - CASE kind WHEN 'amended' THEN 1 ELSE 0 END + time '10:00' + seq * interval '1 minute' AS recorded_at FROM public.made) m
	JOIN public.numbered u USING (n)
ORDER BY m.recorded_at, m.n LIMIT 1000000;
DO $$
BEGIN
	IF (SELECT count(*) FROM credit.event) <> 1000000 THEN
		RAISE 'histories are too short: % events', (SELECT count(*) FROM credit.event);
	END IF;
END $$;

-- Two objections each, dismissed.
CREATE SCHEMA dismissed;
CREATE TABLE dismissed.decision (LIKE credit.decision INCLUDING ALL);
CREATE TABLE dismissed.event (LIKE credit.event INCLUDING ALL);
INSERT INTO dismissed.decision (subject, decision, record, conduct, document_no, decided_on, act_on, source_served_on, decided_by, determination,
	recorded_at, recorded_on, recorded_by, recorded_as)
SELECT subject, credit.decision_of(record), record, 'listed', document_no, decided_on, decided_on, decided_on, agency, 'on_record',
	decided_on + time '09:00', decided_on, 'bench', 'bench'
FROM public.numbered ORDER BY decided_on, n;
CREATE TABLE public.objected AS
SELECT n, k, subject, credit.decision_of(record) AS decision, decided_on + 30 + k * 90 + (random() * 60)::integer AS on_day,
	1 + (random() * 50)::integer AS days
FROM public.numbered CROSS JOIN generate_series(0, 1) k ORDER BY n, k;
INSERT INTO dismissed.event (subject, event, decision, target, recorded_at, recorded_on, on_day, due_on, kind, outcome, about, ground, contents, reason,
	answered_by, document_no, recorded_by, recorded_as)
SELECT subject, event, decision, target, recorded_at, recorded_at::date, on_day, due_on, kind, outcome, about, ground, contents, reason, answered_by, document_no,
	'bench', 'bench'
FROM (SELECT n, subject, md5('event ' || n || ' ' || k)::uuid AS event, decision, decision AS target, on_day + time '10:00' AS recorded_at, on_day,
		on_day + 9 AS due_on, 'objection' AS kind, NULL AS outcome, 'decision' AS about, 'ground ' || k AS ground, 'this is wrong' AS contents,
		NULL AS reason, NULL AS answered_by, NULL AS document_no
	FROM public.objected
	UNION ALL SELECT n, subject, md5('answer ' || n || ' ' || k)::uuid, decision, md5('event ' || n || ' ' || k)::uuid, on_day + days + time '11:00',
		on_day + days, NULL, 'objection_answer', 'dismissed', NULL, NULL, NULL, 'it is right', 'agency0', 'answer'
	FROM public.objected) e
ORDER BY e.recorded_at, n;

SET session_replication_role = origin;
SELECT credit.refresh_standing();
VACUUM (ANALYZE) credit.decision, credit.event, credit.standing, dismissed.decision, dismissed.event;
CHECKPOINT;
