# credit: joint measures for PostgreSQL.  "make demo" and "make test" need
# nothing prepared; the other targets are those of any PGXS extension.

EXTENSION = credit
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" \
	$(dir $(firstword $(MAKEFILE_LIST)))credit.control)
MODULE_big = credit

OBJS = \
	src/credit.o \
	src/day.o \
	src/name.o \
	src/name_fold.o \
	src/name_icu.o

# Chapters of the extension script, in order.
EXTENSION_PARTS = \
	sql/extension/00_prologue.sql \
	sql/extension/20_name.sql \
	sql/extension/25_day.sql

# Chapters of what install() creates, in order.
SCHEMA_PARTS = \
	sql/schema/00_prologue.sql \
	sql/schema/45_name.sql

DATA_built = \
	sql/$(EXTENSION)--$(EXTVERSION).sql \
	sql/$(EXTENSION)_schema.sql
DATA = $(sort $(wildcard $(srcdir)/reference/credit_*.tsv))

REGRESS = \
	install \
	name
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

$(OBJS): $(wildcard $(srcdir)/src/*.h)
src/name_fold.o: $(srcdir)/src/name_variant.inc

sql/$(EXTENSION)--$(EXTVERSION).sql: $(EXTENSION_PARTS) credit.control
	@$(MKDIR_P) $(@D)
	cat $(filter %.sql,$^) > $@
sql/$(EXTENSION)_schema.sql: $(SCHEMA_PARTS)
	@$(MKDIR_P) $(@D)
	cat $^ > $@
