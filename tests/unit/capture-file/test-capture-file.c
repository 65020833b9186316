/*
 * capture-file/: captures in each order and precision, what is wrong with those that are none,
 * filters.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <pcap/pcap.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "capture-builder.h"
#include "capture-file/capture-file.h"
#include "capture-file/filter-suggestion.h"

static void every_order_and_precision_reads_the_same(void **state)
{
	for (unsigned i = 0; i < 4; i++) {
		bool is_nano = i & 1;
		struct builder builder = { .is_big_endian = i & 2 };
		put_file_header(&builder, is_nano ? 0xa1b23c4d : 0xa1b2c3d4, 1);
		put_packet(&builder, 1700000000, is_nano ? 123456000 : 123456);
		put_packet(&builder, 4000000000, 5); /* beyond 2038 */
		write_built(*state, &builder);

		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		assert_non_null(capture);
		enum { HEADER_SIZE = 24, RECORD_SIZE = 16 + sizeof(frame_bytes) };
		assert_int_equal(capture_file_size(capture), HEADER_SIZE + 2 * RECORD_SIZE);
		assert_int_equal(capture_file_position(capture), HEADER_SIZE);
		struct packet packet;
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_PACKET);
		assert_int_equal(capture_file_position(capture), HEADER_SIZE + RECORD_SIZE);
		assert_int_equal(packet.number, 1);
		assert_int_equal(packet.link_type, 1);
		assert_int_equal(packet.captured, sizeof(frame_bytes));
		assert_int_equal(packet.length, sizeof(frame_bytes) + 100);
		assert_memory_equal(packet.data.data, frame_bytes, sizeof(frame_bytes));
		assert_true(packet.time_ns == INT64_C(1700000000123456000));
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_PACKET);
		assert_true(packet.time_ns == INT64_C(4000000000000000000) + (is_nano ? 5 : 5000));
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_END);
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_END);
	}
}

static void pcapng_is_read(void **state)
{
	for (unsigned i = 0; i < 2; i++) {
		struct builder builder = { .is_big_endian = i };
		put_section(&builder);
		put_interface(&builder, 1);
		put_enhanced_packet(&builder, 0, UINT64_C(1700000000123456));
		write_built(*state, &builder);
		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		assert_non_null(capture);
		struct packet packet;
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_PACKET);
		assert_true(packet.time_ns == INT64_C(1700000000123456000));
		assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_END);
	}
}

/* Absurd seconds: the analysis subtracts times, which must not overflow. */
static void absurd_times_can_be_subtracted(void **state)
{
	static const uint64_t seconds[] = { INT64_MAX, 0, (uint64_t)1 << 63, UINT64_MAX,
		4294967295u };
	const char *path = *state;
	struct builder builder = { 0 };
	put_section(&builder);
	put_interface_of(&builder, 1, 0);
	for (size_t i = 0; i < ARRAY_COUNT(seconds); i++)
		put_enhanced_packet(&builder, 0, seconds[i]);
	write_built(path, &builder);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, &error);
	assert_non_null(capture);
	struct packet packet;
	size_t count = 0;
	while (capture_file_next(capture, &packet, &error) == CAPTURE_FILE_PACKET) {
		assert_true(packet.time_ns <= INT64_MAX / 2 && packet.time_ns >= -(INT64_MAX / 2));
		count++;
	}
	assert_int_equal(count, ARRAY_COUNT(seconds));
	assert_true(packet.time_ns == (int64_t)4294967295 * NS_PER_S);
}

static void cut_files_say_after_which_frame(void **state)
{
	struct builder builder = { 0 };
	put_file_header(&builder, 0xa1b2c3d4, 1);
	put_packet(&builder, 1, 1);
	put_packet(&builder, 2, 2);
	autofinish(text) struct text whole = builder.bytes;
	size_t packet_size = 16 + sizeof(frame_bytes);
	for (size_t size = 0; size < whole.size; size++) {
		write_bytes(*state, whole.data, size);
		autofinish(error) struct error error = { 0 };
		autofree(capture_file) struct capture_file *capture =
			capture_file_open(*state, &error);
		if (size < 24) {
			assert_null(capture);
			/* Four bytes tell that it is a capture. */
			const char *what = size == 0 ? "is empty"
				: size < 4           ? "is not a capture"
						     : "is cut inside its file header";
			assert_non_null(strstr(error_message(&error), what));
			continue;
		}
		assert_non_null(capture);
		struct packet packet;
		enum capture_file_result result;
		uint64_t count = 0;
		while ((result = capture_file_next(capture, &packet, &error)) ==
			CAPTURE_FILE_PACKET)
			count++;
		assert_int_equal(count, (size - 24) / packet_size);
		bool is_cut = (size - 24) % packet_size != 0;
		assert_int_equal(result, is_cut ? CAPTURE_FILE_ERROR : CAPTURE_FILE_END);
		const char *place =
			count ? "is cut after frame 1:" : "is cut before its first frame";
		if (is_cut)
			assert_non_null(strstr(error_message(&error), place));
	}
}

/* Compares every packet with libpcap's own reader; returns their number, and how the file ends. */
static uint64_t expect_as_libpcap(const char *path, enum capture_file_result *ret_end)
{
	char reason[PCAP_ERRBUF_SIZE];
	pcap_t *peer =
		pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, reason);
	assert_non_null(peer);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, &error);
	assert_non_null(capture);
	struct packet packet;
	struct pcap_pkthdr *header;
	const u_char *data;
	uint64_t count = 0;
	while ((*ret_end = capture_file_next(capture, &packet, &error)) == CAPTURE_FILE_PACKET) {
		assert_int_equal(pcap_next_ex(peer, &header, &data), 1);
		assert_int_equal(packet.number, ++count);
		assert_int_equal(packet.captured, header->caplen);
		assert_int_equal(packet.data.size, header->caplen);
		assert_int_equal(packet.length, header->len);
		assert_true(packet.time_ns ==
			(int64_t)(uint32_t)header->ts.tv_sec * NS_PER_S + header->ts.tv_usec);
		assert_memory_equal(packet.data.data, data, header->caplen);
		assert_int_equal(capture_file_position(capture), ftello(pcap_file(peer)));
	}
	assert_int_equal(pcap_next_ex(peer, &header, &data),
		*ret_end == CAPTURE_FILE_END ? PCAP_ERROR_BREAK : PCAP_ERROR);
	pcap_close(peer);
	return count;
}

/*
 * The file is long enough that reads end inside headers and packets; one packet is longer than a
 * read.
 */
static void long_files_read_as_libpcap_reads_them(void **state)
{
	enum { COUNT = 1500, SNAPSHOT = 262144 };
	for (unsigned i = 0; i < 4; i++) {
		struct builder builder = { .is_big_endian = i & 2 };
		put_file_header(&builder, i & 1 ? 0xa1b23c4d : 0xa1b2c3d4, 1);
		memcpy(builder.bytes.data + 16, i & 2 ? "\0\4\0\0" : "\0\0\4\0", 4); /* snapshot */
		uint32_t random = 12345 + i;
		for (uint32_t number = 0; number < COUNT; number++) {
			random = random * 1664525 + 1013904223;
			uint32_t size = number == 700 ? SNAPSHOT : random >> 21;
			put(&builder, 1700000000 + number, 4);
			put(&builder, number == 3 ? UINT32_MAX : number, 4);
			put(&builder, size, 4);
			put(&builder, size + number % 3, 4);
			for (uint32_t at = 0; at < size; at++)
				text_append_char(&builder.bytes, (char)(random + at));
		}
		/*
		 * The file is read whole, cut inside a packet and a header, and with damage after
		 * the good records.
		 */
		autofinish(text) struct text whole = builder.bytes;
		enum capture_file_result end;
		write_bytes(*state, whole.data, whole.size);
		assert_int_equal(expect_as_libpcap(*state, &end), COUNT);
		assert_int_equal(end, CAPTURE_FILE_END);
		write_bytes(*state, whole.data, whole.size / 2);
		assert_in_range(expect_as_libpcap(*state, &end), 100, COUNT - 100);
		assert_int_equal(end, CAPTURE_FILE_ERROR);
		text_append_size(&whole, "\0\0\0\0\0\0\0", 7);
		write_bytes(*state, whole.data, whole.size);
		assert_int_equal(expect_as_libpcap(*state, &end), COUNT);
		assert_int_equal(end, CAPTURE_FILE_ERROR);
		text_append_size(&whole, "\0\xff\xff\xff\x7f\xff\xff\xff\x7f", 9);
		write_bytes(*state, whole.data, whole.size);
		assert_int_equal(expect_as_libpcap(*state, &end), COUNT);
		assert_int_equal(end, CAPTURE_FILE_ERROR);
	}
}

/* libpcap cuts a packet that exceeds the file's limit, and continues after it. */
static void packets_longer_than_the_snapshot_are_cut_as_libpcap_cuts_them(void **state)
{
	struct builder builder = { 0 };
	put_file_header(&builder, 0xa1b2c3d4, 1);
	memcpy(builder.bytes.data + 16, "\x30\0\0\0", 4); /* 48 */
	for (uint32_t number = 0; number < 3; number++)
		put_packet(&builder, number, number);
	write_built(*state, &builder);
	enum capture_file_result end;
	assert_int_equal(expect_as_libpcap(*state, &end), 3);
	assert_int_equal(end, CAPTURE_FILE_END);
}

static void other_files_are_named(void **state)
{
	static const struct {
		const char *data;
		size_t size;
		const char *says;
	} cases[] = {
		{ "hello, this is a text\n", 22, "is not a capture" },
		{ "\x1f\x8b\x08\0\0\0\0\0\0", 9, "compressed with gzip" },
		{ "\x28\xb5\x2f\xfd\0\0\0\0", 8, "compressed with zstd" },
		{ "snoop\0\0\0\0\0\0\2", 12, "snoop capture" },
		{ "PK\3\4aaaaaaaaa", 13, "zip archive" },
		{ "\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a", 12,
			"is cut inside its file header" },
		{ "\xd4\xc3\xb2\xa1\x09\0\x09\0zzzzzzzzzzzzzzzz", 24, "damaged file header" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		write_bytes(*state, cases[i].data, cases[i].size);
		autofinish(error) struct error error = { 0 };
		assert_null(capture_file_open(*state, &error));
		if (!strstr(error_message(&error), cases[i].says))
			fail_msg("%zu: %s", i, error_message(&error));
	}
	autofinish(error) struct error error = { 0 };
	assert_null(capture_file_open("/tmp", &error));
	assert_string_equal(error_message(&error), "'/tmp' is a folder, not a capture");
	assert_null(capture_file_open("/nonexistent/x.pcap", &error));
	assert_string_equal(error_message(&error),
		"cannot open '/nonexistent/x.pcap': No such file or directory");
}

static void filters_match_as_libpcap_does(void **state)
{
	static const struct {
		const char *expression;
		bool matches;
	} cases[] = {
		{ "", true },
		{ "  ", true },
		{ "tcp port 80", true },
		{ "tcp port 81", false },
		{ "host 10.0.0.1 and tcp[tcpflags] & tcp-syn != 0", true },
		{ "udp or arp", false },
		{ "len > 150", true },
	};
	struct builder builder = { 0 };
	put_file_header(&builder, 0xa1b2c3d4, 1);
	put_packet(&builder, 1, 1);
	write_built(*state, &builder);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(*state, &error);
	struct packet packet;
	assert_int_equal(capture_file_next(capture, &packet, &error), CAPTURE_FILE_PACKET);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofree(capture_file_filter) struct capture_file_filter *filter =
			capture_file_filter_new(capture, cases[i].expression, &error);
		assert_non_null(filter);
		assert_int_equal(capture_file_filter_match(filter, &packet), cases[i].matches);
	}
}

static void wrong_filters_get_a_suggestion(void **state)
{
	static const struct {
		const char *expression;
		const char *says;
	} cases[] = {
		{ "tcp.port==8080", "did you mean 'tcp port 8080'?" },
		{ "tcp.port == 8080 && ip.addr == 10.0.0.1",
			"did you mean 'tcp port 8080 and host 10.0.0.1'?" },
		{ "http", "did you mean 'tcp port 80'?" },
		{ "tcp.flags.syn==1 && tcp.flags.ack==0",
			"did you mean 'tcp[tcpflags] & tcp-syn != 0 and tcp[tcpflags] & tcp-ack = "
			"0'?" },
		{ "ip.src==10.0.0.0/8", "did you mean 'src net 10.0.0.0/8'?" },
		{ "!(arp || dns)", "did you mean 'not (arp or port 53)'?" },
		{ "tcp.port != 22", "did you mean 'not tcp port 22'?" },
		{ "tcp prt 80", "did you mean 'tcp port 80'?" },
		{ "ipv6.addr eq 2001:db8::1", "did you mean 'ip6 host 2001:db8::1'?" },
		{ "frame.len >= 100", "did you mean 'len >= 100'?" },
		{ "tcp port == 80", "did you mean 'tcp port 80'?" },
		{ "port 80 and", "filters are libpcap's, such as" },
		{ "tcp.analysis.retransmission", "filters are libpcap's, such as" },
		{ "tcp.port in {80 443}", "filters are libpcap's, such as" },
	};
	struct builder builder = { 0 };
	put_file_header(&builder, 0xa1b2c3d4, 1);
	write_built(*state, &builder);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(*state, &error);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		assert_null(capture_file_filter_new(capture, cases[i].expression, &error));
		if (!strstr(error_message(&error), cases[i].says) ||
			!strstr(error_message(&error), cases[i].expression))
			fail_msg("%s: %s", cases[i].expression, error_message(&error));
	}
}

static void suggestions_end_for_hostile_input(void **state)
{
	(void)state;
	static const char *const expressions[] = { "", " ", "\"", "'", "tcp.port==", "((((", "\\x",
		"tcp.port==\"80", "==", "\xff\xfe", "!" };
	for (size_t i = 0; i < ARRAY_COUNT(expressions); i++) {
		autofinish(text) struct text out = { 0 };
		(void)filter_suggest(expressions[i], &out);
	}
	autofinish(text) struct text word = { 0 };
	for (unsigned i = 0; i < 10000; i++)
		text_append(&word, i % 7 ? "tcp.port==1" : " ");
	autofinish(text) struct text out = { 0 };
	assert_false(filter_suggest(text_string(&word), &out));
	assert_int_equal(out.size, 0);
}

static void saved_packets_keep_their_nanoseconds(void **state)
{
	struct builder builder = { 0 };
	put_file_header(&builder, 0xa1b23c4d, 1);
	put_packet(&builder, 1700000000, 123456789);
	put_packet(&builder, 1700000001, 1);
	write_built(*state, &builder);
	autofinish(text) struct text copy = { 0 };
	text_append_format(&copy, "%s.copy", (const char *)*state);

	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(*state, &error);
	autofree(capture_file_writer) struct capture_file_writer *writer =
		capture_file_writer_new(capture, NULL, text_string(&copy), &error);
	assert_non_null(writer);
	struct packet packet;
	while (capture_file_next(capture, &packet, &error) == CAPTURE_FILE_PACKET)
		assert_true(capture_file_writer_add(writer, &packet, &error));
	assert_false(file_exists(text_string(&copy)));
	assert_true(capture_file_writer_commit(writer, &error));

	autofree(capture_file) struct capture_file *again =
		capture_file_open(text_string(&copy), &error);
	assert_non_null(again);
	assert_int_equal(capture_file_next(again, &packet, &error), CAPTURE_FILE_PACKET);
	assert_true(packet.time_ns == INT64_C(1700000000123456789));
	assert_int_equal(packet.length, sizeof(frame_bytes) + 100);
	assert_int_equal(capture_file_next(again, &packet, &error), CAPTURE_FILE_PACKET);
	assert_int_equal(capture_file_next(again, &packet, &error), CAPTURE_FILE_END);
	(void)unlink(text_string(&copy));
}

static void unfinished_files_are_discarded(void **state)
{
	struct builder builder = { 0 };
	put_file_header(&builder, 0xa1b23c4d, 1);
	write_built(*state, &builder);
	autofinish(text) struct text copy = { 0 };
	text_append_format(&copy, "%s.copy", (const char *)*state);
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(*state, &error);
	capture_file_writer_free(
		capture_file_writer_new(capture, NULL, text_string(&copy), &error));
	assert_false(file_exists(text_string(&copy)));
	assert_null(capture_file_writer_new(capture, NULL, "/nonexistent/x.pcap", &error));
	assert_non_null(strstr(error_message(&error), "cannot write '/nonexistent/x.pcap'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_order_and_precision_reads_the_same),
		TEST(pcapng_is_read),
		TEST(absurd_times_can_be_subtracted),
		TEST(cut_files_say_after_which_frame),
		TEST(long_files_read_as_libpcap_reads_them),
		TEST(packets_longer_than_the_snapshot_are_cut_as_libpcap_cuts_them),
		TEST(other_files_are_named),
		TEST(filters_match_as_libpcap_does),
		TEST(wrong_filters_get_a_suggestion),
		TEST(suggestions_end_for_hostile_input),
		TEST(saved_packets_keep_their_nanoseconds),
		TEST(unfinished_files_are_discarded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
