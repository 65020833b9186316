/*
 * Reads `columns: [no, time, tcp.window_size]` or `columns: [no, {tcp.window_size: window}]`, where
 * a column has a heading of its own. Names are not checked here: deck/fields/list-columns knows the
 * packets.
 */
#include "notes/annotations/columns.h"

enum { COLUMNS_MAX = 12 };

/* A name, or a map of one name to its heading. */
static bool read_column(const struct yaml_value *value, struct packets_column *column)
{
	const struct yaml_entry *entry = value->entries;
	column->line = value->line;
	if (value->type == YAML_TEXT) {
		column->name = value->text;
	} else if (value->type == YAML_MAP && value->count == 1 && entry->value.type == YAML_TEXT &&
		*entry->value.text) {
		column->name = entry->key;
		column->heading = entry->value.text;
	}
	return column->name && *column->name;
}

/* Says what is wrong with one element of the list. */
static bool refuse_column(const struct annotation_reader *reader, const struct yaml_value *value)
{
	if (value->type == YAML_MAP && value->count == 1)
		return findings_add(reader->findings, FINDING_ERROR, reader->path, value->line,
			"the heading of the column '%s' is no text: write it like {%s: heading}",
			value->entries->key, value->entries->key);
	return findings_add(reader->findings, FINDING_ERROR, reader->path, value->line,
		"an element of 'columns' is no column: write a name, such as time, or one name with a heading, such as {tcp.window_size: window}");
}

bool packets_columns_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	size_t count = value->type == YAML_LIST ? value->count : 1;
	struct packets_column *columns =
		arena_alloc_array(reader->arena, count + 1, sizeof(*columns));
	if (count > COLUMNS_MAX)
		return findings_add(reader->findings, FINDING_ERROR, reader->path, entry->line,
			"'columns' has %zu of them, and a list has at most %d", count, COLUMNS_MAX);
	if (!count || (value->type == YAML_TEXT && !*value->text))
		return findings_add(reader->findings, FINDING_ERROR, reader->path, entry->line,
			"'columns' must be a list such as [no, time, source, tcp.window_size, info]");
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		const struct yaml_value *item = value->type == YAML_LIST ? &value->items[i] : value;
		if (!read_column(item, &columns[i]))
			ok = refuse_column(reader, item);
	}
	if (!ok)
		return false;
	reader->annotations->columns = columns;
	reader->annotations->column_count = count;
	return true;
}
