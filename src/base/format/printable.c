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

static size_t plain_prefix(struct bytes bytes)
{
	size_t size = 0;
	while (size < bytes.size && bytes.data[size] >= 0x20 && bytes.data[size] < 0x7f)
		size++;
	return size;
}

void printable_append(struct text *out, struct bytes bytes)
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
			else if (printable_is_invisible(character))
				text_append_format(out, "\\u{%x}", character);
			else
				text_append_size(out, (const char *)bytes.data, size);
		}
		bytes.data += size;
		bytes.size -= size;
	}
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
