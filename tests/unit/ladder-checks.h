#ifndef TESTS_UNIT_LADDER_CHECKS_H
#define TESTS_UNIT_LADDER_CHECKS_H

/* Selections made by hand, and what must hold for every layout of a sequence diagram. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/selection.h"
#include "diagram/ladder/ladder.h"

enum { PACKETS_MAX = 80, US = 1000 };

/* A selection made by hand: packets of several connections to one server. */
struct exchange {
	struct arena arena;
	struct shown_packet packets[PACKETS_MAX];
	struct shown_packet *pointers[PACKETS_MAX];
	struct selection selection;
	struct capture_summary summary;
	struct tcp_connection connections[32];
	char target[256];
};

static inline void exchange_finish(struct exchange *exchange)
{
	for (size_t i = 0; i < 32; i++) {
		tcp_history_finish(&exchange->connections[i].history[0]);
		tcp_history_finish(&exchange->connections[i].history[1]);
	}
	arena_finish(&exchange->arena);
}
DEFINE_AUTOFINISH(exchange);

struct segment {
	unsigned stream;
	bool from_client;
	uint16_t flags;
	uint32_t size;
	enum tcp_state client, server;
	int64_t pause_ns;
};

static inline void enter(struct tcp_history *history, enum tcp_state state, uint64_t frame)
{
	if (tcp_history_state(history, frame) != state)
		tcp_history_add(history, state, frame, frame);
}

static inline struct shown_packet *add(struct exchange *exchange, const struct segment *segment)
{
	size_t index = exchange->selection.count++;
	assert_true(index < PACKETS_MAX);
	struct shown_packet *packet = &exchange->packets[index];
	exchange->pointers[index] = packet;
	exchange->selection.packets = exchange->pointers;
	exchange->selection.match_count = exchange->selection.count;
	struct tcp_connection *connection = &exchange->connections[segment->stream];
	connection->has_client_isn |= (segment->flags & TCP_SYN) != 0;
	struct frame *frame = &packet->frame;
	frame->number = index + 1;
	frame->time_ns = (index ? packet[-1].frame.time_ns : 0) +
		(segment->pause_ns ? segment->pause_ns : 80 * US);
	if (index == 0)
		exchange->summary.first_ns = frame->time_ns;
	frame->transport = PART_TCP;
	frame->has_ports = true;
	frame->protocol = PROTOCOL_TCP;
	frame->source = frame->destination =
		(struct address){ .family = ADDRESS_IPV4, .octets = { 127, 0, 0, 1 } };
	uint16_t client = (uint16_t)(55000 + segment->stream);
	frame->source_port = segment->from_client ? client : 8080;
	frame->destination_port = segment->from_client ? 8080 : client;
	frame->parts.transport.tcp.flags = segment->flags;
	frame->parts.transport.tcp.payload_size = segment->size;
	frame->parts.transport.tcp.sequence = 4294967295U - (uint32_t)index;
	packet->facts.has_tcp = true;
	packet->facts.tcp.stream = segment->stream;
	packet->facts.tcp.is_from_client = segment->from_client;
	if (!connection->last_frame && segment->server == TCP_STATE_SYN_RECEIVED)
		connection->history[1].initial = TCP_STATE_LISTEN;
	enter(&connection->history[0], segment->client, frame->number);
	enter(&connection->history[1], segment->server, frame->number);
	packet->facts.tcp.sequence = 12345678;
	packet->facts.tcp.acknowledgment = 87654321;
	packet->facts.tcp.delta_ns =
		connection->last_frame ? frame->time_ns - connection->last_ns : 0;
	connection->last_frame = frame->number;
	connection->last_ns = frame->time_ns;
	frame_read(frame, &packet->facts.shown);
	packet->rule = color_rule_for(frame, &packet->facts);
	exchange->summary.connections = exchange->connections;
	if (exchange->summary.connection_count < segment->stream + 1)
		exchange->summary.connection_count = segment->stream + 1;
	return packet;
}

/* Adds the eleven packets of a /ping and its close. */
static inline void add_ping(struct exchange *exchange, unsigned stream)
{
	enum { S = TCP_SYN, A = TCP_ACK, P = TCP_PSH, F = TCP_FIN };
	const struct segment segments[] = {
		{ 0, true, S, 0, TCP_STATE_SYN_SENT, TCP_STATE_SYN_RECEIVED, 0 },
		{ 0, false, S | A, 0, TCP_STATE_ESTABLISHED, TCP_STATE_SYN_RECEIVED, 0 },
		{ 0, true, A, 0, TCP_STATE_ESTABLISHED, TCP_STATE_ESTABLISHED, 0 },
		{ 0, true, P | A, 85, TCP_STATE_ESTABLISHED, TCP_STATE_ESTABLISHED, 0 },
		{ 0, false, A, 0, TCP_STATE_ESTABLISHED, TCP_STATE_ESTABLISHED, 0 },
		{ 0, false, P | A, 145, TCP_STATE_ESTABLISHED, TCP_STATE_ESTABLISHED, 0 },
		{ 0, true, A, 0, TCP_STATE_ESTABLISHED, TCP_STATE_ESTABLISHED, 0 },
		{ 0, true, F | A, 0, TCP_STATE_FIN_WAIT_1, TCP_STATE_CLOSE_WAIT, 0 },
		{ 0, false, A, 0, TCP_STATE_FIN_WAIT_2, TCP_STATE_CLOSE_WAIT, 0 },
		{ 0, false, F | A, 0, TCP_STATE_TIME_WAIT, TCP_STATE_LAST_ACK, 0 },
		{ 0, true, A, 0, TCP_STATE_TIME_WAIT, TCP_STATE_CLOSED, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(segments); i++) {
		struct segment segment = segments[i];
		segment.stream = stream;
		add(exchange, &segment);
	}
}

static inline struct ladder_options options_of(unsigned width, unsigned height)
{
	return (struct ladder_options){
		.id = "d",
		.lang = "ko",
		.title = "",
		.width = width,
		.height = height,
		.has_steps = true,
	};
}

/* ---- boxes ---- */

static inline bool overlap(const struct ladder_text *a, const struct ladder_text *b)
{
	return a->left < b->left + b->width && b->left < a->left + a->width &&
		a->top < b->top + b->height && b->top < a->top + a->height;
}

static inline void check_inside(const struct ladder *ladder, const struct ladder_text *text)
{
	assert_true(text->left >= 0);
	assert_true(text->left + text->width <= ladder->width);
	assert_true(text->top >= 0);
	assert_true(text->baseline <= ladder->height);
	assert_true(text->size >= LADDER_FONT_SIZE_MIN);
}

static inline size_t add_tear(
	const struct ladder_text **all, size_t count, const struct ladder_tear *tear)
{
	if (!tear)
		return count;
	all[count++] = &tear->words;
	for (unsigned i = 0; i < tear->state_count; i++)
		all[count++] = &tear->states[i];
	return count;
}

static inline void check_ladder(const struct ladder *ladder)
{
	const struct ladder_text *all[PACKETS_MAX * (LADDER_ROW_TEXTS_MAX + 3) + 1024];
	size_t count = 0;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		assert_true(row->top >= ladder->head_height);
		assert_true(row->top <= row->y && row->y <= row->bottom);
		assert_true(i == 0 || ladder->rows[i - 1].bottom <= row->top);
		assert_true(row->bottom <= ladder->height);
		for (unsigned k = 0; k < row->text_count; k++)
			all[count++] = &row->texts[k];
		if (row->has_gap)
			all[count++] = &row->gap;
		count = add_tear(all, count, row->tear);
		for (unsigned k = 0; k < row->bar_count; k++)
			assert_true(row->bars[k].bottom <= ladder->height);
	}
	count = add_tear(all, count, ladder->last_tear);
	for (unsigned i = 0; i < ladder->first_count; i++) {
		if (!ladder->first_texts[i].string[0])
			continue;
		all[count++] = &ladder->first_texts[i];
		/* the band of the first row does not cut it */
		assert_true(ladder->first_texts[i].baseline < ladder->rows[0].top);
	}
	for (unsigned i = 0; i < ladder->head_count; i++) {
		assert_true(ladder->heads[i].left >= 0);
		assert_true(ladder->heads[i].left + ladder->heads[i].width <= ladder->width);
		for (unsigned k = 0; k < ladder->heads[i].text_count; k++)
			all[count++] = &ladder->heads[i].texts[k];
	}
	if (ladder->note.string)
		all[count++] = &ladder->note;
	for (unsigned i = 0; i < ladder->call_count; i++) {
		all[count++] = &ladder->calls[i].text;
		if (ladder->calls[i].result.string)
			all[count++] = &ladder->calls[i].result;
	}
	for (unsigned i = 0; i < 2; i++)
		if (ladder->unrecorded[i].string)
			all[count++] = &ladder->unrecorded[i];
	for (unsigned i = 0; i < ladder->annotation_count; i++)
		for (unsigned k = 0; k < ladder->annotations[i].line_count; k++)
			all[count++] = &ladder->annotations[i].lines[k];
	all[count++] = &ladder->unit;
	for (size_t i = 0; i < count; i++) {
		check_inside(ladder, all[i]);
		for (size_t k = 0; k < i; k++)
			if (overlap(all[i], all[k]))
				fail_msg("'%s' at %d,%d %dx%d and '%s' at %d,%d %dx%d of %d",
					all[i]->string, all[i]->left, all[i]->top, all[i]->width,
					all[i]->height, all[k]->string, all[k]->left, all[k]->top,
					all[k]->width, all[k]->height, ladder->width);
	}
}

#endif
