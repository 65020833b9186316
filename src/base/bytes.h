#ifndef BASE_BYTES_H
#define BASE_BYTES_H

/* A borrowed span of bytes: whoever hands it out owns it, and says how long it lives. */

#include <stddef.h>
#include <stdint.h>

struct bytes {
	const uint8_t *data;
	size_t size;
};

#endif
