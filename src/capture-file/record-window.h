#ifndef CAPTURE_FILE_RECORD_WINDOW_H
#define CAPTURE_FILE_RECORD_WINDOW_H

/*
 * Reads the records of a plain pcap file in large pieces and returns them in place. libpcap's
 * offline reader copies each packet out of stdio's buffer, which is most of the cost of reading.
 * This reader stops at the first record that is not valid; libpcap judges that one.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* A record's header in the file's own units (draft-ietf-opsawg-pcap, section 5). */
struct record {
	uint32_t seconds;
	uint32_t fraction; /* µs or ns, by the file's magic number */
	uint32_t captured, length;
	const uint8_t *data; /* borrowed until the next record_window_next() */
};

struct record_window;

/*
 * Reads `descriptor` (borrowed; its file offset does not move) from `offset`, where a record
 * begins. Records of more than `snapshot` bytes are not valid.
 */
struct record_window *record_window_new(int descriptor, uint64_t offset, uint32_t snapshot);
void record_window_free(struct record_window *window);
DEFINE_AUTOFREE(record_window);

/*
 * Returns the next record. False at the end of the file and at an invalid record; *ret_record is
 * then unchanged.
 */
bool record_window_next(struct record_window *window, struct record *ret_record);

/* The offset in the file of the next record. */
uint64_t record_window_position(const struct record_window *window);

#endif
