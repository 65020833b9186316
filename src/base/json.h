#ifndef BASE_JSON_H
#define BASE_JSON_H

/*
 * A streaming JSON writer (RFC 8259) into a text. Commas are its business. `key` is NULL inside an
 * array. With is_script the strings are safe inside a <script> element.
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

void json_begin_object(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *key);
void json_end_array(struct json *json);
void json_string(struct json *json, const char *key, const char *value);
void json_bytes(struct json *json, const char *key, struct bytes value);
void json_number(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);

/* Already a JSON value: a decimal number, `null`. */
void json_literal(struct json *json, const char *key, const char *value);

#endif
