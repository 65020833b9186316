#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

/* Bytes that their holder owns, frees and may write to. `struct bytes` is what others see of them. */

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
