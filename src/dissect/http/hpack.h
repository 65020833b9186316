#ifndef DISSECT_HPACK_H
#define DISSECT_HPACK_H

/*
 * Header compression of HTTP/2 (RFC 7541): one direction of a connection has one table, which each block of
 * headers reads and changes. Whoever missed a block cannot read the next ones.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

enum hpack_form {
	HPACK_INDEXED,
	HPACK_LITERAL_INDEXED, /* and remembered */
	HPACK_LITERAL,
	HPACK_LITERAL_NEVER, /* no intermediary may remember it: a secret */
	HPACK_SIZE_UPDATE, /* no header: `index` is the new size of the table */
};

struct hpack_field {
	struct bytes name, value; /* in the arena, or the table's: until hpack_forget() */
	uint32_t offset, size; /* of its representation in the block */
	uint32_t index; /* of the header or of its name; 0: its name is written out */
	uint8_t form; /* enum hpack_form */
};

struct hpack;
struct hpack *hpack_new(void);
void hpack_free(struct hpack *hpack);
DEFINE_AUTOFREE(hpack);

/* Frees what the table let go of: fields that were read so far are not looked at any more. */
void hpack_forget(struct hpack *hpack);

/* Bytes that the table keeps. */
size_t hpack_size(const struct hpack *hpack);

/*
 * Reads the whole representations at the front of `block`, of which *ret_taken bytes were read. The fields live in
 * `arena` and in the table. False when the block is damaged, or more than anybody sends: then the table is lost, too.
 */
bool hpack_decode(struct hpack *hpack, struct bytes block, struct arena *arena,
	struct hpack_field **ret_fields, size_t *ret_count, size_t *ret_taken);

#endif
