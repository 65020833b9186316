#ifndef BASE_JSON_READER_H
#define BASE_JSON_READER_H

/*
 * Finds values in a JSON text (RFC 8259) without building a tree: a value is a span of the text. It
 * reads the answers of programs that this one started, so invalid JSON yields false without a
 * message.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"

/* Finds the first member named `key` (plain ASCII, written without escapes) of an object. */
bool json_member(struct bytes object, const char *key, struct bytes *ret_value);

/*
 * Iterates over the members of an object in their order. *rest is the object at first, and the
 * remaining text after each call. The key is returned as written, without its quotes. False at the
 * end.
 */
bool json_next_member(struct bytes *rest, struct bytes *ret_key, struct bytes *ret_value);

/*
 * The first members of an object, found in one walk, for who asks for many of them: json_member()
 * walks each time. Further members are in `rest`, and are walked for each question.
 */
enum { JSON_MEMBERS_MAX = 32 };
struct json_members {
	struct bytes keys[JSON_MEMBERS_MAX], values[JSON_MEMBERS_MAX];
	size_t count;
	struct bytes rest;
};

/* False when it is no object. */
bool json_members_read(struct bytes object, struct json_members *ret_members);

/* Finds what json_member() finds. */
bool json_members_find(
	const struct json_members *members, const char *key, struct bytes *ret_value);

/* Follows member names into nested objects: json_path(answer, &value, "result", "data", NULL). */
bool json_path(struct bytes object, struct bytes *ret_value, ...) __attribute__((sentinel));

/* Appends the decoded content of a string as UTF-8. A lone surrogate becomes U+FFFD. */
bool json_string_append(struct bytes value, struct text *out);

bool json_string_equals(struct bytes value, const char *string);

/* Reads a number without fraction and exponent. */
bool json_integer(struct bytes value, int64_t *ret_number);

#endif
