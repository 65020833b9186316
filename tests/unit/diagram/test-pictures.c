/* Views of packets as pictures: what is drawn fits, is escaped, and agrees with the packets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/header/header-map.h"
#include "diagram/header/packet-origin.h"
#include "diagram/segments/message.h"
#include "diagram/stack/stack-fields.h"
#include "diagram/views.h"
#include "dissect/dissect.h"
#include "explain/words.h"
#include "packet-samples.h"
#include "sample-checks.h"

enum { PACKETS_MAX = 400, CONNECTIONS_MAX = 60, WIDTH = 1152, HEIGHT = 540 };

/* A selection made by hand. */
struct talk {
	struct arena arena;
	struct shown_packet packets[PACKETS_MAX];
	struct shown_packet *pointers[PACKETS_MAX];
	struct tcp_connection connections[CONNECTIONS_MAX];
	struct selection selection;
	struct capture_summary summary;
};

static struct talk *talk_new(void)
{
	struct talk *talk = xcalloc(1, sizeof(*talk));
	talk->selection.packets = talk->pointers;
	talk->summary.connections = talk->connections;
	return talk;
}

static void talk_free(struct talk *talk)
{
	arena_finish(&talk->arena);
	free(talk);
}
DEFINE_AUTOFREE(talk);

/* Adds a data segment to a connection. `sequence` is relative, as in the analysis. */
static struct shown_packet *say(
	struct talk *talk, uint32_t stream, bool from_client, uint32_t sequence, uint32_t size)
{
	assert_true(talk->selection.count < PACKETS_MAX && stream < CONNECTIONS_MAX);
	struct shown_packet *packet = &talk->packets[talk->selection.count];
	struct tcp_connection *connection = &talk->connections[stream];
	talk->pointers[talk->selection.count++] = packet;
	talk->selection.match_count = talk->summary.packet_count = talk->selection.count;
	if (talk->summary.connection_count <= stream)
		talk->summary.connection_count = stream + 1;
	struct frame *frame = &packet->frame;
	frame->number = talk->selection.count;
	frame->time_ns = (int64_t)frame->number * 1000000;
	frame->transport = PART_TCP;
	frame->has_ports = true;
	frame->protocol = PROTOCOL_TCP;
	frame->source_port = from_client ? (uint16_t)(50000 + stream) : 80;
	frame->destination_port = from_client ? 80 : (uint16_t)(50000 + stream);
	frame->parts.transport.tcp.flags = TCP_ACK;
	frame->parts.transport.tcp.payload_size = size;
	packet->facts.has_tcp = true;
	packet->facts.tcp.stream = stream;
	packet->facts.tcp.is_from_client = from_client;
	packet->facts.tcp.sequence = sequence;
	frame_read(frame, &packet->facts.shown);
	packet->rule = color_rule_for(frame, &packet->facts);
	connection->stream = stream;
	connection->client_port = (uint16_t)(50000 + stream);
	connection->server_port = 80;
	connection->client = connection->server =
		(struct address){ .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 1 } };
	connection->packet_count++;
	connection->last_ns = frame->time_ns;
	if (connection->packet_count == 1)
		connection->first_ns = frame->time_ns;
	return packet;
}

static struct message find(struct talk *talk)
{
	struct message message;
	assert_true(message_find(&talk->arena, &talk->selection, &talk->summary, &message));
	return message;
}

static void a_message_is_cut_into_its_segments(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	say(talk, 0, true, 1, 90);
	for (uint32_t i = 0; i < 11; i++)
		say(talk, 0, false, 1 + i * 1448, 1448);
	say(talk, 0, false, 1 + 11 * 1448, 216);
	const struct message message = find(talk);
	assert_false(message.is_from_client);
	assert_int_equal(message.size, 16144);
	assert_int_equal(message.piece_count, 12);
	assert_int_equal(message.full_size, 1448);
	assert_int_equal(message.full_count, 11);
	assert_int_equal(message.last_size, 216);
	assert_int_equal(message.new_size, 16144);
	assert_int_equal(message.sequence, 1);
}

static void an_answer_ends_a_message(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	say(talk, 0, false, 1, 100);
	say(talk, 0, true, 1, 10);
	say(talk, 0, false, 101, 200);
	say(talk, 0, false, 301, 200);
	const struct message message = find(talk);
	assert_int_equal(message.size, 400);
	assert_int_equal(message.sequence, 101);
	assert_int_equal(message.first->frame.number, 3);
}

/* Sequence numbers wrap in the middle of a message. One segment comes twice, one late. */
static void disorder_and_wrap_around(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	uint32_t start = UINT32_MAX - 149;
	say(talk, 0, false, start, 100);
	say(talk, 0, false, start + 200, 100);
	say(talk, 0, false, start + 100, 100)->facts.tcp.labels = TCP_LABEL_OUT_OF_ORDER;
	say(talk, 0, false, start, 100)->facts.tcp.labels = TCP_LABEL_RETRANSMISSION;
	const struct message message = find(talk);
	assert_int_equal(message.size, 300);
	assert_int_equal(message.piece_count, 4);
	assert_int_equal(message.new_count, 3);
	assert_int_equal(message.pieces[1].offset, 200);
	assert_int_equal(message.pieces[2].offset, 100);
	assert_false(message.pieces[2].is_again);
	assert_true(message.pieces[3].is_again);
	assert_int_equal(message.new_size, 300);
}

static void http_says_where_a_message_ends(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	struct shown_packet *first = say(talk, 0, false, 1, 100);
	first->facts.tcp.http_place = HTTP_PLACE_PART;
	first->facts.tcp.http_first_frame = 1;
	first->frame.application = PART_HTTP;
	first->frame.parts.application.http = (struct http_message){ .kind = HTTP_RESPONSE,
		.has_header_end = true,
		.has_content_length = true,
		.header_size = 40,
		.content_length = 120 };
	first->facts.shown.http_kind = HTTP_RESPONSE;
	struct shown_packet *last = say(talk, 0, false, 101, 100);
	last->facts.tcp.http_place = HTTP_PLACE_LAST;
	last->facts.tcp.http_first_frame = 1;
	const struct message message = find(talk);
	assert_int_equal(message.size, 160);
	assert_int_equal(message.header_size, 40);
	assert_int_equal(message.pieces[1].size, 60);
}

static void the_size_of_segments_tells_whose_mss_it_was(void **state)
{
	(void)state;
	static const struct {
		uint16_t client, server;
		uint32_t size;
		uint16_t expected;
	} cases[] = {
		{ 1460, 1460, 1460, 1460 },
		/* the sender's own network carries no larger segments */
		{ 65495, 1460, 1460, 1460 },
		{ 1400, 1460, 1400, 1400 },
		{ 1460, 1430, 1446, 1460 },
		{ 0, 1460, 1460, 1460 }, /* full segments have the size that the sender announced */
		{ 0, 1460, 500, 0 }, /* the receiver's MSS was not captured */
		{ 1460, 0, 500, 1460 },
		{ 0, 0, 500, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofree(talk) struct talk *talk = talk_new();
		say(talk, 0, false, 1, cases[i].size);
		say(talk, 0, false, 1 + cases[i].size, cases[i].size);
		talk->connections[0].client_mss = cases[i].client;
		talk->connections[0].server_mss = cases[i].server;
		assert_int_equal(find(talk).mss, cases[i].expected);
	}
}

static const char *draw(
	struct talk *talk, const char *view, const char *lang, unsigned height, bool is_standalone);

/*
 * RFC 9293, 3.7.1: a SYN without the option means the default; a SYN that was not captured means
 * nothing.
 */
static void a_syn_without_an_mss_has_the_default(void **state)
{
	(void)state;
	static const struct {
		bool lacks, is_v6;
		uint16_t sender;
		const char *korean, *english;
	} cases[] = {
		{ false, false, 0, "MSS를 알 수 없다", "so the MSS is not known" },
		{ true, false, 0, "기본값은 536바이트다", "the MSS is 536 bytes by default" },
		{ true, true, 0, "기본값은 1,220바이트다",
			"the MSS is 1" TEXT_THIN_SPACE "220 bytes by default" },
		{ true, false, 500, "기본값은 536바이트다", "the MSS is 536 bytes by default" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofree(talk) struct talk *talk = talk_new();
		struct shown_packet *first = say(talk, 0, false, 1, 500);
		first->frame.source.family = cases[i].is_v6 ? ADDRESS_IPV6 : ADDRESS_IPV4;
		say(talk, 0, false, 501, 500);
		talk->connections[0].client_lacks_mss = cases[i].lacks;
		talk->connections[0].server_mss = cases[i].sender;
		assert_int_equal(find(talk).mss, 0);
		const char *korean = draw(talk, "segments", "ko", 560, true);
		const char *english = draw(talk, "segments", "en", 560, true);
		if (!strstr(korean, cases[i].korean) || !strstr(english, cases[i].english))
			fail_msg("%zu: %s %s", i, korean, english);
	}
}

static void no_data_is_no_message(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	struct message message;
	say(talk, 0, true, 0, 0);
	assert_false(message_find(&talk->arena, &talk->selection, &talk->summary, &message));
}

/* ---- pictures ---- */

static const char *draw_at(struct talk *talk, const char *view, const char *lang, unsigned width,
	unsigned height, bool is_standalone)
{
	autofinish(text) struct text svg = { 0 };
	const struct picture_options options = {
		.id = "P1",
		.lang = lang,
		.title = "",
		.width = width,
		.height = height,
		.is_standalone = is_standalone,
	};
	picture_view_find(view)->svg(&svg, &talk->selection, &talk->summary, &options);
	return arena_strdup(&talk->arena, text_string(&svg));
}

static const char *draw(
	struct talk *talk, const char *view, const char *lang, unsigned height, bool is_standalone)
{
	return draw_at(talk, view, lang, WIDTH, height, is_standalone);
}

/* The number behind `name="` in the element at `p`; -1 when it has no such attribute. */
static int attribute(const char *p, const char *name)
{
	char key[32];
	const char *end = strchr(p, '>');
	(void)snprintf(key, sizeof(key), " %s=\"", name);
	const char *found = strstr(p, key);
	return found && found < end ? (int)strtol(found + strlen(key), NULL, 10) : -1;
}

/* Checks that everything is inside the picture and that no text is too small to read. */
static void check_picture(const char *svg, int height_max)
{
	assert_non_null(svg);
	assert_int_equal(strncmp(svg, "<svg", 4), 0);
	int width = attribute(svg, "width"), height = attribute(svg, "height");
	assert_in_range(width, 1, WIDTH);
	assert_in_range(height, 1, height_max);
	assert_non_null(strstr(svg, "<title id=\"P1-title\">"));
	assert_non_null(strstr(svg, "<desc id=\"P1-desc\">"));
	for (const char *p = strstr(svg, "<text"); p; p = strstr(p + 1, "<text")) {
		int size = attribute(p, "font-size");
		assert_true(size == -1 || size >= PICTURE_FONT_SIZE_MIN);
		assert_in_range(attribute(p, "x"), 0, width);
		assert_in_range(attribute(p, "y"), 10, height);
	}
	for (const char *p = strstr(svg, "<rect"); p; p = strstr(p + 1, "<rect")) {
		assert_in_range(attribute(p, "width"), 0, width);
		assert_in_range(attribute(p, "x") + attribute(p, "width"), 0, width);
		assert_in_range(attribute(p, "y") + attribute(p, "height"), 0, height);
	}
}

static void show_tagged(struct talk *talk, unsigned tag_count);

static const char *const langs[] = { "ko", "en" };

static void rows_that_find_no_room_are_counted(void **state)
{
	(void)state;
	static const char *const views[] = { "segments", "connections" };
	autofree(talk) struct talk *talk = talk_new();
	for (uint32_t stream = 0; stream < CONNECTIONS_MAX; stream++)
		say(talk, stream, true, 1, 1);
	for (uint32_t i = 0; i < 300; i++)
		say(talk, 0, false, 1 + i * 1000, 1000);
	for (unsigned i = 0; i < 2; i++) {
		for (unsigned k = 0; k < 2; k++) {
			const char *svg = draw(talk, views[i], langs[k], HEIGHT, false);
			check_picture(svg, HEIGHT);
			assert_non_null(strstr(svg, k ? " more<" : "개 더<"));
		}
	}
	assert_non_null(strstr(draw(talk, "segments", "en", HEIGHT, false), "287 more"));
	assert_non_null(strstr(draw(talk, "connections", "en", HEIGHT, false), "47 more"));
}

static void every_size_of_a_slide_is_kept_to(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	for (uint32_t i = 0; i < 12; i++)
		say(talk, i % 5, false, 1 + i * 1000, 1000);
	for (unsigned height = 260; height <= HEIGHT; height += 40) {
		check_picture(draw(talk, "segments", "ko", height, false), (int)height);
		check_picture(draw(talk, "connections", "ko", height, false), (int)height);
	}
}

/*
 * The clock of a capture may have been set back by decades: the numbers fit, and the bars stay
 * inside.
 */
static void clocks_may_be_set_back(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	for (uint32_t i = 0; i < 4; i++)
		say(talk, i % 2, false, 1 + i * 1000, 1000);
	talk->connections[0].first_ns = 1398314839498417000;
	talk->connections[0].last_ns = 16781104505352000;
	const char *svg = draw(talk, "connections", "en", HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_non_null(strstr(
		svg, "-1" TEXT_THIN_SPACE "381" TEXT_THIN_SPACE "533" TEXT_THIN_SPACE "734.993 s"));
	talk->connections[0].last_ns = INT64_MAX;
	talk->connections[0].first_ns = 0;
	check_picture(draw(talk, "connections", "en", HEIGHT, false), HEIGHT);
}

/* A picture of `compare:` fits into half of the slide. */
static void half_a_slide_is_enough(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	for (uint32_t i = 0; i < 12; i++) {
		say(talk, i % 5, false, 1 + i * 1000000, 1000000);
		talk->connections[i % 5].has_client_isn = talk->connections[i % 5].has_server_isn =
			true;
		talk->connections[i % 5].client_isn = talk->connections[i % 5].server_isn =
			UINT32_MAX;
		talk->connections[i % 5].server_bytes = UINT32_MAX;
	}
	for (unsigned width = 540; width <= WIDTH; width += 50) {
		check_picture(draw_at(talk, "segments", "ko", width, HEIGHT, false), HEIGHT);
		check_picture(draw_at(talk, "connections", "en", width, HEIGHT, false), HEIGHT);
	}
	show_tagged(talk, 2);
	for (unsigned width = 540; width <= WIDTH; width += 50)
		check_picture(draw_at(talk, "stack", "en", width, HEIGHT, false), HEIGHT);
}

static int largest_type(const char *svg)
{
	int largest = 0;
	for (const char *at = svg; (at = strstr(at, " font-size=\"")); at++) {
		int size = attribute(at, "font-size");
		largest = size > largest ? size : largest;
	}
	return largest;
}

/* Type and picture grow to the room that few items leave, and no further than all of it fits. */
static void few_items_are_large(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	for (uint32_t i = 0; i < 3; i++) {
		say(talk, i, false, 1, 1000);
		talk->connections[i].has_client_isn = talk->connections[i].has_server_isn = true;
		talk->connections[i].client_isn = talk->connections[i].server_isn = UINT32_MAX;
		talk->connections[i].server_bytes = UINT32_MAX;
	}
	const char *svg = draw(talk, "connections", "ko", HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_true(largest_type(svg) >= 26);
	assert_in_range(attribute(svg, "height"), HEIGHT * 8 / 10, HEIGHT);
	for (unsigned width = 500; width <= WIDTH; width += 50) {
		svg = draw_at(talk, "connections", "ko", width, HEIGHT, false);
		check_picture(svg, HEIGHT);
		assert_non_null(strstr(svg, "4294967295")); /* no column is left out */
	}
	autofree(talk) struct talk *alone = talk_new();
	say(alone, 0, false, 1, 1000);
	for (unsigned width = 500; width <= WIDTH; width += 50)
		check_picture(draw_at(alone, "connections", "ko", width, HEIGHT, false), HEIGHT);
	svg = draw(alone, "connections", "ko", HEIGHT, false);
	assert_true(largest_type(svg) >= 36);
	assert_in_range(attribute(svg, "height"), HEIGHT / 2, HEIGHT);
	autofree(talk) struct talk *parts = talk_new();
	for (uint32_t i = 0; i < 3; i++)
		say(parts, 0, false, 1 + i * 1000, 1000);
	svg = draw(parts, "segments", "ko", HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_in_range(attribute(svg, "height"), HEIGHT * 8 / 10, HEIGHT);
	show_tagged(parts, 2);
	svg = draw(parts, "stack", "ko", HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_in_range(attribute(svg, "height"), HEIGHT * 8 / 10, HEIGHT);
}

/* A list leaves out rows only when they do not fit. */
static void a_list_is_whole_where_it_has_just_its_room(void **state)
{
	(void)state;
	for (uint32_t count = 4; count < 40;
		count += 4) { /* a single row may be shown with the row that counts the rest */
		autofree(talk) struct talk *talk = talk_new();
		for (uint32_t i = 0; i < count; i++)
			say(talk, 0, i % 2, 1 + i * 100, 100);
		const char *whole = draw(talk, "list", "en", 10 * HEIGHT, false);
		unsigned height = (unsigned)attribute(whole, "height");
		assert_string_equal(draw(talk, "list", "en", height, false), whole);
		const char *lower = draw(talk, "list", "en", height - 1, false);
		assert_string_not_equal(lower, whole);
		assert_in_range(attribute(lower, "height"), 1, height - 1);
	}
}

static void what_is_not_there_is_said(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	struct shown_packet *packet = say(talk, 0, true, 0, 0);
	packet->facts.has_tcp = false;
	talk->connections[0].packet_count = 0;
	assert_non_null(strstr(draw(talk, "segments", "en", HEIGHT, false), "no data over TCP"));
	assert_non_null(strstr(draw(talk, "graph", "en", HEIGHT, false), "no data over TCP"));
	assert_non_null(
		strstr(draw(talk, "connections", "en", HEIGHT, false), "no TCP connection"));
	check_picture(draw(talk, "stack", "en", HEIGHT, false), HEIGHT);
	check_picture(draw(talk, "packet", "en", HEIGHT, false), HEIGHT);
	check_picture(draw(talk, "list", "en", HEIGHT, false), HEIGHT);
}

/* Shows one packet, from its bytes. */
static void show_bytes(struct talk *talk, struct bytes bytes)
{
	struct shown_packet *packet = &talk->packets[0];
	*packet = (struct shown_packet){ 0 };
	packet->fields.arena = &talk->arena;
	packet->frame.number = 1;
	dissect_frame(&packet->frame, 1, arena_bytes(&talk->arena, bytes), (uint32_t)bytes.size,
		&packet->fields);
	frame_read(&packet->frame, &packet->facts.shown);
	packet->rule = color_rule_for(&packet->frame, &packet->facts);
	talk->pointers[0] = packet;
	talk->selection.count = talk->selection.match_count = 1;
	talk->summary.packet_count = 1;
}

/*
 * Shows a packet of Ethernet, `tag_count` VLAN tags, IPv4, UDP to the discard port, and markup as
 * its data.
 */
static void show_tagged(struct talk *talk, unsigned tag_count)
{
	static const uint8_t rest[] = { 0x08, 0x00, /* IPv4 */
		0x45, 0, 0, 52, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, /* UDP */
		0x9c, 0x40, 0, 9, 0, 32, 0, 0, /* data */
		'<', 's', 'c', 'r', 'i', 'p', 't', '>', '&', '"', ' ', 0xff, 0xe2, 0x80, 0xae, '<',
		'/', 's', 't', 'y', 'l', 'e', '>', '.' };
	uint8_t bytes[12 + 4 * 16 + sizeof(rest)] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 };
	size_t size = 12;
	for (unsigned i = 0; i < tag_count; i++) {
		const uint8_t tag[] = { 0x81, 0x00, 0x00, (uint8_t)i };
		memcpy(bytes + size, tag, sizeof(tag));
		size += sizeof(tag);
	}
	memcpy(bytes + size, rest, sizeof(rest));
	size += sizeof(rest);
	show_bytes(talk, (struct bytes){ bytes, size });
}

/* TCP's eight flags are eight cells of one byte; the reserved bits before them have their own. */
static void every_flag_has_its_letter(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	uint8_t bytes[14 + 20 + 20] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 40, 0,
		1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x1f, 0x90, 0x9c, 0x40, 0, 0, 0,
		1, 0, 0, 0, 2, 0x51, 0x12 };
	show_bytes(talk, (struct bytes){ bytes, sizeof(bytes) });
	autofinish(text) struct text map = { 0 };
	const struct header_map_options options = { .id = "p", .lang = "en" };
	unsigned layer;
	assert_in_range(header_map_drawing(&map, talk->pointers[0], &options, &layer), 1, HEIGHT);
	autofinish(text) struct text letters = { 0 };
	for (const char *p = text_string(&map); (p = strstr(p, "class=\"letter mid\""));) {
		p = strchr(p, '>') + 1;
		text_append_size(&letters, p, strcspn(p, "<"));
	}
	assert_string_equal(text_string(&letters), "CEUAPRSF");
	assert_non_null(strstr(text_string(&map), ">0001<")); /* reserved, with accurate ECN */
}

/* A packet's line tells roles only where a SYN was captured. */
static void an_origin_has_roles_with_a_syn(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	struct shown_packet *packet = say(talk, 0, true, 1, 10);
	const struct address client = { .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 1 } };
	packet->frame.source = packet->frame.destination = client;
	autofinish(text) struct text with = { 0 }, without = { 0 };
	packet_origin_append(&without, packet, &talk->summary, false);
	assert_non_null(strstr(text_string(&without), " · 192.0.2.1:50000 → 192.0.2.1:80 · "));
	talk->connections[0].has_server_isn = true;
	packet_origin_append(&with, packet, &talk->summary, false);
	assert_non_null(
		strstr(text_string(&with), " · client 192.0.2.1:50000 → server 192.0.2.1:80 · "));
}

/* Answers come first. Fields that are zero or repeated are behind a toggle. */
static void answers_come_first(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	uint8_t bytes[14 + 20 + 8 + 12 + 7 + 16] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45,
		0, 0, 63, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0, 53, 0x9c, 0x40,
		0, 43, 0, 0, 0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1, 0xc0,
		12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 9 };
	show_bytes(talk, (struct bytes){ bytes, sizeof(bytes) });
	autofinish(text) struct text html = { 0 };
	const struct header_map_options options = { .id = "p", .lang = "en" };
	header_map_html(&html, talk->pointers[0], &options);
	const char *lines = strstr(text_string(&html), "<div class=\"field-lines\">");
	assert_non_null(lines);
	const char *answer = strstr(lines, ">Answer<"),
		   *address = strstr(lines, ">a: type A, 192.0.2.9<");
	const char *query = strstr(lines, ">Query<"), *id = strstr(lines, ">Transaction ID<");
	const char *toggle = strstr(lines, "more fields: zero, or said above</summary>");
	assert_true(answer && address && query && id && toggle);
	assert_true(answer < address && address < query && query < id && id < toggle);
	assert_true(strstr(lines, ">Truncated<") > toggle);
	assert_true(strstr(lines, ">Authority RRs<") > toggle);
	assert_null(strstr(lines, "<p class=\"what\">"));
	assert_non_null(strstr(text_string(&html), "192.0.2.1:53 → 192.0.2.2:40000 · "));
}

static void boxes_add_up(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	show_tagged(talk, 0);
	const char *svg = draw(talk, "stack", "en", HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_non_null(strstr(svg, ">14 + 52 = 66<"));
	assert_non_null(strstr(svg, ">20 + 32 = 52<"));
	assert_non_null(strstr(svg, ">8 + 24 = 32<"));
	assert_non_null(strstr(svg, ">24 bytes<"));
	struct stack_field fields[STACK_FIELDS_MAX];
	assert_int_equal(stack_fields(&talk->arena, talk->pointers[0], 1, false, fields), 4);
	assert_string_equal(fields[0].label, "Source");
	assert_string_equal(fields[0].value, "192.0.2.1");
	assert_int_equal(stack_fields(&talk->arena, talk->pointers[0], 1, true, fields), 4);
	assert_string_equal(fields[1].label, "목적지");
}

/* Beside words the number goes before a letter does, and the space to the sum is used. */
static void narrow_boxes_keep_words(void **state)
{
	(void)state;
	enum { COLUMN = 552 };
	autofree(talk) struct talk *talk = talk_new();
	const struct packet_bytes bytes = unhex(tls_server_hello);
	show_bytes(talk, (struct bytes){ bytes.data, bytes.size });
	const char *svg = draw_at(talk, "stack", "ko", COLUMN, HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_non_null(strstr(svg, ">Server Hello<"));
	svg = draw(talk, "stack", "ko", HEIGHT, false);
	assert_non_null(strstr(svg, ">Server Hello (2)<"));
}

/* Shows an Ethernet frame of `size` bytes, in which UDP has 9 bytes and IP has `ip_size`. */
static const char *draw_rest(struct talk *talk, size_t size, uint8_t ip_size)
{
	uint8_t bytes[80] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, ip_size, 0, 1,
		0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x9c, 0x40, 0, 9, 0, 9, 0, 0, 'x' };
	show_bytes(talk, (struct bytes){ bytes, size });
	return draw(talk, "stack", "en", HEIGHT, false);
}

/* Shows a frame of the smallest size with a VLAN tag, in which IP has 29 bytes. */
static const char *draw_tagged_rest(struct talk *talk)
{
	uint8_t bytes[64] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 7, 8, 0, 0x45, 0, 0,
		29, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x9c, 0x40, 0, 9, 0, 9 };
	show_bytes(talk, (struct bytes){ bytes, sizeof(bytes) });
	return draw(talk, "stack", "en", HEIGHT, false);
}

/* Only bytes that fill up the smallest frame are padding. */
/*
 * RFC 9000 section 12.2: coalesced packets follow each other. Each box has header, payload and what
 * follows, in this order, and all of them have the color of the datagram.
 */
static void coalesced_packets_add_up(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	const struct packet_bytes bytes =
		unhex("02000000000202000000000108004500004510e1400040115d74c0000201c0000202"
		      "c35001bb00310000"
		      "c000000001088394c8f03e51570800000400000000"
		      "e000000001088394c8f03e515708000400000000");
	show_bytes(talk, (struct bytes){ bytes.data, bytes.size });
	const char *svg = draw(talk, "stack", "en", HEIGHT, false);
	check_picture(svg, HEIGHT);
	assert_non_null(strstr(svg, ">8 + 41 = 49<"));
	assert_non_null(strstr(svg, ">17 + 4 + 20 = 41<"));
	assert_non_null(strstr(svg, ">16 + 4 = 20<"));
	assert_non_null(strstr(svg, ">Initial<"));
	assert_non_null(strstr(svg, ">Handshake<"));
}

static void bytes_behind_a_layer_are_named(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	assert_non_null(strstr(draw_rest(talk, 60, 29), ">14 + 29 + 17 padding = 60<"));
	assert_non_null(strstr(draw_rest(talk, 62, 29), ">14 + 29 + 19 left over = 62<"));
	assert_non_null(strstr(draw_tagged_rest(talk), ">4 + 29 + 17 padding = 50<"));
	assert_non_null(strstr(draw_rest(talk, 70, 29), ">14 + 29 + 27 trailer = 70<"));
	assert_non_null(strstr(draw_rest(talk, 70, 56), ">20 + 9 + 27 left over = 56<"));
}

/* Wireshark has no name for what no rule fits. */
static void no_rule_has_words(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	uint8_t bytes[60] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x12, 0x34 };
	show_bytes(talk, (struct bytes){ bytes, sizeof(bytes) });
	assert_non_null(
		strstr(draw(talk, "list", "ko", HEIGHT, false), "Wireshark: 맞는 규칙 없음<"));
	assert_non_null(
		strstr(draw(talk, "sequence", "ko", HEIGHT, false), "Wireshark: 맞는 규칙 없음<"));
	assert_non_null(strstr(draw(talk, "list", "en", HEIGHT, false), "Wireshark: no rule<"));
}

static void many_layers_are_folded(void **state)
{
	(void)state;
	for (unsigned tags = 0; tags <= 16; tags++) {
		autofree(talk) struct talk *talk = talk_new();
		show_tagged(talk, tags);
		for (unsigned height = 240; height <= HEIGHT; height += 100)
			check_picture(draw(talk, "stack", "ko", height, false), (int)height);
	}
	autofree(talk) struct talk *talk = talk_new();
	show_tagged(talk, 16);
	assert_non_null(strstr(draw(talk, "stack", "en", HEIGHT, false), " more layers<"));
}

static void captured_bytes_are_no_markup(void **state)
{
	(void)state;
	static const char *const views[] = { "stack", "packet", "list", "segments", "connections" };
	autofree(talk) struct talk *talk = talk_new();
	show_tagged(talk, 1);
	for (size_t i = 0; i < ARRAY_COUNT(views); i++) {
		const char *svg = draw(talk, views[i], "en", HEIGHT, false);
		assert_null(strstr(svg, "<script"));
		assert_null(strstr(svg, "</style"));
	}
	assert_non_null(strstr(draw(talk, "stack", "en", HEIGHT, false), "&lt;script&gt;&amp;"));
	assert_non_null(strstr(draw(talk, "stack", "en", HEIGHT, false), "\\xff\\u{202e}"));
}

/*
 * Each extension header has its own name; otherwise a packet would seem to have three IPv6 headers.
 */
static void an_extension_header_has_a_name_of_its_own(void **state)
{
	(void)state;
	assert_string_equal(diagram_protocol_name(PROTOCOL_IPV6, true), "IPv6");
	assert_string_equal(
		diagram_protocol_name(PROTOCOL_IPV6_EXTENSION, false), "IPv6 extension");
	assert_string_equal(diagram_protocol_name(PROTOCOL_IPV6_EXTENSION, true), "IPv6 확장 헤더");
}

/*
 * GitHub and Obsidian show an SVG as an image. It must contain all that it needs, and nothing that
 * they remove.
 */
static void a_standalone_picture_stands_alone(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	show_tagged(talk, 0);
	const struct picture_view *view;
	for (unsigned i = 0; (view = picture_view_at(i)); i++) {
		const char *svg = draw(talk, view->name, "en", HEIGHT, true);
		assert_non_null(strstr(svg, " xmlns=\"http://www.w3.org/2000/svg\""));
		assert_non_null(strstr(svg, "<style>svg{--paper:"));
		assert_non_null(strstr(svg, "@media(prefers-color-scheme:dark)"));
		assert_non_null(strstr(svg, " viewBox=\"-20 -20 ")); /* a margin around it */
		const char *dark = strstr(svg, "@media(prefers-color-scheme:dark)");
		assert_non_null(strstr(dark, ".rule-http{--chip:#2b4d1d")); /* in all views */
		assert_null(strstr(svg, "foreignObject"));
		assert_null(strstr(svg, "<script"));
		assert_null(strstr(svg, "url("));
		assert_null(strstr(svg, "href"));
	}
}

/* The page's script copies the titles from the drawing that has them. */
static void an_unnamed_picture_is_the_same_without_names(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	show_tagged(talk, 0);
	struct picture_options options = {
		.id = "P1",
		.lang = "en",
		.title = "",
		.width = WIDTH,
		.height = HEIGHT,
		.is_unnamed = true,
	};
	const struct picture_view *view;
	for (unsigned i = 0; (view = picture_view_at(i)); i++) {
		autofinish(text) struct text svg = { 0 };
		view->svg(&svg, &talk->selection, &talk->summary, &options);
		assert_null(strstr(text_string(&svg), "<title"));
		assert_null(strstr(text_string(&svg), "<desc"));
		assert_true(svg.size > 100);
	}
}

/*
 * A deck does not have the bytes of all packets of a very large block; those without are no
 * buttons.
 */
static void only_packets_that_the_deck_has_are_opened(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	say(talk, 0, false, 1, 700);
	struct picture_options options = {
		.id = "P1",
		.lang = "en",
		.title = "",
		.width = WIDTH,
		.height = HEIGHT,
	};
	for (unsigned i = 0; i < 2; i++) {
		autofinish(text) struct text svg = { 0 };
		options.opens_packets = i == 1;
		picture_view_find("segments")
			->svg(&svg, &talk->selection, &talk->summary, &options);
		assert_true((strstr(text_string(&svg), " data-frame=\"1\"") != NULL) ==
			options.opens_packets);
	}
}

static void all_connections_of_a_large_capture(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	say(talk, 0, false, 1, 700);
	talk->selection.match_count = talk->summary.packet_count = 1000000;
	assert_true(picture_view_can_draw(
		picture_view_find("connections"), &talk->selection, &talk->summary));
	assert_false(picture_view_can_draw(
		picture_view_find("segments"), &talk->selection, &talk->summary));
	/* a filter left a packet out, so it is not known which connections are meant */
	talk->selection.match_count = 999999;
	assert_false(picture_view_can_draw(
		picture_view_find("connections"), &talk->selection, &talk->summary));
}

/* Without a captured SYN, nobody is called client or server; the table says "(guess)". */
static void roles_are_said_where_a_syn_shows_them(void **state)
{
	(void)state;
	static const struct {
		const char *view, *lang, *role, *other;
	} cases[] = {
		{ "segments", "ko", "서버 :80", "클라이언트 :50000" },
		{ "segments", "en", "server :80", "client :50000" },
		{ "graph", "ko", "서버 :80", "클라이언트 :50000" },
		{ "graph", "en", "server :80", "client :50000" },
		{ "stream", "ko", "서버", "클라이언트" },
		{ "stream", "en", ">← server :80", "the server" },
		{ "sequence", "ko", "서버", "클라이언트" },
		{ "sequence", "en", "server", "client" },
		{ "connections", "ko", "→ 서버", "데이터 700바이트" },
		{ "connections", "en", "→ server", "data 700 bytes" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (unsigned has_syn = 0; has_syn < 2; has_syn++) {
			autofree(talk) struct talk *talk = talk_new();
			say(talk, 0, false, 1, 700);
			talk->connections[0].has_server_isn = has_syn;
			talk->connections[0].server_bytes = 700;
			talk->connections[0].packet_count = 1;
			const char *svg =
				draw_at(talk, cases[i].view, cases[i].lang, 1152, 540, false);
			bool is_table = strcmp(cases[i].view, "connections") == 0;
			if ((strstr(svg, cases[i].role) != NULL) != has_syn)
				fail_msg("%s, %u: %s", cases[i].view, has_syn, svg);
			assert_int_equal(!strstr(svg, cases[i].other), !is_table && !has_syn);
			if (is_table)
				assert_true((strstr(svg, "(guess)") || strstr(svg, "(추정)")) !=
					has_syn);
		}
	}
}

static void every_view_has_a_table(void **state)
{
	(void)state;
	autofree(talk) struct talk *talk = talk_new();
	say(talk, 0, false, 1, 700);
	say(talk, 1, false, 1, 100);
	say(talk, 0, false, 701, 700);
	static const struct {
		const char *view;
		size_t row_count;
	} cases[] = { { "segments", 2 }, { "connections", 2 }, { "list", 3 } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text table = { 0 };
		picture_view_find(cases[i].view)
			->table(&table, &talk->selection, &talk->summary, "ko");
		size_t rows = 0;
		for (const char *p = text_string(&table); (p = strstr(p, "<tr")); p++)
			rows++;
		assert_int_equal(rows, cases[i].row_count + 1);
	}
	show_tagged(talk, 0);
	autofinish(text) struct text table = { 0 };
	picture_view_find("stack")->table(&table, &talk->selection, &talk->summary, "en");
	assert_non_null(strstr(text_string(&table), "<td>Ethernet</td>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_cut_into_its_segments),
		cmocka_unit_test(an_answer_ends_a_message),
		cmocka_unit_test(disorder_and_wrap_around),
		cmocka_unit_test(http_says_where_a_message_ends),
		cmocka_unit_test(the_size_of_segments_tells_whose_mss_it_was),
		cmocka_unit_test(a_syn_without_an_mss_has_the_default),
		cmocka_unit_test(no_data_is_no_message),
		cmocka_unit_test(rows_that_find_no_room_are_counted),
		cmocka_unit_test(every_size_of_a_slide_is_kept_to),
		cmocka_unit_test(clocks_may_be_set_back),
		cmocka_unit_test(half_a_slide_is_enough),
		cmocka_unit_test(few_items_are_large),
		cmocka_unit_test(a_list_is_whole_where_it_has_just_its_room),
		cmocka_unit_test(what_is_not_there_is_said),
		cmocka_unit_test(every_flag_has_its_letter),
		cmocka_unit_test(an_origin_has_roles_with_a_syn),
		cmocka_unit_test(answers_come_first),
		cmocka_unit_test(boxes_add_up),
		cmocka_unit_test(narrow_boxes_keep_words),
		cmocka_unit_test(coalesced_packets_add_up),
		cmocka_unit_test(bytes_behind_a_layer_are_named),
		cmocka_unit_test(no_rule_has_words),
		cmocka_unit_test(many_layers_are_folded),
		cmocka_unit_test(captured_bytes_are_no_markup),
		cmocka_unit_test(an_extension_header_has_a_name_of_its_own),
		cmocka_unit_test(a_standalone_picture_stands_alone),
		cmocka_unit_test(an_unnamed_picture_is_the_same_without_names),
		cmocka_unit_test(only_packets_that_the_deck_has_are_opened),
		cmocka_unit_test(all_connections_of_a_large_capture),
		cmocka_unit_test(roles_are_said_where_a_syn_shows_them),
		cmocka_unit_test(every_view_has_a_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
