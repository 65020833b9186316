/* The protocol shown for a TCP segment, by its ports and by earlier segments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "conversation/tcp/tcp-analysis.h"
#include "dissect/dissect.h"
#include "facts-checks.h"

enum { LINK_RAW_IPV4 = 12 /* DLT_RAW */, HEADERS_SIZE = 40, PACKET_SIZE_MAX = 512 };

#define BYTES(text) ((struct bytes){ (const uint8_t *)(text), sizeof(text) - 1 })

struct wire {
	struct tcp_table *table;
	uint16_t client_port, server_port;
	uint32_t sent[2]; /* by the server, by the client */
	uint64_t frame;
	uint8_t packet[PACKET_SIZE_MAX];
	struct frame last;
	struct packet_facts facts;
};

static struct wire wire_between(uint16_t client_port, uint16_t server_port)
{
	return (struct wire){
		.table = tcp_table_new(), .client_port = client_port, .server_port = server_port
	};
}

static void put(uint8_t *at, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

/* Sends the next bytes of one side; returns the protocol of the segment. */
static enum protocol send_bytes(struct wire *wire, bool is_client, struct bytes data)
{
	uint8_t *packet = wire->packet;
	memset(packet, 0, HEADERS_SIZE);
	packet[0] = 0x45;
	put(packet + 2, (uint32_t)(HEADERS_SIZE + data.size), 2);
	packet[8] = 64;
	packet[9] = 6;
	put(packet + 12, is_client ? 0x0a000001 : 0x0a000002, 4);
	put(packet + 16, is_client ? 0x0a000002 : 0x0a000001, 4);
	put(packet + 20, is_client ? wire->client_port : wire->server_port, 2);
	put(packet + 22, is_client ? wire->server_port : wire->client_port, 2);
	put(packet + 24, 0xfffffff0u + wire->sent[is_client], 4); /* wraps on the way */
	put(packet + 28, 1, 4);
	packet[32] = 0x50;
	packet[33] = TCP_ACK;
	memcpy(packet + HEADERS_SIZE, data.data, data.size);
	wire->sent[is_client] += (uint32_t)data.size;

	autofinish(error) struct error error = { 0 };
	struct bytes captured = { packet, HEADERS_SIZE + data.size };
	wire->last = (struct frame){ .number = ++wire->frame };
	dissect_frame(&wire->last, LINK_RAW_IPV4, captured, (uint32_t)captured.size, NULL);
	assert_true(add_segment(wire->table, &wire->last, &wire->facts, &error));
	return wire->facts.shown.protocol;
}

/* An alert: "close notify". */
#define ALERT "\x15\x03\x03\x00\x02\x01\x00"

static void tls_is_told_by_its_bytes_where_no_port_says_otherwise(void **state)
{
	(void)state;
	static const struct {
		uint16_t client_port, server_port;
		enum protocol expected;
	} cases[] = {
		{ 50000, 443, PROTOCOL_TLS },
		{ 50000, 8443, PROTOCOL_TLS },
		{ 50000, 80, PROTOCOL_TCP },
		{ 50000, 8080, PROTOCOL_TCP },
		{ 50000, 8009, PROTOCOL_TCP },
		{ 2000, 8080,
			PROTOCOL_TCP }, /* the lower port is unknown, so the higher one decides */
		{ 8080, 443, PROTOCOL_TLS },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct wire wire = wire_between(cases[i].client_port, cases[i].server_port);
		assert_int_equal(send_bytes(&wire, true, BYTES(ALERT)), cases[i].expected);
		assert_int_equal(send_bytes(&wire, false, BYTES(ALERT)), cases[i].expected);
		tcp_table_free(wire.table);
	}
}

static void tls_inside_of_a_proxy_is_tls(void **state)
{
	(void)state;
	struct wire wire = wire_between(50000, 8080);
	assert_int_equal(send_bytes(&wire, true, BYTES("CONNECT example.org:443 HTTP/1.1\r\n\r\n")),
		PROTOCOL_HTTP);
	assert_int_equal(send_bytes(&wire, false, BYTES("HTTP/1.1 200 OK\r\n\r\n")), PROTOCOL_HTTP);
	assert_int_equal(send_bytes(&wire, true, BYTES(ALERT)), PROTOCOL_TLS);
	tcp_table_free(wire.table);
}

/* A query for the addresses of "a.example". */
#define QUERY_HEADER "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
#define QUERY_FRONT                                                                                \
	"\x01"                                                                                     \
	"a\x07"                                                                                    \
	"example"
#define QUERY_REST "\x00\x00\x01\x00\x01"
#define QUERY_SIZE "\x00\x1b"

static void dns_after_its_length_alone_is_no_message_of_its_own(void **state)
{
	(void)state;
	struct wire wire = wire_between(50000, 53);
	assert_int_equal(send_bytes(&wire, true, BYTES(QUERY_SIZE)), PROTOCOL_TCP);
	/* whose identification and flags look like a length, and a count of questions as flags */
	assert_int_equal(
		send_bytes(&wire, true, BYTES(QUERY_HEADER QUERY_FRONT QUERY_REST)), PROTOCOL_TCP);
	assert_false(wire.facts.shown.is_dns);
	/* the other direction does not depend on it, nor do later segments */
	assert_int_equal(
		send_bytes(&wire, false, BYTES(QUERY_SIZE QUERY_HEADER QUERY_FRONT QUERY_REST)),
		PROTOCOL_DNS);
	assert_int_equal(
		send_bytes(&wire, true, BYTES(QUERY_SIZE QUERY_HEADER QUERY_FRONT QUERY_REST)),
		PROTOCOL_DNS);
	assert_true(wire.facts.shown.is_dns);
	tcp_table_free(wire.table);
}

static void the_middle_of_a_dns_message_is_none(void **state)
{
	(void)state;
	struct wire wire = wire_between(50000, 53);
	/* a message of 27 + 36 bytes, whose rest could be another message */
	assert_int_equal(
		send_bytes(&wire, false, BYTES("\x00\x4f" QUERY_HEADER QUERY_FRONT QUERY_REST)),
		PROTOCOL_DNS);
	assert_int_equal(
		send_bytes(&wire, false, BYTES(QUERY_SIZE QUERY_HEADER QUERY_FRONT QUERY_REST)),
		PROTOCOL_TCP);
	assert_int_equal(send_bytes(&wire, false, BYTES("12345678901234567890123")), PROTOCOL_TCP);
	assert_int_equal(
		send_bytes(&wire, false, BYTES(QUERY_SIZE QUERY_HEADER QUERY_FRONT QUERY_REST)),
		PROTOCOL_DNS);
	tcp_table_free(wire.table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tls_is_told_by_its_bytes_where_no_port_says_otherwise),
		cmocka_unit_test(tls_inside_of_a_proxy_is_tls),
		cmocka_unit_test(dns_after_its_length_alone_is_no_message_of_its_own),
		cmocka_unit_test(the_middle_of_a_dns_message_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
