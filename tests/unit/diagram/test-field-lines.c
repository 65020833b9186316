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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_client_hello),
		cmocka_unit_test(test_server_hello),
		cmocka_unit_test(test_dhcpv6),
		cmocka_unit_test(test_quic),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
