# credit: joint measures for PostgreSQL.  "make demo" and "make test" need
# nothing prepared; the other targets are those of any PGXS extension.

EXTENSION = credit
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" \
	$(dir $(firstword $(MAKEFILE_LIST)))credit.control)
MODULE_big = credit

OBJS = \
	src/catalogue.o \
	src/catalogue_check.o \
	src/catalogue_version.o \
	src/credit.o \
	src/day.o \
	src/identifier.o \
	src/identifier_brin.o \
	src/identifier_class.o \
	src/identifier_code.o \
	src/identifier_explain.o \
	src/identifier_info.o \
	src/identifier_kind.o \
	src/identifier_text.o \
	src/install.o \
	src/lock.o \
	src/owner.o \
	src/plan_cache.o \
	src/reference.o \
	src/span.o

# Chapters of the extension script, in order.
EXTENSION_PARTS = \
	sql/extension/00_prologue.sql \
	sql/extension/05_install.sql \
	sql/extension/10_identifier.sql \
	sql/extension/11_identifier_class.sql \
	sql/extension/25_day.sql \
	sql/extension/30_catalogue.sql

# Chapters of what install() creates, in order.
SCHEMA_PARTS = \
	sql/schema/00_prologue.sql \
	sql/schema/10_setting.sql \
	sql/schema/20_law.sql \
	sql/schema/30_catalogue.sql

DATA_built = \
	sql/$(EXTENSION)--$(EXTVERSION).sql \
	sql/$(EXTENSION)_schema.sql
DATA = $(sort $(wildcard $(srcdir)/reference/credit_*.tsv))

REGRESS = \
	install \
	identifier \
	identifier_index \
	uscc
ISOLATION =
TAP_TESTS =

REGRESS_OPTS = --inputdir=$(srcdir)/test --load-extension=btree_gist \
	--load-extension=credit
ISOLATION_OPTS = --inputdir=$(srcdir)/test --outputdir=. \
	--load-extension=btree_gist --load-extension=credit
PROVE_TESTS = test/t/*.pl

PG_CPPFLAGS = -DCREDIT_VERSION='"$(EXTVERSION)"'
SHLIB_LINK = $(shell pkg-config --libs icu-uc icu-i18n)
EXTRA_CLEAN = sql/$(EXTENSION)--$(EXTVERSION).sql sql/$(EXTENSION)_schema.sql \
	output_iso tmp_check

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

# Soft errors came with PostgreSQL 16.
ifneq ($(MAJORVERSION),15)
REGRESS += identifier_soft
endif

# Pure files each fuzzer head is linked with.
FUZZERS = identifier
FUZZ_identifier = src/identifier_code.c src/identifier_explain.c \
	src/identifier_kind.c src/identifier_text.c
FUZZ_RUNS = 10000000
FUZZ_CC = clang -g -O2 -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=all

$(OBJS): $(wildcard $(srcdir)/src/*.h)

sql/$(EXTENSION)--$(EXTVERSION).sql: $(EXTENSION_PARTS) credit.control
	@$(MKDIR_P) $(@D)
	cat $(filter %.sql,$^) > $@
sql/$(EXTENSION)_schema.sql: $(SCHEMA_PARTS)
	@$(MKDIR_P) $(@D)
	cat $^ > $@

fuzz: $(FUZZERS:%=fuzz-%)
fuzz-%:
	$(FUZZ_CC) -I$(srcdir)/src -o test/fuzz/fuzz_$* \
		$(srcdir)/test/fuzz/fuzz_$*.c $(FUZZ_$*:%=$(srcdir)/%)
	found=$$(mktemp -d) && test/fuzz/fuzz_$* -runs=$(FUZZ_RUNS) -max_len=96 \
		-seed=1 -print_final_stats=1 -artifact_prefix=test/fuzz/ \
		$$found $(srcdir)/test/fuzz/corpus/$*; \
		status=$$?; rm -rf $$found; exit $$status

# The same codes judged by another implementation (python3-stdnum).
oracle:
	/usr/bin/python3 $(srcdir)/test/oracle/identifier.py

.PHONY: fuzz oracle
