/* Checks all diagrams: nothing overlaps or is clipped, and captured text is never markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/header/header-cells.h"
#include "diagram/header/header-map.h"
#include "diagram/svg.h"
#include "dissect/dissect.h"
#include "ladder-checks.h"

static void test_nothing_overlaps(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = { { 780, 540 }, { 780, 240 }, { 1152, 540 },
		{ 600, 400 }, { 320, 200 } };
	for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
		for (unsigned clients = 1; clients <= 6; clients++) {
			autofinish(exchange) struct exchange exchange = { 0 };
			for (unsigned k = 0; k < clients; k++)
				add_ping(&exchange, k);
			struct ladder_options options = options_of(sizes[i][0], sizes[i][1]);
			check_ladder(ladder_layout(
				&exchange.arena, &exchange.selection, &exchange.summary, &options));
			options.lang = "en";
			check_ladder(ladder_layout(
				&exchange.arena, &exchange.selection, &exchange.summary, &options));
		}
	}
}

static void test_long_words_are_shortened(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	memset(exchange.target, 'W', sizeof(exchange.target) - 1);
	for (size_t i = 0; i < exchange.selection.count; i++) {
		struct shown_packet *packet = exchange.selection.packets[i];
		packet->frame.application = PART_HTTP;
		packet->frame.parts.application.http.kind = packet->facts.shown.http_kind =
			HTTP_REQUEST;
		packet->frame.parts.application.http.method =
			(struct bytes){ (const uint8_t *)"GET", 3 };
		packet->frame.parts.application.http.uri =
			(struct bytes){ (const uint8_t *)exchange.target, 200 };
		packet->facts.tcp.labels =
			TCP_LABEL_SPURIOUS_RETRANSMISSION | TCP_LABEL_OUT_OF_ORDER;
	}
	struct ladder_options options = options_of(780, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_ladder(ladder);
	const struct ladder_text *chip = NULL;
	for (unsigned i = 0; i < ladder->rows[0].text_count; i++) {
		if (ladder->rows[0].texts[i].kind == LADDER_TEXT_CHIP)
			chip = &ladder->rows[0].texts[i];
	}
	assert_non_null(chip);
	assert_non_null(strstr(chip->string, "…"));
	assert_non_null(strstr(ladder->rows[0].title, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"));
}

static void test_ping_fits_on_a_slide(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	struct ladder_options options = options_of(780, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_int_equal(ladder->row_count, 11);
	assert_int_equal(ladder->width, 780);
	assert_true(ladder->height <= 540);
}

static void test_lane_per_socket(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	for (unsigned i = 0; i < 3; i++)
		add_ping(&exchange, i);
	struct ladder_options options = options_of(780, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_int_equal(ladder->lane_count, 4);
	assert_int_equal(ladder->head_count, 2); /* the clients share one plate */
	assert_true(ladder->lanes[3].is_server);
	assert_int_equal(ladder->lanes[3].port, 8080);
	for (unsigned i = 1; i < 4; i++)
		assert_true(ladder->lanes[i - 1].x < ladder->lanes[i].x);
	assert_string_equal(ladder->lanes[0].name, "클라이언트 127.0.0.1:55000");
}

static bool has_text(const struct ladder_row *row, const char *string)
{
	for (unsigned i = 0; i < row->text_count; i++) {
		if (strcmp(row->texts[i].string, string) == 0)
			return true;
	}
	return false;
}

static void test_states_stand_beside_their_rows(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	struct ladder_options options = options_of(780, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_string_equal(ladder->first_texts[0].string, "LISTEN");
	assert_true(has_text(&ladder->rows[0], "SYN_SENT"));
	assert_true(has_text(&ladder->rows[0], "SYN_RECEIVED"));
	assert_true(has_text(&ladder->rows[1], "ESTABLISHED"));
	assert_true(has_text(&ladder->rows[2], "ESTABLISHED"));
	assert_false(has_text(&ladder->rows[3], "ESTABLISHED"));
	assert_true(has_text(&ladder->rows[10], "CLOSED"));
	assert_int_equal(ladder->rows[3].bar_count, 2);
	assert_int_equal(
		ladder->rows[10].bar_count, 1); /* the client waits, the server is closed */
}

/* Packets that the picture leaves out change states, too. */
static void test_states_follow_the_file(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	add_ping(&exchange, 1);
	/* Only the first two packets of each connection. */
	struct shown_packet *shown[] = { exchange.pointers[0], exchange.pointers[1],
		exchange.pointers[11], exchange.pointers[12] };
	const struct left_out_part parts[] = { { 0, NULL }, { 2, NULL } };
	const struct left_out left_out[5] = {
		[2] = { 9, 3, 11, &parts[0] }, [4] = { 9, 14, 22, &parts[1] }
	};
	struct selection selection = {
		.packets = shown, .count = 4, .match_count = 4, .left_out = left_out
	};
	struct ladder_options options = options_of(780, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &selection, &exchange.summary, &options);
	check_ladder(ladder);
	assert_int_equal(ladder->rows[1].bar_count, 2);
	assert_int_equal(ladder->rows[2].tear->lane_count, 2); /* of three */
	bool is_found = false;
	for (unsigned i = 0; i < ladder->rows[2].bar_count; i++) {
		const struct ladder_bar *bar = &ladder->rows[2].bars[i];
		assert_true(bar->top >= ladder->rows[1].y);
		if (bar->lane == 0)
			assert_int_equal(bar->state, TCP_STATE_TIME_WAIT);
		is_found |= bar->lane == 0;
	}
	assert_true(is_found);
}

static void test_pause_gets_a_row(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	const struct segment late = { 1, true, TCP_SYN, 0, TCP_STATE_SYN_SENT,
		TCP_STATE_SYN_RECEIVED, (int64_t)200 * 1000 * US };
	add(&exchange, &late);
	struct ladder_options options = options_of(780, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	for (unsigned i = 0; i + 1 < ladder->row_count; i++)
		assert_false(ladder->rows[i].has_gap);
	assert_true(ladder->rows[ladder->row_count - 1].has_gap);
	assert_string_equal(ladder->rows[ladder->row_count - 1].gap.string, "+200 ms");
}

/* Digits are grouped in times as in pauses; far from the start, also before it, unit is seconds. */
static void test_times_are_grouped(void **state)
{
	(void)state;
	static const struct {
		int64_t time_ms;
		const char *time, *unit;
	} cases[] = {
		{ 2000, "2,000.000", "ms" },
		{ 2000000, "2,000.000000", "s" }, /* other packets are microseconds apart */
		{ -2000000, "-2,000.000000", "s" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_ping(&exchange, 0);
		struct frame *last = &exchange.packets[exchange.selection.count - 1].frame;
		last->time_ns = exchange.summary.first_ns + cases[i].time_ms * 1000 * US;
		struct ladder_options options = options_of(780, 540);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		const struct ladder_row *row = &ladder->rows[ladder->row_count - 1];
		assert_string_equal(row->texts[0].string, cases[i].time);
		assert_string_equal(ladder->unit.string, cases[i].unit);
	}
}

static void test_empty_selection(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct ladder_options options = options_of(780, 540);
	autofinish(text) struct text svg = { 0 };
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&svg), "</svg>"));
}

/* ---- markup ---- */

/* Checks that tags and their quotes are balanced. */
static void check_well_formed(const char *markup)
{
	char open[64][32];
	size_t depth = 0;
	for (const char *p = strchr(markup, '<'); p; p = strchr(p, '<')) {
		bool is_end = p[1] == '/';
		p += is_end ? 2 : 1;
		size_t size = strcspn(p, " >/\n");
		assert_true(size > 0 && size < sizeof(open[0]));
		const char *name = p;
		bool is_quoted = false;
		while (*p && (is_quoted || *p != '>')) {
			is_quoted = is_quoted != (*p == '"');
			assert_true(is_quoted || *p != '<');
			p++;
		}
		assert_int_equal(*p, '>');
		if (is_end) {
			assert_true(depth > 0);
			depth--;
			assert_int_equal(strlen(open[depth]), size);
			assert_memory_equal(open[depth], name, size);
		} else if (p[-1] != '/') {
			assert_true(depth < 64);
			memcpy(open[depth], name, size);
			open[depth++][size] = '\0';
		}
	}
	assert_int_equal(depth, 0);
}

/* A number in an attribute, apart from opacity in style sheets, has no fraction. */
static void check_integers(const char *markup)
{
	for (const char *p = markup; (p = strstr(p, "=\"")); p++) {
		const char *value = p + 2;
		size_t digits = strspn(value, "0123456789");
		if (digits > 0)
			assert_int_not_equal(value[digits], '.');
	}
}

static void test_svg_is_well_formed(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	add_ping(&exchange, 1);
	struct ladder_options options = options_of(780, 540);
	for (unsigned standalone = 0; standalone < 2; standalone++) {
		options.is_standalone = standalone;
		autofinish(text) struct text svg = { 0 }, again = { 0 };
		ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
		ladder_svg(&again, &exchange.selection, &exchange.summary, &options);
		check_well_formed(text_string(&svg));
		check_integers(text_string(&svg));
		assert_string_equal(text_string(&svg), text_string(&again));
	}
}

static void test_captured_text_is_escaped(void **state)
{
	(void)state;
	static const char hostile[] = "/\"><script>alert(1)</script>&'\x01\xff";
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	struct shown_packet *packet = exchange.selection.packets[3];
	packet->frame.application = PART_HTTP;
	packet->frame.parts.application.http.kind = packet->facts.shown.http_kind = HTTP_REQUEST;
	packet->frame.parts.application.http.method = (struct bytes){ (const uint8_t *)"GET", 3 };
	packet->frame.parts.application.http.uri =
		(struct bytes){ (const uint8_t *)hostile, sizeof(hostile) - 1 };
	struct ladder_options options = options_of(1152, 540);
	autofinish(text) struct text svg = { 0 };
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	check_well_formed(text_string(&svg));
	assert_null(strstr(text_string(&svg), "<script"));
}

static void test_rows_are_steps(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	struct ladder_options options = options_of(780, 540);
	autofinish(text) struct text svg = { 0 };
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&svg), "data-frame=\"1\" data-y=\"0\">"));
	assert_non_null(strstr(text_string(&svg), "data-fragment-index=\"9\""));
	assert_null(strstr(text_string(&svg), "data-fragment-index=\"10\""));
	text_clear(&svg);
	options.has_steps = false;
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_null(strstr(text_string(&svg), "fragment"));
}

/* ---- text ---- */

static void test_text_width(void **state)
{
	(void)state;
	assert_int_equal(svg_text_width("", SVG_FONT_MONO, 18), 0);
	assert_int_equal(svg_text_width("가나", SVG_FONT_TEXT, 20), 40);
	assert_int_equal(svg_text_width("1" TEXT_THIN_SPACE "2", SVG_FONT_MONO, 20),
		2 * 123 / 10 + SVG_THIN_GAP + 1);
	assert_true(svg_text_width("iii", SVG_FONT_TEXT, 20) <
		svg_text_width("WWW", SVG_FONT_TEXT, 20));
}

static void test_text_shorten(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	const char *word = "바이트 바이트";
	assert_ptr_equal(svg_text_shorten(&arena, word, SVG_FONT_TEXT, 20, 400), word);
	for (int width = -10; width < 140; width++) {
		const char *shorter = svg_text_shorten(&arena, word, SVG_FONT_TEXT, 20, width);
		assert_true(svg_text_width(shorter, SVG_FONT_TEXT, 20) <= (width > 0 ? width : 0));
	}
}

static void test_text_lines(void **state)
{
	(void)state;
	enum { LINES_MAX = 4, SIZE = 20 };
	static const char words[] = "Win=64240 Len=0  MSS=1460 바이트바이트바이트";
	autofinish(arena) struct arena arena = { 0 };
	const char *lines[LINES_MAX];
	assert_int_equal(
		svg_text_lines(&arena, words, SVG_FONT_MONO, SIZE, 2000, lines, LINES_MAX), 1);
	assert_ptr_equal(lines[0], words);
	assert_int_equal(
		svg_text_lines(&arena, words, SVG_FONT_MONO, SIZE, 200, lines, LINES_MAX), 3);
	assert_string_equal(lines[0], "Win=64240 Len=0");
	assert_string_equal(lines[1], "MSS=1460");
	for (int width = -10; width < 500; width++) {
		unsigned count =
			svg_text_lines(&arena, words, SVG_FONT_MONO, SIZE, width, lines, LINES_MAX);
		assert_in_range(count, 1, LINES_MAX);
		for (unsigned i = 0; i < count; i++)
			assert_true(svg_text_width(lines[i], SVG_FONT_MONO, SIZE) <=
				(width > 0 ? width : 0));
	}
}

static void test_numbers_have_gaps_not_spaces(void **state)
{
	(void)state;
	autofinish(text) struct text svg = { 0 };
	svg_text(&svg, "x", SVG_ANCHOR_START, 1, 2, 20, "ISN 1" TEXT_THIN_SPACE "234<", true);
	assert_string_equal(text_string(&svg),
		"<text class=\"x\" x=\"1\" y=\"2\" font-size=\"20\">ISN <tspan "
		"class=\"n\">1<tspan dx=\"4\">234</tspan></tspan>&lt;</text>");
}

/* ---- headers ---- */

/* Ethernet, IPv4, a SYN with MSS, SACK permitted, timestamps, NOP and window scale. */
static const uint8_t syn[] = { 0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2, 0x08, 0x00, /* */
	0x45, 0, 0, 60, 0x12, 0x34, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, /* */
	0xd8, 0xaa, 0x1f, 0x90, 0xc3, 0x9d, 0x33, 0xde, 0, 0, 0, 0, 0xa0, 0x02, 0xfa, 0xf0, 0xfe,
	0x30, 0, 0, 2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 10 };

static void decode(struct arena *arena, struct bytes data, struct shown_packet *packet)
{
	packet->fields.arena = arena;
	packet->frame.number = 1;
	dissect_frame(&packet->frame, 1, data, (uint32_t)data.size, &packet->fields);
	packet->frame.fields = &packet->fields;
	frame_read(&packet->frame, &packet->facts.shown);
	packet->rule = color_rule_for(&packet->frame, &packet->facts);
}

static void test_cells_cover_headers_once(void **state)
{
	(void)state;
	for (size_t size = 1; size <= sizeof(syn); size++) {
		autofinish(arena) struct arena arena = { 0 };
		struct shown_packet packet = { 0 };
		decode(&arena, (struct bytes){ syn, size }, &packet);
		for (unsigned layer = 0; layer < packet.frame.layer_count; layer++) {
			uint8_t covered[64 * 8] = { 0 };
			size_t count;
			automem struct header_cell *cells = header_cells(&packet, layer, &count);
			for (size_t i = 0; i < count; i++) {
				assert_true(cells[i].first < cells[i].last);
				assert_true(cells[i].last <=
					packet.frame.layers[layer].header_size * 8);
				for (uint32_t bit = cells[i].first; bit < cells[i].last; bit++)
					assert_int_equal(covered[bit]++, 0);
			}
			if (size < sizeof(syn))
				continue;
			for (uint32_t bit = 0; bit < packet.frame.layers[layer].header_size * 8;
				bit++)
				assert_int_equal(covered[bit], 1);
		}
	}
}

static void test_header_map(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	struct shown_packet packet = { 0 };
	decode(&arena, (struct bytes){ syn, sizeof(syn) }, &packet);
	const struct header_map_options options = { .id = "p", .lang = "en" };
	autofinish(text) struct text html = { 0 };
	header_map_html(&html, &packet, &options);
	check_well_formed(text_string(&html));
	check_integers(text_string(&html));
	assert_non_null(strstr(text_string(&html), "Maximum Segment Size"));
	assert_non_null(strstr(text_string(&html), "03 0a</span>"));
	assert_non_null(strstr(text_string(&html), "crumb on\" data-layer=\"2\">TCP <span>40<"));
}

/* The sender's IP address of ARP is in two pieces that do not touch: both have its name. */
static void test_header_map_of_split_field(void **state)
{
	(void)state;
	static const uint8_t arp[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x08,
		0x06, 0, 1, 0x08, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0,
		192, 0, 2, 2 };
	autofinish(arena) struct arena arena = { 0 };
	struct shown_packet packet = { 0 };
	decode(&arena, (struct bytes){ arp, sizeof(arp) }, &packet);
	const struct header_map_options options = { .id = "p", .lang = "en" };
	autofinish(text) struct text html = { 0 };
	header_map_html(&html, &packet, &options);
	assert_non_null(strstr(text_string(&html), ">Sender IP address</text>"));
	assert_non_null(strstr(text_string(&html), ">… Sender IP address</text>"));
	assert_null(strstr(text_string(&html), "… Sender MAC"));
	assert_null(strstr(text_string(&html), "… Target"));
}

static void test_header_map_of_damaged_packets(void **state)
{
	(void)state;
	for (size_t size = 0; size <= sizeof(syn); size++) {
		uint8_t bytes[sizeof(syn)];
		memcpy(bytes, syn, sizeof(syn));
		if (size > 14)
			bytes[size - 1] ^= 0xff;
		autofinish(arena) struct arena arena = { 0 };
		struct shown_packet packet = { 0 };
		decode(&arena, (struct bytes){ bytes, size }, &packet);
		const struct header_map_options options = { .id = "p", .lang = "ko" };
		autofinish(text) struct text html = { 0 };
		header_map_html(&html, &packet, &options);
		check_well_formed(text_string(&html));
	}
}

static void test_header_map_escapes_payload(void **state)
{
	(void)state;
	uint8_t bytes[sizeof(syn) + 80];
	memcpy(bytes, syn, sizeof(syn));
	const char *request =
		"GET /<script>alert(1)</script> HTTP/1.1\r\nX: \"><img src=x>\r\n\r\n";
	size_t size = strlen(request);
	memcpy(bytes + sizeof(syn), request, size);
	bytes[17] = (uint8_t)(60 + size);
	autofinish(arena) struct arena arena = { 0 };
	struct shown_packet packet = { 0 };
	decode(&arena, (struct bytes){ bytes, sizeof(syn) + size }, &packet);
	const struct header_map_options options = {
		.id = "p", .lang = "en", .protocol = PROTOCOL_HTTP
	};
	autofinish(text) struct text html = { 0 };
	header_map_html(&html, &packet, &options);
	check_well_formed(text_string(&html));
	assert_null(strstr(text_string(&html), "<script"));
	assert_null(strstr(text_string(&html), "<img"));
	assert_non_null(strstr(text_string(&html), "&lt;script&gt;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_overlaps),
		cmocka_unit_test(test_long_words_are_shortened),
		cmocka_unit_test(test_ping_fits_on_a_slide),
		cmocka_unit_test(test_lane_per_socket),
		cmocka_unit_test(test_states_stand_beside_their_rows),
		cmocka_unit_test(test_states_follow_the_file),
		cmocka_unit_test(test_pause_gets_a_row),
		cmocka_unit_test(test_times_are_grouped),
		cmocka_unit_test(test_empty_selection),
		cmocka_unit_test(test_svg_is_well_formed),
		cmocka_unit_test(test_captured_text_is_escaped),
		cmocka_unit_test(test_rows_are_steps),
		cmocka_unit_test(test_text_width),
		cmocka_unit_test(test_text_shorten),
		cmocka_unit_test(test_text_lines),
		cmocka_unit_test(test_numbers_have_gaps_not_spaces),
		cmocka_unit_test(test_cells_cover_headers_once),
		cmocka_unit_test(test_header_map),
		cmocka_unit_test(test_header_map_of_split_field),
		cmocka_unit_test(test_header_map_of_damaged_packets),
		cmocka_unit_test(test_header_map_escapes_payload),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
