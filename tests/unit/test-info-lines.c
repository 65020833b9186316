/* The Info column of packets that say odd things, from bytes; the words are tshark's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "dissect/dissect.h"
#include "listing/packet-info.h"

enum { LINK_TYPE_RAW = 12, PACKET_MAX = 256 };

#define IPV4(length, protocol) "450000" length "0000000040" protocol "0000c0000201c0000202"
#define IPV6(length, next)                                                                         \
	"6000000000" length next                                                                   \
	"4020010db800000000000000000000000120010db8000000000000000000000002"

static const struct {
	const char *packet, *info;
	uint32_t cut; /* bytes that were on the wire and not captured */
} lines[] = {
	{ IPV4("1c", "01") "0507000000000000", "Redirect             (Unknown code: 7)", 0 },
	{ IPV4("1c", "01") "0900000000000000",
		"Mobile IP Advertisement (Normal router advertisement)", 0 },
	{ IPV4("1c", "01") "6300000000000000", "Unknown ICMP (obsolete or malformed?)", 0 },
	{ IPV6("08", "3a") "fa00000000000000", "Unknown (250)", 0 },
	{ IPV6("08", "3a") "0407000000000000", "Parameter Problem (Unknown (7))", 0 },
	{ IPV6("00", "3b"), "IPv6 no next header", 0 },
	{ IPV6("00", "fd"), "Unknown IP Protocol: Unknown (253)", 0 },
	{ "42000014000000004006"
	  "0000c0000201c0000202",
		"Bogus IP header length (8, must be at least 20)", 0 },
	{ "4500000a000000004006"
	  "0000c0000201c0000202",
		"Bogus IP length (10, less than header length 20)", 0 },
	{ "450000280000000040060000c0000201", "[Packet size limited during capture]", 24 },
	{ IPV4("1c", "11") "c350003500040000", "50000 → 53 [BAD UDP LENGTH 4 < 8]", 0 },
	{ IPV4("1c", "11") "c350c35100640000",
		"50000 → 50001 [BAD UDP LENGTH 100 > IP PAYLOAD LENGTH] Len=92", 0 },
	{ IPV4("20", "11") "c350c351000c",
		"50000 → 50001 Len=4[Packet size limited during capture]", 6 },
	{ IPV6("0c", "11") "c350c351000c000061626364", "50000 → 50001 Len=4 [ILLEGAL CHECKSUM (0)]",
		0 },
	{ IPV4("1c", "02") "12000000e0000118", "Membership Report", 0 },
	{ IPV4("1c", "02") "16000000e0000118", "Membership Report group 224.0.1.24", 0 },
	/* a solicitation that was relayed, and a transaction of less than three bytes */
	{ IPV6("46", "11") "02230223"
			   "00460001"
			   "0c00"
			   "20010db8000000000000000000000009"
			   "fe800000000000000000000000000001"
			   "0009"
			   "0018"
			   "01000abc"
			   "00010004"
			   "00030001"
			   "0004000400000000"
			   "0009"
			   "0000",
		"Relay-forw L: 2001:db8::9 Solicit XID: 0x000abc CID: 00030001", 0 },
	/* host information, and a record of no type */
	{ IPV4("4d", "11") "0035c350"
			   "00390000"
			   "00018400"
			   "0001000200000000"
			   "01610000"
			   "0d0001"
			   "c00c000d000100000000"
			   "0006"
			   "02787902"
			   "6f73"
			   "c00c0000000100000000"
			   "0000",
		"Standard query response 0x0001 HINFO a HINFO xy os Unused", 0 },
};

static size_t unhex(const char *hex, uint8_t *ret_bytes)
{
	static const char digits[] = "0123456789abcdef";
	size_t size = strlen(hex) / 2;
	assert_true(size <= PACKET_MAX && strlen(hex) % 2 == 0);
	for (size_t i = 0; i < size; i++)
		ret_bytes[i] = (uint8_t)((strchr(digits, hex[2 * i]) - digits) << 4 |
			(strchr(digits, hex[2 * i + 1]) - digits));
	return size;
}

static void lines_read_as_tshark_has_them(void **state)
{
	(void)state;
	autofinish(text) struct text info = { 0 };
	uint8_t bytes[PACKET_MAX];
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		size_t size = unhex(lines[i].packet, bytes);
		struct frame frame = { .number = 1 };
		dissect_frame(&frame, LINK_TYPE_RAW, (struct bytes){ bytes, size },
			(uint32_t)size + lines[i].cut, NULL);
		info.size = 0;
		packet_info_append(&info, &frame, NULL);
		assert_string_equal(text_string(&info), lines[i].info);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lines_read_as_tshark_has_them) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
