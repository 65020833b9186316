/*
 * Compiles a filter. The first byte selects the link type, the rest is the expression. It compiles
 * and is applied, or is refused with a message. A suggestion must differ from the filter, and a
 * suggestion for the suggestion must equal it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "capture-file/capture-file.h"
#include "capture-file/filter-suggestion.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t link_types[] = { 1, 0, 12, 108, 113, 101 };

enum {
	LINK_TYPES = ARRAY_COUNT(link_types),
	EXPRESSION_SIZE_MAX = 2000,
	PACKET_SIZE = 80,
};

/* Opens an empty capture of this link type, for capture_file_filter_new(). */
static struct capture_file *open_empty(uint8_t link_type)
{
	const uint8_t header[24] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4,
		0, [17] = 1, [20] = link_type };
	char path[] = "/tmp/pcapdeck-fuzz-filter-XXXXXX";
	int descriptor = mkstemp(path);
	require(descriptor >= 0, "no temporary file");
	require(write(descriptor, header, sizeof(header)) == sizeof(header),
		"cannot write a temporary file");
	(void)close(descriptor);
	autofinish(error) struct error error = { 0 };
	struct capture_file *capture = capture_file_open(path, &error);
	(void)unlink(path);
	require(capture != NULL, "an empty capture does not open");
	return capture;
}

static void check_suggestion(const char *expression)
{
	autofinish(text) struct text suggestion = { 0 };
	autofinish(text) struct text again = { 0 };
	if (!filter_suggest(expression, &suggestion)) {
		require(suggestion.size == 0, "no suggestion, and yet words");
		return;
	}
	require(strcmp(text_string(&suggestion), expression) != 0, "a filter suggests itself");
	(void)filter_suggest(text_string(&suggestion), &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct capture_file
		*traces[LINK_TYPES]; /* opened once, since only the expression varies */
	if (size < 1 || size > EXPRESSION_SIZE_MAX)
		return 0;
	size_t index = data[0] % LINK_TYPES;
	if (!traces[index])
		traces[index] = open_empty(link_types[index]);
	automem char *expression = xstrndup((const char *)data + 1, size - 1);
	check_suggestion(expression);

	autofinish(error) struct error error = { 0 };
	autofree(capture_file_filter) struct capture_file_filter *filter =
		capture_file_filter_new(traces[index], expression, &error);
	require(filter || error_is_set(&error), "a filter is refused without a sentence");
	if (!filter)
		return 0;
	uint8_t bytes[PACKET_SIZE] = { [12] = 8, [14] = 0x45, [16] = 0, [17] = 66, [23] = 6 };
	for (size_t captured = 0; captured <= PACKET_SIZE; captured += 8) {
		const struct packet packet = {
			.number = 1,
			.length = PACKET_SIZE,
			.captured = (uint32_t)captured,
			.data = { bytes, captured },
		};
		(void)capture_file_filter_match(filter, &packet);
	}
	return 0;
}
