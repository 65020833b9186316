#ifndef SECRETS_ENCODED_TEXTS_H
#define SECRETS_ENCODED_TEXTS_H

/* Finds the encoded parts of a text: percent-encoded, escaped, base64, hexadecimal. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* A part of a text, decoded once. Its byte i comes from [starts[i], ends[i]) of the text. */
struct encoded_text {
	struct bytes bytes;
	const uint32_t *starts, *ends;
};

/*
 * Calls `look` for each encoded part, in each possible reading, until it returns true; then returns
 * true. A part longer than ENCODED_SIZE_MAX is passed in pieces that overlap by ENCODED_OVERLAP
 * bytes. The time is proportional to the text.
 */
enum { ENCODED_SIZE_MAX = 1 << 16, ENCODED_OVERLAP = 1 << 12 };
typedef bool encoded_text_function(void *context, const struct encoded_text *text);
bool encoded_texts_walk(struct bytes text, encoded_text_function *look, void *context);

#endif
