/* conversation/selection: packets beyond a view's limit are counted, not kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conversation/selection.h"
#include "packet-builder.h"

enum { LINK_RAW = 101, UDP = 17, COUNT = 7 };

static void write_packets(const char *path)
{
	struct built packets[COUNT];
	const struct ends ends = { .addresses = { 192, 0, 2, 1, 192, 0, 2, 2 } };
	for (unsigned i = 0; i < COUNT; i++) {
		packets[i].size = 0;
		put_string(&packets[i], "abcdefgh");
		wrap_udp(&packets[i], &ends, (uint16_t)(40000 + i % 2), 9999);
		wrap_ip(&packets[i], &ends, UDP);
	}
	write_capture(path, LINK_RAW, packets, COUNT);
}

static void a_limit_is_what_is_kept_at_most(void **state)
{
	(void)state;
	static const char *const filters[] = { NULL, "udp src port 40001", "tcp" };
	static const size_t matches[] = { COUNT, COUNT / 2, 0 };
	char folder[] = "/tmp/pcapdeck-test-limit-XXXXXX", path[64];
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/a.pcap", folder);
	write_packets(path);
	for (size_t limit = 0; limit <= COUNT + 1; limit++) {
		struct selection_request requests[3];
		struct selection selections[3];
		struct capture_summary summary;
		struct arena arena = { 0 };
		autofinish(error) struct error error = { 0 };
		for (unsigned i = 0; i < 3; i++)
			requests[i] = (struct selection_request){
				.choice = { .filter = filters[i], .stream = -1, .limit = limit },
			};
		assert_true(
			selection_read(path, requests, 3, &arena, selections, &summary, &error));
		for (unsigned i = 0; i < 3; i++) {
			bool is_limited = limit && matches[i] > limit;
			assert_int_equal(selections[i].match_count, matches[i]);
			assert_int_equal(selections[i].count, is_limited ? limit : matches[i]);
			for (size_t j = 1; j < selections[i].count; j++)
				assert_true(selections[i].packets[j - 1]->frame.number <
					selections[i].packets[j]->frame.number);
		}
		arena_finish(&arena);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void a_frame_is_found_by_its_number(void **state)
{
	(void)state;
	struct shown_packet packets[5] = { 0 };
	struct shown_packet *shown[5];
	for (size_t i = 0; i < 5; i++) {
		packets[i].frame.number = 3 * i + 2; /* 2, 5, 8, 11, 14 */
		shown[i] = &packets[i];
	}
	for (size_t count = 0; count <= 5; count++) {
		const struct selection selection = { .packets = shown, .count = count };
		for (uint64_t number = 0; number < 18; number++) {
			size_t index = 99;
			bool is_there = number % 3 == 2 && number / 3 < count;
			assert_int_equal(selection_find_frame(&selection, number, NULL), is_there);
			assert_int_equal(
				selection_find_frame(&selection, number, &index), is_there);
			assert_int_equal(index, is_there ? number / 3 : 99);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_is_found_by_its_number),
		cmocka_unit_test(a_limit_is_what_is_kept_at_most),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
