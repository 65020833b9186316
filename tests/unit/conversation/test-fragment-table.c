/* conversation/fragment-table: fragments behind every chain of extension headers (RFC 8200, 4). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "conversation/redact/fragment-table.h"
#include "dissect/dissect.h"
#include "packet-builder.h"

enum { LINK_RAW = 101, UDP = 17, FRAGMENT = 44, CHAIN_MAX = 3, PIECE = 16 };

/* Extension headers that may stand before a fragment's; their sizes are in units of eight bytes. */
struct extension {
	uint8_t number, units;
};

static const struct extension extensions[] = { { 0, 1 }, { 0, 3 }, { 43, 1 }, { 43, 2 }, { 60, 1 },
	{ 60, 32 } };

static void wrap_extension(struct built *packet, const struct extension *extension, uint8_t next)
{
	struct built header = { .size = 0 };
	put_number(&header, next, 1);
	put_number(&header, extension->units - 1u, 1);
	/* PadN; of a routing header: a type that is not known, with no segment left */
	bool is_routing = extension->number == 43;
	put_number(&header, is_routing ? 253 : 1, 1);
	put_number(&header, is_routing ? 0 : extension->units * 8u - 4, 1);
	while (header.size < extension->units * 8u)
		put_number(&header, 0, 1);
	put_before(packet, &header);
}

/* Fragment `index` of two. */
static void build(struct built *packet, const char *piece, unsigned index,
	const struct extension *const *chain, size_t count)
{
	const struct ends ends = { .addresses = { 0x20, 1, [15] = 1, [16] = 0x20, 1, [31] = 2 },
		.is_ipv6 = true };
	struct built header = { .size = 0 };
	packet->size = 0;
	put(packet, piece, PIECE);
	put_number(&header, UDP, 1);
	put_number(&header, 0, 1);
	put_number(&header, index * PIECE + !index, 2);
	put_number(&header, 0x12345678, 4);
	put_before(packet, &header);
	uint8_t next = FRAGMENT;
	for (size_t i = count; i--; next = chain[i]->number)
		wrap_extension(packet, chain[i], next);
	wrap_ip(packet, &ends, next);
}

static void check_chain(const struct extension *const *chain, size_t count)
{
	static const char pieces[2][PIECE + 1] = { "\x13\x88\x13\x89\0\x20\0\0abcdefgh",
		"password=geheim;" };
	struct fragment_table *table = fragment_table_new();
	struct arena arena = { 0 };
	for (unsigned i = 0; i < 2; i++) {
		struct built packet;
		struct frame frame = { .number = i + 1 };
		build(&packet, pieces[i], i, chain, count);
		dissect_frame(&frame, LINK_RAW, (struct bytes){ packet.data, packet.size },
			(uint32_t)packet.size, NULL);
		if (!fragment_table_add(table, &frame, &arena))
			fail_msg("no fragment behind %zu headers, the first of %u * 8 bytes", count,
				count ? chain[0]->units : 0);
	}
	size_t datagram_count = 0;
	const struct datagram *datagrams = fragment_table_close(table, &datagram_count);
	assert_int_equal(datagram_count, 1);
	assert_true(datagrams[0].is_whole);
	assert_int_equal(datagrams[0].size, 2 * PIECE);
	uint32_t header_size = 0;
	struct bytes whole = datagram_packet(&datagrams[0], &arena, &header_size);
	assert_memory_equal(whole.data + header_size, pieces[0], PIECE);
	assert_memory_equal(whole.data + header_size + PIECE, pieces[1], PIECE);
	fragment_table_free(table);
	arena_finish(&arena);
}

static void fragments_are_found_behind_every_chain(void **state)
{
	(void)state;
	const struct extension *chain[CHAIN_MAX] = { NULL };
	check_chain(chain, 0);
	size_t turns = 1;
	for (size_t count = 1; count <= CHAIN_MAX; count++) {
		turns *= ARRAY_COUNT(extensions);
		for (size_t turn = 0; turn < turns; turn++) {
			size_t rest = turn;
			for (size_t i = 0; i < count; i++, rest /= ARRAY_COUNT(extensions))
				chain[i] = &extensions[rest % ARRAY_COUNT(extensions)];
			check_chain(chain, count);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fragments_are_found_behind_every_chain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
