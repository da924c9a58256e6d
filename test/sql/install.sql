SELECT credit.version() ~ '^[0-9]+\.[0-9]+\.[0-9]+$' AS version_has_three_parts;
