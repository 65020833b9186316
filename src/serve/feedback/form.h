#ifndef SERVE_FEEDBACK_FORM_H
#define SERVE_FEEDBACK_FORM_H

/* What a form sends: application/x-www-form-urlencoded (WHATWG URL, section 5.1). */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

struct form_field {
	const char *name;
	struct bytes value; /* any bytes, also no UTF-8 */
};

enum { FORM_FIELDS_MAX = 16 };

struct form {
	struct form_field fields[FORM_FIELDS_MAX];
	size_t count;
};

/* Reads a body. More fields than FORM_FIELDS_MAX are left out. What is returned is in the arena. */
struct form form_read(struct arena *arena, struct bytes body);

/* The first field of this name; without one, no bytes. */
struct bytes form_value(const struct form *form, const char *name);

/* The number that a field has; `otherwise` when it has none from 0 to `most`. */
int64_t form_number(const struct form *form, const char *name, int64_t most, int64_t otherwise);

#endif
