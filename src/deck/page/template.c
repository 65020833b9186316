/*
 * Fills placeholders and does nothing else. A template is an HTML file that a person can open and
 * edit; the program puts values where it has `{{name}}`. Conditions and loops are in C.
 */
#include "deck/page/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "deck/page/assets.h"

enum { TEMPLATE_SIZE_MAX = 8 << 20, PLACE_NAME_MAX = 40 };

/* Returns the size of the name in "{{name}}" at `place`, or 0 when there is none. */
static size_t place_name_size(struct bytes place)
{
	size_t size = 0;
	while (2 + size < place.size && size < PLACE_NAME_MAX) {
		uint8_t c = place.data[2 + size];
		if (!((c >= 'a' && c <= 'z') || c == '_'))
			break;
		size++;
	}
	bool is_closed =
		size > 0 && size + 4 <= place.size && memcmp(place.data + 2 + size, "}}", 2) == 0;
	return is_closed ? size : 0;
}

static bool fill_place(struct text_pieces *out, const char *name, size_t name_size,
	const struct template_value *values, size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(values[i].name) == name_size &&
			memcmp(values[i].name, name, name_size) == 0) {
			text_pieces_add_all(out, &values[i].value);
			return true;
		}
	}
	autofinish(text) struct text known = { 0 };
	for (size_t i = 0; i < count; i++)
		text_append_format(&known, "%s{{%s}}", i ? ", " : "", values[i].name);
	return error_set(error, "'{{%.*s}}' is no place that is filled; there are %s",
		(int)name_size, name, text_string(&known));
}

bool template_fill(struct text_pieces *out, struct bytes source,
	const struct template_value *values, size_t count, struct error *error)
{
	size_t done = 0;
	for (size_t i = 0; i + 4 < source.size; i++) {
		if (source.data[i] != '{' || source.data[i + 1] != '{')
			continue;
		struct bytes place = { source.data + i, source.size - i };
		size_t name_size = place_name_size(place);
		if (!name_size)
			continue;
		text_pieces_add(out, (struct bytes){ source.data + done, i - done });
		if (!fill_place(out, (const char *)place.data + 2, name_size, values, count, error))
			return false;
		done = i + name_size + 4;
		i = done - 1;
	}
	text_pieces_add(out, (struct bytes){ source.data + done, source.size - done });
	return true;
}

static struct bytes normalised(struct bytes bytes, struct arena *arena)
{
	autofinish(text) struct text lines = { 0 };
	for (size_t i = 0; i < bytes.size; i++) {
		bool is_return = bytes.data[i] == '\r';
		if (is_return && i + 1 < bytes.size && bytes.data[i + 1] == '\n')
			continue;
		text_append_char(&lines, is_return ? '\n' : (char)bytes.data[i]);
	}
	autofinish(text) struct text valid = { 0 };
	markup_utf8(&valid, (struct bytes){ (const uint8_t *)text_string(&lines), lines.size });
	return arena_bytes(
		arena, (struct bytes){ (const uint8_t *)text_string(&valid), valid.size });
}

bool template_load(const char *folder, const char *name, struct arena *arena,
	struct template_file *ret_file, struct error *error)
{
	*ret_file = (struct template_file){ 0 };
	const char *path = folder ? arena_printf(arena, "%s/%s", folder, name) : NULL;
	if (path && file_exists(path)) {
		autofinish(buffer) struct buffer bytes = { 0 };
		if (!file_read(path, TEMPLATE_SIZE_MAX, &bytes, error))
			return false;
		ret_file->bytes = normalised(buffer_bytes(&bytes), arena);
		ret_file->path = path;
		return true;
	}
	for (size_t i = 0; i < asset_count; i++) {
		if (strcmp(assets[i].name, name) == 0)
			*ret_file = (struct template_file){
				.bytes = { assets[i].data, assets[i].size },
				.hash = assets[i].hash,
			};
	}
	return true;
}
