/*
 * Searches a text by its format, and nested texts by theirs: each JSON string, form value or
 * attribute is decoded and searched as a text with a known end. Text that is nested too deeply, or
 * searched too often, is hidden whole, so that the time is proportional to the text.
 */
#include "secrets/secret-search.h"

#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"

enum {
	TEXT_SIZE_MIN = 3, /* the shortest text with a name and a value */
	VIEW_DEPTH_MAX = 2, /* how often a text of lines is decoded as a whole */
	FORM_NAME_LOOK_SIZE = 256,
};

/* Whether a JSON value begins here, by what follows '{' or '[' or by the value itself. */
static bool is_json_start(const struct secret_scan *scan, size_t at)
{
	while (byte_at(scan, at) == '[' && byte_at(scan, skip_space(scan, at + 1)) == '[')
		at = skip_space(scan, at + 1);
	size_t next = skip_space(scan, at + 1);
	uint8_t c = byte_at(scan, next);
	if (byte_at(scan, at) == '{')
		return next >= scan->text.size || is_quote(c) || ascii_is_alphanumeric(c) ||
			is_among(c, "}_$/\\") || c >= 0x80;
	if (byte_at(scan, at) != '[')
		return false;
	while (ascii_is_digit(byte_at(scan, next)) || byte_at(scan, next) == '.')
		next++;
	return next >= scan->text.size || is_quote(c) || is_among(c, "{]/") ||
		has_word(scan, next, "null") || has_word(scan, next, "true") ||
		has_word(scan, next, "false") ||
		(ascii_is_digit(c) && is_among(byte_at(scan, skip_space(scan, next)), ",]"));
}

static bool is_name_byte(uint8_t c)
{
	return ascii_is_alphanumeric(c) || c >= 0x80 || is_among(c, "_-.[]%$+*~:");
}

bool secret_is_form(const struct secret_scan *scan, size_t at)
{
	size_t end = at;
	while (end - at < FORM_NAME_LOOK_SIZE && is_name_byte(byte_at(scan, end)))
		end++;
	return end > at && byte_at(scan, end) == '=';
}

/*
 * Whether the text begins "name=value&name=". With one parameter only, it may be a settings line.
 */
static bool begins_with_parameters(const struct secret_scan *scan)
{
	size_t end = line_end(scan, 0);
	size_t ampersand = find_byte(scan, 0, end, '&');
	if (ampersand == end || !secret_is_form(scan, ampersand + 1))
		return false;
	if (secret_is_form(scan, 0))
		return true;
	for (size_t i = 0; i < ampersand; i++) {
		uint8_t c = scan->text.data[i];
		if ((ascii_is_space(c) && !scan->lacks_start) || is_among(c, "<>?/\"="))
			return false;
	}
	return ampersand > 0;
}

static bool is_multipart_start(const struct secret_scan *scan, size_t at)
{
	return has_word(scan, at, "--") && has_word(scan, next_line(scan, at), "content-");
}

size_t secret_json_start(const struct secret_scan *scan)
{
	size_t at = has_word(scan, 0, "\xef\xbb\xbf") ? 3 : 0; /* skips the byte order mark */
	if (has_word(scan, at, ")]}'"))
		/* skips the line that keeps JSON from running as a script */
		at = next_line(scan, at);
	return skip_space(scan, at);
}

enum secret_format secret_sniff(const struct secret_scan *scan)
{
	size_t at = secret_json_start(scan);
	uint8_t c = byte_at(scan, at), second = byte_at(scan, at + 1);
	if (scan->lacks_start)
		return begins_with_parameters(scan) ? SECRET_FORMAT_FORM : SECRET_FORMAT_LINES;
	if (((c == '{' || c == '[') && is_json_start(scan, at)) || c == '"')
		return SECRET_FORMAT_JSON;
	if (c == '<' && (ascii_is_alphanumeric(second) || is_among(second, "!?/")))
		return SECRET_FORMAT_MARKUP;
	if (is_multipart_start(scan, at))
		return SECRET_FORMAT_MULTIPART;
	return begins_with_parameters(scan) ? SECRET_FORMAT_FORM : SECRET_FORMAT_LINES;
}

/* Whether a text without beginning looks like JSON: a name in quotes is near. */
static bool is_json_rest(const struct secret_scan *scan)
{
	enum { LOOK_SIZE_MAX = 512 };
	size_t end = scan->text.size < LOOK_SIZE_MAX ? scan->text.size : LOOK_SIZE_MAX;
	for (size_t i = 0; i < end; i++) {
		if (scan->text.data[i] == '"' && byte_at(scan, skip_blanks(scan, i + 1)) == ':')
			return secret_is_text(scan, i);
	}
	return false;
}

/* In a text that is one address: returns the start of its query, or the end of the text. */
static size_t query_of_address(const struct secret_scan *scan)
{
	enum { PATH_SIZE_MAX = 4096 };
	size_t at = 0;
	bool has_scheme = false;
	for (; at < scan->text.size && at < PATH_SIZE_MAX; at++) {
		uint8_t c = scan->text.data[at];
		if (ascii_is_space(c) || is_among(c, "<>\"'{}"))
			break;
		has_scheme = has_scheme || c == '/';
		if (is_among(c, "?#") && (has_scheme || at == 0) && secret_is_form(scan, at + 1))
			return at + 1;
	}
	return scan->text.size;
}

/* Searches lines, and everything encoded in them. */
static void search_lines(const struct secret_scan *scan)
{
	static const enum secret_coding codings[] = { SECRET_CODING_PERCENT, SECRET_CODING_ENTITIES,
		SECRET_CODING_ESCAPES };
	const size_t size = scan->text.size;
	size_t query = scan->depth ? query_of_address(scan) : size;
	secret_text(scan, SECRET_RULES_OF_TEXT);
	secret_table(scan);
	if (query < size) {
		const struct secret_scan form = secret_part(scan, query, size);
		secret_query(&form);
	}
	if (find_byte(scan, 0, size, '<') < size ||
		(scan->lacks_start && find_byte(scan, 0, size, '>') < size))
		secret_markup_tags(scan);
	if (scan->lacks_start && is_json_rest(scan))
		secret_json(scan);
	struct secret_scan inner = *scan;
	inner.view_depth++;
	for (size_t i = 0; i < ARRAY_COUNT(codings); i++) {
		if (inner.view_depth <= VIEW_DEPTH_MAX && secret_is_coded(scan->text, codings[i]))
			secret_search_part(&inner, 0, size, codings[i], SECRET_ENDS_WITH_MESSAGE);
	}
}

/* Searches a form; the client may have posted another format without saying so. */
static void search_form(const struct secret_scan *scan)
{
	enum secret_format begins_as = secret_sniff(scan);
	if (begins_as == SECRET_FORMAT_JSON)
		secret_json(scan);
	else if (begins_as == SECRET_FORMAT_MARKUP)
		secret_markup(scan);
	else if (begins_as == SECRET_FORMAT_MULTIPART)
		secret_multipart(scan);
	else if (!secret_is_form(scan, 0))
		search_lines(scan);
	secret_query(scan);
}

static void search_as(const struct secret_scan *scan, enum secret_format format)
{
	switch (format) {
	case SECRET_FORMAT_FORM:
		search_form(scan);
		break;
	case SECRET_FORMAT_JSON:
		if (!scan->lacks_start && secret_sniff(scan) != format)
			search_lines(scan); /* the stated type is wrong */
		secret_json(scan);
		secret_text(scan, SECRET_RULES_OF_JSON);
		break;
	case SECRET_FORMAT_MARKUP:
		if (!scan->lacks_start && secret_sniff(scan) != format)
			search_lines(scan);
		secret_markup(scan);
		secret_text(scan, SECRET_RULE_TOKENS);
		break;
	case SECRET_FORMAT_MULTIPART:
		secret_multipart(scan);
		break;
	case SECRET_FORMAT_CODE:
		secret_text(scan, SECRET_RULES_OF_CODE);
		break;
	default:
		search_lines(scan);
	}
}

void secret_search(const struct secret_scan *scan, enum secret_format format)
{
	if (scan->text.size < TEXT_SIZE_MIN && !scan->lacks_end && !scan->lacks_start)
		return;
	if (scan->depth > SECRET_DEPTH_MAX || scan->text.size > scan->search->work_left) {
		(void)secret_hide(
			scan, 0, scan->text.size, SECRET_ENCODED, SECRET_ENDS_WITH_MESSAGE);
		return;
	}
	scan->search->work_left -= scan->text.size;
	if (secret_is_coded(scan->text, SECRET_CODING_UTF16))
		secret_search_part(
			scan, 0, scan->text.size, SECRET_CODING_UTF16, SECRET_ENDS_WITH_MESSAGE);
	search_as(scan, format == SECRET_FORMAT_UNKNOWN ? secret_sniff(scan) : format);
}

/* Searches a nested text. When it breaks off, the outer text says how its value ends. */
static void search_inner(
	const struct secret_scan *part, enum secret_format format, enum secret_ending ending)
{
	struct secret_state *state = part->search->state;
	const enum secret open = state->open;
	state->open = SECRET_NONE;
	secret_search(part, format);
	if (state->open != SECRET_NONE)
		state->ending = ending;
	else
		state->open = open;
}

void secret_search_part(const struct secret_scan *scan, size_t from, size_t to,
	enum secret_coding coding, enum secret_ending ending)
{
	struct secret_scan part = secret_part(scan, from, to);
	part.depth++;
	part.boundary = NULL;
	if (coding == SECRET_CODING_NONE || !secret_is_coded(part.text, coding)) {
		search_inner(&part, SECRET_FORMAT_UNKNOWN, ending);
		return;
	}
	autofinish(secret_view) struct secret_view view = { 0 };
	secret_decode(&view, &part, coding);
	const struct secret_scan decoded = secret_view_scan(&view, &part);
	search_inner(&decoded, SECRET_FORMAT_UNKNOWN, ending);
}

void secret_search_format(
	const struct secret_scan *scan, enum secret_format format, enum secret_ending ending)
{
	struct secret_scan part = *scan;
	part.depth++;
	search_inner(&part, format, ending);
}
