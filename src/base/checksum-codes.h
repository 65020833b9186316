#ifndef BASE_CHECKSUM_CODES_H
#define BASE_CHECKSUM_CODES_H

/* Checksums over complete bytes. */

#include <stdbool.h>

#include "base/bytes.h"

/*
 * The one's complement sum of the 16-bit words of a span (RFC 1071), not complemented. An odd last
 * byte is padded with 0.
 */
uint32_t checksum_words(struct bytes bytes);

/*
 * The CRCs of Ethernet and SCTP (RFC 9260, appendix A). The last byte of the number is sent first.
 */
uint32_t checksum_crc32(struct bytes bytes);
uint32_t checksum_crc32c(struct bytes bytes);

/*
 * The Fletcher checksum of ISO 8473: verifies it, and stores the right one in the two bytes at
 * `at`.
 */
bool checksum_fletcher_is_right(struct bytes bytes);
void checksum_fletcher_set(uint8_t *data, size_t size, size_t at);

#endif
