#ifndef BASE_COMPRESSION_H
#define BASE_COMPRESSION_H

#include "base/bytes.h"
#include "base/text.h"

/*
 * Appends the bytes as one LZ4 block: what stood before, up to 64 kB back, is a length and a distance.
 * At most COMPRESSION_SIZE_MAX bytes; a block may be a little longer than what is in it.
 */
enum { COMPRESSION_SIZE_MAX = 1 << 16 };
void compression_append(struct text *out, struct bytes bytes);

#endif
