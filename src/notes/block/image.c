/* Embeds images into the page as data: URIs: base64, or cleaned and escaped text for SVG. */
#include "notes/block/image.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/file/file.h"
#include "base/format/hex-base64.h"
#include "base/format/markup.h"
#include "notes/html/svg-clean.h"
#include "notes/text/lines.h"

enum { IMAGE_SIZE_MAX = 16 << 20 };

static const char *kind_of(struct bytes image)
{
	static const struct {
		const char *magic;
		size_t size;
		const char *kind;
	} kinds[] = {
		{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
		{ "\xff\xd8\xff", 3, "image/jpeg" },
		{ "GIF87a", 6, "image/gif" },
		{ "GIF89a", 6, "image/gif" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (image.size >= kinds[i].size &&
			memcmp(image.data, kinds[i].magic, kinds[i].size) == 0)
			return kinds[i].kind;
	}
	if (image.size >= 12 && memcmp(image.data, "RIFF", 4) == 0 &&
		memcmp(image.data + 8, "WEBP", 4) == 0)
		return "image/webp";
	return NULL;
}

static bool is_svg(struct bytes image)
{
	struct bytes head = image;
	if (bytes_starts_with(head, "\xef\xbb\xbf"))
		head = bytes_from(head, 3);
	head = bytes_trim(head);
	return bytes_starts_with(head, "<") && bytes_find(image, 0, "<svg") < image.size &&
		memchr(image.data, '\0', image.size) == NULL;
}

/*
 * Appends SVG as escaped text, which is shorter than base64. Escaped are bytes that would end the
 * attribute, begin a tag, a percent escape or a fragment, and bytes that are not UTF-8 (RFC 3986,
 * 2.1). The attribute has single quotes, since SVG is full of double quotes. Newlines become
 * spaces: a URL cannot hold them, and SVG treats both alike.
 */
static void append_svg(struct text *out, struct bytes svg)
{
	static const char special[] = "'%#<>&\x7f";
	bool is_plain[256] = { false };
	for (unsigned c = ' '; c <= 0x7f; c++)
		is_plain[c] = !memchr(special, (int)c, sizeof(special) - 1);
	text_append(out, " src='data:image/svg+xml,");
	for (size_t i = 0, size = 1; i < svg.size; i += size) {
		struct bytes rest = bytes_from(svg, i);
		for (size = 0; size < rest.size && is_plain[rest.data[size]];)
			size++;
		if (size) {
			text_append_size(out, (const char *)rest.data, size);
			continue;
		}
		uint32_t point = markup_decode_utf8(rest, &size);
		if (point == '\n' || point == '\r' || point == '\t') {
			text_append_char(out, ' ');
		} else if (point > 0x7f && point != 0xfffd) {
			text_append_size(out, (const char *)rest.data, size);
		} else {
			for (size_t j = 0; j < size; j++) {
				char *place = text_extend(out, 3);
				place[0] = '%';
				place[1] = ascii_upper_hex_digit(rest.data[j] >> 4);
				place[2] = ascii_upper_hex_digit(rest.data[j]);
			}
		}
	}
	text_append_char(out, '\'');
}

bool image_append_src(struct text *out, const char *path, bool *ret_has_outside,
	struct svg_words *ret_words, struct error *error)
{
	*ret_has_outside = false;
	*ret_words = (struct svg_words){ 0 };
	autofinish(buffer) struct buffer file = { 0 };
	if (!file_read(path, IMAGE_SIZE_MAX, &file, error))
		return false;
	struct bytes image = buffer_bytes(&file);
	const char *kind = kind_of(image);
	if (!kind && is_svg(image)) {
		autofinish(text) struct text cleaned = { 0 };
		text_grow(&cleaned, image.size);
		if (!svg_clean(&cleaned, image, path, ret_has_outside, error))
			return false;
		const struct bytes svg = { (uint8_t *)cleaned.data, cleaned.size };
		append_svg(out, svg);
		if (!svg_words_find(svg, ret_words))
			*ret_words = (struct svg_words){ 0 };
		return true;
	}
	if (!kind)
		return error_set(error,
			"'%s' is not a PNG, JPEG, GIF, WebP or SVG image: save it as one of them",
			path);
	text_append_format(out, " src=\"data:%s;base64,", kind);
	text_append_base64(out, image);
	text_append_char(out, '"');
	return true;
}
