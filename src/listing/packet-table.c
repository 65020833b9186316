/*
 * The packet list as an HTML table: `show: list`, and the alternative to a diagram for those who
 * cannot see it. Colors come from the stylesheet by the rule's class. The rule's name is the row's
 * title, so the color alone never carries the meaning.
 */
#include "listing/packet-table.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "conversation/names/endpoint-names.h"
#include "listing/info/left-out-words.h"
#include "listing/info/oddity-words.h"
#include "listing/info/packet-info.h"
#include "listing/packet-columns.h"

static bool is_korean(const char *lang)
{
	return lang && !strncmp(lang, "ko", 2);
}

/* What the parts of a table share. */
struct table {
	struct text *out;
	const struct selection *selection;
	const struct capture_summary *summary;
	const struct packet_table_options *options;
};

static size_t column_count(const struct table *table)
{
	return table->options->column_count ? table->options->column_count : PACKET_COLUMN_COUNT;
}

static enum packet_column column_at(const struct table *table, size_t index)
{
	return table->options->column_count ? table->options->columns[index].column
					    : (enum packet_column)index;
}

/*
 * Appends the class of a column's cells. Without chosen columns, the stylesheet knows the cells by
 * their positions.
 */
static void append_class(const struct table *table, size_t index)
{
	if (!table->options->column_count)
		return;
	const struct packet_table_column *column = &table->options->columns[index];
	switch (column->column) {
	case PACKET_COLUMN_NUMBER:
	case PACKET_COLUMN_TIME:
	case PACKET_COLUMN_DELTA:
	case PACKET_COLUMN_LENGTH:
		text_append(table->out, " class=\"number\"");
		break;
	case PACKET_COLUMN_INFO:
		text_append(table->out, " class=\"info\"");
		break;
	case PACKET_COLUMN_FIELD:
		text_append(
			table->out, column->is_number ? " class=\"number\"" : " class=\"field\"");
		break;
	default:
		break;
	}
}

/* Appends a heading that may wrap inside the name of a field: "tcp." "window_" "size". */
static void append_heading(struct text *out, const char *heading)
{
	for (size_t size; *heading; heading += size) {
		size = strcspn(heading, "._");
		bool is_part = heading[size] && heading[size + 1];
		size += heading[size] != 0;
		markup_text_bytes(out, (struct bytes){ (const uint8_t *)heading, size });
		text_append(out, is_part ? "<wbr>" : "");
	}
}

static void append_head(const struct table *table)
{
	text_append(table->out, "<thead><tr>");
	for (size_t i = 0; i < column_count(table); i++) {
		text_append(table->out, "<th scope=\"col\"");
		append_class(table, i);
		text_append_char(table->out, '>');
		if (table->options->column_count)
			append_heading(table->out, table->options->columns[i].heading);
		else
			text_append(table->out,
				packet_column_head(
					column_at(table, i), is_korean(table->options->lang)));
		text_append(table->out, "</th>");
	}
	text_append(table->out, "</tr></thead>\n");
}

/* A name, which a column may shorten. */
static void append_name(struct text *out, const char *name)
{
	text_append(out, "<span class=\"name\" title=\"");
	markup_attribute(out, name);
	text_append(out, "\">");
	markup_text(out, name);
	text_append(out, "</span>");
}

/* Unlike elsewhere, an IPv6 address stands without brackets before its port. */
static void append_socket(
	const struct table *table, const struct endpoint *endpoint, const struct frame *frame)
{
	const struct capture_names *names = &table->summary->names;
	const char *whole = frame->has_ports ? socket_name(names, endpoint) : NULL;
	const char *host = whole ? whole : address_name(names, &endpoint->address);
	const char *port = frame->has_ports && !whole ? port_name(names, endpoint->port) : NULL;
	char address[ADDRESS_TEXT_SIZE];
	if (port) {
		append_name(table->out, port);
		text_append(table->out, " (");
	}
	address_format(&endpoint->address, address);
	if (host)
		append_name(table->out, host);
	else
		markup_text(table->out, address);
	if (port) {
		text_append_char(table->out, ')');
	} else if (!whole && frame->has_ports) {
		text_append_char(table->out, ':');
		text_append_number(table->out, endpoint->port);
	}
}

/* Appends the time since the packet in the row above; 0 in the first. */
static void append_delta(const struct table *table, size_t index)
{
	struct shown_packet **packets = table->selection->packets;
	int64_t before_ns = packets[index ? index - 1 : 0]->frame.time_ns;
	timestamp_append_decimals(
		table->out, packets[index]->frame.time_ns - before_ns, PACKET_TIME_DECIMALS);
}

static void append_info(const struct table *table, const struct shown_packet *packet)
{
	autofinish(text) struct text info = { 0 };
	packet_info_append(&info, &packet->frame, &packet->facts);
	oddity_append_labels(&info, packet, is_korean(table->options->lang));
	markup_text(table->out, text_string(&info));
}

static void append_field(const struct table *table, size_t column, size_t index)
{
	const char *cell = table->options->columns[column].cells[index];
	markup_text(table->out, cell ? cell : "");
}

static void append_cell(const struct table *table, size_t column, size_t index)
{
	struct text *out = table->out;
	const struct shown_packet *packet = table->selection->packets[index];
	const struct frame *frame = &packet->frame;
	struct endpoint end;
	text_append(out, "<td");
	append_class(table, column);
	text_append_char(out, '>');
	switch (column_at(table, column)) {
	case PACKET_COLUMN_NUMBER:
		text_append_number(out, frame->number);
		break;
	case PACKET_COLUMN_TIME:
		timestamp_append_decimals(
			out, frame->time_ns - table->summary->first_ns, PACKET_TIME_DECIMALS);
		break;
	case PACKET_COLUMN_SOURCE:
		end = endpoint_source(frame);
		append_socket(table, &end, frame);
		break;
	case PACKET_COLUMN_DESTINATION:
		end = endpoint_destination(frame);
		append_socket(table, &end, frame);
		break;
	case PACKET_COLUMN_PROTOCOL:
		markup_text(out, frame_reading_name(&packet->facts.shown));
		break;
	case PACKET_COLUMN_LENGTH:
		text_append_number(out, frame->length);
		break;
	case PACKET_COLUMN_INFO:
		append_info(table, packet);
		break;
	case PACKET_COLUMN_DELTA:
		append_delta(table, index);
		break;
	case PACKET_COLUMN_FIELD:
		append_field(table, column, index);
	}
	text_append(out, "</td>");
}

static void append_row(const struct table *table, size_t index)
{
	struct text *out = table->out;
	const struct shown_packet *packet = table->selection->packets[index];
	const char *remark = table->options->remarks ? table->options->remarks[index] : NULL;
	text_append_format(out, "<tr data-frame=\"%llu\" class=\"rule-%s%s\" title=\"",
		(unsigned long long)packet->frame.number, packet->rule->key,
		remark ? " noted" : "");
	markup_attribute(out, packet->rule->name);
	text_append(out, "\">");
	for (size_t column = 0; column < column_count(table); column++)
		append_cell(table, column, index);
	text_append(out, "</tr>\n");
	if (remark)
		text_append_format(out, "<tr class=\"told\"><td colspan=\"%zu\">%s</td></tr>\n",
			column_count(table), remark);
}

static void open_rest(const struct table *table)
{
	text_append_format(
		table->out, "<tr class=\"rest\"><td colspan=\"%zu\">", column_count(table));
}

/* Appends the packets of these conversations that are not shown. */
static void append_left_out(const struct table *table, size_t index)
{
	const struct left_out *left_out = table->selection->left_out;
	if (!left_out || !left_out[index].count)
		return;
	open_rest(table);
	left_out_append(table->out, &left_out[index], is_korean(table->options->lang));
	text_append(table->out, "</td></tr>\n");
}

/* Appends the number of copies that `once: true` dropped. */
static void append_dropped(const struct table *table)
{
	if (!table->selection->copy_count)
		return;
	open_rest(table);
	oddity_append_dropped(
		table->out, table->selection->copy_count, is_korean(table->options->lang));
	text_append(table->out, "</td></tr>\n");
}

/*
 * Appends how many packets exceed the selection's limit, so that the part is not taken for the
 * whole.
 */
static void append_rest(const struct table *table)
{
	uint64_t rest = table->selection->match_count - table->selection->count;
	bool in_korean = is_korean(table->options->lang);
	char count[TEXT_GROUPED_SIZE];
	if (!rest)
		return;
	text_grouped(count, rest, text_digit_gap(in_korean));
	open_rest(table);
	if (in_korean)
		text_append_format(table->out, "패킷 %s개 더 있음", count);
	else
		text_append_format(table->out, "%s more packet%s", count, rest == 1 ? "" : "s");
	text_append(table->out, "</td></tr>\n");
}

void packet_table_append(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct packet_table_options *options)
{
	const struct table table = { out, selection, summary, options };
	text_append_format(
		out, "<table class=\"packet-list%s\">\n", options->column_count ? " chosen" : "");
	append_head(&table);
	text_append(out, "<tbody>\n");
	for (size_t i = 0; i < selection->count; i++) {
		append_left_out(&table, i);
		append_row(&table, i);
	}
	append_left_out(&table, selection->count);
	append_dropped(&table);
	append_rest(&table);
	text_append(out, "</tbody></table>\n");
}

void packet_table_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	const struct packet_table_options options = { .lang = lang };
	packet_table_append(out, selection, summary, &options);
}
