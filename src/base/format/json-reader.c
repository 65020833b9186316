/*
 * Walks a JSON text (RFC 8259). Strings are skipped with their escapes. Objects and arrays are
 * skipped by counting brackets, without recursion. The reader does not detect every violation of
 * RFC 8259 (1-2 is skipped as a number), so a value is well formed only when the text is.
 */
#include "base/format/json-reader.h"

#include <stdarg.h>
#include <string.h>

#include "base/format/hex-base64.h"
#include "base/format/utf8.h"

static size_t skip_spaces(struct bytes json, size_t at)
{
	while (at < json.size &&
		(json.data[at] == ' ' || json.data[at] == '\t' || json.data[at] == '\n' ||
			json.data[at] == '\r'))
		at++;
	return at;
}

/* Returns the offset behind the string that begins at `at`, or 0 when it does not end. */
static size_t skip_string(struct bytes json, size_t at)
{
	for (at++; at < json.size; at++) {
		if (json.data[at] == '\\')
			at++;
		else if (json.data[at] == '"')
			return at + 1;
	}
	return 0;
}

static size_t skip_brackets(struct bytes json, size_t at)
{
	size_t depth = 0;
	while (at < json.size) {
		switch (json.data[at]) {
		case '"':
			at = skip_string(json, at);
			if (!at)
				return 0;
			continue;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			if (--depth == 0)
				return at + 1;
			break;
		default:
			break;
		}
		at++;
	}
	return 0;
}

/*
 * Returns the offset behind the value that begins at `at`, or 0 when there is none or it does not
 * end.
 */
static size_t skip_value(struct bytes json, size_t at)
{
	if (at >= json.size)
		return 0;
	if (json.data[at] == '"')
		return skip_string(json, at);
	if (json.data[at] == '{' || json.data[at] == '[')
		return skip_brackets(json, at);
	size_t start = at;
	while (at < json.size && !strchr(",]} \t\r\n", json.data[at]))
		at++;
	return at > start ? at : 0;
}

bool json_next_member(struct bytes *rest, struct bytes *ret_key, struct bytes *ret_value)
{
	struct bytes object = *rest;
	size_t at = skip_spaces(object, 0);
	if (at >= object.size || (object.data[at] != '{' && object.data[at] != ','))
		return false;
	size_t name = skip_spaces(object, at + 1);
	if (name >= object.size || object.data[name] != '"')
		return false;
	size_t name_end = skip_string(object, name);
	at = name_end ? skip_spaces(object, name_end) : object.size;
	if (at >= object.size || object.data[at] != ':')
		return false;
	at = skip_spaces(object, at + 1);
	size_t end = skip_value(object, at);
	if (!end)
		return false;
	*ret_key = (struct bytes){ object.data + name + 1, name_end - name - 2 };
	*ret_value = (struct bytes){ object.data + at, end - at };
	*rest = (struct bytes){ object.data + end, object.size - end };
	return true;
}

static bool is_object(struct bytes json)
{
	size_t at = skip_spaces(json, 0);
	return at < json.size && json.data[at] == '{';
}

static bool is_key(struct bytes name, const char *key, size_t size)
{
	return name.size == size && memcmp(name.data, key, size) == 0;
}

/* Finds the member in what json_next_member() has not walked yet. */
static bool find_member(
	struct bytes rest, const char *key, size_t key_size, struct bytes *ret_value)
{
	struct bytes name, value;
	while (json_next_member(&rest, &name, &value)) {
		if (!is_key(name, key, key_size))
			continue;
		*ret_value = value;
		return true;
	}
	return false;
}

bool json_member(struct bytes object, const char *key, struct bytes *ret_value)
{
	return is_object(object) && find_member(object, key, strlen(key), ret_value);
}

bool json_members_read(struct bytes object, struct json_members *ret_members)
{
	struct bytes key, value;
	ret_members->count = 0;
	ret_members->rest = (struct bytes){ 0 };
	if (!is_object(object))
		return false;
	while (json_next_member(&object, &key, &value)) {
		ret_members->keys[ret_members->count] = key;
		ret_members->values[ret_members->count++] = value;
		if (ret_members->count == JSON_MEMBERS_MAX) {
			ret_members->rest = object;
			break;
		}
	}
	return true;
}

bool json_members_find(const struct json_members *members, const char *key, struct bytes *ret_value)
{
	size_t key_size = strlen(key);
	for (size_t i = 0; i < members->count; i++) {
		if (!is_key(members->keys[i], key, key_size))
			continue;
		*ret_value = members->values[i];
		return true;
	}
	return find_member(members->rest, key, key_size, ret_value);
}

bool json_path(struct bytes object, struct bytes *ret_value, ...)
{
	va_list keys;
	va_start(keys, ret_value);
	struct bytes value = object;
	bool is_found = true;
	for (const char *key; is_found && (key = va_arg(keys, const char *));)
		is_found = json_member(value, key, &value);
	va_end(keys);
	if (is_found)
		*ret_value = value;
	return is_found;
}

static bool is_string(struct bytes value)
{
	return value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"';
}

/* The four digits of \uXXXX behind `at`, or UINT32_MAX. */
static uint32_t code_unit(struct bytes value, size_t at)
{
	if (value.size - at < 4)
		return UINT32_MAX;
	uint32_t unit = 0;
	for (size_t i = at; i < at + 4; i++) {
		int digit = hex_digit(value.data[i]);
		if (digit < 0)
			return UINT32_MAX;
		unit = unit << 4 | (uint32_t)digit;
	}
	return unit;
}

static void append_code_point(struct text *out, uint32_t point)
{
	if (point >= 0xd800 && point <= 0xdfff)
		point = 0xfffd;
	utf8_append(out, point);
}

/*
 * Appends the character of the escape whose backslash is at `at`. Returns the offset behind the
 * escape, or 0 when it is invalid.
 */
static size_t append_escape(struct text *out, struct bytes value, size_t at)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	if (at + 1 >= value.size)
		return 0;
	uint8_t letter = value.data[at + 1];
	if (letter != 'u') {
		const char *found = letter ? strchr(letters, letter) : NULL;
		if (!found)
			return 0;
		text_append_char(out, meanings[found - letters]);
		return at + 2;
	}
	uint32_t point = code_unit(value, at + 2);
	if (point == UINT32_MAX)
		return 0;
	at += 6;
	if (point >= 0xd800 && point < 0xdc00 && at + 1 < value.size && value.data[at] == '\\' &&
		value.data[at + 1] == 'u') {
		uint32_t low = code_unit(value, at + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
			at += 6;
		}
	}
	append_code_point(out, point);
	return at;
}

bool json_string_append(struct bytes value, struct text *out)
{
	if (!is_string(value))
		return false;
	size_t end = value.size - 1;
	for (size_t at = 1; at < end;) {
		if (value.data[at] != '\\') {
			text_append_char(out, (char)value.data[at++]);
			continue;
		}
		at = append_escape(out, (struct bytes){ value.data, end }, at);
		if (!at)
			return false;
	}
	return true;
}

bool json_string_equals(struct bytes value, const char *string)
{
	size_t size = strlen(string);
	return is_string(value) && value.size == size + 2 &&
		memcmp(value.data + 1, string, size) == 0;
}

bool json_integer(struct bytes value, int64_t *ret_number)
{
	bool is_negative = value.size && value.data[0] == '-';
	size_t at = is_negative;
	if (at == value.size)
		return false;
	int64_t number = 0;
	for (; at < value.size; at++) {
		if (value.data[at] < '0' || value.data[at] > '9' || number > INT64_MAX / 10 - 1)
			return false;
		number = number * 10 + (value.data[at] - '0');
	}
	*ret_number = is_negative ? -number : number;
	return true;
}
