#ifndef CONVERSATION_CHECKSUM_CODES_H
#define CONVERSATION_CHECKSUM_CODES_H

/* Sums over bytes that are there whole. */

#include <stdbool.h>

#include "base/bytes.h"

/* The one's complement sum of the words of a span (RFC 1071), not complemented; an odd byte is followed by 0. */
uint32_t checksum_words(struct bytes bytes);

/* Ethernet's and SCTP's (RFC 9260, appendix A), as a number whose last byte is sent first. */
uint32_t checksum_crc32(struct bytes bytes);
uint32_t checksum_crc32c(struct bytes bytes);

/* ISO 8473's, in the two bytes at `at`: whether it is right, and making it so. */
bool checksum_fletcher_is_right(struct bytes bytes);
void checksum_fletcher_set(uint8_t *data, size_t size, size_t at);

#endif
