/*
 * Tests capture-file/nanosecond-pcap: its files are read back. Times before 1970 come back 2^32
 * seconds later, since the file's seconds have no sign.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "capture-file/capture-file.h"
#include "capture-file/nanosecond-pcap.h"

enum { LINK_ETHERNET = 1 };
static const int64_t era_ns = INT64_C(4294967296) * 1000000000;

static void packets_are_read_back(void **state)
{
	(void)state;
	static const int64_t times[] = { 1700000000000000001, 0, -1, -999999999, -1000000000,
		-1500000000 };
	static const uint8_t data[60];
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(text) struct text pcap = { 0 }, path = { 0 };
	nanosecond_pcap_append_head(&pcap, LINK_ETHERNET);
	for (size_t i = 0; i < ARRAY_COUNT(times); i++)
		nanosecond_pcap_append(&pcap, times[i], 100, (struct bytes){ data, sizeof(data) });
	assert_true(temporary_folder_make(NULL, "test", &folder, &error));
	text_append_format(&path, "%s/a.pcap", folder.path);
	assert_true(file_replace(text_string(&path),
		(struct bytes){ (const uint8_t *)text_string(&pcap), pcap.size }, &error));
	autofree(capture_file) struct capture_file *file =
		capture_file_open(text_string(&path), &error);
	assert_non_null(file);
	for (size_t i = 0; i < ARRAY_COUNT(times); i++) {
		struct packet packet;
		assert_int_equal(capture_file_next(file, &packet, &error), CAPTURE_FILE_PACKET);
		assert_int_equal(packet.time_ns, times[i] < 0 ? times[i] + era_ns : times[i]);
		assert_int_equal(packet.length, 100);
		assert_int_equal(packet.data.size, sizeof(data));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packets_are_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
