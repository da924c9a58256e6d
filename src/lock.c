/*
 * lock.c
 *	  The two kinds of locks of the regime, both held to the end of the
 *	  transaction.
 *
 * The catalogue lock: whoever changes law, organisation or catalogue holds it
 * exclusively, whoever records or decides holds it shared, so that a decision
 * is never made on a catalogue that is being changed.
 *
 * The subject lock: whatever makes a measure stronger holds it exclusively, a
 * gate holds it shared.  It is one of 256 stripes of the identifier's frozen
 * hash: one lock a subject would run out of shared memory in a bulk load.
 *
 * Both are advisory tags whose fourth field is our own, so they cannot meet an
 * application's pg_advisory_lock().
 */
#include "lock.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/lock.h"

#define STRIPES 256
#define OUR_FIELD 19			/* core's advisory locks use 1 and 2 */

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
	return acquire(0, 0, exclusive);
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
	return acquire(1, stripe_of(subject), exclusive);
}

/* Lock the stripes of two subjects exclusively, in the order of all. */
void
credit_lock_subjects(const void *a, const void *b)
{
	uint32		one = stripe_of(a);
	uint32		other = stripe_of(b);

	(void) acquire(1, Min(one, other), true);
	(void) acquire(1, Max(one, other), true);
}
