/*
 * The database behind the screen.  Questions and changes are asked of two
 * threads, each with a connection of its own, so that a slow list never delays
 * a change and neither ever delays a key.  A descriptor becomes readable when
 * there are answers.
 */
#ifndef TUI_STORE_H
#define TUI_STORE_H

#include "house/house.h"

enum lane { LANE_READ, LANE_WRITE, LANE_COUNT };

/* Something asked.  It and all it leads to hang below `mem`, a context of its
   own, which goes once it has been answered. */
struct ask {
	struct ask *next;
	void *mem;
	enum lane lane;
	/* In the lane's thread; h->mem and h->refusal are the ask's. */
	enum outcome (*run)(struct ask *ask, struct house *h);
	/* Then, in the thread that asked. */
	void (*done)(struct ask *ask);
	void *owner;         /* who asked ... */
	uint64_t owner_mark; /* ... and which of them, when one has gone */
	void *data;          /* below mem */
	enum outcome outcome;
	struct refusal refusal;
	int64_t took_ms;
};

struct store;

/*
 * With its threads, unless `is_inline`: then each ask is run where it is sent.
 * `actor` is whoever the changes are noted for.  FAILED when the system has no
 * room for it.
 */
enum outcome store_new(void *mem, const struct settings *settings,
    const char *actor, bool is_inline, struct store **out) MUST_CHECK;

/* Waits for what is being asked; what is not begun is forgotten. */
void store_close(struct store *store);

struct ask *ask_new(void);

/* Takes the ask over. */
void store_send(struct store *store, struct ask *ask);

/* Readable when there are answers. */
int store_fd(const struct store *store);

/* The oldest answer, to be freed with its `mem`; NULL when there is none. */
struct ask *store_receive(struct store *store);

/* Asked and not yet received. */
size_t store_pending(const struct store *store);

#endif
