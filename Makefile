# credit: joint measures for PostgreSQL.  "make demo" and "make test" need
# nothing prepared; the other targets are those of any PGXS extension.

EXTENSION = credit
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" \
	$(dir $(firstword $(MAKEFILE_LIST)))credit.control)
MODULE_big = credit

OBJS = \
	src/calendar.o \
	src/catalogue.o \
	src/catalogue_agency.o \
	src/catalogue_check.o \
	src/catalogue_footing.o \
	src/catalogue_statement.o \
	src/catalogue_version.o \
	src/chain.o \
	src/check.o \
	src/credit.o \
	src/day.o \
	src/decision.o \
	src/effect.o \
	src/effect_cache.o \
	src/effect_scan.o \
	src/event.o \
	src/event_after.o \
	src/event_measure.o \
	src/event_remedy.o \
	src/event_repair.o \
	src/explain.o \
	src/fact.o \
	src/feedback.o \
	src/fold.o \
	src/fold_measure.o \
	src/fold_stop.o \
	src/gate.o \
	src/gate_config.o \
	src/gate_log.o \
	src/gate_look.o \
	src/gate_setup.o \
	src/identifier.o \
	src/identifier_brin.o \
	src/identifier_class.o \
	src/identifier_code.o \
	src/identifier_explain.o \
	src/identifier_info.o \
	src/identifier_kind.o \
	src/identifier_text.o \
	src/install.o \
	src/life.o \
	src/link.o \
	src/listing.o \
	src/lock.o \
	src/measure.o \
	src/name.o \
	src/name_fold.o \
	src/name_icu.o \
	src/notice.o \
	src/owner.o \
	src/period.o \
	src/plan_cache.o \
	src/record.o \
	src/projection.o \
	src/reference.o \
	src/replay.o \
	src/span.o \
	src/standing.o \
	src/step.o \
	src/subject.o \
	src/token.o \
	src/verb.o \
	src/watch.o \
	src/watch_map.o \
	src/watch_report.o \
	src/watch_trigger.o

# Chapters of the extension script, in order.
EXTENSION_PARTS = \
	sql/extension/00_prologue.sql \
	sql/extension/05_install.sql \
	sql/extension/10_identifier.sql \
	sql/extension/11_identifier_class.sql \
	sql/extension/20_name.sql \
	sql/extension/25_day.sql \
	sql/extension/26_period.sql \
	sql/extension/27_calendar.sql \
	sql/extension/30_catalogue.sql \
	sql/extension/46_name_find.sql \
	sql/extension/50_fact.sql \
	sql/extension/55_verb.sql \
	sql/extension/58_fold.sql \
	sql/extension/60_measure.sql \
	sql/extension/65_listing.sql \
	sql/extension/70_known.sql \
	sql/extension/80_gate.sql \
	sql/extension/82_watch.sql

# Chapters of what install() creates, in order.
SCHEMA_PARTS = \
	sql/schema/00_prologue.sql \
	sql/schema/10_setting.sql \
	sql/schema/15_calendar.sql \
	sql/schema/20_law.sql \
	sql/schema/30_catalogue.sql \
	sql/schema/35_catalogue_on.sql \
	sql/schema/40_subject.sql \
	sql/schema/45_name.sql \
	sql/schema/50_fact.sql \
	sql/schema/60_measure.sql \
	sql/schema/70_verify.sql \
	sql/schema/75_deadline.sql \
	sql/schema/80_gate.sql \
	sql/schema/82_watch.sql \
	sql/schema/90_comment.sql

DATA_built = \
	sql/$(EXTENSION)--$(EXTVERSION).sql \
	sql/$(EXTENSION)_schema.sql
DATA = $(patsubst $(srcdir)/%,%,$(sort $(wildcard $(srcdir)/reference/credit_*.tsv)))

REGRESS = \
	install \
	catalogue \
	catalogue_session \
	catalogue_law \
	catalogue_footing \
	catalogue_midnight \
	catalogue_on \
	reference \
	period \
	calendar \
	name \
	name_find \
	identifier \
	identifier_index \
	uscc \
	abuse \
	fact \
	link \
	decision \
	measure \
	stop \
	state \
	event \
	repair \
	harmony \
	safeguard \
	attack \
	gate \
	watch \
	effect \
	projected \
	replay \
	partition
# Soft errors came with PostgreSQL 16.
REGRESS_V16 = \
	identifier_soft
ISOLATION = \
	catalogue_again \
	catalogue_decide \
	chain \
	effect_cache \
	event_amend_dismiss \
	event_behind \
	event_objection \
	event_stay_repair \
	fact_twice \
	gate_decide \
	gate_publish \
	gate_remedy \
	known_settle \
	projected_refresh \
	report_publish
TAP_TESTS = 1

REGRESS_OPTS = --inputdir=$(srcdir)/test --load-extension=btree_gist \
	--load-extension=credit
ISOLATION_OPTS = --inputdir=$(srcdir)/test --outputdir=. \
	--load-extension=btree_gist --load-extension=credit
PROVE_TESTS = test/t/*.pl

PG_CPPFLAGS = -DCREDIT_VERSION='"$(EXTVERSION)"'
SHLIB_LINK = $(shell pkg-config --libs icu-uc icu-i18n)
EXTRA_CLEAN = sql/$(EXTENSION)--$(EXTVERSION).sql sql/$(EXTENSION)_schema.sql \
	output_iso tmp_check

# Where this file is, and where that is if it is not the current folder: built
# elsewhere, the expected files are linked there, as pg_regress looks for them
# beside the results.
top := $(dir $(firstword $(MAKEFILE_LIST)))
elsewhere := $(if $(filter-out ./,$(top)),$(filter-out $(CURDIR),$(abspath $(top))))
ifneq ($(elsewhere),)
REGRESS_PREP = vpath-expected
endif

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
SERVER_INCLUDE := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)
ifneq ($(and $(wildcard $(PGXS)),$(wildcard $(SERVER_INCLUDE)/postgres.h)),)
include $(PGXS)

$(OBJS) $(OBJS:.o=.bc): $(wildcard $(srcdir)/src/*.h) credit.control

ifneq ($(MAJORVERSION),15)
REGRESS += $(REGRESS_V16)
endif

src/name_fold.o src/name_fold.bc: $(srcdir)/src/name_variant.inc

sql/$(EXTENSION)--$(EXTVERSION).sql: $(EXTENSION_PARTS) Makefile
	@$(MKDIR_P) $(@D)
	cat $(filter %.sql,$^) > $@
sql/$(EXTENSION)_schema.sql: $(SCHEMA_PARTS) Makefile
	@$(MKDIR_P) $(@D)
	cat $(filter %.sql,$^) > $@

ifneq ($(elsewhere),)
$(OBJS): | src-folder
src-folder:
	@$(MKDIR_P) src
vpath-expected:
	ln -sfn $(elsewhere)/expected expected
.PHONY: src-folder vpath-expected
endif
else
# Nothing to build with.  The targets below bring what they need.
all install installcheck clean:
	@echo 'No PostgreSQL with its headers at PG_CONFIG=$(PG_CONFIG).' >&2
	@echo '"make depends" installs what is missing (Debian); "make help" lists the rest.' >&2
	@false
.PHONY: all install installcheck clean
endif

# From here on nothing needs PGXS: test/server builds in a copy of its own.

help:
	@echo 'make demo         what the extension does, on a throwaway server'
	@echo 'make test         every kind of test, on a throwaway server'
	@echo '                  (both install missing Debian packages first)'
	@echo 'make              build for the server of PG_CONFIG'
	@echo 'make install      install there'
	@echo 'make installcheck test on the server that runs there'
	@echo 'make accept       take the results of the last failed run as expected'
	@echo 'make indent       lay out src as PostgreSQL does; make check-style only looks'
	@echo 'make ci           the rules in .ci, the tests and the demonstration'
	@echo 'make bench        the programs in test/bench; make oracle, make fuzz, make core likewise'
	@echo 'make checkver     one version everywhere; make dist packs it'

depends:
	@$(top)test/depends

demo: depends
	@$(top)test/server test/demo/run

test: depends
	@$(top)test/server test/suite

ci:
	@$(top).ci/run

# The folder results is what the last failed "make test" handed back, or what
# "make installcheck" left.
accept:
	@ls results/*.out >/dev/null
	cp results/*.out $(top)expected/

bench: depends
	@CREDIT_TEST_BUFFERS=$${CREDIT_TEST_BUFFERS:-1GB} $(top)test/server test/each test/bench

oracle:
	@$(top)test/depends oracle
	@$(top)test/server test/each test/oracle

core: depends
	@$(top)test/server test/core/run

fuzz: depends
	@cd $(top) && if [ -x test/fuzz/run ]; then test/fuzz/run; fi

indent:
	@$(top).ci/style --write
check-style:
	@$(top).ci/style

checkver:
	@$(top).ci/version

dist: checkver
	git -C $(top) archive --format=zip --prefix=$(EXTENSION)-$(EXTVERSION)/ \
		-o $(CURDIR)/$(EXTENSION)-$(EXTVERSION).zip HEAD

.PHONY: help depends demo test ci accept bench oracle core fuzz indent \
	check-style checkver dist
