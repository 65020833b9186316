/* TLS handshake messages over records and segments, through the dissectors and facts.tcp. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "conversation/tcp/tcp-analysis.h"
#include "dissect/application/summary.h"
#include "dissect/dissect.h"
#include "facts-checks.h"

enum {
	LINK_RAW_IPV4 = 12, /* DLT_RAW */
	HEADERS_SIZE = 40,
	PACKET_SIZE_MAX = 4096,
	CLIENT_HELLO = 1,
	SERVER_HELLO = 2,
	CERTIFICATE = 11,
};

struct script {
	struct tcp_table *table;
	uint64_t frame;
	uint8_t packet[PACKET_SIZE_MAX];
	struct frame last;
	struct packet_facts facts;
	struct text info;
};

static void script_begin(struct script *script)
{
	*script = (struct script){ .table = tcp_table_new() };
}

static void script_end(struct script *script)
{
	tcp_table_free(script->table);
	text_finish(&script->info);
}

static void put(uint8_t *at, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

/* Sends a segment with these bytes of the client's or the server's stream. */
static void send_bytes(
	struct script *script, bool is_client, uint32_t offset, struct bytes data, size_t wire_size)
{
	uint8_t *packet = script->packet;
	memset(packet, 0, HEADERS_SIZE);
	packet[0] = 0x45;
	put(packet + 2, (uint32_t)(HEADERS_SIZE + wire_size), 2);
	packet[8] = 64;
	packet[9] = 6;
	put(packet + 12, is_client ? 0x0a000001 : 0x0a000002, 4);
	put(packet + 16, is_client ? 0x0a000002 : 0x0a000001, 4);
	put(packet + 20, is_client ? 50000 : 443, 2);
	put(packet + 22, is_client ? 443 : 50000, 2);
	put(packet + 24, 0xffffff00u + offset, 4); /* wraps on the way */
	put(packet + 28, 1, 4);
	packet[32] = 0x50;
	packet[33] = TCP_ACK;
	memcpy(packet + HEADERS_SIZE, data.data, data.size);

	autofinish(error) struct error error = { 0 };
	struct bytes captured = { packet, HEADERS_SIZE + data.size };
	script->last = (struct frame){ .number = ++script->frame };
	dissect_frame(
		&script->last, LINK_RAW_IPV4, captured, (uint32_t)(HEADERS_SIZE + wire_size), NULL);
	assert_non_null(frame_tcp(&script->last));
	assert_true(add_segment(script->table, &script->last, &script->facts, &error));
	text_clear(&script->info);
	if (script->facts.shown.protocol == PROTOCOL_TLS)
		frame_summary_append(&script->last, &script->facts.shown, &script->info);
}

static void send_part(struct script *script, const struct text *stream, size_t from, size_t to)
{
	struct bytes part = { (const uint8_t *)stream->data + from, to - from };
	send_bytes(script, true, (uint32_t)from, part, part.size);
}

static void add_number(struct text *out, uint32_t number, unsigned size)
{
	uint8_t bytes[4];
	put(bytes, number, size);
	text_append_size(out, (const char *)bytes, size);
}

static void add_zeros(struct text *out, size_t size)
{
	for (size_t i = 0; i < size; i++)
		text_append_char(out, '\0');
}

/*
 * A handshake message: a ClientHello that names example.org, offers h2, and is filled up to `size`.
 */
static void add_client_hello(struct text *out, uint32_t size)
{
	static const char name[] = "example.org";
	enum { FIXED = 4 + 2 + 32 + 1 + 4 + 2 + 2, SNI = 20, ALPN = 9, PADDING = 4 };
	add_number(out, CLIENT_HELLO, 1);
	add_number(out, size - 4, 3);
	add_number(out, 0x0303, 2);
	add_zeros(out, 32);
	add_number(out, 0, 1);
	add_number(out, 2, 2);
	add_number(out, 0x1301, 2);
	add_number(out, 0x0100, 2);
	add_number(out, size - FIXED, 2);
	add_number(out, 0, 2);
	add_number(out, 16, 2);
	add_number(out, 14, 2);
	add_number(out, 0, 1);
	add_number(out, 11, 2);
	text_append(out, name);
	add_number(out, 16, 2);
	add_number(out, 5, 2);
	add_number(out, 3, 2);
	add_number(out, 2, 1);
	text_append(out, "h2");
	add_number(out, 21, 2);
	add_number(out, size - FIXED - SNI - ALPN - PADDING, 2);
	add_zeros(out, size - FIXED - SNI - ALPN - PADDING);
}

static void add_server_hello(struct text *out)
{
	add_number(out, SERVER_HELLO, 1);
	add_number(out, 38, 3);
	add_number(out, 0x0303, 2);
	add_zeros(out, 32);
	add_number(out, 0, 1);
	add_number(out, 0xc02f, 2);
	add_number(out, 0, 1);
}

static void add_message(struct text *out, uint8_t type, uint32_t size)
{
	add_number(out, type, 1);
	add_number(out, size, 3);
	add_zeros(out, size);
}

/* Wraps `content` in handshake records of at most `record_size` bytes. */
static void add_records(struct text *out, const struct text *content, size_t record_size)
{
	for (size_t at = 0; at < content->size; at += record_size) {
		size_t size = content->size - at < record_size ? content->size - at : record_size;
		add_number(out, 0x160301, 3);
		add_number(out, (uint32_t)size, 2);
		text_append_size(out, content->data + at, size);
	}
}

static void assert_client_hello(const struct script *script)
{
	const struct tls_message *tls = script->facts.shown.tls;
	assert_int_equal(script->facts.shown.protocol, PROTOCOL_TLS);
	assert_int_equal(tls->handshake_count, 1);
	assert_int_equal(tls->handshakes[0], CLIENT_HELLO);
	assert_int_equal(tls->server_name.size, 11);
	assert_memory_equal(tls->server_name.data, "example.org", 11);
	assert_int_equal(tls->application_protocol.size, 2);
	assert_memory_equal(tls->application_protocol.data, "h2", 2);
	assert_int_equal(tls->version, 0x0303);
	assert_string_equal(text_string((struct text *)(uintptr_t)&script->info), "Client Hello");
}

static void assert_fragment(const struct script *script)
{
	assert_int_equal(script->facts.shown.protocol, PROTOCOL_TLS);
	assert_int_equal(script->facts.shown.tls->handshake_count, 0);
	assert_int_equal(script->facts.shown.tls->server_name.size, 0);
}

/*
 * Wherever the hello is cut in two, and in records of any size, its last segment shows its content.
 */
static void hello_in_two_segments(void **state)
{
	(void)state;
	static const size_t record_sizes[] = { 16384, 100, 33, 4, 3 };
	enum { FIRST = 9 }; /* bytes that show a TLS record with a hello */
	autofinish(text) struct text hello = { 0 };
	add_client_hello(&hello, 200);
	for (size_t i = 0; i < ARRAY_COUNT(record_sizes); i++) {
		autofinish(text) struct text stream = { 0 };
		add_records(&stream, &hello, record_sizes[i]);
		for (size_t cut = FIRST; cut < stream.size; cut++) {
			struct script script;
			script_begin(&script);
			send_part(&script, &stream, 0, cut);
			assert_fragment(&script);
			send_part(&script, &stream, cut, stream.size);
			assert_client_hello(&script);
			send_part(&script, &stream, stream.size, stream.size);
			script_end(&script);
		}
	}
}

static void hello_in_disorder(void **state)
{
	(void)state;
	autofinish(text) struct text hello = { 0 };
	autofinish(text) struct text stream = { 0 };
	add_client_hello(&hello, 1700);
	add_records(&stream, &hello, 16384);
	struct script script;
	script_begin(&script);
	send_part(&script, &stream, 0, 500);
	assert_string_equal(text_string(&script.info), "[Client Hello Fragment]");
	send_part(&script, &stream, 1000, stream.size); /* early */
	assert_int_not_equal(script.facts.shown.protocol, PROTOCOL_TLS);
	send_part(&script, &stream, 400, 1000); /* overlaps, and fills the gap */
	assert_int_equal(script.facts.shown.tls->handshake_count, 1);
	assert_memory_equal(script.facts.shown.tls->server_name.data, "example.org", 11);
	script_end(&script);
}

/* As in Wireshark, the messages of a record count in the segment where the record ends. */
static void certificates_over_segments(void **state)
{
	(void)state;
	autofinish(text) struct text flight = { 0 };
	autofinish(text) struct text stream = { 0 };
	add_server_hello(&flight);
	add_message(&flight, CERTIFICATE, 3000);
	add_records(&stream, &flight, 16384);
	size_t record_end = stream.size;
	text_clear(&flight);
	add_message(&flight, 12, 300);
	add_message(&flight, 14, 0);
	add_records(&stream, &flight, 304);

	struct script script;
	script_begin(&script);
	send_part(&script, &stream, 0, 1460);
	assert_fragment(&script);
	assert_string_equal(text_string(&script.info), "[Server Hello Fragment]");
	send_part(&script, &stream, 1460, 2920);
	assert_fragment(&script);
	assert_string_equal(text_string(&script.info), "Continuation Data");
	send_part(&script, &stream, 2920, stream.size);
	assert_true(stream.size > record_end);
	assert_string_equal(text_string(&script.info),
		"Server Hello, Certificate, Server Key Exchange, Server Hello Done");
	assert_int_equal(script.facts.shown.tls->cipher_suite, 0xc02f);
	script_end(&script);

	/* A ServerHello in a record of its own is complete at once. */
	text_clear(&stream);
	text_clear(&flight);
	add_server_hello(&flight);
	add_records(&stream, &flight, 16384);
	text_clear(&flight);
	add_message(&flight, CERTIFICATE, 2000);
	add_records(&stream, &flight, 16384);
	script_begin(&script);
	send_part(&script, &stream, 0, 1460);
	assert_string_equal(text_string(&script.info), "Server Hello");
	assert_int_equal(script.facts.shown.tls->handshake_count, 1);
	send_part(&script, &stream, 1460, stream.size);
	assert_string_equal(text_string(&script.info), "Certificate");
	script_end(&script);
}

/* Bytes that are no handshake end the tracking: nothing is invented, and nothing is kept. */
static void what_follows_is_no_handshake(void **state)
{
	(void)state;
	autofinish(text) struct text hello = { 0 };
	autofinish(text) struct text stream = { 0 };
	add_client_hello(&hello, 300);
	add_records(&stream, &hello, 200);
	struct script script;
	script_begin(&script);
	send_part(&script, &stream, 0, 205);
	assert_fragment(&script);
	memset(stream.data + 205, 0x55, stream.size - 205); /* where a record should be */
	send_part(&script, &stream, 205, stream.size);
	assert_int_equal(script.facts.shown.protocol, PROTOCOL_TCP);
	script_end(&script);

	/* Bytes that the snap length cut off are not guessed. */
	text_clear(&stream);
	add_records(&stream, &hello, 16384);
	script_begin(&script);
	send_part(&script, &stream, 0, 100);
	send_bytes(&script, true, 100, (struct bytes){ (const uint8_t *)stream.data + 100, 50 },
		stream.size - 100);
	assert_int_equal(script.facts.shown.protocol, PROTOCOL_TCP);
	script_end(&script);
}

/* A hello with a size beyond the limit is not awaited. */
static void endless_hello(void **state)
{
	(void)state;
	autofinish(text) struct text stream = { 0 };
	add_number(&stream, 0x16030140, 4);
	add_number(&stream, 0, 1);
	add_number(&stream, CLIENT_HELLO, 1);
	add_number(&stream, 0xffffff, 3);
	add_number(&stream, 0x0303, 2);
	add_zeros(&stream, 1000);
	struct script script;
	script_begin(&script);
	send_part(&script, &stream, 0, stream.size);
	for (unsigned i = 1; i < 100; i++) {
		struct bytes zeros = { (const uint8_t *)stream.data + 11, 1000 };
		send_bytes(&script, true, (uint32_t)stream.size + i * 1000, zeros, zeros.size);
		assert_int_equal(script.facts.shown.protocol, PROTOCOL_TCP);
	}
	script_end(&script);
}

static void add_record(
	struct text *out, uint8_t type, uint16_t version, const char *content, size_t size)
{
	add_number(out, type, 1);
	add_number(out, version, 2);
	add_number(out, (uint32_t)size, 2);
	text_append_size(out, content, size);
}

/*
 * Adds a ServerHello that selects `version`, in its header, or in an extension as TLS 1.3 and its
 * drafts do.
 */
static void add_versioned_hello(struct text *out, uint16_t legacy, uint16_t version)
{
	autofinish(text) struct text hello = { 0 };
	bool has_extension = legacy != version;
	add_number(&hello, SERVER_HELLO, 1);
	add_number(&hello, has_extension ? 46 : 38, 3);
	add_number(&hello, legacy, 2);
	add_zeros(&hello, 32);
	add_number(&hello, 0, 1);
	add_number(&hello, 0xc02f, 2);
	add_number(&hello, 0, 1);
	if (has_extension) {
		add_number(&hello, 6, 2);
		add_number(&hello, 43, 2);
		add_number(&hello, 2, 2);
		add_number(&hello, version, 2);
	}
	add_record(out, 22, legacy, hello.data, hello.size);
}

/* After the server's choice every segment is named by its version; no earlier one is. */
static void every_segment_has_the_version(void **state)
{
	(void)state;
	static const struct {
		uint16_t legacy, version;
		const char *name;
	} cases[] = {
		{ 0x0303, 0x0304, "TLSv1.3" }, { 0x0303, 0x7f1c, "TLSv1.3" }, /* drafts */
		{ 0x0303, 0xfb17, "TLSv1.3" }, { 0x0303, 0x0303, "TLSv1.2" },
		{ 0x0302, 0x0302, "TLSv1.1" },
		{ 0x0303, 0x0301, "TLSv1" }, /* odd, but it says so */
		{ 0x0303, 0x0a0a, "TLSv1.2" }, /* no version at all */
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text hello = { 0 }, client = { 0 }, server = { 0 };
		add_client_hello(&hello, 200);
		add_record(&client, 22, 0x0301, hello.data, hello.size);
		add_versioned_hello(&server, cases[i].legacy, cases[i].version);
		size_t hello_end = server.size;
		add_zeros(&hello, 1000);
		add_record(&server, 23, 0x0303, hello.data, 1000);
		size_t middle = server.size - 500;
		struct script script;
		script_begin(&script);
		send_part(&script, &client, 0, client.size);
		assert_string_equal(
			frame_reading_name(&script.facts.shown), "TLSv1.2"); /* an offer */
		const struct {
			size_t from, to;
			const char *info;
		} parts[] = {
			{ 0, hello_end, "Server Hello" },
			{ hello_end, middle, "Application Data" },
			{ middle, server.size, "Continuation Data" },
		};
		for (size_t j = 0; j < 3; j++) {
			struct bytes part = { (const uint8_t *)server.data + parts[j].from,
				parts[j].to - parts[j].from };
			send_bytes(&script, false, (uint32_t)parts[j].from, part, part.size);
			assert_string_equal(frame_reading_name(&script.facts.shown), cases[i].name);
			assert_string_equal(text_string(&script.info), parts[j].info);
		}
		script_end(&script);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hello_in_two_segments),
		cmocka_unit_test(hello_in_disorder),
		cmocka_unit_test(certificates_over_segments),
		cmocka_unit_test(what_follows_is_no_handshake),
		cmocka_unit_test(endless_hello),
		cmocka_unit_test(every_segment_has_the_version),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
