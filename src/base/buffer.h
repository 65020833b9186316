#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

/* Bytes that the holder owns, may change and must free. Others get a `struct bytes` of them. */

#include <stdlib.h>

#include "base/bytes.h"
#include "base/cleanup.h"

struct buffer {
	uint8_t *data; /* malloc()ed, or NULL */
	size_t size;
};

static inline struct bytes buffer_bytes(const struct buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->size };
}

static inline void buffer_finish(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}
DEFINE_AUTOFINISH(buffer);

#endif
