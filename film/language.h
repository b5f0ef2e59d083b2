/* Names of languages, as players want them. */
#ifndef FILM_LANGUAGE_H
#define FILM_LANGUAGE_H

/*
 * A language as a file names it ("spa", "ger", "pt_BR") as a tag of BCP 47
 * (RFC 5646 section 2.2.1: the shortest code there is), in lower case, below
 * `mem`: "es", "de", "pt-br".  NULL for NULL, "" and "und".
 */
char *language_tag(void *mem, const char *text);

/*
 * A tag that somebody gives (RFC 5646 section 2.1: well-formed, whether or not
 * its subtags are registered; not the irregular ones of old), below `mem`, in
 * the case that section 2.1.1 recommends and with the shortest code of its
 * language: "sr-latn-rs" is "sr-Latn-RS", "spa-419" is "es-419".  NULL when it
 * is none.
 */
char *language_normal(void *mem, const char *text);

#endif
