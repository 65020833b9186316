/*
 * Tests the panel beside a sequence for a message: a sentence and its two key fields. Every
 * protocol that a packet can be shown as has a sentence, or is in the list of those without.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/capture-analysis.h"
#include "dissect/application/application.h"
#include "dissect/application/key-fields.h"
#include "dissect/dissect.h"
#include "explain/field-sentence-table.h"
#include "explain/message/message-fields.h"
#include "explain/message/message-purpose.h"
#include "explain/option-value.h"
#include "packet-samples.h"
#include "sample-checks.h"

struct scene {
	struct arena arena;
	struct packet_bytes bytes;
	struct shown_packet packet;
};

static void play(struct scene *scene, const char *sample)
{
	enum { ETHERNET = 1 };
	*scene = (struct scene){ .bytes = unhex(sample) };
	scene->packet.fields.arena = &scene->arena;
	dissect_frame(&scene->packet.frame, ETHERNET,
		(struct bytes){ scene->bytes.data, scene->bytes.size }, (uint32_t)scene->bytes.size,
		&scene->packet.fields);
	frame_read(&scene->packet.frame, &scene->packet.facts.shown);
}

static void append_keys(struct text *out, struct scene *scene, bool is_korean)
{
	struct message_field keys[MESSAGE_FIELDS_SHOWN];
	unsigned count = message_key_fields(&scene->arena, &scene->packet, is_korean, keys);
	for (unsigned i = 0; i < count; i++) {
		text_append_format(out, "%s%s=", i ? " | " : "", keys[i].label);
		packet_field_value_append(out, &scene->packet,
			&scene->packet.fields.fields[keys[i].index], is_korean);
	}
}

/* mdns without time to live; igmp_3 with one record, a change to no source. */
static const char mdns_goodbye[] =
	"02000000000202000000000186dd60000000004d114020010db8000000000000000000000001ff02"
	"00000000000000000000000000fb14e914e9004d0000000084000000000200000000055f68747470"
	"045f746370056c6f63616c00000c0001000000000005026d65c00c026d65056c6f63616c00000180"
	"01000000000004c0000205";
static const char igmp_3_leave[] =
	"0200000000020200000000010800450000281234400040028688c0000201e00000162200f9030000"
	"000103000000e00000fb";
/* Change Cipher Spec, which TLS 1.3 sends for compatibility, and Application Data behind it. */
static const char tls_changed[] =
	"020000000002020000000001080045000034123440004006a491c0000201c000020201bbc3500000"
	"0001000000015018faf0000000001403030001011703030001aa";

/*
 * Responses with one answer, an alias: to a query of AAAA, of CNAME, and of ANY; and one to AAAA
 * with another record.
 */
static const char dns_alias[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020200359c40003b"
	"00002d6d8180000100010000000003777777076578616d706c65036f726700001c0001c00c000500"
	"01000000c8000603776562c010";
static const char dns_alias_asked[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020200359c40003b"
	"00002d6d8180000100010000000003777777076578616d706c65036f72670000050001c00c000500"
	"01000000c8000603776562c010";
static const char dns_alias_any[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020200359c40003b"
	"00002d6d8180000100010000000003777777076578616d706c65036f72670000ff0001c00c000500"
	"01000000c8000603776562c010";
static const char dns_other[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020200359c40003b"
	"00002d6d8180000100010000000003777777076578616d706c65036f726700001c0001c00c000c00"
	"01000000c8000603776562c010";
/* A response of a zone transfer (AXFR) and a query of one (IXFR), each with one record. */
static const char dns_transfer[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020200359c40003b"
	"00002d6d8180000100010000000003777777076578616d706c65036f72670000fc0001c00c000500"
	"01000000c8000603776562c010";
static const char dns_transfer_asked[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020200359c40003b"
	"00002d6d0000000100010000000003777777076578616d706c65036f72670000fb0001c00c000500"
	"01000000c8000603776562c010";
/*
 * Responses without what was asked for: truncated, without and with an answer; with each response
 * code; without records, and with those of other name servers. RFC 1035, RFC 2308.
 */
static const char dns_truncated[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020200359c400029"
	"00002d6d8380000100000000000003777777076578616d706c65036f72670000100001";
static const char dns_truncated_answer[] =
	"02000000000202000000000108004500004d1234400040110000c0000201c000020200359c400039"
	"00002d6d8380000100010000000003777777076578616d706c65036f72670000010001c00c000100"
	"01000000c80004c0000250";
static const char dns_no_name[] =
	"0200000000020200000000010800450000671234400040110000c0000201c000020200359c400053"
	"00002d6d8183000100000001000003777777076578616d706c65036f72670000010001c010000600"
	"01000000c8001e026e73c010026d65c0100000000100000002000000030000000400000005";
static const char dns_alias_to_no_name[] =
	"0200000000020200000000010800450000791234400040110000c0000201c000020200359c400065"
	"00002d6d8183000100010001000003777777076578616d706c65036f72670000010001c00c000500"
	"01000000c8000603776562c010c01000060001000000c8001e026e73c010026d65c0100000000100"
	"000002000000030000000400000005";
static const char dns_refused[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020200359c400029"
	"00002d6d8185000100000000000003777777076578616d706c65036f72670000010001";
static const char dns_server_failed[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020200359c400029"
	"00002d6d8182000100000000000003777777076578616d706c65036f72670000010001";
static const char dns_not_understood[] =
	"0200000000020200000000010800450000281234400040110000c0000201c000020200359c400014"
	"00002d6d81810000000000000000";
static const char dns_not_implemented[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020200359c400029"
	"00002d6d8184000100000000000003777777076578616d706c65036f72670000010001";
static const char dns_not_authorized[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020200359c400029"
	"00002d6d8189000100000000000003777777076578616d706c65036f72670000010001";
static const char dns_no_data[] =
	"0200000000020200000000010800450000671234400040110000c0000201c000020200359c400053"
	"00002d6d8580000100000001000003777777076578616d706c65036f726700001c0001c010000600"
	"01000000c8001e026e73c010026d65c0100000000100000002000000030000000400000005";
static const char dns_empty[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020200359c400029"
	"00002d6d8180000100000000000003777777076578616d706c65036f726700001c0001";
static const char dns_referral[] =
	"0200000000020200000000010800450000611234400040110000c0000201c000020200359c40004d"
	"00002d6d8100000100000001000103777777076578616d706c65036f72670000010001c010000200"
	"01000000c80005026e73c010026e73c01000010001000000c80004c0000235";
static const char dns_alias_referral[] =
	"0200000000020200000000010800450000601234400040110000c0000201c000020200359c40004c"
	"00002d6d8100000100010001000003777777076578616d706c65036f72670000010001c00c000500"
	"01000000c8000603776562c010c01000020001000000c80005026e73c010";
static const char mdns_known[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020214e914e9003b"
	"00002d6d0200000100010000000003777777076578616d706c65036f726700000c0001c00c000c00"
	"01000000c8000603776562c010";
static const char mdns_truncated[] =
	"02000000000202000000000108004500004f1234400040110000c0000201c000020214e914e9003b"
	"00002d6d8600000100010000000003777777076578616d706c65036f726700000c0001c00c000c00"
	"01000000c8000603776562c010";
static const char llmnr_truncated[] =
	"02000000000202000000000108004500003d1234400040110000c0000201c000020214eb9c400029"
	"00002d6d8200000100000000000003777777076578616d706c65036f726700000c0001";
/* rarp without, and with, the MAC address that it asks about. */
static const char rarp_of_nobody[] =
	"ffffffffffff02000000000180350001080006040003020000000001c0000201000000000000c000"
	"0202000000000000000000000000000000000000";
static const char rarp_of_somebody[] =
	"ffffffffffff02000000000180350001080006040003020000000001c0000201020000000001c000"
	"0202000000000000000000000000000000000000";

/* Coalesced packets; one with a short header, from the sockets of quic_client_hello. */
static const char quic_coalesced[] =
	"02000000000202000000000108004500004510e1400040115d74c0000201c0000202c35001bb0031"
	"0000c000000001088394c8f03e51570800000400000000e000000001088394c8f03e515708000400"
	"000000";
static const char quic_behind_handshake[] =
	"02000000000202000000000108004500003d10e1400040115d7cc0000201c0000202c35001bb0029"
	"0000e000000001088394c8f03e51570800040000000041"
	"8394c8f03e51570800000000";
static const char quic_short[] =
	"02000000000202000000000108004500002910e1400040115d78c0000201c0000202c35001bb0015"
	"0000418394c8f03e51570800000000";

static const struct {
	const char *sample, *sentence, *keys;
} rows[] = {
	{ quic_coalesced,
		"Several packets of QUIC in one UDP datagram, which the receiver takes one by one.",
		"Packet Type=Initial | Packet Type=Handshake" },
	{ quic_behind_handshake,
		"Several packets of QUIC in one UDP datagram, which the receiver takes one by one.",
		"Packet Type=Handshake | Header Form=Short header (0)" },
	{ quic_client_hello, "The client begins a QUIC connection, with the Client Hello of TLS.",
		"Packet Type=Initial | Destination Connection ID=8394c8f03e515708" },
	{ quic_retry, "The server asks to begin again, with a token (Retry).",
		"Packet Type=Retry | Source Connection ID=a1a2a3a4a5a6a7a8" },
	{ mdns_goodbye, "Says that these records are no longer valid (mDNS).",
		"Answer=192.0.2.5 | Answer=me._http._tcp.local" },
	{ igmp_3_leave, "Says that it no longer listens to this multicast group.",
		"Multicast Address=224.0.0.251 | Record Type=Change To Include Mode (3)" },
	{ tls_changed, "Encrypted data.",
		"Content Type=Change Cipher Spec (20) | Content Type=Application Data (23)" },
	{ arp, "Asks for the MAC address of whoever has this IP address.",
		"Target IP address=192.0.2.2 | Sender IP address=192.0.2.1" },
	{ icmp_echo, "Asks the other host to answer (ping).",
		"Identifier=4660 (0x1234) | Sequence Number=1 (0x0001)" },
	{ icmp_unreachable, "Says that a packet could not be delivered, and quotes how it began.",
		"Code=Port unreachable (3) | Destination Address (quoted packet)=198.51.100.1" },
	{ icmp_too_big,
		"Says that a packet was dropped: too large for the next link, and not to be fragmented.",
		"MTU of next hop=1\u2009400 | Code=Fragmentation needed (4)" },
	{ icmpv6_ns, "Asks for the link-layer address of whoever has this IPv6 address.",
		"Target Address=2001:db8::2 | Link-layer address=02:00:00:00:00:01" },
	{ ipv4_fragment_later, "A fragment of a larger packet, which the receiver puts together.",
		"Fragment Offset=24 bytes | Protocol=UDP (17)" },
	{ udp_vlan_qinq, "One datagram, sent without a connection.",
		"Destination Port=5001 | Length=13" },
	{ dns_query, "Asks a name server for this record.",
		"Query=www.example.org: type A | Transaction ID=0x2d6d" },
	{ dns_response, "Answers with the record.",
		"Query=www.example.org: type A | Answer=192.0.2.80" },
	{ dns_alias,
		"Answers with an alias (CNAME), and without a record of the kind that was asked for.",
		"Query=www.example.org: type AAAA | Answer=web.example.org" },
	{ dns_alias_asked, "Answers with the record.",
		"Query=www.example.org: type CNAME | Answer=web.example.org" },
	{ dns_alias_any, "Answers with the record.",
		"Query=www.example.org: type ANY | Answer=web.example.org" },
	{ dns_other, "Responds without a record of the kind that was asked for.",
		"Query=www.example.org: type AAAA | Answer=web.example.org" },
	{ dns_truncated, "The answer does not fit and is truncated (TC): ask again over TCP.",
		"Query=www.example.org: type TXT | Truncated=Set" },
	{ dns_truncated_answer,
		"The answer does not fit and is truncated (TC): ask again over TCP.",
		"Query=www.example.org: type A | Truncated=Set" },
	{ dns_no_name, "Answers that there is no such name (NXDOMAIN).",
		"Query=www.example.org: type A | Reply code=No such name (3)" },
	{ dns_alias_to_no_name,
		"Answers with an alias (CNAME) of a name that does not exist (NXDOMAIN).",
		"Query=www.example.org: type A | Answer=web.example.org" },
	{ dns_refused, "Refuses to answer the query (REFUSED).",
		"Query=www.example.org: type A | Reply code=Refused (5)" },
	{ dns_server_failed, "Answers that the server failed to process the query (SERVFAIL).",
		"Query=www.example.org: type A | Reply code=Server failure (2)" },
	{ dns_not_understood, "Answers that the server could not read the query (FORMERR).",
		"Reply code=Format error (1) | Transaction ID=0x2d6d" },
	{ dns_not_implemented, "Answers that the server does not support such a query (NOTIMP).",
		"Query=www.example.org: type A | Reply code=Not implemented (4)" },
	{ dns_not_authorized, "Answers that the query failed.",
		"Query=www.example.org: type A | Reply code=Not authoritative (9)" },
	{ dns_no_data, "Answers that the name has no record of this type (NODATA).",
		"Query=www.example.org: type AAAA | Transaction ID=0x2d6d" },
	{ dns_empty, "Answers that the name has no record of this type (NODATA).",
		"Query=www.example.org: type AAAA | Transaction ID=0x2d6d" },
	{ dns_referral, "Names other name servers to ask, in place of an answer (referral).",
		"Query=www.example.org: type A | Authoritative nameserver=ns.example.org" },
	{ dns_alias_referral,
		"Answers with an alias (CNAME), and without a record of the kind that was asked for.",
		"Query=www.example.org: type A | Answer=web.example.org" },
	{ mdns_known,
		"Asks for this record on the link, and sends more answers that it knows (mDNS, TC).",
		"Query=www.example.org: type PTR | Truncated=Set" },
	{ mdns_truncated, "Announces records of its own (mDNS).",
		"Query=www.example.org: type PTR | Truncated=Set" },
	{ llmnr_truncated,
		"The answer does not fit and is truncated (TC): ask again over TCP (LLMNR).",
		"Query=www.example.org: type PTR | Truncated=Set" },
	{ dns_transfer, "Sends records of the zone (zone transfer).",
		"Query=www.example.org: type AXFR | Answer=web.example.org" },
	{ dns_transfer_asked, "Asks a name server for its records of a zone (zone transfer).",
		"Query=www.example.org: type IXFR | Answer=web.example.org" },
	{ rarp_of_nobody, "Asks for an IP address, but leaves out whose (RARP).",
		"Target MAC address=00:00:00:00:00:00 | Target IP address=192.0.2.2" },
	{ rarp_of_somebody, "Asks which IP address this MAC address shall use.",
		"Target MAC address=02:00:00:00:00:01 | Target IP address=192.0.2.2" },
	{ mdns, "Announces records of its own (mDNS).",
		"Answer=192.0.2.5 | Answer=me._http._tcp.local" },
	{ dhcp, "Looks for a DHCP server that has an address.",
		"Requested IP Address=192.0.2.5 | Client MAC address=02:00:00:00:00:01" },
	{ ntp, "Answers with the time.",
		"Peer Clock Stratum=2 (secondary reference) | Mode=server" },
	{ quic, "From the first phase of a QUIC connection.",
		"Packet Type=Initial | Destination Connection ID=8394c8f03e515708" },
	{ tls_client_hello, "The client offers versions, cipher suites and extensions.",
		"Server Name=example.org | Supported Version=TLSv1.3 (0x0304)" },
	{ igmp_3, "Says which multicast groups it listens to.",
		"Multicast Address=224.0.0.251 | Record Type=Change To Exclude Mode (4)" },
	{ ssh, "Says which version of SSH it speaks.", "Protocol=SSH-2.0-OpenSSH_9.2" },
	{ tls_server_hello, "The server picks a version and a cipher suite.",
		"Cipher Suite=TLS_AES_128_GCM_SHA256 (0x1301) | Supported Version=TLSv1.3 (0x0304)" },
	{ tls_alert, "Reports an error that ends the TLS connection.",
		"Level=Fatal (2) | Description=Handshake Failure (40)" },
	{ dhcpv6, "Looks for DHCPv6 servers.",
		"Message type=Solicit (1) | Transaction ID=0x10000f" },
	{ mdns_query, "Asks for this record on the link, without a name server (mDNS).",
		"Query=me.local: type A | Questions=1" },
	{ mdns_probe, "Asks whether this name is in use already (mDNS probe).",
		"Query=a.local: type ANY | Questions=1" },
	{ ssdp, "Looks for devices or services on the network.",
		"Request line=M-SEARCH * HTTP/1.1" },
	{ igmp_query, "Asks which multicast groups are listened to.",
		"Type=Membership Query (0x11)" },
	{ icmpv6_ra, "A router announces itself and the settings of the link.",
		"Prefix=2001:db8:1:: | Router lifetime (s)=1\u2009800" },
	{ esp, "A packet that IPsec encrypts (ESP).", "ESP SPI=0x00000001 | ESP Sequence=2" },
	{ pppoe_discovery, "Opens or closes a session of PPPoE.", "Version=1 | Type=1" },
};

static void messages_say_what_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text sentence = { 0 }, keys = { 0 }, korean = { 0 };
		struct scene scene;
		play(&scene, rows[i].sample);
		struct sentence_context context = { .packet = &scene.packet };
		assert_true(message_is_panel_subject(&scene.packet));
		packet_purpose_append(&sentence, &context);
		context.is_korean = true;
		packet_purpose_append(&korean, &context);
		append_keys(&keys, &scene, false);
		assert_string_equal(text_string(&sentence), rows[i].sentence);
		assert_string_equal(text_string(&keys), rows[i].keys);
		assert_true(korean.size && strcmp(text_string(&korean), rows[i].sentence) != 0);
		arena_finish(&scene.arena);
	}
}

/* The panel shows the flags of a segment; HTTP/1 has its own picture. */
static void segments_are_no_messages(void **state)
{
	(void)state;
	static const char *const samples[] = { tcp_syn, http_request, http_response, padded_ack };
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct scene scene;
		play(&scene, samples[i]);
		assert_false(message_is_panel_subject(&scene.packet));
		arena_finish(&scene.arena);
	}
}

/* The Korean label of a quoted field says in Korean that it is quoted. */
static void quoted_fields_are_marked(void **state)
{
	(void)state;
	autofinish(text) struct text keys = { 0 };
	struct scene scene;
	play(&scene, icmpv6_unreachable);
	append_keys(&keys, &scene, true);
	assert_non_null(strstr(text_string(&keys), "Destination Address (인용된 패킷)=2001:db8::"));
	arena_finish(&scene.arena);
}

/* The form of a header is named, as the sentence about it names it. */
static void a_long_header_is_named(void **state)
{
	(void)state;
	autofinish(text) struct text value = { 0 };
	struct scene scene;
	play(&scene, quic);
	const struct field *form = message_field(&scene.packet, "quic.header_form");
	assert_non_null(form);
	packet_field_value_append(&value, &scene.packet, form, true);
	assert_string_equal(text_string(&value), "긴 헤더 (1)");
	arena_finish(&scene.arena);
}

/* A short header says nothing by itself: the packets before it show that it is one of QUIC. */
static void a_short_header_is_explained_by_packets_before(void **state)
{
	(void)state;
	enum { ETHERNET = 1 };
	autofinish(capture_analysis) struct capture_analysis analysis;
	capture_analysis_init(&analysis);
	struct scene hello, scene;
	play(&hello, quic_client_hello);
	play(&scene, quic_short);
	struct error error = { 0 };
	assert_true(
		capture_analysis_add(&analysis, &hello.packet.frame, &hello.packet.facts, &error));
	assert_true(
		capture_analysis_add(&analysis, &scene.packet.frame, &scene.packet.facts, &error));
	autofinish(text) struct text sentence = { 0 }, keys = { 0 };
	const struct sentence_context context = { .packet = &scene.packet };
	packet_purpose_append(&sentence, &context);
	append_keys(&keys, &scene, false);
	assert_string_equal(text_string(&sentence),
		"Encrypted with keys from the handshake (1-RTT): only the two ends can read what it says.");
	assert_string_equal(text_string(&keys), "Header Form=Short header (0)");
	arena_finish(&hello.arena);
	arena_finish(&scene.arena);
}

/* ---- all protocols ---- */

/*
 * Link layers and pseudo-headers that few listeners will ever see; TCP and HTTP, which are shown as
 * segments; and numbers that are no protocol.
 */
static const char *const without_sentence[] = { "802.11", "AH", "AVSP", "CHDLC", "Data", "ERSPAN",
	"EtherIP", "Ethernet", "FDDI", "FR", "GRE", "GTP", "Geneve", "HTTP", "IPNET", "IPoIB",
	"L2TP", "LLC", "LOOP", "MACSEC", "MPLS", "NFLOG", "NSH", "NULL", "PKTAP", "PPI", "PPP",
	"PPPoES", "Prism", "R-Tag", "Radiotap", "SLL", "SLL2", "TCP", "TR", "Teredo", "UDPENCAP",
	"Unknown", "VLAN", "VXLAN" };

static bool is_listed(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(without_sentence); i++)
		if (strcmp(without_sentence[i], name) == 0)
			return true;
	return false;
}

static void check_protocol(const char *name)
{
	if (message_has_purpose(name) == is_listed(name))
		fail_msg("'%s' %s", name,
			is_listed(name) ? "has a sentence, and stands in the list of those without"
					: "has no sentence, and does not stand in the list");
}

static void check_keys(const struct key_field *list, const char *protocol)
{
	for (unsigned i = 0; list && list[i].field; i++) {
		assert_true(i + 1 < KEY_FIELDS_MAX); /* the last one ends the list */
		if (!field_words_find(list[i].field) ||
			(list[i].when && !field_words_find(list[i].when)))
			fail_msg("%s: there is no field '%s'", protocol, list[i].field);
	}
}

static void every_protocol_is_told_or_listed(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		check_protocol(protocol_name((enum protocol)i));
		check_keys(protocol_key_fields((enum protocol)i), protocol_name((enum protocol)i));
	}
	for (size_t i = 0; i < udp_port_count; i++) {
		check_protocol(udp_ports[i].protocol->name);
		check_keys(udp_ports[i].protocol->key_fields, udp_ports[i].protocol->name);
	}
	for (size_t i = 0; i < udp_recognized_count; i++) {
		check_protocol(udp_recognized[i]->name);
		check_keys(udp_recognized[i]->key_fields, udp_recognized[i]->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_say_what_they_are),
		cmocka_unit_test(segments_are_no_messages),
		cmocka_unit_test(quoted_fields_are_marked),
		cmocka_unit_test(a_long_header_is_named),
		cmocka_unit_test(a_short_header_is_explained_by_packets_before),
		cmocka_unit_test(every_protocol_is_told_or_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
