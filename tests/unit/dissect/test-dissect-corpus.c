/*
 * Checks every packet of every capture in the corpus beside the source tree, and every prefix of
 * each packet, with frame-checks.h. Skipped without the corpus. To save time only the first packets
 * of a capture are cut, and long ones in steps; PCAPDECK_EVERY_PREFIX=1 checks all (minutes).
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file/file.h"
#include "base/text.h"
#include "capture-file/capture-file.h"
#include "frame-checks.h"

/* Longer packets are cut in steps, since the headers matter most. */
enum { EVERY_PREFIX_UP_TO = 200, PREFIX_STEP = 61, PACKETS_CUT = 20 };

static bool wants_all(void)
{
	return getenv("PCAPDECK_EVERY_PREFIX") != NULL;
}

/* The end of the packet's content; only padding follows. */
static size_t said_end(int link_type, const struct packet *packet)
{
	struct frame frame = { .number = 1 };
	dissect_frame(&frame, link_type, packet->data, packet->length, NULL);
	if (frame.layer_count < 2)
		return 0;
	const struct layer *topmost = &frame.layers[frame.layer_count - 1];
	return topmost->offset + topmost->size;
}

/* A cut packet must report the cut: where decoding stopped, and why. */
static void check_prefixes(int link_type, const struct packet *packet)
{
	size_t end = said_end(link_type, packet);
	for (size_t size = 0; size <= packet->data.size;
		size += size < EVERY_PREFIX_UP_TO || wants_all() ? 1 : PREFIX_STEP) {
		enum decode status =
			check_bytes(link_type, packet->data.data, size, packet->length);
		if (size < end && status == DECODE_OK)
			fail_msg("frame %llu, %zu bytes of %zu: nothing is missed",
				(unsigned long long)packet->number, size, end);
		(void)check_bytes(link_type, packet->data.data, size, (uint32_t)size);
	}
}

/* The number of its packets. */
static uint64_t check_capture(const char *path, bool has_prefixes)
{
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, &error);
	if (!capture) {
		assert_true(error_is_set(&error));
		return 0;
	}
	print_message("%s\n", path);
	struct packet packet;
	uint64_t count = 0;
	while (capture_file_next(capture, &packet, &error) == CAPTURE_FILE_PACKET) {
		assert_int_equal(packet.number, ++count);
		(void)check_bytes(
			packet.link_type, packet.data.data, packet.data.size, packet.length);
		if (has_prefixes && (count <= PACKETS_CUT || wants_all()))
			check_prefixes(packet.link_type, &packet);
	}
	return count;
}

static uint64_t check_folder(const char *folder, unsigned depth)
{
	DIR *entries = opendir(folder);
	assert_non_null(entries);
	uint64_t count = 0;
	struct dirent *entry;
	while ((entry = readdir(entries))) {
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		if (file_is_folder(text_string(&path)))
			count += depth < 3 ? check_folder(text_string(&path), depth + 1) : 0;
		else
			count += check_capture(text_string(&path), true);
	}
	(void)closedir(entries);
	return count;
}

static void corpus_holds(void **state)
{
	(void)state;
	const char *root = getenv("PCAPDECK_SOURCE_ROOT");
	autofinish(text) struct text folder = { 0 };
	text_append_format(&folder, "%s/../shared/corpus", root ? root : ".");
	if (!file_is_folder(text_string(&folder))) {
		print_message("skipped: there is no corpus of captures beside the project\n");
		skip();
	}
	assert_true(check_folder(text_string(&folder), 0) > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corpus_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
