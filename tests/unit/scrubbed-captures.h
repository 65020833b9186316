#ifndef TESTS_SCRUBBED_CAPTURES_H
#define TESTS_SCRUBBED_CAPTURES_H

/* Captures of a few packets in a temporary folder, and what a scrubbed deck has of them. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conversation/redact/scrub.h"
#include "dissect/dissect.h"
#include "packet-builder.h"
#include "trace/trace.h"

struct capture_file {
	char folder[32], path[48];
};

static inline struct capture_file capture_begin(void)
{
	struct capture_file file = { .folder = "/tmp/scrubbed-XXXXXX" };
	if (!mkdtemp(file.folder))
		abort();
	(void)snprintf(file.path, sizeof(file.path), "%s/x.pcap", file.folder);
	return file;
}

static inline void capture_end(const struct capture_file *file)
{
	(void)unlink(file->path);
	(void)rmdir(file->folder);
}

/* Of each packet of the file what the scrubbed deck would have. False with a message on stderr. */
static inline bool scrub_file(struct scrub *scrub, const char *path, struct built *ret_packets)
{
	autofinish(error) struct error error = { 0 };
	bool ok = scrub_search(scrub, path, &error);
	autofree(trace) struct trace *trace = ok ? trace_open(path, &error) : NULL;
	struct packet packet;
	for (size_t i = 0; trace && trace_next(trace, &packet, &error) == TRACE_PACKET; i++) {
		struct frame frame = { .number = packet.number };
		dissect_frame(&frame, packet.link_type, packet.data, packet.length, NULL);
		ret_packets[i].size = packet.data.size;
		memcpy(ret_packets[i].data, packet.data.data, packet.data.size);
		scrub_packet(scrub, &frame, ret_packets[i].data);
	}
	if (error_is_set(&error))
		(void)fprintf(stderr, "%s\n", error_message(&error));
	return !error_is_set(&error);
}

/* The same of a capture that is alone: it is written, learned and scrubbed. */
static inline bool scrub_packets(
	struct scrub *scrub, const struct built *packets, size_t count, struct built *ret_packets)
{
	struct capture_file file = capture_begin();
	autofinish(error) struct error error = { 0 };
	write_capture(file.path, 1, packets, count);
	bool ok =
		scrub_learn(scrub, file.path, &error) && scrub_file(scrub, file.path, ret_packets);
	capture_end(&file);
	return ok;
}

#endif
