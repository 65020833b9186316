/*
 * Reads a capture file. The input is the file; when it begins with '#', its first line is a filter.
 * Packets must equal those of libpcap's own reader, as far as that reads a pcapng file, and each
 * error must have a message.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "capture-file/capture-file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool condition, const char *what)
{
	if (condition)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

/* libpcap's own reader of the same file. */
struct peer {
	/* NULL where libpcap refuses the file or stops earlier, which is allowed for pcapng only */
	pcap_t *handle;
	bool is_pcapng;
};

static void peer_refuses(struct peer *peer)
{
	check(peer->is_pcapng, "a file that libpcap refuses");
	if (peer->handle)
		pcap_close(peer->handle);
	peer->handle = NULL;
}

static void compare(struct peer *peer, const struct packet *packet)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;
	int result = peer->handle ? pcap_next_ex(peer->handle, &header, &bytes) : PCAP_ERROR;
	check(result != PCAP_ERROR_BREAK, "more packets than libpcap has");
	if (result != 1) {
		peer_refuses(peer);
		return;
	}
	check(packet->captured == header->caplen && packet->length == header->len,
		"a length that libpcap does not have");
	check(peer->is_pcapng ||
			packet->time_ns ==
				(int64_t)(uint32_t)header->ts.tv_sec * NS_PER_S +
					(int64_t)header->ts.tv_usec,
		"a time that libpcap does not have");
	check(packet->link_type == pcap_datalink(peer->handle),
		"a link type that libpcap does not have");
	bool is_changed = packet->link_type == DLT_USB_LINUX || packet->link_type == DLT_NFLOG ||
		/* libpcap converts it to the machine's byte order */
		packet->link_type == DLT_USB_LINUX_MMAPPED;
	check(is_changed || packet->captured == 0 ||
			memcmp(packet->data.data, bytes, packet->captured) == 0,
		"bytes that libpcap does not have");
}

/* Reads every byte, so that a sanitizer sees a read beyond the end. */
static uint64_t sum_of(struct bytes bytes)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < bytes.size; i++)
		sum += bytes.data[i];
	return sum;
}

static void check_beside(const struct capture_file *capture, const struct packet *packet)
{
	check(packet->interface < capture_file_interface_count(capture),
		"a packet of no interface");
	struct capture_file_interface interface =
		capture_file_interface(capture, packet->interface);
	check(interface.link_type == packet->link_type && interface.name,
		"an interface of another link type");
	for (size_t i = 0; i < capture_file_name_count(capture); i++) {
		struct capture_file_name name = capture_file_name(capture, i);
		check((name.size == 4 || name.size == 16) && *name.name, "a name that is none");
	}
}

static void read_capture(const char *path, const char *expression, bool is_pcapng)
{
	autofinish(error) struct error error = { 0 };
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, &error);
	if (!capture) {
		check(error_is_set(&error), "no sentence for a file that does not open");
		return;
	}
	char reason[PCAP_ERRBUF_SIZE];
	struct peer peer = { .is_pcapng = is_pcapng };
	peer.handle =
		pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, reason);
	if (!peer.handle)
		peer_refuses(&peer);
	autofinish(error) struct error filter_error = { 0 };
	autofree(capture_file_filter) struct capture_file_filter *filter =
		*expression ? capture_file_filter_new(capture, expression, &filter_error) : NULL;
	struct packet packet;
	enum capture_file_result result;
	uint64_t count = 0, sum = 0;
	while ((result = capture_file_next(capture, &packet, &error)) == CAPTURE_FILE_PACKET &&
		count < 1000) {
		check(packet.number == ++count, "a packet has a wrong number");
		check(packet.data.size == packet.captured, "two sizes for a packet");
		compare(&peer, &packet);
		check_beside(capture, &packet);
		sum += sum_of(packet.data) + sum_of(packet.comment);
		if (filter)
			sum += capture_file_filter_match(filter, &packet);
	}
	struct pcap_pkthdr *header;
	const u_char *bytes;
	int end = peer.handle ? pcap_next_ex(peer.handle, &header, &bytes) : PCAP_ERROR;
	if (result == CAPTURE_FILE_END && end != PCAP_ERROR_BREAK)
		peer_refuses(&peer);
	check(result != CAPTURE_FILE_ERROR || end == PCAP_ERROR,
		"an end that libpcap does not have");
	if (peer.handle)
		pcap_close(peer.handle);
	check(result != CAPTURE_FILE_ERROR || error_is_set(&error),
		"no sentence for a damaged file");
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
	char path[] = "/tmp/pcapdeck-fuzz-capture-file-XXXXXX";
	int descriptor = mkstemp(path);
	check(descriptor >= 0, "no temporary file");
	check(write(descriptor, data, size) == (ssize_t)size, "cannot write a temporary file");
	(void)close(descriptor);
	read_capture(path, expression, size && data[0] == '\n');
	(void)unlink(path);
	return 0;
}
