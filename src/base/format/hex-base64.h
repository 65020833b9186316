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

/* The value 0 to 63 of a digit of base64 or base64url, or -1. */
static inline int base64_digit(uint8_t letter)
{
	if (letter >= 'A' && letter <= 'Z')
		return letter - 'A';
	if (letter >= 'a' && letter <= 'z')
		return letter - 'a' + 26;
	if (ascii_is_digit(letter))
		return letter - '0' + 52;
	return letter == '+' || letter == '-' ? 62 : letter == '/' || letter == '_' ? 63 : -1;
}

/* Appends base64 with padding. */
void text_append_base64(struct text *text, struct bytes bytes);

/*
 * Decodes base64, ignoring quotes, white space and padding. The result is empty when `string` is
 * not base64.
 */
void base64_decode(struct bytes string, struct buffer *ret_bytes);

#endif
