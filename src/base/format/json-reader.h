#ifndef BASE_JSON_READER_H
#define BASE_JSON_READER_H

/*
 * Finds values in a JSON text (RFC 8259) without building a tree: a value is a span of the text. Made
 * for answers of a program that we started, so a text that is none gives false, not a message.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"

/* The value of the first member `key` (plain ASCII, written without escapes) of an object. */
bool json_member(struct bytes object, const char *key, struct bytes *ret_value);

/*
 * The members of an object in their order: *rest is the object at first, and what is behind the member
 * afterwards. The key is as it is written, without its quotes. False at the end.
 */
bool json_next_member(struct bytes *rest, struct bytes *ret_key, struct bytes *ret_value);

/* The same, member by member: json_path(answer, &value, "result", "data", NULL). */
bool json_path(struct bytes object, struct bytes *ret_value, ...) __attribute__((sentinel));

/* Appends what a string says, as UTF-8 (a lone surrogate becomes U+FFFD). */
bool json_string_append(struct bytes value, struct text *out);

bool json_string_equals(struct bytes value, const char *string);

/* A number without fraction and exponent. */
bool json_integer(struct bytes value, int64_t *ret_number);

#endif
