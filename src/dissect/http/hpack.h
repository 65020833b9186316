#ifndef DISSECT_HPACK_H
#define DISSECT_HPACK_H

/*
 * Header compression of HTTP/2 (RFC 7541). Each direction of a connection has one table, which
 * every header block reads and changes. After a missed block the next ones cannot be decoded.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

enum hpack_form {
	HPACK_INDEXED,
	HPACK_LITERAL_INDEXED, /* and added to the table */
	HPACK_LITERAL,
	HPACK_LITERAL_NEVER, /* never to be added to a table, since it is secret */
	HPACK_SIZE_UPDATE, /* not a header: `index` is the new table size */
};

struct hpack_field {
	struct bytes name, value; /* in the arena or the table, valid until hpack_free_evicted() */
	uint32_t offset, size; /* of its representation in the block */
	uint32_t index; /* of the header or of its name; 0: the name is a literal */
	uint8_t form; /* enum hpack_form */
};

struct hpack;
struct hpack *hpack_new(void);
void hpack_free(struct hpack *hpack);
DEFINE_AUTOFREE(hpack);

/* Frees evicted table entries. Fields decoded before are invalid afterwards. */
void hpack_free_evicted(struct hpack *hpack);

/* The bytes that the table holds. */
size_t hpack_size(const struct hpack *hpack);

/*
 * Decodes the complete representations at the front of `block` and sets *ret_taken to their bytes.
 * The fields live in `arena` and in the table. False when the block is invalid or exceeds a limit;
 * the table is unusable then.
 */
bool hpack_decode(struct hpack *hpack, struct bytes block, struct arena *arena,
	struct hpack_field **ret_fields, size_t *ret_count, size_t *ret_taken);

#endif
