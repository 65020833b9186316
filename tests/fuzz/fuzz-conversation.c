/*
 * The analysis over a stream of segments, and the listings of what it says. The input is a script:
 * per segment 8 bytes (direction, ports and cut; flags; steps in sequence, acknowledgment, window
 * and time; payload size), then the payload. Each becomes a raw IPv4 packet and goes the way of any
 * other; some are quoted by an ICMP error, are a first fragment, or their payload is a datagram's.
 * Each script is played twice, over memory that held different things, and must say the same.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conversation/capture-analysis.h"
#include "conversation/color-rules.h"
#include "dissect/dissect.h"
#include "listing/info/arrow-label.h"
#include "listing/packet-json.h"
#include "listing/packet-text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	LINK_TYPE_RAW = 12,
	STEP_SIZE = 8,
	HEADERS_SIZE = 40,
	ERROR_SIZE = 28, /* IP and ICMP headers before a quote */
	DATAGRAM_SIZE = 28,
	WINDOW_SCALE_OPTION_SIZE = 4,
	SEGMENTS_MAX = 2000,
	SAID_SIZE_MAX = 1 << 20,
};

struct replay {
	struct capture_analysis capture;
	struct text out;
	uint64_t frame;
	int64_t time_ns;
	uint32_t next[2]; /* next sequence number of each side */
	int before; /* the earlier content of frames and analyses */
	struct text said;
};

static void put_u16(uint8_t *place, uint32_t value)
{
	place[0] = (uint8_t)(value >> 8);
	place[1] = (uint8_t)value;
}

static void put_u32(uint8_t *place, uint32_t value)
{
	put_u16(place, value >> 16);
	put_u16(place + 2, value);
}

static void check(const struct frame *frame, const struct tcp_analysis *analysis,
	const struct tcp_table *table)
{
	const uint32_t repetitions =
		TCP_LABEL_FAST_RETRANSMISSION | TCP_LABEL_SPURIOUS_RETRANSMISSION;
	assert(analysis->stream < tcp_table_count(table));
	assert(tcp_table_connection(table, analysis->stream)->last_frame == frame->number);
	assert(analysis->window <= (uint32_t)UINT16_MAX << 14);
	assert(!(analysis->labels & TCP_LABEL_RETRANSMISSION) || !(analysis->labels & repetitions));
	assert(analysis->acked_frame < frame->number && analysis->related_frame < frame->number);
	assert(analysis->http_first_frame <= frame->number);
	assert(analysis->http_place == HTTP_PLACE_NONE || analysis->http_first_frame);
}

/* Prints a packet as `packets --json=full` does, with everything that its facts borrow. */
static void say_all(
	struct replay *replay, const struct frame *frame, const struct packet_facts *facts)
{
	if (replay->said.size < SAID_SIZE_MAX)
		packet_json_append(&replay->said, frame, facts, color_rule_for(frame, facts));
}

static void say_lines(
	struct replay *replay, const struct frame *frame, const struct packet_facts *facts)
{
	const struct color_rule *rule = color_rule_for(frame, facts);
	text_clear(&replay->out);
	packet_json_append(&replay->out, frame, facts, rule);
	packet_text_append(&replay->out, frame, facts, rule, 0, COLOR_DEPTH_NONE);
	arrow_label_append(&replay->out, frame, facts);
	for (size_t i = 0; i + 1 < replay->out.size; i++) /* nothing may steer a terminal */
		assert((uint8_t)replay->out.data[i] >= 0x20 || replay->out.data[i] == '\n');
}

static void replay_packet(
	struct replay *replay, const uint8_t *packet, size_t size, size_t captured)
{
	autofinish(error) struct error error = { 0 };
	struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame frame;
	struct packet_facts facts;
	memset(&frame, replay->before, sizeof(frame));
	memset(&facts, replay->before, sizeof(facts));
	frame.number = ++replay->frame;
	frame.time_ns = replay->time_ns;
	dissect_frame(
		&frame, LINK_TYPE_RAW, (struct bytes){ packet, captured }, (uint32_t)size, &fields);
	bool is_added = capture_analysis_add(&replay->capture, &frame, &facts, &error);
	if (!is_added) /* not in an assert(): NDEBUG would leave the call out */
		abort();
	say_all(replay, &frame, &facts);
	if (facts.has_tcp)
		check(&frame, &facts.tcp, replay->capture.tcp);
	say_lines(replay, &frame, &facts);
	packet_facts_keep(&facts, &arena);
	say_lines(replay, &frame, &facts);
	arena_finish(&arena);
}

/* Writes an IP header before `packet`, where there is room. */
static void put_ip(uint8_t *packet, size_t size, uint8_t protocol, unsigned side)
{
	memset(packet, 0, 20);
	packet[0] = 0x45;
	put_u16(packet + 2, (uint32_t)size);
	packet[8] = 64;
	packet[9] = protocol;
	put_u32(packet + 12, side ? 0x0a000001 : 0x0a000002);
	put_u32(packet + 16, side ? 0x0a000002 : 0x0a000001);
}

/* Plays the packet inside an ICMP error; there are ERROR_SIZE bytes before it. */
static void replay_quoted(struct replay *replay, uint8_t *packet, size_t size, size_t cut)
{
	uint8_t *error = packet - ERROR_SIZE;
	put_ip(error, size + ERROR_SIZE, 1, 0);
	memset(error + 20, 0, 8);
	error[20] = 3;
	replay_packet(replay, error, size + ERROR_SIZE - cut, size + ERROR_SIZE - cut);
}

/* Plays the payload as a datagram; there are DATAGRAM_SIZE bytes before it. */
static void replay_datagram(
	struct replay *replay, uint8_t *payload, size_t size, size_t cut, unsigned side)
{
	uint8_t *packet = payload - DATAGRAM_SIZE;
	put_ip(packet, size + DATAGRAM_SIZE, 17, side);
	put_u16(packet + 20, side ? 443 : 50000);
	put_u16(packet + 22, side ? 50000 : 443);
	put_u16(packet + 24, (uint32_t)size + 8);
	put_u16(packet + 26, 0);
	replay_packet(replay, packet, size + DATAGRAM_SIZE, size + DATAGRAM_SIZE - cut);
}

/* A byte as a step forward or back. */
static uint32_t signed_step(uint8_t byte)
{
	return byte < 0x80 ? byte : byte - (uint32_t)0x100;
}

/* Plays one step of the script; returns its size in bytes. */
static size_t replay_step(struct replay *replay, const uint8_t *step, size_t left)
{
	unsigned side = step[0] & 1;
	size_t payload_size = step[7] < left - STEP_SIZE ? step[7] : left - STEP_SIZE;
	size_t option_size = step[0] & 4 ? WINDOW_SCALE_OPTION_SIZE : 0;
	size_t size = HEADERS_SIZE + option_size + payload_size;
	uint8_t room[ERROR_SIZE + HEADERS_SIZE + WINDOW_SCALE_OPTION_SIZE + 256] = { 0 };
	uint8_t *packet = room + ERROR_SIZE;
	uint16_t ports[2] = { step[0] & 2 ? 8080 : 4000, 50000 };
	uint32_t sequence = replay->next[side] + signed_step(step[2]);

	put_ip(packet, size, 6, side);
	if (step[0] & 64) /* more fragments */
		packet[6] = 0x20;
	put_u16(packet + 20, ports[side]);
	put_u16(packet + 22, ports[1 - side]);
	put_u32(packet + 24, sequence);
	put_u32(packet + 28, replay->next[1 - side] + signed_step(step[3]));
	packet[32] = (uint8_t)((5 + option_size / 4) << 4);
	packet[33] = step[1];
	put_u16(packet + 34, (uint32_t)step[4] * 32);
	if (option_size) { /* NOP, window scale */
		const uint8_t option[WINDOW_SCALE_OPTION_SIZE] = { 1, 3, 3, step[4] };
		memcpy(packet + HEADERS_SIZE, option, sizeof(option));
	}
	memcpy(packet + HEADERS_SIZE + option_size, step + STEP_SIZE, payload_size);

	uint32_t end = sequence + (uint32_t)payload_size + (step[1] & 3 ? 1u : 0u);
	if ((int32_t)(end - replay->next[side]) > 0)
		replay->next[side] = end;
	replay->time_ns += (int64_t)step[5] * step[5] * 10000;
	size_t cut = step[0] & 8 ? step[6] : 0;
	if (step[0] & 16)
		replay_quoted(replay, packet, size, cut < size ? cut : size);
	else if (step[0] & 32)
		replay_datagram(replay, packet + HEADERS_SIZE + option_size, payload_size,
			cut < payload_size ? cut : 0, side);
	else
		replay_packet(replay, packet, size, cut < size ? size - cut : 0);
	return STEP_SIZE + payload_size;
}

static void play(struct replay *replay, const uint8_t *data, size_t size)
{
	capture_analysis_init(&replay->capture);
	for (unsigned i = 0; i < SEGMENTS_MAX && size >= STEP_SIZE; i++) {
		size_t taken = replay_step(replay, data, size);
		data += taken;
		size -= taken;
	}
	capture_analysis_finish(&replay->capture);
	text_finish(&replay->out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct replay zeros = { .next = { 0xffffff80u, 7 } };
	struct replay others = { .next = { 0xffffff80u, 7 }, .before = 0xa5 };
	play(&zeros, data, size);
	play(&others, data, size);
	if (strcmp(text_string(&zeros.said), text_string(&others.said)) != 0)
		abort();
	text_finish(&zeros.said);
	text_finish(&others.said);
	return 0;
}
