/* Packets as text, JSON, lines and tables, from bytes through the dissectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/format/printable.h"
#include "conversation/selection.h"
#include "dissect/dissect.h"
#include "facts-checks.h"
#include "listing/info/arrow-label.h"
#include "listing/info/packet-info.h"
#include "listing/packet-json.h"
#include "listing/packet-table.h"
#include "listing/packet-text.h"

enum { DLT_EN10MB_VALUE = 1, HEADERS_SIZE = 54 };

/* Headers of Ethernet, IPv4 and TCP, 192.0.2.1:50000 → 192.0.2.2:8080, without a payload. */
static const uint8_t headers[HEADERS_SIZE] = {
	2,
	0,
	0,
	0,
	0,
	2,
	2,
	0,
	0,
	0,
	0,
	1,
	0x08,
	0x00, /* Ethernet */
	0x45,
	0,
	0,
	40,
	0,
	1,
	0x40,
	0,
	64,
	6,
	0,
	0,
	192,
	0,
	2,
	1,
	192,
	0,
	2,
	2, /* IPv4 */
	0xc3,
	0x50,
	0x1f,
	0x90,
	0,
	0,
	0,
	100,
	0,
	0,
	0,
	200,
	0x50,
	0x18,
	0x10,
	0,
	0,
	0,
	0,
	0,
};

struct sample {
	uint8_t data[512];
	struct frame frame;
	struct packet_facts facts;
	struct tcp_table *table;
	struct text out;
};

static void sample_payload(struct sample *sample, const char *payload, size_t size)
{
	autofinish(error) struct error error = { 0 };
	uint16_t total = (uint16_t)(40 + size);
	*sample = (struct sample){ .table = tcp_table_new() };
	memcpy(sample->data, headers, HEADERS_SIZE);
	memcpy(sample->data + HEADERS_SIZE, payload, size);
	sample->data[16] = (uint8_t)(total >> 8);
	sample->data[17] = (uint8_t)total;
	sample->frame.number = 1;
	sample->frame.time_ns = 1700000000123456789;
	dissect_frame(&sample->frame, DLT_EN10MB_VALUE,
		(struct bytes){ sample->data, HEADERS_SIZE + size },
		(uint32_t)(HEADERS_SIZE + size), NULL);
	assert_true(frame_tcp(&sample->frame));
	assert_true(add_segment(sample->table, &sample->frame, &sample->facts, &error));
}

static void sample_end(struct sample *sample)
{
	tcp_table_free(sample->table);
	text_finish(&sample->out);
}

static void assert_info(const char *payload, size_t size, const char *expected)
{
	struct sample sample;
	sample_payload(&sample, payload, size);
	packet_info_append(&sample.out, &sample.frame, &sample.facts);
	assert_string_equal(text_string(&sample.out), expected);
	sample_end(&sample);
}

static void test_info(void **state)
{
	(void)state;
	assert_info("", 0, "50000 → 8080 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=0");
	assert_info("\x16\x03", 2, "50000 → 8080 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=2");
	static const char request[] = "GET /ping HTTP/1.1\r\n\r\n";
	assert_info(request, sizeof(request) - 1, "GET /ping HTTP/1.1 ");
	static const char page[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
				   "Content-Length: 2\r\n\r\nhi";
	assert_info(page, sizeof(page) - 1, "HTTP/1.1 200 OK  (text/html)");
	static const char packed[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
				     "content-encoding: gzip\r\nContent-Length: 2\r\n\r\nhi";
	assert_info(packed, sizeof(packed) - 1, "HTTP/1.1 200 OK ");
	static const char hostile[] = "GET /\x1b[2J\xe2\x80\xae HTTP/1.1\r\n\r\n";
	assert_info(hostile, sizeof(hostile) - 1, "GET /\\x1b[2J\\u{202e} HTTP/1.1 ");
}

static void assert_label(const char *payload, const char *expected)
{
	struct sample sample;
	sample_payload(&sample, payload, strlen(payload));
	arrow_label_append(&sample.out, &sample.frame, &sample.facts);
	assert_string_equal(text_string(&sample.out), expected);
	sample_end(&sample);
}

static void test_label(void **state)
{
	(void)state;
	assert_label("", "PSH, ACK");
	assert_label("GET /ping HTTP/1.1\r\n\r\n", "GET /ping");
	assert_label("HTTP/1.1 404 Not Found\r\n\r\n", "404 Not Found");
	assert_label("GET /0123456789012345678901234567890123456789012345678901 HTTP/1.1\r\n\r\n",
		"GET /01234567890123456789012345678901234567…");
}

/* Checks the label of an alert with this level and this description. */
static void assert_alert_label(uint8_t level, uint8_t description, const char *expected)
{
	enum { PORT_PLACE = 36, PORT_TLS = 443, SIZE = HEADERS_SIZE + 7 };
	const char record[] = { 0x15, 3, 3, 0, 2, (char)level, (char)description };
	struct sample sample;
	autofinish(text) struct text label = { 0 };
	sample_payload(&sample, record, sizeof(record));
	sample.data[PORT_PLACE] = PORT_TLS >> 8;
	sample.data[PORT_PLACE + 1] = PORT_TLS & 0xff;
	dissect_frame(
		&sample.frame, DLT_EN10MB_VALUE, (struct bytes){ sample.data, SIZE }, SIZE, NULL);
	const struct packet_facts facts = packet_facts_of(&sample.frame);
	arrow_label_append(&label, &sample.frame, &facts);
	assert_string_equal(text_string(&label), expected);
	sample_end(&sample);
}

/* What an alert says fits on an arrow; its level follows from that (RFC 8446 section 6). */
static void a_label_of_an_alert_says_what_it_is(void **state)
{
	(void)state;
	assert_alert_label(2, 40, "Alert: Handshake Failure");
	assert_alert_label(1, 0, "Alert: Close Notify");
	assert_alert_label(2, 255, "Alert: Unknown");
}

/* Checks the label of a DNS message over UDP: a header with these flags, then sections. */
static void assert_dns_label(unsigned port, const char *dns, size_t size, const char *expected)
{
	uint8_t packet[256] = { 0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2,
		0x9c, 0x40 };
	enum { UDP_SIZE = 28, LINK_RAW = 12 };
	size_t whole = UDP_SIZE + size;
	assert_true(whole <= sizeof(packet));
	packet[22] = (uint8_t)(port >> 8);
	packet[23] = (uint8_t)port;
	packet[3] = (uint8_t)whole;
	packet[25] = (uint8_t)(whole - 20);
	memcpy(packet + UDP_SIZE, dns, size);
	struct frame frame = { .number = 1 };
	autofinish(text) struct text label = { 0 };
	dissect_frame(&frame, LINK_RAW, (struct bytes){ packet, whole }, (uint32_t)whole, NULL);
	const struct packet_facts facts = packet_facts_of(&frame);
	arrow_label_append(&label, &frame, &facts);
	assert_string_equal(text_string(&label), expected);
}

static void a_label_of_dns_says_what_is_asked(void **state)
{
	(void)state;
	enum { DNS = 53, MDNS = 5353 };
#define HEADER(flags, counts) "\x12\x34" flags counts
#define EDNS "\0\0\x29\x04\xd0\0\0\0\0\0\0"
	static const char query[] = HEADER("\1\0", "\0\1\0\0\0\0\0\1") "\1a\4test\0\0\1\0\1" EDNS;
	static const char unnamed[] = HEADER("\1\0", "\0\1\0\0\0\0\0\0") "\1a\4test\0\x07\x1c\0\1";
	static const char answer[] = HEADER("\x81\x80",
		"\0\1\0\1\0\0\0\1") "\1a\4test\0\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\5\0\4\xc0\0\2\x09" EDNS;
#define RECORD(type, size) "\xc0\x0c\0" type "\0\1\0\0\0\5\0" size
	static const char text[] = HEADER("\x81\x80",
		"\0\1\0\1\0\0\0\0") "\1a\4test\0\0\x10\0\1" RECORD("\x10", "\4") "\3v=1";
	static const char alias[] =
		HEADER("\x81\x80", "\0\1\0\2\0\0\0\0") "\1a\4test\0\0\1\0\1" RECORD(
			"\5", "\3") "\1b\0" RECORD("\1", "\4") "\xc0\0\2\x09";
	static const char bare[] = HEADER(
		"\x81\x80", "\0\1\0\1\0\0\0\0") "\1a\4test\0\0\x1d\0\1" RECORD("\x1d", "\1") "\0";
	/* an authority, which is no answer */
	static const char referral[] = HEADER(
		"\x81\x80", "\0\1\0\0\0\1\0\0") "\1a\4test\0\0\2\0\1" RECORD("\2", "\3") "\1b\0";
	static const char multicast[] = HEADER("\0\0", "\0\1\0\0\0\0\0\0") "\1a\4test\0\0\1\0\1";
	static const char two[] =
		HEADER("\0\0", "\0\2\0\0\0\0\0\0") "\1a\4test\0\0\1\0\1\xc0\x0c\0\x1c\0\1";
	static const char error[] = HEADER("\x81\x83", "\0\1\0\0\0\0\0\0") "\1a\4test\0\0\1\0\1";
	/* truncated (TC); a response of mDNS has no such bit, and an error says more */
	static const char cut[] = HEADER("\x83\x80", "\0\1\0\0\0\0\0\0") "\1a\4test\0\0\x10\0\1";
	static const char cut_query[] = HEADER("\3\0", "\0\1\0\0\0\0\0\0") "\1a\4test\0\0\x10\0\1";
	static const char cut_error[] =
		HEADER("\x83\x83", "\0\1\0\0\0\0\0\0") "\1a\4test\0\0\x10\0\1";
	assert_dns_label(DNS, cut, sizeof(cut) - 1, "Truncated (TC) TXT a.test");
	assert_dns_label(DNS, cut_query, sizeof(cut_query) - 1, "TXT? a.test");
	assert_dns_label(DNS, cut_error, sizeof(cut_error) - 1, "No such name TXT a.test");
	assert_dns_label(MDNS, cut, sizeof(cut) - 1, "TXT a.test");
	assert_dns_label(DNS, query, sizeof(query) - 1, "A? a.test");
	assert_dns_label(DNS, unnamed, sizeof(unnamed) - 1, "Unknown (1820)? a.test");
	assert_dns_label(DNS, answer, sizeof(answer) - 1, "A a.test 192.0.2.9");
	assert_dns_label(DNS, text, sizeof(text) - 1, "TXT a.test \"v=1\"");
	assert_dns_label(DNS, alias, sizeof(alias) - 1, "A a.test CNAME b A 192.0.2.9");
	assert_dns_label(DNS, bare, sizeof(bare) - 1, "LOC a.test …");
	assert_dns_label(DNS, referral, sizeof(referral) - 1, "NS a.test NS b");
	assert_dns_label(MDNS, two, sizeof(two) - 1, "A? a.test AAAA? a.test");
	assert_dns_label(MDNS, multicast, sizeof(multicast) - 1, "A? a.test");
	assert_dns_label(DNS, error, sizeof(error) - 1, "No such name A a.test");
}

static void test_json(void **state)
{
	(void)state;
	struct sample sample;
	static const char request[] = "GET /a\"b\\c HTTP/1.1\r\n\r\n";
	sample_payload(&sample, request, sizeof(request) - 1);
	packet_json_append(&sample.out, &sample.frame, &sample.facts,
		color_rule_for(&sample.frame, &sample.facts));
	assert_string_equal(text_string(&sample.out),
		"{\"number\":1,\"time\":1700000000.123456789,\"length\":77,\"captured\":77,"
		"\"protocol\":\"HTTP\",\"src\":\"192.0.2.1\",\"dst\":\"192.0.2.2\",\"sport\":50000,"
		"\"dport\":8080,\"flags\":\"PSH,ACK\",\"seq\":1,\"ack\":1,\"seq_raw\":100,"
		"\"tcp_len\":23,\"window\":4096,\"stream\":0,\"rule\":\"HTTP\","
		"\"info\":\"GET /a\\\"b\\\\c HTTP/1.1 \","
		"\"http\":{\"method\":\"GET\",\"uri\":\"/a\\\"b\\\\c\"}}");
	sample_end(&sample);
}

static void test_text(void **state)
{
	(void)state;
	struct sample sample;
	sample_payload(&sample, "", 0);
	const struct color_rule *rule = color_rule_for(&sample.frame, &sample.facts);
	int64_t start_ns = sample.frame.time_ns - 1500000;
	packet_text_append(
		&sample.out, &sample.frame, &sample.facts, rule, start_ns, COLOR_DEPTH_NONE);
	assert_string_equal(text_string(&sample.out),
		"    1    0.001500       192.0.2.1 → 192.0.2.2       TCP       54 "
		"50000 → 8080 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=0\n");
	text_clear(&sample.out);
	packet_text_append(
		&sample.out, &sample.frame, &sample.facts, rule, start_ns, COLOR_DEPTH_TRUE);
	assert_non_null(strstr(text_string(&sample.out), "\033[38;2;18;39;46m"));
	assert_non_null(strstr(text_string(&sample.out), "\033[48;2;231;230;255m"));
	assert_non_null(strstr(text_string(&sample.out), "\033[K\033[0m\n"));
	sample_end(&sample);
}

static void test_table(void **state)
{
	(void)state;
	struct sample sample;
	static const char request[] = "GET /<script>&\" HTTP/1.1\r\n\r\n";
	sample_payload(&sample, request, sizeof(request) - 1);
	struct shown_packet shown = {
		.frame = sample.frame,
		.facts = sample.facts,
		.rule = color_rule_for(&sample.frame, &sample.facts),
	};
	struct shown_packet *packets[] = { &shown };
	struct selection selection = { .packets = packets, .count = 1, .match_count = 3 };
	struct capture_summary summary = { .first_ns = sample.frame.time_ns };
	packet_table_html(&sample.out, &selection, &summary, "ko");
	const char *html = text_string(&sample.out);
	assert_non_null(strstr(html, "<th scope=\"col\">출발지</th>"));
	assert_non_null(strstr(html, "<tr data-frame=\"1\" class=\"rule-http\" title=\"HTTP\">"));
	assert_non_null(strstr(html, "GET /&lt;script&gt;&amp;"));
	assert_null(strstr(html, "<script"));
	assert_non_null(strstr(html, "패킷 2개 더 있음"));
	sample_end(&sample);
}

/* A DNS name may have any bytes, such as CSI of an 8-bit terminal or invalid UTF-8. */
static void test_hostile_name(void **state)
{
	(void)state;
	static const uint8_t query[] = { 0x45, 0, 0, 48, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1,
		192, 0, 2, 53, 0xc3, 0x50, 0, 53, 0, 28, 0, 0, 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0,
		0, 0, 2, 0x9b, 0xff, 0, 0, 1, 0, 1 };
	struct frame frame = { .number = 1 };
	dissect_frame(&frame, 12, (struct bytes){ query, sizeof(query) }, sizeof(query), NULL);
	autofinish(text) struct text out = { 0 };
	struct packet_facts alone = packet_facts_of(&frame);
	packet_info_append(&out, &frame, &alone);
	assert_string_equal(text_string(&out), "Standard query 0x1234 A \\x9b\\xff");
	text_clear(&out);
	packet_json_append(&out, &frame, &alone, color_rule_for(&frame, &alone));
	assert_non_null(strstr(text_string(&out), "A \\\\x9b\\\\xff\""));
}

static void assert_printable(const char *bytes, size_t size, const char *expected)
{
	autofinish(text) struct text out = { 0 };
	printable_append(&out, (struct bytes){ (const uint8_t *)bytes, size });
	assert_string_equal(text_string(&out), expected);
}

static void test_printable(void **state)
{
	(void)state;
	assert_printable("", 0, "");
	assert_printable("네트워크 → ok", strlen("네트워크 → ok"), "네트워크 → ok");
	assert_printable("a\0b\n\x7f", 5, "a\\x00b\\x0a\\x7f");
	assert_printable("\xc2\x9b"
			 "31m",
		5, "\\xc2\\x9b31m"); /* C1: CSI in one character */
	assert_printable("\xff\xc3", 2, "\\xff\\xc3");
	assert_printable("\xe2\x80\x8f", 3, "\\u{200f}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_info),
		cmocka_unit_test(test_label),
		cmocka_unit_test(a_label_of_an_alert_says_what_it_is),
		cmocka_unit_test(a_label_of_dns_says_what_is_asked),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_printable),
		cmocka_unit_test(test_hostile_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
