#ifndef BASE_JSON_H
#define BASE_JSON_H

/*
 * A streaming JSON writer (RFC 8259) that appends to a text and writes the commas. `key` is NULL
 * inside an array; elsewhere it is a word of the program, written without escaping. With is_script,
 * strings are safe inside a <script> element.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"

struct json {
	struct text *out;
	bool is_script;
	bool needs_comma;
};

/*
 * Writes the comma and the key before a value. Inline, so that the compiler knows the size of a
 * constant key.
 */
ALWAYS_INLINE void json_key(struct json *json, const char *key)
{
	size_t size = key ? strlen(key) : 0;
	size_t comma = json->needs_comma ? 1 : 0;
	char *place = text_extend(json->out, comma + (key ? size + 3 : 0));
	json->needs_comma = true;
	if (comma)
		*place++ = ',';
	if (!key)
		return;
	*place++ = '"';
	memcpy(place, key, size);
	place[size] = '"';
	place[size + 1] = ':';
}

/* Writes a string that needs no escaping: digits, addresses, names of the program itself. */
ALWAYS_INLINE void json_plain(struct json *json, const char *key, const char *value, size_t size)
{
	json_key(json, key);
	char *place = text_extend(json->out, size + 2);
	place[0] = '"';
	if (size)
		memcpy(place + 1, value, size);
	place[size + 1] = '"';
}

/* Writes a number that is not negative. */
ALWAYS_INLINE void json_count(struct json *json, const char *key, uint64_t value)
{
	json_key(json, key);
	text_append_number(json->out, value);
}

void json_begin_object(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *key);
void json_end_array(struct json *json);
void json_string(struct json *json, const char *key, const char *value);
void json_bytes(struct json *json, const char *key, struct bytes value);
void json_number(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);

/* Writes a value that is JSON already: a decimal number, `null`. */
void json_literal(struct json *json, const char *key, const char *value);

#endif
