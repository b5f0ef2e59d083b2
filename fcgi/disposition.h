/* Parameters of header fields, and file names as clients write them. */
#ifndef FCGI_DISPOSITION_H
#define FCGI_DISPOSITION_H

/*
 * The value of a parameter of a header field (RFC 9110 section 5.6.6), below
 * `mem`: a token, or a quoted string without its quotes, in which \" and \\
 * are the only escapes, because browsers leave a bare backslash as it is.
 * NULL when it is not there or its quotes never close.
 */
char *header_parameter(void *mem, const char *field, const char *name);

/*
 * The file name of a Content-Disposition (RFC 6266, RFC 7578 section 4.2), as
 * a display name below `mem`, or NULL when it has none: `filename*` (RFC 8187,
 * UTF-8 or ISO-8859-1) before `filename` (raw UTF-8, where browsers write %22,
 * %0D and %0A for what may not stand in quotes).  Folders before the name are
 * dropped, and text_clean() makes it harmless.
 */
char *disposition_filename(void *mem, const char *field);

/*
 * A Content-Disposition that has a browser save what it gets under that name
 * (RFC 6266 section 4.3), below `mem`: `filename*` with all of it, and before
 * that, for the oldest readers, `filename` with nothing but the ASCII letters
 * that no header, shell or file system takes for anything else.
 */
char *disposition_attachment(void *mem, const char *name);

#endif
