/* dissect/: link types other than Ethernet, 802.11, tunnels, and protocols that are only named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "dissect/application/summary.h"
#include "dissect/tls/crypto.h"
#include "link-samples.h"
#include "sample-checks.h"

static const struct sample samples[] = {
	{ "cisco_hdlc", cisco_hdlc, 104, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "cisco_hdlc_slarp", cisco_hdlc_slarp, 104, DECODE_UNKNOWN, PROTOCOL_CISCO_HDLC, "", "",
		0 },
	{ "cisco_hdlc_osi", cisco_hdlc_osi, 104, DECODE_UNKNOWN, PROTOCOL_CISCO_HDLC, "", "", 0 },
	{ "serial_cisco", serial_cisco, 50, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "frame_relay", frame_relay, 107, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "frame_relay_long", frame_relay_long, 107, DECODE_OK, PROTOCOL_UDP, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "frame_relay_cisco", frame_relay_cisco, 107, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "frame_relay_snap", frame_relay_snap, 107, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "frame_relay_osi", frame_relay_osi, 107, DECODE_UNKNOWN, PROTOCOL_FRAME_RELAY, "", "",
		0 },
	{ "frame_relay_bridged", frame_relay_bridged, 107, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "frame_relay_ethernet", frame_relay_ethernet, 107, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "infiniband", infiniband, 242, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "infiniband_multicast", infiniband_multicast, 242, DECODE_OK, PROTOCOL_UDP, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "nflog", nflog, 239, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 3 },
	{ "nflog_big_endian", nflog_big_endian, 239, DECODE_OK, PROTOCOL_UDP, "2001:db8::1",
		"2001:db8::2", 11 },
	{ "ipnet", ipnet, 226, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "pktap", pktap, 258, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "pktap_newer", pktap_newer, 149, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "token_ring", token_ring, 6, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "fddi", fddi, 10, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "llc_ip", llc_ip, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "atm_llc", atm_llc, 11, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "wlan_data", wlan_data, 105, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "wlan_encrypted", wlan_encrypted, 105, DECODE_OK, PROTOCOL_WLAN, "02:00:00:00:00:01",
		"02:00:00:00:00:02", 0 },
	{ "wlan_aggregate", wlan_aggregate, 105, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2",
		0 },
	{ "wlan_beacon", wlan_beacon, 105, DECODE_OK, PROTOCOL_WLAN, "02:00:00:00:00:01",
		"ff:ff:ff:ff:ff:ff", 0 },
	{ "wlan_ack", wlan_ack, 105, DECODE_OK, PROTOCOL_WLAN, "", "02:00:00:00:00:01", 0 },
	{ "radiotap", radiotap, 127, DECODE_OK, PROTOCOL_WLAN, "02:00:00:00:00:01",
		"ff:ff:ff:ff:ff:ff", 4 },
	{ "radiotap_padded", radiotap_padded, 127, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2",
		0 },
	{ "ppi", ppi, 192, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 4 },
	{ "prism", prism, 119, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "avs", avs, 163, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "geneve", geneve, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "gtp", gtp, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "gtp_extension", gtp_extension, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "gtp_echo", gtp_echo, 1, DECODE_OK, PROTOCOL_GTP, "192.0.2.1", "192.0.2.2", 0 },
	{ "l2tp", l2tp, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "l2tp_control", l2tp_control, 1, DECODE_OK, PROTOCOL_L2TP, "192.0.2.1", "192.0.2.2", 0 },
	{ "l2tp_offset", l2tp_offset, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "wlan_mesh", wlan_mesh, 105, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "wlan_mesh_extended", wlan_mesh_extended, 105, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "redundancy_tag", redundancy_tag, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "redundancy_tag_length", redundancy_tag_length, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "arista_tag", arista_tag, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "arista_tag_short", arista_tag_short, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2",
		0 },
	{ "arista_tag_other", arista_tag_other, 1, DECODE_UNKNOWN, PROTOCOL_ARISTA_TAG,
		"02:00:00:00:00:01", "02:00:00:00:00:02", 0 },
	{ "macsec", macsec, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 16 },
	{ "macsec_encrypted", macsec_encrypted, 1, DECODE_UNKNOWN, PROTOCOL_MACSEC,
		"02:00:00:00:00:01", "02:00:00:00:00:02", 0 },
	{ "nsh", nsh, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "teredo", teredo, 1, DECODE_OK, PROTOCOL_UDP, "2001:db8::1", "2001:db8::2", 0 },
	{ "ether_ip", ether_ip, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "backbone", backbone, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "fabric_path", fabric_path, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "erspan_2", gre_erspan_2, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "erspan_3", gre_erspan_3, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "vxlan_gpe", vxlan_gpe, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "vxlan_arp", vxlan_arp, 1, DECODE_OK, PROTOCOL_ARP, "192.0.2.1", "192.0.2.2", 0 },
	{ "mpls_udp", mpls_udp, 1, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "nat_esp", nat_esp, 1, DECODE_OK, PROTOCOL_ESP, "192.0.2.1", "192.0.2.2", 0 },
	{ "nat_keepalive", nat_keepalive, 1, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "dns_other_port", dns_other_port, 1, DECODE_OK, PROTOCOL_DNS, "192.0.2.1", "192.0.2.2",
		0 },
	{ "snmp", snmp, 1, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "segment_routing_ethernet", segment_routing_ethernet, 1, DECODE_OK, PROTOCOL_UDP,
		"10.0.0.1", "10.0.0.2", 0 },
	{ "quic_initial", quic_initial, 1, DECODE_OK, PROTOCOL_QUIC, "192.0.2.1", "192.0.2.2", 0 },
	{ "quic_initial_2", quic_initial_2, 1, DECODE_OK, PROTOCOL_QUIC, "192.0.2.1", "192.0.2.2",
		0 },
};

static void samples_decode_as_expected(void **state)
{
	(void)state;
	check_samples(samples, ARRAY_COUNT(samples));
}

/*
 * Q.922: an address has two to four bytes, the last of which has its lowest bit set. The identifier
 * is in all bits but C/R, FECN, BECN and DE; of a third or fourth byte that is the last, in the
 * upper six, unless its bit D/C is set.
 */
static void frame_relay_addresses_are_of_two_to_four_bytes(void **state)
{
	(void)state;
	for (unsigned turn = 0; turn < 64; turn++) {
		for (unsigned size = 2; size <= 4; size++) {
			bool is_control = turn & 1; /* D/C: the last six bits are no address */
			uint32_t parts[4] = { turn ^ 0x15, turn % 16, turn * 2 + 1, turn ^ 0x2a };
			uint8_t address[4] = { (uint8_t)(parts[0] << 2), (uint8_t)(parts[1] << 4),
				(uint8_t)(parts[2] << 1), 0 };
			uint32_t expected = parts[0] << 4 | parts[1];
			if (size == 4)
				expected = expected << 7 | parts[2];
			if (size > 2) {
				address[size - 1] =
					(uint8_t)(parts[3] << 2 | (is_control ? 2u : 0u));
				expected = is_control ? expected : expected << 6 | parts[3];
			}
			address[size - 1] |= 1;
			char hex[64] = "", value[16];
			for (unsigned i = 0; i < size; i++)
				snprintf(hex + 2 * i, 3, "%02x", address[i]);
			snprintf(hex + 2 * (size_t)size, 16, "03cc");
			snprintf(value, sizeof(value), "%u", (unsigned)expected);
			struct decoded decoded;
			decode(&decoded, hex, 107);
			assert_field(&decoded, "fr.dlci", value, 0, size);
			arena_finish(&decoded.arena);
		}
	}
}

static void prefixes_are_truncated(void **state)
{
	(void)state;
	check_prefixes(samples, ARRAY_COUNT(samples));
}

static void short_packets_are_never_truncated(void **state)
{
	(void)state;
	check_short_packets(samples, ARRAY_COUNT(samples));
}

static void changed_bytes_are_harmless(void **state)
{
	(void)state;
	check_changed_bytes(samples, ARRAY_COUNT(samples));
}

static void summaries_read_as_wireshark_has_them(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *summary;
		int link_type;
	} cases[] = {
		{ wlan_beacon, "Beacon frame, SN=2851, FN=0, Flags=........, BI=100, SSID=\"lab!\"",
			105 },
		{ radiotap, "Beacon frame, SN=2851, FN=0, Flags=........C, BI=100, SSID=\"lab!\"",
			127 },
		{ wlan_ack, "Acknowledgement, Flags=........", 105 },
		{ wlan_mesh_beacon,
			"Beacon frame, SN=2849, FN=0, Flags=........, BI=100, SSID=Wildcard "
			"(Broadcast), MESHID=mesh",
			105 },
		{ wlan_block_ack, "Action, SN=2849, FN=0, Flags=........, Dialog Token=5", 105 },
		{ wlan_action, "Action, SN=2849, FN=0, Flags=........", 105 },
		{ wlan_encrypted, "Data, SN=1, FN=0, Flags=.p.....T", 105 },
		{ l2tp_control,
			"Control Message - Start_Control_Request (tunnel id=1, session id=0)", 1 },
		{ frame_relay_osi, "DLCI 100", 107 },
		{ quic_initial,
			"Initial, DCID=8394c8f03e515708, SCID=0102, PKN: 2, PING, CRYPTO, ACK, "
			"CRYPTO, PADDING",
			1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		autofinish(text) struct text summary = { 0 };
		decode(&decoded, cases[i].hex, cases[i].link_type);
		struct frame_reading reading;
		frame_read(&decoded.frame, &reading);
		assert_true(frame_summary_append(&decoded.frame, &reading, &summary));
		assert_string_equal(text_string(&summary), cases[i].summary);
		arena_finish(&decoded.arena);
	}
}

static void a_beacon_that_was_cut_says_so(void **state)
{
	(void)state;
	struct packet_bytes bytes = unhex(wlan_beacon);
	enum { CUT = 2, CHECK = 4 };
	for (unsigned with_check = 0; with_check < 2; with_check++) {
		autofinish(text) struct text summary = { 0 };
		struct frame frame = { 0 };
		struct packet_bytes whole = with_check ? unhex(radiotap) : bytes;
		unsigned cut = with_check ? CHECK : CUT;
		dissect_frame(&frame, with_check ? 127 : 105,
			(struct bytes){ whole.data, whole.size - cut }, (uint32_t)whole.size, NULL);
		struct frame_reading reading;
		frame_read(&frame, &reading);
		assert_true(frame_summary_append(&frame, &reading, &summary));
		/* the missing check sequence is not reported */
		assert_int_equal(
			strstr(text_string(&summary), "[Packet size limited") != NULL, !with_check);
	}
}

static void named_protocols_have_their_names(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *name;
		int link_type;
	} cases[] = {
		{ cisco_hdlc_slarp, "SLARP", 104 },
		{ cisco_hdlc_osi, "ISIS HELLO", 104 },
		{ frame_relay_osi, "ISIS HELLO", 107 },
		{ snmp, "SNMP", 1 },
		{ nat_keepalive, "UDPENCAP", 1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		decode(&decoded, cases[i].hex, cases[i].link_type);
		assert_string_equal(frame_protocol_name(&decoded.frame), cases[i].name);
		arena_finish(&decoded.arena);
	}
}

/*
 * A payload is a message only with the bytes that every message of its protocol has; the port alone
 * is not enough.
 */
static void other_traffic_on_a_port_stays_udp(void **state)
{
	(void)state;
	struct packet_bytes bytes = unhex(snmp);
	struct frame frame = { 0 };
	enum { PAYLOAD = 42 };
	bytes.data[PAYLOAD] = 0x31;
	dissect_frame(
		&frame, 1, (struct bytes){ bytes.data, bytes.size }, (uint32_t)bytes.size, NULL);
	assert_string_equal(frame_protocol_name(&frame), "UDP");

	bytes = unhex(dns_other_port); /* a call of RPC: a zero, and its version */
	memcpy(bytes.data + PAYLOAD + 4, "\0\0\0\0\0\0\0\2", 8);
	bytes.data[PAYLOAD + 2] = 0x80;
	dissect_frame(
		&frame, 1, (struct bytes){ bytes.data, bytes.size }, (uint32_t)bytes.size, NULL);
	assert_int_equal(frame.protocol, PROTOCOL_UDP);

	bytes = unhex(dns_other_port);
	bytes.data[PAYLOAD + 5] = 2; /* questions */
	dissect_frame(
		&frame, 1, (struct bytes){ bytes.data, bytes.size }, (uint32_t)bytes.size, NULL);
	assert_int_equal(frame.protocol, PROTOCOL_UDP);
}

static void ports_are_those_of_the_inner_packet(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, geneve, 1);
	assert_true(decoded.frame.has_ports && decoded.frame.source_port == 5000);
	assert_field(&decoded, "geneve.vni", "0x00000a", 46, 3);
	arena_finish(&decoded.arena);
	decode(&decoded, vxlan_arp, 1);
	assert_true(frame_arp(&decoded.frame) && !decoded.frame.has_ports);
	assert_int_equal(decoded.frame.payload.size, 0);
	arena_finish(&decoded.arena);
}

static void pktap_names_the_process(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, pktap, 258);
	assert_field(&decoded, "pktap.ifname", "en0", 12, 24);
	assert_field(&decoded, "pktap.cmdname", "curl", 56, 20);
	assert_field(&decoded, "pktap.pid", "99", 52, 4);
	arena_finish(&decoded.arena);
}

static void mesh_fields_are_described(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, wlan_mesh_extended, 105);
	assert_field(&decoded, "wlan.mesh.ttl", "32", 33, 1);
	assert_field(&decoded, "wlan.mesh.seq", "2", 34, 4);
	assert_field(&decoded, "wlan.mesh.addresses", "020000000009", 38, 6);
	arena_finish(&decoded.arena);
}

static void radiotap_fields_are_aligned(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, radiotap, 127);
	assert_field(&decoded, "radiotap.flags", "16", 16, 1);
	assert_field(&decoded, "radiotap.dbm_antsignal", "-42", 22, 1);
	assert_field(&decoded, "wlan.fcs", "deadbeef", 71, 4);
	arena_finish(&decoded.arena);
}

static void assert_hex(const uint8_t *bytes, size_t size, const char *hex)
{
	struct packet_bytes expected = unhex(hex);
	assert_int_equal(size, expected.size);
	assert_memory_equal(bytes, expected.data, size);
}

/* RFC 9001 appendix A.1, and FIPS 197 appendix C.1. */
static void keys_are_those_of_the_standards(void **state)
{
	(void)state;
	struct packet_bytes salt = unhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
	struct packet_bytes id = unhex("8394c8f03e515708");
	uint8_t initial[CRYPTO_HASH_SIZE], client[CRYPTO_HASH_SIZE], key[CRYPTO_KEY_SIZE],
		block[CRYPTO_BLOCK_SIZE];
	crypto_hkdf_extract((struct bytes){ salt.data, salt.size },
		(struct bytes){ id.data, id.size }, initial);
	assert_hex(initial, sizeof(initial),
		"7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44");
	crypto_hkdf_expand_label(initial, "client in", client, sizeof(client));
	assert_hex(client, sizeof(client),
		"c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
	crypto_hkdf_expand_label(client, "quic key", key, sizeof(key));
	assert_hex(key, sizeof(key), "1f369613dd76d5467730efcbe3b1a22d");
	struct packet_bytes plain = unhex("00112233445566778899aabbccddeeff");
	struct packet_bytes secret = unhex("000102030405060708090a0b0c0d0e0f");
	crypto_aes_encrypt(secret.data, plain.data, block);
	assert_hex(block, sizeof(block), "69c4e0d86a7b0430d8cdb78070b4c55a");
}

/* The hello is in two pieces, the second one first. */
static void quic_hello_is_read(void **state)
{
	(void)state;
	const char *packets[] = { quic_initial, quic_initial_2 };
	for (size_t i = 0; i < ARRAY_COUNT(packets); i++) {
		struct packet_bytes bytes = unhex(packets[i]);
		struct frame frame = { 0 };
		dissect_frame(&frame, 1, (struct bytes){ bytes.data, bytes.size },
			(uint32_t)bytes.size, NULL);
		assert_true(frame_quic(&frame)->is_open);
		assert_int_equal(frame_tls(&frame)->handshake_count, 1);
		assert_int_equal(frame_tls(&frame)->handshakes[0], 1);
		assert_int_equal(frame_quic(&frame)->server_name_size, 11);
		assert_memory_equal(frame_quic(&frame)->server_name, "example.org", 11);
		assert_memory_equal(frame_quic(&frame)->application_protocol, "h2", 2);
		assert_int_equal(frame_tls(&frame)->server_name.size, 0);

		bytes.data[bytes.size - 1] ^= 1; /* the tag */
		dissect_frame(&frame, 1, (struct bytes){ bytes.data, bytes.size },
			(uint32_t)bytes.size, NULL);
		assert_int_equal(frame.protocol, PROTOCOL_QUIC);
		assert_false(frame_quic(&frame)->is_open);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_decode_as_expected),
		cmocka_unit_test(frame_relay_addresses_are_of_two_to_four_bytes),
		cmocka_unit_test(prefixes_are_truncated),
		cmocka_unit_test(short_packets_are_never_truncated),
		cmocka_unit_test(changed_bytes_are_harmless),
		cmocka_unit_test(summaries_read_as_wireshark_has_them),
		cmocka_unit_test(a_beacon_that_was_cut_says_so),
		cmocka_unit_test(named_protocols_have_their_names),
		cmocka_unit_test(other_traffic_on_a_port_stays_udp),
		cmocka_unit_test(ports_are_those_of_the_inner_packet),
		cmocka_unit_test(pktap_names_the_process),
		cmocka_unit_test(mesh_fields_are_described),
		cmocka_unit_test(radiotap_fields_are_aligned),
		cmocka_unit_test(keys_are_those_of_the_standards),
		cmocka_unit_test(quic_hello_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
