/*
 * One line an event, on standard error:
 *
 *	<6> upload.finished request=01J9… upload=0199… size_bytes=1048576
 *
 * The number is the syslog priority, which journald files by.  Every value is
 * escaped, so no text from outside can forge a line or a pair.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_INFO = 6, LOG_DEBUG = 7 };

/* One key=value pair; a list of them ends with a NULL key. */
struct log_pair {
	const char *key;
	const char *text; /* NULL: the number counts */
	int64_t number;
};

#define TEXT_PAIR(pair_key, value)                                             \
	{                                                                      \
		.key = (pair_key), .text = (value) != NULL ? (value) : ""      \
	}
#define NUMBER_PAIR(pair_key, value)                                           \
	{                                                                      \
		.key = (pair_key), .number = (int64_t)(value)                  \
	}

/* log_error("db.lost", TEXT_PAIR("text", why), NUMBER_PAIR("errno", e)); */
#define LOG_PAIRS(...) ((const struct log_pair[]){ __VA_ARGS__, { 0 } })
#define log_error(event, ...)                                                  \
	log_write(LOG_ERROR, event, LOG_PAIRS(__VA_ARGS__))
#define log_warn(event, ...) log_write(LOG_WARN, event, LOG_PAIRS(__VA_ARGS__))
#define log_info(event, ...) log_write(LOG_INFO, event, LOG_PAIRS(__VA_ARGS__))
#define log_debug(event, ...)                                                  \
	log_write(LOG_DEBUG, event, LOG_PAIRS(__VA_ARGS__))

/* Writes the line in one write(2); `event` is ours and is not escaped. */
void log_write(
    enum log_level level, const char *event, const struct log_pair *pairs);

/* Lines below this level (numerically above it) are dropped; INFO at start. */
void log_set_level(enum log_level level);

/*
 * What this thread is working on: put before the pairs of each of its lines
 * until it is changed.  `key` is kept by pointer, the value copied; a NULL
 * key clears it.
 */
void log_set_subject(const char *key, const char *value);

#endif
