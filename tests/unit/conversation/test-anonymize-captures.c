/*
 * conversation/redact/redact: addresses that only several packets or captures together show, what
 * stays unchanged, what the report says, and checksums other than the Internet checksum.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/checksum-codes.h"
#include "redacted-captures.h"

static const struct ends ends = { .addresses = { 192, 168, 7, 10, 192, 168, 8, 11 } };
static const uint8_t cards[12] = { 0xa4, 0x5e, 0x60, 1, 2, 3, 0xa4, 0x5e, 0x60, 4, 5, 6 };

enum { HEADERS_SIZE = 14 + 20 + 20, UDP_HEADERS_SIZE = 14 + 20 + 8, PACKETS_MAX = 64 };
static struct built packets[PACKETS_MAX], redacted[PACKETS_MAX];

static void segment(struct built *packet, uint32_t sequence, uint16_t port)
{
	wrap_tcp(packet, &ends, 50000, port, sequence, 0x18);
	wrap_ip(packet, &ends, 6);
	wrap_ethernet(packet, cards, 0x0800);
}

static void datagram(struct built *packet, uint16_t port)
{
	wrap_udp(packet, &ends, 50000, port);
	wrap_ip(packet, &ends, 17);
	wrap_ethernet(packet, cards, 0x0800);
}

static bool has(const struct built *packet, const void *what, size_t size)
{
	return memmem(packet->data, packet->size, what, size) != NULL;
}

/* Reassembles the stream from segments of `size` bytes. */
static struct built carried(const struct built *stream, size_t size, uint16_t port)
{
	struct built whole = { .size = 0 };
	size_t count = 0;
	for (size_t at = 0; at < stream->size; at += size, count++) {
		size_t left = stream->size - at;
		packets[count].size = 0;
		put(&packets[count], stream->data + at, left < size ? left : size);
		segment(&packets[count], 1001 + (uint32_t)at, port);
	}
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, count, redacted));
	for (size_t i = 0; i < count; i++)
		put(&whole, redacted[i].data + HEADERS_SIZE, redacted[i].size - HEADERS_SIZE);
	return whole;
}

/* The result is the same wherever the text is cut. */
static void hides_across_segments(void **state)
{
	(void)state;
	static const char text[] = "GET / HTTP/1.1\r\nHost: 192.168.8.11\r\nX: 10.20.30.40, "
				   "a4:5e:60:01:02:03 2a01:4f8:c01::1cab\r\n\r\n";
	struct built stream = { .size = 0 };
	put_string(&stream, text);
	for (size_t size = 3; size < 40; size++) {
		struct built whole = carried(&stream, size, 8080);
		assert_int_equal(whole.size, strlen(text));
		assert_memory_equal(whole.data, text, 22);
		assert_memory_equal(whole.data + 22, "192.0.2.", 8);
		assert_memory_equal(whole.data + 31, "***\r\nX: 192.0.2.", 16);
		assert_memory_equal(whole.data + 48, "**, 02:00:00:00:00:0", 20);
		assert_memory_equal(whole.data + 69, " 2001:db8::1*******\r\n", 21);
		assert_false(has(&whole, "192.168", 7));
		assert_false(has(&whole, "10.20.30.40", 11));
		assert_false(has(&whole, "5e:60", 5));
		assert_false(has(&whole, "4f8:c01", 7));
	}
}

/* A BGP message begins in one segment and has its addresses in later ones. */
static void hides_messages_across_segments(void **state)
{
	(void)state;
	struct built stream = { .size = 0 };
	put_hex(&stream,
		"ffffffffffffffffffffffffffffffff 0035 02 0000 0019 40 01 01 00 40 03 04 "
		"ac14 6316 80 09 04 ac14 5821 80 0a 04 ac14 5822 20 ac14 5823");
	put_hex(&stream, "ff");
	for (size_t size = 1; size < 12; size += 5) {
		struct built whole = carried(&stream, size < 2 ? 2 : size, 179);
		for (uint8_t last = 0x20; last < 0x24; last++) {
			const uint8_t octets[] = { 0xac, 0x14, 0x58, last };
			assert_false(has(&whole, octets, 4));
		}
		assert_false(has(&whole, "\xac\x14\x63\x16", 4));
	}
}

/* A capture that grows between two readings has packets of which no address is known. */
static void refuses_a_capture_that_grows(void **state)
{
	(void)state;
	struct test_capture file = capture_begin();
	autofinish(error) struct error error = { 0 };
	for (size_t i = 0; i < 2; i++) {
		packets[i].size = 0;
		put_string(&packets[i], "hello");
		datagram(&packets[i], 4000);
	}
	write_capture(file.path, 1, packets, 1);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_learn(redaction, file.path, &error));
	assert_true(redaction_search(redaction, file.path, &error));
	write_capture(file.path, 1, packets, 2);
	assert_false(redaction_search(redaction, file.path, &error));
	assert_non_null(strstr(error_message(&error), "grew behind frame 1 while"));
	write_capture(file.path, 1, packets, 1);
	assert_true(redaction_search(redaction, file.path, &error));
	capture_end(&file);
}

/* A MAC address learned in the second capture is hidden in the first, too. */
static void hides_across_captures(void **state)
{
	(void)state;
	static const uint8_t card[] = { 0xd4, 0xbe, 0xd9, 7, 8, 9 };
	struct test_capture first = capture_begin(), second = capture_begin();
	autofinish(error) struct error error = { 0 };
	packets[0].size = packets[1].size = 0;
	put_string(&packets[0], "d4bed9070809 ");
	put(&packets[0], card, 6);
	datagram(&packets[0], 4000);
	put_hex(&packets[1], "0001 0800 06 04 0001 d4bed9070809 c0a8070a 000000000000 c0a8070b");
	wrap_ethernet(&packets[1], cards, 0x0806);
	write_capture(first.path, 1, packets, 1);
	write_capture(second.path, 1, packets + 1, 1);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_learn(redaction, first.path, &error));
	assert_true(redaction_learn(redaction, second.path, &error));
	assert_true(redaction_file(redaction, first.path, redacted));
	assert_true(redaction_file(redaction, second.path, redacted + 1));
	capture_end(&first);
	capture_end(&second);
	assert_false(has(&redacted[0], card, 6));
	assert_false(has(&redacted[0], "d4bed9070809", 12));
	/* Both have the same stand-in. */
	assert_memory_equal(redacted[0].data + UDP_HEADERS_SIZE + 13, redacted[1].data + 22, 6);
}

/*
 * A sequence number that equals an address stays; in data that no dissector reads, such a number
 * counts as the address.
 */
static void leaves_numbers(void **state)
{
	(void)state;
	packets[0].size = 0;
	put_hex(&packets[0], "01 c0a8070a 02");
	segment(&packets[0], 0xc0a8080b, 9000);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	assert_memory_equal(redacted[0].data + 38, "\xc0\xa8\x08\x0b", 4);
	assert_memory_equal(redacted[0].data + HEADERS_SIZE, "\x01\xc0\x00\x02\x01\x02", 6);
	struct redaction_report report = redaction_report(redaction);
	assert_int_equal(report.addresses.number_count, 1);
	assert_string_equal(report.addresses.numbers[0].field, "tcp.seq_raw");
	assert_int_equal(report.addresses.numbers[0].frame, 1);
	assert_int_equal(report.addresses.unread_count, 1);
	assert_string_equal(report.addresses.unread[0], "TCP");
	assert_int_equal(report.addresses.addresses, 4);
}

/* Special addresses keep their meaning. */
static void leaves_special_addresses(void **state)
{
	(void)state;
	static const char octets[] =
		"7f000001 00000000 ffffffff e00000fb 00000000000000000000000000000001 "
		"ff020000000000000000000000000002 ffffffffffff 3333 00000001 01005e0000fb";
	packets[0].size = 0;
	put_hex(&packets[0], octets);
	put_string(&packets[0], " 127.0.0.1 255.255.255.0 ::1 ff02::2 33:33:00:00:00:01");
	const struct built payload = packets[0];
	datagram(&packets[0], 4000);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	assert_memory_equal(redacted[0].data + UDP_HEADERS_SIZE, payload.data, payload.size);
	struct address local = { ADDRESS_IPV6, { 0xfe, 0x80, [15] = 9 } };
	redaction_hide_address(redaction, &local);
	assert_int_equal(local.octets[0], 0xfe);
	assert_int_equal(local.octets[1], 0x80);
}

/* No stand-in is an address of the capture itself. */
static void stand_ins_are_nobodys(void **state)
{
	(void)state;
	packets[0].size = packets[1].size = 0;
	put_hex(&packets[0], "0001 0800 06 04 0001 020000000001 c0000201 020000000002 c0000202");
	wrap_ethernet(&packets[0], cards, 0x0806);
	put_hex(&packets[1], "88 00 0000 60000000 fe80 0000000000000000000000000001");
	struct ends local = { .is_ipv6 = true,
		.addresses = { 0x20, 1, 0xd, 0xb8, [15] = 1, [16] = 0xfe, 0x80, [31] = 2 } };
	set_u16(&packets[1], 2,
		internet_checksum(
			packets[1].data, packets[1].size, pseudo_sum(&local, 58, packets[1].size)));
	wrap_ip(&packets[1], &local, 58);
	wrap_ethernet(&packets[1], cards, 0x86dd);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 2, redacted));
	static const uint8_t real[][6] = { { 2, 0, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0, 2 } };
	for (size_t i = 0; i < 2; i++) {
		assert_false(has(&redacted[0], real[i], 6));
		assert_false(has(&redacted[0], i ? "\xc0\0\2\2" : "\xc0\0\2\1", 4));
		for (size_t j = 0; j < 2; j++)
			assert_false(has(&redacted[1], local.addresses + 16 * j, 16));
	}
	assert_memory_equal(redacted[0].data + 28, "\xc0\x00\x02\x03", 4);
}

/* A DNS name whose address a compression pointer cuts in the middle. */
static void hides_names_behind_pointers(void **state)
{
	(void)state;
	packets[0].size = 0;
	put_hex(&packets[0], "1234 8180 0002 0000 0000 0000");
	put_string(&packets[0],
		"\x02"
		"10\x01"
		"7\x03"
		"168\x03"
		"192\x07"
		"in-addr\x04"
		"arpa");
	put_hex(&packets[0], "00 000c 0001");
	put_string(&packets[0],
		"\x02"
		"77\xc0\x0f");
	put_hex(&packets[0], "000c 0001");
	datagram(&packets[0], 53);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	assert_true(has(&redacted[0], "\x02**\x01*\x03***\x03***\x07in-addr", 20));
	assert_true(has(&redacted[0], "\x02**\xc0\x0f", 5));
	assert_false(has(&redacted[0], "77", 2));
}

static void tells_names(void **state)
{
	(void)state;
	packets[0].size = packets[1].size = packets[2].size = 0;
	put_string(&packets[0], "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
	segment(&packets[0], 1, 8080);
	put_hex(&packets[1], "1234 0100 0001 0000 0000 0000 01 61 00 0001 0001");
	datagram(&packets[1], 53);
	put_hex(&packets[2], "0207 04 a45e60010203 0403 07 6131 0602 0078 0a03 616263 0000");
	wrap_ethernet(&packets[2], cards, 0x88cc);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 3, redacted));
	struct redaction_report report = redaction_report(redaction);
	for (size_t i = 0; i < KEPT_COUNT; i++)
		assert_int_equal(report.addresses.has_names[i],
			i == KEPT_HTTP || i == KEPT_DNS || i == KEPT_NEIGHBORS);
	assert_int_equal(report.addresses.unread_count, 0);
}

/* ---- checksums ---- */

static uint32_t u32_le(const uint8_t *place)
{
	return (uint32_t)place[3] << 24 | (uint32_t)place[2] << 16 | (uint32_t)place[1] << 8 |
		place[0];
}

static void put_le(struct built *packet, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		put_number(packet, value >> (8 * i) & 0xff, 1);
}

/* SCTP's INIT lists the addresses of a host (RFC 9260, 3.3.2.1). */
static void repairs_sctp(void **state)
{
	(void)state;
	packets[0].size = 0;
	put_hex(&packets[0],
		"c350 0050 00000000 00000000 01 00 0024 11223344 00010000 000a 000a "
		"00000001 0005 0008 c0a8090c 0005 0008 ac146316");
	uint32_t sum = checksum_crc32c((struct bytes){ packets[0].data, packets[0].size });
	for (size_t i = 0; i < 4; i++)
		packets[0].data[8 + i] = (uint8_t)(sum >> (8 * i));
	wrap_ip(&packets[0], &ends, 132);
	wrap_ethernet(&packets[0], cards, 0x0800);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	struct built message = { .size = 0 };
	put(&message, redacted[0].data + 34, redacted[0].size - 34);
	assert_false(has(&message, "\xc0\xa8\x09\x0c", 4));
	assert_false(has(&message, "\xac\x14\x63\x16", 4));
	sum = u32_le(message.data + 8);
	memset(message.data + 8, 0, 4);
	assert_int_equal(sum, checksum_crc32c((struct bytes){ message.data, message.size }));
	assert_int_equal(sum == 0x12345678, 0);
}

/* The sums of RFC 3720's and IEEE 802.3's examples. */
static void knows_sums(void **state)
{
	(void)state;
	static const uint8_t digits[] = { '1', '2', '3', '4', '5', '6', '7', '8', '9' };
	assert_int_equal(checksum_crc32((struct bytes){ digits, 9 }), 0xcbf43926);
	assert_int_equal(checksum_crc32c((struct bytes){ digits, 9 }), 0xe3069283);
	for (size_t at = 0; at < 20; at++) {
		uint8_t data[22] = { 1, 0xff, 2, 0x80, 3, 0x7f };
		checksum_fletcher_set(data, sizeof(data), at);
		assert_true(checksum_fletcher_is_right((struct bytes){ data, sizeof(data) }));
		data[21]++;
		assert_false(checksum_fletcher_is_right((struct bytes){ data, sizeof(data) }));
	}
}

/* A link state in an OSPF update; both have a checksum. */
static void repairs_link_states(void **state)
{
	(void)state;
	enum { STATE_AT = 28, STATE_SIZE = 36, AGE_SIZE = 2 };
	packets[0].size = 0;
	put_hex(&packets[0],
		"02 04 0040 ac146316 00000000 0000 0000 0000000000000000 00000001 0001 "
		"02 01 ac146316 ac146316 80000001 0000 0024 00 00 0001 ac145821 "
		"c0a8080b 02 00 000a");
	checksum_fletcher_set(packets[0].data + STATE_AT + AGE_SIZE, STATE_SIZE - AGE_SIZE, 14);
	set_u16(&packets[0], 12, internet_checksum(packets[0].data, packets[0].size, 0));
	wrap_ip(&packets[0], &ends, 89);
	wrap_ethernet(&packets[0], cards, 0x0800);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	const uint8_t *message = redacted[0].data + 34;
	assert_int_equal(internet_checksum(message, redacted[0].size - 34, 0), 0);
	assert_true(checksum_fletcher_is_right(
		(struct bytes){ message + STATE_AT + AGE_SIZE, STATE_SIZE - AGE_SIZE }));
	assert_memory_not_equal(message + 4, "\xac\x14\x63\x16", 4);
}

static void repairs_frame_checks(void **state)
{
	(void)state;
	packets[0].size = 0;
	put_string(&packets[0], "what a card leaves behind a frame: its check");
	datagram(&packets[0], 4000);
	put_le(&packets[0], checksum_crc32((struct bytes){ packets[0].data, packets[0].size }));
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	size_t size = redacted[0].size - 4;
	assert_memory_not_equal(redacted[0].data, packets[0].data, 12);
	assert_int_equal(u32_le(redacted[0].data + size),
		checksum_crc32((struct bytes){ redacted[0].data, size }));
}

static void repairs_fingerprints(void **state)
{
	(void)state;
	packets[0].size = 0;
	put_hex(&packets[0],
		"0101 0014 2112a442 0102030405060708090a0b0c 0020 0008 0001 3326 "
		"8d06c754 8028 0004");
	uint32_t sum = checksum_crc32((struct bytes){ packets[0].data, packets[0].size - 4 });
	put_number(&packets[0], sum ^ 0x5354554e, 4);
	datagram(&packets[0], 3478);
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, packets, 1, redacted));
	const uint8_t *message = redacted[0].data + UDP_HEADERS_SIZE;
	assert_memory_not_equal(message + 28, "\x8d\x06\xc7\x54", 4);
	assert_int_equal(bytes_u32(message + 36),
		checksum_crc32((struct bytes){ message, 32 }) ^ 0x5354554e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_across_segments),
		cmocka_unit_test(hides_messages_across_segments),
		cmocka_unit_test(hides_across_captures),
		cmocka_unit_test(refuses_a_capture_that_grows),
		cmocka_unit_test(leaves_numbers),
		cmocka_unit_test(leaves_special_addresses),
		cmocka_unit_test(stand_ins_are_nobodys),
		cmocka_unit_test(hides_names_behind_pointers),
		cmocka_unit_test(tells_names),
		cmocka_unit_test(repairs_sctp),
		cmocka_unit_test(knows_sums),
		cmocka_unit_test(repairs_link_states),
		cmocka_unit_test(repairs_frame_checks),
		cmocka_unit_test(repairs_fingerprints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
