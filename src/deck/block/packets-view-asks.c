/*
 * The choices come from the packets that the block shows, so a redacted deck asks what its picture
 * shows. Their order depends on the bytes of the block and the number of the packet.
 */
#include "deck/block/packets-view-asks.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "deck/block/packet-choices.h"
#include "diagram/ladder/ladder.h"
#include "explain/words.h"

static struct segment_guess guess_of(const struct shown_packet *packet)
{
	return (struct segment_guess){
		.is_from_client = packet->facts.tcp.is_from_client,
		.flags = frame_tcp(&packet->frame)->flags,
		.acknowledgment = packet->facts.tcp.acknowledgment,
	};
}

static bool is_known(const struct shown_packet *packet, const struct capture_summary *summary)
{
	if (!packet_has_numbers(packet) || packet->facts.copy_of ||
		frame_tcp(&packet->frame)->is_bogus)
		return false;
	uint32_t stream = packet->facts.tcp.stream;
	return capture_shows_roles(summary, stream) &&
		summary->connections[stream].has_client_isn &&
		summary->connections[stream].has_server_isn;
}

static const struct shown_packet *packet_at(const struct block_view *view, size_t index)
{
	return view->selection.packets[index];
}

/* Whether both packets are of one connection, and are known. */
static bool are_of_one(const struct block_view *view, size_t a, size_t b)
{
	const struct capture_summary *summary = &view->capture->summary;
	return is_known(packet_at(view, a), summary) && is_known(packet_at(view, b), summary) &&
		packet_at(view, a)->facts.tcp.stream == packet_at(view, b)->facts.tcp.stream;
}

/*
 * Finds the packet of the same connection that is next before `index`; packets of others may be
 * between them. False when there is none, or when packets are left out between them.
 */
static bool find_before(const struct block_view *view, size_t index, size_t *ret_before)
{
	for (size_t i = index; i-- > 0;) {
		if (!are_of_one(view, i, index))
			continue;
		*ret_before = i;
		return selection_is_whole(&view->selection, i + 1, index);
	}
	return false;
}

static bool find_after(const struct block_view *view, size_t index, size_t *ret_after)
{
	for (size_t i = index + 1; i < view->selection.count; i++) {
		if (!are_of_one(view, index, i))
			continue;
		*ret_after = i;
		return selection_is_whole(&view->selection, index + 1, i);
	}
	return false;
}

static bool make_choices(
	const struct block_view *view, size_t index, struct packet_choices *ret_choices)
{
	size_t before_index, after_index;
	if (!find_before(view, index, &before_index))
		return false;
	struct segment_guess truth = guess_of(packet_at(view, index));
	struct segment_guess before = guess_of(packet_at(view, before_index)), after;
	struct segment_around around = { .before = &before };
	if (find_after(view, index, &after_index)) {
		after = guess_of(packet_at(view, after_index));
		around.after = &after;
	}
	for (size_t i = index; i-- > 0 && !around.peer_sequence;) {
		if (are_of_one(view, i, index) &&
			packet_at(view, i)->facts.tcp.is_from_client != truth.is_from_client)
			around.peer_sequence = &packet_at(view, i)->facts.tcp.sequence;
	}
	uint64_t seed = hash_mix(view->block->seed, packet_at(view, index)->frame.number);
	return packet_choices_make(&truth, &around, seed, ret_choices);
}

const bool *view_asks_find(const struct block_view *view, const struct packet_run *runs,
	size_t run_count, struct arena *arena)
{
	if (!view->block->asks_packets)
		return NULL;
	bool is_any = false;
	bool *is_asked = arena_alloc_array(arena, view->selection.count + 1, sizeof(*is_asked));
	for (size_t i = 0; i < run_count; i++) {
		struct packet_choices choices;
		bool is_one = runs[i].count == 1 && make_choices(view, runs[i].first, &choices);
		is_asked[runs[i].first] = is_one;
		is_any |= is_one;
	}
	return is_any ? is_asked : NULL;
}

const char *view_asks_none_because(const struct block_view *view)
{
	bool is_tcp = false, is_any_known = false;
	for (size_t i = 0; i < view->selection.count; i++) {
		is_tcp |= packet_has_numbers(packet_at(view, i));
		is_any_known |= is_known(packet_at(view, i), &view->capture->summary);
	}
	return !is_tcp ? MESSAGE(
				 "'step: ask' can ask for none of these packets: they are of no TCP connection")
		: !is_any_known
		? MESSAGE("'step: ask' can ask for none of these packets: it needs the SYN and the SYN-ACK of their connection, and the capture has not both")
		: MESSAGE("'step: ask' can ask for none of these packets: it asks for one that comes behind another one of its connection, without packets that are left out between them, and in no fold");
}

/* Whether packets of several connections are asked for. */
static bool are_of_several(const struct block_view *view, const bool *is_asked)
{
	const struct shown_packet *first = NULL;
	for (size_t i = 0; i < view->selection.count; i++) {
		if (!is_asked[i])
			continue;
		first = first ? first : packet_at(view, i);
		if (packet_at(view, i)->facts.tcp.stream != first->facts.tcp.stream)
			return true;
	}
	return false;
}

/* Of several connections, the question names the one that it is about by the client's port. */
static void append_question(
	struct text *out, const struct shown_packet *packet, bool names_port, bool is_korean)
{
	unsigned port = packet->facts.tcp.is_from_client ? packet->frame.source_port
							 : packet->frame.destination_port;
	if (names_port)
		text_append_format(out,
			is_korean ? "클라이언트 포트가 %u인 연결의 다음 패킷은?"
				  : "Which packet comes next in the connection of client port %u?",
			port);
	else
		text_append(out, is_korean ? "다음 패킷은?" : "Which packet comes next?");
}

static void append_choice(struct text *out, const struct segment_guess *guess, bool is_korean)
{
	char flags[TCP_FLAGS_TEXT_SIZE];
	(void)tcp_flags_format(guess->flags, ", ", flags, sizeof(flags));
	text_append_format(out, "<li><p>%s → %s<br><strong>%s</strong>",
		diagram_word(guess->is_from_client ? DIAGRAM_WORD_CLIENT : DIAGRAM_WORD_SERVER,
			is_korean),
		diagram_word(guess->is_from_client ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT,
			is_korean),
		flags[0]            ? flags
			: is_korean ? "플래그 없음"
				    : "no flags");
	if (guess->flags & TCP_ACK)
		text_append_format(out, " · ack %" PRIu32, guess->acknowledgment);
	text_append(out, "</p></li>\n");
}

void view_asks_append(struct text *out, const struct packets_view_options *options)
{
	const struct block_view *view = options->view;
	const bool *is_asked = options->rows->is_asked;
	bool is_korean = diagram_is_korean(options->talk->lang);
	if (!is_asked)
		return;
	bool names_port = are_of_several(view, is_asked);
	text_append(out, "<div class=\"asks\">\n");
	for (size_t i = 0; i < view->selection.count; i++) {
		struct packet_choices choices;
		if (!is_asked[i] || !make_choices(view, i, &choices))
			continue;
		autofinish(text) struct text id = { 0 };
		text_append_format(&id, "P%u-Ask%" PRIu64, view->number,
			packet_at(view, i)->frame.number);
		deck_asks_add(options->asks, text_string(&id), choices.count);
		text_append_format(out,
			"<div class=\"ask\" id=\"%s\" data-frame=\"%" PRIu64
			"\" data-answer=\"%zu\">\n<div class=\"ask-question\"><p>",
			text_string(&id), packet_at(view, i)->frame.number, choices.answer);
		append_question(out, packet_at(view, i), names_port, is_korean);
		text_append(out, "</p></div>\n<ol class=\"ask-choices\">\n");
		for (size_t j = 0; j < choices.count; j++)
			append_choice(out, &choices.items[j], is_korean);
		text_append(out, "</ol>\n</div>\n");
	}
	text_append(out, "</div>\n");
}
