/* Tests deck/block/packet-causes: a cause is named only when the packets shown prove it. */
#include "ladder-checks.h"

#include "deck/block/packet-causes.h"

/* A segment of one connection, with relative numbers; build() fills in the rest. */
struct step {
	bool from_client;
	uint16_t flags;
	uint32_t size, sequence, acknowledgment;
	unsigned labels;
	uint64_t related;
};

static void build(struct exchange *exchange, const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct segment segment = { 0, steps[i].from_client, steps[i].flags,
			steps[i].size, TCP_STATE_ESTABLISHED, TCP_STATE_ESTABLISHED, 0 };
		struct shown_packet *packet = add(exchange, &segment);
		packet->facts.tcp.sequence = steps[i].sequence;
		packet->facts.tcp.acknowledgment = steps[i].acknowledgment;
		packet->facts.tcp.labels = steps[i].labels;
		packet->facts.tcp.related_frame = steps[i].related;
	}
}

static void check(const struct exchange *exchange, const struct annotation *why, size_t count,
	size_t index, size_t from, size_t to, const char *words)
{
	(void)exchange;
	assert_true(index < count);
	assert_int_equal(why[index].from, from);
	assert_int_equal(why[index].to, to);
	assert_string_equal(why[index].words, words);
	assert_true(why[index].is_found);
}

enum { S = TCP_SYN, A = TCP_ACK, P = TCP_PSH, F = TCP_FIN };

static const struct step ping[] = {
	{ true, S, 0, 0, 0, 0, 0 },
	{ false, S | A, 0, 0, 1, 0, 0 },
	{ true, A, 0, 1, 1, 0, 0 },
	{ true, P | A, 85, 1, 1, 0, 0 },
	{ false, A, 0, 1, 86, 0, 0 },
	{ false, P | A, 1448, 1, 86, 0, 0 },
	{ false, P | A, 500, 1449, 86, 0, 0 },
	{ true, A, 0, 86, 1949, 0, 0 },
	{ true, F | A, 0, 86, 1949, 0, 0 },
	{ false, F | A, 0, 1949, 87, 0, 0 },
	{ true, A, 0, 87, 1950, 0, 0 },
};

static void test_acknowledgments(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, ping, ARRAY_COUNT(ping));
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	assert_int_equal(count, 6);
	check(&exchange, why, count, 0, 0, 1, "acknowledges #1");
	check(&exchange, why, count, 1, 1, 2, "acknowledges #2");
	check(&exchange, why, count, 2, 3, 4, "acknowledges #4");
	check(&exchange, why, count, 3, 5, 7,
		"acknowledges 1\xe2\x80\xaf"
		"948 bytes: 2 segments from #6 to #7");
	check(&exchange, why, count, 4, 8, 9, "acknowledges #9");
	check(&exchange, why, count, 5, 9, 10, "acknowledges #10");
}

/* A copy of a packet is no second segment, and its bytes are counted once. */
static void test_copies(void **state)
{
	(void)state;
	static const struct step twice[] = {
		{ true, S, 0, 0, 0, 0, 0 },
		{ true, S, 0, 0, 0, 0, 0 }, /* a copy */
		{ false, S | A, 0, 0, 1, 0, 0 },
		{ true, A, 0, 1, 1, 0, 0 },
		{ false, P | A, 42, 1, 1, 0, 0 },
		{ false, P | A, 42, 1, 1, 0, 0 }, /* a copy */
		{ true, A, 0, 1, 43, 0, 0 },
		{ false, P | A, 100, 43, 1, 0, 0 },
		{ false, P | A, 100, 43, 1, 0, 0 }, /* a copy */
		{ false, P | A, 10, 143, 1, 0, 0 },
		{ false, F | A, 0, 153, 1, 0, 0 },
		{ false, F | A, 0, 153, 1, 0, 0 }, /* a copy */
		{ true, A, 0, 1, 154, 0, 0 },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, twice, ARRAY_COUNT(twice));
	for (size_t i = 1; i < ARRAY_COUNT(twice); i++) {
		if (memcmp(&twice[i], &twice[i - 1], sizeof(twice[i])) == 0)
			exchange.packets[i].facts.copy_of = i;
	}
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	assert_int_equal(count, 4);
	check(&exchange, why, count, 0, 0, 2, "acknowledges #1");
	check(&exchange, why, count, 1, 2, 3, "acknowledges #3");
	check(&exchange, why, count, 2, 4, 6, "acknowledges #5");
	check(&exchange, why, count, 3, 7, 12, "acknowledges 110 bytes: 3 segments from #8 to #11");
}

/* An ACK in the middle of a segment leaves its other bytes to the next ACK. */
static void test_bytes_that_were_acknowledged(void **state)
{
	(void)state;
	static const struct step parts[] = {
		{ true, A, 1000, 1, 1, 0, 0 },
		{ false, A, 0, 1, 401, 0, 0 },
		{ true, A, 1000, 1001, 1, 0, 0 },
		{ false, A, 0, 1, 201, 0, 0 }, /* late */
		{ false, A, 0, 1, 2001, 0, 0 },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, parts, ARRAY_COUNT(parts));
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	assert_int_equal(count, 1);
	check(&exchange, why, count, 0, 0, 4,
		"acknowledges 1" TEXT_THIN_SPACE "600 bytes: 2 segments from #1 to #3");
}

/* A SYN and a FIN have numbers, and no bytes. */
static void test_no_bytes(void **state)
{
	(void)state;
	static const struct step none[] = {
		{ true, S, 0, 0, 0, 0, 0 },
		{ true, F, 0, 1, 0, 0, 0 },
		{ false, S | A, 0, 0, 2, 0, 0 },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, none, ARRAY_COUNT(none));
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	check(&exchange, why, count, 0, 0, 2, "acknowledges #1 and #2");
	count = packet_causes_find(&exchange.selection, true, &exchange.arena, why);
	check(&exchange, why, count, 0, 0, 2, "#1, #2 확인 응답");
}

/* Bytes before a gap may have been acknowledged by an ACK that is left out. */
static void test_what_is_left_out_proves_nothing(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, ping, ARRAY_COUNT(ping));
	struct left_out left_out[ARRAY_COUNT(ping) + 1] = { 0 };
	left_out[4].count = 1;
	left_out[7].count = 2;
	exchange.selection.left_out = left_out;
	assert_int_equal(packet_causes_find(&exchange.selection, false, &exchange.arena, why), 4);
}

static void test_three_duplicates(void **state)
{
	(void)state;
	enum {
		D = TCP_LABEL_DUP_ACK,
		R = TCP_LABEL_RETRANSMISSION,
		FAST = TCP_LABEL_FAST_RETRANSMISSION
	};
	static const struct step lost[] = {
		{ false, A, 0, 1, 1, 0, 0 },
		{ true, A, 1000, 1, 1, 0, 0 },
		{ true, A, 1000, 1001, 1, 0, 0 },
		{ false, A, 0, 1, 1, D, 1 },
		{ false, A, 0, 1, 1, D, 1 },
		{ false, A, 0, 1, 1, D, 1 },
		{ true, A, 1000, 1, 1, FAST, 2 },
		{ false, A, 0, 1, 2001, 0, 0 },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, lost, ARRAY_COUNT(lost));
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	/* The last ACK gets no cause: it is not known which of the two transmissions arrived. */
	assert_int_equal(count, 2);
	check(&exchange, why, count, 0, 1, 6, "#2 again");
	check(&exchange, why, count, 1, 5, 6, "the third duplicate ACK");
	/* a plain retransmission is not attributed to duplicate ACKs */
	exchange.packets[6].facts.tcp.labels = R;
	assert_int_equal(packet_causes_find(&exchange.selection, false, &exchange.arena, why), 1);
}

static void test_timer(void **state)
{
	(void)state;
	enum { R = TCP_LABEL_RETRANSMISSION };
	static const struct step lost[] = {
		{ true, A, 1000, 1, 1, 0, 0 },
		{ true, A, 1000, 1, 1, R, 1 },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, lost, ARRAY_COUNT(lost));
	exchange.packets[1].frame.time_ns = exchange.packets[0].frame.time_ns + 203 * 1000 * US;
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	assert_int_equal(count, 1);
	check(&exchange, why, count, 0, 0, 1, "again, after no answer for 203\xc2\xa0ms");
	struct left_out left_out[ARRAY_COUNT(lost) + 1] = { 0 };
	left_out[1].count = 1;
	exchange.selection.left_out = left_out;
	count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	check(&exchange, why, count, 0, 0, 1, "#1 again");
}

/* A FIN with the number of the SYN does not repeat the SYN. */
static void test_what_was_sent_before(void **state)
{
	(void)state;
	enum { R = TCP_LABEL_RETRANSMISSION };
	static const struct step steps[] = {
		{ true, S, 0, 0, 0, 0, 0 },
		{ true, F, 0, 0, 0, R, 1 },
		{ false, S | A, 0, 0, 1, 0, 0 },
		{ true, F | A, 0, 0, 1, R, 1 },
		{ true, P | A, 10, 1, 1, 0, 0 },
		{ true, F | P | A, 10, 1, 1, R, 5 },
		{ true, F | A, 0, 11, 1, R, 6 },
		{ true, A, 10, 21, 1, R, 6 }, /* the analysis knows no original */
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	build(&exchange, steps, ARRAY_COUNT(steps));
	for (size_t i = 0; i < ARRAY_COUNT(steps); i++)
		exchange.packets[i].frame.time_ns = (int64_t)i * 100 * 1000 * US;
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	assert_int_equal(count, 4);
	check(&exchange, why, count, 0, 2, 3, "acknowledges #3");
	check(&exchange, why, count, 1, 1, 3, "#2 again");
	check(&exchange, why, count, 2, 4, 5, "again, after no answer for 100\xc2\xa0ms");
	check(&exchange, why, count, 3, 5, 6, "again, after no answer for 100\xc2\xa0ms");
}

/* A SYN after a DNS answer has a cause only when it goes to an address of the response. */
static void test_names(void **state)
{
	(void)state;
	static const struct field_spec dns_a = FIELD_SPEC("dns.a", "Address", 4);
	static const uint8_t octets[] = { 192, 0, 2, 80 };
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	const struct step steps[] = { { false, A, 0, 1, 1, 0, 0 }, { true, S, 0, 0, 0, 0, 0 } };
	build(&exchange, steps, ARRAY_COUNT(steps));
	struct shown_packet *answer = &exchange.packets[0], *syn = &exchange.packets[1];
	struct field field = { .spec = &dns_a,
		.kind = FIELD_ADDRESS,
		.size = 4,
		.bytes = { octets, sizeof(octets) },
		.parent = -1 };
	answer->facts.has_tcp = false;
	answer->frame.transport = PART_UDP;
	answer->frame.application = PART_DNS;
	answer->frame.parts.application.dns =
		(struct dns_message){ .is_response = true, .has_question = true };
	answer->fields = (struct field_list){ .fields = &field, .count = 1 };
	syn->frame.destination =
		(struct address){ .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 80 } };
	size_t count = packet_causes_find(&exchange.selection, false, &exchange.arena, why);
	check(&exchange, why, count, 0, 0, 1, "connects to 192.0.2.80, an address of the response");
	syn->frame.destination.octets[3] = 81;
	assert_int_equal(packet_causes_find(&exchange.selection, false, &exchange.arena, why), 0);
}

/* A packet of another protocol, or a fragment, stands between segments. */
static void test_packets_without_numbers(void **state)
{
	(void)state;
	static const struct step steps[] = {
		{ true, A, 100, 1, 1, 0, 0 },
		{ true, A, 100, 101, 1, 0, 0 },
		{ false, A, 0, 1, 101, 0, 0 },
	};
	for (int is_fragment = 0; is_fragment < 2; is_fragment++) {
		for (unsigned i = 0; i < 2; i++) {
			autofinish(exchange) struct exchange exchange = { 0 };
			struct annotation why[PACKET_CAUSES_MAX];
			build(&exchange, steps, ARRAY_COUNT(steps));
			struct shown_packet *other = &exchange.packets[i];
			other->facts.has_tcp = is_fragment;
			other->frame.transport = is_fragment ? PART_NO_TRANSPORT : PART_UDP;
			size_t count = packet_causes_find(
				&exchange.selection, false, &exchange.arena, why);
			if (i == 0)
				assert_int_equal(count, 0);
			else
				check(&exchange, why, count, 0, 0, 2, "acknowledges #1");
		}
	}
}

/* All causes are counted, but only PACKET_CAUSES_MAX are kept. */
static void test_many(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct annotation why[PACKET_CAUSES_MAX];
	for (unsigned i = 0; i < PACKETS_MAX - 2; i += 2) {
		const struct step pair[] = {
			{ true, A, 10, 1 + 5 * i, 1, 0, 0 },
			{ false, A, 0, 1, 1 + 5 * i + 10, 0, 0 },
		};
		build(&exchange, pair, ARRAY_COUNT(pair));
	}
	size_t count = packet_causes_find(&exchange.selection, true, &exchange.arena, why);
	assert_int_equal(count, (PACKETS_MAX - 2) / 2);
	assert_string_equal(why[0].words, "#1 확인 응답");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acknowledgments),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_bytes_that_were_acknowledged),
		cmocka_unit_test(test_no_bytes),
		cmocka_unit_test(test_what_is_left_out_proves_nothing),
		cmocka_unit_test(test_three_duplicates),
		cmocka_unit_test(test_timer),
		cmocka_unit_test(test_what_was_sent_before),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_packets_without_numbers),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
