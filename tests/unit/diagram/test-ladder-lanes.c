/* Lanes of the sequence diagram: who has a lane, their order, shared lanes, and their heads. */
#include <stdlib.h>

#include <pcap/dlt.h>

#include "base/format/timestamp.h"
#include "dissect/icmp-types.h"
#include "ladder-checks.h"
#include "packet-samples.h"
#include "sample-checks.h"

/* A UDP datagram between two addresses of 192.0.2.0/24, by their last number. */
static struct shown_packet *datagram(struct exchange *exchange, uint8_t from, uint16_t source_port,
	uint8_t to, uint16_t destination_port)
{
	struct shown_packet *packet = add(exchange, &(struct segment){ .from_client = true });
	struct frame *frame = &packet->frame;
	packet->facts.has_tcp = false;
	frame->protocol = PROTOCOL_UDP;
	frame->transport = PART_UDP;
	frame->source = (struct address){ ADDRESS_IPV4, { 192, 0, 2, from } };
	frame->destination = (struct address){ ADDRESS_IPV4, { 192, 0, 2, to } };
	frame->source_port = source_port;
	frame->destination_port = destination_port;
	frame_read(frame, &packet->facts.shown);
	packet->rule = color_rule_for(frame, &packet->facts);
	return packet;
}

static const struct ladder *layout_in(struct exchange *exchange, unsigned width)
{
	struct ladder_options options = options_of(width, 540);
	options.lang = "en";
	const struct ladder *ladder =
		ladder_layout(&exchange->arena, &exchange->selection, &exchange->summary, &options);
	check_ladder(ladder);
	return ladder;
}

static void the_quiet_ones_share_a_lane(void **state)
{
	(void)state;
	static const struct {
		unsigned clients, servers, width, lanes, others[2];
	} cases[] = {
		{ 5, 1, 1152, 6, { 0, 0 } },
		{ 6, 1, 1152, 6, { 2, 0 } },
		{ 1, 20, 1152, 6, { 0, 16 } },
		{ 3, 3, 780, 6, { 0, 0 } },
		{ 20, 20, 780, 6, { 18, 18 } },
		{ 10, 2, 500, 4, { 9, 0 } },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		unsigned most =
			cases[i].clients > cases[i].servers ? cases[i].clients : cases[i].servers;
		datagram(&exchange, 1, 50000, 100, 53); /* the first two talk most */
		for (unsigned k = 0; k < most; k++)
			datagram(&exchange, 1, (uint16_t)(50000 + k % cases[i].clients),
				(uint8_t)(100 + k % cases[i].servers), 53);
		const struct ladder *ladder = layout_in(&exchange, cases[i].width);
		assert_int_equal(ladder->lane_count, cases[i].lanes);
		unsigned others[2] = { 0, 0 };
		for (unsigned k = 0; k < ladder->lane_count; k++) {
			const struct ladder_lane *lane = &ladder->lanes[k];
			if (lane->is_merged)
				others[lane->is_server] = lane->socket_count;
			assert_int_equal(strstr(lane->name, "others (") != NULL, lane->is_merged);
		}
		assert_int_equal(others[0], cases[i].others[0]);
		assert_int_equal(others[1], cases[i].others[1]);
		assert_false(ladder->lanes[ladder->rows[0].from].is_merged);
		assert_false(ladder->lanes[ladder->rows[0].to].is_merged);
		for (unsigned k = 0; k < ladder->row_count; k++) /* each arrow has both ends */
			assert_true(!ladder->lanes[ladder->rows[k].from].is_server &&
				ladder->lanes[ladder->rows[k].to].is_server);
	}
}

/* A cooked capture (-i any) has no address of the receiver; the lane says so. */
static void a_lane_without_an_address_has_a_word(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	for (uint8_t i = 0; i < 9; i++) {
		struct frame *frame = &datagram(&exchange, i % 7, 0, 0, 0)->frame;
		frame->has_ports = false;
		frame->protocol = PROTOCOL_ARP;
		frame->transport = 0;
		frame->destination = (struct address){ 0 };
	}
	struct ladder_options options = options_of(780, 540);
	for (unsigned i = 0; i < 2; i++) {
		options.lang = i ? "ko" : "en";
		const char *word = i ? "기록 없음" : "not recorded";
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		const struct ladder_lane *lane = &ladder->lanes[ladder->rows[0].to];
		assert_string_equal(lane->name, word);
		unsigned count = 0;
		for (unsigned k = 0; k < ladder->head_count; k++) {
			const struct ladder_head *head = &ladder->heads[k];
			assert_int_not_equal(head->text_count, 0);
			autofinish(text) struct text words = { 0 };
			for (unsigned j = 0; j < head->text_count; j++) {
				assert_true(head->texts[j].string[0]);
				text_append(&words, head->texts[j].string);
			}
			count += strcmp(text_string(&words), word) == 0;
		}
		assert_int_equal(count, 1);
	}
}

/* The first row with a socket that shares its lane. */
static const struct ladder_row *shared_row(const struct ladder *ladder)
{
	for (unsigned i = 0; i < ladder->row_count; i++)
		if (ladder->lanes[ladder->rows[i].from].is_merged ||
			ladder->lanes[ladder->rows[i].to].is_merged)
			return &ladder->rows[i];
	fail_msg("no socket shares a lane");
	return NULL;
}

static const char *detail_of(const struct ladder_row *row)
{
	for (unsigned i = 0; i < row->text_count; i++)
		if (row->texts[i].kind == LADDER_TEXT_DETAIL)
			return row->texts[i].string;
	return "";
}

/* Heads of shared lanes do not say which socket an arrow is from, so its words do. */
static void an_arrow_says_which_socket_of_a_shared_lane(void **state)
{
	(void)state;
	static const struct {
		unsigned clients, servers, width;
		const char *ends, *detail; /* of the detail, its beginning */
	} cases[] = {
		{ 9, 1, 1152, ":50004 → :53", "from :50004" },
		{ 9, 1, 780, ":50004 → :53", "from :50004" },
		{ 1, 9, 1152, ":50000 → 192.0.2.104:53", "→ 192.0.2.104:53" },
		{ 9, 9, 780, ":50002 → 192.0.2.102:53", "→ 192.0.2.102:53" },
		{ 9, 9, 1152, ":50002 → 192.0.2.102:53", ":50002 → 192.0.2.102:53" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		for (unsigned k = 0; k < 9; k++)
			datagram(&exchange, 1, (uint16_t)(50000 + k % cases[i].clients),
				(uint8_t)(100 + k % cases[i].servers), 53);
		const struct ladder *ladder = layout_in(&exchange, cases[i].width);
		const struct ladder_row *row = shared_row(ladder);
		assert_string_equal(row->ends, cases[i].ends);
		assert_memory_equal(detail_of(row), cases[i].detail, strlen(cases[i].detail));
		assert_non_null(strstr(row->title, row->ends));
		assert_null(ladder->rows[0].ends); /* its sockets have lanes of their own */
	}
}

static void the_sockets_of_a_host_stand_together(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	datagram(&exchange, 1, 50001, 7, 53);
	datagram(&exchange, 2, 50002, 7, 53);
	datagram(&exchange, 1, 50003, 7, 53);
	datagram(&exchange, 7, 50004, 8, 53); /* the server asks a question itself */
	const struct ladder *ladder = layout_in(&exchange, 1152);
	static const char *const names[] = { "192.0.2.1:50001", "192.0.2.1:50003",
		"192.0.2.2:50002", "192.0.2.7:53", "192.0.2.7:50004", "192.0.2.8:53" };
	assert_int_equal(ladder->lane_count, ARRAY_COUNT(names));
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		assert_string_equal(ladder->lanes[i].name, names[i]);
	assert_int_equal(ladder->head_count, 4);
}

static void an_arrow_to_all_crosses_all_lanes(void **state)
{
	(void)state;
	static const struct {
		struct address to;
		bool is_to_all;
	} cases[] = {
		{ { ADDRESS_IPV4, { 255, 255, 255, 255 } }, true },
		{ { ADDRESS_IPV4, { 224, 0, 0, 251 } }, true },
		{ { ADDRESS_IPV4, { 239, 255, 255, 250 } }, true },
		{ { ADDRESS_IPV6, { 0xff, 2 } }, true },
		{ { ADDRESS_MAC, { 255, 255, 255, 255, 255, 255 } }, true },
		{ { ADDRESS_MAC, { 1, 0x80, 0xc2 } }, true },
		{ { ADDRESS_IPV4, { 192, 0, 2, 255 } }, false }, /* may be a host */
		{ { ADDRESS_IPV4, { 240, 0, 0, 1 } }, false },
		{ { ADDRESS_IPV6, { 0xfe, 0x80 } }, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		datagram(&exchange, 1, 50001, 7, 53);
		datagram(&exchange, 1, 68, 7, 67)->frame.destination = cases[i].to;
		const struct ladder *ladder = layout_in(&exchange, 780);
		const struct ladder_row *row = &ladder->rows[1];
		assert_int_equal(row->is_to_all, cases[i].is_to_all);
		assert_int_equal(ladder->lane_count, cases[i].is_to_all ? 3 : 4);
		if (!cases[i].is_to_all)
			continue;
		assert_int_equal(row->all_left, ladder->lanes[0].x);
		assert_int_equal(row->all_right, ladder->lanes[2].x);
		char address[ADDRESS_TEXT_SIZE];
		address_format(&cases[i].to, address);
		assert_non_null(strstr(row->title, address));
	}
}

/* Who answers, or reports an error, stands at the right, also when the request is not shown. */
static void an_answer_without_its_request_is_from_the_right(void **state)
{
	(void)state;
	enum { OVER_ETHERNET = 14, OVER_IPV4 = 34, OVER_IPV6 = 54 };
	static const struct {
		const char *hex;
		size_t offset; /* of the byte that has another value; 0: none */
		uint8_t value;
		bool is_answer;
	} cases[] = {
		{ icmp_echo, 0, 0, false },
		{ icmp_echo, OVER_IPV4, ICMP_ECHO_REPLY, true },
		{ icmp_unreachable, 0, 0, true },
		{ icmp_unreachable, OVER_IPV4, ICMP_TIME_EXCEEDED, true },
		{ icmpv6_unreachable, 0, 0, true },
		{ icmpv6_unreachable, OVER_IPV6, ICMPV6_ECHO_REPLY, true },
		{ dns_query, 0, 0, false },
		{ dns_response, 0, 0, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		decode(&decoded, cases[i].hex, DLT_EN10MB);
		if (cases[i].offset) {
			decoded.bytes.data[cases[i].offset] = cases[i].value;
			decoded.fields = (struct field_list){ .arena = &decoded.arena };
			dissect_frame(&decoded.frame, DLT_EN10MB,
				(struct bytes){ decoded.bytes.data, decoded.bytes.size },
				(uint32_t)decoded.bytes.size, &decoded.fields);
		}
		autofinish(exchange) struct exchange exchange = { 0 };
		struct shown_packet *packet = datagram(&exchange, 1, 1, 2, 1);
		packet->frame = decoded.frame;
		packet->fields = decoded.fields;
		frame_read(&packet->frame, &packet->facts.shown);
		const struct ladder *ladder = layout_in(&exchange, 1152);
		char left[ADDRESS_TEXT_SIZE];
		address_format(
			cases[i].is_answer ? &decoded.frame.destination : &decoded.frame.source,
			left);
		assert_int_equal(ladder->lane_count, 2);
		if (!strstr(ladder->lanes[0].name, left))
			fail_msg("case %zu: %s is at the left", i, ladder->lanes[0].name);
		arena_finish(&decoded.arena);
	}
}

/* A traceroute whose routers answer out of order: 192.0.2.10 is the first, .11 the second. */
static void routers_stand_in_the_order_of_their_hops(void **state)
{
	(void)state;
	enum { IP_SIZE = 20, HOPS = 3 };
	static const uint8_t answers[HOPS] = { 3, 1, 2 };
	uint8_t bytes[2 * HOPS][64] = { { 0 } };
	autofinish(exchange) struct exchange exchange = { 0 };
	for (uint8_t i = 0; i < 2 * HOPS; i++) {
		bool is_probe = i < HOPS;
		uint8_t hop = is_probe ? i + 1 : answers[i - HOPS];
		struct shown_packet *packet = is_probe
			? datagram(&exchange, 1, 40000, 99, (uint16_t)(33433 + hop))
			: datagram(&exchange, 9 + hop, 0, 1, 0);
		struct frame *frame = &packet->frame;
		uint8_t *ip = is_probe ? bytes[i] : bytes[i] + IP_SIZE + 8;
		ip[0] = 0x45;
		memcpy(ip + 16, (const uint8_t[]){ 192, 0, 2, 99 }, 4);
		memcpy(ip + IP_SIZE, (const uint8_t[]){ 0x9c, 0x40, 0x82, 0x99 + hop }, 4);
		frame->data = (struct bytes){ bytes[i], sizeof(bytes[i]) };
		frame->ttl = is_probe ? hop : 200;
		frame->ip_protocol = is_probe ? 17 : 1;
		frame->layer_count = 2;
		frame->layers[0] = (struct layer){ .protocol = PROTOCOL_IPV4 };
		frame->layers[1] =
			(struct layer){ .protocol = is_probe ? PROTOCOL_UDP : PROTOCOL_ICMP,
				.offset = IP_SIZE };
		if (is_probe)
			continue;
		frame->has_ports = false;
		frame->transport = PART_ICMP;
		frame->parts.transport.icmp.message = (struct icmp_message){ .type = 11 };
	}
	const struct ladder *ladder = layout_in(&exchange, 1152);
	static const char *const names[] = { "192.0.2.1", "192.0.2.10", "192.0.2.11", "192.0.2.12",
		"192.0.2.99" };
	assert_int_equal(ladder->lane_count, ARRAY_COUNT(names));
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		assert_string_equal(ladder->lanes[i].name, names[i]);
	/* a report whose quote is cut has no known hop, and stands last */
	exchange.packets[HOPS].frame.data.size = IP_SIZE + 20;
	ladder = layout_in(&exchange, 1152);
	assert_string_equal(ladder->lanes[1].name, "192.0.2.10");
}

/* A ping to the farthest of many hosts says all of its words, over the lanes between. */
static void words_go_over_lanes_that_the_arrow_crosses(void **state)
{
	(void)state;
	enum { HOSTS = 3, FARTHEST = HOSTS - 1 }; /* none shares a lane */
	for (unsigned is_reply = 0; is_reply <= 1; is_reply++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		for (uint8_t i = 0; i < HOSTS; i++) {
			struct shown_packet *packet = datagram(&exchange, 1, 0, 100 + i, 0);
			struct frame *frame = &packet->frame;
			frame->has_ports = false;
			frame->transport = PART_ICMP;
			frame->parts.transport.icmp.message =
				(struct icmp_message){ .type = ICMP_ECHO_REQUEST,
					.sequence = 14336 };
			frame->layer_count = 1;
			frame->layers[0] = (struct layer){ .protocol = PROTOCOL_ICMP };
			if (!is_reply || i < FARTHEST)
				continue;
			frame->parts.transport.icmp.message.type = ICMP_ECHO_REPLY;
			frame->source = frame->destination;
			frame->destination = exchange.packets[0].frame.source;
		}
		const struct ladder *ladder = layout_in(&exchange, 620);
		const struct ladder_row *row = &ladder->rows[FARTHEST];
		const struct ladder_text *chip = NULL;
		for (unsigned i = 0; i < row->text_count; i++)
			if (row->texts[i].kind == LADDER_TEXT_CHIP)
				chip = &row->texts[i];
		assert_non_null(chip);
		assert_string_equal(chip->string,
			is_reply ? "Echo reply, seq 14336" : "Echo request, seq 14336");
		/* its ends stay off the tips of the arrow */
		int left = row->tail_x < row->head_x ? row->tail_x : row->head_x;
		int right = row->tail_x < row->head_x ? row->head_x : row->tail_x;
		assert_true(chip->left > left && chip->left + chip->width < right);
	}
}

/* What the author asked for is whole on an arrow over several lanes, before the chip is. */
static void labels_go_over_lanes_that_the_arrow_crosses(void **state)
{
	(void)state;
	enum { HOSTS = 4, FARTHEST = HOSTS - 1 };
	autofinish(exchange) struct exchange exchange = { 0 };
	struct author_label labels[HOSTS] = { 0 };
	unsigned highlights[HOSTS] = { 0 };
	for (uint8_t i = 0; i < HOSTS; i++) {
		const struct segment syn = { .from_client = true, .flags = TCP_SYN };
		struct shown_packet *packet = add(&exchange, &syn);
		packet->frame.destination.octets[3] = 100 + i;
	}
	struct ladder_options options = options_of(700, 540);
	options.labels = labels;
	options.highlights = highlights;
	for (unsigned has_label = 0; has_label <= 1; has_label++) {
		labels[FARTHEST].words =
			has_label ? "a_long_name clients6.google.com ttl 64" : NULL;
		labels[FARTHEST].values = "clients6.google.com · 64";
		highlights[FARTHEST] = has_label ? 0 : LABEL_PART_SEQ | LABEL_PART_ISN;
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		assert_string_equal(detail_of(&ladder->rows[FARTHEST]),
			has_label ? labels[FARTHEST].words
				  : "seq 12,345,678" DETAIL_GAP "ISN 4294967292");
	}
}

/* A size without a name would be taken for that of the data. */
static void a_size_says_of_what_it_is(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct frame *frame = &datagram(&exchange, 1, 50000, 2, 53)->frame;
	frame->length = 70;
	frame->parts.transport.udp.payload_size = 28;
	frame = &datagram(&exchange, 1, 0, 2, 0)->frame;
	frame->length = 98;
	frame->transport = PART_ICMP;
	frame->has_ports = false;
	const struct ladder *ladder = layout_in(&exchange, 1152);
	assert_string_equal(detail_of(&ladder->rows[0]), "len 28");
	assert_string_equal(detail_of(&ladder->rows[1]), "frame 98 bytes");
}

static void heads_are_centered_and_begin_at_the_beginning(void **state)
{
	(void)state;
	static const unsigned widths[] = { 1152, 780, 552, 500 };
	for (size_t i = 0; i < ARRAY_COUNT(widths); i++) {
		for (uint8_t hosts = 1; hosts <= 8; hosts++) {
			autofinish(exchange) struct exchange exchange = { 0 };
			for (uint8_t k = 0; k < hosts; k++) {
				struct shown_packet *packet = datagram(
					&exchange, (uint8_t)(200 + k % 2), 50000, 100 + k, 53);
				packet->frame.source = (struct address){ ADDRESS_IPV6,
					{ 0x20, 1, 0xd, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
						k % 2 } };
			}
			const struct ladder *ladder = layout_in(&exchange, widths[i]);
			assert_true(ladder->width <= (int)widths[i] || widths[i] < 600);
			unsigned lane = 0;
			for (unsigned k = 0; k < ladder->head_count; k++) {
				const struct ladder_head *head = &ladder->heads[k];
				int middle = head->left + head->width / 2;
				assert_true(strncmp(head->texts[0].string, "…", 3) != 0);
				assert_true(abs(ladder->lanes[lane].x - middle) <= 1);
				assert_true(k == 0 || head[-1].left + head[-1].width <= head->left);
				lane++;
			}
		}
	}
}

/* A role that is too wide for its plate takes two lines, and no sign of omission. */
static void a_role_is_whole(void **state)
{
	(void)state;
	unsigned broken = 0;
	for (unsigned width = 400; width <= 1152; width += 8) {
		autofinish(exchange) struct exchange exchange = { 0 };
		for (unsigned k = 0; k < 3; k++) {
			const struct segment segment = {
				.stream = k, .from_client = true, .flags = TCP_SYN
			};
			struct frame *frame = &add(&exchange, &segment)->frame;
			frame->source.octets[3] = (uint8_t)(k + 2);
			frame->destination.octets[3] = (uint8_t)(k + 7);
		}
		struct ladder_options options = options_of(width, 540);
		options.lang = "ko";
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		for (unsigned k = 0; k < ladder->head_count; k++)
			for (unsigned i = 0; i < ladder->heads[k].text_count; i++) {
				const struct ladder_text *text = &ladder->heads[k].texts[i];
				if (text->kind != LADDER_TEXT_HEAD)
					continue;
				assert_null(strstr(text->string, "…"));
				broken += strncmp(text->string, "클라", strlen("클라")) == 0 &&
					strcmp(text->string, "클라이언트") != 0;
			}
	}
	assert_true(broken > 0);
}

/* Four lanes with addresses and six-digit times fit on a phone that is held upright. */
static void four_lanes_fit_on_a_phone(void **state)
{
	(void)state;
	enum { WIDTH = 500 };
	for (uint8_t clients = 1; clients <= 3; clients++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		for (unsigned k = 0; k < 8; k++) {
			struct shown_packet *packet = datagram(&exchange,
				(uint8_t)(100 + k % clients), 50000, (uint8_t)(200 + k % 3), 53);
			packet->frame.time_ns = (int64_t)k * 400 * NS_PER_MS;
		}
		const struct ladder *ladder = layout_in(&exchange, WIDTH);
		assert_int_equal(ladder->lane_count, 4);
		assert_int_equal(ladder->width, WIDTH);
	}
}

/* Whether an address ends in `part`, which begins with a whole group of it. */
static bool ends_with_groups(const char *address, const char *part)
{
	size_t size = strlen(address), end = strlen(part);
	const char *at = address + size - end;
	return end && end <= size && strcmp(at, part) == 0 &&
		(at == address || strchr(".:", at[-1]));
}

/*
 * The lines of an address are whole groups, and those of a shortened one the first and the last.
 * Returns whether it is shortened. Lines of ports are no part of an address.
 */
static bool check_address_lines(const char *address, const struct ladder_head *head)
{
	autofinish(text) struct text joined = { 0 };
	for (unsigned i = 0; i < head->line_count; i++) {
		const char *line = head->texts[i].string;
		if (line[0] == ':' && line[1] >= '0' && line[1] <= '9' && strlen(line) > 4)
			continue;
		if (strncmp(line, "…", strlen("…")) == 0) {
			assert_true(ends_with_groups(address, line + strlen("…")));
			return true;
		}
		text_append(&joined, line);
		size_t size = joined.size;
		assert_memory_equal(address, text_string(&joined), size);
		assert_true(!address[size] || strchr(".:", address[size - 1]));
		assert_true(!strchr(".:", address[size]) || !address[size]);
	}
	assert_string_equal(text_string(&joined), address);
	return false;
}

static void addresses_break_between_their_groups(void **state)
{
	(void)state;
	static const struct {
		struct address address;
		const char *text;
	} cases[] = {
		{ { ADDRESS_IPV4, { 4, 2, 2, 1 } }, "4.2.2.1" },
		{ { ADDRESS_IPV4, { 145, 254, 160, 237 } }, "145.254.160.237" },
		{ { ADDRESS_MAC, { 0, 0x16, 0xce, 0x6e, 0x8b, 0x24 } }, "00:16:ce:6e:8b:24" },
		{ { ADDRESS_IPV6, { 0xfe, 0x80, [8] = 0xc0, 0, 0x54, 0xff, 0xfe, 0xf5, 0, 1 } },
			"fe80::c000:54ff:fef5:1" },
		{ { ADDRESS_IPV6, { 0x20, 1, 0xd, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 } },
			"2001:db8:102:304:506:708:90a:b0c" },
	};
	unsigned short_count = 0;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (unsigned width = 320; width <= 1152; width += 32) {
			autofinish(exchange) struct exchange exchange = { 0 };
			for (uint8_t k = 0; k < 3; k++) {
				struct frame *frame = &datagram(&exchange, 1, 50000, 5, 53)->frame;
				frame->has_ports = width % 64 == 0;
				frame->source = cases[i].address;
				frame->source.octets[3] ^= k;
				frame->destination.octets[3] = (uint8_t)(200 + k);
			}
			const struct ladder *ladder = layout_in(&exchange, width);
			short_count += check_address_lines(cases[i].text, &ladder->heads[0]);
		}
	}
	assert_true(short_count > 0);
}

/* Labels have the whole of their arrows, so heads break fewer addresses where those cross lanes. */
static void heads_break_less_where_arrows_cross_lanes(void **state)
{
	(void)state;
	static const struct {
		uint8_t last; /* the server of the last datagram, from the second client */
		unsigned lines; /* of all heads */
	} cases[] = { { 211, 12 }, { 210, 16 } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		for (uint8_t k = 0; k < 9; k++) {
			uint8_t client = (uint8_t)(k < 8 ? 110 + k % 2 : 111);
			struct frame *frame = &datagram(&exchange, client, 50000, 0, 53)->frame;
			if (k == 8)
				frame->time_ns = INT64_MAX / 1000; /* a wide column of times */
			for (unsigned octet = 1; octet < 3; octet++) {
				frame->source.octets[octet] = 168;
				frame->destination.octets[octet] = 168;
			}
			frame->destination.octets[3] =
				k < 8 ? (uint8_t)(210 + k % 2) : cases[i].last;
		}
		const struct ladder *ladder = layout_in(&exchange, 680);
		unsigned lines = 0;
		for (unsigned k = 0; k < ladder->head_count; k++)
			lines += ladder->heads[k].line_count;
		assert_int_equal(ladder->lane_count, 4);
		assert_int_equal(lines, cases[i].lines);
	}
}

/* Lanes of hosts that only announce themselves take the whole width. */
static void lanes_of_one_side_take_the_width(void **state)
{
	(void)state;
	static const unsigned widths[] = { 1152, 780, 500 };
	for (size_t i = 0; i < ARRAY_COUNT(widths); i++) {
		for (uint8_t hosts = 2; hosts <= 4; hosts++) {
			autofinish(exchange) struct exchange exchange = { 0 };
			for (uint8_t k = 0; k < hosts; k++) {
				struct frame *frame =
					&datagram(&exchange, 100 + k, 5353, 0, 5353)->frame;
				frame->destination =
					(struct address){ ADDRESS_IPV4, { 224, 0, 0, 251 } };
			}
			const struct ladder *ladder = layout_in(&exchange, widths[i]);
			const struct ladder_lane *lanes = ladder->lanes;
			const struct ladder_head *last = &ladder->heads[ladder->head_count - 1];
			assert_int_equal(ladder->lane_count, hosts);
			assert_int_equal(ladder->width, widths[i]);
			assert_true(last->left + last->width >= (int)widths[i] - 4);
			for (uint8_t k = 1; k + 1 < hosts; k++)
				assert_in_range(lanes[k].x,
					(lanes[k - 1].x + lanes[k + 1].x) / 2 - 2,
					(lanes[k - 1].x + lanes[k + 1].x) / 2 + 2);
			assert_int_equal(ladder->rows[0].all_right, lanes[hosts - 1].x);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_quiet_ones_share_a_lane),
		cmocka_unit_test(a_lane_without_an_address_has_a_word),
		cmocka_unit_test(an_arrow_says_which_socket_of_a_shared_lane),
		cmocka_unit_test(the_sockets_of_a_host_stand_together),
		cmocka_unit_test(an_arrow_to_all_crosses_all_lanes),
		cmocka_unit_test(an_answer_without_its_request_is_from_the_right),
		cmocka_unit_test(routers_stand_in_the_order_of_their_hops),
		cmocka_unit_test(words_go_over_lanes_that_the_arrow_crosses),
		cmocka_unit_test(labels_go_over_lanes_that_the_arrow_crosses),
		cmocka_unit_test(a_size_says_of_what_it_is),
		cmocka_unit_test(heads_are_centered_and_begin_at_the_beginning),
		cmocka_unit_test(addresses_break_between_their_groups),
		cmocka_unit_test(heads_break_less_where_arrows_cross_lanes),
		cmocka_unit_test(lanes_of_one_side_take_the_width),
		cmocka_unit_test(a_role_is_whole),
		cmocka_unit_test(four_lanes_fit_on_a_phone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
