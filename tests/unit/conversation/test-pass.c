/*
 * One reading of a capture: which packets are chosen, which have fields, and what stays in the
 * arena.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "conversation/pass.h"

enum { LINK_RAW = 12, PACKETS = 8, PACKET_SIZE = 60, COPY = 6 };

/* Segments of two connections in turn; the seventh packet is the fifth again. */
static void make_packet(uint8_t bytes[PACKET_SIZE], unsigned index)
{
	unsigned sent = index == COPY ? 4 : index;
	memset(bytes, 0, PACKET_SIZE);
	bytes[0] = 0x45;
	bytes[3] = PACKET_SIZE;
	bytes[5] = (uint8_t)(sent + 1);
	bytes[8] = (uint8_t)(index == COPY ? 63 : 64); /* a router was passed */
	bytes[9] = 6;
	memcpy(bytes + 12, "\12\0\0\1\12\0\0\2", 8);
	bytes[20] = 0xc3;
	bytes[21] = (uint8_t)(sent % 2);
	bytes[23] = 80;
	bytes[27] = (uint8_t)(1 + 20 * (sent / 2));
	bytes[32] = 0x50;
	bytes[33] = TCP_ACK;
}

static bool packet_add(struct pass *pass, unsigned index)
{
	static uint8_t bytes[PACKET_SIZE];
	autofinish(error) struct error error = { 0 };
	make_packet(bytes, index);
	const struct packet packet = {
		.number = index + 1,
		.time_ns = (int64_t)index * 1000,
		.length = PACKET_SIZE,
		.captured = PACKET_SIZE,
		.link_type = LINK_RAW,
		.data = { bytes, PACKET_SIZE },
	};
	return pass_add(pass, &packet, &error);
}

static void choices_say_what_is_chosen(void **state)
{
	(void)state;
	static const struct frame_range ranges[] = { { 7, 9 }, { 2, 3 }, { 3, 4 } };
	static const struct {
		struct packet_choice choice;
		const char *chosen; /* a letter per packet: Yes, no, Limit, Before */
	} cases[] = {
		{ { .stream = -1 }, "YYYYYYYY" },
		{ { .stream = -1, .filter = "" }, "YYYYYYYY" },
		{ { .stream = 1 }, "nYnYnYnY" },
		{ { .stream = 2 }, "nnnnnnnn" },
		{ { .stream = -1, .ranges = ranges, .range_count = 3 }, "nYYYnnYY" },
		{ { .stream = 0, .ranges = ranges, .range_count = 3 }, "nnYnnnYn" },
		{ { .stream = -1, .limit = 3 }, "YYYLLLLL" },
		{ { .stream = -1, .once = true }, "YYYYYYBY" },
		{ { .stream = -1, .once = true, .limit = 5 }, "YYYYYLBL" },
		{ { .stream = 1, .once = true }, "nYnYnYnY" },
	};
	static const char letters[] = {
		[CHOSEN_NOT] = 'n',
		[CHOSEN] = 'Y',
		[CHOSEN_BEYOND_LIMIT] = 'L',
		[CHOSEN_BEFORE] = 'B',
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		autofinish(pass) struct pass pass;
		const struct pass_options options = { .finds_copies = true };
		char chosen[PACKETS + 1] = "";
		assert_true(pass_init(&pass, NULL, &cases[i].choice, 1, &options, &error));
		for (unsigned k = 0; k < PACKETS; k++) {
			assert_true(packet_add(&pass, k));
			chosen[k] = letters[pass_choice(&pass, 0)];
		}
		assert_string_equal(chosen, cases[i].chosen);
	}
}

/* Once the next packet is read, the arena holds nothing of a packet that was not chosen. */
static void check_kept(int64_t stream, bool once, unsigned step, size_t wanted)
{
	static const struct frame_range ranges[] = { { 3, UINT64_MAX } };
	const struct packet_choice choice = {
		.stream = stream, .once = once, .ranges = ranges, .range_count = 1
	};
	autofinish(error) struct error error = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	autofinish(pass) struct pass pass;
	const struct pass_options options = {
		.arena = &arena, .keeps = true, .describes = true, .finds_copies = true
	};
	const struct shown_packet *kept[PACKETS];
	size_t count = 0;
	assert_true(pass_init(&pass, NULL, &choice, 1, &options, &error));
	for (unsigned i = 0; i < PACKETS; i++) {
		size_t before = arena.size;
		assert_true(packet_add(&pass, i));
		if (pass_choice(&pass, 0) == CHOSEN) {
			kept[count++] = pass_keep(&pass);
			continue;
		}
		pass_release_packet(&pass);
		assert_int_equal(arena.size, before);
	}
	assert_int_equal(count, wanted);
	for (size_t i = 0; i < count; i++) {
		uint8_t bytes[PACKET_SIZE];
		unsigned index = (unsigned)kept[i]->frame.number - 1;
		make_packet(bytes, index);
		if (i)
			assert_true(index >= kept[i - 1]->frame.number - 1 + step);
		assert_memory_equal(kept[i]->frame.data.data, bytes, PACKET_SIZE);
		assert_ptr_equal(kept[i]->frame.fields, &kept[i]->fields);
		assert_true(kept[i]->fields.count > 20);
		assert_int_equal(kept[i]->facts.tcp.stream, index % 2);
	}
}

static void only_what_is_kept_stays(void **state)
{
	(void)state;
	check_kept(-1, false, 1, 6);
	check_kept(-1, true, 1, 5);
	check_kept(0, false, 2, 3);
	check_kept(0, true, 2, 2);
	check_kept(7, false, 1, 0);
}

/* A caller that only counts has no arena, and no fields are described. */
static void nothing_is_described_without_an_arena(void **state)
{
	(void)state;
	const struct packet_choice choice = { .stream = -1 };
	autofinish(error) struct error error = { 0 };
	autofinish(pass) struct pass pass;
	assert_true(pass_init(
		&pass, NULL, &choice, 1, &(struct pass_options){ .is_streaming = true }, &error));
	for (unsigned i = 0; i < PACKETS; i++) {
		assert_true(packet_add(&pass, i));
		assert_null(pass.at->frame.fields);
	}
	assert_int_equal(pass.packet_count, PACKETS);
	assert_int_equal(pass.first_ns, 0);
	assert_int_equal(pass.before_ns, (PACKETS - 2) * 1000);
	pass_restart(&pass);
	assert_true(packet_add(&pass, 0));
	assert_int_equal(pass.at->facts.tcp.stream, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(choices_say_what_is_chosen),
		cmocka_unit_test(only_what_is_kept_stays),
		cmocka_unit_test(nothing_is_described_without_an_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
