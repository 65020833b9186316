/*
 * Blocks as LZ4 has them (github.com/lz4/lz4, doc/lz4_Block_format.md), since a page unpacks them in ten
 * lines: sequences of a token, literals, and a match with what came before. One place is remembered for
 * each hash of four bytes, and the first match is taken: packets are short, and what repeats in them
 * does so plainly. The last five bytes are literals, and no match begins in the last twelve.
 */
#include "base/compression.h"

#include <assert.h>
#include <string.h>

enum { MATCH_MIN = 4, LAST_LITERALS = 5, MATCH_LIMIT = 12, HASH_BITS = 10, NIBBLE_MAX = 15 };

static uint32_t four_bytes(const uint8_t *data)
{
	uint32_t word;
	memcpy(&word, data, sizeof(word));
	return word;
}

/* What a half of a token has no room for. */
static void append_length(struct text *out, size_t length)
{
	if (length < NIBBLE_MAX)
		return;
	for (length -= NIBBLE_MAX; length >= 255; length -= 255)
		text_append_char(out, (char)255);
	text_append_char(out, (char)length);
}

/* Literals, then a match of `match` bytes from `distance` before; 0: the last ones, without a match. */
static void append_sequence(struct text *out, struct bytes literals, size_t match, size_t distance)
{
	size_t more = match ? match - MATCH_MIN : 0;
	size_t high = literals.size < NIBBLE_MAX ? literals.size : NIBBLE_MAX;
	size_t low = more < NIBBLE_MAX ? more : NIBBLE_MAX;
	text_append_char(out, (char)(high << 4 | low));
	append_length(out, literals.size);
	text_append_size(out, (const char *)literals.data, literals.size);
	if (!match)
		return;
	text_append_char(out, (char)(distance & 0xff));
	text_append_char(out, (char)(distance >> 8));
	append_length(out, more);
}

static size_t match_size(struct bytes bytes, size_t at, size_t before)
{
	size_t size = MATCH_MIN;
	while (at + size < bytes.size - LAST_LITERALS &&
		bytes.data[before + size] == bytes.data[at + size])
		size++;
	return size;
}

void compression_append(struct text *out, struct bytes bytes)
{
	uint16_t places[1 << HASH_BITS] = { 0 }; /* one more than where it stood */
	size_t written = 0, at = 0;
	assert(bytes.size < COMPRESSION_SIZE_MAX);
	while (at + MATCH_LIMIT < bytes.size) {
		uint32_t word = four_bytes(bytes.data + at);
		uint16_t *place = &places[word * UINT32_C(2654435761) >> (32 - HASH_BITS)];
		size_t before = *place;
		*place = (uint16_t)(at + 1);
		if (!before || four_bytes(bytes.data + before - 1) != word) {
			at++;
			continue;
		}
		before--;
		size_t size = match_size(bytes, at, before);
		append_sequence(out, (struct bytes){ bytes.data + written, at - written }, size,
			at - before);
		at += size;
		written = at;
	}
	append_sequence(out, (struct bytes){ bytes.data + written, bytes.size - written }, 0, 0);
}
