/* Tests lab/record-order with files of a few packets; what a packet holds is its number. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/digest.h"
#include "lab/record-order.h"

enum { PACKETS_MAX = 6, FILE_MAX = 4096 };
static const uint32_t magic_us = 0xa1b2c3d4, magic_ns = 0xa1b23c4d;

/* The bytes of a file; packet N of `count` was captured at times[N] units and has N bytes. */
static size_t make_file(uint8_t *out, uint32_t magic, const uint32_t *times, size_t count)
{
	const uint32_t head[] = { magic, 4 << 16 | 2, 0, 0, 1 << 18, 1 };
	size_t size = sizeof(head);
	memcpy(out, head, sizeof(head));
	for (size_t i = 0; i < count; i++) {
		const uint32_t record[] = { 1700000000, times[i], (uint32_t)i, 60 };
		memcpy(out + size, record, sizeof(record));
		memset(out + size + sizeof(record), (int)i, i);
		size += sizeof(record) + i;
	}
	return size;
}

/* The numbers of the packets in the order of the file: "0213". */
static void read_order(FILE *file, size_t size, char *order)
{
	uint8_t data[FILE_MAX];
	assert_int_equal(pread(fileno(file), data, sizeof(data), 0), size);
	for (size_t at = 24; at < size;) {
		uint32_t captured;
		memcpy(&captured, data + at + 8, sizeof(captured));
		*order++ = (char)('0' + captured);
		for (size_t i = 0; i < captured; i++)
			assert_int_equal(data[at + 16 + i], captured);
		at += 16 + captured;
	}
	*order = '\0';
}

static void packets_get_into_the_order_of_their_times(void **state)
{
	(void)state;
	static const struct {
		const char *what;
		uint32_t magic, times[PACKETS_MAX];
		size_t count;
		const char *order;
	} rows[] = {
		{ "none", magic_ns, { 0 }, 0, "" },
		{ "in order", magic_ns, { 1, 2, 3, 4 }, 4, "0123" },
		{ "the same time", magic_ns, { 5, 5, 5 }, 3, "012" },
		{ "two", magic_ns, { 10, 30, 20, 40 }, 4, "0213" },
		{ "the last", magic_ns, { 10, 20, 15 }, 3, "021" },
		{ "three, with the same time", magic_ns, { 10, 30, 20, 20, 40 }, 5, "02314" },
		{ "before all", magic_ns, { 20, 30, 40, 10 }, 4, "3012" },
		{ "a millisecond", magic_ns, { 0, 1000000, 0 }, 3, "021" },
		{ "more than that: the clock", magic_ns, { 0, 1000001, 0 }, 3, "012" },
		{ "than the youngest", magic_ns, { 0, 900000, 1200000, 100000 }, 4, "0123" },
		{ "microseconds", magic_us, { 10, 1000, 500 }, 3, "021" },
		{ "more than a millisecond of them", magic_us, { 10, 1011, 10 }, 3, "012" },
		{ "no pcap", 0x0a0d0d0a, { 10, 30, 20 }, 3, "012" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(error) struct error error = { 0 };
		uint8_t data[FILE_MAX], sorted[FILE_MAX];
		char order[PACKETS_MAX + 1];
		size_t size = make_file(data, rows[i].magic, rows[i].times, rows[i].count);
		uint64_t digest = digest_add(DIGEST_NOTHING, (struct bytes){ data, size });
		FILE *file = tmpfile();
		assert_non_null(file);
		assert_int_equal(write(fileno(file), data, size), size);
		assert_true(record_order_restore(fileno(file), &digest, &error));
		read_order(file, size, order);
		if (strcmp(order, rows[i].order) != 0)
			fail_msg("%s: %s", rows[i].what, order);
		assert_int_equal(pread(fileno(file), sorted, sizeof(sorted), 0), size);
		assert_true(digest ==
			digest_add(DIGEST_NOTHING, (struct bytes){ sorted, size }));
		(void)fclose(file);
	}
}

static void what_was_changed_or_cut_stays(void **state)
{
	(void)state;
	static const uint32_t times[] = { 10, 30, 20 };
	autofinish(error) struct error error = { 0 };
	uint8_t data[FILE_MAX];
	char order[PACKETS_MAX + 1];
	size_t size = make_file(data, magic_ns, times, ARRAY_COUNT(times));
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_int_equal(write(fileno(file), data, size), size);
	uint64_t other = 1;
	assert_true(record_order_restore(fileno(file), &other, &error));
	assert_true(other == 1);
	read_order(file, size, order);
	assert_string_equal(order, "012");
	for (size_t cut = 1; cut < size; cut++) {
		uint64_t digest = digest_add(DIGEST_NOTHING, (struct bytes){ data, size - cut });
		uint8_t left[FILE_MAX];
		assert_int_equal(ftruncate(fileno(file), (off_t)(size - cut)), 0);
		assert_true(record_order_restore(fileno(file), &digest, &error));
		assert_int_equal(pread(fileno(file), left, sizeof(left), 0), size - cut);
		assert_memory_equal(left, data, size - cut);
	}
	(void)fclose(file);
}

/* More packets than are read at once, with some that change places far from each other. */
static void only_what_moves_is_written(void **state)
{
	(void)state;
	enum { COUNT = 9000, SIZE = 16 + 40, BEFORE = 24 };
	static const size_t swapped[] = { 0, 2, 3, 4500, 8998 };
	autofinish(error) struct error error = { 0 };
	const uint32_t head[] = { magic_ns, 4 << 16 | 2, 0, 0, 1 << 18, 1 };
	uint8_t *sorted = malloc(BEFORE + COUNT * SIZE), *data = malloc(BEFORE + COUNT * SIZE);
	const size_t size = BEFORE + COUNT * SIZE;
	assert_non_null(sorted);
	assert_non_null(data);
	memcpy(sorted, head, sizeof(head));
	for (uint32_t i = 0; i < COUNT; i++) {
		const uint32_t record[] = { 1700000000, 7 * i, 40, 60 };
		memcpy(sorted + BEFORE + i * SIZE, record, sizeof(record));
		memset(sorted + BEFORE + i * SIZE + sizeof(record), (int)(i % 251), 40);
	}
	memcpy(data, sorted, size);
	for (size_t i = 0; i < ARRAY_COUNT(swapped); i++) {
		uint8_t *at = data + BEFORE + swapped[i] * SIZE, other[SIZE];
		memcpy(other, at, SIZE);
		memmove(at, at + SIZE, SIZE);
		memcpy(at + SIZE, other, SIZE);
	}
	uint64_t digest = digest_add(DIGEST_NOTHING, (struct bytes){ data, size });
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fflush(file), 0);
	assert_true(record_order_restore(fileno(file), &digest, &error));
	assert_int_equal(pread(fileno(file), data, size, 0), size);
	assert_memory_equal(data, sorted, size);
	assert_true(digest == digest_add(DIGEST_NOTHING, (struct bytes){ sorted, size }));
	(void)fclose(file);
	free(sorted);
	free(data);
}

static void a_file_that_cannot_be_written_is_said(void **state)
{
	(void)state;
	static const uint32_t times[] = { 10, 30, 20 };
	autofinish(error) struct error error = { 0 };
	uint8_t data[FILE_MAX];
	size_t size = make_file(data, magic_ns, times, ARRAY_COUNT(times));
	uint64_t digest = digest_add(DIGEST_NOTHING, (struct bytes){ data, size });
	char path[] = "/tmp/test-record-order-XXXXXX";
	int writing = mkstemp(path), reading = open(path, O_RDONLY);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(write(writing, data, size), size);
	assert_false(record_order_restore(reading, &digest, &error));
	assert_string_equal(error_message(&error),
		"cannot put the packets of the capture in order: Bad file descriptor");
	(void)close(writing);
	(void)close(reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packets_get_into_the_order_of_their_times),
		cmocka_unit_test(what_was_changed_or_cut_stays),
		cmocka_unit_test(only_what_moves_is_written),
		cmocka_unit_test(a_file_that_cannot_be_written_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
