/*
 * What the threads of a role share of the database: whether its schema is the
 * one that this program knows, and connections for those threads that have
 * none of their own.
 *
 * An api thread keeps a connection.  An upload thread is busy for minutes and
 * needs the database for moments, so it borrows one for each call:
 *
 *	database_borrow -> upload_open -> database_return, bytes, ...
 */
#ifndef FCGI_DATABASE_H
#define FCGI_DATABASE_H

#include <stddef.h>

#include "house/house.h"

struct database;

/* `lent` connections to be borrowed, made when they are first needed. */
struct database *database_new(
    void *mem, const struct settings *settings, size_t lent);
void database_free(struct database *database);

/* The hooks of a service whose threads keep a connection, or none. */
void *database_thread_keep(const struct settings *settings);
void *database_thread_none(const struct settings *settings);
void database_thread_close(void *db);

/*
 * OK once the schema has been found to be current; it is looked at until then.
 * UNAVAILABLE while there is no answer, and under `schema_mismatch` when it is
 * another one (logged): then database_is_refused is true from then on, and
 * server_run ends.
 */
enum outcome database_check(
    struct database *database, struct house *h) MUST_CHECK;
bool database_is_refused(struct database *database);

/*
 * Gives the house a connection unless it has one, waiting a few seconds for
 * it; UNAVAILABLE under `too_busy` when none comes free.  database_return
 * takes it back.  They do not nest.
 */
enum outcome database_borrow(
    struct database *database, struct house *h) MUST_CHECK;
void database_return(struct database *database, struct house *h);

#endif
