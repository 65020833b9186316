/*
 * The reader of captures: the input is a file, up to a first line that is a filter when it begins with
 * '#'. Packets must be what libpcap's own reader has, and an error must have a sentence.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/timestamp.h"
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
	char reason[PCAP_ERRBUF_SIZE];
	pcap_t *peer =
		pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, reason);
	check(peer != NULL, "a file that libpcap refuses");
	struct pcap_pkthdr *header;
	const u_char *bytes;
	autofinish(error) struct error filter_error = { 0 };
	autofree(trace_filter) struct trace_filter *filter =
		*expression ? trace_filter_new(trace, expression, &filter_error) : NULL;
	struct packet packet;
	enum trace_result result;
	uint64_t count = 0, sum = 0;
	while ((result = trace_next(trace, &packet, &error)) == TRACE_PACKET && count < 1000) {
		check(packet.number == ++count, "a packet has a wrong number");
		check(packet.data.size == packet.captured, "two sizes for a packet");
		check(pcap_next_ex(peer, &header, &bytes) == 1, "more packets than libpcap has");
		check(packet.captured == header->caplen && packet.length == header->len,
			"a length that libpcap does not have");
		check(pcap_major_version(peer) == 1 ||
				packet.time_ns ==
					(int64_t)(uint32_t)header->ts.tv_sec * NS_PER_S +
						(int64_t)header->ts.tv_usec,
			"a time that libpcap does not have");
		check(packet.captured == 0 || memcmp(packet.data.data, bytes, packet.captured) == 0,
			"bytes that libpcap does not have");
		for (size_t i = 0; i < packet.data.size; i++)
			sum += packet.data.data[i]; /* a sanitizer sees a read too far */
		if (filter)
			sum += trace_filter_match(filter, &packet);
	}
	if (result != TRACE_PACKET)
		check(pcap_next_ex(peer, &header, &bytes) ==
				(result == TRACE_END ? PCAP_ERROR_BREAK : PCAP_ERROR),
			"an end that libpcap does not have");
	pcap_close(peer);
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
