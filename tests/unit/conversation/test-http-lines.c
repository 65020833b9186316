/*
 * Start lines of HTTP messages in their variants: which ones are recognised on which port, and what
 * they contain.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "conversation/tcp/tcp-analysis.h"
#include "dissect/dissect.h"
#include "facts-checks.h"

enum { LINK_RAW = 12, HEADERS_SIZE = 40, PACKET_MAX = 512, USUAL_PORT = 8080, OTHER_PORT = 5555 };

/* What a line is: on the usual ports, and elsewhere. */
enum seen { NOWHERE, USUAL_ONLY, EVERYWHERE };

static const struct {
	const char *line;
	enum seen seen;
	const char *method, *uri; /* of a request */
	int status; /* of a response; -1: it has none */
	const char *reason;
} lines[] = {
	{ "HTTP/1.1 200 OK", EVERYWHERE, NULL, NULL, 200, "OK" },
	{ "HTTP/1.1  200 OK", EVERYWHERE, NULL, NULL, 200, "OK" },
	{ "HTTP/1.1    302   Found  it", EVERYWHERE, NULL, NULL, 302, "Found  it" },
	{ "HTTP/1.1 200", EVERYWHERE, NULL, NULL, 200, "" },
	{ "HTTP/1.1 200 ", EVERYWHERE, NULL, NULL, 200, "" },
	{ "HTTP/1.1 2000 OK", EVERYWHERE, NULL, NULL, 200, "OK" },
	{ "HTTP/1.1 20x OK", EVERYWHERE, NULL, NULL, 20, "OK" },
	{ "HTTP/1.1 +12 OK", EVERYWHERE, NULL, NULL, 12, "OK" },
	{ "HTTP/1.1 abc OK", EVERYWHERE, NULL, NULL, 0, "OK" },
	{ "HTTP/1.1 20 OK", EVERYWHERE, NULL, NULL, -1, "" },
	{ "HTTP/1.1 ", EVERYWHERE, NULL, NULL, -1, "" },
	{ "HTTP/1.1", USUAL_ONLY, NULL, NULL, -1, "" },
	{ "HTTP/2 200 OK", USUAL_ONLY, NULL, NULL, 200, "OK" },
	{ "HTTP/0.9 200 OK", USUAL_ONLY, NULL, NULL, 200, "OK" },
	{ "ICY 200 OK", USUAL_ONLY, NULL, NULL, 200, "OK" },
	{ "\r\nHTTP/1.1 404 Not Found", USUAL_ONLY, NULL, NULL, 404, "Not Found" },
	{ "http/1.1 200 OK", NOWHERE, NULL, NULL, 0, NULL },
	{ " HTTP/1.1 200 OK", NOWHERE, NULL, NULL, 0, NULL },
	{ "GET / HTTP/1.1", EVERYWHERE, "GET", "/", 0, NULL },
	{ "GET / http/1.1", EVERYWHERE, "GET", "/", 0, NULL },
	{ "GET HTTP/1.1", EVERYWHERE, "GET", "HTTP/1.1", 0, NULL },
	{ "GET / HTTP/1.1x", USUAL_ONLY, "GET", "/", 0, NULL },
	{ "GET / HTTP/1.10", USUAL_ONLY, "GET", "/", 0, NULL },
	{ "GET / HTTP/0.9", USUAL_ONLY, "GET", "/", 0, NULL },
	{ "GET /", USUAL_ONLY, "GET", "/", 0, NULL },
	{ "GET", USUAL_ONLY, "GET", "", 0, NULL },
	{ "\r\nGET /a HTTP/1.1", USUAL_ONLY, "GET", "/a", 0, NULL },
	{ "\r\n\r\nGET /a HTTP/1.1", NOWHERE, NULL, NULL, 0, NULL },
	{ "OPTIONS sip:a SIP/2.0", USUAL_ONLY, "OPTIONS", "sip:a", 0, NULL },
	{ "get / HTTP/1.1", NOWHERE, NULL, NULL, 0, NULL },
};

static void put(uint8_t *at, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

/* The line, a header and the blank line, from the client when it is a request. */
static size_t make_packet(uint8_t packet[PACKET_MAX], size_t index, uint16_t port)
{
	bool is_client = lines[index].method;
	char message[256];
	int size = snprintf(
		message, sizeof(message), "%s\r\nContent-Length: 0\r\n\r\n", lines[index].line);
	memset(packet, 0, PACKET_MAX);
	packet[0] = 0x45;
	put(packet + 2, HEADERS_SIZE + (uint32_t)size, 2);
	packet[8] = 64;
	packet[9] = 6;
	put(packet + 12, is_client ? 0xc0000201 : 0xc0000202, 4);
	put(packet + 16, is_client ? 0xc0000202 : 0xc0000201, 4);
	put(packet + 20, is_client ? 50000u : port, 2);
	put(packet + 22, is_client ? port : 50000u, 2);
	put(packet + 24, 1, 4);
	packet[32] = 0x50;
	packet[33] = TCP_ACK;
	memcpy(packet + HEADERS_SIZE, message, (size_t)size);
	return HEADERS_SIZE + (size_t)size;
}

static void assert_text(struct bytes bytes, const char *expected)
{
	assert_int_equal(bytes.size, strlen(expected));
	assert_memory_equal(bytes.data, expected, bytes.size);
}

static void check_line(size_t index, uint16_t port, bool is_seen)
{
	uint8_t packet[PACKET_MAX];
	size_t size = make_packet(packet, index, port);
	struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame frame = { .number = 1 };
	dissect_frame(&frame, LINK_RAW, (struct bytes){ packet, size }, (uint32_t)size, &fields);
	autofree(tcp_table) struct tcp_table *table = tcp_table_new();
	autofinish(error) struct error error = { 0 };
	struct packet_facts facts;
	assert_true(add_segment(table, &frame, &facts, &error));
	if ((facts.shown.protocol == PROTOCOL_HTTP) != is_seen)
		fail_msg("'%s' on port %u: %s", lines[index].line, port,
			protocol_name(facts.shown.protocol));
	const struct http_message *http = frame_http(&frame);
	if (is_seen && lines[index].method) {
		assert_int_equal(http->kind, HTTP_REQUEST);
		assert_text(http->method, lines[index].method);
		assert_text(http->uri, lines[index].uri);
	} else if (is_seen) {
		assert_int_equal(http->kind, HTTP_RESPONSE);
		assert_int_equal(http->has_status, lines[index].status >= 0);
		if (http->has_status)
			assert_int_equal(http->status, lines[index].status);
		assert_text(http->reason, lines[index].reason);
		assert_int_equal(facts.tcp.http_place, HTTP_PLACE_LAST);
	}
	arena_finish(&arena);
}

static void lines_are_read_as_leniently_as_others_read_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
		check_line(i, USUAL_PORT, lines[i].seen != NOWHERE);
		check_line(i, OTHER_PORT, lines[i].seen == EVERYWHERE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read_as_leniently_as_others_read_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
