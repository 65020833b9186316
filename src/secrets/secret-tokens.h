#ifndef SECRETS_SECRET_TOKENS_H
#define SECRETS_SECRET_TOKENS_H

/* Tokens that their vendors made recognizable by how they begin. */

#include <stdbool.h>
#include <stddef.h>

struct secret_prefix {
	const char *prefix; /* case counts */
	size_t size_min; /* of the whole token: a shorter one is a word */
	bool is_weak; /* words begin so, too: what follows has a digit, or no '-', '_', '.', '/' */
};

/* The table. */
const struct secret_prefix *secret_prefixes(size_t *ret_count);

#endif
