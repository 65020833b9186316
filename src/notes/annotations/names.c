/*
 * Reads `names: {192.0.2.1: my laptop, ":8080": pingpong}`. `capture: true` among them adds the
 * names that the capture gives; `names: capture` has only those. deck/packets/block-names.c checks
 * whether a key is an address.
 */
#include "notes/annotations/names.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/text/lines.h"

enum {
	NAMES_MAX = 100,
	NAME_LETTERS_MAX = 60, /* the plate over a lane has room for about 40 */
};

static bool is_true(const struct yaml_value *value)
{
	return value->type == YAML_TEXT &&
		(strcmp(value->text, "true") == 0 || strcmp(value->text, "capture") == 0);
}

static bool is_false(const struct yaml_value *value)
{
	return value->type == YAML_TEXT && strcmp(value->text, "false") == 0;
}

static size_t count_letters(const char *text)
{
	size_t count = 0;
	for (; *text; text++)
		count += ((uint8_t)*text & 0xc0) != 0x80;
	return count;
}

static bool read_name(
	const struct yaml_entry *entry, struct packets_name *name, struct error *error)
{
	const struct yaml_value *value = &entry->value;
	if (value->type != YAML_TEXT || bytes_is_blank(markup_bytes_of(value->text)))
		return error_set(error,
			"'names' has no name for '%s': write one behind the colon, in quotes when it begins with '[', '{' or '#'",
			entry->key);
	size_t letters = count_letters(value->text);
	if (letters > NAME_LETTERS_MAX)
		return error_set(error,
			"the name of '%s' has %zu letters, and a lane has room for %d: write a shorter one",
			entry->key, letters, NAME_LETTERS_MAX);
	*name = (struct packets_name){
		.key = entry->key,
		.name = value->text,
		.line = entry->line,
	};
	return true;
}

static bool read_entry(const struct yaml_entry *entry, struct packets_names *names,
	struct packets_name *items, struct error *error)
{
	if (strcmp(entry->key, "capture") != 0) {
		bool ok = read_name(entry, &items[names->count], error);
		names->count += ok;
		return ok;
	}
	names->takes_capture = is_true(&entry->value);
	return names->takes_capture || is_false(&entry->value) ||
		error_set(error, "'capture' in 'names' is true or false");
}

bool names_read(const char *path, struct arena *arena, struct findings *findings,
	const struct yaml_entry *entry, struct packets_names *ret_names)
{
	const struct yaml_value *value = &entry->value;
	*ret_names = (struct packets_names){ .line = entry->line };
	if (value->type == YAML_TEXT && (is_true(value) || is_false(value))) {
		ret_names->takes_capture = is_true(value);
		return true;
	}
	if (value->type != YAML_MAP || !value->count || value->count > NAMES_MAX)
		return findings_add(findings, FINDING_ERROR, path, entry->line,
			"'names' must be lines such as '192.0.2.1: my laptop' or '\":8080\": pingpong', indented below it, at most %d, or the word capture",
			NAMES_MAX);
	struct packets_name *names = arena_alloc_array(arena, value->count, sizeof(*names));
	bool ok = true;
	ret_names->items = names;
	for (size_t i = 0; i < value->count; i++) {
		autofinish(error) struct error error = { 0 };
		if (!read_entry(&value->entries[i], ret_names, names, &error))
			ok = findings_add_error(findings, path, value->entries[i].line, &error);
	}
	return ok;
}

bool packets_names_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	return names_read(
		reader->path, reader->arena, reader->findings, entry, &reader->annotations->names);
}
