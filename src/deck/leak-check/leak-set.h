#ifndef DECK_LEAK_SET_H
#define DECK_LEAK_SET_H

/*
 * The values that were hidden and the addresses that were replaced. None of them may be in a
 * finished deck.
 */

#include "conversation/redact/redact.h"

struct leak {
	enum secret kind; /* SECRET_NONE for an address */
	uint64_t frame; /* the first frame of its capture that has the value */
	struct address address;
};

struct leak_hit {
	const struct leak *leak;
	size_t offset, size;
};

struct leak_set;

/*
 * Collects the values and addresses of all captures of a talk, also of packets that the talk does
 * not show. Values are in the forms that secrets/secret-forms has for their kind, addresses in the
 * spellings that people and programs use. When there are more than LEAK_ADDRESSES_MAX addresses,
 * only those that were replaced are in the set. The set copies all of them; leak_set_free() frees
 * it.
 */
enum { LEAK_ADDRESSES_MAX = 100000 };
struct leak_set *leak_set_new(const struct redaction *redaction);
void leak_set_free(struct leak_set *set);
DEFINE_AUTOFREE(leak_set);

bool leak_set_is_empty(const struct leak_set *set);

/*
 * Find the first value or address of a text at or after `from`. Values match exactly, addresses in
 * upper and lower case. Returns false when there is none.
 */
bool leak_set_find_text(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit);

/* The same for values alone, and for addresses alone. */
bool leak_set_find_value(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit);
bool leak_set_find_address(
	const struct leak_set *set, struct bytes text, size_t from, struct leak_hit *ret_hit);

/*
 * Finds the first address whose octets are in `data` at or after `from`. Returns false when there
 * is none.
 */
bool leak_set_find_octets(
	const struct leak_set *set, struct bytes data, size_t from, struct leak_hit *ret_hit);

#endif
