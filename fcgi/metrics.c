/* Counters in shared memory. */
#include "config.h"

#include "fcgi/metrics.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "fcgi/status.h"

const int64_t metrics_bounds_ms[METRICS_BOUNDS] = { 1, 2, 5, 10, 20, 50, 100,
	200, 500, 1000, 5000, 10000, 60000, 600000 };

/* A cell's numbers in their order, after those of its statuses. */
enum {
	BUCKETS,
	SUM_MS = BUCKETS + METRICS_BOUNDS + 1,
	RECEIVED,
	SENT,
	PER_CELL
};

/* The file: its kind, the uploads, the cells. */
enum { KIND, UPLOADS, UPLOAD_BYTES, FIRST_CELL };

struct metrics {
	void *mapped;
	size_t size_bytes;
	_Atomic uint64_t *numbers; /* the same */
};

size_t
metrics_cell_count(void)
{
	size_t count = 0;

	while (routes[count].pattern != NULL)
		count++;
	return count + 1;
}

static size_t
cell_numbers(void)
{
	return status_count() + PER_CELL;
}

static size_t
file_bytes(void)
{
	return (FIRST_CELL + metrics_cell_count() * cell_numbers()) *
	       sizeof(uint64_t);
}

/* FNV-1a over what gives each number its meaning. */
static uint64_t
mix(uint64_t hash, const char *text)
{
	do
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
	while (*text++ != '\0');
	return hash;
}

static uint64_t
kind_of_file(void)
{
	uint64_t hash = mix(0xcbf29ce484222325, PACKAGE_VERSION);

	for (const struct route *at = routes; at->pattern != NULL; at++)
		hash = mix(mix(hash, method_names[at->method]), at->pattern);
	for (size_t i = 0; i < status_count(); i++)
		hash = mix(hash, status_reason(status_at(i)));
	return hash;
}

static char *
path_of(void *mem, const struct settings *settings, const char *role)
{
	return mem_printf(mem, "%s/metrics.%s", settings->runtime_dir, role);
}

static int
unmap(struct metrics *metrics)
{
	munmap(metrics->mapped, metrics->size_bytes);
	return 0;
}

static struct metrics *
map(void *mem, int fd, int protection)
{
	size_t size = file_bytes();
	void *at = mmap(NULL, size, protection, MAP_SHARED, fd, 0);
	struct metrics *metrics;

	if (at == MAP_FAILED)
		return NULL;
	metrics = mem_new(mem, struct metrics);
	*metrics =
	    (struct metrics){ .mapped = at, .size_bytes = size, .numbers = at };
	talloc_set_destructor(metrics, unmap);
	return metrics;
}

/* A file of our size and kind that is there already. */
static struct metrics *
map_file(void *mem, const char *path, int flags, int protection)
{
	AUTO_FD int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW);
	struct metrics *metrics;
	struct stat stat;

	if (fd < 0 || fstat(fd, &stat) != 0 ||
	    stat.st_size != (off_t)file_bytes())
		return NULL;
	metrics = map(mem, fd, protection);
	if (metrics != NULL && metrics->numbers[KIND] != kind_of_file()) {
		talloc_free(metrics);
		return NULL;
	}
	return metrics;
}

/*
 * A new one under a name of its own first, with all its blocks, as a full disk
 * would be told by a signal later.
 */
static bool
make_file(void *mem, const char *path)
{
	char *fresh = mem_printf(mem, "%s.%ld", path, (long)getpid());
	uint64_t kind = kind_of_file();
	AUTO_FD int fd = -1;
	bool is_made;

	unlink(fresh);
	fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	is_made = fd >= 0 && posix_fallocate(fd, 0, (off_t)file_bytes()) == 0 &&
		  pwrite(fd, &kind, sizeof(kind), 0) == sizeof(kind) &&
		  rename(fresh, path) == 0;
	if (!is_made)
		log_warn("metrics.uncounted", TEXT_PAIR("path", path),
		    TEXT_PAIR("reason", strerror(errno)));
	if (!is_made && fd >= 0)
		unlink(fresh);
	return is_made;
}

struct metrics *
metrics_open(void *mem, const struct settings *settings, const char *role)
{
	char *path = path_of(mem, settings, role);
	const int both = PROT_READ | PROT_WRITE;
	struct metrics *metrics = map_file(mem, path, O_RDWR, both);

	if (metrics == NULL && make_file(mem, path))
		metrics = map_file(mem, path, O_RDWR, both);
	return metrics;
}

struct metrics *
metrics_peek(void *mem, const struct settings *settings, const char *role)
{
	return map_file(mem, path_of(mem, settings, role), O_RDONLY, PROT_READ);
}

static void
add(struct metrics *metrics, size_t place, int64_t amount)
{
	atomic_fetch_add_explicit(
	    &metrics->numbers[place], (uint64_t)amount, memory_order_relaxed);
}

static uint64_t
get(const struct metrics *metrics, size_t place)
{
	return atomic_load_explicit(
	    &metrics->numbers[place], memory_order_relaxed);
}

static size_t
cell_start(size_t i)
{
	return FIRST_CELL + i * cell_numbers();
}

static size_t
bucket_of(int64_t duration_ms)
{
	size_t i = 0;

	while (i < METRICS_BOUNDS && duration_ms > metrics_bounds_ms[i])
		i++;
	return i;
}

void
metrics_note(struct metrics *metrics, const struct request *rq,
    const struct response *rs)
{
	int64_t duration_ms = clock_monotonic_ms() - rq->started_ms;
	size_t start, rest;

	if (metrics == NULL)
		return;
	start = cell_start(rq->route != NULL ? (size_t)(rq->route - routes)
					     : metrics_cell_count() - 1);
	rest = start + status_count();
	add(metrics, start + status_place(rs->status), 1);
	add(metrics, rest + BUCKETS + bucket_of(duration_ms), 1);
	add(metrics, rest + SUM_MS, duration_ms);
	add(metrics, rest + RECEIVED, rq->received_bytes);
	add(metrics, rest + SENT, rs->sent_bytes);
}

void
metrics_upload(struct metrics *metrics, int64_t bytes)
{
	if (metrics == NULL)
		return;
	add(metrics, UPLOADS, 1);
	add(metrics, UPLOAD_BYTES, bytes);
}

struct metrics_cell
metrics_cell(void *mem, const struct metrics *metrics, size_t i)
{
	size_t start = cell_start(i), rest = start + status_count();
	struct metrics_cell cell = {
		.statuses = mem_array(mem, uint64_t, status_count()),
		.sum_ms = get(metrics, rest + SUM_MS),
		.received_bytes = get(metrics, rest + RECEIVED),
		.sent_bytes = get(metrics, rest + SENT),
	};

	for (size_t place = 0; place < status_count(); place++)
		cell.statuses[place] = get(metrics, start + place);
	for (size_t at = 0; at <= METRICS_BOUNDS; at++)
		cell.buckets[at] = get(metrics, rest + BUCKETS + at);
	return cell;
}

struct metrics_uploads
metrics_uploads(const struct metrics *metrics)
{
	return (struct metrics_uploads){ .count = get(metrics, UPLOADS),
		.bytes = get(metrics, UPLOAD_BYTES) };
}
