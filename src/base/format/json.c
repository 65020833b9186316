/* Writes JSON. The caller opens and closes objects and arrays in matching order. */
#include "base/format/json.h"

#include "base/format/markup.h"

static void write_string(struct json *json, struct bytes value)
{
	if (json->is_script)
		markup_script_json(json->out, value);
	else
		markup_json(json->out, value);
}

void json_begin_object(struct json *json, const char *key)
{
	json_key(json, key);
	text_append_char(json->out, '{');
	json->needs_comma = false;
}

void json_end_object(struct json *json)
{
	text_append_char(json->out, '}');
	json->needs_comma = true;
}

void json_begin_array(struct json *json, const char *key)
{
	json_key(json, key);
	text_append_char(json->out, '[');
	json->needs_comma = false;
}

void json_end_array(struct json *json)
{
	text_append_char(json->out, ']');
	json->needs_comma = true;
}

void json_bytes(struct json *json, const char *key, struct bytes value)
{
	json_key(json, key);
	write_string(json, value);
}

void json_string(struct json *json, const char *key, const char *value)
{
	json_bytes(json, key, markup_bytes_of(value));
}

void json_number(struct json *json, const char *key, int64_t value)
{
	json_key(json, key);
	if (value < 0)
		text_append_char(json->out, '-');
	text_append_number(json->out, value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value);
}

void json_bool(struct json *json, const char *key, bool value)
{
	json_literal(json, key, value ? "true" : "false");
}

void json_literal(struct json *json, const char *key, const char *value)
{
	json_key(json, key);
	text_append(json->out, value);
}
