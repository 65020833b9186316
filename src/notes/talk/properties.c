/*
 * Parses front matter as a whole, as Obsidian does. When that fails, each property that begins at
 * the margin is parsed alone, so that one invalid property does not hide the captures. A template's
 * `{{title}}`, a map inside a map in YAML, is a common one.
 */
#include "notes/talk/properties.h"

#include <string.h>

#include "base/array.h"
#include "base/message.h"
#include "base/text.h"
#include "notes/text/lines.h"

enum { PROPERTIES_MAX = 2000, UNCLOSED_MAX = 64 };

static bool is_fence(struct bytes line)
{
	line = bytes_trim_right(line);
	return bytes_equal(line, "---") || bytes_equal(line, "...");
}

/* The size of the key at the margin, before its colon; 0 when there is none. */
static size_t key_size(struct bytes line)
{
	if (!line.size || strchr(" \t#-]}", line.data[0]))
		return 0;
	for (size_t at = bytes_find(line, 0, ":"); at < line.size;
		at = bytes_find(line, at + 1, ":")) {
		if (at + 1 == line.size || line.data[at + 1] == ' ' || line.data[at + 1] == '\t')
			return at;
	}
	return 0;
}

/*
 * Whether the lines from `first` to `last` are a slide rather than front matter: they have text but
 * no key. Behind an empty line, '#' begins a heading and not a YAML comment, and a key must be one
 * word ("Three words: so" is prose).
 */
static bool is_slide(const struct lines *lines, unsigned first, unsigned last)
{
	bool has_gap = bytes_is_blank(lines_at(lines, first)), has_text = false;
	for (unsigned number = first; number <= last; number++) {
		struct bytes line = lines_at(lines, number);
		if (bytes_is_blank(line))
			continue;
		if (has_gap && !has_text && line.data[0] == '#')
			return true;
		has_text = true;
		size_t size = key_size(line);
		if (size && !(has_gap && memchr(line.data, ' ', size)))
			return false;
	}
	return has_text;
}

/*
 * The line of a heading inside the front matter that is followed by an empty line, or 0. There the
 * closing `---` was forgotten; YAML reads the heading as a comment, and the first slide would be
 * lost.
 */
static unsigned swallowed_line(const struct lines *lines, unsigned first, unsigned last)
{
	unsigned number = last;
	while (number > first && bytes_is_blank(lines_at(lines, number)))
		number--;
	struct bytes line = lines_at(lines, number);
	bool is_heading = bytes_starts_with(line, "# ") || bytes_starts_with(line, "## ");
	return number < last && number > first && is_heading ? number : 0;
}

static bool has_template(struct bytes text)
{
	static const char *const marks[] = { "{{", "{%", "<%" };
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
		if (bytes_find(text, 0, marks[i]) < text.size)
			return true;
	}
	return false;
}

/* Removes quotes when they are on both ends. */
static struct bytes without_quotes(struct bytes text)
{
	bool is_quoted = text.size > 1 && strchr("\"'", text.data[0]) &&
		text.data[text.size - 1] == text.data[0] &&
		!memchr(text.data + 1, text.data[0], text.size - 2);
	return is_quoted ? (struct bytes){ text.data + 1, text.size - 2 } : text;
}

static const char *copy(struct arena *arena, struct bytes text)
{
	return arena_strndup(arena, (const char *)text.data, text.size);
}

struct reading {
	const struct lines *lines;
	struct arena *arena;
	struct yaml_entry *entries;
	struct broken_property *broken;
	size_t entry_count, broken_count;
};

static void add_broken(struct reading *reading, unsigned line, unsigned error_line,
	const char *message, bool is_again)
{
	if (reading->broken_count == PROPERTIES_MAX)
		return;
	struct bytes text = lines_at(reading->lines, line);
	size_t size = key_size(text);
	struct bytes key = without_quotes(bytes_trim((struct bytes){ text.data, size }));
	struct bytes value = bytes_trim(bytes_from(text, size + (size < text.size)));
	reading->broken[reading->broken_count++] = (struct broken_property){
		.key = copy(reading->arena, key),
		.text = is_again ? "" : copy(reading->arena, without_quotes(value)),
		.line = line,
		.error_line = error_line,
		.message = message,
		.is_template = has_template(value) || has_template(key),
		.is_again = is_again,
	};
}

/* Adds an entry. A repeated key is reported as broken. */
static void add_entry(struct reading *reading, const struct yaml_entry *entry, unsigned line)
{
	for (size_t i = 0; i < reading->entry_count; i++) {
		const struct yaml_entry *first = &reading->entries[i];
		if (strcmp(first->key, entry->key) != 0)
			continue;
		add_broken(reading, line, line,
			arena_printf(reading->arena,
				message_of(
					"'%s' stands here a second time (first on line %u): remove one"),
				entry->key, first->line),
			true);
		return;
	}
	if (reading->entry_count < PROPERTIES_MAX)
		reading->entries[reading->entry_count++] = *entry;
}

static void read_one(struct reading *reading, unsigned first, unsigned last)
{
	autofinish(error) struct error error = { 0 };
	struct yaml_value value;
	unsigned error_line = first;
	if (!yaml_value_parse(lines_between(reading->lines, first, last), first, reading->arena,
		    &value, &error_line, &error)) {
		add_broken(reading, first, error_line,
			arena_strdup(reading->arena, error_message(&error)), false);
		return;
	}
	for (size_t i = 0; value.type == YAML_MAP && i < value.count; i++)
		add_entry(reading, &value.entries[i], value.entries[i].line);
}

static void read_each(struct reading *reading, unsigned first, unsigned last)
{
	unsigned begin = 0, count = 0;
	for (unsigned number = first; number <= last + 1; number++) {
		bool is_end = number > last;
		if (!is_end && !key_size(lines_at(reading->lines, number)))
			continue;
		if (begin)
			read_one(reading, begin, number - 1);
		begin = number;
		if (++count > PROPERTIES_MAX)
			break;
	}
}

static void read_between(const struct lines *lines, struct arena *arena, unsigned first,
	unsigned last, struct properties *properties)
{
	autofinish(error) struct error error = { 0 };
	unsigned error_line;
	struct yaml_value *map = &properties->map;
	if (yaml_value_parse(
		    lines_between(lines, first, last), first, arena, map, &error_line, &error) &&
		map->type == YAML_MAP)
		return;
	struct reading reading = {
		.lines = lines,
		.arena = arena,
		.entries = arena_alloc_array(arena, PROPERTIES_MAX, sizeof(struct yaml_entry)),
		.broken = arena_alloc_array(arena, PROPERTIES_MAX, sizeof(struct broken_property)),
	};
	read_each(&reading, first, last);
	*map = (struct yaml_value){
		.type = YAML_MAP,
		.line = first,
		.entries = reading.entries,
		.count = reading.entry_count,
	};
	properties->broken = reading.broken;
	properties->broken_count = reading.broken_count;
}

/* The last line of front matter without a closing `---`: it ends at a blank line or heading. */
static unsigned unclosed_end(const struct lines *lines)
{
	unsigned number = 2;
	if (!key_size(lines_at(lines, 2)))
		return 0;
	while (number <= lines->count && number < UNCLOSED_MAX &&
		!bytes_is_blank(lines_at(lines, number)) &&
		!bytes_starts_with(lines_at(lines, number), "# "))
		number++;
	return number - 1;
}

static unsigned end_of(const struct lines *lines, unsigned first)
{
	unsigned last = first + 1;
	while (last <= lines->count && !is_fence(lines_at(lines, last)))
		last++;
	return last;
}

/*
 * The line where the front matter begins: the first line, or below empty lines when it is complete
 * and starts with `key: value`. 0 when there is none.
 */
static unsigned begin_of(const struct lines *lines)
{
	unsigned first = 1;
	while (first < lines->count && bytes_is_blank(lines_at(lines, first)))
		first++;
	if (!bytes_equal(bytes_trim_right(lines_at(lines, first)), "---"))
		return 0;
	bool is_whole =
		end_of(lines, first) <= lines->count && key_size(lines_at(lines, first + 1));
	return first == 1 || is_whole ? first : 0;
}

void properties_read(
	const struct lines *lines, struct arena *arena, struct properties *ret_properties)
{
	struct properties *properties = ret_properties;
	unsigned first = begin_of(lines);
	*properties = (struct properties){ .map = { .type = YAML_MAP }, .first_line = first };
	if (!first)
		return;
	unsigned last = end_of(lines, first);
	if (last > lines->count) {
		last = unclosed_end(lines);
		properties->has_stray_rule = !last;
		properties->unclosed_line = last ? 1 : 0;
		properties->last_line = last;
		if (last)
			read_between(lines, arena, 2, last, properties);
		return;
	}
	properties->has_stray_rule = first == 1 && is_slide(lines, 2, last - 1);
	if (properties->has_stray_rule)
		return;
	properties->last_line = last;
	properties->swallowed_line = swallowed_line(lines, first, last - 1);
	read_between(lines, arena, first + 1, last - 1, properties);
}
