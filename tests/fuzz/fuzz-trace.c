/*
 * The reader of captures: the input is a file, up to a first line that is a filter when it begins with
 * '#'. Packets must lie inside the file, and an error must have a sentence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "trace/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool condition, const char *what)
{
	if (condition)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static void read_capture(const char *path, const char *expression)
{
	autofinish(error) struct error error = { 0 };
	autofree(trace) struct trace *trace = trace_open(path, &error);
	if (!trace) {
		check(error_is_set(&error), "no sentence for a file that does not open");
		return;
	}
	autofinish(error) struct error filter_error = { 0 };
	autofree(trace_filter) struct trace_filter *filter =
		*expression ? trace_filter_new(trace, expression, &filter_error) : NULL;
	struct packet packet;
	enum trace_result result;
	uint64_t count = 0, sum = 0;
	while ((result = trace_next(trace, &packet, &error)) == TRACE_PACKET && count < 1000) {
		check(packet.number == ++count, "a packet has a wrong number");
		check(packet.data.size == packet.captured, "two sizes for a packet");
		for (size_t i = 0; i < packet.data.size; i++)
			sum += packet.data.data[i]; /* a sanitizer sees a read too far */
		if (filter)
			sum += trace_filter_match(filter, &packet);
	}
	check(result != TRACE_ERROR || error_is_set(&error), "no sentence for a damaged file");
	check(sum != UINT64_MAX, "never");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char expression[256] = "";
	const uint8_t *end = size && data[0] == '#' ? memchr(data, '\n', size) : NULL;
	if (end && (size_t)(end - data) < sizeof(expression)) {
		memcpy(expression, data + 1, (size_t)(end - data) - 1);
		size -= (size_t)(end - data) + 1;
		data = end + 1;
	}
	char path[] = "/tmp/pcapdeck-fuzz-trace-XXXXXX";
	int descriptor = mkstemp(path);
	check(descriptor >= 0, "no temporary file");
	check(write(descriptor, data, size) == (ssize_t)size, "cannot write a temporary file");
	(void)close(descriptor);
	read_capture(path, expression);
	(void)unlink(path);
	return 0;
}
