#ifndef DECK_LEAK_SET_H
#define DECK_LEAK_SET_H

/* What must not stand in a finished deck: the values that were hidden, the addresses that others stand for. */

#include "conversation/redact/scrub.h"

struct leak {
	enum secret kind; /* SECRET_NONE: an address */
	uint64_t frame; /* the first of its capture that has the value */
	struct address address;
};

struct leak_hit {
	const struct leak *leak;
	size_t offset, size;
};

struct leak_set;

/*
 * Of all that the captures of a talk have, also where the talk does not show it. Values in the forms that
 * secrets/secret-forms has for each. Addresses in the spellings that people and programs write. Of more than LEAK_ADDRESSES_MAX only those that were
 * replaced are in it.
 */
enum { LEAK_ADDRESSES_MAX = 100000 };
struct leak_set *leak_set_new(const struct scrub *scrub);
void leak_set_free(struct leak_set *set);
DEFINE_AUTOFREE(leak_set);

bool leak_set_is_empty(const struct leak_set *set);

/* The first in a text from `from` on: values as they are, addresses in any case of their letters. */
bool leak_set_find_text(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit);

/* The same of values alone, and of addresses alone. */
bool leak_set_find_value(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit);
bool leak_set_find_address(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit);

/* The first address whose octets stand in a packet from `from` on. */
bool leak_set_find_octets(
	const struct leak_set *set, struct bytes data, size_t from, struct leak_hit *ret_hit);

#endif
