/*
 * Filters style declarations without parsing CSS (Syntax Level 3). A property must be in the list.
 * A value may have letters, digits, a few punctuation characters, and color functions. Strings,
 * escapes, comments and URLs cannot pass, so browsers cannot read a value differently. Positions,
 * z-index and negative sizes cannot pass either, so an element cannot leave its place.
 */
#include "notes/html/html-style.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/text/lines.h"

enum { VALUE_SIZE_MAX = 120, DIGITS_MAX = 4 };

static const char *const properties[] = { "align-items", "background", "background-color", "border",
	"border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
	"border-right", "border-spacing", "border-style", "border-top", "border-width", "clear",
	"color", "column-count", "column-gap", "columns", "display", "flex", "flex-direction",
	"flex-wrap", "float", "font-family", "font-size", "font-style", "font-variant",
	"font-weight", "gap", "grid-template-columns", "height", "justify-content",
	"letter-spacing", "line-height", "list-style", "list-style-type", "margin", "margin-bottom",
	"margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height",
	"min-width", "opacity", "overflow-wrap", "padding", "padding-bottom", "padding-left",
	"padding-right", "padding-top", "row-gap", "text-align", "text-decoration", "text-indent",
	"text-transform", "vertical-align", "white-space", "width", "word-break", "zoom" };

static bool is_property(struct bytes name)
{
	for (size_t i = 0; i < ARRAY_COUNT(properties); i++) {
		if (strlen(properties[i]) == name.size &&
			strncasecmp(properties[i], (const char *)name.data, name.size) == 0)
			return true;
	}
	return false;
}

/* The size of "rgb(" or another color function at the start; 0 when there is none. */
static size_t color_function_size(struct bytes value)
{
	static const char *const functions[] = { "rgb(", "rgba(", "hsl(", "hsla(" };
	for (size_t i = 0; i < ARRAY_COUNT(functions); i++) {
		size_t size = strlen(functions[i]);
		if (value.size > size &&
			strncasecmp((const char *)value.data, functions[i], size) == 0)
			return size;
	}
	return 0;
}

/* The size of a color function up to its ")"; 0 when it contains anything but numbers. */
static size_t color_size(struct bytes value)
{
	size_t at = color_function_size(value);
	for (; at && at < value.size; at++) {
		if (value.data[at] == ')')
			return at + 1;
		if (!ascii_is_digit(value.data[at]) && !strchr(" .,%/", value.data[at]))
			return 0;
	}
	return 0;
}

/*
 * The size of the permitted token at `at`: a color function or one byte; 0 when it is not
 * permitted.
 */
static size_t part_size(struct bytes value, size_t at)
{
	uint8_t byte = value.data[at];
	bool is_after_letter = at && ascii_is_letter(value.data[at - 1]);
	size_t size =
		ascii_is_letter(byte) && !is_after_letter ? color_size(bytes_from(value, at)) : 0;
	if (size)
		return size;
	if (byte == '#' && (at == 0 || value.data[at - 1] == ' ')) {
		for (size = 1; at + size < value.size; size++) {
			uint8_t digit = value.data[at + size];
			if (!ascii_is_digit(digit) && !ascii_is_letter(digit))
				break;
		}
		return size;
	}
	bool is_hyphen = byte == '-' && is_after_letter;
	return ascii_is_alphanumeric(byte) || is_hyphen || strchr(" .,%", byte) ? 1 : 0;
}

/* Numbers of five or more digits are refused: no such size fits on a slide. */
static bool is_value(struct bytes value)
{
	size_t digits = 0;
	if (value.size == 0 || value.size > VALUE_SIZE_MAX)
		return false;
	for (size_t at = 0, size; at < value.size; at += size) {
		size = part_size(value, at);
		digits = size == 1 && ascii_is_digit(value.data[at]) ? digits + 1 : 0;
		if (!size || digits > DIGITS_MAX)
			return false;
	}
	return true;
}

bool html_style_is_color(const char *value)
{
	return strspn(value, " .,%") == 0 && is_value(markup_bytes_of(value)) &&
		!strpbrk(value, "-");
}

/* "!important" is dropped: a style attribute has precedence anyway. */
static struct bytes without_important(struct bytes value)
{
	size_t bang = bytes_find(value, 0, "!");
	struct bytes rest = bytes_trim(bytes_from(value, bang + 1));
	if (rest.size == 9 && strncasecmp((const char *)rest.data, "important", 9) == 0)
		value.size = bang;
	return bytes_trim(value);
}

bool html_style_append(struct text *out, const char *style, struct bytes *ret_refused)
{
	struct bytes rest = markup_bytes_of(style);
	size_t start = out->size;
	bool is_whole = true;
	while (rest.size) {
		size_t end = bytes_find(rest, 0, ";");
		struct bytes declaration = bytes_trim((struct bytes){ rest.data, end });
		rest = bytes_from(rest, end + 1);
		if (!declaration.size)
			continue;
		size_t colon = bytes_find(declaration, 0, ":");
		struct bytes name = bytes_trim((struct bytes){ declaration.data, colon });
		struct bytes value = without_important(bytes_from(declaration, colon + 1));
		if (!is_property(name) || !is_value(value)) {
			*ret_refused = declaration;
			is_whole = false;
			continue;
		}
		text_append(out, out->size > start ? "; " : "");
		text_append_size(out, (const char *)name.data, name.size);
		text_append(out, ": ");
		text_append_size(out, (const char *)value.data, value.size);
	}
	return is_whole;
}
