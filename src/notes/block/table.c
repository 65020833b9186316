/*
 * Splits table rows. A pipe separates cells unless a backslash precedes it, also inside code spans
 * (GFM 4.10).
 */
#include "notes/block/table.h"

#include "notes/text/lines.h"

static struct bytes without_outer_pipes(struct bytes line)
{
	line = bytes_trim(line);
	if (bytes_starts_with(line, "|"))
		line = bytes_from(line, 1);
	bool ends_with_pipe = line.size && line.data[line.size - 1] == '|';
	if (ends_with_pipe && (line.size < 2 || line.data[line.size - 2] != '\\'))
		line.size--;
	return line;
}

bool table_row_split(struct bytes line, struct table_row *ret_row)
{
	line = without_outer_pipes(line);
	ret_row->count = 0;
	size_t from = 0;
	for (size_t i = 0; i <= line.size; i++) {
		if (i + 1 < line.size && line.data[i] == '\\') {
			i++;
			continue;
		}
		if (i < line.size && line.data[i] != '|')
			continue;
		if (ret_row->count == TABLE_COLUMNS_MAX)
			return false;
		ret_row->cells[ret_row->count++] =
			bytes_trim((struct bytes){ line.data + from, i - from });
		from = i + 1;
	}
	return ret_row->count > 0;
}

static bool parse_cell(struct bytes cell, enum table_alignment *ret_alignment)
{
	bool is_left = bytes_starts_with(cell, ":");
	if (is_left)
		cell = bytes_from(cell, 1);
	bool is_right = cell.size && cell.data[cell.size - 1] == ':';
	if (is_right)
		cell.size--;
	for (size_t i = 0; i < cell.size; i++) {
		if (cell.data[i] != '-')
			return false;
	}
	*ret_alignment = is_left && is_right ? TABLE_ALIGN_CENTER
		: is_left                    ? TABLE_ALIGN_LEFT
		: is_right                   ? TABLE_ALIGN_RIGHT
					     : TABLE_ALIGN_NONE;
	return cell.size > 0;
}

bool table_delimiter_parse(
	struct bytes line, enum table_alignment *ret_alignments, size_t *ret_count)
{
	struct table_row row;
	if (bytes_find(line, 0, "|") == line.size || !table_row_split(line, &row))
		return false;
	for (size_t i = 0; i < row.count; i++) {
		if (!parse_cell(row.cells[i], &ret_alignments[i]))
			return false;
	}
	*ret_count = row.count;
	return true;
}
