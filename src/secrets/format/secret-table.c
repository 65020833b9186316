/*
 * Tables of text (RFC 4180, and with other separators): the first line names the columns, and what
 * is below a secret's name is one.
 */
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum {
	COLUMNS_MAX = 64,
	NAME_SIZE_MAX = 40,
};

/* The end of the field at `at`: a separator or the line's end, outside quotes. */
static size_t field_end(const struct secret_scan *scan, size_t at, uint8_t separator)
{
	size_t start = skip_blanks(scan, at);
	if (byte_at(scan, start) != '"' || separator == '|') {
		while (at < scan->text.size && scan->text.data[at] != separator &&
			!newline_size(scan, at))
			at++;
		return at;
	}
	for (at = start + 1; at < scan->text.size; at++) {
		if (scan->text.data[at] != '"')
			continue;
		if (byte_at(scan, at + 1) != '"')
			break;
		at++; /* "" is a quote */
	}
	while (at < scan->text.size && scan->text.data[at] != separator && !newline_size(scan, at))
		at++;
	return at;
}

static bool is_name(const struct secret_scan *scan, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		uint8_t c = scan->text.data[i];
		if (!is_alphanumeric(c) && c < 0x80 && !is_among(c, " _-.\"#"))
			return false;
	}
	return to - from <= NAME_SIZE_MAX;
}

/* Which columns are secret, a bit each; 0 when the first line is none of a table. */
static uint64_t secret_columns(const struct secret_scan *scan, uint8_t separator)
{
	uint64_t columns = 0;
	size_t count = 0;
	for (size_t at = 0;; count++) {
		size_t end = field_end(scan, at, separator);
		if (count == COLUMNS_MAX || !is_name(scan, at, end))
			return 0;
		if (secret_is_field(bytes_between(scan, at, end)))
			columns |= UINT64_C(1) << count;
		if (byte_at(scan, end) != separator)
			break;
		at = end + 1;
	}
	return count > 0 ? columns : 0;
}

static void hide_rows(const struct secret_scan *scan, uint64_t columns, uint8_t separator)
{
	for (size_t at = next_line(scan, 0), column = 0; at < scan->text.size;) {
		size_t end = field_end(scan, at, separator);
		if (column < COLUMNS_MAX && columns >> column & 1)
			(void)secret_hide(scan, at, end, SECRET_MEMBER, SECRET_ENDS_WITH_LINE);
		bool is_last = byte_at(scan, end) != separator;
		column = is_last ? 0 : column + 1;
		at = is_last ? end + newline_size(scan, end) : end + 1;
		if (is_last && newline_size(scan, end) == 0)
			break;
	}
}

void secret_table(const struct secret_scan *scan)
{
	static const char separators[] = ",\t;|";
	for (size_t i = 0; separators[i] && !scan->lacks_start; i++) {
		uint64_t columns = secret_columns(scan, (uint8_t)separators[i]);
		if (columns)
			hide_rows(scan, columns, (uint8_t)separators[i]);
	}
}
