/*
 * chain.h
 *	  The order of a subject's facts; see chain.c.
 */
#ifndef CREDIT_CHAIN_H
#define CREDIT_CHAIN_H

#include "fact.h"

extern void credit_chain_append(TriggerData *trigdata);
extern void credit_writing(void);

#endif							/* CREDIT_CHAIN_H */
