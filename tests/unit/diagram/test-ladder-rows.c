/* Rows of the sequence diagram: folded runs, labels with reasons, many lanes, known states. */
#include "ladder-checks.h"

#include "base/array.h"
#include "diagram/ladder/label-reason.h"

enum { S = TCP_SYN, A = TCP_ACK, P = TCP_PSH };
#define UP TCP_STATE_ESTABLISHED

static struct shown_packet *data(struct exchange *exchange, uint32_t size, uint32_t sequence)
{
	struct shown_packet *packet =
		add(exchange, &(struct segment){ 0, false, A, size, UP, UP, 0 });
	packet->facts.tcp.sequence = sequence;
	return packet;
}

static struct shown_packet *receipt(struct exchange *exchange)
{
	return add(exchange, &(struct segment){ 0, true, A, 0, UP, UP, 0 });
}

/* Adds a handshake, a request, and `count` segments of a reply with an ACK after every second. */
static void add_reply(struct exchange *exchange, unsigned count, uint32_t last_size)
{
	add(exchange,
		&(struct segment){ 0, true, S, 0, TCP_STATE_SYN_SENT, TCP_STATE_SYN_RECEIVED, 0 });
	add(exchange, &(struct segment){ 0, false, S | A, 0, UP, TCP_STATE_SYN_RECEIVED, 0 });
	receipt(exchange);
	add(exchange, &(struct segment){ 0, true, P | A, 97, UP, UP, 0 })->facts.tcp.http_place =
		HTTP_PLACE_LAST;
	for (unsigned i = 0; i < count; i++) {
		data(exchange, i + 1 == count ? last_size : 1448, 1 + i * 1448);
		if (i % 2)
			receipt(exchange);
	}
}

static struct packet_run *runs_of(struct exchange *exchange, const bool *is_kept, size_t *ret_count)
{
	return packet_runs(&exchange->arena, &exchange->selection, &exchange->summary, true,
		is_kept, ret_count);
}

static void a_reply_is_one_row(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_reply(&exchange, 11, 1448);
	size_t count;
	struct packet_run *runs = runs_of(&exchange, NULL, &count);
	assert_int_equal(count, 5); /* the third packet ends the handshake and keeps its own row */
	assert_int_equal(runs[4].first, 4);
	assert_int_equal(runs[4].count, 16);
	assert_int_equal(runs[4].data, 4);
	const struct run_totals totals = packet_run_totals(&exchange.selection, &runs[4]);
	assert_int_equal(totals.data_count, 11);
	assert_int_equal(totals.ack_count, 5);
	assert_int_equal(totals.size, 11 * 1448);
	assert_int_equal(totals.end, 11 * 1448 + 1);
	assert_true(totals.is_even);

	(void)packet_runs(
		&exchange.arena, &exchange.selection, &exchange.summary, false, NULL, &count);
	assert_int_equal(count, exchange.selection.count);
}

static void what_happens_in_a_run_ends_it(void **state)
{
	(void)state;
	static const struct {
		const char *what;
		size_t index; /* of the packet that is changed */
		size_t rows;
	} cases[] = {
		{ "remark", 10, 7 },
		{ "label", 10, 7 },
		{ "pause", 10, 6 },
		{ "end of a message", 10, 7 },
		{ "other direction", 10, 7 },
		{ "state", 10, 7 },
		{ "harmless label", 10, 5 },
		{ "left out", 10, 6 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_reply(&exchange, 11, 1448);
		bool is_kept[PACKETS_MAX] = { 0 };
		struct shown_packet *packet = &exchange.packets[cases[i].index];
		if (i == 0)
			is_kept[cases[i].index] = true;
		if (i == 1)
			packet->facts.tcp.labels = TCP_LABEL_DUP_ACK;
		for (size_t k = cases[i].index; i == 2 && k < exchange.selection.count; k++)
			exchange.packets[k].frame.time_ns += 200000 * US;
		if (i == 3)
			packet->facts.tcp.http_place = HTTP_PLACE_LAST;
		if (i == 4) {
			packet->frame.parts.transport.tcp.payload_size = 10;
			packet->facts.tcp.is_from_client = true;
			/* a single packet in a run of the other direction */
			exchange.packets[cases[i].index + 1]
				.frame.parts.transport.tcp.payload_size = 1448;
		}
		if (i == 5) {
			enter(&exchange.connections[0].history[0], TCP_STATE_CLOSE_WAIT,
				packet->frame.number);
		}
		if (i == 6)
			packet->facts.tcp.labels = TCP_LABEL_WINDOW_UPDATE;
		struct left_out left_out[PACKETS_MAX] = { { 0 } };
		left_out[cases[i].index].count = 1;
		if (i == 7)
			exchange.selection.left_out = left_out;
		size_t count;
		(void)runs_of(&exchange, is_kept, &count);
		if (count != cases[i].rows)
			fail_msg("%s: %zu rows, not %zu", cases[i].what, count, cases[i].rows);
	}
}

static const char *chip_of(const struct ladder_row *row)
{
	for (unsigned i = 0; i < row->text_count; i++)
		if (row->texts[i].kind == LADDER_TEXT_CHIP)
			return row->texts[i].string;
	return "";
}

static const char *numbers_of(const struct ladder_row *row)
{
	for (unsigned i = 0; i < row->text_count; i++)
		if (row->texts[i].kind == LADDER_TEXT_NUMBER)
			return row->texts[i].string;
	return "";
}

static void a_fold_says_how_much(void **state)
{
	(void)state;
	static const struct {
		uint32_t odd_index, odd_size, last_size;
		const char *lang, *chip;
	} cases[] = {
		{ 0, 0, 1448, "en", "11 × 1" TEXT_THIN_SPACE "448 bytes" },
		{ 0, 0, 1448, "ko", "11 × 1,448바이트" },
		{ 0, 0, 216, "en", "10 × 1" TEXT_THIN_SPACE "448 + 216 bytes" },
		{ 7, 100, 216, "en", "11 segments, 13" TEXT_THIN_SPACE "348 bytes" },
		{ 7, 100, 216, "ko", "세그먼트 11개, 13,348바이트" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_reply(&exchange, 11, cases[i].last_size);
		if (cases[i].odd_index)
			exchange.packets[cases[i].odd_index]
				.frame.parts.transport.tcp.payload_size = cases[i].odd_size;
		struct ladder_options options = options_of(1152, 540);
		options.lang = cases[i].lang;
		options.runs = runs_of(&exchange, NULL, &options.run_count);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		assert_int_equal(ladder->row_count, 5);
		assert_string_equal(chip_of(&ladder->rows[4]), cases[i].chip);
		assert_string_equal(numbers_of(&ladder->rows[3]), "4");
		assert_string_equal(numbers_of(&ladder->rows[4]), "5–20");
		assert_int_equal(ladder->rows[4].from, 1); /* the direction of the data */
	}
}

static void a_fold_is_one_step(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_reply(&exchange, 11, 1448);
	struct ladder_options options = options_of(780, 540);
	options.runs = runs_of(&exchange, NULL, &options.run_count);
	autofinish(text) struct text svg = { 0 };
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	const char *fold = strstr(text_string(&svg), "fold fragment custom\" data-frame=\"5\"");
	assert_non_null(fold);
	assert_non_null(strstr(fold, "data-last=\"20\""));
	assert_non_null(strstr(fold, "data-fragment-index=\"3\""));
	assert_null(strstr(text_string(&svg), "data-fragment-index=\"4\""));
}

/* ---- reasons ---- */

static void every_label_has_a_reason(void **state)
{
	(void)state;
	static const char *const english[TCP_LABEL_COUNT] = {
		"bytes 1" TEXT_THIN_SPACE "449–2" TEXT_THIN_SPACE "896 again, 200 ms later",
		"again: duplicate ACKs",
		"though acknowledged already",
		"late: what follows came first",
		"1" TEXT_THIN_SPACE "449 comes next",
		"again, all before 99 has arrived",
		"99 confirms bytes",
		"the buffer is full",
		"fill the other side's buffer",
		"room for 5" TEXT_THIN_SPACE "000 bytes",
		"a number that was used before",
		"answers a keep-alive",
		"one byte",
		"no room yet",
		"ports of an old one",
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct shown_packet *packet = data(&exchange, 1448, 1449);
	packet->facts.tcp.acknowledgment = 99;
	packet->facts.tcp.window = 5000;
	packet->facts.tcp.timeout_ns = 200000 * US;
	packet->facts.tcp.related_frame = 1;
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		autofinish(text) struct text korean = { 0 }, words = { 0 };
		label_reason_append(&words, packet, bit, false);
		label_reason_append(&korean, packet, bit, true);
		if (!strstr(text_string(&words), english[bit]))
			fail_msg("'%s' has no '%s'", text_string(&words), english[bit]);
		assert_true(korean.size > 0);
		assert_string_not_equal(text_string(&korean), text_string(&words));
	}
	packet->frame.parts.transport.tcp.payload_size = 0;
	packet->frame.parts.transport.tcp.flags = TCP_SYN;
	autofinish(text) struct text syn = { 0 };
	label_reason_append(&syn, packet, 0, false);
	assert_string_equal(text_string(&syn), "SYN again, 200 ms later");

	/* Without an earlier FIN: the number of this FIN is that of the SYN. */
	packet->frame.parts.transport.tcp.flags = TCP_FIN;
	packet->facts.tcp.sequence = 0;
	autofinish(text) struct text fin = { 0 };
	label_reason_append(&fin, packet, 0, false);
	assert_string_equal(text_string(&fin), "a FIN with number 0, which the SYN had");
	packet->facts.tcp.sequence = 80;
	autofinish(text) struct text again = { 0 };
	label_reason_append(&again, packet, 0, false);
	assert_string_equal(text_string(&again), "FIN, number 80 again, 200 ms later");
}

/* Checks the reason for one label of a packet. */
static void check_reason(
	const struct shown_packet *packet, enum tcp_label label, const char *wanted)
{
	autofinish(text) struct text words = { 0 }, korean = { 0 };
	unsigned bit = 0;
	while (1U << bit != (unsigned)label)
		bit++;
	label_reason_append(&words, packet, bit, false);
	label_reason_append(&korean, packet, bit, true);
	assert_string_equal(text_string(&words), wanted);
	assert_true(korean.size > 0);
	assert_string_not_equal(text_string(&korean), wanted);
}

/* The reason is true even where Wireshark's label does not fit the packet. */
static void a_reason_is_true_of_its_packet(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct shown_packet *packet = data(&exchange, 1, 1001);
	packet->facts.tcp.related_frame = 1;
	packet->facts.tcp.acknowledgment = 1002;
	packet->facts.tcp.facts = TCP_FACT_NO_ROOM | TCP_FACT_PROBED;
	packet->facts.tcp.labels = TCP_LABEL_KEEP_ALIVE | TCP_LABEL_WINDOW_FULL;
	check_reason(packet, TCP_LABEL_KEEP_ALIVE,
		"a number that was used before, to see if there is room");
	check_reason(packet, TCP_LABEL_WINDOW_FULL, "the other side's buffer is still full");
	check_reason(packet, TCP_LABEL_LOST_SEGMENT,
		"1" TEXT_THIN_SPACE "001 follows the byte of a window probe");
	check_reason(packet, TCP_LABEL_ACK_UNSEEN,
		"1" TEXT_THIN_SPACE "002 confirms the byte of a window probe");
	packet->facts.tcp.acknowledgment = 1;
	check_reason(packet, TCP_LABEL_ACK_UNSEEN,
		"confirms a new SYN, whose number does not follow the old ones");
	packet->facts.tcp.related_frame = 0;
	check_reason(packet, TCP_LABEL_DUP_ACK, "the first ACK, whose number happens to be 0");
	packet->frame.parts.transport.tcp.flags = TCP_SYN | TCP_ACK;
	packet->facts.tcp.facts = TCP_FACT_CROSSED;
	check_reason(
		packet, TCP_LABEL_LOST_SEGMENT, "a new number, which does not follow the old ones");
	check_reason(packet, TCP_LABEL_RETRANSMISSION,
		"its own SYN, now with an ACK of the other side's");
}

static const struct ladder_text *badge_of(const struct ladder_row *row)
{
	for (unsigned i = 0; i < row->text_count; i++)
		if (row->texts[i].kind == LADDER_TEXT_BADGE)
			return &row->texts[i];
	return NULL;
}

static void the_reason_stands_where_there_is_room(void **state)
{
	(void)state;
	for (unsigned is_wide = 0; is_wide < 2; is_wide++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_reply(&exchange, 3, 1448);
		exchange.packets[5].facts.tcp.labels = TCP_LABEL_RETRANSMISSION;
		exchange.packets[5].facts.tcp.timeout_ns = 200000 * US;
		struct ladder_options options = options_of(is_wide ? 1152 : 600, 540);
		options.lang = "en";
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		const struct ladder_row *row = &ladder->rows[5];
		assert_int_equal(strstr(badge_of(row)->string, "200 ms later") != NULL, is_wide);
		assert_non_null(strstr(row->title, "200 ms later"));
	}
}

/* ---- states ---- */

static const char *state_beside(const struct ladder *ladder, const struct ladder_text *texts,
	unsigned count, bool is_server)
{
	for (unsigned i = 0; i < count; i++) {
		bool is_state = texts[i].kind == LADDER_TEXT_STATE ||
			texts[i].kind == LADDER_TEXT_STATE_ESTABLISHED;
		if (is_state && (texts[i].left > ladder->lanes[1].x) == is_server)
			return texts[i].string;
	}
	return "";
}

static const char *state_of_row(const struct ladder *ladder, unsigned row, bool is_server)
{
	return state_beside(
		ladder, ladder->rows[row].texts, ladder->rows[row].text_count, is_server);
}

static void nobody_is_said_to_listen_without_an_answer(void **state)
{
	(void)state;
	static const struct {
		enum tcp_state before, after;
		const char *told;
	} cases[] = {
		{ TCP_STATE_UNKNOWN, TCP_STATE_UNKNOWN, "" },
		{ TCP_STATE_CLOSED, TCP_STATE_CLOSED, "CLOSED" }, /* refused */
		{ TCP_STATE_LISTEN, TCP_STATE_SYN_RECEIVED, "SYN_RECEIVED" },
		{ TCP_STATE_LISTEN, TCP_STATE_LISTEN, "" }, /* the SYN did not arrive */
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add(&exchange,
			&(struct segment){
				0, true, S, 0, TCP_STATE_SYN_SENT, TCP_STATE_UNKNOWN, 0 });
		struct tcp_history *server = &exchange.connections[0].history[1];
		server->initial = (uint8_t)cases[i].before;
		if (cases[i].after != cases[i].before)
			enter(server, cases[i].after, 1);
		const struct ladder_options options = options_of(1152, 540);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		assert_string_equal(state_of_row(ladder, 0, true), cases[i].told);
		assert_int_equal(ladder->first_count, cases[i].before == TCP_STATE_LISTEN);
	}
}

/* A datagram to the server comes before the connection whose server listens. */
static void who_listens_is_said_above_all_rows(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct shown_packet *query =
		add(&exchange, &(struct segment){ .stream = 1, .from_client = true });
	query->facts.has_tcp = false;
	query->frame.transport = PART_UDP;
	query->frame.protocol = PROTOCOL_UDP;
	add_ping(&exchange, 0);
	const struct ladder_options options = options_of(1152, 540);
	const struct ladder *ladder = ladder_layout(
		&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_ladder(ladder);
	assert_int_equal(ladder->first_count, 1);
	assert_string_equal(ladder->first_texts[0].string, "LISTEN");
}

/* Some of eleven packets are shown. The test checks the tears and the states beside them. */
static void what_is_not_shown_tears_the_lanes(void **state)
{
	(void)state;
	static const struct {
		const char *lang;
		unsigned width;
		const char *before_third, *after_last;
	} cases[] = {
		{ "en", 1152, "packets 3–5 not shown (3)", "packets 7–11 not shown (5)" },
		{ "ko", 1152, "3–5번 패킷 3개 생략", "7–11번 패킷 5개 생략" },
		{ "en", 500, "3 not shown", "5 not shown" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_ping(&exchange, 0);
		struct shown_packet *shown[] = { exchange.pointers[0], exchange.pointers[1],
			exchange.pointers[5] };
		const struct left_out_part part = { 0, NULL };
		const struct left_out left_out[4] = {
			[2] = { 3, 3, 5, &part }, [3] = { 5, 7, 11, &part }
		};
		exchange.selection = (struct selection){
			.packets = shown, .count = 3, .match_count = 3, .left_out = left_out
		};
		struct ladder_options options = options_of(cases[i].width, 540);
		options.lang = cases[i].lang;
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		assert_null(ladder->rows[0].tear);
		assert_null(ladder->rows[1].tear);
		const struct ladder_tear *tear = ladder->rows[2].tear;
		assert_non_null(tear);
		assert_false(ladder->rows[2].has_gap);
		assert_int_equal(tear->lane_count, 2);
		assert_string_equal(tear->words.string, cases[i].before_third);
		assert_string_equal(ladder->last_tear->words.string, cases[i].after_last);
		assert_true(tear->y > ladder->rows[1].bottom && tear->y < ladder->rows[2].top);
		assert_true(ladder->last_tear->y > ladder->rows[2].bottom);
		/* the tear shows the state after the packets that are left out */
		assert_string_equal(state_of_row(ladder, 1, true), "");
		if (cases[i].width > 1000)
			assert_string_equal(
				state_beside(ladder, tear->states, tear->state_count, true),
				"ESTABLISHED");
		assert_string_equal(state_of_row(ladder, 2, true), "");
		assert_int_equal(ladder->last_tear->state_count, 0);
		assert_non_null(strstr(ladder->description, "3–5"));
		assert_non_null(strstr(ladder->description, "7–11"));
	}
}

/* A packet that was captured twice is not drawn as a retransmission. */
static void a_copy_is_told_as_one(void **state)
{
	(void)state;
	static const struct {
		const char *lang, *badge, *title, *note;
	} cases[] = {
		{ "en", "captured twice (#1)", "not sent a second time",
			"2 copies not shown (captured twice)" },
		{ "ko", "두 번 캡처됨 (#1)", "재전송이 아님", "두 번 캡처된 패킷의 사본 2개 생략" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		const struct segment syn = { 0, true, S, 0, TCP_STATE_SYN_SENT, TCP_STATE_UNKNOWN,
			0 };
		add(&exchange, &syn);
		struct shown_packet *copy = add(&exchange, &syn);
		copy->facts.copy_of = 1;
		copy->oddities.kinds = 1U << ODDITY_COPY;
		exchange.selection.copy_count = 2;
		struct ladder_options options = options_of(780, 540);
		options.lang = cases[i].lang;
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		const struct ladder_row *row = &ladder->rows[1];
		assert_true(row->is_copy && row->is_odd && !row->is_resent && !row->is_bad);
		assert_false(ladder->rows[0].is_copy || ladder->rows[0].is_odd);
		const char *badge = badge_of(row)->string;
		assert_true(strncmp(badge, cases[i].badge, 14) == 0);
		assert_non_null(strstr(row->title, cases[i].title));
		assert_string_equal(ladder->note.string, cases[i].note);
		assert_non_null(strstr(ladder->description, cases[i].note));
	}
}

static void a_missed_beginning_tears_the_lanes(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add(&exchange, &(struct segment){ 0, true, A, 0, TCP_STATE_UNKNOWN, TCP_STATE_UNKNOWN, 0 })
		->oddities.kinds = 1U << ODDITY_START;
	struct ladder_options options = options_of(1152, 540);
	options.lang = "en";
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_ladder(ladder);
	assert_string_equal(ladder->rows[0].tear->words.string, "the beginning was not captured");
	assert_int_equal(ladder->rows[0].tear->lane_count, 2);
	assert_null(ladder->last_tear);
}

static void a_state_that_is_lost_has_a_sign(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add(&exchange, &(struct segment){ 0, true, A, 0, UP, UP, 0 });
	add(&exchange, &(struct segment){ 0, false, A, 5, UP, TCP_STATE_UNKNOWN, 0 });
	const struct ladder_options options = options_of(1152, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_ladder(ladder);
	assert_string_equal(state_of_row(ladder, 1, true), "?");
	assert_string_equal(state_of_row(ladder, 1, false), "");
}

/* When the ports are used again, only the states of the new connection are shown. */
static void the_next_connection_of_two_sockets_ends_the_last(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	size_t last = exchange.selection.count;
	add_ping(&exchange, 1);
	for (size_t i = last; i < exchange.selection.count; i++) {
		struct frame *frame = &exchange.packets[i].frame;
		if (frame->source_port != 8080)
			frame->source_port = 55000;
		else
			frame->destination_port = 55000;
	}
	const struct ladder_options options = options_of(1152, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_ladder(ladder);
	assert_int_equal(ladder->lane_count, 2);
	assert_int_equal(ladder->lanes[0].track_count, 1);
	for (unsigned k = 0; k < ladder->rows[last].bar_count; k++)
		assert_int_not_equal(ladder->rows[last].bars[k].state, TCP_STATE_TIME_WAIT);
}

/* ---- many lanes ---- */

/* Adds questions from `count` sockets or hosts to one or several servers. */
static void add_questions(struct exchange *exchange, unsigned count, bool has_ports, unsigned hosts)
{
	for (unsigned i = 0; i < count; i++) {
		struct shown_packet *packet =
			add(exchange, &(struct segment){ .from_client = true });
		struct frame *frame = &packet->frame;
		packet->facts.has_tcp = false;
		frame->protocol = has_ports ? PROTOCOL_UDP : PROTOCOL_ARP;
		frame->has_ports = has_ports;
		frame->transport = has_ports ? PART_UDP : PART_ARP;
		frame->source_port = (uint16_t)(50000 + i);
		frame->destination_port = 53;
		frame->source.octets[2] = (uint8_t)(200 + i % (has_ports ? 2 : count));
		frame->source.octets[0] = frame->destination.octets[0] = 192;
		frame->destination.octets[3] = (uint8_t)(100 + i % hosts);
		frame_read(frame, &packet->facts.shown);
		packet->rule = color_rule_for(frame, &packet->facts);
	}
}

static void many_lanes_stay_on_the_slide(void **state)
{
	(void)state;
	static const struct {
		unsigned count, hosts;
		bool has_ports;
		unsigned width;
	} cases[] = {
		{ 10, 1, false, 1152 },
		{ 10, 1, true, 1152 },
		{ 10, 2, true, 1152 },
		{ 12, 4, false, 1152 },
		{ 9, 9, false, 1152 },
		{ 8, 2, false, 780 },
		{ 8, 1, true, 780 },
		{ 3, 8, false, 1152 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_questions(&exchange, cases[i].count, cases[i].has_ports, cases[i].hosts);
		const struct ladder_options options = options_of(cases[i].width, 540);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		if (ladder->width > (int)cases[i].width)
			fail_msg("case %zu: %d px on a stage of %u", i, ladder->width,
				cases[i].width);
	}
}

static void many_connections_share_a_plate(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	for (unsigned stream = 0; stream < 12; stream++)
		add(&exchange,
			&(struct segment){ stream, true, S, 0, TCP_STATE_SYN_SENT,
				TCP_STATE_SYN_RECEIVED, 0 });
	const struct ladder_options options = options_of(1152, 540);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_ladder(ladder);
	assert_int_equal(ladder->width, 1152);
	assert_string_equal(ladder->heads[0].texts[0].string, "클라이언트");
	assert_string_equal(ladder->heads[0].texts[1].string, ":55000");
	assert_string_equal(ladder->heads[0].texts[5].string, "나머지 8개");
}

/* Only trouble has a sign and its color: Wireshark's "Bad TCP" exempts the other labels. */
static void labels_about_no_trouble_are_quiet(void **state)
{
	(void)state;
	static const struct {
		uint32_t labels;
		const char *badge;
		bool is_bad;
	} cases[] = {
		{ TCP_LABEL_WINDOW_UPDATE, "window update", false },
		{ TCP_LABEL_KEEP_ALIVE, "keep-alive", false },
		{ TCP_LABEL_RETRANSMISSION, "! retransmission", true },
		{ TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_RETRANSMISSION, "! retransmission, window update",
			true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_ping(&exchange, 0);
		exchange.packets[4].facts.tcp.labels = cases[i].labels;
		struct ladder_options options = options_of(1152, 540);
		options.lang = "en";
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		const struct ladder_row *row = &ladder->rows[4];
		const char *badge = badge_of(row)->string;
		assert_memory_equal(badge, cases[i].badge, strlen(cases[i].badge));
		assert_int_equal(row->is_bad, cases[i].is_bad);
		assert_int_equal(row->is_odd, !cases[i].is_bad);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_is_one_row),
		cmocka_unit_test(what_happens_in_a_run_ends_it),
		cmocka_unit_test(a_fold_says_how_much),
		cmocka_unit_test(a_fold_is_one_step),
		cmocka_unit_test(every_label_has_a_reason),
		cmocka_unit_test(a_reason_is_true_of_its_packet),
		cmocka_unit_test(the_reason_stands_where_there_is_room),
		cmocka_unit_test(nobody_is_said_to_listen_without_an_answer),
		cmocka_unit_test(who_listens_is_said_above_all_rows),
		cmocka_unit_test(what_is_not_shown_tears_the_lanes),
		cmocka_unit_test(a_copy_is_told_as_one),
		cmocka_unit_test(a_missed_beginning_tears_the_lanes),
		cmocka_unit_test(a_state_that_is_lost_has_a_sign),
		cmocka_unit_test(the_next_connection_of_two_sockets_ends_the_last),
		cmocka_unit_test(many_lanes_stay_on_the_slide),
		cmocka_unit_test(labels_about_no_trouble_are_quiet),
		cmocka_unit_test(many_connections_share_a_plate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
