#ifndef DECK_OPEN_SECRET_H
#define DECK_OPEN_SECRET_H

/* What looks like a secret in a scrubbed text, and is not hidden. */

#include "secrets/secrets.h"

/* Bytes of a finished deck's packets, one behind the other. */
struct scrubbed_text {
	struct bytes bytes;
	const size_t *borders; /* where the packets behind the first begin, in order */
	size_t border_count;
	uint16_t source_port, destination_port;
	bool is_datagram;
	bool lacks_start; /* packets before it may be missing */
};

/* The first secret of which something can be read, and where it stands; or SECRET_NONE. */
enum secret open_secret_find(
	const struct scrubbed_text *text, size_t *ret_offset, size_t *ret_size);

#endif
