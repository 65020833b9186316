/*
 * Tests that no sentence claims what its packet does not show. Every claim of the sentence tables
 * has a row here, with a packet for which it is true and shown, and a packet for which it is false
 * and not shown. A sentence without a claim is a definition. It must be true of every packet with
 * that field. The definition of a flag is its meaning when it is set.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "dissect/dissect.h"
#include "dissect/names/names.h"
#include "explain/field-sentence-table.h"
#include "link-samples.h"
#include "packet-samples.h"
#include "sample-checks.h"

/* The sender of the packet, and the captured part of its connection. */
enum { CLIENT = 1, SYN = 2, SYN_ACK = 4, BOTH = SYN | SYN_ACK, ALONE = 8 /* no connection */ };
enum { WLAN = 105 }; /* a link type */

struct scene {
	const char *hex; /* NULL: tcp_syn */
	const char *patch; /* bytes to replace, by offset: "47:10,48:0000" */
	const char *text; /* payload of a segment without options; replaces `hex` */
	/* Hand-made fields that replace those of the packet: "websocket.mask=1". */
	const char *made;
	unsigned known; /* CLIENT, SYN, SYN_ACK, ALONE */
	uint32_t labels, window, size; /* size: of the payload */
	uint32_t acknowledgment;
	uint16_t mss; /* of both sides */
	uint8_t facts;
	uint8_t completeness;
	bool has_ecn_counter, is_left_to_card, is_unmeasured;
	int link_type; /* 0: Ethernet */
	bool is_preceded; /* the claim holds, but another one comes before it */
};

struct row {
	const char *field; /* name of a field or an HTTP header; "": the packet's purpose */
	const char *words; /* words of the claim in English, without values */
	struct scene said, unsaid;
};

#define FLAGS(hex) .patch = "47:" hex
#define ACK FLAGS("10")
#define PSH FLAGS("18")
#define FIN FLAGS("11")
#define RST FLAGS("04")
#define RST_ACK FLAGS("14")
#define CAPTURED .known = BOTH
#define UDP_FRAME(ports, sum)                                                                      \
	"020000000002020000000001080045000020123440004011a494c0000201c0000202" ports "000c" sum    \
	"00000000"
#define UDP_FRAME_6(sum)                                                                           \
	"02000000000202000000000186dd60000000000c114020010db8000000000000000000000001"             \
	"20010db800000000000000000000000203e803e9000c" sum "00000000"
#define OK_HEADERS(status, header) "HTTP/1.1 " status "\r\n" header "\r\n\r\n"
#define GET(header) "GET / HTTP/1.1\r\n" header "\r\n\r\n"
/* A SACK option with one block, which is acknowledged already. */
#define BLOCK_TWICE "76:050a00000001000000050101010101010101"
#define SACK_IN_SYN "67:02" /* the flags of tcp_sack, over IPv6 */
#define MDNS_ID "42:1234"
/* Replaces the option of the requested address with the lease time. */
#define LEASE "285:3304"
#define RETRY "65:cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
/* Replaces the extension of the version that the server picked. */
#define ALPN_OF_SERVER "60:000031,101:0009001000050003026832"

/* padded_ack with two bytes more, with four, and with a VLAN tag. */
#define SEGMENT "45000028123440004006a498c0000201c00002020050000100000002000000035010faf000000000"
#define MACS "020000000002020000000001"
static const char padded_62[] = MACS "0800" SEGMENT "0000000000000000";
static const char untagged_64[] = MACS "0800" SEGMENT "00000000000000000000";
static const char tagged_64[] = MACS "810000070800" SEGMENT "000000000000";
static const char twice_tagged_64[] = MACS "88a80007810000080800" SEGMENT "0000";
#define IGMP_REPORT_1 "38:12" /* the type, in igmp_2 */
#define NO_UPPER_CODE "66:00" /* of the response code, in dns_bad_version */
#define QUIC_2 ",43:6b3343cf"

static const struct row rows[] = {
	/* what a segment is for */
	{ "", "Refuses the connection",
		{ RST_ACK, .known = SYN, .acknowledgment = 1, .completeness = 1 },
		{ RST_ACK, CAPTURED, .acknowledgment = 1, .completeness = 7 } },
	{ "", "Resets the connection", { RST, CAPTURED },
		{ RST_ACK, .known = SYN, .acknowledgment = 1, .completeness = 1,
			.is_preceded = true } },
	{ "", "Acknowledges the other side's SYN", { FLAGS("12") }, { ACK } },
	{ "", "Asks for a connection", { .hex = NULL }, { FLAGS("12") } },
	{ "", "with it the word that no more", { FIN, .size = 5 }, { FIN } },
	{ "", "Says that no more will be sent", { FIN }, { FIN, .size = 5, .is_preceded = true } },
	{ "", "has room again", { ACK, .labels = TCP_LABEL_ZERO_WINDOW_PROBE, .size = 1 },
		{ ACK, .labels = TCP_LABEL_KEEP_ALIVE } },
	{ "", "still answers", { ACK, .labels = TCP_LABEL_KEEP_ALIVE },
		{ ACK, .labels = TCP_LABEL_KEEP_ALIVE, .facts = TCP_FACT_NO_ROOM,
			.is_preceded = true } },
	{ "", "Answers a keep-alive", { ACK, .labels = TCP_LABEL_KEEP_ALIVE_ACK }, { ACK } },
	{ "", "without waiting for more", { PSH, .size = 5 }, { ACK, .size = 5 } },
	{ "", "Data.", { ACK, .size = 5 }, { ACK, .is_unmeasured = true } },
	{ "", "only an acknowledgment", { ACK }, { ACK, .is_unmeasured = true } },
	{ "", "Neither data nor", { FLAGS("00") }, { ACK, .is_preceded = true } },
	{ "", "bytes of timestamps",
		{ .patch = "47:10,46:80,54:0101080a0000000100000000",
			CAPTURED,
			.mss = 1460,
			.size = 1448 },
		{ .patch = "47:10", CAPTURED, .mss = 1460, .size = 1440 } },
	{ "", "bytes of TCP options = ", { .patch = "47:10", CAPTURED, .mss = 1460, .size = 1440 },
		{ .patch = "47:10", CAPTURED, .mss = 1460, .size = 1448 } },
	{ "", "the MSS, ", { .patch = "47:10,46:50", CAPTURED, .mss = 1460, .size = 1460 },
		{ .patch = "47:10,46:50", .known = SYN | ALONE, .mss = 1460, .size = 1460 } },
	{ "", "usually because of offloading", { ACK, CAPTURED, .mss = 1460, .size = 7240 },
		{ ACK, CAPTURED, .mss = 1460, .size = 100 } },
	{ "", "bytes of TCP options, usually because of offloading",
		{ ACK, CAPTURED, .mss = 1460, .size = 1450 },
		{ ACK, CAPTURED, .mss = 1460, .size = 1440 } },
	{ "data.data", "The payload. ", { .text = "abcde", CAPTURED, .mss = 5 },
		{ .text = "abcde", CAPTURED, .mss = 1460 } },

	/* what a message is for */
	{ "", "lists the versions of QUIC", { .hex = quic, .patch = "43:00000000" },
		{ .hex = quic } },
	{ "", "Has a reserved version", { .hex = quic, .patch = "43:0a1a2a3a" }, { .hex = quic } },
	{ "", "the first phase of a QUIC", { .hex = quic, .patch = "42:d0" QUIC_2 },
		{ .hex = quic, .patch = "42:c0" QUIC_2 } },
	{ "", "Data before the handshake", { .hex = quic, .patch = "42:e0" QUIC_2 },
		{ .hex = quic, .patch = "42:d0" QUIC_2 } },
	{ "", "Goes on with the handshake", { .hex = quic, .patch = "42:f0" QUIC_2 },
		{ .hex = quic, .patch = "42:e0" QUIC_2 } },
	{ "", "with a token (Retry)", { .hex = quic, .patch = "42:c0" QUIC_2 },
		{ .hex = quic, .patch = "42:f0" QUIC_2 } },
	{ "", "that the query failed", { .hex = dns_bad_version },
		{ .hex = dns_bad_version, .patch = NO_UPPER_CODE } },
	{ "", "no such name", { .hex = dns_response, .patch = "44:8183" },
		{ .hex = dns_bad_version, .patch = "44:8183" } },
	{ "", "no such name", { .hex = dns_response, .patch = "44:8183" },
		{ .hex = dns_response, .patch = "44:a803" } },
	{ "", "that the request failed", { .hex = dns_response, .patch = "44:a805" },
		{ .hex = dns_response, .patch = "44:8185" } },
	{ "", "a change to the zone", { .hex = dns_query, .patch = "44:a000" },
		{ .hex = dns_query, .patch = "44:a005" } },
	{ "", "was updated as asked", { .hex = dns_query, .patch = "44:a800" },
		{ .hex = dns_query, .patch = "44:a805" } },
	{ "", "Answers a request.", { .hex = dns_query, .patch = "44:9000" },
		{ .hex = dns_query, .patch = "44:a800" } },
	{ "", "has no record of this type", { .hex = dns_query, .patch = "44:8180" },
		{ .hex = dns_query, .patch = "44:a000" } },
	{ "", "ask again over TCP", { .hex = dns_query, .patch = "44:8380" },
		{ .hex = dns_query, .patch = "44:8180" } },
	{ "", "ask again over TCP", { .hex = dns_query, .patch = "44:8380" },
		{ .hex = dns_query, .patch = "44:0300" } },
	{ "", "ask again over TCP", { .hex = dns_query, .patch = "44:8380" },
		{ .hex = dns_tcp, .patch = "58:8380" } },
	{ "", "(REFUSED)", { .hex = dns_query, .patch = "44:8185" },
		{ .hex = dns_bad_version, .patch = "44:8185" } },
	{ "", "instead of the time", { .hex = ntp, .patch = "43:00,54:52415445" },
		{ .hex = ntp, .patch = "43:00,54:00000000" } },
	{ "", "the state of an NTP server", { .hex = ntp, .patch = "42:16" },
		{ .hex = ntp, .patch = "42:21" } },
	{ "", "a purpose of its implementation's", { .hex = ntp, .patch = "42:17" },
		{ .hex = ntp, .patch = "42:16" } },
	{ "", "A message that sets clocks", { .hex = ntp, .patch = "42:21" },
		{ .hex = ntp, .patch = "42:16" } },
	{ "", "a record of who used the network", { .hex = radius },
		{ .hex = radius, .patch = "42:01" } },
	{ "", "who may use the network", { .hex = radius, .patch = "42:0b" }, { .hex = radius } },
	{ "", "About access to the network", { .hex = radius, .patch = "42:28" },
		{ .hex = radius } },
	{ "", "anybody listens to this multicast group",
		{ .hex = igmp_query, .patch = "38:e00000fb" }, { .hex = igmp_query } },
	{ "", "which multicast groups are listened to", { .hex = igmp_query },
		{ .hex = igmp_query, .patch = "38:e00000fb" } },
	{ "", "anybody listens to this multicast group",
		{ .hex = icmpv6_ns, .patch = "54:8200,62:ff020000000000000000000000000001" },
		{ .hex = icmpv6_ns, .patch = "54:8200,62:00000000000000000000000000000000" } },
	{ "", "can still be reached (NUD)",
		{ .hex = icmpv6_ns, .patch = "38:20010db8000000000000000000000002" },
		{ .hex = icmpv6_ns } },
	{ "", "Asks for the link-layer address", { .hex = icmpv6_ns },
		{ .hex = icmpv6_ns, .patch = "38:20010db8000000000000000000000002" } },

	/* ports */
	{ "tcp.dstport", "the server waits", { .known = BOTH | CLIENT },
		{ .known = SYN | CLIENT } },
	{ "tcp.dstport", "asked for a connection", { .known = SYN | CLIENT },
		{ FLAGS("12"), .known = BOTH } },
	{ "tcp.dstport", "that its kernel picks", { CAPTURED, FLAGS("12") },
		{ .known = BOTH | CLIENT } }, /* port 8080 is the server's, 55466 the client's */
	{ "tcp.srcport", "that its kernel picks", { .known = BOTH | CLIENT, .patch = "34:0d2c" },
		/* port 3372 of a client, and 50051 of a server */
		{ .known = BOTH, .patch = "34:c383,47:12" } },
	{ "tcp.srcport", "The client's port.", { .known = BOTH | CLIENT, .patch = "34:0014" },
		{ .known = BOTH, .patch = "34:0014" } },
	{ "tcp.srcport", "well-known", { .patch = "34:0050" }, { .patch = "34:0d2c" } },
	{ "udp.srcport", "range of ephemeral ports", { .hex = UDP_FRAME("c0000035", "0000") },
		{ .hex = UDP_FRAME("0d2c0035", "0000") } },
	{ "tcp.srcport", "range of ephemeral ports", { .known = ALONE, .patch = "34:c383" },
		{ .known = BOTH, .patch = "34:c383" } },

	/* TCP */
	{ "tcp.ack_raw", "since the ACK flag is off", { RST }, { ACK } },
	{ "tcp.ack_raw", "is expected next", { ACK }, { RST_ACK } },
	{ "tcp.ack_raw", "Nothing comes after it",
		{ ACK, .facts = TCP_FACT_HAS_ALL, .acknowledgment = 8 },
		{ RST_ACK, .facts = TCP_FACT_HAS_ALL, .acknowledgment = 8 } },
	{ "tcp.ack_raw", "is expected next", { ACK },
		{ ACK, .facts = TCP_FACT_HAS_ALL, .acknowledgment = 8, .is_preceded = true } },
	{ "tcp.seq_raw", "The initial sequence number", { .hex = NULL }, { FIN } },
	{ "tcp.seq_raw", "used before", { ACK, .labels = TCP_LABEL_KEEP_ALIVE }, { ACK } },
	{ "tcp.seq_raw", "the first byte here", { ACK, .size = 10 }, { ACK } },
	{ "tcp.seq_raw", "The number of the FIN", { FIN }, { ACK } },
	{ "tcp.seq_raw", "The number of the RST", { RST }, { FIN } },
	{ "tcp.seq_raw", "the number that comes next", { ACK },
		{ ACK, .labels = TCP_LABEL_KEEP_ALIVE, .is_preceded = true } },
	{ "tcp.seq_raw", "the number that comes next", { ACK }, { FIN, .is_preceded = true } },
	{ "tcp.seq_raw", "There is no data", { ACK }, { ACK, .is_unmeasured = true } },
	{ "tcp.hdr_len", "No options", { .patch = "46:50" }, { .hex = NULL } },
	{ "tcp.hdr_len", "are options", { .hex = NULL }, { .patch = "46:50" } },
	{ "tcp.window_size_value", "Not used in an RST", { RST }, { ACK } },
	{ "tcp.window_size_value", "In a SYN it is not scaled", { .hex = NULL }, { ACK } },
	{ "tcp.window_size_value", "zero window", { .patch = "47:10,48:0000", CAPTURED },
		{ .patch = "47:04,48:0000", CAPTURED, .is_preceded = true } },
	{ "tcp.window_size_value", "times the scale announced",
		{ ACK, CAPTURED, .window = 64240 * 128 }, { ACK, CAPTURED } },
	{ "tcp.window_size_value", "no window scale", { ACK, CAPTURED }, { ACK, .known = SYN } },
	{ "tcp.window_size_value", "no window scale", { ACK, CAPTURED },
		{ ACK, CAPTURED, .facts = TCP_FACT_SCALE_ZERO, .is_preceded = true } },
	{ "tcp.window_size_value", "announced in the SYN is 0",
		{ ACK, CAPTURED, .facts = TCP_FACT_SCALE_ZERO }, { ACK, CAPTURED } },
	{ "tcp.window_size_value", "which were not both captured", { ACK, .known = 0 },
		{ ACK, CAPTURED } },
	{ "tcp.flags", "{0}. {1}", { ACK }, { ACK, .is_unmeasured = true } },
	{ "tcp.flags", "what this segment is", { ACK, .is_unmeasured = true }, { ACK } },
	{ "tcp.flags.ece", "together in a SYN offer ECN", { FLAGS("c2") }, { FLAGS("d2") } },
	{ "tcp.flags.cwr", "together in a SYN offer ECN", { FLAGS("c2") }, { FLAGS("d0") } },
	{ "tcp.flags.ece", "offer Accurate ECN", { .patch = "46:a1c2" }, { FLAGS("c2") } },
	{ "tcp.flags.ece", "agreeing on ECN", { FLAGS("52") }, { FLAGS("50") } },
	{ "tcp.flags.ece", "one number of 3 bits", { FLAGS("50"), .has_ecn_counter = true },
		{ FLAGS("50") } },
	{ "tcp.checksum", "only the sum of the pseudo header", { ACK, .is_left_to_card = true },
		{ ACK } },
	{ "tcp.urgent_pointer", "since the URG flag is off", { ACK }, { FLAGS("30") } },

	/* options of TCP */
	{ "tcp.options.timestamp", "that is why the data",
		{ .patch = "47:10,46:80,54:0101080a0000000100000000",
			CAPTURED,
			.mss = 1460,
			.size = 1448 },
		{ .hex = NULL, CAPTURED, .mss = 1460, .size = 1448 } },
	{ "tcp.options.timestamp.tsecr", "nothing to send back", { .hex = NULL }, { ACK } },
	{ "tcp.options.timestamp.tsecr", "A TSval of the other side", { ACK }, { .hex = NULL } },
	{ "tcp.options.mss", "At most ", { .hex = NULL }, { .patch = "56:0004" } },
	{ "tcp.options.mss", "TCP 20 = 1460", { .hex = NULL }, { .patch = "56:05a0" } },
	{ "tcp.options.mss", "TCP 20 = 1440",
		{ .hex = "02000000000202000000000186dd600000000018064020010db8000000000000000000"
			 "00000120010db8000000000000000000000002d8aa1f90648d93c0000000006002faf0"
			 "00000000020405a0" },
		{ .patch = "56:05a0" } },
	{ "tcp.options.mss", "If both sides use timestamps", { .hex = NULL },
		{ .patch = "60:010101010101010101010101" } },
	{ "tcp.options.wscale", "from now on multiply", { .hex = NULL }, { ACK } },
	{ "tcp.options.wscale.shift", "from now on multiply", { .hex = NULL },
		{ .hex = NULL, .patch = "73:ff" } },
	{ "tcp.options.wscale", "read as 14: the receiver multiplies", { .patch = "73:ff" },
		{ .patch = "73:0e" } },
	{ "tcp.options.padding", "ends on four bytes", { .patch = "71:000000" },
		{ .patch = "60:00000000000000000000000000" } },
	{ "tcp.options.padding", "ends on four bytes", { .patch = "71:000000" },
		{ .patch = "71:000001" } },
	{ "ip.opt.padding", "ends on four bytes",
		{ .hex = ipv4_options, .patch = "39:01010101000000" },
		{ .hex = ipv4_options, .patch = "38:0000000000000000" } },
	{ "tcp.options.sack", "adds to an acknowledgment",
		{ .hex = tcp_sack, .patch = SACK_IN_SYN }, { .hex = tcp_sack } },
	{ "tcp.options.sack_le", "adds to an acknowledgment",
		{ .hex = tcp_sack, .patch = SACK_IN_SYN }, { .hex = tcp_sack } },
	{ "tcp.options.sack", "There is a gap", { .hex = tcp_sack },
		{ .hex = tcp_sack, .patch = SACK_IN_SYN } },
	{ "tcp.options.sack_re", "beyond a gap ends", { .hex = tcp_sack },
		{ .hex = tcp_sack, .patch = SACK_IN_SYN } },
	{ "tcp.options.sack", "came twice", { .hex = tcp_sack, .patch = BLOCK_TWICE },
		{ .hex = tcp_sack } },
	{ "tcp.options.sack", "There is a gap", { .hex = tcp_sack },
		{ .hex = tcp_sack, .patch = BLOCK_TWICE } },
	{ "tcp.options.sack_le", "that came twice begins",
		{ .hex = tcp_sack, .patch = BLOCK_TWICE }, { .hex = tcp_sack } },
	{ "tcp.options.sack_re", "that came twice ends", { .hex = tcp_sack, .patch = BLOCK_TWICE },
		{ .hex = tcp_sack } },
	{ "tcp.options.sack_le", "beyond a gap begins", { .hex = tcp_sack },
		{ .hex = tcp_sack, .patch = BLOCK_TWICE, .is_preceded = true } },
	{ "tcp.options.sack_re", "beyond a gap ends", { .hex = tcp_sack },
		{ .hex = tcp_sack, .patch = BLOCK_TWICE, .is_preceded = true } },
	{ "tcp.options.tfo.cookie", "handed out before", { .patch = "60:220a0102030405060708" },
		{ .patch = "47:12,60:220a0102030405060708" } },
	{ "tcp.options.tfo.cookie", "of the client's next connection",
		{ .patch = "47:12,60:220a0102030405060708" },
		{ .patch = "60:220a0102030405060708" } },
	{ "tcp.options.unknown", "TCP Fast Open", { .patch = "60:fe0af989010203040506" },
		{ .patch = "60:fe0a1234010203040506" } },
	{ "tcp.options.unknown", "An experimental", { .patch = "60:fe0a1234010203040506" },
		{ .patch = "60:c80a1234010203040506" } },

	/* UDP */
	{ "udp.checksum", "only the sum of the pseudo header",
		{ .hex = UDP_FRAME("0d2c0035", "1234"), .is_left_to_card = true },
		{ .hex = UDP_FRAME("0d2c0035", "1234") } },
	{ "udp.checksum", "which IPv4 allows", { .hex = UDP_FRAME("0d2c0035", "0000") },
		{ .hex = UDP_FRAME("0d2c0035", "1234") } },
	{ "udp.checksum", "which IPv4 allows", { .hex = UDP_FRAME("0d2c0035", "0000") },
		{ .hex = UDP_FRAME_6("0000") } },
	{ "udp.checksum", "in IPv6 such a packet is dropped", { .hex = UDP_FRAME_6("0000") },
		{ .hex = UDP_FRAME("0d2c0035", "0000") } },

	/* IP */
	{ "ip.hdr_len", "× 4 = ", { .hex = NULL }, { .hex = NULL, .made = "ip.ttl=1" } },
	{ "ip.flags", "Do not fragment (DF) is set", { .hex = NULL }, { .patch = "20:0000" } },
	{ "ip.flags", "More fragments (MF) is set", { .hex = ipv4_fragment_first },
		{ .hex = ipv4_fragment_later } },
	{ "ip.frag_offset", "the first fragment", { .hex = ipv4_fragment_first }, { .hex = NULL } },
	{ "ip.frag_offset", "not fragmented", { .hex = NULL }, { .hex = ipv4_fragment_first } },
	{ "ip.frag_offset", "belongs behind the first", { .hex = ipv4_fragment_later },
		{ .hex = ipv4_fragment_first } },
	{ "ip.dst", "For everybody on this network", { .patch = "30:ffffffff" }, { .hex = NULL } },
	{ "ip.dst", "For everybody in this group", { .hex = mdns_query }, { .hex = NULL } },
	{ "ipv6.dst", "For everybody in this group", { .hex = mdns }, { .hex = tcp_sack } },
	{ "ip.dst", "the machine itself", { .patch = "30:7f000002" }, { .patch = "30:80000002" } },
	{ "ip.src", "no address to use yet", { .patch = "26:00000000" }, { .hex = NULL } },
	{ "ip.src", "the machine itself", { .patch = "26:7f000002" }, { .hex = NULL } },
	{ "ip.dsfield", "A DSCP of 0", { .hex = NULL }, { .patch = "15:b8" } },
	{ "ip.dsfield.ecn", "does not use ECN", { .hex = NULL }, { .patch = "15:02" } },
	{ "ip.dsfield.ecn", "congestion experienced", { .patch = "15:03" }, { .patch = "15:02" } },
	{ "ip.dsfield.ecn", "instead of dropping it (ECT).", { .patch = "15:02" },
		{ .hex = NULL } },
	{ "ip.len", "too large for this field", { .hex = tso_zero_length }, { .hex = NULL } },
	{ "ipv6.flow", "Zero: there is none", { .hex = tcp_sack },
		{ .hex = tcp_sack, .patch = "15:012345" } },
	{ "ipv6.plen", "nothing follows", { .hex = tcp_sack, .patch = "18:0000" },
		{ .hex = tcp_sack } },

	/* links */
	{ "eth.dst", "no network card",
		{ .patch = "0:000000000000000000000000,26:7f0000017f000001" },
		{ .patch = "0:000000000000000000000000" } },
	{ "eth.dst", "no device's", { .patch = "0:000000000000" }, { .hex = NULL } },
	{ "eth.dst", "All ones", { .hex = arp }, { .patch = "0:01005e0000fb" } },
	{ "eth.dst", "A multicast MAC", { .patch = "0:3333000000fb" }, { .hex = NULL } },
	{ "eth.src", "no network card",
		{ .patch = "0:000000000000000000000000,26:7f0000017f000001" },
		{ .patch = "6:000000000000,26:7f0000017f000001" } },
	{ "eth.src", "no device's", { .patch = "6:000000000000" }, { .hex = NULL } },
	{ "vlan.id", "only has a priority", { .hex = udp_vlan_qinq, .patch = "14:2000" },
		{ .hex = udp_vlan_qinq } },
	{ "arp.dst.hw_mac", "tells of its own address", { .hex = arp, .patch = "38:c0000201" },
		{ .hex = arp } },
	{ "arp.dst.hw_mac", "not known yet", { .hex = arp },
		{ .hex = arp, .patch = "38:c0000201" } },
	{ "arp.dst.hw_mac", "not known yet", { .hex = arp }, { .hex = arp, .patch = "20:0002" } },
	{ "arp.dst.hw_mac", "no device's", { .hex = arp, .patch = "28:00000000" },
		{ .hex = arp, .patch = "32:020000000002" } },
	{ "arp.dst.hw_mac", "filled with ones", { .hex = arp, .patch = "32:ffffffffffff" },
		{ .hex = arp } },
	{ "arp.dst.hw_mac", "filled with ones",
		{ .hex = arp, .patch = "32:ffffffffffff,38:c0000201" },
		{ .hex = arp, .patch = "20:0008,32:ffffffffffff" } },
	{ "eth.padding", "of 60 bytes (without the FCS).", { .hex = padded_ack },
		{ .hex = padded_62 } },
	{ "eth.padding", "Bytes behind the end", { .hex = padded_62 }, { .hex = padded_ack } },
	{ "eth.padding", "and the VLAN tag)", { .hex = tagged_64 }, { .hex = untagged_64 } },
	{ "eth.padding", "and the VLAN tag)", { .hex = tagged_64 },
		{ .hex = twice_tagged_64, .is_preceded = true } },
	{ "eth.padding", "and the outer VLAN tag)", { .hex = twice_tagged_64 },
		{ .hex = tagged_64 } },
	{ "arp.dst.proto_ipv4", "tells of its own address", { .hex = arp, .patch = "38:c0000201" },
		{ .hex = arp } },
	{ "arp.dst.proto_ipv4", "ARP probe", { .hex = arp, .patch = "28:00000000" },
		{ .hex = arp } },
	{ "arp.dst.proto_ipv4", "Asks for the MAC address", { .hex = arp },
		{ .hex = arp, .patch = "20:0002" } },
	{ "arp.dst.proto_ipv4", "the one who is answered", { .hex = arp, .patch = "20:0002" },
		{ .hex = arp } },
	{ "arp.src.hw_mac", "ARP table", { .hex = arp }, { .hex = arp, .patch = "28:00000000" } },
	{ "arp.src.proto_ipv4", "does not use an IP address yet",
		{ .hex = arp, .patch = "28:00000000" }, { .hex = arp } },
	{ "arp.opcode", "request (1) or a reply (2)", { .hex = arp },
		{ .hex = arp, .patch = "20:0008" } },

	/* ICMP */
	{ "icmp.mtu", "please send no more", { .hex = icmp_too_big },
		{ .hex = icmp_too_big, .patch = "40:0000" } },
	{ "icmpv6.nd.ra.router_lifetime", "do not use this router",
		{ .hex = icmpv6_ra, .patch = "60:0000" }, { .hex = icmpv6_ra } },
	{ "icmpv6.nd.ra.router_lifetime", "may be used as the default", { .hex = icmpv6_ra },
		{ .hex = icmpv6_ra, .patch = "60:0000" } },
	{ "icmpv6.nd.ra.reachable_time", "Zero: not specified",
		{ .hex = icmpv6_ra, .patch = "62:00000000" }, { .hex = icmpv6_ra } },
	{ "icmpv6.nd.ra.reachable_time", "counts as there for", { .hex = icmpv6_ra },
		{ .hex = icmpv6_ra, .patch = "62:00000000" } },
	{ "icmpv6.nd.ra.retrans_timer", "Zero: not specified",
		{ .hex = icmpv6_ra, .patch = "66:00000000" }, { .hex = icmpv6_ra } },
	{ "icmpv6.nd.ra.retrans_timer", "Ask again after", { .hex = icmpv6_ra },
		{ .hex = icmpv6_ra, .patch = "66:00000000" } },
	{ "icmpv6.nd.ra.cur_hop_limit", "Zero: not specified",
		{ .hex = icmpv6_ra, .patch = "58:00" }, { .hex = icmpv6_ra } },
	{ "icmpv6.nd.ra.cur_hop_limit", "begin with a hop limit", { .hex = icmpv6_ra },
		{ .hex = icmpv6_ra, .patch = "58:00" } },
	{ "icmpv6.opt.prefix.preferred_lifetime", "for ever",
		{ .hex = icmpv6_ra, .patch = "86:ffffffff" }, { .hex = icmpv6_ra } },
	{ "icmpv6.opt.prefix.preferred_lifetime", "For ", { .hex = icmpv6_ra },
		{ .hex = icmpv6_ra, .patch = "86:ffffffff" } },
	{ "icmpv6.opt.prefix.valid_lifetime", "for ever",
		{ .hex = icmpv6_ra, .patch = "82:ffffffff" }, { .hex = icmpv6_ra } },
	{ "icmpv6.opt.prefix.valid_lifetime", "For ", { .hex = icmpv6_ra },
		{ .hex = icmpv6_ra, .patch = "82:ffffffff" } },
	{ "icmpv6.nd.ns.target_address", "duplicate address detection",
		{ .hex = icmpv6_ns, .patch = "22:00000000000000000000000000000000" },
		{ .hex = icmpv6_ns } },
	{ "icmpv6.nd.ns.target_address", "can still be reached",
		{ .hex = icmpv6_ns, .patch = "38:20010db8000000000000000000000002" },
		{ .hex = icmpv6_ns } },
	{ "icmpv6.nd.ns.target_address", "Asks for the MAC address", { .hex = icmpv6_ns },
		{ .hex = icmpv6_ns, .patch = "38:20010db8000000000000000000000002" } },
	{ "icmpv6.nd.ns.target_address", "Asks for the MAC address", { .hex = icmpv6_ns },
		{ .hex = icmpv6_ns, .patch = "22:00000000000000000000000000000000" } },
	{ "icmpv6.mld.multicast_address", "every group",
		{ .hex = icmpv6_ns, .patch = "54:8200,62:00000000000000000000000000000000" },
		{ .hex = icmpv6_ns, .patch = "54:8200,62:ff020000000000000000000000000001" } },

	/* DNS */
	{ "dns.id", "Not used in mDNS", { .hex = mdns_query }, { .hex = dns_query } },
	{ "dns.id", "Not used in mDNS", { .hex = mdns_query },
		{ .hex = mdns_query, .patch = MDNS_ID } },
	{ "dns.id", "The ID of the query", { .hex = dns_response }, { .hex = mdns } },
	{ "dns.id", "picked at random", { .hex = dns_query },
		{ .hex = mdns_query, .patch = MDNS_ID } },
	{ "dns.flags.rcode", "of the OPT record it is", { .hex = dns_bad_version },
		{ .hex = dns_bad_version, .patch = NO_UPPER_CODE } },
	{ "dns.flags.rcode", "it is 16 (BADVERS)", { .hex = dns_bad_version },
		{ .hex = dns_bad_version, .patch = "44:8187" } },
	{ "dns.flags.rcode", "it is 23 (BADCOOKIE)", { .hex = dns_bad_version, .patch = "44:8187" },
		{ .hex = dns_bad_version } },
	{ "dns.flags.rcode", "no error", { .hex = dns_bad_version, .patch = NO_UPPER_CODE },
		{ .hex = dns_bad_version } },
	{ "dns.flags.rcode", "NXDOMAIN",
		{ .hex = dns_bad_version, .patch = "44:8183," NO_UPPER_CODE },
		{ .hex = dns_bad_version, .patch = "44:8183" } },
	{ "dns.flags.rcode", "Not used in a query", { .hex = dns_query }, { .hex = dns_response } },
	{ "dns.flags.rcode", "no error", { .hex = dns_response }, { .hex = dns_query } },
	{ "dns.flags.rcode", "NXDOMAIN", { .hex = dns_response, .patch = "44:8183" },
		{ .hex = dns_response, .patch = "44:a983" } },
	{ "dns.flags.truncated", "more known answers", { .hex = mdns_query },
		{ .hex = dns_query } },
	{ "dns.count.queries", "How many questions", { .hex = dns_query },
		{ .hex = dns_query, .patch = "44:2800" } },
	{ "dns.count.answers", "How many answer records", { .hex = dns_query },
		{ .hex = dns_query, .patch = "44:2800" } },
	{ "dns.count.auth_rr", "How many authority records", { .hex = dns_query },
		{ .hex = dns_query, .patch = "44:2800" } },
	{ "dns.count.add_rr", "How many additional records", { .hex = dns_query },
		{ .hex = dns_query, .patch = "44:2800" } },
	{ "dns.qry.type", "A is an IPv4 address", { .hex = dns_query },
		{ .hex = dns_query, .patch = "71:000c" } },
	{ "dns.qry.type", "AAAA is an IPv6 address", { .hex = dns_query, .patch = "71:001c" },
		{ .hex = dns_query, .patch = "71:000c" } },
	{ "dhcpv6.linkaddr", "does not say on which link",
		{ .hex = dhcpv6_relay, .patch = "64:00000000000000000000000000000000" },
		{ .hex = dhcpv6_relay } },
	{ "dns.resp.ttl", "no longer valid", { .hex = mdns, .patch = "96:00000000" },
		{ .hex = dns_response, .patch = "81:00000000" } },
	{ "dns.resp.ttl", "not to be cached", { .hex = dns_response, .patch = "81:00000000" },
		{ .hex = dns_response } },
	{ "dns.resp.ttl", "This may be cached", { .hex = dns_response }, { .hex = mdns_probe } },
	{ "dns.resp.ttl", "This may be cached", { .hex = dns_response },
		{ .hex = dns_response, .patch = "44:a980" } },
	{ "dns.resp.ttl", "its sender gets the name", { .hex = mdns_probe }, { .hex = mdns } },
	{ "dns.resp.ttl", "sender knows already", { .hex = mdns_probe, .patch = "48:00010000" },
		{ .hex = mdns_probe } },
	{ "dns.svcb.svcpriority", "Zero: an alias", { .made = "dns.svcb.svcpriority=0" },
		{ .made = "dns.svcb.svcpriority=1" } },
	{ "dns.svcb.targetname", "that the alias stands for",
		{ .made = "dns.svcb.svcpriority=0 dns.svcb.targetname=0" },
		{ .made = "dns.svcb.svcpriority=1 dns.svcb.targetname=0" } },
	{ "dns.svcb.targetname", "The name to connect to",
		{ .made = "dns.svcb.svcpriority=1 dns.svcb.targetname=0" },
		{ .made = "dns.svcb.svcpriority=0 dns.svcb.targetname=0" } },
	{ "dns.svcb.svcpriority", "goes first", { .made = "dns.svcb.svcpriority=1" },
		{ .made = "dns.svcb.svcpriority=0" } },

	/* IGMP */
	{ "igmp.max_resp", "IGMPv1 does not use it",
		{ .hex = igmp_query, .patch = "16:001c,35:00" },
		{ .hex = igmp_query, .patch = "35:00" } },
	{ "igmp.max_resp", "IGMPv1 does not use it", { .hex = igmp_2, .patch = IGMP_REPORT_1 },
		{ .hex = igmp_2 } },

	/* NTP */
	{ "ntp.refid", "why there is no time", { .hex = ntp, .patch = "43:00,54:52415445" },
		{ .hex = ntp, .patch = "43:00,54:00000000" } },
	{ "ntp.refid", "why there is no time", { .hex = ntp, .patch = "43:00,54:52415445" },
		{ .hex = ntp, .patch = "42:23,43:00,54:52415445" } },
	{ "ntp.stratum", "instead of the time", { .hex = ntp, .patch = "43:00,54:52415445" },
		{ .hex = ntp, .patch = "54:52415445" } },
	{ "ntp.stratum", "unspecified or invalid", { .hex = ntp, .patch = "43:00,54:00000000" },
		{ .hex = ntp } },

	/* HTTP */
	{ "Content-Length", "stream of bytes",
		{ .text = OK_HEADERS("200 OK", "Content-Length: 5") },
		{ .hex = UDP_FRAME("0d2c0035", "0000"), .made = "Content-Length=5" } },
	{ "Cache-Control", "when they handle this request",
		{ .text = GET("Cache-Control: no-cache") },
		{ .text = OK_HEADERS("200 OK", "Cache-Control: no-cache") } },
	{ "Cache-Control", "this response may be cached",
		{ .text = OK_HEADERS("200 OK", "Cache-Control: no-cache") },
		{ .text = GET("Cache-Control: no-cache") } },
	{ "Pragma", "no defined meaning", { .text = OK_HEADERS("200 OK", "Pragma: no-cache") },
		{ .text = GET("Pragma: no-cache") } },
	{ "Strict-Transport-Security", "only counts when it came over HTTPS",
		{ .text = OK_HEADERS("200 OK", "Strict-Transport-Security: max-age=9") },
		{ .text = OK_HEADERS("200 OK", "Server: a") } },
	{ "Location", "go to this address", { .text = OK_HEADERS("302 Found", "Location: /b") },
		{ .text = OK_HEADERS("201 Created", "Location: /b") } },
	{ "Location", "that was created", { .text = OK_HEADERS("201 Created", "Location: /b") },
		{ .text = OK_HEADERS("200 OK", "Location: /b") } },
	{ "websocket.payload.text", "unmasked",
		{ .made = "websocket.mask=1 websocket.payload.text=0" },
		{ .made = "websocket.mask=0 websocket.payload.text=0" } },

	/* DHCP */
	{ "dhcp.option", "{0}", { .hex = dhcp }, { .made = "dhcp.option=200" } },
	{ "dhcp.option.value", "{0}", { .hex = dhcp }, { .made = "dhcp.option.value=0" } },
	{ "dhcp.option.value.address", "{0}", { .hex = dhcp },
		{ .made = "dhcp.option.value.address=0" } },
	{ "dhcp.option.value.string", "{0}", { .hex = dhcp },
		{ .made = "dhcp.option.value.string=0" } },
	{ "dhcpv6.option", "{0}", { .hex = dhcpv6 }, { .made = "dhcpv6.option=200" } },
	{ "dhcpv6.option.value", "{0}", { .hex = dhcpv6, .patch = "77:63" },
		{ .made = "dhcpv6.option.value=0" } },
	{ "dhcpv6.elapsed_time", "for 655.35 seconds or longer", { .hex = dhcpv6 },
		{ .hex = dhcpv6_relay } },
	{ "dhcp.option.value.uint", "{0} Here: {n}.", { .hex = dhcp, .patch = "285:3303" },
		{ .made = "dhcp.option.value.uint=0" } },
	{ "dhcp.option.value.uint", " bytes.", { .hex = dhcp },
		{ .made = "dhcp.option.value.uint=0" } },
	{ "dhcp.option.value.uint", "{0} Here: {s}", { .hex = dhcp, .patch = LEASE "00007080" },
		{ .hex = dhcp } },
	{ "dhcp.option.value.uint", "for ever", { .hex = dhcp, .patch = LEASE "ffffffff" },
		{ .hex = dhcp, .patch = LEASE "00007080" } },
	{ "dhcpv6.iaid.t1", "of RFC 8415 ignores it", { .hex = dhcpv6_sets, .patch = "62:03" },
		{ .hex = dhcpv6_sets, .patch = "62:02" } },
	{ "dhcpv6.iaid.t2", "of RFC 8415 ignores it", { .hex = dhcpv6_sets, .patch = "62:03" },
		{ .hex = dhcpv6_sets, .patch = "62:02" } },
	{ "dhcpv6.iaaddr.pref_lifetime", "of RFC 8415 ignores it",
		{ .hex = dhcpv6_sets, .patch = "62:03" },
		{ .hex = dhcpv6_sets, .patch = "62:02" } },
	{ "dhcpv6.iaaddr.valid_lifetime", "of RFC 8415 ignores it",
		{ .hex = dhcpv6_sets, .patch = "62:03" },
		{ .hex = dhcpv6_sets, .patch = "62:02" } },
	{ "dhcpv6.iaid.t1", "the client decides when to renew",
		{ .hex = dhcpv6_sets, .patch = "74:00000000" },
		{ .hex = dhcpv6_sets, .patch = "74:ffffffff" } },
	{ "dhcpv6.iaid.t1", "no need to renew (T1)", { .hex = dhcpv6_sets, .patch = "74:ffffffff" },
		{ .hex = dhcpv6_sets, .patch = "74:00000000" } },
	{ "dhcpv6.iaid.t2", "when to ask other servers",
		{ .hex = dhcpv6_sets, .patch = "78:00000000" },
		{ .hex = dhcpv6_sets, .patch = "78:ffffffff" } },
	{ "dhcpv6.iaid.t2", "no need to renew (T2)", { .hex = dhcpv6_sets, .patch = "78:ffffffff" },
		{ .hex = dhcpv6_sets, .patch = "78:00000000" } },
	{ "dhcpv6.iaaddr.pref_lifetime", "nothing new may begin",
		{ .hex = dhcpv6_sets, .patch = "102:00000000" },
		{ .hex = dhcpv6_sets, .patch = "102:ffffffff" } },
	{ "dhcpv6.iaaddr.pref_lifetime", "something new may always",
		{ .hex = dhcpv6_sets, .patch = "102:ffffffff" },
		{ .hex = dhcpv6_sets, .patch = "102:00000000" } },
	{ "dhcpv6.iaaddr.valid_lifetime", "not valid any more",
		{ .hex = dhcpv6_sets, .patch = "106:00000000" },
		{ .hex = dhcpv6_sets, .patch = "106:ffffffff" } },
	{ "dhcpv6.iaaddr.valid_lifetime", "always valid",
		{ .hex = dhcpv6_sets, .patch = "106:ffffffff" },
		{ .hex = dhcpv6_sets, .patch = "106:00000000" } },
	{ "dhcp.option.dhcp", "looks for servers", { .hex = dhcp, .patch = "284:01" },
		{ .hex = dhcp, .patch = "284:02" } },
	{ "dhcp.option.dhcp", "offers an address and", { .hex = dhcp, .patch = "284:02" },
		{ .hex = dhcp, .patch = "284:03" } },
	{ "dhcp.option.dhcp", "asks for the address that was offered",
		{ .hex = dhcp, .patch = "284:03" }, { .hex = dhcp, .patch = "284:04" } },
	{ "dhcp.option.dhcp", "somebody uses the address", { .hex = dhcp, .patch = "284:04" },
		{ .hex = dhcp, .patch = "284:05" } },
	{ "dhcp.option.dhcp", "agrees, and sends", { .hex = dhcp, .patch = "284:05" },
		{ .hex = dhcp, .patch = "284:06" } },
	{ "dhcp.option.dhcp", "refuses, and the client", { .hex = dhcp, .patch = "284:06" },
		{ .hex = dhcp, .patch = "284:07" } },
	{ "dhcp.option.dhcp", "gives its address back", { .hex = dhcp, .patch = "284:07" },
		{ .hex = dhcp, .patch = "284:08" } },
	{ "dhcp.option.dhcp", "asks for the other settings", { .hex = dhcp, .patch = "284:08" },
		{ .hex = dhcp, .patch = "284:01" } },

	/* tunnels */
	{ "pppoe.session_id", "is being opened", { .hex = pppoe_discovery },
		{ .hex = pppoe_session } },
	{ "pppoe.session_id", "is being opened", { .hex = pppoe_discovery, .patch = "15:19" },
		{ .hex = pppoe_discovery, .patch = "15:65" } },
	{ "pppoe.session_id", "has not opened a session",
		{ .hex = pppoe_discovery, .patch = "15:65" },
		{ .hex = pppoe_discovery, .patch = "15:65,16:0001" } },
	{ "pppoe.session_id", "no number of an", { .hex = pppoe_session, .patch = "16:0000" },
		{ .hex = pppoe_session } },
	{ "tftp.block", "Zero acknowledges", { .hex = tftp, .patch = "42:00040000" },
		{ .hex = tftp, .patch = "42:00040001" } },
	{ "tftp.block", "Zero acknowledges", { .hex = tftp, .patch = "42:00040000" },
		{ .hex = tftp, .patch = "42:00030000" } },

	{ "mpls.label", "explicit NULL", { .made = "mpls.label=2" }, { .made = "mpls.label=3" } },
	{ "mpls.label", "stands for no way", { .made = "mpls.label=15" },
		{ .made = "mpls.label=16" } },
	{ "wlan.fc.moredata", "for everybody or for groups",
		{ .hex = wlan_beacon, .link_type = WLAN },
		{ .hex = wlan_data, .link_type = WLAN } },
	{ "wlan.ra", "for everybody within reach", { .hex = wlan_beacon, .link_type = WLAN },
		{ .hex = wlan_beacon, .patch = "4:01005e0000fb", .link_type = WLAN } },
	{ "wlan.ra", "listens to the group",
		{ .hex = wlan_beacon, .patch = "4:01005e0000fb", .link_type = WLAN },
		{ .hex = wlan_data, .link_type = WLAN } },

	/* QUIC */
	{ "quic.dcid", "Picked at random by the client", { .hex = quic_client_hello },
		{ .hex = quic_server_hello } },
	{ "quic.version", "A reserved version", { .hex = quic, .patch = "43:0a1a2a3a" },
		{ .hex = quic } },

	/* TLS */
	{ "", "Asks for another client hello", { .hex = tls_server_hello, .patch = RETRY },
		{ .hex = tls_server_hello } },
	{ "", "The server picks a version", { .hex = tls_server_hello },
		{ .hex = tls_server_hello, .patch = RETRY } },
	{ "tls.handshake.ciphersuite", "GREASE", { .hex = tls_client_hello },
		{ .hex = tls_server_hello } },
	{ "tls.handshake.ciphersuite", "that the client offers", { .hex = tls_client_hello },
		{ .hex = tls_server_hello } },
	{ "tls.handshake.ciphersuite", "tries again with a lower version",
		{ .hex = tls_client_hello, .patch = "106:5600" }, { .hex = tls_client_hello } },
	{ "tls.handshake.ciphersuite", "supports secure renegotiation",
		{ .hex = tls_client_hello, .patch = "106:00ff" },
		{ .hex = tls_server_hello, .patch = "138:00ff" } },
	{ "tls.handshake.ciphersuite", "that the server picked", { .hex = tls_server_hello },
		{ .hex = tls_server_hello, .patch = RETRY } },
	{ "tls.handshake.ciphersuite", "that the server picked", { .hex = tls_server_hello },
		{ .hex = tls_client_hello } },
	{ "tls.handshake.ciphersuite", "after a second client hello",
		{ .hex = tls_server_hello, .patch = RETRY }, { .hex = tls_server_hello } },
	{ "tls.handshake.extensions.supported_version", "GREASE",
		{ .hex = tls_client_hello, .patch = "157:fafa" }, { .hex = tls_server_hello } },
	{ "tls.handshake.extensions.supported_version", "that the client offers",
		{ .hex = tls_client_hello }, { .hex = tls_server_hello } },
	{ "tls.handshake.extensions.supported_version", "that the server picked",
		{ .hex = tls_server_hello }, { .hex = tls_server_hello, .patch = RETRY } },
	{ "tls.handshake.extensions.supported_version", "that the server picked",
		{ .hex = tls_server_hello }, { .hex = tls_client_hello } },
	{ "tls.handshake.extensions.supported_version", "after a second client hello",
		{ .hex = tls_server_hello, .patch = RETRY }, { .hex = tls_server_hello } },
	{ "tls.handshake.version", "that the server picked",
		{ .hex = tls_server_hello, .patch = "103:1234" }, { .hex = tls_server_hello } },
	{ "tls.handshake.version", "that the server picked",
		{ .hex = tls_server_hello, .patch = "103:1234" }, { .hex = tls_client_hello } },
	{ "tls.handshake.version", "In TLS 1.3 this always says", { .hex = tls_server_hello },
		{ .hex = tls_server_hello, .patch = "103:1234" } },
	{ "tls.handshake.version", "In TLS 1.3 this always says", { .hex = tls_server_hello },
		{ .hex = tls_client_hello } },
	{ "tls.handshake.random", "hello retry request",
		{ .hex = tls_server_hello, .patch = RETRY }, { .hex = tls_server_hello } },
	{ "tls.handshake", "but a hello retry request", { .hex = tls_server_hello, .patch = RETRY },
		{ .hex = tls_server_hello } },
	{ "tls.handshake", "{0} Its length", { .hex = tls_server_hello },
		{ .made = "tls.handshake=200" } },
	{ "tls.handshake.extension", "{0}", { .hex = tls_server_hello },
		{ .made = "tls.handshake.extension=60000" } },
	{ "sll.src.eth", "no device's", { .made = "sll.src.eth=0" }, { .made = "sll.src.eth=1" } },
	{ "tls.handshake.type", "but a hello retry request",
		{ .hex = tls_server_hello, .patch = RETRY }, { .hex = tls_server_hello } },
	{ "tls.handshake.extension", "GREASE", { .hex = tls_client_hello, .patch = "161:3a3a" },
		{ .hex = tls_server_hello } },
	{ "tls.handshake.extension.type", "GREASE", { .hex = tls_client_hello },
		{ .hex = tls_client_hello, .patch = "161:1234" } },
	{ "tls.handshake.extensions_alpn_str", "GREASE",
		{ .hex = tls_client_hello, .patch = "141:1a1a" }, { .hex = tls_client_hello } },
	{ "tls.handshake.extensions_alpn_str", "that the client offers",
		{ .hex = tls_client_hello }, { .hex = tls_server_hello, .patch = ALPN_OF_SERVER } },
	{ "tls.handshake.extensions_alpn_str", "that the server picked",
		{ .hex = tls_server_hello, .patch = ALPN_OF_SERVER }, { .hex = tls_client_hello } },
};

/* ---- scenes ---- */

struct stage {
	struct arena arena;
	struct packet_bytes bytes;
	struct shown_packet packet;
	struct tcp_connection connection;
	struct sentence_context context;
};

static void patch_bytes(struct packet_bytes *bytes, const char *patch)
{
	while (patch && *patch) {
		char *hex;
		size_t at = strtoul(patch, &hex, 10);
		for (hex++; *hex && *hex != ','; hex += 2) {
			char pair[3] = { hex[0], hex[1], '\0' };
			assert_true(at < bytes->size);
			bytes->data[at++] = (uint8_t)strtoul(pair, NULL, 16);
		}
		patch = *hex ? hex + 1 : hex;
	}
}

/* Returns a segment of a server with this payload. */
static struct packet_bytes segment_with(const char *text)
{
	struct packet_bytes bytes = unhex(padded_ack);
	size_t size = strlen(text);
	bytes.size = 54 + size;
	bytes.data[16] = (uint8_t)((40 + size) >> 8);
	bytes.data[17] = (uint8_t)(40 + size);
	memcpy(bytes.data + 54, text, size);
	return bytes;
}

static void make_fields(struct stage *stage, const char *made)
{
	struct field_list *list = &stage->packet.fields;
	list->fields = arena_alloc(&stage->arena, 4 * sizeof(struct field));
	list->count = 0;
	while (*made) {
		struct field *field = &list->fields[list->count++];
		struct field_spec *spec = arena_new(&stage->arena, struct field_spec);
		size_t size = strcspn(made, "=");
		spec->name = spec->label = arena_strndup(&stage->arena, made, size);
		field->spec = spec;
		field->parent = -1;
		field->number = strtoul(made + size + 1, NULL, 10);
		made += strcspn(made, " ");
		made += *made == ' ';
	}
}

static void connect(struct stage *stage, const struct scene *scene)
{
	struct packet_facts *facts = &stage->packet.facts;
	struct tcp_header *tcp = &stage->packet.frame.parts.transport.tcp;
	facts->has_tcp = frame_tcp(&stage->packet.frame);
	if (!facts->has_tcp)
		return;
	if (scene->size)
		tcp->payload_size = scene->size;
	tcp->is_unmeasured = scene->is_unmeasured;
	facts->tcp.is_from_client = scene->known & CLIENT;
	facts->tcp.sequence = 1;
	facts->tcp.acknowledgment = scene->acknowledgment;
	facts->tcp.window = scene->window ? scene->window : tcp->window;
	facts->tcp.labels = scene->labels;
	facts->tcp.facts = scene->facts;
	facts->tcp.completeness = scene->completeness;
	facts->tcp.has_ecn_counter = scene->has_ecn_counter;
	stage->connection = (struct tcp_connection){
		.has_client_isn = scene->known & SYN,
		.has_server_isn = scene->known & SYN_ACK,
		.client_mss = scene->mss,
		.server_mss = scene->mss,
	};
	if (!(scene->known & ALONE))
		stage->context.connection = &stage->connection;
}

static void play(const struct scene *scene, struct stage *stage)
{
	enum { ETHERNET = 1 };
	*stage = (struct stage){ .context = { .packet = &stage->packet } };
	stage->bytes =
		scene->text ? segment_with(scene->text) : unhex(scene->hex ? scene->hex : tcp_syn);
	patch_bytes(&stage->bytes, scene->patch);
	stage->packet.fields.arena = &stage->arena;
	dissect_frame(&stage->packet.frame, scene->link_type ? scene->link_type : ETHERNET,
		(struct bytes){ stage->bytes.data, stage->bytes.size }, (uint32_t)stage->bytes.size,
		&stage->packet.fields);
	packet_facts_begin(&stage->packet.facts, &stage->packet.frame);
	connect(stage, scene);
	if (scene->is_left_to_card)
		stage->packet.oddities.kinds = 1U << ODDITY_CHECKSUM;
	if (scene->made)
		make_fields(stage, scene->made);
}

/* ---- what is said ---- */

static const struct field_words *words_of(const char *name)
{
	for (size_t i = 0; i < header_sentence_count; i++)
		if (strcmp(header_sentences[i].name, name) == 0)
			return &header_sentences[i];
	return field_words_find(name);
}

static bool is_named(const struct field *field, const char *name)
{
	if (strcmp(field->spec->name, name) == 0)
		return true;
	return field->kind == FIELD_HEADER && field_header_is(field, name);
}

/* Appends the sentences of all fields with that name, or the purpose of the packet. */
static void say(const char *name, const struct scene *scene, bool is_korean, struct text *out)
{
	struct stage stage;
	play(scene, &stage);
	stage.context.is_korean = is_korean;
	if (!*name)
		packet_purpose_append(out, &stage.context);
	for (size_t i = 0; *name && i < stage.packet.fields.count; i++) {
		const struct field *field = &stage.packet.fields.fields[i];
		if (is_named(field, name))
			field_sentence_append(out, &stage.context, field);
	}
	arena_finish(&stage.arena);
}

static void claims_are_said_where_they_are_true(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		const struct row *row = &rows[i];
		autofinish(text) struct text said = { 0 }, unsaid = { 0 };
		say(row->field, &row->said, false, &said);
		say(row->field, &row->unsaid, false, &unsaid);
		if (strchr(row->words, '{'))
			continue;
		if (!strstr(text_string(&said), row->words))
			fail_msg("'%s' of a packet where it is so: '%s' lacks '%s'", row->field,
				text_string(&said), row->words);
		if (strstr(text_string(&unsaid), row->words))
			fail_msg("'%s' of a packet where it is not so: '%s'", row->field,
				text_string(&unsaid));
	}
}

/*
 * Checks that the claim is false for the second packet, and not just hidden by a claim before it.
 */
static void check_unheld(const struct row *row, const struct field_claims *claims)
{
	struct stage stage;
	play(&row->unsaid, &stage);
	for (size_t i = 0; claims && i < claims->count; i++) {
		const struct claim *claim = &claims->claims[i];
		if (!claim->holds || !strstr(claim->english, row->words))
			continue;
		bool holds = !*row->field && claim->holds(&stage.context, NULL);
		for (size_t k = 0; *row->field && k < stage.packet.fields.count; k++) {
			const struct field *field = &stage.packet.fields.fields[k];
			if (is_named(field, row->field))
				holds |= claim->holds(&stage.context, field);
		}
		if (holds != row->unsaid.is_preceded)
			fail_msg("'%s': '%s' %s of the second packet", row->field, claim->english,
				holds ? "holds" : "does not hold");
	}
	arena_finish(&stage.arena);
}

static void claims_hold_where_they_are_true_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		const struct field_words *words = *rows[i].field ? words_of(rows[i].field) : NULL;
		if (words)
			check_unheld(&rows[i], words->claims);
		for (size_t k = 0; !*rows[i].field && k < PURPOSE_CLAIMS; k++)
			check_unheld(&rows[i], purpose_claims[k]);
	}
}

static bool has_claim(const char *name, const struct claim *claim)
{
	const struct field_words *words = *name ? words_of(name) : NULL;
	const struct field_claims *one = words ? words->claims : NULL;
	const struct field_claims *const *lists = *name ? &one : purpose_claims;
	for (size_t i = 0; i < (*name ? 1 : (size_t)PURPOSE_CLAIMS); i++)
		if (lists[i] && claim >= lists[i]->claims &&
			claim < lists[i]->claims + lists[i]->count)
			return true;
	return false;
}

static void check_claims(const char *name, const struct field_claims *claims)
{
	for (size_t i = 0; claims && i < claims->count; i++) {
		const struct claim *claim = &claims->claims[i];
		bool is_found = false;
		for (size_t k = 0; k < ARRAY_COUNT(rows); k++)
			is_found |= has_claim(rows[k].field, claim) &&
				strstr(claim->english, rows[k].words);
		if (!is_found)
			fail_msg("'%s': no packet here shows when this is false: '%s'", name,
				claim->english);
	}
}

static void every_claim_has_a_packet(void **state)
{
	(void)state;
	for (size_t i = 0; i < sentence_table_count; i++)
		for (size_t k = 0; k < *sentence_tables[i].count; k++)
			check_claims(sentence_tables[i].words[k].name,
				sentence_tables[i].words[k].claims);
	for (size_t i = 0; i < header_sentence_count; i++)
		check_claims(header_sentences[i].name, header_sentences[i].claims);
	for (size_t i = 0; i < PURPOSE_CLAIMS; i++)
		check_claims("the purpose", purpose_claims[i]);
}

/* ---- flags ---- */

/* A segment is full by its size and by the MSS of another packet, not by its flags. */
static void flags_do_not_tell_the_size(void **state)
{
	(void)state;
	static const struct scene scenes[] = {
		{ .patch = "47:18,46:50", CAPTURED, .mss = 1460, .size = 1460 },
		{ .patch = "47:10,46:50", CAPTURED, .mss = 1460, .size = 7240 },
	};
	static const char *const wanted[][2] = {
		{ "0x18 = ACK 0x10 | PSH 0x08. Data, to be handed to",
			"PSH 0x08. 데이터를 보낸다. 모아" },
		{ "0x10 = ACK 0x10. Data.", "0x10 = ACK 0x10. 데이터를 보낸다." },
	};
	for (size_t i = 0; i < ARRAY_COUNT(scenes); i++)
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			autofinish(text) struct text said = { 0 };
			say("tcp.flags", &scenes[i], is_korean, &said);
			if (!strstr(text_string(&said), wanted[i][is_korean]))
				fail_msg("'%s' lacks '%s'", text_string(&said),
					wanted[i][is_korean]);
			assert_null(strstr(text_string(&said), "MSS"));
		}
}

static const char *const samples[] = { tcp_syn, tcp_sack, udp_vlan_qinq, icmpv6_ra, ipv6_fragment,
	ipv4_options, dns_query, dns_response, dns_tcp, mdns, mdns_query };

/*
 * Whether the words are also true of a flag that is off, such as "Whether more fragments follow".
 */
static bool is_conditional(const char *words, bool is_korean)
{
	static const char *const korean[] = { "켜지면", "0이면", "1이면", "쓰지 않는", "쓰는 비트",
		"협상하는 비트", "제안이다", "나타낸다", "질의에서는" };
	static const char *const english[] = { "If ", "0 is", "Bits ", "A bit", "In a SYN",
		"Whether", "together", "bit is for" };
	const char *const *all = is_korean ? korean : english;
	size_t count = is_korean ? ARRAY_COUNT(korean) : ARRAY_COUNT(english);
	for (size_t i = 0; i < count; i++)
		if (strstr(words, all[i]))
			return true;
	return false;
}

static void flags_say_what_they_mean_if_set(void **state)
{
	(void)state;
	unsigned checked = 0;
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct scene scene = { .hex = samples[i] };
		struct stage stage;
		play(&scene, &stage);
		for (size_t k = 0; k < stage.packet.fields.count; k++) {
			const struct field *field = &stage.packet.fields.fields[k];
			for (unsigned is_korean = 0; field->kind == FIELD_FLAG && is_korean < 2;
				is_korean++) {
				autofinish(text) struct text words = { 0 };
				stage.context.is_korean = is_korean;
				field_sentence_append(&words, &stage.context, field);
				if (!is_conditional(text_string(&words), is_korean))
					fail_msg(
						"%s: '%s'", field->spec->name, text_string(&words));
				checked++;
			}
		}
		arena_finish(&stage.arena);
	}
	assert_true(checked > 80);
}

/* ---- Korean ---- */

/* A particle whose form depends on the sound before it cannot stand behind a value. */
static void check_particles(const char *name, const char *sentence)
{
	static const char *const particles[] = { "은 ", "는 ", "이 ", "가 ", "을 ", "를 ", "와 ",
		"과 ", "로 ", "으로 ", "다.", "이다.", "라", "이라" };
	for (const char *brace = sentence; (brace = strchr(brace, '}')); brace++)
		for (size_t i = 0; i < ARRAY_COUNT(particles); i++)
			if (strncmp(brace + 1, particles[i], strlen(particles[i])) == 0)
				fail_msg("%s: a value before '%s': '%s'", name, particles[i],
					sentence);
}

static void check_korean(const char *name, const char *sentence)
{
	static const char *const words[] = { "말한다", "표시다", "알림이다", "부탁이다", "귀띔",
		"약속이다", "말이다", "깃발", "윈도 ", "물음", "소식", "꼬리표", "빈칸", "쌍점",
		"적어 두", "랜카드 주소", "아래층", "이름표", "앞부분", "탐침", "조각나",
		"조각내" };
	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (strstr(sentence, words[i]))
			fail_msg("%s: '%s' in '%s'", name, words[i], sentence);
	check_particles(name, sentence);
}

static void check_korean_of(const struct field_words *words)
{
	check_korean(words->name, words->korean);
	for (size_t i = 0; words->claims && i < words->claims->count; i++)
		check_korean(words->name, words->claims->claims[i].korean);
}

static void check_numbers(
	const struct number_words *words, size_t count, const char *(*name_of)(uint16_t code))
{
	size_t named = 0;
	for (size_t i = 0; i < count; i++) {
		check_korean("an option", words[i].korean);
		assert_true(name_of((uint16_t)words[i].number));
		assert_true(!i || words[i - 1].number < words[i].number);
		assert_null(strchr(words[i].korean, '{'));
		assert_null(strchr(words[i].english, '{'));
	}
	for (unsigned code = 0; code <= UINT16_MAX; code++)
		named += name_of((uint16_t)code) != NULL;
	assert_int_equal(named, count);
}

static const char *dhcp_name_of(uint16_t code)
{
	return code <= UINT8_MAX ? name_of_dhcp_option((uint8_t)code) : NULL;
}

static const char *tls_handshake_name_of(uint16_t code)
{
	return code <= UINT8_MAX ? name_of_tls_handshake((uint8_t)code) : NULL;
}

/*
 * Every number with a name has a sentence about the option or message; in DHCP also about its
 * value.
 */
static void numbers_have_their_sentences(void **state)
{
	(void)state;
	check_numbers(dhcp_option_words, dhcp_option_word_count, dhcp_name_of);
	check_numbers(dhcpv6_option_words, dhcpv6_option_word_count, name_of_dhcpv6_option);
	check_numbers(tls_handshake_words, tls_handshake_word_count, tls_handshake_name_of);
	check_numbers(tls_extension_words, tls_extension_word_count, name_of_tls_extension);
	static const struct {
		const char *hex, *field, *patch, *korean, *english;
	} cases[] = {
		{ dhcp, "dhcp.option.value.uint", LEASE "00007080",
			"클라이언트가 보내면 바라는 시간이다. 값: 28,800초(8시간).",
			"how long it wants it. Here: 28\xe2\x80\xaf"
			"800 seconds (8 hours)." },
		{ dhcp, "dhcp.option.value.uint", LEASE "0001517f",
			"값: 86,399초(23시간 59분 59초).", "(23 hours 59 minutes 59 seconds)." },
		{ dhcp, "dhcp.option.value.uint", LEASE "0000003b", "값: 59초.",
			"Here: 59 seconds." },
		{ dhcp, "dhcp.option.value.uint", LEASE "00015181", "값: 86,401초(1일 1초).",
			"(1 day 1 second)." },
		{ dhcp, "dhcp.option.value.uint", LEASE "ffffffff", "이 값은 무기한을 나타낸다.",
			"for ever." },
		{ dhcp, "dhcp.option.value.uint", "299:ff", "메시지의 길이다. 값: 576바이트.",
			"is accepted. Here: 576 bytes." },
		{ dhcp, "dhcp.option.value.address", "", "클라이언트가 쓰고 싶은 주소다.",
			"The address that the client asks for." },
		{ dhcp, "dhcp.option.length", "", "옵션 내용의 길이다: 1바이트.",
			"How long the option's value is: 1 byte." },
		{ dhcp, "dhcp.option", "", "클라이언트의 호스트 이름이다.",
			"The client's host name." },
		{ tls_client_hello, "tls.handshake", "",
			"클라이언트가 쓸 수 있는 버전, 암호 스위트, 확장을 제안한다. 길이:",
			"The client offers versions, cipher suites and extensions. Its length:" },
		{ tls_server_hello, "tls.handshake", "", "서버가 제안 가운데", "The server picks" },
		{ tls_client_hello, "tls.handshake.extension", "", "TLS 버전을 정하는 확장이다.",
			"For agreeing on the version of TLS." },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct scene scene = { .hex = cases[i].hex, .patch = cases[i].patch };
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			autofinish(text) struct text said = { 0 };
			say(cases[i].field, &scene, is_korean, &said);
			const char *wanted = is_korean ? cases[i].korean : cases[i].english;
			if (!strstr(text_string(&said), wanted))
				fail_msg("'%s' lacks '%s'", text_string(&said), wanted);
		}
	}
}

static void korean_has_its_terms_and_no_particle_behind_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sentence_table_count; i++)
		for (size_t k = 0; k < *sentence_tables[i].count; k++)
			check_korean_of(&sentence_tables[i].words[k]);
	for (size_t i = 0; i < header_sentence_count; i++)
		check_korean_of(&header_sentences[i]);
	for (size_t i = 0; i < PURPOSE_CLAIMS; i++)
		for (size_t k = 0; k < purpose_claims[i]->count; k++)
			check_korean("the purpose", purpose_claims[i]->claims[k].korean);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_are_said_where_they_are_true),
		cmocka_unit_test(claims_hold_where_they_are_true_alone),
		cmocka_unit_test(every_claim_has_a_packet),
		cmocka_unit_test(flags_do_not_tell_the_size),
		cmocka_unit_test(flags_say_what_they_mean_if_set),
		cmocka_unit_test(numbers_have_their_sentences),
		cmocka_unit_test(korean_has_its_terms_and_no_particle_behind_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
