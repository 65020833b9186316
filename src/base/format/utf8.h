#ifndef BASE_UTF8_H
#define BASE_UTF8_H

/* Encodes a character as UTF-8 (RFC 3629). markup_decode_utf8() in markup.h decodes. */

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum { UTF8_SIZE_MAX = 4 };

/* Writes a code point below 0x200000 and returns the number of bytes. */
size_t utf8_encode(uint32_t point, uint8_t out[UTF8_SIZE_MAX]);

/* The number of code points of a valid string. */
size_t utf8_count(const char *string);

void utf8_append(struct text *out, uint32_t point);

#endif
