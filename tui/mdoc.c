/* Escaping and wrapping for mdoc(7). */
#include "config.h"

#include "tui/mdoc.h"

#include <stdbool.h>
#include <string.h>

#define LINE_COLUMNS 78

static void
put_word(FILE *out, const char *word, size_t length)
{
	if (*word == '.' || *word == '\'')
		fputs("\\&", out);
	for (size_t i = 0; i < length; i++) {
		if (word[i] == '\\')
			fputs("\\e", out);
		else
			fputc(word[i], out);
	}
}

void
mdoc_text(FILE *out, const char *text)
{
	bool is_end = false;
	size_t column = 0;

	while (*(text += strspn(text, " ")) != '\0') {
		size_t length = strcspn(text, " ");

		if (column > 0 && (is_end || column + length >= LINE_COLUMNS)) {
			fputc('\n', out);
			column = 0;
		} else if (column > 0) {
			fputc(' ', out);
			column++;
		}
		put_word(out, text, length);
		is_end = text[length - 1] == '.';
		column += length;
		text += length;
	}
	fputc('\n', out);
}
