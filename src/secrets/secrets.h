#ifndef SECRETS_SECRETS_H
#define SECRETS_SECRETS_H

/*
 * Where a text that was sent holds what nobody else should see: the rules of `build --scrub`, which
 * slides/README.md lists for users. Nothing is changed here.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

enum secret {
	SECRET_NONE,
	SECRET_AUTHORIZATION,
	SECRET_PROXY_AUTHORIZATION,
	SECRET_COOKIE,
	SECRET_SET_COOKIE,
	SECRET_HEADER, /* another header that is named after a key or a token */
	SECRET_PARAMETER, /* of a query or a form */
	SECRET_MEMBER, /* of JSON, XML or a multipart form */
	SECRET_TOKEN, /* known by its looks: a JWT, a bearer token, a private key */
	SECRET_LOGIN, /* PASS and AUTH lines, user:password@ in addresses */
	SECRET_ENCODED, /* a compressed body, which cannot be searched */
	SECRET_FRAGMENT, /* the end of a header line whose beginning is missing */
	SECRET_DATAGRAM, /* fragments that cannot be put together */
	SECRET_COUNT,
};

/* "Authorization", "passwords in addresses": as a report names it. */
const char *secret_name(enum secret secret, bool is_korean);

/* A secret may be in several pieces, which have its id. */
struct secret_range {
	size_t offset, size;
	size_t id;
};

/* A zeroed value is empty. */
struct secret_list {
	struct secret_range *ranges;
	size_t count, capacity;
	enum secret *kinds; /* by id */
	size_t secret_count, secret_capacity;
};

void secret_list_finish(struct secret_list *list);

/* How the value ends that a text broke off in. */
enum secret_ending {
	SECRET_ENDS_NEVER,
	SECRET_ENDS_WITH_LINE,
	SECRET_ENDS_WITH_PARAMETER,
	SECRET_ENDS_WITH_QUOTE,
	SECRET_ENDS_WITH_ESCAPED_QUOTE,
	SECRET_ENDS_WITH_NUMBER,
	SECRET_ENDS_WITH_TAG,
	SECRET_ENDS_WITH_PART,
	SECRET_ENDS_WITH_TOKEN,
	SECRET_ENDS_WITH_KEY,
};

/* What is known about the bytes before a text; afterwards, about those behind it. */
struct secret_state {
	bool lacks_start; /* bytes before the text are missing */
	enum secret open; /* the text begins inside such a value, or SECRET_NONE */
	enum secret_ending ending;
};

/* Adds the secrets of `text` to the list, in the order in which they end; sets state->open. */
void secrets_find(struct bytes text, struct secret_state *state, struct secret_list *list);

#endif
