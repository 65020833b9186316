/* Tests a packet in full for a terminal, and the color depths of terminals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/color-rules.h"
#include "dissect/dissect.h"
#include "explain/opened-packet.h"
#include "packet-samples.h"
#include "sample-checks.h"

static void terminals(void **state)
{
	(void)state;
	static const struct {
		const char *term, *colorterm;
		enum color_depth depth;
	} cases[] = {
		{ NULL, NULL, COLOR_DEPTH_NONE },
		{ "", "truecolor", COLOR_DEPTH_NONE },
		{ "dumb", "truecolor", COLOR_DEPTH_NONE },
		{ "vt100", NULL, COLOR_DEPTH_NONE },
		{ "vt220", NULL, COLOR_DEPTH_NONE },
		{ "linux", NULL, COLOR_DEPTH_16 },
		{ "xterm", "", COLOR_DEPTH_16 },
		{ "screen", NULL, COLOR_DEPTH_16 },
		{ "xterm-256color", NULL, COLOR_DEPTH_256 },
		{ "tmux-256color", "yes", COLOR_DEPTH_256 },
		{ "xterm-256color", "truecolor", COLOR_DEPTH_TRUE },
		{ "xterm", "24bit", COLOR_DEPTH_TRUE },
		{ "xterm-direct", NULL, COLOR_DEPTH_TRUE },
		{ "xterm-kitty", NULL, COLOR_DEPTH_TRUE },
		{ "foot", NULL, COLOR_DEPTH_TRUE },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		assert_int_equal(color_depth_of(cases[i].term, cases[i].colorterm), cases[i].depth);
}

static void colors(void **state)
{
	(void)state;
	static const struct {
		enum color_depth depth;
		uint32_t foreground, background;
		const char *expected;
	} cases[] = {
		{ COLOR_DEPTH_NONE, 0xfffc9c, 0xa40000, "" },
		{ COLOR_DEPTH_TRUE, 0xfffc9c, 0xa40000,
			"\033[38;2;255;252;156m\033[48;2;164;0;0m" },
		{ COLOR_DEPTH_256, 0xfffc9c, 0xa40000, "\033[38;5;229m\033[48;5;124m" },
		{ COLOR_DEPTH_256, 0x000000, 0xffffff, "\033[38;5;16m\033[48;5;231m" },
		{ COLOR_DEPTH_256, 0x808080, 0xa0a0a0, "\033[38;5;244m\033[48;5;247m" },
		{ COLOR_DEPTH_16, 0xfffc9c, 0xa40000, "\033[93m\033[41m" },
		{ COLOR_DEPTH_16, 0x12272e, 0xe4ffc7, "\033[30m\033[102m" },
		{ COLOR_DEPTH_16, 0x12272e, 0xffffff, "\033[30m\033[107m" },
		{ COLOR_DEPTH_16, 0x505050, 0xa0a0a0, "\033[90m\033[47m" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		terminal_color(&out, cases[i].depth, cases[i].foreground, cases[i].background);
		assert_string_equal(text_string(&out), cases[i].expected);
	}
}

/* Wireshark's coloring rules that a talk is about differ even with sixteen colors. */
static void rules_stay_apart(void **state)
{
	(void)state;
	static const char *const keys[] = { "bad-tcp", "arp", "icmp", "rst", "http", "syn-fin",
		"tcp", "udp" };
	struct text grounds[ARRAY_COUNT(keys)] = { 0 };
	const struct color_rule *rule;
	for (unsigned i = 0; (rule = color_rule_at(i)); i++)
		for (size_t k = 0; k < ARRAY_COUNT(keys); k++)
			if (strcmp(rule->key, keys[k]) == 0)
				terminal_color(&grounds[k], COLOR_DEPTH_16, 0, rule->background);
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
		for (size_t k = i + 1; k < ARRAY_COUNT(keys); k++)
			assert_string_not_equal(text_string(&grounds[i]), text_string(&grounds[k]));
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
		text_finish(&grounds[i]);
}

static void open_sample(const char *hex, const char *comment, struct text *out)
{
	enum { ETHERNET = 1 };
	autofinish(arena) struct arena arena = { 0 };
	struct packet_bytes bytes = unhex(hex);
	struct shown_packet packet = { .fields.arena = &arena, .comment = comment };
	const struct capture_summary summary = { .packet_count = 1 };
	const struct opened_packet_options options = { "en", COLOR_DEPTH_NONE };
	dissect_frame(&packet.frame, ETHERNET, (struct bytes){ bytes.data, bytes.size },
		(uint32_t)bytes.size + 7, &packet.fields);
	frame_read(&packet.frame, &packet.facts.shown);
	packet.rule = color_rule_for(&packet.frame, &packet.facts);
	opened_packet_append(out, &packet, &summary, &options);
}

/* Flags are bits among dots; a field of more than sixteen bits is in hexadecimal digits. */
static void bits(void **state)
{
	(void)state;
	autofinish(text) struct text out = { 0 };
	open_sample(tcp_syn, "", &out);
	assert_non_null(strstr(text_string(&out), "  .... ..1.                  Syn: Set\n"));
	text_clear(&out);
	open_sample(icmpv6_ns, "", &out);
	assert_non_null(strstr(text_string(&out), "  0110 ....                Version: 6\n"));
	assert_non_null(
		strstr(text_string(&out), "  .0 00 00                 Flow Label: 0x00000\n"));
}

/* A comment in a capture may be hostile, so its control characters are escaped. */
static void remarks(void **state)
{
	(void)state;
	autofinish(text) struct text out = { 0 };
	open_sample(tcp_syn, "a\033]0;b\nc", &out);
	assert_non_null(strstr(text_string(&out), "\n  a\\x1b]0;b\\x0ac\n"));
	assert_null(strchr(text_string(&out), '\033'));
}

/* Counts the lines that hold only a sentence, which stand below the columns of place and bytes. */
static unsigned count_sentences(const char *text)
{
	static const char indent[] = "                                  ";
	unsigned count = 0;
	for (const char *line = text; (line = strchr(line, '\n'));
		count += !strncmp(line, indent, 34))
		line++;
	return count;
}

/*
 * A sentence is not left out because the field before said the same: two well-known ports, CWR and
 * ECE of a SYN, two headers of HTTP that have no sentence of their own.
 */
static void every_field_has_its_sentence(void **state)
{
	(void)state;
	static const char *const samples[] = { tcp_syn, tcp_sack, dns_query, dns_response, arp,
		dhcp, icmpv6_ra, tls_client_hello, tls_server_hello, ipv6_fragment, udp_vlan_qinq };
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct decoded decoded;
		decode(&decoded, samples[i], 1);
		autofinish(text) struct text out = { 0 };
		open_sample(samples[i], "", &out);
		assert_int_equal(count_sentences(text_string(&out)), decoded.fields.count);
		arena_finish(&decoded.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terminals),
		cmocka_unit_test(colors),
		cmocka_unit_test(rules_stay_apart),
		cmocka_unit_test(bits),
		cmocka_unit_test(remarks),
		cmocka_unit_test(every_field_has_its_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
