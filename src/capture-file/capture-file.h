#ifndef CAPTURE_FILE_CAPTURE_FILE_H
#define CAPTURE_FILE_CAPTURE_FILE_H

/*
 * Reads a capture file packet by packet; one packet is in memory at a time. It reads pcap (µs or
 * ns, either byte order) as libpcap does, and pcapng with any mixture of interfaces. Besides
 * capture/ and lab/, this is the only folder that uses libpcap.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/error.h"

struct packet {
	uint64_t number; /* from 1, in file order */
	int64_t time_ns; /* since the epoch */
	uint32_t length; /* on the wire, in bytes */
	uint32_t captured; /* in the file, in bytes: data.size */
	int link_type; /* libpcap's DLT_ value; may differ between packets of a file */
	uint32_t interface; /* for capture_file_interface() */
	struct bytes data; /* borrowed until the next capture_file_next(), as is the comment */
	/* a comment saved in Wireshark: any bytes, normally UTF-8 */
	struct bytes comment;
};

struct capture_file;

/*
 * Whether the file at `path` is meant to be a capture, by its first bytes or else by its name. So a
 * damaged or compressed capture is recognised, too.
 */
bool capture_file_is_capture(const char *path);

/*
 * Opens a capture; "-" is standard input. Returns NULL with a message when the file is missing,
 * empty or no capture.
 */
struct capture_file *capture_file_open(const char *path, struct error *error);
void capture_file_free(struct capture_file *capture);
DEFINE_AUTOFREE(capture_file);

/* The path as given to capture_file_open(). */
const char *capture_file_path(const struct capture_file *capture);

/*
 * The interfaces on which packets were captured. A pcap file has one, without a name. A pcapng file
 * may describe more of them between packets.
 */
struct capture_file_interface {
	const char *name; /* "en0", or "" */
	int link_type;
};
uint32_t capture_file_interface_count(const struct capture_file *capture);
struct capture_file_interface capture_file_interface(
	const struct capture_file *capture, uint32_t index);

/* Whether `wanted` is the number or the name of the interface. */
bool capture_file_interface_is(
	const struct capture_file *capture, uint32_t index, const char *wanted);

/* Call after reading. False when there is no such interface, with a message that lists all. */
bool capture_file_has_interface(
	const struct capture_file *capture, const char *wanted, struct error *error);

/*
 * Call after reading: the names of addresses that Wireshark saved in the file. A name is any bytes
 * without NUL.
 */
struct capture_file_name {
	const uint8_t *octets;
	uint8_t size; /* 4 or 16 */
	const char *name;
};
size_t capture_file_name_count(const struct capture_file *capture);
struct capture_file_name capture_file_name(const struct capture_file *capture, size_t index);

/*
 * Call after reading: how many packets the kernel or an interface dropped, by the statistics of a
 * pcapng file. False when the file does not say; a pcap file never does.
 */
bool capture_file_dropped(const struct capture_file *capture, uint64_t *ret_count);

/*
 * For progress: the bytes read so far, and the size of the file, which is 0 when unknown (a pipe).
 */
uint64_t capture_file_position(const struct capture_file *capture);
uint64_t capture_file_size(const struct capture_file *capture);

enum capture_file_result {
	CAPTURE_FILE_PACKET, /* *ret_packet is filled */
	CAPTURE_FILE_END,
	CAPTURE_FILE_ERROR, /* the file is cut or damaged here; earlier packets are complete */
};

enum capture_file_result capture_file_next(
	struct capture_file *capture, struct packet *ret_packet, struct error *error);

/*
 * A filter in libpcap's language. When it does not compile, the message also suggests one that does
 * ('tcp.port==8080' → 'tcp port 8080'). An empty expression matches every packet. In a file with
 * several link types, the filter must compile for one of them; packets of the others do not match.
 */
struct capture_file_filter;
struct capture_file_filter *capture_file_filter_new(
	const struct capture_file *capture, const char *expression, struct error *error);
bool capture_file_filter_match(struct capture_file_filter *filter, const struct packet *packet);
void capture_file_filter_free(struct capture_file_filter *filter);
DEFINE_AUTOFREE(capture_file_filter);

/*
 * Whether a capture may overwrite the file at `path`: there is none, it is empty, it is a capture,
 * or it is not a regular file (which the writer judges). Else false with a message: a mistyped name
 * must not destroy a note.
 */
bool capture_file_may_replace(const char *path, struct error *error);

/*
 * Saves packets of `capture` in the file `path`, atomically; "-" is standard output. The file is a
 * pcap with nanoseconds, or a pcapng with interfaces and comments when the link types of the
 * capture differ. `wanted` (may be NULL) is the only interface of which packets will be saved.
 */
struct capture_file_writer;
struct capture_file_writer *capture_file_writer_new(const struct capture_file *capture,
	const char *wanted, const char *path, struct error *error);
bool capture_file_writer_add(
	struct capture_file_writer *writer, const struct packet *packet, struct error *error);
bool capture_file_writer_commit(struct capture_file_writer *writer, struct error *error);
void capture_file_writer_free(
	struct capture_file_writer *writer); /* discards what was not committed */
DEFINE_AUTOFREE(capture_file_writer);

/* libpcap's version and how it was built: "1.10.3 (with TPACKET_V3)". */
const char *capture_file_library_version(void);

#endif
