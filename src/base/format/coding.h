#ifndef BASE_FORMAT_CODING_H
#define BASE_FORMAT_CODING_H

/* Bytes in digits: hexadecimal, and base64 (RFC 4648). */

#include "base/buffer.h"
#include "base/text.h"

/* 0 to 15, or -1 for what is no hexadecimal digit, in either case. */
static inline int hex_digit(uint8_t letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	letter |= 0x20;
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* With padding. */
void text_append_base64(struct text *text, struct bytes bytes);

/*
 * What the digits of `string` stand for; its quotes, white space and padding are passed over. Empty for what is
 * no base64.
 */
void base64_decode(struct bytes string, struct buffer *ret_bytes);

#endif
