/*
 * Frames of HTTP/2 and WebSocket over segments that are cut, lost, repeated or damaged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "conversation/capture-analysis.h"
#include "dissect/dissect.h"
#include "dissect/http/stream-frames.h"
#include "listing/info/packet-info.h"

enum {
	LINK_RAW_IPV4 = 12, /* DLT_RAW */
	HEADERS_SIZE = 40,
	PACKET_SIZE_MAX = 64 * 1024,
	SEQUENCE = -0x80, /* wraps on the way */
	END_HEADERS = HTTP2_END_HEADERS,
};

/* GET / of http, compressed. */
static const char get[] = "\x82\x86\x84";

struct script {
	struct capture_analysis capture;
	uint64_t frame;
	uint32_t sent[2]; /* by the client, by the server */
	uint8_t packet[PACKET_SIZE_MAX];
	struct frame last;
	struct packet_facts facts;
	struct text info; /* of the last segment */
	struct text all; /* of all segments with frames, one line each */
};

static void put(uint8_t *at, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

/* Sends a segment at `offset` of the client's or the server's stream. */
static void send_at(
	struct script *script, bool is_server, uint32_t offset, uint8_t flags, struct bytes data)
{
	uint8_t *packet = script->packet;
	size_t size = HEADERS_SIZE + data.size;
	memset(packet, 0, HEADERS_SIZE);
	packet[0] = 0x45;
	put(packet + 2, (uint32_t)size, 2);
	packet[8] = 64;
	packet[9] = 6;
	put(packet + 12, is_server ? 0x0a000002 : 0x0a000001, 4);
	put(packet + 16, is_server ? 0x0a000001 : 0x0a000002, 4);
	put(packet + 20, is_server ? 7000 : 50000, 2);
	put(packet + 22, is_server ? 50000 : 7000, 2);
	put(packet + 24, (uint32_t)SEQUENCE + offset, 4);
	put(packet + 28, flags & TCP_ACK ? (uint32_t)SEQUENCE + script->sent[!is_server] : 0, 4);
	packet[32] = 0x50;
	packet[33] = flags;
	put(packet + 34, 60000, 2);
	if (data.size)
		memcpy(packet + HEADERS_SIZE, data.data, data.size);
	autofinish(error) struct error error = { 0 };
	/* members that are not set may have any value */
	memset(&script->last, 0xa5, sizeof(script->last));
	script->last.number = ++script->frame;
	script->last.time_ns = (int64_t)script->frame * 1000000;
	dissect_frame(
		&script->last, LINK_RAW_IPV4, (struct bytes){ packet, size }, (uint32_t)size, NULL);
	assert_true(capture_analysis_add(&script->capture, &script->last, &script->facts, &error));
	text_clear(&script->info);
	packet_info_append(&script->info, &script->last, &script->facts);
	if (script->facts.shown.protocol != PROTOCOL_HTTP2 &&
		script->facts.shown.protocol != PROTOCOL_WEBSOCKET)
		return;
	text_append(&script->all, text_string(&script->info));
	text_append(&script->all, "\n");
}

static void say(struct script *script, bool is_server, struct bytes data)
{
	send_at(script, is_server, script->sent[is_server], TCP_ACK, data);
	script->sent[is_server] += (uint32_t)data.size;
}

static void script_begin(struct script *script)
{
	*script = (struct script){ 0 };
	capture_analysis_init(&script->capture);
	send_at(script, false, 0, TCP_SYN, (struct bytes){ 0 });
	script->sent[0] = 1;
	send_at(script, true, 0, TCP_SYN | TCP_ACK, (struct bytes){ 0 });
	script->sent[1] = 1;
	send_at(script, false, 1, TCP_ACK, (struct bytes){ 0 });
}

static void script_end(struct script *script)
{
	capture_analysis_finish(&script->capture);
	text_finish(&script->info);
	text_finish(&script->all);
}

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

static void add_frame(struct text *out, uint8_t type, uint8_t flags, uint32_t stream,
	const char *payload, size_t size)
{
	uint8_t header[HTTP2_HEADER_SIZE];
	put(header, (uint32_t)size, 3);
	header[3] = type;
	header[4] = flags;
	put(header + 5, stream, 4);
	text_append_size(out, (const char *)header, sizeof(header));
	text_append_size(out, payload, size);
}

static void add_get(struct text *out, uint32_t stream)
{
	add_frame(out, HTTP2_HEADERS, END_HEADERS | HTTP2_END_STREAM, stream, get, strlen(get));
}

static void add_start(struct text *out)
{
	text_append_size(out, http2_preface, HTTP2_PREFACE_SIZE);
	add_frame(out, HTTP2_SETTINGS, 0, 0, NULL, 0);
}

static void add_data(struct text *out, uint32_t stream, size_t size)
{
	static const char zeros[1000];
	assert_true(size <= sizeof(zeros));
	add_frame(out, HTTP2_DATA, 0, stream, zeros, size);
}

static unsigned times(const struct text *text, const char *word)
{
	unsigned count = 0;
	for (const char *at = text_string(text); (at = strstr(at, word)); at += strlen(word))
		count++;
	return count;
}

/* ---- HTTP/2 ---- */

static void a_request_is_named_in_one_segment(void **state)
{
	(void)state;
	autofinish(text) struct text sent = { 0 };
	struct script script;
	add_start(&sent);
	add_get(&sent, 1);
	script_begin(&script);
	say(&script, false, bytes_of(&sent));
	assert_string_equal(text_string(&script.info), "Magic, SETTINGS[0], HEADERS[1]: GET /");
	assert_true(script.facts.tcp.ends_frame);
	assert_string_equal((const char *)http2_words_of(script.facts.shown.stream).path.data, "/");
	script_end(&script);
}

/*
 * Wherever the stream is cut, each frame is shown where its header ends, and its words appear once.
 */
static void cuts_hide_nothing(void **state)
{
	(void)state;
	autofinish(text) struct text sent = { 0 };
	add_start(&sent);
	add_get(&sent, 1);
	add_data(&sent, 1, 20);
	add_get(&sent, 3);
	for (size_t cut = 1; cut < sent.size; cut++) {
		struct script script;
		struct bytes all = bytes_of(&sent);
		script_begin(&script);
		say(&script, false, (struct bytes){ all.data, cut });
		say(&script, false, (struct bytes){ all.data + cut, all.size - cut });
		if (times(&script.all, "Magic") != 1 || times(&script.all, ": GET /") != 2 ||
			times(&script.all, "DATA[1]") != 1 ||
			times(&script.all, "SETTINGS[0]") != 1)
			fail_msg("cut at %zu: %s", cut, text_string(&script.all));
		script_end(&script);
	}
	for (size_t size = 1; size < 12; size++) {
		struct script script;
		struct bytes rest = bytes_of(&sent);
		script_begin(&script);
		while (rest.size) {
			struct bytes part = { rest.data, rest.size < size ? rest.size : size };
			say(&script, false, part);
			rest.data += part.size;
			rest.size -= part.size;
		}
		if (times(&script.all, "Magic") != 1 || times(&script.all, ": GET /") != 2)
			fail_msg("parts of %zu: %s", size, text_string(&script.all));
		script_end(&script);
	}
}

static void what_is_sent_twice_is_read_once(void **state)
{
	(void)state;
	autofinish(text) struct text start = { 0 }, request = { 0 }, again = { 0 };
	struct script script;
	add_start(&start);
	add_frame(&request, HTTP2_HEADERS, END_HEADERS, 1, "\x82\x86\x44\x02/a", 6);
	add_frame(&again, HTTP2_HEADERS, END_HEADERS, 3, "\x82\x86\xbe", 3);
	script_begin(&script);
	say(&script, false, bytes_of(&start));
	say(&script, false, bytes_of(&request));
	send_at(&script, false, script.sent[0] - (uint32_t)request.size, TCP_ACK,
		bytes_of(&request));
	assert_int_equal(script.facts.shown.protocol, PROTOCOL_TCP);
	say(&script, false, bytes_of(&again));
	assert_string_equal(text_string(&script.info), "HEADERS[3]: GET /a");
	script_end(&script);
}

static void disorder_is_put_right(void **state)
{
	(void)state;
	autofinish(text) struct text start = { 0 }, first = { 0 }, second = { 0 }, third = { 0 };
	struct script script;
	add_start(&start);
	add_frame(&first, HTTP2_HEADERS, END_HEADERS, 1, "\x82\x86\x44\x02/a", 6);
	add_frame(&second, HTTP2_HEADERS, END_HEADERS, 3, "\x82\x86\xbe", 3);
	add_frame(&third, HTTP2_HEADERS, END_HEADERS, 5, "\x82\x86\xbe", 3);
	script_begin(&script);
	say(&script, false, bytes_of(&start));
	uint32_t place = script.sent[0];
	send_at(&script, false, place + (uint32_t)first.size, TCP_ACK, bytes_of(&second));
	send_at(&script, false, place, TCP_ACK, bytes_of(&first));
	script.sent[0] += (uint32_t)(first.size + second.size);
	say(&script, false, bytes_of(&third));
	assert_string_equal(text_string(&script.info), "HEADERS[5]: GET /a");
	script_end(&script);
}

/* Bytes that the capture lacks, inside data and inside headers. */
static void a_gap_hides_what_depends_on_it(void **state)
{
	(void)state;
	autofinish(text) struct text start = { 0 }, data = { 0 }, request = { 0 };
	struct script script;
	add_start(&start);
	add_data(&data, 1, 300);
	add_get(&request, 3);
	script_begin(&script);
	say(&script, false, bytes_of(&start));
	say(&script, false, (struct bytes){ bytes_of(&data).data, 100 });
	script.sent[0] += (uint32_t)data.size - 100;
	say(&script, false, bytes_of(&request));
	assert_non_null(strstr(text_string(&script.info), "HEADERS[3]: GET /"));
	script.sent[0] += (uint32_t)request.size; /* headers that were not captured */
	send_at(&script, true, script.sent[1], TCP_ACK, (struct bytes){ 0 });
	say(&script, false, bytes_of(&request));
	assert_int_equal(script.facts.shown.protocol, PROTOCOL_TCP);
	script_end(&script);
}

static void what_is_no_preface_is_left_alone(void **state)
{
	(void)state;
	static const char *const others[] = { "PRI * HTTP/2.0\r\n\r\nSM\r\n\rx", "P",
		"PRI * HTTP/1.1\r\n\r\n", "PING\r\n", "QRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" };
	for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
		struct script script;
		autofinish(text) struct text request = { 0 };
		script_begin(&script);
		say(&script, false,
			(struct bytes){ (const uint8_t *)others[i], strlen(others[i]) });
		assert_int_not_equal(script.facts.shown.protocol, PROTOCOL_HTTP2);
		add_get(&request, 1);
		say(&script, false, bytes_of(&request));
		assert_int_not_equal(script.facts.shown.protocol, PROTOCOL_HTTP2);
		assert_string_equal(text_string(&script.all), "");
		script_end(&script);
	}
}

/* After damaged headers, frames are named without their headers, since the table is unknown. */
static void damaged_headers_end_the_words(void **state)
{
	(void)state;
	static const struct {
		const char *payload;
		size_t size;
		uint8_t flags, type;
		unsigned count; /* of frames that begin the same; the last ends the block */
	} damaged[] = {
		{ "\x80", 1, END_HEADERS, HTTP2_HEADERS, 1 }, /* no such header */
		{ "\x40", 1, END_HEADERS, HTTP2_HEADERS, 1 }, /* broken off */
		{ "\x09\x82", 2, END_HEADERS | HTTP2_PADDED, HTTP2_HEADERS,
			1 }, /* padding beyond the frame */
		{ "\x82", 1, END_HEADERS | HTTP2_HAS_PRIORITY, HTTP2_HEADERS, 1 }, /* no priority */
		{ "", 0, 0, HTTP2_CONTINUATION, 66 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(damaged); i++) {
		struct script script;
		autofinish(text) struct text sent = { 0 }, request = { 0 };
		add_start(&sent);
		for (unsigned k = 0; k < damaged[i].count; k++)
			add_frame(&sent, damaged[i].type, damaged[i].flags, 1, damaged[i].payload,
				damaged[i].size);
		script_begin(&script);
		say(&script, false, bytes_of(&sent));
		add_get(&request, 3);
		say(&script, false, bytes_of(&request));
		assert_string_equal(text_string(&script.info), "HEADERS[3]");
		script_end(&script);
	}
}

static void an_empty_block_is_no_damage(void **state)
{
	(void)state;
	struct script script;
	autofinish(text) struct text sent = { 0 };
	add_start(&sent);
	add_frame(&sent, HTTP2_HEADERS, 0, 1, NULL, 0);
	add_frame(&sent, HTTP2_CONTINUATION, END_HEADERS, 1, NULL, 0);
	add_get(&sent, 3);
	script_begin(&script);
	say(&script, false, bytes_of(&sent));
	assert_string_equal(text_string(&script.info),
		"Magic, SETTINGS[0], HEADERS[1], CONTINUATION[1], HEADERS[3]: GET /");
	script_end(&script);
}

/* A request line is shown once, in the frame with its last part. */
static void words_may_stand_in_two_frames(void **state)
{
	(void)state;
	static const struct {
		const char *first, *second, *says;
	} blocks[] = {
		{ "\x82", "\x86\x84", "HEADERS[1], CONTINUATION[1]: GET /" },
		{ "\x82\x86\x84", "\x41\x01x", "HEADERS[1]: GET /, CONTINUATION[1]" },
		{ "", "\x88", "HEADERS[1], CONTINUATION[1]: 200 OK" },
		{ "\x42\x07"
		  "CONNECT",
			"\x41\x01x", "HEADERS[1], CONTINUATION[1]: CONNECT" },
		{ "\x84", "", "HEADERS[1], CONTINUATION[1]" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(blocks); i++) {
		struct script script;
		autofinish(text) struct text start = { 0 }, sent = { 0 };
		add_start(&start);
		add_frame(&sent, HTTP2_HEADERS, 0, 1, blocks[i].first, strlen(blocks[i].first));
		add_frame(&sent, HTTP2_CONTINUATION, END_HEADERS, 1, blocks[i].second,
			strlen(blocks[i].second));
		script_begin(&script);
		say(&script, false, bytes_of(&start));
		say(&script, false, bytes_of(&sent));
		assert_string_equal(text_string(&script.info), blocks[i].says);
		script_end(&script);
	}
}

/* Many blocks in one segment name the same long header: the decoded size is limited. */
static void what_is_told_of_a_segment_has_a_limit(void **state)
{
	(void)state;
	enum { VALUE_SIZE = 4000, BLOCKS = 400, TOLD_MAX = 2 << 20 };
	struct script script;
	autofinish(text) struct text sent = { 0 }, block = { 0 };
	add_start(&sent);
	text_append_size(&block, "\x40\x01x\x7f\xa1\x1e", 6);
	for (size_t i = 0; i < VALUE_SIZE; i++)
		text_append(&block, "v");
	add_frame(&sent, HTTP2_HEADERS, END_HEADERS, 1, block.data, block.size);
	script_begin(&script);
	say(&script, false, bytes_of(&sent));
	text_clear(&sent);
	for (uint32_t i = 0; i < BLOCKS; i++)
		add_frame(&sent, HTTP2_HEADERS, END_HEADERS, 3 + 2 * i, "\xbe\xbe\xbe\xbe", 4);
	say(&script, false, bytes_of(&sent));
	assert_int_equal(script.facts.shown.stream->item_count, BLOCKS);
	size_t told = 0;
	for (size_t i = 0; i < script.facts.shown.stream->item_count; i++)
		for (size_t k = 0; k < script.facts.shown.stream->items[i].field_count; k++)
			told += script.facts.shown.stream->items[i].fields[k].value.size;
	assert_true(told > 0 && told < TOLD_MAX);
	text_clear(&sent);
	add_get(&sent, 2001); /* the table is the same */
	say(&script, false, bytes_of(&sent));
	assert_string_equal(text_string(&script.info), "HEADERS[2001]: GET /");
	script_end(&script);
}

/* ---- WebSocket ---- */

static struct bytes text_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static void upgrade(struct script *script)
{
	say(script, false,
		text_bytes("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
	say(script, true,
		text_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
			   "Upgrade\r\n\r\n"));
}

static void frames_follow_an_upgrade(void **state)
{
	(void)state;
	static const char masked[] = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x89\x80\1\2\3\4";
	struct bytes all = { (const uint8_t *)masked, sizeof(masked) - 1 };
	for (size_t cut = 0; cut < all.size; cut++) {
		struct script script;
		script_begin(&script);
		upgrade(&script);
		assert_int_equal(script.facts.shown.protocol, PROTOCOL_HTTP);
		if (cut)
			say(&script, false, (struct bytes){ all.data, cut });
		say(&script, false, (struct bytes){ all.data + cut, all.size - cut });
		if (times(&script.all, "WebSocket Text [FIN] [MASKED]") != 1 ||
			times(&script.all, "WebSocket Ping [FIN] [MASKED]") != 1)
			fail_msg("cut at %zu: %s", cut, text_string(&script.all));
		say(&script, true, (struct bytes){ (const uint8_t *)"\x8a\x00", 2 });
		assert_string_equal(text_string(&script.info), "WebSocket Pong [FIN]");
		script_end(&script);
	}
}

/* A frame of up to 2^64 bytes: everything after its header is its payload. */
static void a_frame_may_be_longer_than_anything(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	upgrade(&script);
	say(&script, false,
		(struct bytes){
			(const uint8_t *)"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xffxyz", 13 });
	assert_string_equal(text_string(&script.info), "WebSocket Binary [FIN]");
	say(&script, false, text_bytes("\x81\x01x"));
	assert_int_equal(script.facts.shown.protocol, PROTOCOL_TCP);
	script_end(&script);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_named_in_one_segment),
		cmocka_unit_test(cuts_hide_nothing),
		cmocka_unit_test(what_is_sent_twice_is_read_once),
		cmocka_unit_test(disorder_is_put_right),
		cmocka_unit_test(a_gap_hides_what_depends_on_it),
		cmocka_unit_test(what_is_no_preface_is_left_alone),
		cmocka_unit_test(damaged_headers_end_the_words),
		cmocka_unit_test(an_empty_block_is_no_damage),
		cmocka_unit_test(words_may_stand_in_two_frames),
		cmocka_unit_test(what_is_told_of_a_segment_has_a_limit),
		cmocka_unit_test(frames_follow_an_upgrade),
		cmocka_unit_test(a_frame_may_be_longer_than_anything),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
