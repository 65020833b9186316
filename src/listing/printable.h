#ifndef LISTING_PRINTABLE_H
#define LISTING_PRINTABLE_H

/* Captured bytes as text that cannot steer a terminal. */

#include "base/bytes.h"
#include "base/text.h"

/*
 * Appends `bytes` as valid UTF-8 on one line: control characters, invalid bytes, and the characters
 * that turn the direction of writing around become \xNN or \u{NNNN}.
 */
void printable_append(struct text *out, struct bytes bytes);

/* The same for what was appended to `out` since its size was `start`. */
void printable_from(struct text *out, size_t start);

#endif
