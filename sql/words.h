/* What people type into a search box, as a query of a full text. */
#ifndef SQL_WORDS_H
#define SQL_WORDS_H

/*
 * "+word* +word*" below `mem`: each must stand there, or a word that begins
 * so.  Made of letters, digits and underscores alone, which are what words
 * are made of for the server, so none of its operators comes through.  NULL
 * when the text has no word, or is in a script that writes no spaces between
 * its words, where a full text finds nothing but whole sentences.
 */
char *words_query(void *mem, const char *text);

#endif
