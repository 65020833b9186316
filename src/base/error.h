#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/*
 * One readable message, carried up the stack. What can fail for a reason that the user should read
 * returns bool or a pointer and takes `struct error *error` last (never NULL). Wording: no capital,
 * no full stop, the subject in quotes, then what to do about it. Only cli/ prints. A zeroed value
 * is "no error"; error_finish() frees.
 */

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/text.h"

struct error {
	struct text message;
	bool is_told; /* the cause was said elsewhere: this is only to be shown */
};

/* Sets the message (replacing one that is there) and returns false, so that callers can return it. */
bool error_set(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts `file:line: ` (or `file: ` with line 0) before the message, and returns false. */
bool error_at(struct error *error, const char *file, unsigned line);

/* Puts formatted context before the message ("cannot record 'x': "), and returns false. */
bool error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static inline const char *error_message(const struct error *error)
{
	return text_string(&error->message);
}

static inline bool error_is_set(const struct error *error)
{
	return error->message.size > 0;
}

void error_finish(struct error *error);
DEFINE_AUTOFINISH(error);

/*
 * The candidate nearest to `word` by edit distance, or NULL when none is near enough to be what was
 * meant. Case is ignored.
 */
const char *error_nearest(const char *word, const char *const *candidates, size_t count);

#endif
