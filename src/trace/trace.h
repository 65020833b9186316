#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

/*
 * A capture file, streamed: pcap (µs, ns, either byte order) and pcapng, as libpcap reads them. One
 * packet is in memory at a time. The only folder besides capture/ and lab/ that meets libpcap.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/error.h"

struct packet {
	uint64_t number; /* from 1, in file order */
	int64_t time_ns; /* since the epoch */
	uint32_t length; /* on the wire */
	uint32_t captured; /* in the file: data.size */
	struct bytes data; /* borrowed until the next trace_next() */
};

struct trace;

/* Opens a capture; "-" is standard input. NULL with a sentence when it is missing, empty, no capture. */
struct trace *trace_open(const char *path, struct error *error);
void trace_free(struct trace *trace);
DEFINE_AUTOFREE(trace);

/* As named to trace_open(). */
const char *trace_path(const struct trace *trace);

/* The link type as libpcap's DLT_ value. */
int trace_link_type(const struct trace *trace);

/* For progress: bytes read so far, and in the file; the size is 0 where it is not known (a pipe). */
uint64_t trace_position(const struct trace *trace);
uint64_t trace_size(const struct trace *trace);

enum trace_result {
	TRACE_PACKET, /* *ret_packet is filled */
	TRACE_END,
	TRACE_ERROR, /* the file is cut or damaged here; what came before was whole */
};

enum trace_result trace_next(struct trace *trace, struct packet *ret_packet, struct error *error);

/*
 * libpcap's filter language. When it does not compile, the message also says what could have been
 * meant ('tcp.port==8080' → 'tcp port 8080'). An empty expression matches everything.
 */
struct trace_filter;
struct trace_filter *trace_filter_new(
	const struct trace *trace, const char *expression, struct error *error);
bool trace_filter_match(const struct trace_filter *filter, const struct packet *packet);
void trace_filter_free(struct trace_filter *filter);
DEFINE_AUTOFREE(trace_filter);

/* Saves packets of `trace` (same link type) as a nanosecond pcap, atomically; "-" is standard output. */
struct trace_writer;
struct trace_writer *trace_writer_new(
	const struct trace *trace, const char *path, struct error *error);
bool trace_writer_add(
	struct trace_writer *writer, const struct packet *packet, struct error *error);
bool trace_writer_commit(struct trace_writer *writer, struct error *error);
void trace_writer_free(struct trace_writer *writer); /* discards what was not committed */
DEFINE_AUTOFREE(trace_writer);

/* libpcap's, with how it was built: "1.10.3 (with TPACKET_V3)". */
const char *trace_library_version(void);

#endif
