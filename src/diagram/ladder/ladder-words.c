/*
 * The words of a sequence diagram's rows: chip, label with its reason, details, and the title that
 * says all of it. Each comes in several lengths, fullest first, since only the layout knows how much
 * room there is.
 */
#include "diagram/ladder/ladder-layout.h"

#include "diagram/ladder/label-reason.h"
#include "listing/info/oddity-words.h"
#include "listing/info/packet-info.h"

static void append_count(struct text *out, const char *word, uint64_t number)
{
	if (out->size)
		text_append(out, "\xc2\xa0 ");
	text_append(out, word);
	text_append_char(out, ' ');
	text_append_grouped(out, number, SVG_THIN_SPACE);
}

enum detail { DETAIL_SEQUENCE = 1, DETAIL_ACKNOWLEDGMENT = 2, DETAIL_LENGTH = 4, DETAIL_ISN = 8 };

static const char *detail_words(
	struct arena *arena, const struct shown_packet *packet, unsigned details)
{
	autofinish(text) struct text text = { 0 };
	const struct tcp_header *header = &packet->frame.tcp;
	if (details & DETAIL_SEQUENCE)
		append_count(&text, "seq", packet->facts.tcp.sequence);
	if ((details & DETAIL_ISN) && (header->flags & TCP_SYN))
		append_count(&text, "ISN", header->sequence);
	if ((details & DETAIL_ACKNOWLEDGMENT) && (header->flags & TCP_ACK))
		append_count(&text, "ack", packet->facts.tcp.acknowledgment);
	if ((details & DETAIL_LENGTH) && header->payload_size > 0)
		append_count(&text, "len", header->payload_size);
	return arena_strdup(arena, text_string(&text));
}

static void row_details(
	struct layout *layout, const struct shown_packet *packet, struct row_words *words)
{
	static const unsigned of_syn[] = { DETAIL_SEQUENCE | DETAIL_ISN | DETAIL_ACKNOWLEDGMENT,
		DETAIL_ISN | DETAIL_ACKNOWLEDGMENT, DETAIL_ISN,
		DETAIL_SEQUENCE | DETAIL_ACKNOWLEDGMENT };
	static const unsigned of_data[] = { DETAIL_SEQUENCE | DETAIL_ACKNOWLEDGMENT | DETAIL_LENGTH,
		DETAIL_SEQUENCE | DETAIL_LENGTH, DETAIL_LENGTH };
	static const unsigned of_ack[] = { DETAIL_SEQUENCE | DETAIL_ACKNOWLEDGMENT,
		DETAIL_ACKNOWLEDGMENT };
	if (!packet->facts.has_tcp) {
		words->details[0] = arena_printf(layout->arena,
			layout->is_korean ? "%u%s" : "%u %s", packet->frame.length,
			diagram_word(DIAGRAM_WORD_BYTES, layout->is_korean));
		words->detail_count = 1;
		return;
	}
	bool is_syn = packet->frame.tcp.flags & TCP_SYN;
	bool is_data = packet->frame.tcp.payload_size > 0;
	const unsigned *details = is_syn ? of_syn : is_data ? of_data : of_ack;
	words->detail_count = is_syn ? 4 : is_data ? 3 : 2;
	words->wanted_detail = is_syn ? 1 : 0;
	for (unsigned i = 0; i < words->detail_count; i++)
		words->details[i] = detail_words(layout->arena, packet, details[i]);
}

/* How it was captured, where that belongs on the arrow: "captured twice (#7)". */
static void append_oddities(struct text *text, const struct layout *layout,
	const struct shown_packet *packet, bool is_full, bool is_title)
{
	for (unsigned i = 0; i < ODDITY_COUNT; i++) {
		enum oddity kind = (enum oddity)i;
		if (!oddities_have(&packet->oddities, kind) || !(is_title || oddity_is_label(kind)))
			continue;
		text_append(text, text->size ? ", " : "");
		if (is_full)
			oddity_append_reason(text, packet, kind, layout->is_korean);
		else
			oddity_append(text, packet, kind, layout->is_korean);
	}
}

/* The analysis labels in words, "! dup ACK #2", with the reason when `is_full`. */
static void append_labels(struct text *text, const struct layout *layout,
	const struct shown_packet *packet, bool is_full)
{
	const char *separator = text->size ? ", ! " : "! ";
	for (unsigned i = 0; packet->facts.has_tcp && i < TCP_LABEL_COUNT; i++) {
		if (!(packet->facts.tcp.labels & (1U << i)))
			continue;
		text_append(text, separator);
		separator = ", ";
		text_append(text, diagram_label_words(i, layout->is_korean));
		if ((1U << i) == TCP_LABEL_DUP_ACK)
			text_append_format(text, " #%u", packet->facts.tcp.dup_ack_number);
		if (!is_full)
			continue;
		text_append(text, ": ");
		label_reason_append(text, packet, i, layout->is_korean);
	}
}

/* NULL when there is nothing to say. In the row's title also what has no place on the arrow. */
static const char *badge_words(
	struct layout *layout, const struct shown_packet *packet, bool is_full, bool is_title)
{
	autofinish(text) struct text text = { 0 };
	bool has_label = packet->facts.has_tcp && packet->facts.tcp.labels;
	for (unsigned i = 0; i < ODDITY_COUNT; i++)
		has_label |= oddities_have(&packet->oddities, (enum oddity)i) &&
			(is_title || oddity_is_label((enum oddity)i));
	if (!has_label)
		return NULL;
	append_oddities(&text, layout, packet, is_full, is_title);
	append_labels(&text, layout, packet, is_full);
	return layout_string(layout, &text);
}

/* What Wireshark's "Bad TCP" rule leaves out is no trouble. */
static bool is_trouble(const struct shown_packet *packet)
{
	const uint32_t harmless =
		TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_KEEP_ALIVE | TCP_LABEL_KEEP_ALIVE_ACK;
	return packet->facts.has_tcp && (packet->facts.tcp.labels & ~harmless);
}

/* A TCP socket's role is enough where the ports are in the info; the head has its address. */
static const char *end_words(const struct layout *layout, unsigned lane)
{
	const struct ladder_lane *end = &layout->ladder->lanes[lane];
	if (!end->is_tcp)
		return end->name;
	return diagram_word(
		end->is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, layout->is_korean);
}

static void append_ends(struct text *out, const struct layout *layout, const struct ladder_row *row)
{
	text_append(out, " · ");
	text_append(out, end_words(layout, row->from));
	text_append(out, " → ");
	text_append(out, end_words(layout, row->to));
	text_append(out, " · ");
}

static void append_fold_title(
	struct text *out, const struct layout *layout, const struct ladder_row *row)
{
	const struct shown_packet *last = row->last;
	text_append(out, "–#");
	text_append_number(out, last->frame.number);
	text_append(out, " · ");
	timestamp_append_duration(out, row->packet->frame.time_ns - layout->summary->first_ns);
	text_append(out, " – ");
	timestamp_append_duration(out, last->frame.time_ns - layout->summary->first_ns);
	append_ends(out, layout, row);
	text_append(out, layout->words[row - layout->ladder->rows].chip);
	unsigned ack_count = packet_run_totals(layout->selection, row->run).ack_count;
	if (ack_count && ack_count < row->run->count)
		text_append_format(out, " · ACK × %u", ack_count);
}

const char *row_title(struct layout *layout, const struct ladder_row *row)
{
	const struct shown_packet *packet = row->packet;
	autofinish(text) struct text text = { 0 };
	text_append_char(&text, '#');
	text_append_number(&text, packet->frame.number);
	if (row->run->count > 1) {
		append_fold_title(&text, layout, row);
	} else {
		text_append(&text, " · ");
		timestamp_append_duration(&text, packet->frame.time_ns - layout->summary->first_ns);
		append_ends(&text, layout, row);
		packet_info_append(&text, &packet->frame, &packet->facts);
		const char *badge = badge_words(layout, packet, true, true);
		if (badge)
			text_append_format(&text, " · %s", badge);
	}
	text_append(&text, " · Wireshark: ");
	text_append(&text, row->data->rule->name);
	return layout_string(layout, &text);
}

/* "11 × 1448 bytes", "10 × 1448 + 96 bytes", "7 segments, 9 000 bytes", "5 ACK". */
static const char *fold_chip(struct layout *layout, const struct run_totals *totals)
{
	const char *bytes = diagram_word(DIAGRAM_WORD_BYTES, layout->is_korean);
	const char *space = layout->is_korean ? "" : " ";
	autofinish(text) struct text text = { 0 };
	if (totals->data_count == 0) {
		text_append_format(&text, "%u × ACK", totals->ack_count);
	} else if (!totals->is_even) {
		text_append_format(&text, layout->is_korean ? "세그먼트 %u개, " : "%u segments, ",
			totals->data_count);
		text_append_grouped(&text, totals->size, SVG_THIN_SPACE);
		text_append_format(&text, "%s%s", space, bytes);
	} else if (totals->last_size != totals->usual_size) {
		text_append_format(&text, "%u × %u + %u%s%s", totals->data_count - 1,
			totals->usual_size, totals->last_size, space, bytes);
	} else {
		text_append_format(
			&text, "%u × %u%s%s", totals->data_count, totals->usual_size, space, bytes);
	}
	return layout_string(layout, &text);
}

/* "seq 1 … 15 929  ACK × 6": which bytes, and how many receipts are among them. */
static void fold_words(struct layout *layout, const struct ladder_row *row, struct row_words *words)
{
	const struct run_totals totals = packet_run_totals(layout->selection, row->run);
	words->chip = fold_chip(layout, &totals);
	if (totals.data_count == 0) {
		words->details[words->detail_count++] =
			detail_words(layout->arena, row->last, DETAIL_ACKNOWLEDGMENT);
		return;
	}
	autofinish(text) struct text range = { 0 };
	append_count(&range, "seq", totals.sequence);
	text_append(&range, "…");
	text_append_grouped(&range, totals.end - 1, SVG_THIN_SPACE);
	const char *acks =
		totals.ack_count ? arena_printf(layout->arena, "ACK × %u", totals.ack_count) : "";
	words->details[words->detail_count++] = arena_printf(
		layout->arena, "%s%s%s", text_string(&range), acks[0] ? "\xc2\xa0 " : "", acks);
	words->details[words->detail_count++] = arena_strdup(layout->arena, text_string(&range));
	words->details[words->detail_count++] = acks;
	words->wanted_detail = 1;
}

static void packet_words(
	struct layout *layout, const struct shown_packet *packet, struct row_words *words)
{
	autofinish(text) struct text label = { 0 };
	packet_label_append(&label, &packet->frame, &packet->facts);
	words->chip = layout_string(layout, &label);
	words->badge = badge_words(layout, packet, false, false);
	words->full_badge = badge_words(layout, packet, true, false);
	row_details(layout, packet, words);
}

static void row_begin(struct layout *layout, struct ladder_row *row, const struct packet_run *run)
{
	struct shown_packet *const *packets = layout->selection->packets;
	const struct shown_packet *data = packets[run->data];
	const struct frame *frame = &data->frame;
	row->run = run;
	row->packet = packets[run->first];
	row->last = packets[run->first + run->count - 1];
	row->data = data;
	row->from = lane_of(layout->ladder, frame, true);
	row->to = lane_of(layout->ladder, frame, false);
	row->is_bad = is_trouble(data);
	row->is_copy = data->facts.copy_of != 0;
	row->is_data = !frame->has_tcp || frame->tcp.payload_size > 0;
	row->is_resent = data->facts.has_tcp &&
		(data->facts.tcp.labels &
			(TCP_LABEL_RETRANSMISSION | TCP_LABEL_FAST_RETRANSMISSION |
				TCP_LABEL_SPURIOUS_RETRANSMISSION));
	if (frame->has_tcp && (frame->tcp.flags & (TCP_SYN | TCP_FIN)))
		row->tail_mark = LADDER_MARK_DIAMOND;
	if (frame->has_tcp && (frame->tcp.flags & TCP_RST))
		row->head_mark = LADDER_MARK_CROSS;
}

void rows_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const struct selection *selection = layout->selection;
	const struct packet_run *runs = layout->options->runs;
	size_t count = layout->options->run_count;
	if (!runs)
		runs = packet_runs(layout->arena, selection, layout->summary, false, NULL, &count);
	ladder->row_count = (unsigned)count;
	ladder->rows = arena_alloc_array(layout->arena, count + 1, sizeof(*ladder->rows));
	layout->words = arena_alloc_array(layout->arena, count + 1, sizeof(*layout->words));
	for (size_t i = 0; i < count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		row_begin(layout, row, &runs[i]);
		if (row->run->count > 1)
			fold_words(layout, row, &layout->words[i]);
		else
			packet_words(layout, row->packet, &layout->words[i]);
		bool has_labels = row->data->facts.has_tcp && row->data->facts.tcp.labels;
		row->is_odd = layout->words[i].badge && !has_labels;
	}
}
