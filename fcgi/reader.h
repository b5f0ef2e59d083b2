/*
 * libfcgi reads a body 8 KiB at a time, 131,000 system calls for a gigabyte.
 * This gives one request's reader a larger buffer.
 *
 * There is no call for that, so it reaches into the stream's private data,
 * whose layout has been the same since libfcgi 2.4.0.  It does so only after
 * a check at start-up has seen that layout in a real exchange; otherwise
 * reading stays as the library made it.
 */
#ifndef FCGI_READER_H
#define FCGI_READER_H

#include <stddef.h>

struct FCGX_Stream;

/* Once, after FCGX_Init and before any thread. */
void reader_check(void);

/*
 * Gives the input of an accepted request a buffer of `size` bytes; does
 * nothing when the check failed or the buffer is as large already.  The
 * library frees it with the request.
 */
void reader_enlarge(struct FCGX_Stream *in, size_t size);

#endif
