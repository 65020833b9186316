/*
 * A column is one of those that lists have, or a field by the name that Wireshark gives it. The
 * heading of a field is that name, unless the author gives another.
 */
#include "deck/fields/list-columns.h"

#include <string.h>

#include "base/nearest-name.h"
#include "deck/fields/field-values.h"
#include "diagram/svg.h"
#include "explain/words.h"

struct finder {
	const struct selection *selection;
	struct arena *arena;
	bool is_korean;
};

static void append_names(struct text *out)
{
	const char *name;
	for (unsigned i = 0; (name = packet_column_name(i)); i++)
		text_append_format(out, "%s%s", i ? ", " : "", name);
}

static const char *nearest_column(const char *name)
{
	const char *names[PACKET_COLUMN_FIELD];
	for (unsigned i = 0; i < PACKET_COLUMN_FIELD; i++)
		names[i] = packet_column_name(i);
	const char *nearest = nearest_name(name, names, PACKET_COLUMN_FIELD);
	return nearest ? nearest : field_value_nearest(name);
}

static bool refuse_column(const char *name, struct error *error)
{
	autofinish(text) struct text names = { 0 };
	const char *nearest = nearest_column(name);
	append_names(&names);
	if (nearest)
		return error_set(error,
			"a list has no column '%s': did you mean '%s'? It has %s, and fields by their names in Wireshark",
			name, nearest, text_string(&names));
	return error_set(error,
		"a list has no column '%s': it has %s, and fields by their names in Wireshark, such as tcp.window_size",
		name, text_string(&names));
}

/* The values of a field; false with an error when no packet has it. */
static bool find_cells(const struct finder *finder, const char *name,
	struct packet_table_column *column, struct error *error)
{
	const struct selection *selection = finder->selection;
	const char **cells = arena_alloc_array(finder->arena, selection->count, sizeof(*cells));
	autofinish(text) struct text text = { 0 };
	bool is_there = false, is_number = true;
	for (size_t i = 0; i < selection->count; i++) {
		bool is_one = false;
		text_clear(&text);
		if (!field_value_append(
			    &text, selection->packets[i], name, finder->is_korean, &is_one))
			continue;
		cells[i] = arena_strdup(finder->arena, text_string(&text));
		is_there = true;
		is_number = is_number && is_one;
	}
	column->cells = cells;
	column->is_number = is_number;
	if (is_there)
		return true;
	if (!field_value_is_known(name))
		return refuse_column(name, error);
	return error_set(error, "no packet of this block has the field '%s'", name);
}

static bool find_column(const struct finder *finder, const struct packets_column *asked,
	struct packet_table_column *column, struct error *error)
{
	column->column = packet_column_find(asked->name);
	column->heading = asked->heading;
	if (column->column == PACKET_COLUMN_FIELD) {
		column->heading = asked->heading ? asked->heading : asked->name;
		return find_cells(finder, asked->name, column, error);
	}
	if (!column->heading)
		column->heading = packet_column_head(column->column, finder->is_korean);
	return true;
}

void list_columns_find(struct list_columns *ret_columns,
	const struct packets_annotations *annotations, const struct selection *selection,
	const char *lang, struct arena *arena)
{
	const struct finder finder = { selection, arena, diagram_is_korean(lang) };
	struct list_columns *columns = ret_columns;
	*columns = (struct list_columns){ 0 };
	columns->items =
		arena_alloc_array(arena, annotations->column_count, sizeof(*columns->items));
	columns->problems =
		arena_alloc_array(arena, annotations->column_count, sizeof(*columns->problems));
	for (size_t i = 0; i < annotations->column_count; i++) {
		autofinish(error) struct error error = { 0 };
		if (find_column(&finder, &annotations->columns[i], &columns->items[columns->count],
			    &error))
			columns->count++;
		else
			columns->problems[columns->problem_count++] = (struct column_problem){
				.line = annotations->columns[i].line,
				.sentence = arena_strdup(arena, error_message(&error)),
			};
	}
}

/* ---- widths, as in templates/deck/picture/packet-list.css ---- */

enum { LETTERS = 18, GAP = 8, WRAPPED_WIDTH = 104, INFO_WIDTH = 216, TIME_DIGITS = 8 };

static unsigned mono_width(const char *words)
{
	return (unsigned)svg_text_width(words, SVG_FONT_MONO, LETTERS);
}

/* The widest part of a heading, which wraps inside the name of a field and between words. */
static unsigned heading_width(const char *heading)
{
	unsigned widest = 0;
	for (size_t size; *heading; heading += size) {
		autofinish(text) struct text part = { 0 };
		size = strcspn(heading, "._ ");
		size += heading[size] != 0;
		text_append_size(&part, heading, size);
		unsigned width =
			(unsigned)svg_text_width(text_string(&part), SVG_FONT_BOLD, LETTERS);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The width of a value that does not wrap. */
static unsigned value_width(
	const struct packet_table_column *column, const struct shown_packet *packet, size_t index)
{
	autofinish(text) struct text words = { 0 };
	switch (column->column) {
	case PACKET_COLUMN_NUMBER:
		text_append_number(&words, packet->frame.number);
		break;
	case PACKET_COLUMN_LENGTH:
		text_append_number(&words, packet->frame.length);
		break;
	case PACKET_COLUMN_PROTOCOL:
		text_append(&words, frame_reading_name(&packet->facts.shown));
		break;
	case PACKET_COLUMN_TIME:
	case PACKET_COLUMN_DELTA:
		text_append_digits(&words, 0, TIME_DIGITS);
		break;
	case PACKET_COLUMN_FIELD:
		text_append(&words, column->cells[index] ? column->cells[index] : "");
		break;
	default:
		break;
	}
	return mono_width(text_string(&words));
}

static unsigned column_width(
	const struct packet_table_column *column, const struct selection *selection)
{
	unsigned widest = heading_width(column->heading);
	bool wraps = column->column == PACKET_COLUMN_SOURCE ||
		column->column == PACKET_COLUMN_DESTINATION ||
		(column->column == PACKET_COLUMN_FIELD && !column->is_number);
	unsigned least = column->column == PACKET_COLUMN_INFO ? INFO_WIDTH : 0;
	for (size_t i = 0; i < selection->count; i++) {
		unsigned width = value_width(column, selection->packets[i], i);
		least = width > least ? width : least;
	}
	if (wraps)
		least = WRAPPED_WIDTH;
	return widest > least ? widest : least;
}

unsigned list_columns_width(const struct list_columns *columns, const struct selection *selection)
{
	unsigned width = 0;
	for (size_t i = 0; i < columns->count; i++)
		width += column_width(&columns->items[i], selection) + GAP;
	return width;
}

void list_columns_check(const struct packets_annotations *annotations,
	const struct selection *selection, const char *talk_path, struct findings *findings)
{
	autofinish(arena) struct arena arena = { 0 };
	struct list_columns columns;
	list_columns_find(&columns, annotations, selection, "en", &arena);
	for (size_t i = 0; i < columns.problem_count; i++) {
		autofinish(error) struct error error = { 0 };
		text_append(&error.message, columns.problems[i].sentence);
		findings_add_error(findings, talk_path, columns.problems[i].line, &error);
	}
}
