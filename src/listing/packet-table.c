/*
 * The packet list as a table: `show: list`, and what stands behind a diagram for those who cannot
 * see it. Colours come from the stylesheet, by the rule's class; its name is the row's title, so
 * that colour never carries the meaning alone.
 */
#include "listing/packet-table.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/timestamp.h"
#include "listing/info/left-out-words.h"
#include "listing/info/oddity-words.h"
#include "listing/info/packet-info.h"
#include "listing/packet-columns.h"

static bool is_korean(const char *lang)
{
	return lang && !strncmp(lang, "ko", 2);
}

static void append_head(struct text *out, const char *lang)
{
	text_append(out, "<thead><tr>");
	for (unsigned i = 0; i < PACKET_COLUMN_COUNT; i++)
		text_append_format(
			out, "<th scope=\"col\">%s</th>", packet_column_head(i, is_korean(lang)));
	text_append(out, "</tr></thead>\n");
}

static void append_socket(
	struct text *out, const struct address *address, const struct frame *frame, uint16_t port)
{
	char string[ADDRESS_TEXT_SIZE];
	address_format(address, string);
	text_append(out, "<td>");
	markup_text(out, string);
	if (frame->has_ports)
		text_append_format(out, ":%u", port);
	text_append(out, "</td>");
}

static void append_row(struct text *out, const struct shown_packet *packet,
	const struct capture_summary *summary, const char *lang)
{
	const struct frame *frame = &packet->frame;
	autofinish(text) struct text info = { 0 };
	packet_info_append(&info, frame, &packet->facts);
	oddity_append_labels(&info, packet, is_korean(lang));

	text_append_format(out, "<tr data-frame=\"%llu\" class=\"rule-%s\" title=\"",
		(unsigned long long)frame->number, packet->rule->key);
	markup_attribute(out, packet->rule->name);
	text_append(out, "\">");
	text_append(out, "<td>");
	text_append_format(out, "%llu</td>", (unsigned long long)frame->number);
	text_append(out, "<td>");
	timestamp_append_decimals(out, frame->time_ns - summary->first_ns, PACKET_TIME_DECIMALS);
	text_append(out, "</td>");
	append_socket(out, &frame->source, frame, frame->source_port);
	append_socket(out, &frame->destination, frame, frame->destination_port);
	text_append(out, "<td>");
	markup_text(out, frame_reading_name(&packet->facts.shown));
	text_append(out, "</td>");
	text_append(out, "<td>");
	text_append_format(out, "%u</td>", frame->length);
	text_append(out, "<td>");
	markup_text(out, text_string(&info));
	text_append(out, "</td></tr>\n");
}

/* Packets of these conversations that are not shown here. */
static void append_left_out(struct text *out, const struct left_out *left_out, const char *lang)
{
	if (!left_out->count)
		return;
	text_append_format(out, "<tr class=\"rest\"><td colspan=\"%d\">", PACKET_COLUMN_COUNT);
	left_out_append(out, left_out, is_korean(lang));
	text_append(out, "</td></tr>\n");
}

/* Copies that each block was told to drop. */
static void append_dropped(struct text *out, const struct selection *selection, const char *lang)
{
	if (!selection->copy_count)
		return;
	text_append_format(out, "<tr class=\"rest\"><td colspan=\"%d\">", PACKET_COLUMN_COUNT);
	oddity_append_dropped(out, selection->copy_count, is_korean(lang));
	text_append(out, "</td></tr>\n");
}

/* What was left out at the selection's limit, so that nobody takes the part for the whole. */
static void append_rest(struct text *out, const struct selection *selection, const char *lang)
{
	uint64_t rest = selection->match_count - selection->count;
	if (!rest)
		return;
	text_append_format(out, "<tr class=\"rest\"><td colspan=\"%d\">", PACKET_COLUMN_COUNT);
	if (is_korean(lang))
		text_append_format(out, "패킷 %llu개 더 있음", (unsigned long long)rest);
	else
		text_append_format(
			out, "%llu more packet%s", (unsigned long long)rest, rest == 1 ? "" : "s");
	text_append(out, "</td></tr>\n");
}

void packet_table_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	text_append(out, "<table class=\"packet-list\">\n");
	append_head(out, lang);
	text_append(out, "<tbody>\n");
	for (size_t i = 0; i < selection->count; i++) {
		if (selection->left_out)
			append_left_out(out, &selection->left_out[i], lang);
		append_row(out, selection->packets[i], summary, lang);
	}
	if (selection->left_out)
		append_left_out(out, &selection->left_out[selection->count], lang);
	append_dropped(out, selection, lang);
	append_rest(out, selection, lang);
	text_append(out, "</tbody></table>\n");
}
