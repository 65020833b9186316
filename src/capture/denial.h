#ifndef CAPTURE_DENIAL_H
#define CAPTURE_DENIAL_H

/*
 * What stands in the way of a network of one's own, or of capturing, and what to type. `retry` is what
 * this program was asked for ("record slides/01.md"), to be run again in another way; NULL: "it".
 */

#include <stdbool.h>

#include "base/error.h"

/* `number` is the errno of the step that failed. Always false, with a sentence. */
bool denial_of_network(const char *step, int number, const char *retry, struct error *error);

/*
 * What to type, as a sentence's end, so that this program may capture on an interface of the host.
 * `said` (or NULL) stands before it: what it advises is not advised again, and nothing may be left.
 */
void denial_append_capture_remedy(struct text *out, const char *retry, const char *said);

#endif
