#ifndef DECK_CALL_EXPECTATIONS_H
#define DECK_CALL_EXPECTATIONS_H

/*
 * Checks what `expect:` says of socket calls:
 *
 *   accept() >= 1               a count of calls around the packets of the block
 *   write() returns before ACK  each call returned before its last byte was acknowledged
 *   write() returns after ACK   … or behind that
 *   read() waits for data       each call began before its first byte came
 */

#include "conversation/selection.h"

enum call_claim {
	CALL_CLAIM_NONE,
	CALL_CLAIM_BEFORE_ACK,
	CALL_CLAIM_AFTER_ACK,
	CALL_CLAIM_WAITS,
};

/* Whether the text begins as one about calls does: "name()". */
bool call_expectation_begins(const char *text);

/*
 * Reads "name()" and moves *text behind it and the spaces there. False when it does not fit into
 * `size`.
 */
bool call_expectation_name(const char **text, char *ret_name, size_t size);

/* Returns the claim that the text behind the name is; CALL_CLAIM_NONE: none. */
enum call_claim call_expectation_claim(const char *text);

/*
 * Counts the calls of that name around the packets. False with an error for a name that no call
 * has, and when calls are not recorded; `path` is the capture's.
 */
bool call_expectation_count(const char *name, const struct selection *selection,
	const struct capture_summary *summary, const char *path, uint64_t *ret_count,
	struct error *error);

/* Whether the claim holds for each call whose packets are shown. False with an error. */
bool call_expectation_holds(const char *text, const char *name, enum call_claim claim,
	const struct selection *selection, const struct capture_summary *summary, const char *path,
	struct error *error);

#endif
