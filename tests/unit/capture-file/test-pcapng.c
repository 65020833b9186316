/*
 * capture-file/ reading and writing pcapng: interfaces of several kinds, sections, times, comments,
 * names, damage.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>
#include <pcap/pcap.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "capture-builder.h"
#include "capture-file/capture-file.h"

enum { ETHERNET = 1, LOOPBACK = 0, RAW_IN_FILES = 101, RAW = 12 };
enum { BLOCK_INTERFACE = 1, BLOCK_OLD = 2, BLOCK_SIMPLE = 3, BLOCK_NAMES = 4, BLOCK_PACKET = 6 };

static void put_string(struct builder *builder, const char *string, size_t size)
{
	text_append_size(&builder->bytes, string, size);
	put(builder, 0, (4 - size % 4) % 4);
}

static void put_option(struct builder *builder, uint16_t type, const char *value, size_t size)
{
	put(builder, type, 2);
	put(builder, size, 2);
	put_string(builder, value, size);
}

/* Writes a block with *body, and empties *body. */
static void put_body(struct builder *builder, uint32_t type, struct builder *body)
{
	put_block(builder, type, body);
	text_finish(&body->bytes);
}

struct interface_spec {
	uint16_t link_type;
	uint32_t snapshot;
	const char *name; /* NULL: none */
	uint8_t resolution; /* 0: not said */
	int64_t offset_s;
};

static void put_interface_spec(struct builder *builder, const struct interface_spec *spec)
{
	struct builder body = { .is_big_endian = builder->is_big_endian };
	put(&body, spec->link_type, 2);
	put(&body, 0, 2);
	put(&body, spec->snapshot, 4);
	if (spec->name)
		put_option(&body, 2, spec->name, strlen(spec->name));
	if (spec->resolution)
		put_option(&body, 9, (const char *)&spec->resolution, 1);
	if (spec->offset_s) {
		put(&body, 14, 2);
		put(&body, 8, 2);
		put(&body, (uint64_t)spec->offset_s, 8);
	}
	put_body(builder, BLOCK_INTERFACE, &body);
}

/* A packet of 6 bytes, with comments up to the first NULL. */
static void put_commented(struct builder *builder, uint32_t interface, uint64_t ticks,
	const char *data, const char *const comments[3])
{
	struct builder body = { .is_big_endian = builder->is_big_endian };
	put(&body, interface, 4);
	put(&body, ticks >> 32, 4);
	put(&body, ticks & 0xffffffff, 4);
	put(&body, 6, 4);
	put(&body, 60, 4);
	put_string(&body, data, 6);
	for (unsigned i = 0; i < 3 && comments && comments[i]; i++)
		put_option(&body, 1, comments[i], strlen(comments[i]));
	if (comments)
		put(&body, 0, 4);
	put_body(builder, BLOCK_PACKET, &body);
}

static void put_small(struct builder *builder, uint32_t interface, uint64_t ticks, const char *data)
{
	put_commented(builder, interface, ticks, data, NULL);
}

static struct packet next(struct capture_file *capture)
{
	autofinish(error) struct error error = { 0 };
	struct packet packet = { 0 };
	enum capture_file_result result = capture_file_next(capture, &packet, &error);
	if (result != CAPTURE_FILE_PACKET)
		fail_msg("no packet: %s", error_message(&error));
	return packet;
}

static void assert_end(struct capture_file *capture)
{
	autofinish(error) struct error error = { 0 };
	struct packet packet;
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_END);
}

static struct capture_file *open_built(const char *path, struct builder *builder)
{
	autofinish(error) struct error error = { 0 };
	write_built(path, builder);
	struct capture_file *capture = capture_file_open(path, &error);
	if (!capture)
		fail_msg("%s", error_message(&error));
	return capture;
}

/* ---- what is read ---- */

static void every_packet_has_its_own_link_type(void **state)
{
	static const struct interface_spec loopback = { .link_type = LOOPBACK, .name = "lo0" };
	static const struct interface_spec ethernet = { .link_type = ETHERNET, .name = "en0" };
	static const struct interface_spec raw = { .link_type = RAW_IN_FILES };
	for (unsigned order = 0; order < 2; order++) {
		struct builder builder = { .is_big_endian = order };
		put_section(&builder);
		put_interface_spec(&builder, &loopback);
		put_interface_spec(&builder, &ethernet);
		put_small(&builder, 1, 1000000, "aaaaaa");
		put_small(&builder, 0, 2000000, "bbbbbb");
		put_interface_spec(&builder, &raw); /* after packets */
		put_small(&builder, 2, 3000000, "cccccc");
		builder.is_big_endian = !order; /* another section, its interfaces counted anew */
		put_section(&builder);
		put_interface_spec(&builder, &ethernet);
		put_small(&builder, 0, 4000000, "dddddd");

		autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
		static const struct {
			int link_type;
			uint32_t interface;
			char letter;
		} expected[] = {
			{ ETHERNET, 1, 'a' },
			{ LOOPBACK, 0, 'b' },
			{ RAW, 2, 'c' },
			{ ETHERNET, 3, 'd' },
		};
		for (unsigned i = 0; i < ARRAY_COUNT(expected); i++) {
			struct packet packet = next(capture);
			assert_int_equal(packet.number, i + 1);
			assert_int_equal(packet.link_type, expected[i].link_type);
			assert_int_equal(packet.interface, expected[i].interface);
			assert_int_equal(packet.length, 60);
			assert_int_equal(packet.captured, 6);
			assert_int_equal(packet.data.data[5], expected[i].letter);
			assert_true(packet.time_ns == (int64_t)(i + 1) * NS_PER_S);
		}
		assert_end(capture);
		assert_int_equal(capture_file_interface_count(capture), 4);
		assert_string_equal(capture_file_interface(capture, 0).name, "lo0");
		assert_string_equal(capture_file_interface(capture, 2).name, "");
		assert_true(capture_file_position(capture) == capture_file_size(capture));
	}
}

static void times_are_in_the_units_of_their_interface(void **state)
{
	static const struct {
		struct interface_spec interface;
		uint64_t ticks;
		int64_t seconds, nanoseconds;
	} cases[] = {
		{ { .resolution = 0 }, 1700000000123456, 1700000000, 123456000 },
		{ { .resolution = 6 }, 1700000000123456, 1700000000, 123456000 },
		{ { .resolution = 9 }, 1700000000123456789, 1700000000, 123456789 },
		{ { .resolution = 3 }, 1700000000123, 1700000000, 123000000 },
		{ { .resolution = 12 }, 1000000000001999, 1000, 1 },
		{ { .resolution = 1 }, 17, 1, 700000000 },
		{ { .resolution = 0x80 | 1 }, 3, 1, 500000000 },
		{ { .resolution = 0x80 | 20 }, (5 << 20) + (1 << 18), 5, 250000000 },
		{ { .resolution = 0x80 | 63 }, ((uint64_t)1 << 63) + ((uint64_t)1 << 62), 1,
			500000000 },
		{ { .resolution = 19 }, 15000000000000000000u, 1, 500000000 },
		{ { .resolution = 20 }, UINT64_MAX, 0, 0 }, /* never comes to a second */
		{ { .resolution = 0x80 | 127 }, UINT64_MAX, 0, 0 },
		{ { .resolution = 6, .offset_s = 1000 }, 5000001, 1005, 1000 },
		{ { .resolution = 6, .offset_s = -10 }, 5000000, -5, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases) * 2; i++) {
		struct builder builder = { .is_big_endian = i % 2 };
		put_section(&builder);
		put_interface_spec(&builder, &cases[i / 2].interface);
		put_small(&builder, 0, cases[i / 2].ticks, "aaaaaa");
		autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
		int64_t expected = cases[i / 2].seconds * NS_PER_S + cases[i / 2].nanoseconds;
		struct packet packet = next(capture);
		if (packet.time_ns != expected)
			fail_msg("case %zu: %lld", i / 2, (long long)packet.time_ns);
	}
}

static void older_and_simpler_packets_are_read(void **state)
{
	static const struct interface_spec cut = { .link_type = ETHERNET, .snapshot = 4 };
	static const struct interface_spec whole = { .link_type = RAW_IN_FILES };
	struct builder builder = { 0 };
	put_section(&builder);
	put_interface_spec(&builder, &cut);
	put_interface_spec(&builder, &whole);
	struct builder body = { 0 };
	put(&body, 60, 4); /* 60 bytes on the wire, 4 of them here */
	put_string(&body, "abcd", 4);
	put_body(&builder, BLOCK_SIMPLE, &body);
	put(&body, 1, 2);
	put(&body, 99, 2); /* drops */
	put(&body, 0, 4);
	put(&body, 7000000, 4);
	put(&body, 5, 4);
	put(&body, 5, 4);
	put_string(&body, "efghi", 5);
	put_body(&builder, BLOCK_OLD, &body);

	autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
	struct packet packet = next(capture);
	assert_int_equal(packet.captured, 4);
	assert_int_equal(packet.length, 60);
	assert_memory_equal(packet.data.data, "abcd", 4);
	packet = next(capture);
	assert_int_equal(packet.link_type, RAW);
	assert_memory_equal(packet.data.data, "efghi", 5);
	assert_true(packet.time_ns == (int64_t)7 * NS_PER_S);
	assert_end(capture);
}

static void what_is_not_packets_is_passed_by(void **state)
{
	static const uint32_t types[] = { 5, 9, 10, 0xbad, 0x40000bad, 0x80000001, 0xffffffff };
	static const struct interface_spec plain = { .link_type = ETHERNET };
	struct builder builder = { 0 };
	put_section(&builder);
	put_interface_spec(&builder, &plain);
	struct builder body = { 0 };
	for (size_t i = 0; i < ARRAY_COUNT(types); i++) {
		for (size_t j = 0; j < i * 3000; j++)
			put(&body, 0xff, 4);
		put_body(&builder, types[i], &body);
		put_small(&builder, 0, i, "aaaaaa");
	}
	autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
	for (size_t i = 0; i < ARRAY_COUNT(types); i++)
		assert_true(next(capture).time_ns == (int64_t)i * NS_PER_US);
	assert_end(capture);
}

static void comments_are_read(void **state)
{
	static const struct interface_spec plain = { .link_type = ETHERNET };
	static const char *const none[] = { NULL, NULL, NULL };
	static const char *const one[] = { "the first byte", NULL, NULL };
	static const char *const more[] = { "one", "two", "three" };
	for (unsigned order = 0; order < 2; order++) {
		struct builder builder = { .is_big_endian = order };
		put_section(&builder);
		put_interface_spec(&builder, &plain);
		put_commented(&builder, 0, 0, "aaaaaa", one);
		put_commented(&builder, 0, 0, "aaaaaa", none);
		put_commented(&builder, 0, 0, "aaaaaa", more);
		put_commented(&builder, 0, 0, "aaaaaa", NULL);
		autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
		static const char *const expected[] = { "the first byte", "", "one\ntwo\nthree",
			"" };
		for (unsigned i = 0; i < ARRAY_COUNT(expected); i++) {
			struct bytes comment = next(capture).comment;
			assert_int_equal(comment.size, strlen(expected[i]));
			assert_memory_equal(comment.data, expected[i], comment.size);
		}
		assert_end(capture);
	}
}

static void names_are_read(void **state)
{
	static const struct interface_spec plain = { .link_type = ETHERNET };
	for (unsigned order = 0; order < 2; order++) {
		struct builder builder = { .is_big_endian = order };
		put_section(&builder);
		put_interface_spec(&builder, &plain);
		struct builder body = { .is_big_endian = order };
		put_option(&body, 1, "\xc0\0\2\1gateway\0router\0", 19);
		put_option(&body, 2, "\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1server\0", 23);
		put_option(&body, 1, "\xc0\0\2\2", 4); /* an address without a name */
		put_option(&body, 1, "\xc0\0\2", 3); /* not even an address */
		put_option(&body, 7, "what?", 5);
		put(&body, 0, 4);
		put_body(&builder, BLOCK_NAMES, &body);
		put_small(&builder, 0, 0, "aaaaaa");
		autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
		(void)next(capture);
		assert_int_equal(capture_file_name_count(capture), 2);
		assert_int_equal(capture_file_name(capture, 0).size, 4);
		assert_memory_equal(capture_file_name(capture, 0).octets, "\xc0\0\2\1", 4);
		assert_string_equal(capture_file_name(capture, 0).name, "gateway");
		assert_int_equal(capture_file_name(capture, 1).size, 16);
		assert_string_equal(capture_file_name(capture, 1).name, "server");
	}
}

/* ---- what is wrong ---- */

/* A file with a section, an interface and a packet. */
static struct builder small_file(void)
{
	static const struct interface_spec plain = { .link_type = ETHERNET, .name = "eth0" };
	static const char *const comments[] = { "a comment", NULL, NULL };
	struct builder builder = { 0 };
	put_section(&builder);
	put_interface_spec(&builder, &plain);
	put_commented(&builder, 0, 1, "aaaaaa", comments);
	put_commented(&builder, 0, 2, "bbbbbb", comments);
	return builder;
}

static void cut_files_say_where(void **state)
{
	struct builder builder = small_file();
	autofinish(text) struct text whole = builder.bytes;
	size_t front = 28 + 12 + 8 + 8;
	size_t packet_size = (whole.size - front) / 2;
	for (size_t size = 4; size < whole.size; size++) {
		autofinish(error) struct error error = { 0 };
		write_bytes(*state, whole.data, size);
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		if (size < front) {
			assert_null(capture);
			const char *says = size == 28 ? "it has no interface"
						      : "is cut inside its file header";
			assert_non_null(strstr(error_message(&error), says));
			continue;
		}
		assert_non_null(capture);
		size_t count = (size - front) / packet_size;
		bool is_cut = (size - front) % packet_size;
		for (size_t i = 0; i < count; i++)
			(void)next(capture);
		struct packet packet;
		assert_int_equal(capture_file_next(capture, &packet, &error),
			is_cut ? CAPTURE_FILE_ERROR : CAPTURE_FILE_END);
		if (is_cut)
			assert_non_null(strstr(error_message(&error),
				count ? "is cut after frame 1: what comes before is whole"
				      : "is cut before its first frame"));
	}
}

static void damage_is_named(void **state)
{
	enum { FRONT = 28 + 12 + 8 + 8, PACKET = FRONT + 8 };
	static const struct {
		size_t offset;
		uint32_t value;
		const char *says;
	} cases[] = {
		{ 4, 20, "a section's header has a wrong length" },
		{ 8, 0x12345678, "a section has no byte order" },
		{ 12, 2, "a version of pcapng that is not known" },
		{ 28, 6, "a packet comes before any interface" },
		{ FRONT + 4, 8, "a block is shorter than its frame" },
		{ FRONT + 4, 61, "a block's length is no multiple of 4" },
		{ FRONT + 4, 64 << 20, "a block is larger than 16 MB" },
		{ FRONT + 4, 64, "a block's two lengths differ" },
		{ PACKET, 1, "a packet is of an interface that is not there" },
		{ PACKET, UINT32_MAX, "a packet is of an interface that is not there" },
		{ PACKET + 12, 100, "a packet is longer than its block" },
		{ PACKET + 12, 262145, "a packet is larger than 262144 bytes" },
		{ PACKET + 12, UINT32_MAX, "a packet is larger than 262144 bytes" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct builder builder = small_file(), number = { 0 };
		put(&number, cases[i].value, 4);
		memcpy(builder.bytes.data + cases[i].offset, number.bytes.data, 4);
		text_finish(&number.bytes);
		write_built(*state, &builder);
		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		struct packet packet;
		if (capture && capture_file_next(capture, &packet, &error) != CAPTURE_FILE_ERROR)
			fail_msg("case %zu is read", i);
		if (!strstr(error_message(&error), cases[i].says))
			fail_msg("case %zu: %s", i, error_message(&error));
	}
}

/*
 * Lengths of blocks, sections and interfaces are multiples of four (pcapng's draft, section 3.1),
 * in either byte order.
 */
static void lengths_are_multiples_of_four(void **state)
{
	enum { SECTION_SIZE = 28, INTERFACE_SIZE = 20 };
	static const size_t blocks[][2] = { { 0, SECTION_SIZE }, { SECTION_SIZE, INTERFACE_SIZE } };
	for (unsigned turn = 0; turn < 2 * ARRAY_COUNT(blocks) * 4; turn++) {
		struct builder builder = { .is_big_endian = turn & 1 };
		const size_t *block = blocks[turn / 2 % ARRAY_COUNT(blocks)];
		size_t more = turn / 2 / ARRAY_COUNT(blocks),
		       trailer = block[0] + block[1] - 4 + more;
		static const struct interface_spec ethernet = { .link_type = ETHERNET };
		put_section(&builder);
		put_interface_spec(&builder, &ethernet);
		put_small(&builder, 0, 1, "aaaaaa");
		char *data = builder.bytes.data;
		size_t low = builder.is_big_endian ? 3 : 0;
		/* Longer, and its second length where it is then looked for. */
		memmove(data + trailer, data + block[0] + 4, 4);
		data[block[0] + 4 + low] = (char)(block[1] + more);
		data[trailer + low] = (char)(block[1] + more);
		write_built(*state, &builder);
		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		struct packet packet;
		bool is_read = capture &&
			capture_file_next(capture, &packet, &error) == CAPTURE_FILE_PACKET;
		assert_true(is_read == (more == 0));
		if (more && !strstr(error_message(&error), "length"))
			fail_msg("%zu bytes more: %s", more, error_message(&error));
		text_finish(&builder.bytes);
	}
}

/* A damaged option ends its list; the packet is still read. */
static void damaged_options_are_left_out(void **state)
{
	struct builder builder = small_file();
	autofinish(text) struct text whole = builder.bytes;
	enum { FRONT = 28 + 12 + 8 + 8, OPTIONS = FRONT + 8 + 20 + 8 };
	static const char *const values[] = { "\1\0\xff\xff", "\1\0\x0f\0", "\xff\xff\xff\xff" };
	for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
		memcpy(whole.data + OPTIONS, values[i], 4);
		write_bytes(*state, whole.data, whole.size);
		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		assert_non_null(capture);
		struct packet packet = next(capture);
		assert_int_equal(packet.captured, 6);
		assert_true(packet.comment.size < 20);
	}
}

static void there_are_limits(void **state)
{
	static const struct interface_spec plain = { .link_type = ETHERNET };
	struct builder builder = { 0 };
	put_section(&builder);
	for (unsigned i = 0; i < 4097; i++)
		put_interface_spec(&builder, &plain);
	put_small(&builder, 0, 0, "aaaaaa");
	write_built(*state, &builder);
	autofinish(error) struct error error = { 0 };
	struct packet packet;
	struct capture_file *capture = capture_file_open(*state, &error);
	assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_ERROR);
	assert_non_null(strstr(error_message(&error), "more than 4096 interfaces"));
	capture_file_free(capture);

	put_section(&builder);
	put_interface_spec(&builder, &plain);
	struct builder body = { 0 };
	for (unsigned i = 0; i < 20000; i++)
		put_option(&body, 1, "\xc0\0\2\1name\0", 9);
	put_body(&builder, BLOCK_NAMES, &body);
	put_small(&builder, 0, 0, "aaaaaa");
	capture = open_built(*state, &builder);
	(void)next(capture);
	assert_int_equal(capture_file_name_count(capture), 10000);
	capture_file_free(capture);
}

/* ---- choosing and saving ---- */

/* A loopback's and an Ethernet's TCP packet to port 80. */
static void put_both(struct builder *builder)
{
	static const struct interface_spec loopback = { .link_type = LOOPBACK, .name = "lo0" };
	static const struct interface_spec ethernet = { .link_type = ETHERNET, .name = "en0" };
	put_section(builder);
	put_interface_spec(builder, &loopback);
	put_interface_spec(builder, &ethernet);
	struct builder body = { 0 };
	for (unsigned i = 0; i < 2; i++) {
		size_t skipped = i ? 0 : 10; /* 4 bytes of family instead of 14 of Ethernet */
		struct text data = { 0 };
		text_append_size(
			&data, (const char *)frame_bytes + skipped, sizeof(frame_bytes) - skipped);
		if (!i)
			memcpy(data.data, "\2\0\0\0", 4);
		put(&body, i, 4);
		put(&body, 0, 4);
		put(&body, i + 1, 4);
		put(&body, data.size, 4);
		put(&body, data.size, 4);
		put_string(&body, data.data, data.size);
		put_option(&body, 1, i ? "second" : "first", i ? 6 : 5);
		put(&body, 0, 4);
		put_body(builder, BLOCK_PACKET, &body);
		text_finish(&data);
	}
}

static void filters_are_for_each_link_type(void **state)
{
	static const struct {
		const char *expression;
		bool loopback, ethernet;
	} cases[] = {
		{ "tcp port 80", true, true },
		{ "", true, true },
		{ "udp", false, false },
		{ "ether host 02:00:00:00:00:01", false, true }, /* says nothing of a loopback */
		{ "host 10.0.0.2 and tcp[tcpflags] & tcp-syn != 0", true, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct builder builder = { 0 };
		put_both(&builder);
		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
		autofree(capture_file_filter) struct capture_file_filter *filter =
			capture_file_filter_new(capture, cases[i].expression, &error);
		if (!filter)
			fail_msg("%s", error_message(&error));
		struct packet packet = next(capture);
		assert_int_equal(capture_file_filter_match(filter, &packet), cases[i].loopback);
		packet = next(capture);
		assert_int_equal(capture_file_filter_match(filter, &packet), cases[i].ethernet);
	}
	struct builder builder = { 0 };
	put_both(&builder);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
	assert_null(capture_file_filter_new(capture, "tcp prt 80", &error));
	assert_non_null(strstr(error_message(&error), "did you mean 'tcp port 80'?"));
	error_set(&error, "nothing");
	assert_null(
		capture_file_filter_new(capture, "outbound", &error)); /* a file does not know */
	assert_non_null(strstr(error_message(&error), "outbound"));
}

static void interfaces_have_numbers_and_names(void **state)
{
	struct builder builder = { 0 };
	put_both(&builder);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
	assert_true(capture_file_interface_is(capture, 0, "0") &&
		capture_file_interface_is(capture, 0, "lo0"));
	assert_true(capture_file_interface_is(capture, 1, "1") &&
		capture_file_interface_is(capture, 1, "en0"));
	static const char *const others[] = { "", "1", "00001", "en0", "lo", "0x0", "-0",
		"99999999999" };
	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		assert_false(capture_file_interface_is(capture, 0, others[i]));
	assert_true(capture_file_has_interface(capture, "en0", &error));
	assert_false(capture_file_has_interface(capture, "eth9", &error));
	assert_non_null(
		strstr(error_message(&error), "has no interface 'eth9': it has 0 (lo0), 1 (en0)"));
}

static void save(const char *path, const char *copy, const char *wanted)
{
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, &error);
	assert_non_null(capture);
	autofree(capture_file_writer) struct capture_file_writer *writer =
		capture_file_writer_new(capture, wanted, copy, &error);
	assert_non_null(writer);
	struct packet packet;
	while (capture_file_next(capture, &packet, &error) == CAPTURE_FILE_PACKET) {
		if (wanted && !capture_file_interface_is(capture, packet.interface, wanted))
			continue;
		if (!capture_file_writer_add(writer, &packet, &error))
			fail_msg("%s", error_message(&error));
	}
	assert_true(capture_file_writer_commit(writer, &error));
}

static void what_is_saved_is_read_again(void **state)
{
	struct builder builder = { 0 };
	put_both(&builder);
	write_built(*state, &builder);
	autofinish(text) struct text copy = { 0 };
	text_append_format(&copy, "%s.copy", (const char *)*state);
	save(*state, text_string(&copy), NULL);
	autofinish(error) struct error error = { 0 };
	struct capture_file *capture = capture_file_open(text_string(&copy), &error);
	assert_non_null(capture);
	for (unsigned i = 0; i < 2; i++) {
		struct packet packet = next(capture);
		assert_int_equal(packet.link_type, i ? ETHERNET : LOOPBACK);
		assert_string_equal(
			capture_file_interface(capture, packet.interface).name, i ? "en0" : "lo0");
		assert_true(packet.time_ns == (int64_t)(i + 1) * NS_PER_US);
		assert_memory_equal(
			packet.comment.data, i ? "second" : "first", packet.comment.size);
		assert_int_equal(packet.comment.size, i ? 6 : 5);
	}
	assert_end(capture);
	capture_file_free(capture);

	/* One interface is a pcap, which libpcap reads. */
	for (unsigned i = 0; i < 2; i++) {
		save(*state, text_string(&copy), i ? "1" : "lo0");
		char reason[PCAP_ERRBUF_SIZE];
		pcap_t *peer = pcap_open_offline(text_string(&copy), reason);
		assert_non_null(peer);
		assert_int_equal(pcap_datalink(peer), i ? ETHERNET : LOOPBACK);
		assert_int_equal(pcap_major_version(peer), 2);
		struct pcap_pkthdr *header;
		const u_char *data;
		assert_int_equal(pcap_next_ex(peer, &header, &data), 1);
		assert_int_equal(pcap_next_ex(peer, &header, &data), PCAP_ERROR_BREAK);
		pcap_close(peer);
	}
	(void)unlink(text_string(&copy));
}

/* Where the second link type comes after the file was begun, there is a way out. */
static void a_pcap_has_one_link_type(void **state)
{
	static const struct interface_spec ethernet = { .link_type = ETHERNET };
	static const struct interface_spec loopback = { .link_type = LOOPBACK };
	struct builder builder = { 0 };
	put_section(&builder);
	put_interface_spec(&builder, &ethernet);
	put_small(&builder, 0, 0, "aaaaaa");
	put_interface_spec(&builder, &loopback);
	put_small(&builder, 1, 0, "bbbbbb");
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = open_built(*state, &builder);
	autofinish(text) struct text copy = { 0 };
	text_append_format(&copy, "%s.copy", (const char *)*state);
	autofree(capture_file_writer) struct capture_file_writer *writer =
		capture_file_writer_new(capture, NULL, text_string(&copy), &error);
	assert_non_null(writer);
	struct packet packet = next(capture);
	assert_true(capture_file_writer_add(writer, &packet, &error));
	packet = next(capture);
	assert_false(capture_file_writer_add(writer, &packet, &error));
	assert_non_null(strstr(error_message(&error), "frame 2"));
	assert_non_null(strstr(error_message(&error), "--interface"));
	assert_false(file_exists(text_string(&copy)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_packet_has_its_own_link_type),
		TEST(times_are_in_the_units_of_their_interface),
		TEST(older_and_simpler_packets_are_read),
		TEST(what_is_not_packets_is_passed_by),
		TEST(comments_are_read),
		TEST(names_are_read),
		TEST(cut_files_say_where),
		TEST(damage_is_named),
		TEST(lengths_are_multiples_of_four),
		TEST(damaged_options_are_left_out),
		TEST(there_are_limits),
		TEST(filters_are_for_each_link_type),
		TEST(interfaces_have_numbers_and_names),
		TEST(what_is_saved_is_read_again),
		TEST(a_pcap_has_one_link_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
