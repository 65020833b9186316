#ifndef SECRETS_ENCODED_TEXTS_H
#define SECRETS_ENCODED_TEXTS_H

/* What stands in a text in code: percent-encoded, escaped, in base64, in hexadecimal. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* A part of a text, decoded once; byte i of it stands at [starts[i], ends[i]) of the text. */
struct encoded_text {
	struct bytes bytes;
	const uint32_t *starts, *ends;
};

/*
 * Calls `look` for each part that is encoded, in each way in which it can be read, until it returns true;
 * true then. A part that is longer than ENCODED_SIZE_MAX is handed out in pieces, which overlap by
 * ENCODED_OVERLAP bytes. Takes time in proportion to the text.
 */
enum { ENCODED_SIZE_MAX = 1 << 16, ENCODED_OVERLAP = 1 << 12 };
typedef bool encoded_text_function(void *context, const struct encoded_text *text);
bool encoded_texts_walk(struct bytes text, encoded_text_function *look, void *context);

#endif
