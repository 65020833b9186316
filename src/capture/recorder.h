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
	uint64_t packet_limit; /* further packets are ignored; 0: none */
	bool is_promiscuous; /* packets between other machines, too */
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
 * caller's; with -1, recorder_write_to() follows, and must before packets are taken.
 * *ret_is_denied (may be NULL) says that the failure is a lack of permission.
 */
struct recorder *recorder_new(const struct recorder_options *options, int descriptor,
	bool *ret_is_denied, struct error *error);

/* A filter in libpcap's language. A failure is libpcap's bare reason, for filter_refuse(). */
bool recorder_filter(struct recorder *recorder, const char *expression, struct error *error);

/* The file's header is in `descriptor` when this returns. */
bool recorder_write_to(struct recorder *recorder, int descriptor, struct error *error);

/* libpcap's DLT_ value. */
int recorder_link_type(const struct recorder *recorder);

/* Takes all packets that have arrived, without waiting. `callback` may be NULL. */
bool recorder_drain(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/* The same, but what has arrived is only handed to the callback, not written and not counted. */
bool recorder_discard(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/*
 * Takes a batch of the packets that have arrived, without waiting, and puts them into the file: each
 * write there ends with a whole packet. *ret_count is 0 when there were none.
 */
bool recorder_take(struct recorder *recorder, recorder_callback *callback, void *context,
	unsigned *ret_count, struct error *error);

/* Whether as many packets as `packet_limit` are in the file. */
bool recorder_is_full(const struct recorder *recorder);

/* Whether a failure was that nobody reads what is written any more. */
bool recorder_is_broken_pipe(const struct recorder *recorder);

/* Waits until a packet has arrived, at most this long; the result does not say whether one has. */
bool recorder_wait(struct recorder *recorder, int milliseconds, struct error *error);

/*
 * Ends capturing: takes every packet that the kernel has delivered to this capture, also those that
 * it still keeps in a block that is not full.
 */
bool recorder_stop(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/* In packets. The kernel's own counts have 32 bits. */
struct recorder_counts {
	uint64_t written; /* whole ones, in the file */
	uint32_t
		received; /* that passed the filter; how a system counts them, pcap_stats(3) says */
	uint32_t dropped; /* for which the kernel's ring had no room */
	uint32_t interface_dropped; /* by the interface or its driver */
};

/* Since capturing began; false when the kernel does not say. */
bool recorder_count(
	struct recorder *recorder, struct recorder_counts *ret_counts, struct error *error);

/*
 * Flushes the file and asks the kernel how many packets it dropped; one is a failure.
 * *ret_packet_count: how many are in the file.
 */
bool recorder_finish(struct recorder *recorder, uint64_t *ret_packet_count, struct error *error);

/* Of all bytes in the file, from its first. */
uint64_t recorder_digest(const struct recorder *recorder);

void recorder_free(struct recorder *recorder);
DEFINE_AUTOFREE(recorder);

#endif
