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

bool packets_columns_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	size_t count = value->type == YAML_LIST ? value->count : 1;
	struct packets_column *columns =
		arena_alloc_array(reader->arena, count + 1, sizeof(*columns));
	bool is_right = count > 0 && count <= COLUMNS_MAX;
	for (size_t i = 0; is_right && i < count; i++) {
		const struct yaml_value *item = value->type == YAML_LIST ? &value->items[i] : value;
		is_right = read_column(item, &columns[i]);
	}
	if (!is_right)
		return findings_add(reader->findings, FINDING_ERROR, reader->path, entry->line,
			"'columns' must be a list such as [no, time, source, tcp.window_size, info], at most %d",
			COLUMNS_MAX);
	reader->annotations->columns = columns;
	reader->annotations->column_count = count;
	return true;
}
