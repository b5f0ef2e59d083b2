/* Names of languages, as players want them. */
#ifndef FILM_LANGUAGE_H
#define FILM_LANGUAGE_H

/*
 * A language as a file names it ("spa", "ger", "pt_BR") as a tag of BCP 47
 * (RFC 5646 section 2.2.1: the shortest code there is), in lower case, below
 * `mem`: "es", "de", "pt-br".  NULL for NULL, "" and "und".
 */
char *language_tag(void *mem, const char *text);

#endif
