#ifndef CAPTURE_RECORDER_H
#define CAPTURE_RECORDER_H

/*
 * Packets from an interface into a file, none lost in silence: capturing has begun when
 * recorder_new() returns, and recorder_finish() says when the kernel dropped one.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/error.h"

struct recorder_options {
	const char *interface;
	const char *filter; /* libpcap's, or NULL for everything */
	uint32_t snap_length; /* bytes kept of a packet */
	uint32_t buffer_size; /* bytes of the kernel's ring */
};

/* A packet as it passes; `data` is borrowed until the callback returns. */
struct recorded_packet {
	int64_t time_ns;
	uint32_t length; /* on the wire */
	struct bytes data;
};
typedef void recorder_callback(void *context, const struct recorded_packet *packet);

struct recorder;

/*
 * Writes a pcap (nanoseconds where the system has them) to `descriptor`, which stays open and the
 * caller's. *ret_is_denied (may be NULL) says that the failure is a lack of permission.
 */
struct recorder *recorder_new(const struct recorder_options *options, int descriptor,
	bool *ret_is_denied, struct error *error);

/* libpcap's DLT_ value. */
int recorder_link_type(const struct recorder *recorder);

/* Takes all packets that have arrived, without waiting. `callback` may be NULL. */
bool recorder_drain(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/* Waits until a packet has arrived, at most this long; the result does not say whether one has. */
bool recorder_wait(struct recorder *recorder, int milliseconds, struct error *error);

/*
 * Flushes the file and asks the kernel how many packets it dropped; one is a failure.
 * *ret_packet_count: how many are in the file.
 */
bool recorder_finish(struct recorder *recorder, uint64_t *ret_packet_count, struct error *error);

void recorder_free(struct recorder *recorder);
DEFINE_AUTOFREE(recorder);

#endif
