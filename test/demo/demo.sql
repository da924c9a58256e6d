CREATE EXTENSION credit CASCADE;
SELECT credit.version();
