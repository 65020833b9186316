#ifndef CONVERSATION_HIDDEN_VALUES_H
#define CONVERSATION_HIDDEN_VALUES_H

/*
 * The hidden values in their original form, each once, so that the output can be searched for them.
 */

#include "base/arena.h"
#include "secrets/secrets.h"

struct hidden_value {
	struct bytes bytes;
	enum secret kind;
	uint64_t frame; /* the first packet with it, in its capture */
};

/* A zeroed value is empty. */
struct hidden_values {
	struct hidden_value *items; /* in the order of adding */
	size_t count, capacity;
	struct hidden_value_row *rows; /* by their bytes */
	struct arena arena;
};

/* Adds a copy of the value unless it is there already; of a long value only its beginning. */
void hidden_values_add(
	struct hidden_values *values, struct bytes value, enum secret kind, uint64_t frame);
void hidden_values_finish(struct hidden_values *values);

#endif
