/*
 * Values, and where they end: at the end of a line, at a quote, at what cannot be in a token. A value that goes
 * on in the next chunk (RFC 9112, 7.1) or in a folded line is followed there.
 */
#include "secrets/secret-scan.h"

#include "base/arena.h"

size_t secret_add(struct secret_scan *scan, enum secret kind)
{
	struct secret_list *list = scan->list;
	grow_array(&list->kinds, list->secret_count, &list->secret_capacity, sizeof(*list->kinds));
	list->kinds[list->secret_count] = kind;
	return list->secret_count++;
}

void secret_add_range(struct secret_scan *scan, size_t id, size_t from, size_t to)
{
	struct secret_list *list = scan->list;
	if (from >= to)
		return;
	grow_array(&list->ranges, list->count, &list->capacity, sizeof(*list->ranges));
	list->ranges[list->count++] = (struct secret_range){ from, to - from, id };
}

/* The size of "\r\n1f0\r\n", where a chunk ends and the next begins; else 0. */
static size_t chunk_line_size(const struct secret_scan *scan, size_t at)
{
	enum { DIGITS_MAX = 8 };
	if (byte_at(scan, at) != '\r' || byte_at(scan, at + 1) != '\n')
		return 0;
	size_t digits = at + 2, end = digits;
	while (end - digits < DIGITS_MAX && is_hex(byte_at(scan, end)))
		end++;
	if (end == digits || byte_at(scan, end) != '\r' || byte_at(scan, end + 1) != '\n')
		return 0;
	return end + 2 - at;
}

/* In a header line: where the next line continues it, the line break is not the value's. */
static bool line_ends(const struct secret_scan *scan, size_t at, size_t *ret_skip)
{
	size_t size = newline_size(scan, at);
	if (!size)
		return false;
	size_t next = skip_blanks(scan, at + size);
	*ret_skip = next > at + size ? next - at : 0;
	return *ret_skip == 0;
}

static bool part_ends(const struct secret_scan *scan, size_t at, size_t *ret_skip)
{
	*ret_skip = newline_size(scan, at);
	return *ret_skip && has_word(scan, at + *ret_skip, "--");
}

static bool quote_ends(const struct secret_scan *scan, size_t at, bool is_escaped, size_t *ret_size)
{
	uint8_t c = scan->text.data[at];
	if (c == '\\' && is_escaped && byte_at(scan, at + 1) == '"')
		return true;
	if (c == '\\')
		*ret_size = 2; /* what it escapes cannot end the value */
	return c < ' ' || (c == '"' && !is_escaped);
}

/*
 * Whether the value ends at `at`. Else *ret_size is what belongs to it there, or *ret_skip what stands
 * in its middle and does not.
 */
static bool value_ends(const struct secret_scan *scan, size_t at, enum secret_ending ending,
	size_t *ret_size, size_t *ret_skip)
{
	uint8_t c = scan->text.data[at];
	*ret_size = 1;
	*ret_skip = 0;
	if (ending == SECRET_ENDS_NEVER)
		return false;
	if (ending == SECRET_ENDS_WITH_LINE)
		return line_ends(scan, at, ret_skip);
	if (ending == SECRET_ENDS_WITH_PART)
		return part_ends(scan, at, ret_skip);
	if (ending == SECRET_ENDS_WITH_KEY) {
		*ret_skip = newline_size(scan, at);
		return has_word(scan, at, "-----end");
	}
	*ret_skip = chunk_line_size(scan, at);
	if (*ret_skip)
		return false;
	switch (ending) {
	case SECRET_ENDS_WITH_PARAMETER:
		return c <= ' ' || strchr("&;#\"'<>\\", c);
	case SECRET_ENDS_WITH_QUOTE:
		return quote_ends(scan, at, false, ret_size);
	case SECRET_ENDS_WITH_ESCAPED_QUOTE:
		return quote_ends(scan, at, true, ret_size);
	case SECRET_ENDS_WITH_NUMBER:
		return c <= ' ' || strchr(",}]", c);
	case SECRET_ENDS_WITH_TAG:
		return c == '<';
	case SECRET_ENDS_WITH_TOKEN:
		return !is_token_byte(c);
	default:
		return true;
	}
}

size_t secret_hide(struct secret_scan *scan, size_t at, enum secret kind, enum secret_ending ending)
{
	size_t id = scan->list->secret_count, start = at, size, skip;
	size_t ranges_before = scan->list->count;
	while (at < scan->text.size && !value_ends(scan, at, ending, &size, &skip)) {
		if (skip) {
			secret_add_range(scan, id, start, at);
			start = at += skip;
		} else {
			at += size;
		}
	}
	if (at > scan->text.size)
		at = scan->text.size;
	secret_add_range(scan, id, start, at);
	if (scan->list->count > ranges_before)
		(void)secret_add(scan, kind);
	if (at == scan->text.size) {
		scan->state->open = kind;
		scan->state->ending = ending;
	}
	return at;
}

size_t secret_hide_quoted_or(
	struct secret_scan *scan, size_t at, enum secret kind, enum secret_ending unquoted)
{
	if (byte_at(scan, at) == '"')
		return secret_hide(scan, at + 1, kind, SECRET_ENDS_WITH_QUOTE);
	return secret_hide(scan, at, kind, unquoted);
}
