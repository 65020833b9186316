/*
 * JSON (RFC 8259), one or several values as in JSON Lines, and its common variants: comments, other
 * quotes, names without quotes (JSON5). The value of a secret's name is hidden, including a whole
 * array or object. Other strings are searched as texts of their own. A list of {"name": ...,
 * "value": ...} is read as names and values.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum { LEVELS_MAX = 64 /* of objects whose names and values belong together */ };

/* An object. Its "name" says what its "value" is; either may come first. */
struct level {
	bool has_name, is_of_secret;
	size_t value_from, value_to; /* the place of its "value"; 0: none */
};

/* KEY_PATH is that of JSON Patch (RFC 6902), KEY_TYPE that of a form's fields. */
enum key { KEY_NONE, KEY_NAME, KEY_PATH, KEY_TYPE, KEY_VALUE };

struct reader {
	const struct secret_scan *scan;
	size_t at;
	size_t depth; /* the number of open arrays and objects */
	enum key key; /* of the next value */
	struct level levels[LEVELS_MAX];
};

size_t secret_string_end(const struct secret_scan *scan, size_t at, uint8_t quote, size_t level)
{
	/* An escaped quote inside has 2 * level + 1 backslashes. */
	const size_t period = 2 * (level + 1);
	size_t backslashes = 0;
	for (; at < scan->text.size; at++) {
		if (scan->text.data[at] == quote && backslashes % period != period - 1)
			return at - (backslashes < level ? backslashes : level);
		backslashes = scan->text.data[at] == '\\' ? backslashes + 1 : 0;
	}
	return at;
}

static bool ends_literal(uint8_t c)
{
	return is_among(c, ",}]\r\n");
}

/* Hides a number or an unquoted word, except for null, true and false. */
static size_t hide_literal(const struct secret_scan *scan, struct secret_value *value, size_t at)
{
	size_t end = at;
	while (end < scan->text.size && !ends_literal(scan->text.data[end]))
		end++;
	size_t last = end;
	while (last > at && is_blank(scan->text.data[last - 1]))
		last--;
	if (!secret_is_harmless(scan, at, last))
		secret_cover(scan, value, at, last);
	return end;
}

/*
 * Returns how often the quote at `at` is escaped, by its backslashes, and moves `at` to the quote.
 */
static size_t quote_level(const struct secret_scan *scan, size_t *at)
{
	size_t start = *at;
	while (byte_at(scan, *at) == '\\')
		++*at;
	return *at - start;
}

static bool is_key(const struct secret_scan *scan, size_t end)
{
	size_t at = end;
	(void)quote_level(scan, &at);
	return byte_at(scan, skip_space(scan, at + 1)) == ':';
}

/* Hides everything in an array or object except for the names; returns its end. */
static size_t hide_nested(const struct secret_scan *scan, struct secret_value *value, size_t at)
{
	size_t depth = 0;
	while (at < scan->text.size) {
		size_t place = at, level = quote_level(scan, &place);
		uint8_t c = byte_at(scan, place);
		if (level && !is_quote(c)) { /* "\n" between nested values */
			at = place + 1;
			continue;
		}
		if (is_quote(c)) {
			size_t end = secret_string_end(scan, place + 1, c, level);
			if (!is_key(scan, end))
				secret_cover(scan, value, place + 1, end);
			at = end + level + 1;
			continue;
		}
		at = place + 1;
		if (c == '{' || c == '[')
			depth++;
		if ((c == '}' || c == ']') && --depth == 0)
			return at;
		if (ascii_is_alphanumeric(c) || c == '-' || c >= 0x80)
			at = hide_literal(scan, value, place);
	}
	return scan->text.size;
}

size_t secret_json_value(const struct secret_scan *scan, size_t at, size_t level)
{
	struct secret_value value = { .kind = SECRET_MEMBER };
	enum secret_ending ending = SECRET_ENDS_WITH_QUOTE;
	size_t place = at, own_level = quote_level(scan, &place), end;
	uint8_t c = byte_at(scan, place);
	if (place >= scan->text.size) {
		ending = SECRET_ENDS_WITH_VALUE;
		at = scan->text.size;
	} else if (is_quote(c)) {
		ending = c == '"' ? SECRET_ENDS_WITH_QUOTE : SECRET_ENDS_WITH_APOSTROPHE;
		end = secret_string_end(scan, place + 1, c, own_level);
		secret_cover(scan, &value, place + 1, end);
		at = end < scan->text.size ? end + own_level + 1 : end;
	} else if (c == '{' || c == '[') {
		ending = SECRET_ENDS_WITH_MESSAGE;
		at = hide_nested(scan, &value, at);
	} else {
		ending = SECRET_ENDS_WITH_NUMBER;
		end = level ? secret_string_end(scan, at, '"', 0) : scan->text.size;
		const struct secret_scan part = secret_part(scan, 0, end);
		at = hide_literal(&part, &value, at < end ? at : end);
	}
	if (at >= scan->text.size && scan->lacks_end)
		secret_leave_open(scan, SECRET_MEMBER, ending);
	return at;
}

static struct level *level_of(struct reader *reader)
{
	return reader->depth && reader->depth <= LEVELS_MAX ? &reader->levels[reader->depth - 1]
							    : NULL;
}

static enum key key_of(struct bytes name)
{
	static const char *const names[] = { "name", "key", "id", "field", "header", "param",
		"label", "attribute", "parameterkey", "parametername" };
	static const char *const values[] = { "value", "val", "content", "defaultvalue",
		"parametervalue" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (secret_name_is(name, names[i]))
			return KEY_NAME;
	}
	for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
		if (secret_name_is(name, values[i]))
			return KEY_VALUE;
	}
	if (secret_name_is(name, "path"))
		return KEY_PATH;
	return secret_name_is(name, "type") ? KEY_TYPE : KEY_NONE;
}

/* Whether the value of this key says that the "value" beside it is a secret. */
static bool names_secret(enum key key, struct bytes value)
{
	switch (key) {
	case KEY_NAME:
		return secret_is_field(value);
	case KEY_PATH:
		return value.size && value.data[0] == '/' && secret_is_member(value);
	case KEY_TYPE:
		return secret_is_password(value);
	default:
		return false;
	}
}

/* Reads a name; its value begins at `value`. */
static void read_key(struct reader *reader, struct bytes name, size_t value)
{
	struct level *level = level_of(reader);
	reader->at = value;
	reader->key = KEY_NONE;
	if (secret_is_member(name)) {
		reader->at = secret_json_value(reader->scan, value, 0);
		return;
	}
	reader->key = level ? key_of(name) : KEY_NONE;
	if (reader->key != KEY_VALUE)
		return;
	if (level->is_of_secret)
		reader->at = secret_json_value(reader->scan, value, 0);
	else
		level->value_from = value;
}

/* Reads the value [from, to). */
static void read_value(struct reader *reader, size_t from, size_t to)
{
	struct level *level = level_of(reader);
	enum key key = reader->key;
	reader->key = KEY_NONE;
	if (!level)
		return;
	if (key == KEY_VALUE)
		level->value_to = to;
	bool is_cut = to >= reader->scan->text.size && reader->scan->lacks_end;
	level->has_name = level->has_name || (key == KEY_NAME && !is_cut);
	if (!names_secret(key, bytes_between(reader->scan, from, to)))
		return;
	level->is_of_secret = true;
	if (level->value_from && level->value_to > level->value_from) {
		const struct secret_scan part = secret_part(reader->scan, 0, level->value_to);
		(void)secret_json_value(&part, level->value_from, 0);
	}
}

/*
 * Hides the second string of ["password", "s3cret"]; the name's quotes are around [start, end).
 * Returns the value's end, or 0.
 */
static size_t hide_in_pair(const struct secret_scan *scan, size_t start, size_t end)
{
	size_t before = start - 1, value = skip_space(scan, end + 1);
	while (before > 0 && ascii_is_space(scan->text.data[before - 1]))
		before--;
	if (before == 0 || scan->text.data[before - 1] != '[' || byte_at(scan, value) != ',' ||
		!secret_is_member(bytes_between(scan, start, end)))
		return 0;
	value = skip_space(scan, value + 1);
	uint8_t quote = byte_at(scan, value);
	if (!is_quote(quote))
		return 0;
	size_t last = secret_string_end(scan, value + 1, quote, 0);
	size_t behind = skip_space(scan, last + 1);
	bool is_cut = behind >= scan->text.size && scan->lacks_end;
	bool is_last = is_cut || byte_at(scan, behind) == ']';
	bool is_word = true; /* belongs to a list of names */
	for (size_t i = value + 1; i < last; i++)
		is_word = is_word && !ascii_is_digit(scan->text.data[i]);
	return is_last && (!is_word || is_cut) ? secret_json_value(scan, value, 0) : 0;
}

static void read_string(struct reader *reader)
{
	const struct secret_scan *scan = reader->scan;
	const size_t start = reader->at + 1;
	uint8_t quote = scan->text.data[reader->at];
	size_t end = secret_string_end(scan, start, quote, 0);
	size_t next = skip_space(scan, end + 1);
	if (start < end)
		secret_search_part(scan, start, end, SECRET_CODING_ESCAPES,
			quote == '"' ? SECRET_ENDS_WITH_QUOTE : SECRET_ENDS_WITH_APOSTROPHE);
	if (byte_at(scan, next) == ':') {
		read_key(reader, bytes_between(scan, start, end), skip_space(scan, next + 1));
		return;
	}
	reader->at = end + 1;
	read_value(reader, start, end);
	size_t pair = end < scan->text.size ? hide_in_pair(scan, start, end) : 0;
	reader->at = pair ? pair : reader->at;
}

/* Reads a number, a word, or a name without quotes. */
static void read_word(struct reader *reader)
{
	const struct secret_scan *scan = reader->scan;
	size_t start = reader->at, end = start;
	while (ascii_is_alphanumeric(byte_at(scan, end)) || is_among(byte_at(scan, end), "_$.+-") ||
		byte_at(scan, end) >= 0x80)
		end++;
	size_t next = skip_space(scan, end);
	if (byte_at(scan, next) == ':') {
		read_key(reader, bytes_between(scan, start, end), skip_space(scan, next + 1));
		return;
	}
	reader->at = end > start ? end : start + 1;
	read_value(reader, start, end);
}

static void read_comment(struct reader *reader)
{
	const struct secret_scan *scan = reader->scan;
	size_t end = line_end(scan, reader->at);
	if (byte_at(scan, reader->at + 1) == '*') {
		for (end = reader->at + 2; end < scan->text.size && !has_word(scan, end, "*/");)
			end++;
	} else if (byte_at(scan, reader->at + 1) != '/') {
		reader->at++;
		return;
	}
	secret_search_part(scan, reader->at + 2 < end ? reader->at + 2 : end, end,
		SECRET_CODING_NONE, SECRET_ENDS_WITH_LINE);
	reader->at = end;
}

/* Whether something other than a value begins here. */
static bool is_other_text(const struct reader *reader)
{
	uint8_t c = reader->scan->text.data[reader->at];
	bool is_number = ascii_is_digit(c) ||
		(c == '-' && ascii_is_digit(byte_at(reader->scan, reader->at + 1)));
	bool is_literal = has_word(reader->scan, reader->at, "true") ||
		has_word(reader->scan, reader->at, "false") ||
		has_word(reader->scan, reader->at, "null");
	return !reader->depth && !is_number && !is_literal && !is_among(c, "\"'[]{},:/");
}

static void read_one(struct reader *reader)
{
	uint8_t c = reader->scan->text.data[reader->at];
	if (is_quote(c)) {
		read_string(reader);
	} else if (c == '{' || c == '[') {
		reader->at++;
		reader->depth++;
		reader->key = KEY_NONE;
		if (level_of(reader))
			*level_of(reader) = (struct level){ .is_of_secret = false };
	} else if (c == '}' || c == ']') {
		reader->at++;
		reader->depth -= reader->depth > 0;
		reader->key = KEY_NONE;
		if (level_of(reader) && !level_of(reader)->value_to)
			level_of(reader)->value_to = reader->at;
	} else if (c == '/') {
		read_comment(reader);
	} else if (ascii_is_alphanumeric(c) || is_among(c, "_$-") || c >= 0x80) {
		read_word(reader);
	} else {
		reader->at++;
	}
}

/*
 * Finds the quote that ends the string in which the text begins: nothing inside a string can follow
 * it.
 */
static size_t tail_quote(const struct secret_scan *scan, uint8_t quote)
{
	size_t end = secret_string_end(scan, 0, quote, 0), next = skip_space(scan, end + 1);
	return end < scan->text.size && is_among(byte_at(scan, next), ",}]:") ? end : 0;
}

/* The end of the number in which the text begins, or 0. */
static size_t tail_number(const struct secret_scan *scan)
{
	size_t end = 0;
	while (ascii_is_alphanumeric(byte_at(scan, end)) || is_among(byte_at(scan, end), "+-.") ||
		ascii_is_space(byte_at(scan, end)))
		end++;
	return is_among(byte_at(scan, end), ",}]") ? end : 0;
}

/* Hides the value at `at`, whose name is missing; it may say what the "value" beside it is. */
static size_t hide_of_rest(struct reader *reader, size_t at)
{
	const struct secret_scan *scan = reader->scan;
	uint8_t c = byte_at(scan, at);
	size_t end = is_quote(c) ? secret_string_end(scan, at + 1, c, 0) : at;
	if (end > at && secret_is_field(bytes_between(scan, at + 1, end)))
		reader->levels[0].is_of_secret = true;
	return secret_json_value(scan, at, 0);
}

/*
 * Reads a text that begins anywhere: with the rest of a string or name, or with a value whose name
 * is missing. Hides all of that; returns where to continue.
 */
static size_t begin_inside(struct reader *reader)
{
	const struct secret_scan *scan = reader->scan;
	size_t start = skip_space(scan, 0);
	uint8_t c = byte_at(scan, start);
	if (c == ':')
		return hide_of_rest(reader, skip_space(scan, start + 1));
	size_t word = start;
	while (ascii_is_alphanumeric(byte_at(scan, word)) || byte_at(scan, word) >= 0x80)
		word++;
	if (byte_at(scan, word) == ':') /* JSON5: the rest of a name */
		return hide_of_rest(reader, skip_space(scan, word + 1));
	if (c == '"' || c == '\'') { /* a value, or the quote after a name */
		size_t end = secret_string_end(scan, start + 1, c, 0);
		size_t sign = skip_space(scan, start + 1);
		if (byte_at(scan, sign) == ':')
			return hide_of_rest(reader, skip_space(scan, sign + 1));
		if (is_among(byte_at(scan, sign), ",}]"))
			return sign;
		if (byte_at(scan, skip_space(scan, end + 1)) == ':')
			return start;
		if (c == '\'') /* the apostrophe may belong to a value */
			(void)secret_hide(
				scan, 0, start + 1, SECRET_FRAGMENT, SECRET_ENDS_WITH_QUOTE);
		return hide_of_rest(reader, start);
	}
	if (c == '{' || c == '[')
		return secret_json_value(scan, start, 0);
	size_t end = tail_number(scan), other = 0;
	if (!end) {
		end = tail_quote(scan, '"');
		other = tail_quote(scan, '\'');
		end = other > end ? other : end;
		size_t sign = skip_space(scan, end + 1);
		if (end && byte_at(scan, sign) == ':')
			return hide_of_rest(reader, skip_space(scan, sign + 1));
	}
	reader->levels[0].is_of_secret = end && secret_may_end(bytes_between(scan, 0, end));
	(void)secret_hide(scan, 0, end, SECRET_FRAGMENT, SECRET_ENDS_WITH_QUOTE);
	return end && is_quote(byte_at(scan, end)) ? end + 1 : end;
}

/* Hides a "value" whose object broke off before its name. */
static void hide_unnamed(struct reader *reader)
{
	for (size_t i = 0; i < reader->depth && i < LEVELS_MAX; i++) {
		struct level *level = &reader->levels[i];
		if (level->value_from && !level->is_of_secret && !level->has_name)
			(void)secret_json_value(reader->scan, level->value_from, 0);
	}
}

void secret_json(const struct secret_scan *scan)
{
	struct reader reader = { .scan = scan, .depth = scan->lacks_start };
	reader.at = scan->lacks_start ? begin_inside(&reader) : secret_json_start(scan);
	while (reader.at < scan->text.size) {
		if (scan->text.data[reader.at] <= ' ') {
			reader.at++;
		} else if (is_other_text(&reader)) {
			secret_search_part(scan, reader.at, scan->text.size, SECRET_CODING_NONE,
				SECRET_ENDS_WITH_MESSAGE);
			return;
		} else {
			read_one(&reader);
		}
	}
	if (scan->lacks_end)
		hide_unnamed(&reader);
}
