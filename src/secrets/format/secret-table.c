/*
 * Text tables (RFC 4180, and with other separators): the first line names the columns, and cells
 * below a secret's name are hidden. In rows that begin with '|' (Markdown, MySQL), so are cells
 * beside such a name.
 */
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum {
	COLUMNS_MAX = 64,
	NAME_SIZE_MAX = 40,
};

/* Returns the end of the field at `at`: a separator or line end outside quotes. */
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
		if (!ascii_is_alphanumeric(c) && c < 0x80 && !is_among(c, " _-.\"#"))
			return false;
	}
	return to - from <= NAME_SIZE_MAX;
}

/* The secret columns, one bit each; 0 when the first line is not that of a table. */
static uint64_t secret_columns(const struct secret_scan *scan, uint8_t separator)
{
	uint64_t columns = 0;
	size_t count = 0;
	for (size_t at = 0;; count++) {
		size_t end = field_end(scan, at, separator);
		if (count == COLUMNS_MAX || !is_name(scan, at, end))
			return 0;
		const struct bytes name = bytes_between(scan, at, end);
		if (separator == '|' ? secret_is_member(name) : secret_is_field(name))
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

/* Whether the line is a rule like "|---|:--|" or "+-----+". The row above a rule is a heading. */
static bool is_rule(const struct secret_scan *scan, size_t at)
{
	size_t end = line_end(scan, at);
	size_t start = skip_blanks(scan, at), dashes = 0;
	for (size_t i = start; i < end; i++) {
		if (!is_among(scan->text.data[i], "|+-: \t="))
			return false;
		dashes += scan->text.data[i] == '-';
	}
	return dashes > 0 && is_among(byte_at(scan, start), "|+");
}

/*
 * Hides the cells of the row at `at` below or beside a secret's name. Returns the end of the line.
 */
static size_t hide_cells(const struct secret_scan *scan, size_t at, uint64_t columns)
{
	bool is_named = false;
	size_t start = skip_blanks(scan, at) + 1, last = line_end(scan, at);
	for (size_t column = 0; start < last; column++) {
		size_t end = find_byte(scan, start, last, '|');
		size_t text = skip_blanks(scan, start);
		const struct bytes name = bytes_between(scan, start, end);
		bool is_secret = is_named || (column < COLUMNS_MAX && columns >> column & 1);
		if (is_secret && text < end)
			(void)secret_hide(scan, start, end, SECRET_MEMBER, SECRET_ENDS_WITH_LINE);
		is_named = !is_secret && name.size <= NAME_SIZE_MAX && secret_is_member(name);
		start = end + 1;
	}
	return last;
}

/* The secret columns of the heading at `at`. */
static uint64_t head_columns(const struct secret_scan *scan, size_t at)
{
	uint64_t columns = 0;
	size_t start = skip_blanks(scan, at) + 1, last = line_end(scan, at);
	for (size_t column = 0; start < last && column < COLUMNS_MAX; column++) {
		size_t end = find_byte(scan, start, last, '|');
		if (end - start <= NAME_SIZE_MAX &&
			secret_is_member(bytes_between(scan, start, end)))
			columns |= UINT64_C(1) << column;
		start = end + 1;
	}
	return columns;
}

static bool is_row(const struct secret_scan *scan, size_t at)
{
	return byte_at(scan, skip_blanks(scan, at)) == '|';
}

size_t secret_table_row(const struct secret_scan *scan, size_t at)
{
	size_t below = next_line(scan, at);
	if (!is_row(scan, at) || is_rule(scan, at))
		return 0;
	if (!is_rule(scan, below))
		return hide_cells(scan, at, 0);
	uint64_t columns = head_columns(scan, at);
	size_t end = line_end(scan, below);
	for (at = next_line(scan, below); at < scan->text.size && is_row(scan, at);
		at = next_line(scan, at))
		end = hide_cells(scan, at, columns);
	return end;
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
