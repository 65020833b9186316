/* The Info column of unusual packets, from their bytes; the expected text is tshark's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "dissect/dissect.h"
#include "listing/info/packet-info.h"

enum { LINK_TYPE_ETHERNET = 1, LINK_TYPE_RAW = 12, PACKET_MAX = 256 };

#define IPV4(length, protocol) "450000" length "0000000040" protocol "0000c0000201c0000202"
#define IPV6(length, next)                                                                         \
	"6000000000" length next                                                                   \
	"4020010db800000000000000000000000120010db8000000000000000000000002"

static const struct {
	const char *packet, *info;
	uint32_t cut; /* bytes at the end that were not captured */
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
	/* protocols that are only named */
	{ IPV4("4e", "11") "00890089"
			   "003a0000"
			   "0001011000010000000000002046484641454245454341434143414341434143414341"
			   "434143414341434141410000200001",
		"Name query NB WPAD<00>", 0 },
	{ IPV4("4e", "11") "00890089"
			   "003a0000"
			   "000101100001000000000000204142414346504650454e464445434643455046484644"
			   "454646504650414341420000200001",
		"Name query NB <01><02>__MSBROWSE__<02><01>", 0 },
	{ IPV4("60", "11") "00890089"
			   "004c0000"
			   "0001291000010000000000012045494550464446454341434143414341434143414341"
			   "434143414341434143410000200001c00c00200001000493e000060000c0000205",
		"Registration NB HOST<20>", 0 },
	{ IPV4("5a", "11") "00890089"
			   "00460000"
			   "0001850000000001000000002045494550464446454341434143414341434143414341"
			   "434143414341434143410000200001000493e000060000c0000205",
		"Name query response NB 192.0.2.5", 0 },
	{ IPV4("28", "11") "00890089"
			   "00140000"
			   "000185830000000000000000",
		"Name query response, Requested name does not exist", 0 },
	{ IPV4("2a", "11") "00890089"
			   "00160000"
			   "0001011000010000000000002041",
		"Name query", 0 },
	{ IPV4("30", "11") "c3500d96"
			   "001c0000"
			   "000100002112a4420102030405060708090a0b0c",
		"Binding Request", 0 },
	{ IPV4("58", "11") "c3500d96"
			   "00440000"
			   "000300282112a4420102030405060708090a0b0c001900041100000000060005616c69"
			   "6365000000001400076578616d706c6500001500016e000000",
		"Allocate Request UDP user: alice realm: example with nonce", 0 },
	{ IPV4("50", "11") "0d96c350"
			   "003c0000"
			   "010300202112a4420102030405060708090a0b0c001600080001e112e112a64b002000"
			   "080001e242e721c045000d000400000258",
		"Allocate Success Response XOR-RELAYED-ADDRESS: 192.0.2.9:49152 "
		"XOR-MAPPED-ADDRESS: 198.51.100.7:50000 lifetime: 600",
		0 },
	{ IPV4("3c", "11") "0d96c350"
			   "00280000"
			   "0113000c2112a4420102030405060708090a0b0c00090006000004014e6f0000",
		"Allocate Error Response error-code: 401 (Unauthenticated) No", 0 },
	{ IPV4("38", "11") "0d96c350"
			   "00240000"
			   "000900082112a4420102030405060708090a0b0c000c000440030000",
		"Channel-Bind Request ChannelNumber=0x4003", 0 },
	{ IPV4("38", "11") "0d96c350"
			   "00240000"
			   "001700082112a4420102030405060708090a0b0c0012000200010000",
		"Data Indication", 0 },
	{ IPV4("38", "11") "01f401f4"
			   "00240000"
			   "0102030405060708000000000000000001100200000000000000001c",
		"Identity Protection (Main Mode)", 0 },
	{ IPV4("38", "11") "01f401f4"
			   "00240000"
			   "010203040506070811111111111111112e202308000000010000001c",
		"IKE_AUTH MID=01 Initiator Request", 0 },
	{ IPV4("3c", "11") "11941194"
			   "00280000"
			   "00000000010203040506070811111111111111112e2025200000000c0000001c",
		"INFORMATIONAL MID=12 Responder Response", 0 },
};

static const struct {
	const char *packet, *info, *protocol;
} wireless[] = {
	{ "020000000002020000000001888e0203005f02008a00100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000000000",
		"Key (Message 1 of 4)", "EAPOL" },
	{ "020000000002020000000001888e0203006102010a00100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000000002dd00",
		"Key (Message 2 of 4)", "EAPOL" },
	{ "020000000002020000000001888e020300610213ca00100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000000002dd00",
		"Key (Message 3 of 4)", "EAPOL" },
	{ "020000000002020000000001888e0203005f02030a00100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000000000",
		"Key (Message 4 of 4)", "EAPOL" },
	{ "020000000002020000000001888e0203006702030a00100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "00",
		"Key (Message 4 of 4)", "EAPOL" },
	{ "020000000002020000000001888e0203006102138200100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000000002dd00",
		"Key (Group Message 1 of 2)", "EAPOL" },
	{ "020000000002020000000001888e0203005f02030200100000000000000000000000000000000000"
	  "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000000000",
		"Key (Group Message 2 of 2)", "EAPOL" },
	{ "020000000002020000000001888e02010000", "Start", "EAPOL" },
	{ "020000000002020000000001888e020000050101000501", "Request, Identity", "EAP" },
	{ "020000000002020000000001888e02000006020100060300",
		"Response, Legacy Nak (Response Only)", "EAP" },
	{ "020000000002020000000001888e0200000403010004", "Success", "EAP" },
	{ "020000000002020000000001888e0200", "802.1X Authentication", "EAP" },
};

/* How much of a message must be captured before it is recognized, as in Wireshark. */
static const struct {
	const char *packet, *protocol;
	size_t captured_size;
} beginnings[] = {
	{ IPV4("3a", "11") "c350076c"
			   "00260000"
			   "4d2d534541524348202a20485454502f312e310d0a53543a20610d0a0d0a",
		"SSDP", 49 },
	{ IPV4("3a", "11") "c350076c"
			   "00260000"
			   "4d2d534541524348202a20485454502f312e310d0a53543a20610d0a0d0a",
		"UDP", 48 },
	{ IPV4("30", "11") "c3500d96"
			   "001c0000"
			   "000100002112a4420102030405060708090a0b0c",
		"STUN", 48 },
	{ IPV4("30", "11") "c3500d96"
			   "001c0000"
			   "000100002112a4420102030405060708090a0b0c",
		"UDP", 47 },
	{ IPV4("46", "11") "c35001bb"
			   "00320000"
			   "c000000001080102030405060708040a0b0c0d00401400000000000000000000000000"
			   "00000000000000",
		"QUIC", 47 },
	{ IPV4("46", "11") "c35001bb"
			   "00320000"
			   "c000000001080102030405060708040a0b0c0d00401400000000000000000000000000"
			   "00000000000000",
		"UDP", 46 },
	{ IPV4("46", "06") "c35001bb"
			   "00000001"
			   "00000001"
			   "5018ffff"
			   "00000000"
			   "801c01000200030000001001008000000000000000000000000000000000",
		"SSLv2", 70 },
	{ IPV4("46", "06") "c35001bb"
			   "00000001"
			   "00000001"
			   "5018ffff"
			   "00000000"
			   "801c01000200030000001001008000000000000000000000000000000000",
		"SSLv2", 51 },
	{ IPV4("46", "06") "c35001bb"
			   "00000001"
			   "00000001"
			   "5018ffff"
			   "00000000"
			   "801c01000200030000001001008000000000000000000000000000000000",
		"TCP", 50 },
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

static void keys_are_counted(void **state)
{
	(void)state;
	autofinish(text) struct text info = { 0 };
	uint8_t bytes[PACKET_MAX];
	for (size_t i = 0; i < ARRAY_COUNT(wireless); i++) {
		size_t size = unhex(wireless[i].packet, bytes);
		struct frame frame = { .number = 1 };
		dissect_frame(&frame, LINK_TYPE_ETHERNET, (struct bytes){ bytes, size },
			(uint32_t)size, NULL);
		info.size = 0;
		struct packet_facts alone = packet_facts_of(&frame);
		packet_info_append(&info, &frame, &alone);
		assert_string_equal(text_string(&info), wireless[i].info);
		assert_string_equal(frame_protocol_name(&frame), wireless[i].protocol);
	}
}

static void beginnings_are_told(void **state)
{
	(void)state;
	uint8_t bytes[PACKET_MAX];
	for (size_t i = 0; i < ARRAY_COUNT(beginnings); i++) {
		size_t size = unhex(beginnings[i].packet, bytes);
		struct frame frame = { .number = 1 };
		dissect_frame(&frame, LINK_TYPE_RAW,
			(struct bytes){ bytes, beginnings[i].captured_size }, (uint32_t)size, NULL);
		assert_string_equal(frame_protocol_name(&frame), beginnings[i].protocol);
	}
}

static void lines_read_as_tshark_has_them(void **state)
{
	(void)state;
	autofinish(text) struct text info = { 0 };
	uint8_t bytes[PACKET_MAX];
	for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
		size_t size = unhex(lines[i].packet, bytes);
		struct frame frame = { .number = 1 };
		dissect_frame(&frame, LINK_TYPE_RAW, (struct bytes){ bytes, size },
			(uint32_t)size + lines[i].cut, NULL);
		info.size = 0;
		struct packet_facts alone = packet_facts_of(&frame);
		packet_info_append(&info, &frame, &alone);
		assert_string_equal(text_string(&info), lines[i].info);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lines_read_as_tshark_has_them),
		cmocka_unit_test(keys_are_counted), cmocka_unit_test(beginnings_are_told) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
