/*
 * Tests sentences about fields. Every field that the dissectors of Ethernet, ARP, IP, ICMP, TCP,
 * UDP and DNS emit has one in both languages. Those that depend on the packet say what is in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pcap/dlt.h>

#include "base/array.h"
#include "base/file/file.h"
#include "dissect/dissect.h"
#include "explain/field-sentence-table.h"
#include "explain/option-value.h"
#include "packet-samples.h"
#include "sample-checks.h"

/* The gap between groups of digits in English, that of text_prose_digit_gap(). */
#define SENTENCE_SPACE "\xe2\x80\xaf"

static const char *const prefixes[] = { "eth.", "vlan.", "arp.", "ip.", "ipv6.", "icmp.", "icmpv6.",
	"tcp.", "udp.", "dns.", "http.", "null.", "loop.", "sll.", "vxlan.", "erspan.", "http2.",
	"websocket." };

static bool needs_sentence(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(prefixes); i++)
		if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	return false;
}

static void check_name(const char *name, const char *where)
{
	for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
		const char *sentence = field_words_template(field_words_find(name), is_korean);
		if (!sentence || !*sentence)
			fail_msg("%s: '%s' has no sentence in %s", where, name,
				is_korean ? "Korean" : "English");
	}
}

static const char *const samples[] = { tcp_syn, http_request, http_response, tcp_sack, padded_ack,
	udp_vlan_qinq, arp, icmp_echo, icmp_unreachable, icmp_too_big, icmpv6_ns, icmpv6_ra,
	icmpv6_mld2, icmpv6_unreachable, ipv6_fragment, ipv4_fragment_first, ipv4_fragment_later,
	ipv4_options, routing, dns_query, dns_response, dns_tcp, mdns, mdns_query, llmnr,
	pipelined };

static void decode_shown(
	const struct packet_bytes *bytes, struct arena *arena, struct shown_packet *packet)
{
	enum { ETHERNET = 1 };
	packet->fields.arena = arena;
	dissect_frame(&packet->frame, ETHERNET, (struct bytes){ bytes->data, bytes->size },
		(uint32_t)bytes->size, &packet->fields);
	frame_read(&packet->frame, &packet->facts.shown);
}

static void every_field_of_the_samples_has_one(void **state)
{
	(void)state;
	unsigned checked = 0;
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		autofinish(arena) struct arena arena = { 0 };
		struct packet_bytes bytes = unhex(samples[i]);
		struct shown_packet packet = { 0 };
		decode_shown(&bytes, &arena, &packet);
		for (size_t k = 0; k < packet.fields.count; k++) {
			const struct field *field = &packet.fields.fields[k];
			if (!needs_sentence(field->spec->name))
				continue;
			check_name(field->spec->name, "a sample");
			checked++;
			for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
				const struct sentence_context context = { &packet, NULL,
					is_korean };
				autofinish(text) struct text words = { 0 };
				field_sentence_append(&words, &context, field);
				assert_true(words.size > 0);
				assert_null(strstr(text_string(&words), "{n}"));
				assert_null(strstr(text_string(&words), "{v}"));
			}
		}
	}
	assert_true(checked > 400);
}

/* Checks names that no sample has: it takes them from the source text of the dissectors. */
static void every_name_in_the_sources_has_one(void **state)
{
	(void)state;
	static const char *const files[] = { "link/ethernet", "network/arp", "network/ipv4",
		"network/ipv6", "network/icmp", "network/icmpv6", "transport/tcp",
		"transport/tcp-options", "transport/udp", "application/dns", "http/http",
		"link/loopback", "link/linux-cooked", "tunnel/erspan", "tunnel/tunnel",
		"http/http2", "http/websocket" };
	const char *root = getenv("PCAPDECK_SOURCE_ROOT");
	if (!root)
		skip();
	unsigned checked = 0;
	for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(error) struct error error = { 0 };
		const char *path = arena_printf(&arena, "%s/src/dissect/%s.c", root, files[i]);
		autofinish(buffer) struct buffer bytes = { 0 };
		assert_true(file_read(path, 1 << 20, &bytes, &error));
		for (char *at = (char *)bytes.data; (at = strchr(at, '"'));) {
			char *end = strchr(++at, '"');
			if (!end)
				break;
			*end = '\0';
			if (needs_sentence(at) && !strpbrk(at, " /%")) {
				check_name(at, files[i]);
				checked++;
			}
			at = end + 1;
		}
	}
	assert_true(checked > 200);
}

static void tables_are_sorted(void **state)
{
	(void)state;
	const struct {
		const struct field_words *words;
		size_t count;
	} tables[] = {
		{ link_sentences, link_sentence_count },
		{ internet_sentences, internet_sentence_count },
		{ icmp_sentences, icmp_sentence_count },
		{ transport_sentences, transport_sentence_count },
		{ application_sentences, application_sentence_count },
		{ tunnel_sentences, tunnel_sentence_count },
		{ frame_sentences, frame_sentence_count },
	};
	for (size_t i = 0; i < ARRAY_COUNT(tables); i++)
		for (size_t k = 1; k < tables[i].count; k++)
			if (strcmp(tables[i].words[k - 1].name, tables[i].words[k].name) >= 0)
				fail_msg("'%s' stands before '%s'", tables[i].words[k - 1].name,
					tables[i].words[k].name);
}

static const struct field *named(const struct shown_packet *packet, const char *name)
{
	for (size_t i = 0; i < packet->fields.count; i++)
		if (strcmp(packet->fields.fields[i].spec->name, name) == 0)
			return &packet->fields.fields[i];
	fail_msg("no field '%s'", name);
	return NULL;
}

static void check_sentence(
	const struct sentence_context *context, const char *name, const char *words)
{
	autofinish(text) struct text text = { 0 };
	field_sentence_append(&text, context, named(context->packet, name));
	if (!strstr(text_string(&text), words))
		fail_msg("%s: '%s' has no '%s'", name, text_string(&text), words);
}

static void the_mss_is_explained_where_it_matters(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	struct packet_bytes bytes = unhex(tcp_syn);
	struct shown_packet packet = { 0 };
	decode_shown(&bytes, &arena, &packet);
	const struct tcp_connection connection = { .client_mss = 1460, .server_mss = 65495 };
	struct sentence_context context = { &packet, &connection, false };
	assert_true(frame_tcp(&packet.frame)->has_timestamps);
	check_sentence(&context, "tcp.options.mss", "1500 − IP 20 − TCP 20 = 1460");
	check_sentence(&context, "tcp.options.mss",
		"1" SENTENCE_SPACE "460 − 12 = 1" SENTENCE_SPACE "448");
	context.is_korean = true;
	check_sentence(&context, "tcp.options.mss_val", "− 12 = 1,448바이트");

	/* A full segment with options and data, and one that is too large for any wire. */
	autofinish(text) struct text full = { 0 }, large = { 0 };
	packet.frame.parts.transport.tcp.flags = TCP_ACK;
	packet.frame.parts.transport.tcp.payload_size = 1440;
	packet_purpose_append(&full, &context);
	assert_non_null(strstr(text_string(&full), "MSS 1,460 − TCP 옵션 20 = 1,440"));
	packet.frame.parts.transport.tcp.payload_size = 7240;
	packet_purpose_append(&large, &context);
	assert_non_null(strstr(text_string(&large), "오프로드"));
	/* The MSS of the other direction is larger than this segment. */
	autofinish(text) struct text other = { 0 };
	packet.facts.tcp.is_from_client = true;
	packet_purpose_append(&other, &context);
	assert_null(strstr(text_string(&other), "MSS"));
}

static void the_packet_decides(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	struct packet_bytes bytes = unhex(tcp_syn);
	struct shown_packet packet = { 0 };
	decode_shown(&bytes, &arena, &packet);
	packet.facts.has_tcp = true;
	struct sentence_context context = { &packet, NULL, false };
	check_sentence(&context, "tcp.seq_raw", "initial sequence number");
	check_sentence(&context, "tcp.flags", "0x02 = SYN 0x02. Asks for a connection");
	check_sentence(&context, "tcp.window_size_value", "not scaled");
	packet.frame.parts.transport.tcp.flags = TCP_PSH | TCP_ACK;
	packet.frame.parts.transport.tcp.payload_size = 100;
	packet.facts.tcp.sequence = 1;
	packet.facts.tcp.acknowledgment = 7;
	packet.facts.tcp.window = 64240 * 128;
	check_sentence(&context, "tcp.seq_raw", "bytes 1 to 100");
	check_sentence(&context, "tcp.ack_raw", "Everything before number 7");
	check_sentence(&context, "tcp.window_size_value", "× 128 = 8");
	check_sentence(&context, "ip.ttl", "hops are left: 64");
	check_sentence(&context, "ip.hdr_len", "5 × 4 = 20");
}

/*
 * SACK blocks are in relative numbers. A block of bytes that came twice (D-SACK) has its own
 * sentence.
 */
static void options_say_what_they_hold(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	struct packet_bytes bytes = unhex(tcp_sack);
	struct shown_packet packet = { 0 };
	decode_shown(&bytes, &arena, &packet);
	struct tcp_header *tcp = &packet.frame.parts.transport.tcp;
	struct sentence_context context = { &packet, NULL, false };
	const struct field *sack = named(&packet, "tcp.options.sack");
	tcp->acknowledgment = 0xfffffff0; /* the numbers wrap around */
	packet.facts.tcp.acknowledgment = 1001;
	packet.facts.has_tcp = true;
	tcp->sack_count = 2;
	tcp->sack[0].left = tcp->acknowledgment + 4000;
	tcp->sack[0].right = tcp->acknowledgment + 5000;
	tcp->sack[1].left = tcp->acknowledgment + 1000;
	tcp->sack[1].right = tcp->acknowledgment + 3000;
	autofinish(text) struct text value = { 0 }, raw = { 0 };
	packet_field_value_append(&value, &packet, sack, false);
	assert_string_equal(text_string(&value), "5\u2009001–6\u2009000, 2\u2009001–4\u2009000");
	check_sentence(&context, "tcp.options.sack",
		"bytes 5" SENTENCE_SPACE "001–6" SENTENCE_SPACE "000, 2" SENTENCE_SPACE "001–");
	context.is_korean = true;
	tcp->sack[0].left = tcp->acknowledgment - 500;
	tcp->sack[0].right = tcp->acknowledgment;
	check_sentence(&context, "tcp.options.sack",
		"501–1,000번 바이트는 두 번 받았다고 알린다(D-SACK). 앞에 빠진");
	check_sentence(&context, "tcp.options.sack_le", "두 번 받은 구간은");
	tcp->sack[0].left =
		tcp->acknowledgment + 1500; /* inside the second block (RFC 2883 section 4.2) */
	tcp->sack[0].right = tcp->acknowledgment + 2000;
	check_sentence(&context, "tcp.options.sack_re", "두 번 받은 구간은");
	tcp->sack[0].right = tcp->acknowledgment + 3500;
	check_sentence(&context, "tcp.options.sack_re", "따로 받은 구간은");
	tcp->sack[0].left = tcp->acknowledgment - 500;
	tcp->sack[0].right = tcp->acknowledgment;
	packet.facts.has_tcp = false;
	tcp->sack_count = 1;
	packet_field_value_append(&raw, &packet, sack, true);
	assert_string_equal(text_string(&raw), "4,294,966,780–4,294,967,279");
}

/* Checks the value of the first option of a SYN that has no other fields behind it. */
static void check_option(const char *option, bool is_korean, const char *expected)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text hex = { 0 }, value = { 0 };
	unsigned words = (unsigned)(strlen(option) / 8);
	text_append_format(&hex,
		"020000000002020000000001"
		"0800"
		"4500%04x00010000400600007f0000017f000001"
		"0050c0000000000100000000%02x02faf000000000%s",
		40 + words * 4, (5 + words) << 4, option);
	struct packet_bytes bytes = unhex(text_string(&hex));
	struct shown_packet packet = { 0 };
	decode_shown(&bytes, &arena, &packet);
	for (size_t i = 0; i < packet.fields.count; i++) {
		if (packet.fields.fields[i].offset != 54 ||
			strcmp(packet.fields.fields[i].spec->name, "tcp.options") == 0)
			continue;
		packet_field_value_append(&value, &packet, &packet.fields.fields[i], is_korean);
		assert_string_equal(text_string(&value), expected);
		return;
	}
	fail_msg("no option");
}

static void other_options_say_what_they_hold(void **state)
{
	(void)state;
	check_option("22020101", false, "asks for a cookie");
	check_option("22020101", true, "쿠키 요청");
	check_option("220a00010203040506070101", false, "0x0001020304050607");
	check_option("fd06123456780101", false, "0x12345678");
}

/* Where a header has a cell for a whole option, the cell has its value, not its length. */
static void option_cells_have_values(void **state)
{
	(void)state;
	/* a router's MTU and prefix, behind its link-layer address */
	static const char advertisement[] =
		"333300000001c20054f5000086dd6e00000000403afffe80000000000000c00054fffef50000ff02"
		"0000000000000000000000000001"
		"8600c4fe400007080000000000000000"
		"0101c20054f5000005010000000005dc030440c000278d0000093a8000000000"
		"20010db8000000010000000000000000";
	static const struct {
		const char *sample, *option, *values;
	} cases[] = {
		{ advertisement, "icmpv6.opt",
			"c2:00:54:f5:00:00 | 1" TEXT_THIN_SPACE "500 | 2001:db8:0:1::/64" },
		{ icmpv6_mld2, "icmpv6.mldr.mar", "ff02::fb" },
		{ icmpv6_mld2, "ipv6.opt", "0x0000 | 2 bytes" },
		{ igmp_3, "igmp.group_record", "224.0.0.251 | 239.255.255.255" },
		{ ipv4_options, "ip.opt", "0x0000 | 0x040a000001" },
		{ mdns, "dns.resp",
			"_http._tcp.local: type PTR, me._http._tcp.local | "
			"me.local: type A, cache flush, 192.0.2.5" },
		{ dhcpv6_sets, "dhcpv6.option",
			"0x00000001 | 2001:db8::99 | Success (0) | 0x00000002 | 2001:db8::98 | "
			"0x00000003 | 2001:db8:100::/56 | 2001:db8::1" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		decode(&decoded, cases[i].sample, DLT_EN10MB);
		const struct shown_packet packet = {
			.frame = decoded.frame,
			.fields = decoded.fields,
		};
		autofinish(text) struct text values = { 0 };
		for (size_t k = 0; k < packet.fields.count; k++) {
			const struct field *field = &packet.fields.fields[k];
			if (strcmp(field->spec->name, cases[i].option) != 0)
				continue;
			text_append(&values, values.size ? " | " : "");
			packet_field_value_append(&values, &packet, field, false);
		}
		assert_string_equal(text_string(&values), cases[i].values);
		arena_finish(&decoded.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_the_samples_has_one),
		cmocka_unit_test(every_name_in_the_sources_has_one),
		cmocka_unit_test(tables_are_sorted),
		cmocka_unit_test(the_mss_is_explained_where_it_matters),
		cmocka_unit_test(the_packet_decides),
		cmocka_unit_test(options_say_what_they_hold),
		cmocka_unit_test(other_options_say_what_they_hold),
		cmocka_unit_test(option_cells_have_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
