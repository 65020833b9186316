#ifndef CAPTURE_DENIAL_H
#define CAPTURE_DENIAL_H

/*
 * Explains why a private network or a capture is refused, and what to type. `retry` is the command
 * of this program to run again in another way ("record slides/01.md"); NULL: the remedy is "run it with sudo".
 */

#include <stdbool.h>

#include "base/error.h"

/* Sets a message for the failed `step`, whose errno was `number`. Always returns false. */
bool denial_of_network(const char *step, int number, const char *retry, struct error *error);

/*
 * Appends what to type so that this program may capture on an interface of the host, as the end of
 * a sentence. `said` (or NULL) is the text before it: a command in `said` is not appended again, so
 * the function may append nothing.
 */
void denial_append_capture_remedy(struct text *out, const char *retry, const char *said);

#endif
