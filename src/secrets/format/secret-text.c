/*
 * Secrets anywhere in a text: "name=value", "name": value, queries, command options, addresses with
 * passwords, tokens. The end of an unquoted value is uncertain; it is at the latest the end of the
 * line.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum {
	STRING_SIZE_MAX = 65536, /* of a quoted value over several lines */
	BLANKS_MAX = 16, /* between a name and its sign */
	COMMENT_SIZE_MAX = 256,
};

struct reader {
	const struct secret_scan *scan;
	unsigned rules;
	size_t at;
	/* The quote before the current word, as in "http://...". */
	uint8_t quote; /* 0: none */
	size_t quote_level; /* how often it is escaped */
};

/* ---- names ---- */

struct bytes secret_name_before(const struct secret_scan *scan, size_t end)
{
	size_t start = end;
	while (start > 0 && end - start < SECRET_NAME_SIZE_MAX &&
		(ascii_is_alphanumeric(scan->text.data[start - 1]) ||
			scan->text.data[start - 1] >= 0x80 ||
			is_among(scan->text.data[start - 1], "_-.[]%$")))
		start--;
	return bytes_between(scan, start, end);
}

static size_t offset_of(const struct secret_scan *scan, struct bytes part)
{
	return (size_t)(part.data - scan->text.data);
}

/* The name before the sign at `at`; blanks may be between them. */
static struct bytes name_of_sign(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	size_t end = at;
	while (at - end < BLANKS_MAX && end > 0 && is_blank(scan->text.data[end - 1]))
		end--;
	return secret_name_before(scan, end);
}

/* The last byte before `at` that is no blank; '\n' at the start of the text. */
static uint8_t sign_before(const struct secret_scan *scan, size_t at)
{
	size_t start = at;
	while (start - at < BLANKS_MAX && at > 0 && is_blank(scan->text.data[at - 1]))
		at--;
	return at > 0 ? scan->text.data[at - 1] : '\n';
}

/* ---- values ---- */

static size_t hide(const struct reader *reader, size_t from, size_t to, enum secret kind)
{
	if (secret_is_harmless(reader->scan, from, to))
		return to;
	return secret_hide(reader->scan, from, to, kind, SECRET_ENDS_WITH_LINE_PARAMETER);
}

/* Returns the end of the quote that is open before the word or line. */
static size_t enclosed_end(const struct reader *reader, size_t at)
{
	const size_t line = line_end(reader->scan, at);
	if (!reader->quote)
		return line;
	const struct secret_scan part = secret_part(reader->scan, 0, line);
	return secret_string_end(&part, at < line ? at : line, reader->quote, reader->quote_level);
}

static bool ends_query_in_code(uint8_t c)
{
	return ascii_is_space(c) || is_among(c, "\"'`<>()\\&");
}

/* Returns the end of a value after "?name=" or "&name=". */
static size_t query_value_end(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	bool is_code = !(reader->rules & SECRET_RULE_SETTINGS);
	for (; at < scan->text.size; at++) {
		uint8_t c = scan->text.data[at];
		if (c == '&' || c == '\n' || (c == reader->quote && c) ||
			(is_code && ends_query_in_code(c)))
			break;
	}
	return at;
}

/*
 * Returns the end of a setting's value. Only another parameter ends it, since '&' may be part of
 * it.
 */
static size_t setting_value_end(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	for (; at < scan->text.size; at++) {
		uint8_t c = scan->text.data[at];
		if (newline_size(scan, at) || (c == reader->quote && c) ||
			(c == '&' && secret_is_form(scan, at + 1)))
			break;
	}
	return at;
}

/* Hides a string between triple quotes. */
static size_t hide_long_string(const struct reader *reader, size_t at, enum secret kind)
{
	const struct secret_scan *scan = reader->scan;
	uint8_t quote = byte_at(scan, at);
	size_t end = at + 3;
	while (end < scan->text.size &&
		!(byte_at(scan, end) == quote && byte_at(scan, end + 1) == quote &&
			byte_at(scan, end + 2) == quote))
		end++;
	(void)secret_hide(scan, at + 3 < end ? at + 3 : end, end, kind,
		quote == '"' ? SECRET_ENDS_WITH_QUOTE : SECRET_ENDS_WITH_APOSTROPHE);
	return end < scan->text.size ? end + 3 : end;
}

/* Hides a string from its quote on; 0 when its end is not near, or more text follows it. */
static size_t hide_string(const struct reader *reader, size_t at, enum secret kind)
{
	const struct secret_scan *scan = reader->scan;
	uint8_t quote = byte_at(scan, at);
	if (byte_at(scan, at + 1) == quote && byte_at(scan, at + 2) == quote)
		return hide_long_string(reader, at, kind);
	size_t limit = scan->text.size;
	if (limit - at > STRING_SIZE_MAX)
		limit = at + STRING_SIZE_MAX;
	const struct secret_scan part = secret_part(scan, 0, limit);
	size_t end = secret_string_end(&part, at + 1, quote, 0);
	if (end == limit && !part.lacks_end)
		return 0;
	uint8_t next = byte_at(scan, end + 1);
	bool is_whole = end + 1 >= scan->text.size || ascii_is_space(next) ||
		is_among(next, ",;)]}&#>|<.+");
	if (end < limit && !is_whole)
		return 0;
	if (secret_is_harmless(scan, at + 1, end))
		return end + 1;
	(void)secret_hide(scan, at + 1, end, kind,
		quote == '"' ? SECRET_ENDS_WITH_QUOTE : SECRET_ENDS_WITH_APOSTROPHE);
	return end < limit ? end + 1 : end;
}

/* ---- name=value ---- */

/* What surrounds the current '='. */
struct assignment {
	struct bytes name;
	bool is_query; /* "?name=" or "&name=" */
	bool is_code; /* of a program: only strings are values */
	bool is_apart; /* a blank precedes the sign */
};

static struct assignment assignment_at(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	struct assignment found = { .name = name_of_sign(
					    reader, byte_at(scan, at - 1) == ':' ? at - 1 : at) };
	size_t start = offset_of(scan, found.name);
	uint8_t before = byte_at(scan, start - 1);
	bool is_entity = before == ';' && start > 4 && has_word(scan, start - 5, "&amp;");
	found.is_code = !(reader->rules & SECRET_RULE_SETTINGS);
	found.is_query = (is_among(before, "?&") || is_entity) && (!found.is_code || reader->quote);
	found.is_apart = is_blank(byte_at(scan, at - 1));
	return found;
}

static bool is_secret_assignment(
	const struct secret_scan *scan, const struct assignment *assignment, size_t at)
{
	bool is_comparison = byte_at(scan, at + 1) == '=' && !assignment->is_query &&
		(assignment->is_apart || assignment->is_code);
	if (is_comparison)
		return false;
	if (scan->lacks_start && assignment->name.data == scan->text.data)
		return secret_may_end(assignment->name);
	/* Short names are ignored in programs and in prose like "code = 5". */
	bool is_strict = assignment->is_apart || (assignment->is_code && !assignment->is_query);
	return is_strict ? secret_is_member(assignment->name)
			 : secret_is_parameter(assignment->name);
}

static size_t read_assignment(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	const struct assignment assignment = assignment_at(reader, at);
	size_t value = at + 1;
	if (!is_secret_assignment(scan, &assignment, at))
		return 0;
	if (assignment.is_query)
		return hide(reader, value, query_value_end(reader, value), SECRET_PARAMETER);
	value += byte_at(scan, value) == '>' && assignment.is_apart; /* "name => value" */
	value = skip_blanks(scan, value);
	if (is_quote(byte_at(scan, value)) && byte_at(scan, value) != reader->quote) {
		size_t end = hide_string(reader, value, SECRET_PARAMETER);
		if (end)
			return end;
	}
	if (assignment.is_code)
		return 0;
	return hide(reader, value, setting_value_end(reader, value), SECRET_PARAMETER);
}

/* Hides values in "?name=value&name=value". */
static size_t read_query(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	bool is_code = !(reader->rules & SECRET_RULE_SETTINGS);
	if (!secret_is_form(scan, at + 1) || (is_code && !reader->quote))
		return 0;
	size_t end = enclosed_end(reader, at + 1);
	if (is_code) {
		size_t stop = at + 1;
		while (stop < end &&
			(scan->text.data[stop] == '&' ||
				!ends_query_in_code(scan->text.data[stop])))
			stop++;
		end = stop;
	}
	const struct secret_scan query = secret_part(scan, at + 1, end);
	secret_search_format(&query, SECRET_FORMAT_FORM, SECRET_ENDS_WITH_LINE_PARAMETER);
	return end;
}

/* ---- name: value ---- */

/* Whether a bracket, a quote or a line, which may hold names, begins before `start`. */
static bool begins_name(const struct secret_scan *scan, size_t start)
{
	return is_among(sign_before(scan, start), "{[(,;|\"'`\n");
}

static size_t read_pair(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	struct bytes name = name_of_sign(reader, at);
	size_t start = offset_of(scan, name), value = skip_blanks(scan, at + 1);
	uint8_t next = byte_at(scan, at + 1), c = byte_at(scan, value);
	if (!name.size || is_among(next, ":/=\\") || ascii_is_space(c) || value >= scan->text.size)
		return 0;
	bool is_member = begins_name(scan, start);
	bool is_code = !(reader->rules & SECRET_RULE_SETTINGS);
	if (!(is_member ? secret_is_member(name) : !is_code && secret_is_password(name)))
		return 0;
	if ((is_quote(c) && c != reader->quote) || (is_member && !is_code && is_among(c, "{[")))
		return secret_json_value(scan, value, 0);
	return is_code ? 0 : hide(reader, value, enclosed_end(reader, value), SECRET_MEMBER);
}

/* Skips blanks, line breaks (escaped ones, too) and comments. */
static size_t skip_between(const struct secret_scan *scan, size_t at, size_t level)
{
	for (;;) {
		size_t next = skip_space(scan, at), escape = next;
		while (level && byte_at(scan, escape) == '\\')
			escape++;
		if (escape > next && is_among(byte_at(scan, escape), "nrt"))
			next = escape + 1;
		if (has_word(scan, next, "/*")) {
			size_t end = next + 2;
			while (end - next < COMMENT_SIZE_MAX && !has_word(scan, end, "*/"))
				end++;
			next = end + 2;
		}
		if (next == at)
			return at;
		at = next;
	}
}

/* Whether the bracket calls a function that sets a value by name. */
static bool is_setter(const struct secret_scan *scan, size_t bracket)
{
	static const char *const names[] = { "setitem", "setheader", "setrequestheader", "define",
		"append", "putenv", "setenv", "set", "put", "header", "addheader", "setproperty",
		"setcookie", "add_header", "set_header", "setex", "setdefault" };
	struct bytes before = secret_name_before(scan, bracket);
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		size_t size = strlen(names[i]),
		       start = offset_of(scan, before) + before.size - size;
		bool is_whole = before.size == size ||
			(before.size > size && !ascii_is_alphanumeric(byte_at(scan, start - 1)));
		if (is_whole && has_word(scan, start, names[i]))
			return true;
	}
	return false;
}

/*
 * For setItem("token", "value") and x["token"] = "value": returns the start of the value, or 0.
 * `before` is the name's last quote.
 */
static size_t argument_value(const struct secret_scan *scan, size_t before, size_t sign)
{
	size_t value = 0;
	uint8_t open = before ? byte_at(scan, before - 1) : 0;
	if (open == '(' && byte_at(scan, sign) == ',' && is_setter(scan, before - 1))
		value = skip_space(scan, sign + 1);
	else if (open == '[' && byte_at(scan, sign) == ']') {
		sign = skip_blanks(scan, sign + 1);
		if (byte_at(scan, sign) == '=' && byte_at(scan, sign + 1) != '=')
			value = skip_space(scan, sign + 1);
	}
	return value && is_quote(byte_at(scan, value)) ? value : 0;
}

/* Reads "name": value in any context, at the name's last quote. */
static size_t read_quoted_name(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	uint8_t quote = scan->text.data[at];
	size_t end = at, level, start;
	while (end > 0 && at - end < SECRET_NAME_SIZE_MAX && scan->text.data[end - 1] == '\\')
		end--;
	level = at - end;
	size_t sign = skip_between(scan, at + 1, level);
	if (!is_among(byte_at(scan, sign), ":=,]"))
		return 0;
	for (start = end; start > 0 && end - start < SECRET_NAME_SIZE_MAX; start--) {
		if (scan->text.data[start - 1] == quote || scan->text.data[start - 1] == '\n')
			break;
	}
	struct bytes name = bytes_between(scan, start, end);
	bool is_tail = start == 0 && scan->lacks_start;
	if (is_tail ? !secret_may_end(name) : !(start > 0 && secret_is_member(name)))
		return 0;
	if (is_among(byte_at(scan, sign), ",]")) {
		size_t value = level ? 0 : argument_value(scan, start - 1, sign);
		return value && !is_tail ? secret_json_value(scan, value, 0) : 0;
	}
	sign += byte_at(scan, sign) == '=' && byte_at(scan, sign + 1) == '>';
	return secret_json_value(scan, skip_between(scan, sign + 1, level), level);
}

/* ---- the whole text ---- */

static size_t read_word(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	bool begins_word = at == 0 || !ascii_is_alphanumeric(scan->text.data[at - 1]);
	return begins_word && (reader->rules & SECRET_RULE_TOKENS) ? secret_token(scan, at) : 0;
}

static size_t read_sign(const struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	const unsigned rules = reader->rules;
	size_t next = 0;
	switch (scan->text.data[at]) {
	case '=':
		return rules & (SECRET_RULE_SETTINGS | SECRET_RULE_STRINGS)
			? read_assignment(reader, at)
			: 0;
	case ':':
		next = rules & SECRET_RULE_TOKENS ? secret_userinfo(scan, at) : 0;
		return next || !(rules & (SECRET_RULE_SETTINGS | SECRET_RULE_STRINGS))
			? next
			: read_pair(reader, at);
	case '"':
	case '\'':
	case '`':
		return rules & SECRET_RULE_NAMES ? read_quoted_name(reader, at) : 0;
	case '?':
	case '#':
		return rules & SECRET_RULE_QUERIES ? read_query(reader, at) : 0;
	case '-':
		next = rules & SECRET_RULE_TOKENS ? secret_key_block(scan, at) : 0;
		return next || !(rules & SECRET_RULE_SETTINGS) ? next : secret_option(scan, at);
	case '/':
	case '@':
		if (!(rules & SECRET_RULE_TOKENS))
			return 0;
		next = secret_userinfo(scan, at);
		return next ? next : secret_webhook(scan, at);
	case '$':
		return read_word(reader, at);
	default:
		return 0;
	}
}

static bool is_sign(uint8_t c)
{
	return is_among(c, "=:\"'`?#-/@$");
}

/* Keeps track of the open quote. */
static void track_quote(struct reader *reader, uint8_t c)
{
	const struct secret_scan *scan = reader->scan;
	if (ascii_is_space(c) || c == '<' || c == '>') {
		reader->quote = 0;
	} else if (is_quote(c) && c == reader->quote) {
		reader->quote = 0;
	} else if (is_quote(c) && !reader->quote &&
		!(reader->at > 0 && ascii_is_alphanumeric(scan->text.data[reader->at - 1]))) {
		size_t start = reader->at;
		while (start > 0 && reader->at - start < SECRET_DEPTH_MAX &&
			scan->text.data[start - 1] == '\\')
			start--;
		reader->quote = c;
		reader->quote_level = reader->at - start;
	}
}

static size_t read_here(const struct reader *reader)
{
	const struct secret_scan *scan = reader->scan;
	uint8_t c = scan->text.data[reader->at];
	bool begins_line = reader->at == 0 || scan->text.data[reader->at - 1] == '\n';
	size_t next = 0;
	if (begins_line && (reader->rules & SECRET_RULE_LINES))
		next = secret_line(scan, reader->at);
	if (!next && ascii_is_alphanumeric(c))
		return read_word(reader, reader->at);
	return next || !is_sign(c) ? next : read_sign(reader, reader->at);
}

void secret_text(const struct secret_scan *scan, unsigned rules)
{
	struct reader reader = { .scan = scan, .rules = rules };
	while (reader.at < scan->text.size) {
		size_t next = read_here(&reader);
		if (next > reader.at) {
			reader.at = next;
			reader.quote = 0;
		} else {
			track_quote(&reader, scan->text.data[reader.at]);
			reader.at++;
		}
	}
}
