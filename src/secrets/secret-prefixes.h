#ifndef SECRETS_SECRET_PREFIXES_H
#define SECRETS_SECRET_PREFIXES_H

/* Tokens with a prefix that their vendors chose so that they can be recognized. */

#include <stdbool.h>
#include <stddef.h>

struct secret_prefix {
	const char *prefix; /* case-sensitive */
	size_t size_min; /* of the whole token; shorter ones are words */
	bool is_weak; /* words may begin so: the rest needs a digit, or no '-', '_', '.', '/' */
};

/* Returns the table. */
const struct secret_prefix *secret_prefixes(size_t *ret_count);

#endif
