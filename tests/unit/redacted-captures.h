#ifndef TESTS_REDACTED_CAPTURES_H
#define TESTS_REDACTED_CAPTURES_H

/* Captures of a few packets in a temporary folder, and what a redacted deck has of them. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture-file/capture-file.h"
#include "conversation/redact/redact.h"
#include "dissect/dissect.h"
#include "packet-builder.h"

struct test_capture {
	char folder[32], path[48];
};

static inline struct test_capture capture_begin(void)
{
	struct test_capture file = { .folder = "/tmp/scrubbed-XXXXXX" };
	if (!mkdtemp(file.folder))
		abort();
	(void)snprintf(file.path, sizeof(file.path), "%s/x.pcap", file.folder);
	return file;
}

static inline void capture_end(const struct test_capture *file)
{
	(void)unlink(file->path);
	(void)rmdir(file->folder);
}

/* Of each packet of the file what the redacted deck would have. False with a message on stderr. */
static inline bool redaction_file(
	struct redaction *redaction, const char *path, struct built *ret_packets)
{
	autofinish(error) struct error error = { 0 };
	bool ok = redaction_search(redaction, path, &error);
	autofree(capture_file) struct capture_file *capture =
		ok ? capture_file_open(path, &error) : NULL;
	struct packet packet;
	for (size_t i = 0;
		capture && capture_file_next(capture, &packet, &error) == CAPTURE_FILE_PACKET;
		i++) {
		struct frame frame = { .number = packet.number };
		dissect_frame(&frame, packet.link_type, packet.data, packet.length, NULL);
		ret_packets[i].size = packet.data.size;
		memcpy(ret_packets[i].data, packet.data.data, packet.data.size);
		redaction_hide_in_packet(redaction, &frame, ret_packets[i].data);
	}
	if (error_is_set(&error))
		(void)fprintf(stderr, "%s\n", error_message(&error));
	return !error_is_set(&error);
}

/* The same of a capture that is alone: it is written, learned and redacted. */
static inline bool redaction_packets(struct redaction *redaction, const struct built *packets,
	size_t count, struct built *ret_packets)
{
	struct test_capture file = capture_begin();
	autofinish(error) struct error error = { 0 };
	write_capture(file.path, 1, packets, count);
	bool ok = redaction_learn(redaction, file.path, &error) &&
		redaction_file(redaction, file.path, ret_packets);
	capture_end(&file);
	return ok;
}

#endif
