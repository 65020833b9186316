/*
 * The words of a sequence diagram's rows: the chip, the label with its reason, the details, and the
 * title, which has all of them. Each comes in several lengths, the longest first, since only the
 * layout knows the room.
 */
#include "diagram/ladder/ladder-layout.h"

#include <assert.h>
#include <string.h>

#include "diagram/ladder/label-reason.h"
#include "diagram/packet-color.h"
#include "diagram/picture.h"
#include "listing/info/arrow-label.h"
#include "listing/info/oddity-words.h"
#include "listing/info/packet-info.h"

static void detail_part_add(struct ladder_detail *detail, unsigned part, const char *string)
{
	assert(detail->part_count < DETAIL_PARTS_MAX);
	detail->parts[detail->part_count++] = (struct detail_part){ string, part };
}

static void detail_number_add(const struct layout *layout, struct ladder_detail *detail,
	unsigned part, const char *word, const char *number)
{
	detail_part_add(detail, part, arena_printf(layout->arena, "%s %s", word, number));
}

/* Adds the parts of `rest` behind those that are there. */
static void detail_parts_add(struct ladder_detail *detail, const struct ladder_detail *rest)
{
	for (unsigned i = 0; i < rest->part_count; i++)
		detail_part_add(detail, rest->parts[i].part, rest->parts[i].string);
}

/* Joins the parts to one string. */
static void detail_finish(const struct layout *layout, struct ladder_detail *detail)
{
	autofinish(text) struct text text = { 0 };
	for (unsigned i = 0; i < detail->part_count; i++) {
		text_append(&text, i ? DETAIL_GAP : "");
		text_append(&text, detail->parts[i].string);
	}
	detail->string = arena_strdup(layout->arena, text_string(&text));
}

/* The detail with one part. */
static struct ladder_detail detail_of(unsigned part, const char *string)
{
	return (struct ladder_detail){
		.string = string,
		.parts = { { string, part } },
		.part_count = 1,
	};
}

/* The numbers of a segment that `parts` (enum label_part) asks for and that it has. */
static struct ladder_detail detail_of_segment(
	const struct layout *layout, const struct shown_packet *packet, unsigned parts)
{
	const struct tcp_header *header = frame_tcp(&packet->frame);
	const struct tcp_analysis *tcp = &packet->facts.tcp;
	bool is_korean = layout->is_korean;
	struct arena *arena = layout->arena;
	struct ladder_detail detail = { 0 };
	if (parts & LABEL_PART_SEQ)
		detail_number_add(layout, &detail, LABEL_PART_SEQ, "seq",
			picture_number(arena, tcp->sequence, is_korean));
	if ((parts & LABEL_PART_ISN) && (header->flags & TCP_SYN)) /* a name, no count */
		detail_number_add(layout, &detail, LABEL_PART_ISN, "ISN",
			arena_printf(arena, "%u", header->sequence));
	if ((parts & LABEL_PART_ACK) && (header->flags & TCP_ACK))
		detail_number_add(layout, &detail, LABEL_PART_ACK, "ack",
			picture_number(arena, tcp->acknowledgment, is_korean));
	if ((parts & LABEL_PART_LEN) && header->payload_size > 0)
		detail_number_add(layout, &detail, LABEL_PART_LEN, "len",
			picture_number(arena, header->payload_size, is_korean));
	detail_finish(layout, &detail);
	return detail;
}

/*
 * Makes the highlighted details the second choice, for rows without room for all details. They say
 * enough.
 */
static void details_highlight(struct layout *layout, const struct shown_packet *packet,
	struct row_words *words, unsigned all)
{
	unsigned wanted = words->highlights & ~(unsigned)LABEL_PART_FLAGS;
	if (!wanted)
		return;
	words->details[0] = detail_of_segment(layout, packet, all | wanted);
	words->details[1] = detail_of_segment(layout, packet, wanted);
	words->detail_count = 2;
	words->wanted_detail = 1;
}

/*
 * The size of a packet without the numbers of TCP: of a datagram that of its payload, by the name
 * that TCP's has; else that of the frame, which Wireshark's column Length shows.
 */
static const char *size_words(struct layout *layout, const struct frame *frame)
{
	const struct udp_header *udp = frame_udp(frame);
	if (udp)
		return arena_printf(layout->arena, "len %s",
			picture_number(layout->arena, udp->payload_size, layout->is_korean));
	return arena_printf(layout->arena, layout->is_korean ? "프레임 %s" : "frame %s",
		picture_bytes(layout->arena, frame->length, layout->is_korean));
}

static void row_details(
	struct layout *layout, const struct shown_packet *packet, struct row_words *words)
{
	enum { SEQ = LABEL_PART_SEQ, ACK = LABEL_PART_ACK, LEN = LABEL_PART_LEN };
	static const unsigned of_syn[] = { SEQ | LABEL_PART_ISN | ACK, LABEL_PART_ISN | ACK,
		LABEL_PART_ISN, SEQ | ACK, ACK };
	static const unsigned of_data[] = { SEQ | ACK | LEN, SEQ | LEN, LEN };
	static const unsigned of_ack[] = { SEQ | ACK, ACK };
	if (!packet_has_numbers(packet)) {
		words->details[0] = detail_of(0, size_words(layout, &packet->frame));
		words->detail_count = 1;
		return;
	}
	bool is_syn = frame_tcp(&packet->frame)->flags & TCP_SYN;
	bool is_data = frame_tcp(&packet->frame)->payload_size > 0;
	const unsigned *details = is_syn ? of_syn : is_data ? of_data : of_ack;
	words->detail_count = is_syn ? 5 : is_data ? 3 : 2;
	words->wanted_detail = is_syn ? 1 : 0;
	for (unsigned i = 0; i < words->detail_count; i++)
		words->details[i] = detail_of_segment(layout, packet, details[i]);
	details_highlight(layout, packet, words, details[0]);
}

/*
 * Appends oddities of how the packet was captured: "captured twice (#7)". On the arrow, only those
 * that are labels.
 */
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

/* The labels that Wireshark's "Bad TCP" rule exempts: they are about no trouble. */
static const uint32_t harmless_labels =
	TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_KEEP_ALIVE | TCP_LABEL_KEEP_ALIVE_ACK;

/*
 * Appends the analysis labels in words, "! dup ACK #2", with the reason when `is_full`. One about
 * no trouble has no "!".
 */
static void append_labels(struct text *text, const struct layout *layout,
	const struct shown_packet *packet, bool is_full)
{
	bool has_sign = false;
	for (unsigned i = 0; packet->facts.has_tcp && i < TCP_LABEL_COUNT; i++) {
		if (!(packet->facts.tcp.labels & (1U << i)))
			continue;
		bool is_sign = !has_sign && !(harmless_labels & (1U << i));
		text_append(text, text->size ? ", " : "");
		text_append(text, is_sign ? "! " : "");
		has_sign |= is_sign;
		text_append(text, diagram_label_words(i, layout->is_korean));
		if ((1U << i) == TCP_LABEL_DUP_ACK)
			text_append_format(text, " #%u",
				packet->facts.tcp.dup_ack_number -
					packet->facts.tcp.dup_ack_copies);
		if (!is_full)
			continue;
		text_append(text, ": ");
		label_reason_append(text, packet, i, layout->is_korean);
	}
}

/*
 * The words of the badge; NULL when there are none. With `is_title`, oddities that the arrow does
 * not show are included.
 */
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

static bool is_trouble(const struct shown_packet *packet)
{
	return packet->facts.has_tcp && (packet->facts.tcp.labels & ~harmless_labels);
}

/*
 * The words for one end. For a TCP socket whose role is known, that is enough: the info has the
 * ports, and the head has the address.
 */
static const char *end_words(const struct layout *layout, unsigned lane)
{
	const struct ladder_lane *end = &layout->ladder->lanes[lane];
	if (end->given && !end->is_merged)
		return end->given;
	if (!end->has_role)
		return end->name;
	return diagram_word(
		end->is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, layout->is_korean);
}

static void append_ends(struct text *out, const struct layout *layout, const struct ladder_row *row)
{
	text_append(out, " · ");
	if (row->ends) {
		text_append_format(out, "%s · ", row->ends);
		return;
	}
	text_append(out, end_words(layout, row->from));
	text_append(out, " → ");
	if (row->is_to_all)
		address_append_named(out, &row->data->frame.destination, &layout->summary->names);
	else
		text_append(out, end_words(layout, row->to));
	text_append(out, " · ");
}

static void append_time(
	struct text *out, const struct layout *layout, const struct shown_packet *packet)
{
	timestamp_append_column(out, packet->frame.time_ns - layout->summary->first_ns,
		layout->is_in_seconds, text_digit_gap(layout->is_korean));
	text_append_format(out, " %s", timestamp_column_unit(layout->is_in_seconds));
}

static void append_fold_title(
	struct text *out, const struct layout *layout, const struct ladder_row *row)
{
	const struct shown_packet *last = row->last;
	text_append(out, "–#");
	text_append_number(out, last->frame.number);
	text_append(out, " · ");
	append_time(out, layout, row->packet);
	text_append(out, " – ");
	append_time(out, layout, last);
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
		append_time(&text, layout, packet);
		append_ends(&text, layout, row);
		packet_info_append(&text, &packet->frame, &packet->facts);
		const char *badge = badge_words(layout, packet, true, true);
		if (badge)
			text_append_format(&text, " · %s", badge);
	}
	text_append(&text, " · Wireshark: ");
	text_append(&text, color_rule_words(row->data->rule, layout->is_korean));
	return layout_string(layout, &text);
}

/* "11 × 1 448 bytes", "10 × 1 448 + 96 bytes", "7 segments, 9 000 bytes", "5 ACK". */
static const char *fold_chip(struct layout *layout, const struct run_totals *totals)
{
	struct arena *arena = layout->arena;
	bool is_korean = layout->is_korean;
	if (totals->data_count == 0)
		return arena_printf(arena, "%u × ACK", totals->ack_count);
	if (!totals->is_even)
		return arena_printf(arena, is_korean ? "세그먼트 %s개, %s" : "%s segments, %s",
			picture_number(arena, totals->data_count, is_korean),
			picture_bytes(arena, totals->size, is_korean));
	if (totals->last_size == totals->usual_size)
		return arena_printf(arena, "%s × %s",
			picture_number(arena, totals->data_count, is_korean),
			picture_bytes(arena, totals->usual_size, is_korean));
	return arena_printf(arena, "%s × %s + %s",
		picture_number(arena, totals->data_count - 1, is_korean),
		picture_number(arena, totals->usual_size, is_korean),
		picture_bytes(arena, totals->last_size, is_korean));
}

/* Adds the address of an arrow to everybody, which has no lane. */
static void details_to_all(
	struct layout *layout, const struct shown_packet *packet, struct row_words *words)
{
	autofinish(text) struct text text = { 0 };
	text_append(&text, "→ ");
	address_append_named(&text, &packet->frame.destination, &layout->summary->names);
	const struct ladder_detail size = words->details[0];
	words->details[0] = words->details[1] = detail_of(0, layout_string(layout, &text));
	detail_parts_add(&words->details[0], &size);
	detail_finish(layout, &words->details[0]);
	words->detail_count = 2;
	words->wanted_detail = 1;
}

/* ---- sockets of lanes that several share ---- */

/* Whether the sockets on one side have several addresses. */
static bool side_has_hosts(const struct ladder *ladder, bool is_server)
{
	const struct ladder_lane *first = NULL;
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		const struct ladder_lane *lane = &ladder->lanes[i];
		if (lane->is_server != is_server)
			continue;
		if (!lane->has_one_host ||
			(first && !address_equal(&first->address, &lane->address)))
			return true;
		first = lane;
	}
	return false;
}

/* One end of a row's arrow: ":64862", with its address where its side has several. */
static const char *end_socket(struct layout *layout, const struct ladder_row *row, bool is_source)
{
	const struct ladder_lane *lane = &layout->ladder->lanes[is_source ? row->from : row->to];
	const struct frame *frame = &row->data->frame;
	const struct endpoint end =
		is_source ? endpoint_source(frame) : endpoint_destination(frame);
	autofinish(text) struct text text = { 0 };
	socket_append(&text, layout, &end, lane->has_port,
		side_has_hosts(layout->ladder, lane->is_server));
	return layout_string(layout, &text);
}

/* The sockets of a row, where the heads of its lanes do not say them; NULL where they do. */
static const char *row_ends(struct layout *layout, const struct ladder_row *row)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	if (!lanes[row->from].is_merged && !lanes[row->to].is_merged)
		return NULL;
	autofinish(text) struct text text = { 0 };
	text_append_format(&text, "%s → ", end_socket(layout, row, true));
	if (row->is_to_all)
		address_append_named(&text, &row->data->frame.destination, &layout->summary->names);
	else
		text_append(&text, end_socket(layout, row, false));
	return layout_string(layout, &text);
}

/* Puts a detail before all others. */
static void details_put(struct row_words *words, struct ladder_detail detail)
{
	assert(words->detail_count < DETAILS_MAX);
	for (unsigned i = words->detail_count++; i > 0; i--)
		words->details[i] = words->details[i - 1];
	words->details[0] = detail;
	words->wanted_detail++;
}

/*
 * Adds which sockets of shared lanes these are: both; where there is no room, the one whose lane is
 * that of several hosts, or else the target; and only then none. One says enough. Numbers that the
 * author highlights stay, before the sockets.
 */
static void details_sockets(
	struct layout *layout, const struct ladder_row *row, struct row_words *words)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	bool is_from = lanes[row->from].is_merged;
	bool is_to = lanes[row->to].is_merged && !row->is_to_all;
	if (!is_from && !is_to)
		return;
	const char *from = end_socket(layout, row, true);
	const char *to = row->is_to_all ? "" : end_socket(layout, row, false);
	bool is_target = is_to &&
		(!is_from || lanes[row->from].has_one_host || !lanes[row->to].has_one_host);
	struct ladder_detail all = words->details[0];
	struct ladder_detail shorter = detail_of(0,
		is_target                   ? arena_printf(layout->arena, "→ %s", to)
			: layout->is_korean ? arena_printf(layout->arena, "%s에서", from)
					    : arena_printf(layout->arena, "from %s", from));
	struct ladder_detail longest = shorter;
	unsigned wanted = 1;
	if (is_from && is_to) {
		longest = detail_of(0, arena_printf(layout->arena, "%s → %s", from, to));
		wanted++;
	}
	bool is_highlighted = words->highlights & ~(unsigned)LABEL_PART_FLAGS;
	if (!is_highlighted && wanted > 1)
		details_put(words, shorter);
	if (!is_highlighted)
		details_put(words, longest);
	detail_parts_add(&longest, &all);
	detail_finish(layout, &longest);
	details_put(words, longest);
	if (is_highlighted)
		return;
	words->wanted_detail = wanted;
	words->says_host = !lanes[is_target ? row->to : row->from].has_one_host;
}

/* "seq 1…15 929  ACK × 6": which bytes, and how many receipts are among them. */
static void fold_words(struct layout *layout, const struct ladder_row *row, struct row_words *words)
{
	const struct run_totals totals = packet_run_totals(layout->selection, row->run);
	struct arena *arena = layout->arena;
	words->chip = fold_chip(layout, &totals);
	if (totals.data_count == 0) {
		words->details[words->detail_count++] =
			detail_of_segment(layout, row->last, LABEL_PART_ACK);
		details_sockets(layout, row, words);
		return;
	}
	const char *range = arena_printf(arena, "seq %s…%s",
		picture_number(arena, totals.sequence, layout->is_korean),
		picture_number(arena, totals.end - 1, layout->is_korean));
	const char *acks =
		totals.ack_count ? arena_printf(arena, "ACK × %u", totals.ack_count) : "";
	struct ladder_detail both = detail_of(LABEL_PART_SEQ, range);
	if (totals.ack_count)
		detail_part_add(&both, 0, acks);
	detail_finish(layout, &both);
	words->details[words->detail_count++] = both;
	words->details[words->detail_count++] = detail_of(LABEL_PART_SEQ, range);
	words->details[words->detail_count++] = detail_of(0, acks);
	words->wanted_detail = 1;
	details_sockets(layout, row, words);
}

/*
 * Puts the author's label before all details. A row that has room only for the label says enough.
 */
static void details_label(struct layout *layout, struct row_words *words)
{
	if (!words->label.words)
		return;
	const struct ladder_detail wanted = words->details[words->wanted_detail];
	words->details[0] = words->details[1] = detail_of(0, words->label.words);
	detail_parts_add(&words->details[0], &wanted);
	detail_finish(layout, &words->details[0]);
	words->detail_count = 2;
	words->wanted_detail = 1;
}

static void packet_words(
	struct layout *layout, const struct ladder_row *row, struct row_words *words)
{
	const struct shown_packet *packet = row->packet;
	autofinish(text) struct text label = { 0 };
	arrow_label_append(&label, &packet->frame, &packet->facts);
	words->chip = layout_string(layout, &label);
	words->badge = badge_words(layout, packet, false, false);
	words->full_badge = badge_words(layout, packet, true, false);
	row_details(layout, packet, words);
	if (row->is_to_all)
		details_to_all(layout, packet, words);
	details_sockets(layout, row, words);
	details_label(layout, words);
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
	row->is_to_all = frame_is_to_all(frame);
	row->ends = row_ends(layout, row);
	row->is_bad = is_trouble(data);
	row->is_copy = data->facts.copy_of != 0;
	row->is_data = !frame_tcp(frame) || frame_tcp(frame)->payload_size > 0;
	row->is_resent = data->facts.has_tcp && (data->facts.tcp.labels & TCP_LABELS_RESENT);
	if (frame_tcp(frame) && (frame_tcp(frame)->flags & (TCP_SYN | TCP_FIN)))
		row->tail_mark = LADDER_MARK_DIAMOND;
	if (frame_tcp(frame) && (frame_tcp(frame)->flags & TCP_RST))
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
		if (layout->options->highlights)
			layout->words[i].highlights = layout->options->highlights[runs[i].data];
		if (layout->options->labels && runs[i].count == 1)
			layout->words[i].label = layout->options->labels[runs[i].first];
		if (row->run->count > 1)
			fold_words(layout, row, &layout->words[i]);
		else
			packet_words(layout, row, &layout->words[i]);
		row->is_odd = layout->words[i].badge && !row->is_bad;
	}
}
