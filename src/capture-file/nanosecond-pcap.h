#ifndef CAPTURE_FILE_NANOSECOND_PCAP_H
#define CAPTURE_FILE_NANOSECOND_PCAP_H

/*
 * Makes a pcap with nanoseconds in memory (draft-ietf-opsawg-pcap-04), in the byte order of most
 * machines. Files that are written while packets come are those of libpcap
 * (capture-file/capture-file-writer).
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"

/* The snapshot length of these files: no packet has more bytes. */
enum { NANOSECOND_PCAP_SNAPLEN = 1 << 18 };

/* Appends the head of the file; `link_type` is its number in files (capture-file/link-types). */
void nanosecond_pcap_append_head(struct text *out, uint32_t link_type);

/* Appends a packet that had `length` bytes, of which the file has these. */
void nanosecond_pcap_append(struct text *out, int64_t time_ns, uint32_t length, struct bytes data);

#endif
