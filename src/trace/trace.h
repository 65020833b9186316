#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

/*
 * A capture file, streamed: pcap (µs, ns, either byte order), as libpcap reads it, and pcapng with whatever
 * interfaces. One packet is in memory at a time. The only folder besides capture/ and lab/ that meets libpcap.
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
	int link_type; /* libpcap's DLT_ value: of one file's packets it may differ */
	uint32_t interface; /* for trace_interface() */
	struct bytes data; /* borrowed until the next trace_next(), as is the comment */
	struct bytes
		comment; /* what somebody wrote to it in Wireshark: any bytes, UTF-8 if all is well */
};

struct trace;

/*
 * Whether the file at `path` is meant to be a capture: by its first bytes, or else its name, so that a
 * damaged or compressed one is still told as a capture.
 */
bool trace_is_capture(const char *path);

/* Opens a capture; "-" is standard input. NULL with a sentence when it is missing, empty, no capture. */
struct trace *trace_open(const char *path, struct error *error);
void trace_free(struct trace *trace);
DEFINE_AUTOFREE(trace);

/* As named to trace_open(). */
const char *trace_path(const struct trace *trace);

/* Where packets were captured. A pcap file has one, without a name. More may be found while reading. */
struct trace_interface {
	const char *name; /* "en0", or "" */
	int link_type;
};
uint32_t trace_interface_count(const struct trace *trace);
struct trace_interface trace_interface(const struct trace *trace, uint32_t index);

/* Whether the interface is the one that is called `wanted`: its number, or its name. */
bool trace_interface_is(const struct trace *trace, uint32_t index, const char *wanted);

/* After reading: false, and a sentence that lists them, when there is no such interface. */
bool trace_has_interface(const struct trace *trace, const char *wanted, struct error *error);

/* After reading: the names of addresses that the file has, as Wireshark saves them. Any bytes without NUL. */
struct trace_name {
	const uint8_t *octets;
	uint8_t size; /* 4 or 16 */
	const char *name;
};
size_t trace_name_count(const struct trace *trace);
struct trace_name trace_name(const struct trace *trace, size_t index);

/*
 * After reading: how many packets the kernel or an interface dropped, as a pcapng's statistics say. False when the
 * file says nothing of it, as no pcap file does.
 */
bool trace_dropped(const struct trace *trace, uint64_t *ret_count);

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
 * meant ('tcp.port==8080' → 'tcp port 8080'). An empty expression matches everything. In a file of several
 * link types it must compile for one of them; packets of the others it does not match.
 */
struct trace_filter;
struct trace_filter *trace_filter_new(
	const struct trace *trace, const char *expression, struct error *error);
bool trace_filter_match(struct trace_filter *filter, const struct packet *packet);
void trace_filter_free(struct trace_filter *filter);
DEFINE_AUTOFREE(trace_filter);

/*
 * Saves packets of `trace`, atomically; "-" is standard output. As a nanosecond pcap, which has one link type;
 * where those of the file differ as a pcapng, with the interfaces of what is saved, and comments. `wanted`, when
 * not NULL, is the only interface that packets will be of.
 */
/*
 * Whether a capture may be written over what stands at `path`: nothing, an empty file, what is no file (the
 * writer has its say on those), or a capture. False with a sentence otherwise: a note whose name was typed
 * by mistake would be lost.
 */
bool trace_may_replace(const char *path, struct error *error);

struct trace_writer;
struct trace_writer *trace_writer_new(
	const struct trace *trace, const char *wanted, const char *path, struct error *error);
bool trace_writer_add(
	struct trace_writer *writer, const struct packet *packet, struct error *error);
bool trace_writer_commit(struct trace_writer *writer, struct error *error);
void trace_writer_free(struct trace_writer *writer); /* discards what was not committed */
DEFINE_AUTOFREE(trace_writer);

/* libpcap's, with how it was built: "1.10.3 (with TPACKET_V3)". */
const char *trace_library_version(void);

#endif
