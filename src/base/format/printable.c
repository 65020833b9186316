/*
 * A captured URI may contain an escape sequence that retitles a terminal, or a right-to-left
 * override that reverses a name. Such characters are printed in backslash notation.
 */
#include "base/format/printable.h"

#include "base/format/markup.h"

bool printable_is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

bool printable_is_invisible(uint32_t character)
{
	return (character >= 0x200b && character <= 0x200f) ||
		(character >= 0x2028 && character <= 0x202e) ||
		(character >= 0x2060 && character <= 0x206f) || character == 0xfeff ||
		character == 0x061c || character == 0x00ad ||
		(character >= 0xfff9 && character <= 0xfffb) ||
		(character >= 0xe0000 && character <= 0xe007f);
}

bool printable_is_shown(uint32_t character)
{
	return !printable_is_control(character) && !printable_is_invisible(character);
}

enum {
	LEFT_TO_RIGHT_EMBEDDING = 0x202a,
	RIGHT_TO_LEFT_EMBEDDING = 0x202b,
	END_OF_EMBEDDING = 0x202c,
	LEFT_TO_RIGHT_OVERRIDE = 0x202d,
	RIGHT_TO_LEFT_OVERRIDE = 0x202e,
	LEFT_TO_RIGHT_ISOLATE = 0x2066,
	FIRST_STRONG_ISOLATE = 0x2068,
	END_OF_ISOLATE = 0x2069,
	LEAD_BYTE = 0xe2, /* of all of them, in UTF-8 */
};

bool printable_is_reordered(struct bytes bytes, uint32_t *ret_character)
{
	uint32_t embedding = 0, isolate = 0; /* the last that began */
	unsigned embeddings = 0, isolates = 0; /* that have not ended */
	for (size_t i = 0, size; i < bytes.size; i += size) {
		size = 1;
		if (bytes.data[i] != LEAD_BYTE)
			continue;
		uint32_t character =
			markup_decode_utf8((struct bytes){ bytes.data + i, bytes.size - i }, &size);
		bool is_override =
			character == LEFT_TO_RIGHT_OVERRIDE || character == RIGHT_TO_LEFT_OVERRIDE;
		*ret_character = character;
		if (is_override)
			return true;
		if (character == LEFT_TO_RIGHT_EMBEDDING || character == RIGHT_TO_LEFT_EMBEDDING) {
			embedding = character;
			embeddings++;
		} else if (character == END_OF_EMBEDDING) {
			embeddings -= embeddings > 0;
		} else if (character >= LEFT_TO_RIGHT_ISOLATE &&
			character <= FIRST_STRONG_ISOLATE) {
			isolate = character;
			isolates++;
		} else if (character == END_OF_ISOLATE) {
			isolates -= isolates > 0;
		}
	}
	*ret_character = embeddings ? embedding : isolate;
	return embeddings || isolates;
}

bool printable_is_turn(uint32_t character)
{
	return (character >= LEFT_TO_RIGHT_EMBEDDING && character <= RIGHT_TO_LEFT_OVERRIDE) ||
		(character >= LEFT_TO_RIGHT_ISOLATE && character <= END_OF_ISOLATE);
}

static void append_turned(struct text *out, struct bytes bytes, bool is_written_out)
{
	for (size_t i = 0, size; i < bytes.size; i += size) {
		size = 1;
		uint32_t character = 0;
		if (bytes.data[i] == LEAD_BYTE)
			character = markup_decode_utf8(
				(struct bytes){ bytes.data + i, bytes.size - i }, &size);
		if (!printable_is_turn(character))
			text_append_size(out, (const char *)bytes.data + i, size);
		else if (is_written_out)
			text_append_format(out, "\\u{%x}", character);
	}
}

const char *printable_straight(struct arena *arena, struct bytes words)
{
	autofinish(text) struct text straight = { 0 };
	append_turned(&straight, words, false);
	return arena_strndup(arena, text_string(&straight), straight.size);
}

void printable_append_lines(struct text *out, struct bytes lines)
{
	autofinish(text) struct text safe = { 0 };
	markup_utf8(&safe, lines);
	append_turned(out, markup_bytes_of(text_string(&safe)), true);
}

static size_t plain_prefix(struct bytes bytes)
{
	size_t size = 0;
	while (size < bytes.size && bytes.data[size] >= 0x20 && bytes.data[size] < 0x7f)
		size++;
	return size;
}

static bool is_joiner(uint32_t character)
{
	return character == 0x200c || character == 0x200d;
}

static void append(struct text *out, struct bytes bytes, bool keeps_joiners)
{
	while (bytes.size) {
		size_t size = plain_prefix(bytes);
		if (size) {
			text_append_size(out, (const char *)bytes.data, size);
		} else {
			uint32_t character = markup_decode_utf8(bytes, &size);
			bool is_invalid = size == 1 && bytes.data[0] >= 0x80;
			if (is_invalid || printable_is_control(character))
				for (size_t i = 0; i < size; i++)
					text_append_format(out, "\\x%02x", bytes.data[i]);
			else if (printable_is_invisible(character) &&
				!(keeps_joiners && is_joiner(character)))
				text_append_format(out, "\\u{%x}", character);
			else
				text_append_size(out, (const char *)bytes.data, size);
		}
		bytes.data += size;
		bytes.size -= size;
	}
}

void printable_append(struct text *out, struct bytes bytes)
{
	append(out, bytes, false);
}

void printable_append_words(struct text *out, struct bytes words)
{
	append(out, words, true);
}

void printable_from(struct text *out, size_t start)
{
	if (start >= out->size)
		return;
	struct bytes added = { (const uint8_t *)out->data + start, out->size - start };
	if (plain_prefix(added) == added.size) /* the usual case */
		return;
	autofinish(text) struct text copy = { 0 };
	text_append_size(&copy, out->data + start, added.size);
	out->size = start;
	printable_append(out, (struct bytes){ (const uint8_t *)copy.data, copy.size });
}
