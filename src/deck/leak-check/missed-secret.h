#ifndef DECK_MISSED_SECRET_H
#define DECK_MISSED_SECRET_H

/* Finds secrets in a redacted text that are not hidden. */

#include "secrets/secrets.h"

/* Bytes of a finished deck's packets, joined. */
struct redacted_text {
	struct bytes bytes;
	const size_t *borders; /* offsets at which the second and later packets begin, sorted */
	size_t border_count;
	uint16_t source_port, destination_port;
	bool is_datagram;
	bool lacks_start; /* earlier packets may be missing */
};

/*
 * Returns the kind of the first secret that can be read, or SECRET_NONE. *ret_offset and *ret_size,
 * in bytes, are set only when there is one.
 */
enum secret missed_secret_find(
	const struct redacted_text *text, size_t *ret_offset, size_t *ret_size);

#endif
