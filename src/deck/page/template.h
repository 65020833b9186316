#ifndef DECK_TEMPLATE_H
#define DECK_TEMPLATE_H

/*
 * Templates: whole files, and the `{{name}}` places in them. Values are inserted as they are, so
 * each must already be escaped for where its place stands.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/format/pieces.h"

struct template_value {
	const char *name;
	struct pieces value; /* borrowed */
};

/*
 * Fills the places of `source`, which is borrowed as the values are: their bytes are what is added.
 * A name without a value is an error that lists what there is.
 */
bool template_fill(struct pieces *out, struct bytes source, const struct template_value *values,
	size_t count, struct error *error);

struct template_file {
	struct bytes bytes; /* data NULL when neither exists, which is no error here */
	const uint8_t *hash; /* SHA-256 of an embedded one, else NULL */
	const char *path; /* of one that was read (in the arena), else NULL */
};

/*
 * The file `name`: from `folder` when it is not NULL and has it, else the embedded one. Line ends
 * become LF and bytes valid UTF-8, as a browser reads (and hashes) them.
 */
bool template_load(const char *folder, const char *name, struct arena *arena,
	struct template_file *ret_file, struct error *error);

#endif
