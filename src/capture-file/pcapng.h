#ifndef CAPTURE_FILE_PCAPNG_H
#define CAPTURE_FILE_PCAPNG_H

/*
 * Reads the blocks of a pcapng file (draft-ietf-opsawg-pcapng): packets of several interfaces, each
 * with its own link type, time resolution and snapshot length, in sections of either byte order.
 * Also reads the comments of packets, the names of addresses and the counts of dropped packets.
 * libpcap reads only files whose interfaces are alike, and neither comments nor names nor these
 * counts.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/bytes.h"
#include "base/cleanup.h"

enum pcapng_result {
	PCAPNG_PACKET,
	PCAPNG_END,
	PCAPNG_CUT, /* the file ends inside a block */
	PCAPNG_DAMAGED, /* a block is invalid: pcapng_reason() */
};

struct pcapng_interface {
	const char *name; /* "en0"; "" when it has none */
	int link_type; /* as libpcap's DLT_ value */
	uint32_t snapshot; /* snapshot length in bytes; 0: none */
	uint64_t ticks_per_second; /* 0: does not fit in 64 bits, so all its times are 0 */
	int64_t offset_s; /* added to its times */
	bool knows_drops; /* its statistics were read */
	uint32_t dropped; /* packets dropped by system and interface; at most UINT32_MAX */
};

/* A packet. Data and comment are borrowed until the next block is read. */
struct pcapng_packet {
	uint32_t interface; /* counted over all sections, as in Wireshark */
	int64_t seconds; /* since the epoch, not checked for plausibility */
	uint32_t nanoseconds;
	uint32_t length, captured;
	const uint8_t *data;
	struct bytes comment; /* several comments are joined by line ends; empty: none */
};

/* A name of an address, from a name resolution block. */
struct pcapng_name {
	uint8_t octets[16];
	uint8_t size; /* 4 or 16 */
	const char *name;
};

struct pcapng;

/*
 * Reads `stream` (borrowed, at the file's first byte) up to its first interface; with `looks_ahead`
 * up to its first packet, which pcapng_next() then returns. On success *ret_result is
 * PCAPNG_PACKET. On failure it returns NULL and sets *ret_reason, a static string.
 */
struct pcapng *pcapng_new(
	FILE *stream, bool looks_ahead, enum pcapng_result *ret_result, const char **ret_reason);
void pcapng_free(struct pcapng *reader);
DEFINE_AUTOFREE(pcapng);

enum pcapng_result pcapng_next(struct pcapng *reader, struct pcapng_packet *ret_packet);

/* The reason of PCAPNG_DAMAGED, a static string: "a block ends inside itself". */
const char *pcapng_reason(const struct pcapng *reader);

/* The interfaces and names that were read so far. */
uint32_t pcapng_interface_count(const struct pcapng *reader);
const struct pcapng_interface *pcapng_interface(const struct pcapng *reader, uint32_t index);
size_t pcapng_name_count(const struct pcapng *reader);
const struct pcapng_name *pcapng_name(const struct pcapng *reader, size_t index);

/* The number of bytes that were read so far. */
uint64_t pcapng_position(const struct pcapng *reader);

#endif
