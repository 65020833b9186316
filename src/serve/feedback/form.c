/* Browsers write a space as '+', and every other special byte as %XX. */
#include "serve/feedback/form.h"

#include <string.h>

#include "base/format/hex-base64.h"
#include "base/format/markup.h"
#include "base/span.h"
#include "base/text.h"
#include "notes/text/lines.h"

static struct bytes decode(struct arena *arena, struct bytes raw)
{
	uint8_t *out = arena_writable(arena, raw);
	size_t size = 0;
	for (size_t i = 0; i < raw.size; i++) {
		bool is_escape = raw.data[i] == '%' && i + 2 < raw.size;
		int high = is_escape ? hex_digit(raw.data[i + 1]) : -1;
		int low = is_escape ? hex_digit(raw.data[i + 2]) : -1;
		if (high >= 0 && low >= 0) {
			out[size++] = (uint8_t)(high << 4 | low);
			i += 2;
		} else {
			out[size++] = raw.data[i] == '+' ? ' ' : raw.data[i];
		}
	}
	out[size] = '\0';
	return (struct bytes){ out, size };
}

/* The bytes before `end`, and *rest behind it; all bytes when it is not there. */
static struct bytes take(struct bytes *rest, char end)
{
	const uint8_t *found = rest->size ? memchr(rest->data, end, rest->size) : NULL;
	size_t size = found ? (size_t)(found - rest->data) : rest->size;
	struct bytes taken = { rest->data, size };
	*rest = bytes_from(*rest, found ? size + 1 : size);
	return taken;
}

struct form form_read(struct arena *arena, struct bytes body)
{
	struct form form = { .count = 0 };
	while (body.size && form.count < FORM_FIELDS_MAX) {
		struct bytes pair = take(&body, '&');
		struct bytes name = decode(arena, take(&pair, '='));
		if (name.size)
			form.fields[form.count++] =
				(struct form_field){ (const char *)name.data, decode(arena, pair) };
	}
	return form;
}

struct bytes form_value(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++) {
		if (strcmp(form->fields[i].name, name) == 0)
			return form->fields[i].value;
	}
	return (struct bytes){ (const uint8_t *)"", 0 };
}

int64_t form_number(const struct form *form, const char *name, int64_t most, int64_t otherwise)
{
	struct bytes digits = form_value(form, name);
	uint64_t number;
	bool is_known = span_decimal(digits, &number) && number <= (uint64_t)most;
	return is_known ? (int64_t)number : otherwise;
}
