#ifndef CAPTURE_RECORDER_H
#define CAPTURE_RECORDER_H

/*
 * Captures packets from an interface into a file and reports every loss. Capturing has begun when
 * recorder_new() returns. recorder_finish() fails when the kernel dropped a packet.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/error.h"

struct recorder_options {
	const char *interface;
	const char *filter; /* in libpcap's language; NULL: every packet */
	uint32_t snap_length; /* bytes kept of each packet */
	uint32_t buffer_size; /* of the kernel's ring, in bytes */
	uint64_t packet_limit; /* further packets are ignored; 0: no limit */
	bool is_promiscuous; /* also capture packets between other machines */
};

/* A captured packet; `data` is borrowed until the callback returns. */
struct recorded_packet {
	int64_t time_ns;
	uint32_t length; /* on the wire, in bytes */
	struct bytes data;
};
typedef void recorder_callback(void *context, const struct recorded_packet *packet);

struct recorder;

/*
 * Starts a capture that writes a pcap (nanoseconds where the system has them) to `descriptor`,
 * which stays open and the caller's. With -1, call recorder_write_to() before packets are taken.
 * *ret_is_denied (may be NULL) says that permission was missing.
 */
struct recorder *recorder_new(const struct recorder_options *options, int descriptor,
	bool *ret_is_denied, struct error *error);

/*
 * Sets a filter in libpcap's language. On failure the message is libpcap's reason only, for
 * filter_refuse().
 */
bool recorder_filter(struct recorder *recorder, const char *expression, struct error *error);

/* Sets the output. The file's header has been written to `descriptor` when it returns true. */
bool recorder_write_to(struct recorder *recorder, int descriptor, struct error *error);

/* The link type, a DLT_ value of libpcap. */
int recorder_link_type(const struct recorder *recorder);

/* Takes all packets that have arrived, without waiting, and writes them. `callback` may be NULL. */
bool recorder_drain(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/* Passes all packets that have arrived to the callback, without writing or counting them. */
bool recorder_discard(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/*
 * Takes a batch of the packets that have arrived, without waiting, and writes them to the file,
 * which then ends with a complete packet. *ret_count is 0 when none had arrived.
 */
bool recorder_take(struct recorder *recorder, recorder_callback *callback, void *context,
	unsigned *ret_count, struct error *error);

/* Whether `packet_limit` packets were taken. */
bool recorder_is_full(const struct recorder *recorder);

/* Whether the failure was a broken pipe: nobody reads the output any more. */
bool recorder_is_broken_pipe(const struct recorder *recorder);

/*
 * Waits until a packet arrives or the time is over; the result does not say which. False on
 * failure.
 */
bool recorder_wait(struct recorder *recorder, int milliseconds, struct error *error);

/* The same, but also until `descriptor` is readable. */
bool recorder_wait_also(
	struct recorder *recorder, int descriptor, int milliseconds, struct error *error);

/*
 * Ends the capture: takes every packet that the kernel has captured, including those in a block
 * that is not yet full.
 */
bool recorder_stop(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error);

/* Counts of packets. The kernel's own counts have 32 bits. */
struct recorder_counts {
	uint64_t written; /* complete packets in the file */
	uint32_t received; /* passed the filter; pcap_stats(3) says how each system counts */
	uint32_t dropped; /* because the kernel's ring was full */
	uint32_t interface_dropped; /* by the interface or its driver */
};

/* Counts since the capture began; false when the kernel does not say. */
bool recorder_count(
	struct recorder *recorder, struct recorder_counts *ret_counts, struct error *error);

/*
 * Flushes the file; fails when the kernel dropped a packet. *ret_packet_count is the number of
 * packets in the file.
 */
bool recorder_finish(struct recorder *recorder, uint64_t *ret_packet_count, struct error *error);

/* A digest of all bytes in the file, from its first. */
uint64_t recorder_digest(const struct recorder *recorder);

void recorder_free(struct recorder *recorder);
DEFINE_AUTOFREE(recorder);

#endif
