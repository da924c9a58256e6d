-- Soft errors of the identifier types, from PostgreSQL 16 on.
SET search_path = public, credit;
SELECT pg_input_is_valid('91110108MA02M0XT64', 'subject_id') AS good,
	pg_input_is_valid('91110108MA02M0XT65', 'subject_id') AS bad;
SELECT pg_input_is_valid('91110108MA02M0XT64', 'uscc') AS good,
	pg_input_is_valid('51040219851215008X', 'uscc') AS bad;
SELECT pg_input_is_valid('51040219851215008X', 'resident_id') AS good,
	pg_input_is_valid('91110108MA02M0XT64', 'resident_id') AS bad;
SELECT message, detail, hint, sql_error_code
FROM pg_input_error_info('914403001922038217', 'subject_id');
