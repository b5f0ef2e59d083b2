/*
 * The loop: keys, answers, signals and time come in, and at most one picture
 * every 16 ms goes out, of which curses writes what has changed.
 */
#include "config.h"

#include "tui/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "tui/app.h"
#include "tui/term.h"

#define FRAME_MS 16
#define LOG_FOLDER "movie-house"

struct screen {
	struct app *app;
	struct term *term;
	struct canvas *canvas;
	int signals;
	int64_t drawn_ms;
	unsigned int syncs; /* answered */
	bool wants_sync;
	bool has_mouse;
	int ended_by; /* a signal, or 0 */
};

static const int endings[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* Before any thread: they inherit it, and only the loop takes signals. */
static int
take_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(endings); i++)
		sigaddset(&set, endings[i]);
	sigaddset(&set, SIGWINCH);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Where the log goes while the terminal is ours: unless it goes to a file
   already, to the user's state folder (XDG Base Directory 0.8). */
static int
open_log(void *mem)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char *folder;
	int fd;

	if (state == NULL || state[0] != '/')
		state = mem_printf(
		    mem, "%s/.local/state", home != NULL ? home : "");
	folder = mem_printf(mem, "%s/" LOG_FOLDER, state);
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return open("/dev/null", O_WRONLY | O_CLOEXEC);
	fd = open(mem_printf(mem, "%s/screen.log", folder),
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd >= 0 ? fd : open("/dev/null", O_WRONLY | O_CLOEXEC);
}

/* Whatever is written to the terminal by others would stay on the screen.
   Returns what standard error was, or -1. */
static int
divert_log(void *mem)
{
	AUTO_FD int fd = -1;
	int was;

	if (!isatty(STDERR_FILENO))
		return -1;
	was = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	fd = open_log(mem);
	if (fd >= 0)
		dup2(fd, STDERR_FILENO);
	return was;
}

static void
restore_log(int was)
{
	if (was < 0)
		return;
	dup2(was, STDERR_FILENO);
	close(was);
}

static void
resize(struct screen *screen)
{
	int rows, columns;

	term_resize(screen->term);
	term_size(screen->term, &rows, &columns);
	talloc_free(screen->canvas);
	screen->canvas = canvas_new(screen->app, rows, columns);
	screen->app->is_dirty = true;
}

static void
take_signal(struct screen *screen)
{
	struct signalfd_siginfo info;

	while (read(screen->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGWINCH) {
			resize(screen);
			continue;
		}
		screen->ended_by = (int)info.ssi_signo;
		screen->app->is_over = true;
	}
}

static void
take_keys(struct screen *screen)
{
	struct press press;

	while (!screen->app->is_over && term_read(screen->term, &press)) {
		if (press.code == PRESS_SYNC) {
			screen->wants_sync = true;
			app_sync(screen->app);
		} else {
			app_press(screen->app, &press);
		}
	}
}

/* What the app wants of the terminal. */
static void
serve(struct screen *screen)
{
	struct app *app = screen->app;

	if (app->wants_suspend) {
		app->wants_suspend = false;
		term_suspend(screen->term);
		resize(screen);
	}
	if (app->wants_repaint) {
		app->wants_repaint = false;
		term_repaint(screen->term);
		app->is_dirty = true;
	}
	if (app->wants_mouse != screen->has_mouse) {
		screen->has_mouse = app->wants_mouse;
		term_use_mouse(screen->term, screen->has_mouse);
	}
}

static void
draw(struct screen *screen)
{
	app_draw(screen->app, screen->canvas);
	term_draw(screen->term, screen->canvas);
	screen->drawn_ms = clock_monotonic_ms();
}

/* Once nothing is under way any more, a test is told so in the stream of what
   was drawn. */
static void
answer_sync(struct screen *screen)
{
	AUTO_FREE char *title = mem_printf(NULL, "sync:%u %dx%d",
	    screen->syncs + 1, screen->canvas->columns, screen->canvas->rows);

	if (!screen->wants_sync || !app_is_idle(screen->app))
		return;
	screen->wants_sync = false;
	screen->syncs++;
	term_set_title(screen->term, title);
}

/* How long there is nothing to do, in milliseconds. */
static int
sleep_ms(const struct screen *screen)
{
	int64_t now_ms = clock_monotonic_ms();
	int64_t due_ms = app_due_ms(screen->app);

	if (screen->app->is_dirty && screen->drawn_ms + FRAME_MS < due_ms)
		due_ms = screen->drawn_ms + FRAME_MS;
	return due_ms > now_ms ? (int)(due_ms - now_ms) : 0;
}

static void
turn(struct screen *screen)
{
	struct app *app = screen->app;
	struct pollfd fds[] = {
		{ term_fd(screen->term), POLLIN, 0 },
		{ store_fd(app->store), POLLIN, 0 },
		{ screen->signals, POLLIN, 0 },
	};

	if (poll(fds, ARRAY_SIZE(fds), sleep_ms(screen)) < 0 && errno != EINTR)
		app->is_over = true;
	/* Nobody is at the other end any more. */
	if ((fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
		app->is_over = true;
	take_signal(screen);
	app_tick(app, clock_now(), clock_monotonic_ms());
	take_keys(screen);
	app_receive(app);
	serve(screen);
	if (app->is_dirty &&
	    clock_monotonic_ms() - screen->drawn_ms >= FRAME_MS)
		draw(screen);
	answer_sync(screen);
}

static enum outcome
run_app(struct screen *screen, struct cli *cli, struct store *store)
{
	void *mem = mem_context(cli->mem);
	enum outcome rc;

	rc = term_open(mem, &cli->refusal, &screen->term);
	if (rc != OK)
		return rc;
	screen->app = app_new(mem, store);
	resize(screen);
	while (!screen->app->is_over)
		turn(screen);
	term_close(screen->term);
	return OK;
}

static void
end_by_signal(int number)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, number);
	signal(number, SIG_DFL);
	raise(number);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

enum outcome
screen_run(struct cli *cli)
{
	struct screen screen = { .signals = -1 };
	struct store *store;
	enum outcome rc;
	int log_was;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return refuse(&cli->refusal, INVALID, "no_terminal",
		    "There is no terminal. See: movie-house help");
	screen.signals = take_signals();
	if (screen.signals < 0)
		return FAILED;
	rc =
	    store_new(cli->mem, cli->settings, cli->house.actor, false, &store);
	cli_log(cli, LOG_WARN); /* into a file, which has more patience */
	log_was = divert_log(cli->mem);
	if (rc == OK)
		rc = run_app(&screen, cli, store);
	store_close(store);
	restore_log(log_was);
	close(screen.signals);
	if (screen.ended_by != 0)
		end_by_signal(screen.ended_by);
	return rc;
}
