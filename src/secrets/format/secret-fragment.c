/*
 * Texts that begin in the middle of something, because earlier bytes were not captured. If a value
 * was open, its rest is hidden up to where such values end. If nothing is known, everything that
 * looks like the rest of a value is hidden: of a header line, a string, a parameter, a token.
 */
#include "base/ascii.h"
#include "secrets/format/secret-message.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum {
	LINE_SIZE_MAX = 16384, /* of a header line that began before the text */
	TOKEN_SIZE_MIN = 12, /* of the rest of a token */
};

static size_t hide_fragment(const struct secret_scan *scan, size_t from, size_t to)
{
	struct secret_value value = { .kind = SECRET_FRAGMENT };
	secret_cover_lines(scan, &value, from, to);
	if (to == scan->text.size && scan->lacks_end)
		secret_leave_open(scan, SECRET_FRAGMENT, SECRET_ENDS_WITH_LINE);
	return to;
}

/* Whether this is a line of base64, as in keys. */
static bool is_base64_line(const struct secret_scan *scan, size_t at, size_t end)
{
	while (at < end &&
		(ascii_is_alphanumeric(scan->text.data[at]) ||
			is_among(scan->text.data[at], "+/=")))
		at++;
	return at == end;
}

/* Whether this is the rest of a token: long, without blanks, letters and digits mixed. */
static bool is_token(const struct secret_scan *scan, size_t at, size_t end)
{
	size_t digits = 0, letters = 0;
	for (size_t i = at; i < end; i++) {
		digits += ascii_is_digit(scan->text.data[i]);
		letters += ascii_is_alphanumeric(scan->text.data[i]) &&
			!ascii_is_digit(scan->text.data[i]);
	}
	return end - at >= TOKEN_SIZE_MIN && letters > 1 &&
		(digits > 1 || (digits == 1 && end - at > 2 * TOKEN_SIZE_MIN));
}

/* Hides the lines of base64 after the one that ends at `end`; returns the end of the last. */
static size_t hide_key_lines(const struct secret_scan *scan, size_t end)
{
	for (;;) {
		size_t start = end + newline_size(scan, end), next = line_end(scan, start);
		if (start == end || next == start || !is_base64_line(scan, start, next))
			return end;
		end = hide_fragment(scan, start, next);
	}
}

/*
 * Hides the rest of a token at the beginning, or all possible ones in the first line, and the lines
 * of a key.
 */
static void token_fragment(const struct secret_scan *scan, bool is_all)
{
	size_t end = line_end(scan, 0), last = 0;
	if (end > LINE_SIZE_MAX || !secret_is_text(scan, end))
		return;
	for (size_t at = 0; at < end && (is_all || at == 0);) {
		size_t stop = at;
		while (stop < end && is_token_byte(scan->text.data[stop]))
			stop++;
		if (is_token(scan, at, stop))
			last = secret_hide(scan, at, stop, SECRET_FRAGMENT, SECRET_ENDS_WITH_TOKEN);
		at = stop + 1;
	}
	if (last == end)
		(void)hide_key_lines(scan, end);
}

/* ---- an open value ---- */

static size_t line_value_end(const struct secret_scan *scan)
{
	size_t end = line_end(scan, 0);
	while (newline_size(scan, end) && is_blank(byte_at(scan, end + newline_size(scan, end))))
		end = line_end(scan, end + newline_size(scan, end));
	return end;
}

static size_t first_of(const struct secret_scan *scan, const char *signs)
{
	size_t at = 0;
	while (at < scan->text.size && !is_among(scan->text.data[at], signs))
		at++;
	return at;
}

static size_t first_not_of(const struct secret_scan *scan, const char *signs)
{
	size_t at = 0;
	while (at < scan->text.size && is_among(scan->text.data[at], signs))
		at++;
	return at;
}

static size_t parameter_end(const struct secret_scan *scan)
{
	size_t at = 0;
	for (; at < scan->text.size && scan->text.data[at] != '&'; at++) {
		if (has_word(scan, at, " http/1.") && newline_size(scan, at + 9))
			return at;
	}
	return at;
}

static size_t part_end(const struct secret_scan *scan, const char *boundary)
{
	size_t size = strlen(boundary);
	for (size_t at = 0; at < scan->text.size; at++) {
		size_t start = at + newline_size(scan, at);
		if (start == at || !has_word(scan, start, "--"))
			continue;
		bool is_same = scan->text.size - start - 2 >= size &&
			memcmp(scan->text.data + start + 2, boundary, size) == 0;
		if (is_same)
			return at;
	}
	return scan->text.size;
}

static size_t key_end(const struct secret_scan *scan)
{
	size_t at = 0;
	while (at < scan->text.size && !has_word(scan, at, "-----end") &&
		!has_word(scan, at, "---- end"))
		at++;
	return at;
}

static size_t token_rest(const struct secret_scan *scan)
{
	size_t at = 0;
	while (is_token_byte(byte_at(scan, at)) || is_among(byte_at(scan, at), "%$"))
		at++;
	return at;
}

/*
 * When the quote at `end` belongs to a name, the gap contained the end of the earlier value. Hides
 * the value of that name.
 */
static size_t skip_name_value(const struct secret_scan *scan, size_t end)
{
	size_t sign = skip_space(scan, end + 1);
	if (byte_at(scan, sign) != ':')
		return end;
	return secret_json_value(scan, skip_space(scan, sign + 1), 0);
}

/* Hides a value in JSON or a script; an apostrophe before it may belong to it. */
static size_t string_or_nested(const struct secret_scan *scan, size_t at)
{
	struct secret_value value = { .kind = SECRET_FRAGMENT };
	if (byte_at(scan, at) == '\'')
		secret_cover(scan, &value, at, at + 1);
	return secret_json_value(scan, at, 0);
}

/* Returns the end of a value that had not begun; in JSON its first quote may be missing. */
static size_t value_end(const struct secret_scan *scan, enum secret open)
{
	size_t at = skip_space(scan, 0);
	if (byte_at(scan, at) == ':')
		at = skip_space(scan, at + 1);
	if (is_quote(byte_at(scan, at)) || is_among(byte_at(scan, at), "{["))
		return string_or_nested(scan, at);
	size_t end = secret_string_end(scan, at, '"', 0);
	return skip_name_value(scan, secret_hide(scan, at, end, open, SECRET_ENDS_WITH_QUOTE));
}

/* Returns the end of an element, at its end tag; the name may have been cut. */
static size_t element_end(const struct secret_scan *scan, const char *name)
{
	for (size_t at = 0; at < scan->text.size; at++) {
		at = find_byte(scan, at, scan->text.size, '<');
		if (byte_at(scan, at + 1) == '/' && has_word(scan, at + 2, name))
			return at;
	}
	return scan->text.size;
}

size_t secret_resume(const struct secret_scan *scan, const struct secret_state *before)
{
	const enum secret open = before->open;
	const enum secret_ending ending = before->ending;
	size_t end = scan->text.size, lines;
	struct secret_value value = { .kind = open };
	switch (ending) {
	case SECRET_ENDS_WITH_LINE:
		end = line_value_end(scan);
		lines = before->message.is_in_header ? end : secret_line_end(scan, 0);
		end = lines > end ? lines : end;
		break;
	case SECRET_ENDS_WITH_PARAMETER:
		end = parameter_end(scan);
		break;
	case SECRET_ENDS_WITH_LINE_PARAMETER:
		end = find_byte(scan, 0, line_value_end(scan), '&');
		break;
	case SECRET_ENDS_WITH_QUOTE:
		end = secret_string_end(scan, 0, '"', 0);
		break;
	case SECRET_ENDS_WITH_APOSTROPHE:
		end = secret_string_end(scan, 0, '\'', 0);
		break;
	case SECRET_ENDS_WITH_NUMBER:
		end = first_of(scan, ",}]\r\n");
		break;
	case SECRET_ENDS_WITH_VALUE:
		return value_end(scan, open);
	case SECRET_ENDS_WITH_TAG:
		end = first_of(scan, "<>");
		break;
	case SECRET_ENDS_WITH_PART:
		end = part_end(scan, before->message.boundary);
		break;
	case SECRET_ENDS_WITH_ELEMENT:
		end = element_end(scan, before->element);
		break;
	case SECRET_ENDS_WITH_TOKEN:
		end = token_rest(scan);
		break;
	case SECRET_ENDS_WITH_KEY:
		end = key_end(scan);
		break;
	default:
		break;
	}
	if (ending == SECRET_ENDS_WITH_LINE || ending == SECRET_ENDS_WITH_KEY)
		secret_cover_lines(scan, &value, 0, end);
	else
		secret_cover(scan, &value, 0, end);
	if (end == scan->text.size && scan->lacks_end) {
		secret_leave_open(scan, open, ending);
		memcpy(scan->search->state->element, before->element, sizeof(before->element));
	}
	if (ending == SECRET_ENDS_WITH_QUOTE || ending == SECRET_ENDS_WITH_APOSTROPHE)
		return skip_name_value(scan, end);
	if (ending == SECRET_ENDS_WITH_TOKEN) {
		token_fragment(scan, true);
		return 0; /* it may have been a name */
	}
	return ending == SECRET_ENDS_WITH_LINE ? end + newline_size(scan, end) : end;
}

/* ---- an unknown value ---- */

/* Returns the end of what may be a field name. */
static size_t name_run(const struct secret_scan *scan, size_t at)
{
	while (ascii_is_alphanumeric(byte_at(scan, at)) || byte_at(scan, at) == '-')
		at++;
	return at;
}

/*
 * Hides the rest of a header line whose name was not captured. It is one when it is text and the
 * next line is a header or the empty line after the headers.
 */
static size_t header_fragment(const struct secret_scan *scan)
{
	size_t end = line_value_end(scan), next = end + newline_size(scan, end), at = next;
	if (next == end || end > LINE_SIZE_MAX || !secret_is_text(scan, end) ||
		has_word(scan, 0, "---"))
		return 0;
	at = name_run(scan, next);
	bool is_field = at > next && byte_at(scan, at) == ':';
	if (!is_field && (at > next || !newline_size(scan, next)))
		return 0;
	(void)hide_fragment(scan, 0, end);
	return next;
}

/* Hides the rest of a line in a known header, unless it is only a line end. */
static size_t known_header_fragment(const struct secret_scan *scan)
{
	size_t end = line_value_end(scan), next = newline_size(scan, 0);
	if (end == 0) /* a line end, or the empty line after the headers */
		return ascii_is_alphanumeric(byte_at(scan, next)) &&
				byte_at(scan, name_run(scan, next)) == ':'
			? next
			: 0;
	if (end > LINE_SIZE_MAX || !secret_is_text(scan, end))
		return 0;
	(void)hide_fragment(scan, 0, secret_line_end(scan, 0));
	(void)hide_fragment(scan, 0, end);
	return end + newline_size(scan, end);
}

/* Hides the rest of a string or number, and finds what follows a value in JSON. */
static size_t json_fragment(const struct secret_scan *scan)
{
	size_t digits = 0;
	while (ascii_is_digit(byte_at(scan, digits)))
		digits++;
	if (digits && is_among(byte_at(scan, skip_space(scan, digits)), ",}]"))
		return digits;
	size_t quote = secret_string_end(scan, 0, '"', 0), next = skip_space(scan, quote + 1);
	for (size_t i = 0; i < quote; i++) {
		if (is_among(scan->text.data[i], "<>\n"))
			return 0;
	}
	if (!secret_is_text(scan, quote))
		return 0;
	bool is_value = is_among(byte_at(scan, next), "}]") ||
		(byte_at(scan, next) == ',' && byte_at(scan, skip_space(scan, next + 1)) == '"');
	return quote < scan->text.size && is_value ? quote : 0;
}

/* Hides what follows a name: after ":" or "=", a value in quotes. */
static void named_fragment(const struct secret_scan *scan)
{
	size_t sign = skip_blanks(scan, first_of(scan, "\"'") == 0 ? 1 : 0);
	size_t value = skip_space(scan, sign + 1), line = line_end(scan, 0);
	if (!secret_is_text(scan, line))
		return;
	if (!is_among(byte_at(scan, sign), ":=")) {
		if (sign == 0 || !is_quote(byte_at(scan, 0)))
			return;
		size_t end = secret_string_end(scan, 1, byte_at(scan, 0), 0);
		if (!is_among(byte_at(scan, skip_space(scan, end + 1)), ":="))
			(void)secret_json_value(scan, 0, 0);
		return;
	}
	if (is_quote(byte_at(scan, value)) || is_among(byte_at(scan, value), "{["))
		(void)secret_json_value(scan, value, 0);
	else if (!is_among(byte_at(scan, sign + 1), ":/") && value < line)
		(void)hide_fragment(scan, value, line);
}

/* Hides user:password@host in the first word, whose scheme is missing. */
static void userinfo_fragment(const struct secret_scan *scan)
{
	size_t end = first_of(scan, " \t\r\n\"'<>"), last = end;
	while (last > 0 && byte_at(scan, last) != '@')
		last--;
	if (last == 0 || !secret_is_text(scan, end))
		return;
	size_t colon = find_byte(scan, 0, last, ':');
	(void)secret_hide(
		scan, colon < last ? colon + 1 : 0, last, SECRET_FRAGMENT, SECRET_ENDS_WITH_LINE);
}

/* In a script, hides a string, or everything up to the end of a value. */
static size_t code_fragment(const struct secret_scan *scan)
{
	size_t at = first_not_of(scan, " \t\r\n=:");
	if (is_quote(byte_at(scan, at)))
		return string_or_nested(scan, at);
	size_t end = first_of(scan, "\"'`;,\n)}");
	if (is_quote(byte_at(scan, end)))
		end = secret_string_end(scan, end + 1, byte_at(scan, end), 0);
	return hide_fragment(scan, 0, end);
}

/*
 * Hides the first line after a gap, and the lines that belong to it, since it is unknown what they
 * continue.
 */
static void line_fragment(const struct secret_scan *scan)
{
	size_t end = line_end(scan, 0);
	if (end > LINE_SIZE_MAX || !secret_is_text(scan, end))
		return;
	(void)hide_fragment(scan, 0, secret_line_end(scan, 0));
	(void)hide_key_lines(scan, end);
}

static size_t body_fragment(const struct secret_scan *scan, enum secret_format format)
{
	switch (format) {
	case SECRET_FORMAT_FORM:
		return secret_hide(scan, 0, find_byte(scan, 0, scan->text.size, '&'),
			SECRET_FRAGMENT, SECRET_ENDS_WITH_PARAMETER);
	case SECRET_FORMAT_CODE:
		return code_fragment(scan);
	case SECRET_FORMAT_JSON:
	case SECRET_FORMAT_MARKUP:
	case SECRET_FORMAT_MULTIPART:
		return 0; /* their own search handles a missing beginning */
	default:
		line_fragment(scan);
		return 0; /* this line says what the next ones are */
	}
}

size_t secret_fragment(
	const struct secret_scan *scan, const struct secret_state *before, bool *ret_is_header)
{
	const struct secret_message *rest = &before->message;
	*ret_is_header = rest->is_in_header;
	if (rest->is_in_header)
		return known_header_fragment(scan);
	if (rest->is_in_body)
		return body_fragment(scan, rest->format);
	size_t end = header_fragment(scan);
	*ret_is_header = end > 0;
	if (end)
		return end;
	end = json_fragment(scan);
	if (end)
		(void)secret_hide(scan, 0, end, SECRET_FRAGMENT, SECRET_ENDS_WITH_TOKEN);
	if (before->has_text_before)
		line_fragment(scan);
	named_fragment(scan);
	userinfo_fragment(scan);
	token_fragment(scan, before->has_text_before);
	return 0;
}
