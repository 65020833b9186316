#ifndef BASE_HEX_BASE64_H
#define BASE_HEX_BASE64_H

/* Bytes as text: hexadecimal, and base64 (RFC 4648). */

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/text.h"

/* The value 0 to 15 of a hexadecimal digit of either case, or -1. */
static inline int hex_digit(uint8_t letter)
{
	if (ascii_is_digit(letter))
		return letter - '0';
	letter |= 0x20;
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* Appends base64 with padding. */
void text_append_base64(struct text *text, struct bytes bytes);

/*
 * Decodes base64, ignoring quotes, white space and padding. The result is empty when `string` is
 * not base64.
 */
void base64_decode(struct bytes string, struct buffer *ret_bytes);

#endif
