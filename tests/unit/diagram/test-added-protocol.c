/*
 * A protocol is added in one place: its description and a row. This program has its own rows
 * instead of dissect/application/protocols.c, and the linker takes these. The contents of a quiz
 * message must then be in the list, in JSON and in the packet view, and redaction must find them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/color-rules.h"
#include "diagram/header/header-map.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/dissect.h"
#include "explain/opened-packet.h"
#include "facts-checks.h"
#include "listing/info/arrow-label.h"
#include "listing/info/packet-info.h"
#include "listing/packet-json.h"
#include "packet-builder.h"

/* ---------------------------------------------------------------- the protocol */

/* | 'Q' | number 2 | … | */

static const struct field_spec quiz_number = FIELD_SPEC("quiz.number", "Question", 2);
static const struct protocol_description quiz_protocol;

static void quiz_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, protocol_number(&quiz_protocol), in);
	if (layer < 0)
		return;
	cursor_skip(&in->cursor, 1);
	uint16_t number = cursor_u16(&in->cursor);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "quiz message");
		return;
	}
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &quiz_number, 1, number);
	}
	data_dissect(frame, in);
}

static void quiz_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, protocol_number(&quiz_protocol), &cursor);
	cursor_skip(&cursor, 1);
	text_append_format(out, "Question %u", cursor_u16(&cursor));
}

static const struct protocol_description quiz_protocol = {
	.name = "Quiz",
	.dissect = quiz_dissect,
	.append_summary = quiz_summary_append,
};

/* A protocol that has only a name. */
static bool is_riddle(const struct front *front)
{
	return front->first == '?';
}

static bool riddle_words_append(struct text *out, struct cursor message)
{
	cursor_skip(&message, 1);
	text_append_format(out, "Riddle %u", cursor_u8(&message));
	return cursor_ok(&message);
}

static const struct protocol_description riddle_protocol = {
	.name = "Riddle",
	.is_message = is_riddle,
	.append_words = riddle_words_append,
};

/* ---------------------------------------------------------------- the rows */

const struct port_row udp_ports[] = { { 7777, &riddle_protocol }, { 7777, &quiz_protocol } };
const size_t udp_port_count = ARRAY_COUNT(udp_ports);
const struct port_row tcp_ports[] = { { 7777, &quiz_protocol } };
const size_t tcp_port_count = ARRAY_COUNT(tcp_ports);
const struct protocol_description *const udp_recognized[] = { &riddle_protocol };
const size_t udp_recognized_count = ARRAY_COUNT(udp_recognized);

/* ---------------------------------------------------------------- what other modules show of it */

enum { ETHERNET = 1 };

struct shown {
	struct built bytes;
	struct arena arena;
	struct shown_packet packet;
};

static void show(struct shown *shown, const char *payload, size_t size, bool is_tcp)
{
	static const uint8_t macs[12] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1 };
	static const struct ends ends = { .addresses = { 192, 0, 2, 1, 192, 0, 2, 2 } };
	*shown = (struct shown){ 0 };
	put(&shown->bytes, payload, size);
	if (is_tcp)
		wrap_tcp(&shown->bytes, &ends, 40000, 7777, 1, TCP_ACK);
	else
		wrap_udp(&shown->bytes, &ends, 40000, 7777);
	wrap_ip(&shown->bytes, &ends, is_tcp ? 6 : 17);
	wrap_ethernet(&shown->bytes, macs, 0x0800);
	shown->packet.fields.arena = &shown->arena;
	shown->packet.frame.number = 1;
	dissect_frame(&shown->packet.frame, ETHERNET,
		(struct bytes){ shown->bytes.data, shown->bytes.size }, (uint32_t)shown->bytes.size,
		&shown->packet.fields);
	shown->packet.facts = packet_facts_of(&shown->packet.frame);
	shown->packet.rule = color_rule_for(&shown->packet.frame, &shown->packet.facts);
}

static void check_has(const struct text *text, const char *words)
{
	if (!strstr(text_string(text), words))
		fail_msg("no '%s' in: %s", words, text_string(text));
}

static void the_list_has_it(void **state)
{
	(void)state;
	struct shown shown;
	show(&shown, "Q\x01\x02rest", 7, false);
	autofinish(text) struct text info = { 0 }, label = { 0 };
	packet_info_append(&info, &shown.packet.frame, &shown.packet.facts);
	arrow_label_append(&label, &shown.packet.frame, &shown.packet.facts);
	assert_string_equal(frame_protocol_name(&shown.packet.frame), "Quiz");
	assert_string_equal(text_string(&info), "Question 258");
	assert_string_equal(text_string(&label), "Question 258");
	arena_finish(&shown.arena);
}

static void json_has_it(void **state)
{
	(void)state;
	struct shown shown;
	show(&shown, "Q\x01\x02rest", 7, false);
	autofinish(text) struct text json = { 0 };
	packet_json_append(&json, &shown.packet.frame, &shown.packet.facts,
		color_rule_for(&shown.packet.frame, &shown.packet.facts));
	check_has(&json, "\"protocol\":\"Quiz\"");
	check_has(&json, "\"info\":\"Question 258\"");
	check_has(&json, "{\"protocol\":\"Quiz\",\"offset\":42");
	check_has(&json, "quiz.number");
	arena_finish(&shown.arena);
}

static void the_packet_view_has_it(void **state)
{
	(void)state;
	struct shown shown;
	show(&shown, "Q\x01\x02rest", 7, false);
	autofinish(text) struct text html = { 0 }, opened = { 0 };
	const struct header_map_options map = {
		.id = "p",
		.lang = "ko",
		.protocol = protocol_number(&quiz_protocol),
	};
	const struct capture_summary summary = { 0 };
	const struct opened_packet_options options = { .lang = "ko" };
	header_map_html(&html, &shown.packet, &map);
	opened_packet_append(&opened, &shown.packet, &summary, &options);
	check_has(&html, "Quiz");
	check_has(&html, "Question");
	check_has(&opened, "Quiz");
	check_has(&opened, "Question");
	check_has(&opened, "258");
	arena_finish(&shown.arena);
}

/* No other module reads its bytes, so a search in payloads covers all of them. */
static void its_bytes_are_searched(void **state)
{
	(void)state;
	struct shown shown;
	show(&shown, "Q\x01\x02rest", 7, false);
	assert_int_equal(frame_unread_offset(&shown.packet.frame), 42);
	assert_int_equal(frame_unread_layer(&shown.packet.frame)->size, 7);
	arena_finish(&shown.arena);
}

static void one_description_serves_both_transports(void **state)
{
	(void)state;
	struct shown shown;
	show(&shown, "Q\x01\x02", 3, true);
	autofinish(text) struct text info = { 0 };
	packet_info_append(&info, &shown.packet.frame, &shown.packet.facts);
	assert_string_equal(text_string(&info), "Question 258");
	arena_finish(&shown.arena);
}

static void a_named_one_needs_no_more(void **state)
{
	(void)state;
	struct shown shown;
	autofinish(text) struct text info = { 0 }, words = { 0 };
	show(&shown, "?\x07", 2, false);
	packet_info_append(&info, &shown.packet.frame, &shown.packet.facts);
	assert_string_equal(frame_protocol_name(&shown.packet.frame), "Riddle");
	assert_string_equal(text_string(&info), "Riddle 7");
	arena_finish(&shown.arena);
	show(&shown, "?", 1, false); /* too short for a message */
	packet_info_append(&words, &shown.packet.frame, &shown.packet.facts);
	check_has(&words, "40000 → 7777");
	arena_finish(&shown.arena);
}

static void a_cut_message_says_so(void **state)
{
	(void)state;
	struct shown shown;
	show(&shown, "Q\x01", 2, false);
	assert_int_equal(shown.packet.frame.status, DECODE_MALFORMED);
	assert_string_equal(frame_protocol_name(&shown.packet.frame), "Quiz");
	arena_finish(&shown.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_has_it),
		cmocka_unit_test(json_has_it),
		cmocka_unit_test(the_packet_view_has_it),
		cmocka_unit_test(its_bytes_are_searched),
		cmocka_unit_test(one_description_serves_both_transports),
		cmocka_unit_test(a_named_one_needs_no_more),
		cmocka_unit_test(a_cut_message_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
