/* Encodes surrogates like any other code point; callers that must not write them check before. */
#include "base/format/utf8.h"

static uint8_t tail_of(uint32_t point, unsigned shift)
{
	return (uint8_t)(0x80 | (point >> shift & 0x3f));
}

size_t utf8_encode(uint32_t point, uint8_t out[UTF8_SIZE_MAX])
{
	if (point < 0x80) {
		out[0] = (uint8_t)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (uint8_t)(0xc0 | point >> 6);
		out[1] = tail_of(point, 0);
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (uint8_t)(0xe0 | point >> 12);
		out[1] = tail_of(point, 6);
		out[2] = tail_of(point, 0);
		return 3;
	}
	out[0] = (uint8_t)(0xf0 | (point >> 18 & 0x07));
	out[1] = tail_of(point, 12);
	out[2] = tail_of(point, 6);
	out[3] = tail_of(point, 0);
	return 4;
}

size_t utf8_count(const char *string)
{
	size_t count = 0;
	for (; *string; string++)
		count += ((uint8_t)*string & 0xc0) != 0x80;
	return count;
}

void utf8_append(struct text *out, uint32_t point)
{
	uint8_t bytes[UTF8_SIZE_MAX];
	size_t size = utf8_encode(point, bytes);
	text_append_size(out, (const char *)bytes, size);
}
