/* Threads that ask the database. */
#include "config.h"

#include "tui/store.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

/* A question that takes longer is a database that has gone; a change may have
   to wait for somebody's lock. */
static const unsigned int patience_s[LANE_COUNT] = { 2, 10 };

struct line {
	struct ask *first, **end;
};

struct thread {
	struct store *store;
	enum lane lane;
	pthread_t id;
	bool is_running;
	struct line waiting;
	pthread_cond_t is_asked;
	struct db *db;
};

struct store {
	const struct settings *settings;
	const char *actor;
	bool is_inline;
	bool is_closing;
	int fd;
	size_t pending; /* of the thread that asks */
	pthread_mutex_t lock;
	struct thread threads[LANE_COUNT];
	struct line answered;
};

static void
line_init(struct line *line)
{
	line->first = NULL;
	line->end = &line->first;
}

static void
line_add(struct line *line, struct ask *ask)
{
	ask->next = NULL;
	*line->end = ask;
	line->end = &ask->next;
}

static struct ask *
line_take(struct line *line)
{
	struct ask *ask = line->first;

	if (ask == NULL)
		return NULL;
	line->first = ask->next;
	if (line->first == NULL)
		line->end = &line->first;
	return ask;
}

static void
line_free(struct line *line)
{
	struct ask *ask;

	while ((ask = line_take(line)) != NULL)
		talloc_free(ask->mem);
}

static void
run_ask(struct thread *thread, struct ask *ask)
{
	struct house h = {
		.db = thread->db,
		.settings = thread->store->settings,
		.mem = ask->mem,
		.refusal = &ask->refusal,
		.actor = thread->store->actor,
	};
	int64_t began_ms = clock_monotonic_ms();

	ask->outcome = ask->run(ask, &h);
	ask->took_ms = clock_monotonic_ms() - began_ms;
}

/* The next ask, or NULL when it is time to go. */
static struct ask *
next_ask(struct thread *thread)
{
	struct store *store = thread->store;
	struct ask *ask = NULL;

	pthread_mutex_lock(&store->lock);
	while (!store->is_closing && thread->waiting.first == NULL)
		pthread_cond_wait(&thread->is_asked, &store->lock);
	if (!store->is_closing)
		ask = line_take(&thread->waiting);
	pthread_mutex_unlock(&store->lock);
	return ask;
}

static void
answer(struct store *store, struct ask *ask)
{
	uint64_t one = 1;

	pthread_mutex_lock(&store->lock);
	line_add(&store->answered, ask);
	pthread_mutex_unlock(&store->lock);
	if (write(store->fd, &one, sizeof(one)) < 0)
		log_error("store.wake_failed", NUMBER_PAIR("errno", errno));
}

static void *
thread_run(void *argument)
{
	struct thread *thread = argument;
	AUTO_FREE void *mem = mem_context(NULL);
	struct ask *ask;

	db_thread_begin();
	thread->db = house_db(mem, thread->store->settings);
	db_be_patient(thread->db, patience_s[thread->lane]);
	while ((ask = next_ask(thread)) != NULL) {
		run_ask(thread, ask);
		answer(thread->store, ask);
	}
	db_disconnect(thread->db);
	db_thread_end();
	return NULL;
}

static enum outcome
start_thread(struct thread *thread)
{
	int code = pthread_create(&thread->id, NULL, thread_run, thread);

	if (code == 0) {
		thread->is_running = true;
		return OK;
	}
	log_error("store.thread_failed", NUMBER_PAIR("errno", code));
	return FAILED;
}

enum outcome
store_new(void *mem, const struct settings *settings, const char *actor,
    bool is_inline, struct store **out)
{
	struct store *store = mem_new(mem, struct store);
	enum outcome rc = OK;

	*out = store;
	store->settings = settings;
	store->actor = actor;
	store->is_inline = is_inline;
	store->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (store->fd < 0) {
		log_error("store.eventfd_failed", NUMBER_PAIR("errno", errno));
		return FAILED;
	}
	pthread_mutex_init(&store->lock, NULL);
	line_init(&store->answered);
	for (enum lane lane = 0; lane < LANE_COUNT; lane++) {
		struct thread *thread = &store->threads[lane];

		thread->store = store;
		thread->lane = lane;
		line_init(&thread->waiting);
		pthread_cond_init(&thread->is_asked, NULL);
		if (rc == OK && !is_inline)
			rc = start_thread(thread);
	}
	return rc;
}

void
store_close(struct store *store)
{
	pthread_mutex_lock(&store->lock);
	store->is_closing = true;
	for (enum lane lane = 0; lane < LANE_COUNT; lane++)
		pthread_cond_signal(&store->threads[lane].is_asked);
	pthread_mutex_unlock(&store->lock);
	for (enum lane lane = 0; lane < LANE_COUNT; lane++) {
		if (store->threads[lane].is_running)
			pthread_join(store->threads[lane].id, NULL);
		line_free(&store->threads[lane].waiting);
		pthread_cond_destroy(&store->threads[lane].is_asked);
	}
	line_free(&store->answered);
	pthread_mutex_destroy(&store->lock);
	close(store->fd);
}

struct ask *
ask_new(void)
{
	void *mem = mem_context(NULL);
	struct ask *ask = mem_new(mem, struct ask);

	ask->mem = mem;
	refusal_reset(&ask->refusal, mem);
	return ask;
}

void
store_send(struct store *store, struct ask *ask)
{
	struct thread *thread = &store->threads[ask->lane];

	store->pending++;
	if (store->is_inline) {
		run_ask(thread, ask);
		answer(store, ask);
		return;
	}
	pthread_mutex_lock(&store->lock);
	line_add(&thread->waiting, ask);
	pthread_cond_signal(&thread->is_asked);
	pthread_mutex_unlock(&store->lock);
}

int
store_fd(const struct store *store)
{
	return store->fd;
}

struct ask *
store_receive(struct store *store)
{
	struct ask *ask;
	uint64_t count;

	/* First, so that whoever answers from now on wakes us again. */
	if (read(store->fd, &count, sizeof(count)) < 0 && errno != EAGAIN)
		log_error("store.read_failed", NUMBER_PAIR("errno", errno));
	pthread_mutex_lock(&store->lock);
	ask = line_take(&store->answered);
	pthread_mutex_unlock(&store->lock);
	if (ask != NULL)
		store->pending--;
	return ask;
}

size_t
store_pending(const struct store *store)
{
	return store->pending;
}
