/*
 * Makes tables (GFM 4.10) of cmark's paragraphs. The source lines are split into cells. All cells
 * of a table are parsed in one go, each as a paragraph, so emphasis cannot span cells.
 */
#include "notes/markdown/tree.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/block/table.h"
#include "notes/inline/invisible-marks.h"

static unsigned quote_depth(cmark_node *node)
{
	unsigned depth = 0;
	for (cmark_node *at = cmark_node_parent(node); at; at = cmark_node_parent(at))
		depth += tree_type(at) == CMARK_NODE_BLOCK_QUOTE;
	return depth;
}

/* A source line of the paragraph, without the indent and '>' of its containers. */
static struct bytes paragraph_line(
	const struct tree *tree, cmark_node *paragraph, unsigned depth, unsigned number)
{
	struct bytes line = lines_at(&tree->lines, number);
	if ((int)number == cmark_node_get_start_line(paragraph))
		return bytes_trim(
			bytes_from(line, (size_t)(cmark_node_get_start_column(paragraph) - 1)));
	line = bytes_trim(line);
	for (unsigned i = 0; i < depth && bytes_starts_with(line, ">"); i++)
		line = bytes_trim(bytes_from(line, 1));
	return line;
}

/*
 * Limits the empty cells that short rows are padded with: otherwise rows of six bytes could make
 * sixty cells each.
 */
enum { FILLED_CELLS_MAX = 4096 };

struct table {
	unsigned first, delimiter, last; /* line numbers: header, delimiter row, last row */
	size_t filled_count; /* empty cells added to short rows */
	enum table_alignment alignments[TABLE_COLUMNS_MAX];
	size_t column_count;
};

static bool find_table(
	const struct tree *tree, cmark_node *paragraph, unsigned depth, struct table *ret_table)
{
	unsigned first = (unsigned)cmark_node_get_start_line(paragraph);
	unsigned last = (unsigned)cmark_node_get_end_line(paragraph);
	for (unsigned number = first + 1; number <= last; number++) {
		struct table_row header;
		struct bytes line = paragraph_line(tree, paragraph, depth, number);
		if (!table_delimiter_parse(line, ret_table->alignments, &ret_table->column_count))
			continue;
		struct bytes above = paragraph_line(tree, paragraph, depth, number - 1);
		if (!table_row_split(above, &header) || header.count != ret_table->column_count)
			continue;
		ret_table->first = number - 1;
		ret_table->delimiter = number;
		ret_table->last = last;
		return true;
	}
	return false;
}

/* Appends the cell as a paragraph, whatever it begins with. */
static void append_cell(struct text *out, struct bytes cell)
{
	text_append(out, MARK_BEFORE);
	for (size_t i = 0; i < cell.size; i++) {
		bool is_escaped_pipe =
			cell.data[i] == '\\' && i + 1 < cell.size && cell.data[i + 1] == '|';
		if (!is_escaped_pipe)
			text_append_char(out, (char)cell.data[i]);
	}
	text_append(out, "\n\n");
}

static const char *cell_tag(bool is_head, enum table_alignment alignment)
{
	static const char *const tags[2][4] = {
		{ "<td>", "<td style=\"text-align: left\">", "<td style=\"text-align: center\">",
			"<td style=\"text-align: right\">" },
		{ "<th>", "<th style=\"text-align: left\">", "<th style=\"text-align: center\">",
			"<th style=\"text-align: right\">" },
	};
	return tags[is_head][alignment];
}

/* Splits a row and pads it to the header's number of cells, until FILLED_CELLS_MAX. */
static size_t split_row(struct table *table, struct bytes line, struct table_row *ret_row)
{
	if (!table_row_split(line, ret_row))
		ret_row->count = 0;
	if (ret_row->count >= table->column_count || table->filled_count > FILLED_CELLS_MAX)
		return ret_row->count < table->column_count ? ret_row->count : table->column_count;
	table->filled_count += table->column_count - ret_row->count;
	return table->column_count;
}

/* Moves the inlines of the next `count` parsed cells into a row. */
static cmark_node *build_row(struct tree *tree, const struct table *table, unsigned line,
	size_t count, cmark_node **cells)
{
	bool is_head = line == table->first;
	cmark_node *row = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK,
		is_head ? "<thead>\n<tr>\n" : "<tr>\n", is_head ? "</tr>\n</thead>\n" : "</tr>\n");
	for (size_t column = 0; column < count; column++) {
		cmark_node *cell = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK,
			cell_tag(is_head, table->alignments[column]),
			is_head ? "</th>\n" : "</td>\n");
		tree_annotate(tree, cell)->line = tree_file_line(tree, line);
		while (*cells && cmark_node_first_child(*cells))
			cmark_node_append_child(cell, cmark_node_first_child(*cells));
		if (*cells)
			*cells = cmark_node_next(*cells);
		cmark_node_append_child(row, cell);
	}
	return row;
}

static cmark_node *build_table(
	struct tree *tree, cmark_node *paragraph, unsigned depth, struct table *table)
{
	autofinish(text) struct text source = { 0 };
	unsigned row_count = table->last - table->first + 1;
	size_t *counts = arena_alloc_array(&tree->arena, row_count, sizeof(*counts));
	for (unsigned number = table->first; number <= table->last; number++) {
		struct table_row row = { 0 };
		if (number == table->delimiter)
			continue;
		size_t count =
			split_row(table, paragraph_line(tree, paragraph, depth, number), &row);
		counts[number - table->first] = count;
		for (size_t i = 0; i < count; i++)
			append_cell(&source, i < row.count ? row.cells[i] : (struct bytes){ 0 });
	}
	cmark_node *document = tree_parse_apart(tree, &source);
	cmark_node *cells = cmark_node_first_child(document);
	cmark_node *node = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK, "<table>\n", "</table>\n");
	cmark_node_append_child(node, build_row(tree, table, table->first, counts[0], &cells));
	cmark_node *body = NULL;
	for (unsigned number = table->delimiter + 1; number <= table->last; number++) {
		if (!body) {
			body = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK, "<tbody>\n", "</tbody>\n");
			cmark_node_append_child(node, body);
		}
		size_t count = counts[number - table->first];
		cmark_node_append_child(body, build_row(tree, table, number, count, &cells));
	}
	return node;
}

/* Makes the lines above the header a paragraph. */
static void insert_above(
	struct tree *tree, cmark_node *paragraph, unsigned depth, unsigned first, unsigned last)
{
	autofinish(text) struct text source = { 0 };
	for (unsigned number = first; number <= last; number++) {
		struct bytes line = paragraph_line(tree, paragraph, depth, number);
		text_append_size(&source, (const char *)line.data, line.size);
		text_append_char(&source, '\n');
	}
	cmark_node *document = tree_parse_apart(tree, &source);
	for (cmark_node *node = cmark_node_first_child(document); node;
		node = cmark_node_first_child(document)) {
		tree_annotate(tree, node)->line = tree_file_line(tree, first);
		cmark_node_insert_before(paragraph, node);
	}
}

static void pass_table(struct tree *tree, cmark_node *paragraph)
{
	struct table table = { 0 };
	unsigned depth = quote_depth(paragraph);
	unsigned first = (unsigned)cmark_node_get_start_line(paragraph);
	if (cmark_node_get_start_line(paragraph) == cmark_node_get_end_line(paragraph) ||
		!find_table(tree, paragraph, depth, &table))
		return;
	if (table.first > first)
		insert_above(tree, paragraph, depth, first, table.first - 1);
	cmark_node_insert_before(paragraph, build_table(tree, paragraph, depth, &table));
	tree_discard(tree, paragraph);
}

static bool is_paragraph(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_PARAGRAPH;
}

void pass_tables(struct tree *tree)
{
	struct nodes nodes = tree_collect(tree->document, is_paragraph);
	for (size_t i = 0; i < nodes.count; i++)
		pass_table(tree, nodes.items[i]);
	free(nodes.items);
}
