/* Ending in good order when a signal asks for it. */
#ifndef TUI_STOP_H
#define TUI_STOP_H

/* From now on SIGINT, SIGTERM and SIGHUP are only noted. */
void stop_prepare(void);

/* The signal that came since, or 0. */
int stop_signal(void);

/* If one came, ends the process by it, so that whoever waits for us knows. */
void stop_now(void);

#endif
