/*
 * What every rule of the house needs at hand.  A program makes one for each
 * request, job or screen refresh; it owns nothing but what hangs below `mem`.
 */
#ifndef HOUSE_HOUSE_H
#define HOUSE_HOUSE_H

#include "base/outcome.h"
#include "base/settings.h"
#include "sql/db.h"

/* An editor who does not say which version was read. */
#define ANY_VERSION ABSENT

struct caller;

struct house {
	struct db *db;
	const struct settings *settings;
	void *mem;                   /* answers hang below it */
	struct refusal *refusal;     /* why an outcome is not OK */
	const char *actor;           /* "api:ana", "tui:ana", "worker:3" */
	const struct caller *caller; /* who asks by the API (house/auth.h);
					NULL: nobody known, or the host */
};

/* A connection to the database that the settings name, not yet made. */
struct db *house_db(void *mem, const struct settings *settings);

#endif
