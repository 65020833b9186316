#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/*
 * One readable message, carried up the stack. A function that can fail for a reason that the user
 * should read returns bool or a pointer and takes `struct error *error` last (never NULL). Wording:
 * no capital, no full stop, the subject in quotes, then the remedy. Only cli/ prints. A zeroed
 * value means "no error"; error_finish() frees it.
 */

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/text.h"

struct error {
	struct text message;
	bool is_reported; /* the cause was reported elsewhere: show this, but do not report it */
};

/*
 * Sets the message, replacing an earlier one. Returns false, so that callers can return the call.
 */
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

#endif
