/*
 * Finds mathematics by Obsidian's rule (Pandoc's tex_math_dollars): no space inside the dollars and
 * no digit behind the last. Talks about networks contain prices and shell variables, so the rule
 * here is stricter. No letter may precede the first dollar or follow the last, except for CJK
 * (`$n$은`). No backtick may be inside, which excludes `$PATH` in code. An empty line ends a
 * paragraph, and TeX does not permit it in mathematics either.
 */
#include "notes/inline/math.h"

#include <stdbool.h>

#include "base/ascii.h"
#include "notes/text/lines.h"

static bool is_word(uint8_t byte)
{
	return ascii_is_alphanumeric(byte);
}

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n';
}

/* Whether the line that begins at `at` is empty, apart from '>'. */
static bool is_empty_line(struct bytes source, size_t at)
{
	while (at < source.size && (source.data[at] == ' ' || source.data[at] == '>'))
		at++;
	return at == source.size || source.data[at] == '\n';
}

/*
 * Whether the text at `at` cannot be inside mathematics: a code span or fence, or a noncharacter
 * used as a mark (notes/inline/invisible-marks.h).
 */
static bool is_foreign(struct bytes source, size_t at)
{
	struct bytes rest = bytes_from(source, at);
	return rest.data[0] == '`' || bytes_starts_with(rest, "~~~") ||
		bytes_starts_with(rest, "\xef\xb7");
}

static size_t display_size(struct bytes source, size_t at)
{
	bool has_text = false;
	for (size_t i = at + 2; i + 1 < source.size && i - at < MATH_SIZE_MAX; i++) {
		uint8_t byte = source.data[i];
		if (byte == '$' && source.data[i + 1] == '$')
			return has_text ? i + 2 - at : 0;
		if (is_foreign(source, i) || (byte == '\n' && is_empty_line(source, i + 1)))
			return 0;
		has_text = has_text || !is_blank(byte);
		i += byte == '\\' && source.data[i + 1] != '\n';
	}
	return 0;
}

static size_t inline_size(struct bytes source, size_t at)
{
	for (size_t i = at + 1; i < source.size && i - at < MATH_SIZE_MAX; i++) {
		uint8_t byte = source.data[i];
		if (byte == '$') {
			bool is_open = is_blank(source.data[i - 1]) ||
				(i + 1 < source.size &&
					(is_word(source.data[i + 1]) || source.data[i + 1] == '$'));
			return is_open ? 0 : i + 1 - at;
		}
		if (is_foreign(source, i) || byte == '\n')
			return 0;
		i += byte == '\\' && i + 1 < source.size && source.data[i + 1] != '\n';
	}
	return 0;
}

size_t math_size_at(struct bytes source, size_t at)
{
	if (at + 2 >= source.size)
		return 0;
	uint8_t before = at ? source.data[at - 1] : '\n', after = source.data[at + 1];
	if (before == '$' || is_word(before))
		return 0;
	if (after == '$')
		return display_size(source, at);
	return is_blank(after) ? 0 : inline_size(source, at);
}
