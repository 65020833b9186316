/*
 * Images of a talk are part of its page. An SVG inside <img> cannot run script in any browser, but a
 * deck is handed around and opened on its own, so one with script, handlers, foreign content or
 * outside references is refused rather than cleaned.
 */
#include "notes/image.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/markup.h"
#include "notes/lines.h"

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
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (image.size >= kinds[i].size &&
			memcmp(image.data, kinds[i].magic, kinds[i].size) == 0)
			return kinds[i].kind;
	}
	if (image.size >= 12 && memcmp(image.data, "RIFF", 4) == 0 &&
		memcmp(image.data + 8, "WEBP", 4) == 0)
		return "image/webp";
	return NULL;
}

static bool has_word_at(struct bytes rest, const char *word)
{
	size_t size = strlen(word);
	return rest.size >= size && strncasecmp((const char *)rest.data, word, size) == 0;
}

/*
 * The first of `words` (lower case, in the order of the list) that the bytes hold in any case, or
 * NULL. Images are long and most bytes begin no word: one look at each, for all words together.
 */
static const char *find_word(struct bytes bytes, const char *const *words, size_t count)
{
	bool begins[256] = { false };
	for (size_t i = 0; i < count; i++) {
		begins[(unsigned char)words[i][0]] = true;
		begins[toupper((unsigned char)words[i][0])] = true;
	}
	size_t found = count;
	for (size_t at = 0; at < bytes.size; at++) {
		if (!begins[bytes.data[at]])
			continue;
		struct bytes rest = bytes_from(bytes, at);
		for (size_t i = 0; i < found; i++) {
			if (rest.size > 1 && (rest.data[1] | 0x20) == (words[i][1] | 0x20) &&
				has_word_at(rest, words[i]))
				found = i;
		}
	}
	return found < count ? words[found] : NULL;
}

/* An attribute whose name begins with "on": white space or a quote, then on...= */
static bool has_handler(struct bytes svg)
{
	for (size_t i = 0; i + 3 < svg.size; i++) {
		const char *p = (const char *)svg.data + i;
		if ((p[1] | 0x20) != 'o' || (p[2] | 0x20) != 'n' || !strchr(" \t\n\r\f/\"'", p[0]))
			continue;
		size_t end = i + 3;
		while (end < svg.size && ((svg.data[end] | 0x20) >= 'a') &&
			((svg.data[end] | 0x20) <= 'z'))
			end++;
		while (end < svg.size && strchr(" \t\n\r", svg.data[end]))
			end++;
		if (end < svg.size && svg.data[end] == '=')
			return true;
	}
	return false;
}

/* href="...": only to a place in the same file, or to an embedded image. */
static bool has_outside_reference(struct bytes svg)
{
	for (size_t at = bytes_find(svg, 0, "href"); at < svg.size;
		at = bytes_find(svg, at + 4, "href")) {
		struct bytes value = bytes_trim(bytes_from(svg, at + 4));
		if (!bytes_starts_with(value, "="))
			continue;
		value = bytes_trim(bytes_from(value, 1));
		if (!bytes_starts_with(value, "\"") && !bytes_starts_with(value, "'"))
			return true;
		value = bytes_trim(bytes_from(value, 1));
		if (!bytes_starts_with(value, "#") && !bytes_starts_with(value, "data:image/"))
			return true;
	}
	static const char *const words[] = { "@import", "url(http", "url('http", "url(\"http",
		"url(//" };
	return find_word(svg, words, sizeof(words) / sizeof(words[0])) != NULL;
}

static bool check_svg(struct bytes svg, const char *path, struct error *error)
{
	static const char *const words[] = { "<script", "javascript:", "<foreignobject", "<iframe",
		"<embed", "<object", "<!entity", "<?xml-stylesheet", "<handler", "<listener" };
	const char *word = find_word(svg, words, sizeof(words) / sizeof(words[0]));
	if (word)
		return error_set(error,
			"'%s' holds '%s', which a deck does not embed: save it as a plain SVG or a "
			"PNG",
			path, word);
	if (has_handler(svg))
		return error_set(error,
			"'%s' holds event handlers, which a deck does not embed: save "
			"it as a plain SVG or a PNG",
			path);
	if (has_outside_reference(svg))
		return error_set(error,
			"'%s' refers to other files, which a deck cannot reach: "
			"embed them in it, or save it as a PNG",
			path);
	return true;
}

static bool is_svg(struct bytes image)
{
	struct bytes head = image;
	if (bytes_starts_with(head, "\xef\xbb\xbf"))
		head = bytes_from(head, 3);
	head = bytes_trim(head);
	static const char *const root[] = { "<svg" };
	return bytes_starts_with(head, "<") && find_word(image, root, 1) &&
		memchr(image.data, '\0', image.size) == NULL;
}

/*
 * SVG is text, and shorter as text than as base64: only what would end the attribute, begin a tag, an
 * escape or a fragment, or be no UTF-8 in the page, is escaped (RFC 3986, 2.1). A URL has no line
 * ends; to SVG they are spaces.
 */
static void append_svg(struct text *out, struct bytes svg)
{
	static const char digits[] = "0123456789ABCDEF", special[] = "\"%#<>&\x7f";
	bool is_plain[256] = { false };
	for (unsigned c = ' '; c <= 0x7f; c++)
		is_plain[c] = !memchr(special, (int)c, sizeof(special) - 1);
	text_append(out, "data:image/svg+xml,");
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
				place[1] = digits[rest.data[j] >> 4];
				place[2] = digits[rest.data[j] & 15];
			}
		}
	}
}

bool image_append_data_uri(struct text *out, const char *path, struct error *error)
{
	struct bytes image;
	if (!file_read(path, IMAGE_SIZE_MAX, &image, error))
		return false;
	automem void *owned = (void *)(uintptr_t)image.data;
	const char *kind = kind_of(image);
	if (!kind && is_svg(image)) {
		if (!check_svg(image, path, error))
			return false;
		append_svg(out, image);
		return true;
	}
	if (!kind)
		return error_set(error,
			"'%s' is not a PNG, JPEG, GIF, WebP or SVG image: save it as one of them",
			path);
	text_append_format(out, "data:%s;base64,", kind);
	text_append_base64(out, image);
	return true;
}
