/* diagram/header/field-lines: which fields of a message stand first, and which are folded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <pcap/dlt.h>

#include "diagram/header/field-lines.h"
#include "dissect/field-text.h"
#include "explain/option-value.h"
#include "packet-samples.h"
#include "sample-checks.h"

struct listed {
	struct decoded decoded;
	struct field_line *lines;
	size_t count;
};

static void list(struct listed *listed, const char *hex)
{
	decode(&listed->decoded, hex, DLT_EN10MB);
	const struct shown_packet packet = {
		.frame = listed->decoded.frame,
		.fields = listed->decoded.fields,
	};
	listed->lines = field_lines(
		&packet, packet.frame.layer_count - 1u, &listed->decoded.arena, &listed->count);
}

/* The place of the first line of this field; fails when it has none. */
static size_t place_of(const struct listed *listed, const char *name)
{
	for (size_t i = 0; i < listed->count; i++)
		if (strcmp(listed->lines[i].field->spec->name, name) == 0)
			return i;
	fail_msg("there is no line of %s", name);
	return 0;
}

static bool is_folded(const struct listed *listed, const char *name)
{
	return listed->lines[place_of(listed, name)].is_folded;
}

static void test_client_hello(void **state)
{
	(void)state;
	struct listed listed;
	list(&listed, tls_client_hello);
	assert_int_equal(place_of(&listed, "tls.handshake.extensions_server_name"), 0);
	assert_false(listed.lines[0].is_below);
	assert_true(place_of(&listed, "tls.handshake.ciphersuites") <
		place_of(&listed, "tls.handshake.extension"));
	assert_true(place_of(&listed, "tls.handshake.extension") <
		place_of(&listed, "tls.handshake.ciphersuite"));
	static const char *const folded[] = { "tls.record.content_type", "tls.record.length",
		"tls.handshake.type", "tls.handshake.length", "tls.handshake.extension.type",
		"tls.handshake.extension.len", "tls.handshake.cipher_suites_length" };
	for (size_t i = 0; i < ARRAY_COUNT(folded); i++)
		if (!is_folded(&listed, folded[i]))
			fail_msg("%s is not folded", folded[i]);
	assert_false(is_folded(&listed, "tls.record"));
	assert_false(is_folded(&listed, "tls.handshake.random"));
	arena_finish(&listed.decoded.arena);
}

static void test_server_hello(void **state)
{
	(void)state;
	struct listed listed;
	list(&listed, tls_server_hello);
	assert_int_equal(place_of(&listed, "tls.handshake.ciphersuite"), 0);
	assert_true(is_folded(&listed, "tls.handshake.comp_method"));
	arena_finish(&listed.decoded.arena);
}

static void test_dhcpv6(void **state)
{
	(void)state;
	struct listed listed;
	list(&listed, dhcpv6);
	assert_int_equal(place_of(&listed, "dhcpv6.option"), 0);
	assert_true(place_of(&listed, "dhcpv6.duid.type") < place_of(&listed, "dhcpv6.xid"));
	assert_true(is_folded(&listed, "dhcpv6.option.type"));
	assert_true(is_folded(&listed, "dhcpv6.option.length"));
	assert_false(is_folded(&listed, "dhcpv6.msgtype"));
	arena_finish(&listed.decoded.arena);
}

/* The form of a header is no flag: 0 is a short header. */
static void test_quic(void **state)
{
	(void)state;
	struct listed listed;
	list(&listed, quic_retry);
	assert_int_equal(place_of(&listed, "quic.header_form"), 0);
	static const char *const folded[] = { "quic.fixed_bit", "quic.dcil", "quic.scil" };
	for (size_t i = 0; i < ARRAY_COUNT(folded); i++)
		assert_true(is_folded(&listed, folded[i]));
	static const char *const shown[] = { "quic.long.packet_type", "quic.version", "quic.scid" };
	for (size_t i = 0; i < ARRAY_COUNT(shown); i++)
		assert_false(is_folded(&listed, shown[i]));
	assert_true(field_lines_suit(PROTOCOL_QUIC));
	arena_finish(&listed.decoded.arena);
}

/* Appends what the lines say that are not folded: "DHCP Message Type=Discover (1)". */
static void append_shown(struct text *out, struct listed *listed, const char *spec)
{
	const struct shown_packet packet = {
		.frame = listed->decoded.frame,
		.fields = listed->decoded.fields,
	};
	for (size_t i = 0; i < listed->count; i++) {
		const struct field *field = listed->lines[i].field;
		if (listed->lines[i].is_folded ||
			strncmp(field->spec->name, spec, strlen(spec)) != 0)
			continue;
		text_append_format(out, "%s%s=", out->size ? " | " : "",
			field_label(field, &listed->decoded.arena));
		packet_field_value_append(out, &packet, field, false);
	}
}

/* An option says what it contains in its own line, and a record its data. */
static void test_values_in_lines(void **state)
{
	(void)state;
	/* three records MX of one name, of which the third has another time to live */
	static const char dns_mx[] =
		"02000000000202000000000108004500006f1234400040110000c0000201c000020200359c40005b"
		"00002d6d81800001000300000000076578616d706c65036f726700000f0001c00c000f0001000001"
		"2c0006000a0161c00cc00c000f00010000012c000600140162c00cc00c000f00010000003c000600"
		"1e0163c00c";
	static const struct {
		const char *sample, *spec, *shown;
	} cases[] = {
		{ dhcp, "dhcp.option",
			"DHCP Message Type=Discover (1) | Requested IP Address=192.0.2.5 | Host Name=me | "
			"Maximum DHCP Message Size=576 | Parameter Request List=Subnet Mask (1), Router (3)" },
		{ dhcpv6, "dhcpv6.option",
			"Client Identifier=00030001020000000001 | Elapsed time=65\u2009535" },
		{ tls_client_hello, "tls.handshake.extension",
			"Server Name=example.org | ALPN Next Protocol=h2 | "
			"ALPN Next Protocol=http/1.1 | Supported Version=TLSv1.3 (0x0304) | "
			"Supported Version=TLSv1.2 (0x0303) | server_name=example.org | "
			"application_layer_protocol_negotiation=h2, http/1.1 | "
			"supported_versions=TLSv1.3 (0x0304), TLSv1.2 (0x0303) | GREASE=0 bytes | "
			"supported_groups=x25519 (0x001d) | renegotiation_info=00" },
		{ dns_mx, "dns.resp",
			"Answer=example.org: type MX, 10 a.example.org | Time to live=300 seconds | "
			"Answer=example.org: type MX, 20 b.example.org | "
			"Answer=example.org: type MX, 30 c.example.org | Time to live=60 seconds" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text shown = { 0 };
		struct listed listed;
		list(&listed, cases[i].sample);
		append_shown(&shown, &listed, cases[i].spec);
		assert_string_equal(text_string(&shown), cases[i].shown);
		arena_finish(&listed.decoded.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_client_hello),
		cmocka_unit_test(test_server_hello),
		cmocka_unit_test(test_dhcpv6),
		cmocka_unit_test(test_quic),
		cmocka_unit_test(test_values_in_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
