/*
 * The text of a connection: segments in any order give the same text, and missing bytes are shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/reassembly.h"
#include "diagram/stream/stream.h"

enum { PACKETS_MAX = 64 };
static const uint32_t ISN_CLIENT = 0xfffffff0, ISN_SERVER = 7000;

/* Hand-made segments of one connection. */
struct exchange {
	struct arena arena;
	struct shown_packet packets[PACKETS_MAX];
	struct shown_packet *pointers[PACKETS_MAX];
	struct selection selection;
	struct tcp_connection connection;
	struct capture_summary summary;
};

static void exchange_finish(struct exchange *exchange)
{
	arena_finish(&exchange->arena);
}
DEFINE_AUTOFINISH(exchange);

/*
 * Adds a segment of `size` bytes, of which `captured` bytes from `data` were captured. `offset` is
 * its place in its direction, `read` the acknowledged size of the other direction.
 */
static struct shown_packet *add_cut(struct exchange *exchange, bool from_client, uint32_t offset,
	uint32_t read, const char *data, uint32_t size, size_t captured)
{
	size_t index = exchange->selection.count++;
	assert_true(index < PACKETS_MAX);
	struct shown_packet *packet = &exchange->packets[index];
	exchange->pointers[index] = packet;
	exchange->selection.packets = exchange->pointers;
	exchange->connection.packet_count++;
	exchange->summary.connections = &exchange->connection;
	exchange->summary.connection_count = 1;
	exchange->connection.has_client_isn = true;
	struct frame *frame = &packet->frame;
	frame->number = index + 1;
	frame->transport = PART_TCP;
	frame->source_port = from_client ? 55000 : 8080;
	frame->destination_port = from_client ? 8080 : 55000;
	frame->parts.transport.tcp.flags = TCP_ACK;
	frame->parts.transport.tcp.sequence = (from_client ? ISN_CLIENT : ISN_SERVER) + 1 + offset;
	frame->parts.transport.tcp.acknowledgment =
		(from_client ? ISN_SERVER : ISN_CLIENT) + 1 + read;
	frame->parts.transport.tcp.payload_size = size;
	frame->payload = (struct bytes){ (const uint8_t *)data, captured };
	packet->facts.has_tcp = true;
	packet->facts.tcp.is_from_client = from_client;
	packet->rule = color_rule_at(0);
	return packet;
}

static struct shown_packet *exchange_add(struct exchange *exchange, bool from_client,
	uint32_t offset, uint32_t read, const char *data)
{
	return add_cut(
		exchange, from_client, offset, read, data, (uint32_t)strlen(data), strlen(data));
}

static void add_handshake(struct exchange *exchange)
{
	struct shown_packet *syn = exchange_add(exchange, true, 0, 0, "");
	syn->frame.parts.transport.tcp.flags = TCP_SYN;
	syn->frame.parts.transport.tcp.sequence--;
	struct shown_packet *answer = exchange_add(exchange, false, 0, 0, "");
	answer->frame.parts.transport.tcp.flags = TCP_SYN | TCP_ACK;
	answer->frame.parts.transport.tcp.sequence--;
}

static void add_fin(struct exchange *exchange, bool from_client, uint32_t offset, uint32_t read)
{
	exchange_add(exchange, from_client, offset, read, "")->frame.parts.transport.tcp.flags |=
		TCP_FIN;
}

/* Describes the parts, joined where they are contiguous: "C:GET / S:200 S[5 missing]". */
static void exchange_describe(
	struct text *out, const struct exchange *exchange, struct arena *arena)
{
	const struct stream_content content =
		stream_reassemble(&exchange->selection, &exchange->summary, 0, arena);
	for (size_t i = 0; i < content.count; i++) {
		const struct stream_part *part = &content.parts[i];
		bool goes_on = i && part->is_from_client == part[-1].is_from_client &&
			part->kind == part[-1].kind;
		if (!goes_on)
			text_append_format(
				out, "%s%c", i ? " " : "", part->is_from_client ? 'C' : 'S');
		if (part->kind == STREAM_PART_DATA) {
			text_append(out, goes_on ? "" : ":");
			text_append_size(out, (const char *)part->data.data, part->data.size);
			assert_int_equal(part->data.size, part->size);
		} else {
			text_append_format(out, "[%llu %s]", (unsigned long long)part->size,
				part->kind == STREAM_PART_CUT ? "cut" : "missing");
		}
	}
}

static void assert_content(const struct exchange *exchange, const char *expected)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text text = { 0 };
	exchange_describe(&text, exchange, &arena);
	assert_string_equal(text_string(&text), expected);
}

static void test_order_and_duplicates(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	exchange_add(&exchange, true, 0, 0, "GET /long");
	exchange_add(&exchange, false, 6, 9, "world"); /* sent before the bytes that precede it */
	exchange_add(&exchange, false, 0, 9, "hello ");
	exchange_add(&exchange, false, 4, 9, "o world!"); /* overlaps both and continues */
	exchange_add(&exchange, false, 0, 9, "hello ");
	add_fin(&exchange, false, 12, 9);
	assert_content(&exchange, "C:GET /long S:hello world!");
}

static void test_sequence_numbers_wrap(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	/* The client's numbers begin 15 bytes before zero. */
	exchange_add(&exchange, true, 10, 0, "abcdefghij");
	exchange_add(&exchange, true, 0, 0, "0123456789");
	assert_content(&exchange, "C:0123456789abcdefghij");
}

static void test_gaps(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	exchange_add(&exchange, true, 0, 0, "ask");
	exchange_add(&exchange, false, 5, 3, "middle");
	add_cut(&exchange, false, 11, 3, "cut here", 8, 3);
	exchange_add(&exchange, true, 3, 30, "thanks");
	add_fin(&exchange, true, 9, 30);
	assert_content(&exchange, "C:ask S[5 missing] S:middlecut S[5 cut] S[11 missing] C:thanks");
}

static void test_only_headers_were_captured(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	add_cut(&exchange, true, 0, 0, "", 100, 0);
	add_cut(&exchange, true, 100, 0, "", 50, 0);
	add_cut(&exchange, true, 170, 0, "", 10, 0);
	assert_content(&exchange, "C[150 cut] C[20 missing] C[10 cut]");
}

/* A capture that begins in the middle of a connection has no gap before its first bytes. */
static void test_begins_in_the_middle(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	exchange_add(&exchange, false, 5000, 70, "late");
	exchange_add(&exchange, true, 70, 5004, "later");
	assert_content(&exchange, "S:late C:later");
}

static void test_keep_alive_and_reset_say_nothing(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	exchange_add(&exchange, true, 0, 0, "hi");
	exchange_add(&exchange, true, 1, 0, "X")->facts.tcp.labels = TCP_LABEL_KEEP_ALIVE;
	exchange_add(&exchange, false, 0, 123456, "")->frame.parts.transport.tcp.flags =
		TCP_RST | TCP_ACK;
	assert_content(&exchange, "C:hi");
}

/* Two ends speak in turn. Any order of capture, with repetitions, gives the same text. */
static void test_any_order_is_the_same(void **state)
{
	(void)state;
	static const char client[] = "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n";
	static const char server[] = "first answer, in some pieces; second answer";
	enum { ASK = 19, ANSWER = 28, CLIENT = sizeof(client) - 1, SERVER = sizeof(server) - 1 };
	struct {
		bool from_client;
		uint32_t offset, size, read;
	} pieces[] = {
		{ true, 0, 10, 0 },
		{ true, 10, 9, 0 },
		{ false, 0, 6, ASK },
		{ false, 6, 14, ASK },
		{ false, 3, 9, ASK },
		{ false, 20, 8, ASK },
		{ true, ASK, CLIENT - ASK, ANSWER },
		{ false, ANSWER, 5, CLIENT },
		{ false, ANSWER + 5, SERVER - ANSWER - 5, CLIENT },
	};
	enum { COUNT = ARRAY_COUNT(pieces) };
	uint32_t random = 12345;
	for (unsigned round = 0; round < 2000; round++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		size_t order[COUNT + 6];
		for (size_t i = 0; i < COUNT + 6; i++) {
			random = random * 1664525 + 1013904223;
			order[i] = i < COUNT ? i : (random >> 16) % COUNT; /* some twice */
		}
		for (size_t i = COUNT + 5; i > 0; i--) {
			random = random * 1664525 + 1013904223;
			size_t other = (random >> 16) % (i + 1), kept = order[i];
			order[i] = order[other];
			order[other] = kept;
		}
		for (size_t i = 0; i < COUNT + 6; i++) {
			bool is_client = pieces[order[i]].from_client;
			const char *from = (is_client ? client : server) + pieces[order[i]].offset;
			uint32_t size = pieces[order[i]].size;
			add_cut(&exchange, is_client, pieces[order[i]].offset,
				pieces[order[i]].read, from, size, size);
		}
		assert_content(&exchange,
			"C:GET /a HTTP/1.1\r\n\r\n S:first answer, in some pieces "
			"C:GET /b HTTP/1.1\r\n\r\n S:; second answer");
	}
}

static void test_streams_are_counted(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	uint32_t busiest = 77;
	assert_int_equal(selection_streams(&exchange.selection, &busiest), 0);
	assert_int_equal(busiest, 77);
	exchange_add(&exchange, true, 0, 0, "x");
	exchange_add(&exchange, true, 0, 0, "longest")->facts.tcp.stream = 4;
	exchange_add(&exchange, true, 0, 0, "long")->facts.tcp.stream = 2;
	exchange_add(&exchange, true, 1, 0, "y");
	assert_int_equal(selection_streams(&exchange.selection, &busiest), 3);
	assert_int_equal(busiest, 4);
}

/* ---- how it is drawn ---- */

static struct picture_options options_of(const char *lang, unsigned width, unsigned height)
{
	return (struct picture_options){
		.id = "s", .lang = lang, .title = "", .width = width, .height = height
	};
}

static void assert_drawn(
	const struct exchange *exchange, const char *lang, const char *html, const char *svg)
{
	autofinish(text) struct text text = { 0 };
	struct picture_options options = options_of(lang, 1152, 540);
	stream_html(&text, &exchange->selection, &exchange->summary, &options);
	if (!strstr(text_string(&text), html))
		fail_msg("'%s' is not in %s", html, text_string(&text));
	text_clear(&text);
	stream_svg(&text, &exchange->selection, &exchange->summary, &options);
	if (!strstr(text_string(&text), svg))
		fail_msg("'%s' is not in %s", svg, text_string(&text));
}

static void test_hostile_text_is_shown(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	exchange_add(&exchange, true, 0, 0,
		"</pre><script>alert(1)</script>\x1b[2J \xe2\x80\xae"
		"gpj.\r\n");
	static const char expected[] = "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;";
	assert_drawn(&exchange, "en", expected, expected);
	assert_drawn(&exchange, "en",
		"<i class=\"ctl\">\\x1b</i>[2J <i class=\"ctl\">\\u{202e}</i>gpj."
		"<i class=\"eol\" aria-hidden=\"true\">\\r\\n</i>",
		"<tspan class=\"ctl\">\\u{202e}</tspan>gpj.<tspan class=\"eol\">\\r\\n</tspan>");
}

static void test_gap_is_named_for_its_cause(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	exchange_add(&exchange, false, 1448, 0, "tail");
	static const char missing[] = "[1" TEXT_THIN_SPACE "448 bytes missing in capture file]";
	assert_drawn(&exchange, "en", missing, "448</tspan> bytes missing in capture file]");
	/* When only a part of the connection was selected, the file may have the missing bytes. */
	exchange.connection.packet_count++;
	assert_drawn(&exchange, "en", "448 bytes not shown here]", "bytes not shown here]");
	assert_drawn(&exchange, "ko", "448바이트 여기에 표시 안 함]", "여기에 표시 안 함]");
}

static void test_binary_is_a_dump(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_cut(&exchange, true, 0, 0, "\x16\x03\x01\x00\x05<&>\xff\x80", 10, 10);
	static const char dump[] = "0000  16 03 01 00 05 3c 26 3e  .....&lt;&amp;&gt;";
	assert_drawn(&exchange, "en", dump, dump);
}

/* Folded bodies say how much is left out, gaps stay, and nothing is wider than its plate. */
static void test_long_bodies_fold(void **state)
{
	(void)state;
	static char body[9000];
	memset(body, 'x', sizeof(body) - 1);
	memcpy(body, "HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 25);
	static const unsigned sizes[][2] = { { 1152, 540 }, { 1152, 240 }, { 552, 500 },
		{ 320, 200 } };
	for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_handshake(&exchange);
		struct shown_packet *packet = add_cut(&exchange, false, 0, 0, body, 8999, 8999);
		packet->frame.application = PART_HTTP;
		packet->frame.parts.application.http.kind = packet->facts.shown.http_kind =
			HTTP_RESPONSE;
		packet->frame.parts.application.http.version =
			(struct bytes){ (const uint8_t *)body, 8 };
		add_cut(&exchange, false, 9009, 0, body + 100, 4000, 4000);
		struct picture_options options = options_of("ko", sizes[i][0], sizes[i][1]);
		const struct stream_layout *layout = stream_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		assert_int_equal(layout->turn_count, 1);
		assert_true(layout->size >= PICTURE_FONT_SIZE_MIN);
		assert_int_equal(layout->width, sizes[i][0]);
		unsigned rests = 0, gaps = 0;
		int room = layout->plate_width - 2 * STREAM_SIDE;
		for (size_t k = 0; k < layout->turns[0].line_count; k++) {
			const struct stream_line *line = &layout->turns[0].lines[k];
			rests += line->kind == STREAM_LINE_REST;
			gaps += line->kind == STREAM_LINE_GAP;
			autofinish(text) struct text text = { 0 };
			text_append_size(&text, (const char *)line->data.data, line->data.size);
			text_append(&text, line->line_end);
			assert_true(svg_text_width(text_string(&text), SVG_FONT_MONO,
					    layout->size) <= room);
		}
		assert_int_equal(rests, 2);
		assert_int_equal(gaps, 1);
		if (sizes[i][0] == 1152)
			assert_true(layout->height <= (int)sizes[i][1]);
	}
}

static void test_nothing_was_said(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_handshake(&exchange);
	assert_drawn(&exchange, "ko", "주고받은 데이터 없음", "주고받은 데이터 없음");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_duplicates),
		cmocka_unit_test(test_sequence_numbers_wrap),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_only_headers_were_captured),
		cmocka_unit_test(test_begins_in_the_middle),
		cmocka_unit_test(test_keep_alive_and_reset_say_nothing),
		cmocka_unit_test(test_any_order_is_the_same),
		cmocka_unit_test(test_streams_are_counted),
		cmocka_unit_test(test_hostile_text_is_shown),
		cmocka_unit_test(test_gap_is_named_for_its_cause),
		cmocka_unit_test(test_binary_is_a_dump),
		cmocka_unit_test(test_long_bodies_fold),
		cmocka_unit_test(test_nothing_was_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
