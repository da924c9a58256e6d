/*
 * install.h
 *	  Files of the extension, and what install() resets.
 */
#ifndef CREDIT_INSTALL_H
#define CREDIT_INSTALL_H

extern char *credit_read_share_file(const char *name);

#endif							/* CREDIT_INSTALL_H */
