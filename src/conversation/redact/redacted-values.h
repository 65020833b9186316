#ifndef CONVERSATION_REDACTED_VALUES_H
#define CONVERSATION_REDACTED_VALUES_H

/*
 * The values that were hidden, in their original form and each once, so that the output can be
 * searched for them.
 */

#include "base/arena.h"
#include "secrets/secrets.h"

struct redacted_value {
	struct bytes bytes;
	enum secret kind;
	uint64_t frame; /* the first packet with it, in its capture */
};

/* A zeroed value is empty. */
struct redacted_values {
	struct redacted_value *items; /* in the order of adding */
	size_t count, capacity;
	struct redacted_value_row *rows; /* by their bytes */
	struct arena arena;
};

/* Adds a copy of the value unless it is there already; of a long value only its beginning. */
void redacted_values_add(
	struct redacted_values *values, struct bytes value, enum secret kind, uint64_t frame);
void redacted_values_finish(struct redacted_values *values);

#endif
