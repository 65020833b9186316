#include "base/format/hex-base64.h"

#include <nettle/base64.h>

#include "base/arena.h"

void text_append_base64(struct text *text, struct bytes bytes)
{
	char *place = text_extend(text, BASE64_ENCODE_RAW_LENGTH(bytes.size));
	base64_encode_raw(place, bytes.size, bytes.data);
}

void base64_decode(struct bytes string, struct buffer *ret_bytes)
{
	struct base64_decode_ctx context;
	base64_decode_init(&context);
	while (string.size && (*string.data == '"' || string.data[string.size - 1] == '"')) {
		string.data += *string.data == '"';
		string.size--;
	}
	size_t size = BASE64_DECODE_LENGTH(string.size);
	uint8_t *data = xmalloc(size + 1);
	if (!base64_decode_update(&context, &size, data, string.size, (const char *)string.data))
		size = 0;
	*ret_bytes = (struct buffer){ data, size };
}
