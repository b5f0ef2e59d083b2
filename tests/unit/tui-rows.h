/* A house of paper, for tests of views. */
#ifndef TESTS_UNIT_TUI_ROWS_H
#define TESTS_UNIT_TUI_ROWS_H

#include <stdbool.h>

/* 2026-03-01T12:04:31Z: the time in which its rows make sense. */
#define ROWS_NOW_MS ((int64_t)1772366671000)

/* From now on the database is away. */
extern bool rows_are_away;

#endif
