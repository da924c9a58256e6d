/*
 * lock.c
 *	  The locks of the regime, all held to the end of the transaction.
 *
 * The catalogue lock: whoever changes law, organisation or catalogue holds it
 * exclusively, whoever records or decides holds it shared, so that a decision
 * is never made on a catalogue that is being changed.
 *
 * The subject lock: whatever makes a measure stronger holds it exclusively, a
 * gate holds it shared.  It is one of 256 stripes of the identifier's frozen
 * hash: one lock a subject would run out of shared memory in a bulk load.
 *
 * The chain lock: whoever appends to the chain of a subject holds its stripe
 * exclusively.  Its stripes are others than those of the subject lock, so that
 * no approval waits for a load of information.
 *
 * The projection lock: see projection.c.
 *
 * The writers' lock: whoever records a fact holds it shared, from before the
 * clock is read that stamps it; settle() waits for those who hold it.
 *
 * All are advisory tags whose fourth field is our own, so they cannot meet an
 * application's pg_advisory_lock().
 */
#include "lock.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"

#define STRIPES 256
#define OUR_FIELD 19			/* core's advisory locks use 1 and 2 */

/* second fields of our tags */
#define CATALOGUE_LOCK 0
#define SUBJECT_LOCK 1
#define CHAIN_LOCK 2
#define WRITERS_LOCK 3
#define PROJECTION_LOCK 4

static bool
acquire(uint32 kind, uint32 number, bool exclusive)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, kind, number, OUR_FIELD);
	return LockAcquire(&tag, exclusive ? ExclusiveLock : ShareLock,
					   false, false) != LOCKACQUIRE_ALREADY_HELD;
}

/* Returns whether the lock is new in this transaction. */
bool
credit_lock_catalogue(bool exclusive)
{
	return acquire(CATALOGUE_LOCK, 0, exclusive);
}

static uint32
stripe_of(const void *subject)
{
	return DatumGetUInt32(hash_any(subject, 16)) % STRIPES;
}

/*
 * Lock the stripe of a subject, given as its 16 bytes.  Returns whether the
 * lock is new in this transaction.
 */
bool
credit_lock_subject(const void *subject, bool exclusive)
{
	return acquire(SUBJECT_LOCK, stripe_of(subject), exclusive);
}

/* Lock the stripes of two subjects exclusively, in the order of all. */
void
credit_lock_subjects(const void *a, const void *b)
{
	uint32		one = stripe_of(a);
	uint32		other = stripe_of(b);

	(void) acquire(SUBJECT_LOCK, Min(one, other), true);
	(void) acquire(SUBJECT_LOCK, Max(one, other), true);
}

/* Lock every subject exclusively. */
void
credit_lock_all_subjects(void)
{
	for (int i = 0; i < STRIPES; i++)
		(void) acquire(SUBJECT_LOCK, i, true);
}

/* Lock the chains of subjects, Datums of their 16 bytes, in the order of all. */
void
credit_lock_chains(const Datum *subjects, int n)
{
	bool		wanted[STRIPES] = {false};

	for (int i = 0; i < n; i++)
		wanted[stripe_of(DatumGetPointer(subjects[i]))] = true;
	for (int i = 0; i < STRIPES; i++)
		if (wanted[i])
			(void) acquire(CHAIN_LOCK, i, true);
}

/* Be one of those that settle() waits for. */
void
credit_lock_writers(void)
{
	(void) acquire(WRITERS_LOCK, 0, false);
}

/*
 * Wait for every transaction that holds the writers' lock now.  Those that
 * begin meanwhile are not held up.
 */
void
credit_wait_for_writers(void)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, WRITERS_LOCK, 0, OUR_FIELD);
	WaitForLockers(tag, ExclusiveLock, false);
}

static bool
holds_shared(uint32 kind)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, kind, 0, OUR_FIELD);
	return credit_lock_held(&tag, ShareLock);
}

/* Whether this transaction is one of them. */
bool
credit_holds_writers(void)
{
	return holds_shared(WRITERS_LOCK);
}

/* Returns whether the lock is new in this transaction. */
bool
credit_lock_projection(bool exclusive)
{
	return acquire(PROJECTION_LOCK, 0, exclusive);
}

/* Whether this transaction holds the projection lock shared. */
bool
credit_holds_projection(void)
{
	return holds_shared(PROJECTION_LOCK);
}
