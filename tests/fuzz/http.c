/*
 * A request as a client writes it, through every route, to a house whose
 * database is away: everybody may do everything, so each handler reads what
 * it reads, and what comes back is an answer.
 */
#include "config.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "fcgi/bridge.h"
#include "fcgi/database.h"
#include "fcgi/exchange.h"
#include "fcgi/guard.h"
#include "fcgi/reader.h"
#include "fcgi/response.h"
#include "fcgi/route.h"
#include "fcgi/server.h"
#include "house/auth.h"
#include "tests/fuzz/fuzz.h"

#define MAX_PARAMS 64
#define MAX_BODY ((size_t)100 * 1024) /* what a socket takes unread */

static struct route open_routes[256];
static void *kept; /* for as long as the program runs */
static struct settings *settings;
static struct service service = { .name = "api",
	.routes = open_routes,
	.thread_open = database_thread_keep,
	.thread_close = database_thread_close,
	.handle = exchange_handle };

static const struct caller admin = { .login = "admin", .role = ROLE_ADMIN };

/* The handler of the same place in the house's own table. */
static enum outcome
ask_as_admin(struct request *rq, struct response *rs)
{
	rq->house->caller = &admin;
	return routes[rq->route - open_routes - 1].handler(rq, rs);
}

/* Reads who is asking, whom no database knows. */
static enum outcome
ask_guard(struct request *rq, struct response *rs)
{
	enum outcome rc = guard_check_origin(rq);

	(void)rs;
	return rc == OK ? guard_admit(rq) : rc;
}

static void
open_every_door(void)
{
	size_t count = 0;

	open_routes[count++] =
	    (struct route){ GET, "/guard", PUBLIC, BODY_NONE, ask_guard };
	for (const struct route *route = routes; route->pattern != NULL;
	     route++) {
		open_routes[count] = *route;
		open_routes[count].right = PUBLIC;
		open_routes[count++].handler = ask_as_admin;
		hold(count < ARRAY_SIZE(open_routes));
	}
}

static void
prepare(void)
{
	struct refusal refusal = { .mem = NULL };

	token_init();
	log_set_level((enum log_level)0);
	hold(server_prepare() == OK);
	reader_check();
	kept = mem_context(NULL);
	hold(settings_read(kept, "/dev/null", &settings, &refusal) == OK);
	settings->database_socket = mem_text(kept, "/dev/null/away");
	settings->request_timeout_s = 5;
	service.settings = settings;
	service.database = database_new(kept, settings, 0);
	open_every_door();
}

/* `Name: value` as a web server passes it on. */
static char *
param(void *mem, const char *line)
{
	const char *colon = strchr(line, ':');
	char *text, *at;

	if (colon == NULL)
		return NULL;
	text = strncasecmp(line, "Content-", 8) == 0
		   ? mem_printf(mem, "%s", line)
		   : mem_printf(mem, "HTTP_%s", line);
	at = strchr(text, ':');
	memmove(at + 1, at + 1 + strspn(at + 1, " "),
	    strlen(at + 1 + strspn(at + 1, " ")) + 1);
	*at = '=';
	for (; at > text; at--)
		at[-1] =
		    at[-1] == '-' ? '_' : (char)toupper((unsigned char)at[-1]);
	return text;
}

/* The lines before the blank one; `*body` is what follows it. */
static const char **
split(void *mem, char *text, char **body)
{
	const char **params = mem_array(mem, const char *, MAX_PARAMS + 1);
	char *uri = strsep(&text, "\n"), *line;
	size_t count = 0;

	params[count++] =
	    mem_printf(mem, "REQUEST_METHOD=%s", strsep(&uri, " "));
	params[count++] =
	    mem_printf(mem, "REQUEST_URI=%s", uri != NULL ? uri : "/");
	params[count++] = "REMOTE_ADDR=192.0.2.7";
	while ((line = strsep(&text, "\n")) != NULL && *line != '\0') {
		char *made = count < MAX_PARAMS ? param(mem, line) : NULL;

		if (made != NULL)
			params[count++] = made;
	}
	*body = text;
	return params;
}

static enum outcome
collect(void *argument, const void *bytes, size_t length)
{
	char **text = argument;

	mem_append(NULL, text, "%.*s", (int)length, (const char *)bytes);
	return OK;
}

static void
check_answer(const char *text)
{
	const char *status = text != NULL ? strstr(text, "Status: ") : NULL;
	int code = status != NULL ? atoi(status + strlen("Status: ")) : 0;

	hold(code >= 200 && code <= 599 && code != 500);
	hold(code < 400 ||
	     strstr(text, "Content-Type: application/problem+json") != NULL);
}

static void
ask(const char **params, const char *body, size_t length)
{
	AUTO_FREE char *text = NULL;
	int ends[2];

	hold(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
	hold(bridge_begin(ends[1], params) == OK);
	hold(length == 0 || bridge_send(ends[1], body, length) == OK);
	hold(bridge_send(ends[1], NULL, 0) == OK);
	/* Else the other side would wait for us to go first. */
	shutdown(ends[1], SHUT_WR);
	server_serve_one(&service, ends[0]);
	hold(bridge_answer(ends[1], collect, &text) == OK);
	close(ends[1]);
	check_answer(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char **params;
	char *text, *body;

	if (open_routes[0].pattern == NULL)
		prepare();
	if (length > MAX_BODY)
		length = MAX_BODY;
	text = mem_array(mem, char, length + 1);
	if (length > 0)
		memcpy(text, bytes, length);
	params = split(mem, text, &body);
	ask(params, body, body != NULL ? length - (size_t)(body - text) : 0);
	return 0;
}
