#ifndef TRACE_PCAPNG_H
#define TRACE_PCAPNG_H

/*
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng): packets of several interfaces, each with its own
 * link type, resolution and snapshot length, in sections of either byte order; and what was written beside
 * them: comments of packets, names of addresses, how many packets were dropped. libpcap reads only files whose
 * interfaces are alike, and none of the latter.
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
	PCAPNG_DAMAGED, /* a block cannot be right: pcapng_reason() */
};

struct pcapng_interface {
	const char *name; /* "en0"; "" when it has none */
	int link_type; /* as libpcap's DLT_ value */
	uint32_t snapshot; /* 0: none */
	uint64_t ticks_per_second; /* 0: more than 64 bits can count, so that all its times are 0 */
	int64_t offset_s; /* added to its times */
	bool knows_drops; /* its statistics were read */
	uint32_t dropped; /* packets that were not captured in time; at most UINT32_MAX */
};

/* Packet, data and comment are borrowed until the next block is read. */
struct pcapng_packet {
	uint32_t interface; /* over all sections, as Wireshark counts them */
	int64_t seconds; /* since the epoch, as absurd as the file has it */
	uint32_t nanoseconds;
	uint32_t length, captured;
	const uint8_t *data;
	struct bytes comment; /* several are lines of one; empty: none */
};

/* A name that a name resolution block gives to an address. */
struct pcapng_name {
	uint8_t octets[16];
	uint8_t size; /* 4 or 16 */
	const char *name;
};

struct pcapng;

/*
 * Reads `stream` (borrowed, at the file's first byte) up to its first interface, and if `looks_ahead` up to its
 * first packet, which pcapng_next() then returns. *ret_result is PCAPNG_PACKET when that went well; else NULL
 * is returned, and *ret_reason (static) says what is wrong.
 */
struct pcapng *pcapng_new(
	FILE *stream, bool looks_ahead, enum pcapng_result *ret_result, const char **ret_reason);
void pcapng_free(struct pcapng *reader);
DEFINE_AUTOFREE(pcapng);

enum pcapng_result pcapng_next(struct pcapng *reader, struct pcapng_packet *ret_packet);

/* What is wrong where PCAPNG_DAMAGED was returned: "a block ends inside itself" (static). */
const char *pcapng_reason(const struct pcapng *reader);

/* The interfaces and the names that were read so far. */
uint32_t pcapng_interface_count(const struct pcapng *reader);
const struct pcapng_interface *pcapng_interface(const struct pcapng *reader, uint32_t index);
size_t pcapng_name_count(const struct pcapng *reader);
const struct pcapng_name *pcapng_name(const struct pcapng *reader, size_t index);

/* Bytes of the file that were read so far. */
uint64_t pcapng_position(const struct pcapng *reader);

#endif
