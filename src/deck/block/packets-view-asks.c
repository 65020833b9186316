/*
 * The choices come from the packets that the block shows, so a redacted deck asks what its picture
 * shows. Their order depends on the bytes of the block and the number of the packet.
 */
#include "deck/block/packets-view-asks.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/format/markup.h"
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

/* Whether both packets are of one connection, and are known. */
static bool are_of_one(const struct block_view *view, size_t a, size_t b)
{
	const struct shown_packet *const *packets =
		(const struct shown_packet *const *)view->selection.packets;
	const struct capture_summary *summary = &view->capture->summary;
	return is_known(packets[a], summary) && is_known(packets[b], summary) &&
		packets[a]->facts.tcp.stream == packets[b]->facts.tcp.stream;
}

static bool make_choices(
	const struct block_view *view, size_t index, struct packet_choices *ret_choices)
{
	struct shown_packet *const *packets = (struct shown_packet *const *)view->selection.packets;
	if (index == 0 || !are_of_one(view, index - 1, index) ||
		!selection_is_whole(&view->selection, index, index))
		return false;
	struct segment_guess truth = guess_of(packets[index]);
	struct segment_guess before = guess_of(packets[index - 1]), after;
	struct segment_around around = { .before = &before };
	if (index + 1 < view->selection.count && are_of_one(view, index, index + 1)) {
		after = guess_of(packets[index + 1]);
		around.after = &after;
	}
	for (size_t i = index; i-- > 0 && !around.peer_sequence;) {
		if (are_of_one(view, i, index) &&
			packets[i]->facts.tcp.is_from_client != truth.is_from_client)
			around.peer_sequence = &packets[i]->facts.tcp.sequence;
	}
	uint64_t seed = hash_mix(view->block->seed, packets[index]->frame.number);
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
	text_append(out, "<div class=\"asks\">\n");
	for (size_t i = 0; i < view->selection.count; i++) {
		struct packet_choices choices;
		if (!is_asked[i] || !make_choices(view, i, &choices))
			continue;
		autofinish(text) struct text id = { 0 };
		text_append_format(&id, "P%u-Ask%" PRIu64, view->number,
			view->selection.packets[i]->frame.number);
		deck_asks_add(options->asks, text_string(&id), choices.count);
		text_append_format(out,
			"<div class=\"ask\" id=\"%s\" data-frame=\"%" PRIu64
			"\" data-answer=\"%zu\">\n<div class=\"ask-question\"><p>%s</p></div>\n"
			"<ol class=\"ask-choices\">\n",
			text_string(&id), view->selection.packets[i]->frame.number, choices.answer,
			is_korean ? "다음 패킷은?" : "Which packet comes next?");
		for (size_t j = 0; j < choices.count; j++)
			append_choice(out, &choices.items[j], is_korean);
		text_append(out, "</ol>\n</div>\n");
	}
	text_append(out, "</div>\n");
}
