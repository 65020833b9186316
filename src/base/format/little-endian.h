#ifndef BASE_LITTLE_ENDIAN_H
#define BASE_LITTLE_ENDIAN_H

/* Numbers as bytes, the lowest first, as most machines write them into files. */

#include <stdint.h>

#include "base/text.h"

static inline void text_append_u16_le(struct text *text, uint16_t number)
{
	text_append_char(text, (char)(number & 0xff));
	text_append_char(text, (char)(number >> 8));
}

static inline void text_append_u32_le(struct text *text, uint32_t number)
{
	text_append_u16_le(text, (uint16_t)(number & 0xffff));
	text_append_u16_le(text, (uint16_t)(number >> 16));
}

#endif
