/*
 * The settings file, read and documented from a table of fields: names,
 * types, defaults and limits come from there, the syntax from libconfuse.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdio.h>

#include "base/field.h"
#include "base/outcome.h"

/*
 * Fills `row` from the file (NULL: defaults alone).  INVALID with file, line
 * and every faulty setting in `refusal`; NOT_FOUND when there is no such file.
 * Texts and lists hang below `mem`.
 */
enum outcome conf_read(void *mem, const char *path, const struct field *fields,
    void *row, struct refusal *refusal) MUST_CHECK;

/* Writes the settings as a file that conf_read accepts; with `example`, each
   is commented out and stands below its help, numbers as their default is
   written. */
void conf_print(
    FILE *out, const struct field *fields, const void *row, bool example);

#endif
