#ifndef DECK_PACKED_PARTS_H
#define DECK_PACKED_PARTS_H

/*
 * Packs what only the script of a deck reads, which is a third of a page: the packets, and the
 * pictures for upright phones, which wait in <template> elements.
 */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "base/format/text-pieces.h"

/*
 * Appends the parts, packed. They are the packet data and the content of each <template> of `body`,
 * in this order, with a NUL between two of them. Packed is base64 of four bytes with their size and
 * an LZ4 block (lz4_Block_format.md of the LZ4 project). Numbers are little-endian. There are at
 * most LZ4_MAX_INPUT_SIZE bytes.
 *
 * Adds the body to `ret_body`. Its <template> elements are empty, and their attribute data-part has
 * the number of the part. The pieces are in the arena and in `body`, which must last as long.
 */
void packed_parts_append(struct text *out, struct arena *arena, struct bytes packet_data,
	struct bytes body, struct text_pieces *ret_body);

/* Returns the version of liblz4, on which the bytes of a deck depend. */
const char *packed_parts_lz4_version(void);

/*
 * Unpacks what packed_parts_append() wrote: the packet data, and the parts of the body, each behind
 * a NUL. Returns false when it is not that, or is larger than PACKED_PARTS_MAX.
 */
enum { PACKED_PARTS_MAX = 256 << 20 };
bool packed_parts_read(struct bytes packed, struct buffer *ret_parts);

#endif
