#ifndef TRACE_RECORD_WINDOW_H
#define TRACE_RECORD_WINDOW_H

/*
 * The records of a plain pcap file where the kernel left them: read in large pieces, handed out in
 * place. libpcap's offline reader copies each packet out of stdio's buffer instead, which is most of
 * what reading costs. It only knows good records: what is not one is libpcap's to judge.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* A record's header in the file's own units (draft-ietf-opsawg-pcap, section 5). */
struct record {
	uint32_t seconds;
	uint32_t fraction; /* µs or ns, as the file's magic says */
	uint32_t captured, length;
	const uint8_t *data; /* borrowed until the next record_window_next() */
};

struct record_window;

/*
 * Reads `descriptor` (borrowed; its own offset is left alone) from `offset`, which is where a record
 * begins. Records of more than `snapshot` bytes are not good ones.
 */
struct record_window *record_window_new(int descriptor, uint64_t offset, uint32_t snapshot);
void record_window_free(struct record_window *window);
DEFINE_AUTOFREE(record_window);

/* False at the end of the file, and where no good record is: *ret_record is then as it was. */
bool record_window_next(struct record_window *window, struct record *ret_record);

/* Where in the file the next record begins. */
uint64_t record_window_position(const struct record_window *window);

#endif
