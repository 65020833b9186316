#ifndef DECK_TEMPLATE_H
#define DECK_TEMPLATE_H

/*
 * Loads templates and fills their `{{name}}` places. Values are inserted as they are, so each must
 * already be escaped for its place.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/format/text-pieces.h"

struct template_value {
	const char *name;
	struct text_pieces value; /* borrowed */
};

/*
 * Appends `source` with its places filled. `out` borrows the bytes of `source` and of the values,
 * which must last as long. Returns false for a name without a value, with an error that lists the
 * known names.
 */
bool template_fill(struct text_pieces *out, struct bytes source,
	const struct template_value *values, size_t count, struct error *error);

struct template_file {
	struct bytes bytes; /* .data is NULL when there is no such file, which is no error here */
	const uint8_t *hash; /* SHA-256 of an embedded file, else NULL */
	const char *path; /* path of a file that was read, in the arena; else NULL */
};

/*
 * Loads the file `name` from `folder`, if that is not NULL and has it, else the embedded one. In a
 * file that is read, line ends become LF and invalid bytes become valid UTF-8, since a browser
 * reads and hashes it that way. Returns false with an error when a file cannot be read.
 */
bool template_load(const char *folder, const char *name, struct arena *arena,
	struct template_file *ret_file, struct error *error);

#endif
