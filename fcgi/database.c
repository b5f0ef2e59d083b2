/* The schema's check, once, and a few connections under one lock. */
#include "config.h"

#include "fcgi/database.h"

#include <assert.h>
#include <pthread.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "sql/migrate.h"

/* A client should hear of a database that hangs before it gives up itself. */
#define ANSWER_S 3
#define BORROW_S 5

enum schema { SCHEMA_UNKNOWN, SCHEMA_CURRENT, SCHEMA_REFUSED };

struct database {
	pthread_mutex_t lock;
	pthread_cond_t returned;
	struct db **lent; /* those at home are the first `free` ones */
	size_t count, free;
	enum schema schema;
};

struct database *
database_new(void *mem, const struct settings *settings, size_t lent)
{
	struct database *database = mem_new(mem, struct database);

	pthread_mutex_init(&database->lock, NULL);
	pthread_cond_init(&database->returned, NULL);
	database->lent = mem_array(database, struct db *, lent);
	database->count = database->free = lent;
	for (size_t i = 0; i < lent; i++)
		database->lent[i] = house_db(database, settings);
	return database;
}

void
database_free(struct database *database)
{
	pthread_cond_destroy(&database->returned);
	pthread_mutex_destroy(&database->lock);
	talloc_free(database);
}

void *
database_thread_keep(const struct settings *settings)
{
	struct db *db;

	db_thread_begin();
	db = house_db(NULL, settings);
	db_be_patient(db, ANSWER_S);
	return db;
}

void *
database_thread_none(const struct settings *settings)
{
	(void)settings;
	db_thread_begin();
	return NULL;
}

void
database_thread_close(void *db)
{
	talloc_free(db);
	db_thread_end();
}

static enum schema
schema_now(struct database *database)
{
	enum schema schema;

	pthread_mutex_lock(&database->lock);
	schema = database->schema;
	pthread_mutex_unlock(&database->lock);
	return schema;
}

/* The first thread to find out says so; true for that one. */
static bool
note_schema(struct database *database, enum schema schema)
{
	bool is_news;

	pthread_mutex_lock(&database->lock);
	is_news = database->schema == SCHEMA_UNKNOWN;
	if (is_news)
		database->schema = schema;
	pthread_mutex_unlock(&database->lock);
	return is_news;
}

static enum outcome
refuse_schema(struct house *h)
{
	return refuse(h->refusal, UNAVAILABLE, "schema_mismatch",
	    "The service and its database are of different versions.");
}

enum outcome
database_check(struct database *database, struct house *h)
{
	struct refusal why = { .mem = h->mem };
	enum schema schema = schema_now(database);
	enum outcome rc;

	if (schema != SCHEMA_UNKNOWN)
		return schema == SCHEMA_CURRENT ? OK : refuse_schema(h);
	rc = migrate_check(h->db, &why);
	if (rc == OK) {
		note_schema(database, SCHEMA_CURRENT);
		return OK;
	}
	if (rc != CONFLICT)
		return rc;
	if (note_schema(database, SCHEMA_REFUSED))
		log_error("schema.refused", TEXT_PAIR("code", why.code),
		    TEXT_PAIR("reason", why.message));
	return refuse_schema(h);
}

bool
database_is_refused(struct database *database)
{
	return schema_now(database) == SCHEMA_REFUSED;
}

static struct db *
take(struct database *database)
{
	struct timespec until;
	struct db *db = NULL;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += BORROW_S;
	pthread_mutex_lock(&database->lock);
	while (database->free == 0 && error == 0)
		error = pthread_cond_clockwait(&database->returned,
		    &database->lock, CLOCK_MONOTONIC, &until);
	if (database->free > 0)
		db = database->lent[--database->free];
	pthread_mutex_unlock(&database->lock);
	return db;
}

enum outcome
database_borrow(struct database *database, struct house *h)
{
	if (h->db != NULL)
		return OK;
	h->db = take(database);
	if (h->db != NULL)
		return OK;
	return refuse(h->refusal, UNAVAILABLE, "too_busy",
	    "Too many requests need the database; try again soon.");
}

void
database_return(struct database *database, struct house *h)
{
	if (database->count == 0)
		return;
	pthread_mutex_lock(&database->lock);
	assert(database->free < database->count);
	database->lent[database->free++] = h->db;
	pthread_cond_signal(&database->returned);
	pthread_mutex_unlock(&database->lock);
	h->db = NULL;
}
