/* Curses. */
#include "config.h"

#include "tui/term.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#undef OK /* base/outcome.h has one, of the same value */

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "tui/ascii.h"
#include "tui/cell.h"
#include "tui/term_keys.h"

#define ESCAPE_MS 25 /* between Escape and what belongs to it */
#define REST_MS 100  /* until the rest of a long sequence is there */
#define DOUBLE_MS 400
#define PASTE_MAX 65536

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

struct term {
	SCREEN *screen;
	enum depth depth;
	bool is_ascii;
	bool uses_mouse;
	bool tells; /* a test asks when all is drawn */
	int rows, columns;
	struct cell *shown; /* what is on the screen; NULL: not known */
	char *pasted;
	int click_y, click_x;
	int64_t click_ms;
};

/* Modes that curses does not know; what it has written is out by then. */
static void
say(const char *sequence)
{
	size_t left = strlen(sequence);

	while (left > 0) {
		ssize_t written = write(STDOUT_FILENO, sequence, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		sequence += written;
		left -= (size_t)written;
	}
}

static void
set_modes(struct term *term)
{
	say(PASTE_ON);
	if (term->uses_mouse)
		say(MOUSE_ON);
}

static void
unset_modes(void)
{
	say(MOUSE_OFF PASTE_OFF);
}

static SCREEN *
open_screen(void)
{
	static const char *const others[] = { NULL, "xterm-256color", "xterm",
		"vt100" };
	SCREEN *screen = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(others) && screen == NULL; i++) {
		const char *name = others[i];

		if (name == NULL && getenv("TERM") == NULL)
			continue;
		screen = newterm(name, stdout, stdin);
	}
	return screen;
}

static void
set_colors(struct term *term)
{
	term->depth = DEPTH_MONO;
	if (!has_colors() || start_color() == ERR)
		return;
	use_default_colors();
	term->depth = theme_depth(COLORS);
	for (int look = 0; look < LOOK_COUNT; look++) {
		struct ink ink = theme_ink((enum look)look, term->depth);

		init_extended_pair(look + 1, ink.color, -1);
	}
}

static void
set_keys(const struct term *term)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	meta(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	define_key("\033[<", TERM_MOUSE);
	define_key("\033[200~", TERM_PASTE);
	define_key("\033[201~", TERM_PASTE_END);
	if (term->tells)
		define_key("\033[99~", TERM_SYNC);
}

static int
term_free(struct term *term)
{
	delscreen(term->screen);
	return 0;
}

enum outcome
term_open(void *mem, struct refusal *refusal, struct term **out)
{
	struct term *term = mem_new(mem, struct term);

	*out = term;
	term->is_ascii = ascii_is_asked();
	term->tells = getenv("MOVIE_HOUSE_TUI_TEST") != NULL;
	/* The user's own wish, which newterm reads, comes first. */
	if (getenv("ESCDELAY") == NULL)
		set_escdelay(ESCAPE_MS);
	term->screen = open_screen();
	if (term->screen == NULL)
		return refuse(refusal, UNAVAILABLE, "no_terminal",
		    "This terminal cannot show the screen; "
		    "see: movie-house help");
	talloc_set_destructor(term, term_free);
	set_keys(term);
	set_colors(term);
	term_resize(term);
	set_modes(term);
	return OK;
}

void
term_close(struct term *term)
{
	unset_modes();
	endwin();
	talloc_free(term);
}

void
term_size(const struct term *term, int *rows, int *columns)
{
	*rows = term->rows;
	*columns = term->columns;
}

void
term_resize(struct term *term)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	term->rows = getmaxy(stdscr);
	term->columns = getmaxx(stdscr);
	term_repaint(term);
}

void
term_repaint(struct term *term)
{
	talloc_free(term->shown);
	term->shown = NULL;
	clearok(curscr, TRUE);
}

/* ---- drawing ------------------------------------------------------------*/

static attr_t
attributes_of(const struct term *term, const struct cell *cell)
{
	struct ink ink = theme_ink((enum look)cell->look, term->depth);
	attr_t out = A_NORMAL;

	out |= (ink.attributes & INK_BOLD) != 0 ? A_BOLD : 0;
	out |= (ink.attributes & INK_DIM) != 0 ? A_DIM : 0;
	out |= (ink.attributes & INK_UNDERLINE) != 0 ? A_UNDERLINE : 0;
	if (cell->is_reverse || (ink.attributes & INK_REVERSE) != 0)
		out |= A_REVERSE;
	return out;
}

static void
set_glyph(const struct term *term, const struct cell *cell, cchar_t *out)
{
	wchar_t text[CELL_TEXT + 1] = { 0 };
	short pair = term->depth == DEPTH_MONO ? 0 : (short)(cell->look + 1);

	for (int i = 0; i < CELL_TEXT; i++)
		text[i] = (wchar_t)cell->text[i];
	if (term->is_ascii) {
		text[0] = (wchar_t)ascii_of(cell->text[0]);
		text[1] = L'\0';
	}
	setcchar(out, text, attributes_of(term, cell), pair, NULL);
}

static void
draw_row(struct term *term, const struct canvas *canvas, int y, cchar_t *glyphs)
{
	int count = 0;

	for (int x = 0; x < canvas->columns; x++) {
		const struct cell *cell = canvas_at(canvas, y, x);

		if (cell->columns == 0)
			continue;
		set_glyph(term, cell, &glyphs[count++]);
		/* ASCII has no wide characters. */
		if (term->is_ascii && cell->columns == 2) {
			const struct cell blank = {
				.text = { ' ' },
				.look = cell->look,
				.is_reverse = cell->is_reverse,
			};

			set_glyph(term, &blank, &glyphs[count++]);
		}
	}
	mvwadd_wchnstr(stdscr, y, 0, glyphs, count);
}

void
term_draw(struct term *term, const struct canvas *canvas)
{
	size_t row = (size_t)canvas->columns;
	size_t size = row * sizeof(struct cell);
	AUTO_FREE void *mem = mem_context(NULL);
	cchar_t *glyphs = mem_array(mem, cchar_t, row + 1);
	bool is_new = term->shown == NULL;

	if (is_new)
		term->shown =
		    mem_array(term, struct cell, row * (size_t)canvas->rows);
	for (int y = 0; y < canvas->rows; y++) {
		struct cell *was = term->shown + (size_t)y * row;
		const struct cell *now = canvas_at(canvas, y, 0);

		if (!is_new && memcmp(was, now, size) == 0)
			continue;
		memcpy(was, now, size);
		draw_row(term, canvas, y, glyphs);
	}
	wrefresh(stdscr);
}

void
term_set_title(struct term *term, const char *title)
{
	AUTO_FREE char *sequence = mem_printf(NULL, "\033]2;%s\007", title);

	(void)term;
	say(sequence);
}

void
term_use_mouse(struct term *term, bool is_used)
{
	term->uses_mouse = is_used;
	say(is_used ? MOUSE_ON : MOUSE_OFF);
}

void
term_suspend(struct term *term)
{
	unset_modes();
	endwin();
	kill(0, SIGTSTP);
	term_resize(term);
	wrefresh(stdscr);
	set_modes(term);
}

int
term_fd(const struct term *term)
{
	(void)term;
	return STDIN_FILENO;
}

/* ---- keys ---------------------------------------------------------------*/

/* The next character of a sequence, which may still be on its way; 0: none. */
static wint_t
read_rest(void)
{
	wint_t character = 0;
	int kind;

	wtimeout(stdscr, REST_MS);
	kind = wget_wch(stdscr, &character);
	nodelay(stdscr, TRUE);
	if (kind == ERR)
		return 0;
	return kind == KEY_CODE_YES ? TERM_KEY_BIT | character : character;
}

/* "\033[<0;12;5M": button, column, row; M is pressed, m is let go (xterm's
   SGR mode 1006). */
static bool
read_mouse(struct term *term, struct press *out)
{
	int numbers[3] = { 0 };
	int at = 0;
	wint_t character;

	while ((character = read_rest()) != 'M' && character != 'm') {
		if (character == ';' && at < 2)
			at++;
		else if (character >= '0' && character <= '9')
			numbers[at] =
			    (numbers[at] * 10 + (int)(character - '0')) % 10000;
		else
			return false;
	}
	out->x = numbers[1] - 1;
	out->y = numbers[2] - 1;
	out->code = PRESS_CLICK;
	if (numbers[0] == 64 || numbers[0] == 65) {
		out->code =
		    numbers[0] == 64 ? PRESS_WHEEL_UP : PRESS_WHEEL_DOWN;
		return true;
	}
	if (character == 'm' || numbers[0] != 0)
		return false;
	if (out->y == term->click_y && out->x == term->click_x &&
	    clock_monotonic_ms() - term->click_ms < DOUBLE_MS)
		out->code = PRESS_DOUBLE_CLICK;
	term->click_y = out->y;
	term->click_x = out->x;
	term->click_ms = clock_monotonic_ms();
	return true;
}

static bool
read_paste(struct term *term, struct press *out)
{
	size_t used = 0;
	wint_t character;

	talloc_free(term->pasted);
	term->pasted = mem_array(term, char, PASTE_MAX + 5);
	while ((character = read_rest()) != 0 &&
	       character != (TERM_KEY_BIT | TERM_PASTE_END)) {
		if (used < PASTE_MAX && (character & TERM_KEY_BIT) == 0)
			used += cell_encode(character, term->pasted + used);
	}
	term->pasted[used] = '\0';
	out->code = PRESS_PASTE;
	out->text = term->pasted;
	return true;
}

/* Escape alone, or Alt and a key: then both come in one. */
static uint32_t
read_escape(void)
{
	wint_t next = 0;
	int kind = wget_wch(stdscr, &next);

	if (kind == ERR)
		return PRESS_ESCAPE;
	if (kind == KEY_CODE_YES) {
		ungetch((int)next);
		return PRESS_ESCAPE;
	}
	return PRESS_ALT | term_key_of_character(next);
}

bool
term_read(struct term *term, struct press *out)
{
	wint_t character = 0;
	int kind = wget_wch(stdscr, &character);

	*out = (struct press){ 0 };
	if (kind == ERR)
		return false;
	if (kind == KEY_CODE_YES && character == TERM_MOUSE)
		return read_mouse(term, out) || term_read(term, out);
	if (kind == KEY_CODE_YES && character == TERM_PASTE)
		return read_paste(term, out);
	if (kind == KEY_CODE_YES)
		out->code = term_key_of_code(character);
	else if (character == PRESS_ESCAPE)
		out->code = read_escape();
	else
		out->code = term_key_of_character(character);
	return out->code != PRESS_NONE || term_read(term, out);
}
