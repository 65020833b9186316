#ifndef DECK_CALL_VALUES_H
#define DECK_CALL_VALUES_H

/*
 * Values of recorded socket calls in prose: `{{ping.call[connect].duration}}` is of the first call
 * with that name, `{{ping.call[recv][1].result}}` of the second.
 */

#include "conversation/selection.h"

enum { CALL_NAME_MAX = 24, CALL_VALUE_KEYS = 6 };

struct call_choice {
	char name[CALL_NAME_MAX];
	uint64_t number; /* from 0 */
};

/* The keys of a call: begin, end, duration, result, fd, errno. */
extern const char *const call_value_keys[CALL_VALUE_KEYS];

/*
 * Reads "call[connect]." or "call[recv][1]." and moves *text behind it. False when it is none of
 * them.
 */
bool call_choice_parse(const char **text, struct call_choice *ret_choice);

/*
 * Appends the value. Times count from the first packet of the capture. Only calls on sockets of the
 * capture's connections count, of those that have one. False with an error when there is no such
 * call, when it has no such value, or when `path`'s calls are not recorded.
 */
bool call_value_append(struct text *out, const struct call_choice *choice, const char *key,
	const struct capture_summary *summary, const char *path, const char *gap,
	struct error *error);

/* The sentence for a capture without calls. Returns false. */
bool refuse_unrecorded_calls(const char *path, struct error *error);

#endif
