/*
 * The packets of a talk are alike, and so are the rows of a picture, so LZ4 makes them a third as
 * large. A page unpacks them with a few lines of script, at once and in any browser
 * (templates/deck/base/lz4.js). What a page shows without scripts is not packed.
 */
#include "deck/page/packed-parts.h"

#include <string.h>

#include <lz4.h>

#include "base/format/hex-base64.h"

enum { SIZE_OF_SIZE = 4 };

static void append_bytes(struct text *text, struct bytes bytes)
{
	text_append_size(text, (const char *)bytes.data, bytes.size);
}

/* Appends what is in <template> elements to `parts`, and adds the body without it to `ret_body`. */
static void take_templates(struct text *parts, struct arena *arena, struct bytes body,
	struct text_pieces *ret_body)
{
	static const char begin[] = "<template>", end[] = "</template>";
	const char *at = (const char *)body.data, *stop = at + body.size;
	const char *found;
	unsigned number = 0;
	while ((found = memmem(at, (size_t)(stop - at), begin, sizeof(begin) - 1))) {
		const char *from = found + sizeof(begin) - 1;
		const char *to = memmem(from, (size_t)(stop - from), end, sizeof(end) - 1);
		if (!to)
			break;
		text_append_char(parts, '\0');
		text_append_size(parts, from, (size_t)(to - from));
		text_pieces_add(
			ret_body, (struct bytes){ (const uint8_t *)at, (size_t)(from - 1 - at) });
		text_pieces_add_string(
			ret_body, arena_printf(arena, " data-part=\"%u\">", ++number));
		at = to;
	}
	text_pieces_add(ret_body, (struct bytes){ (const uint8_t *)at, (size_t)(stop - at) });
}

/* Appends bytes as packed_parts_append() says it. */
static void append_packed(struct text *out, struct bytes bytes)
{
	int bound = LZ4_compressBound((int)bytes.size);
	automem uint8_t *packed = xmalloc(SIZE_OF_SIZE + (size_t)bound);
	for (unsigned i = 0; i < SIZE_OF_SIZE; i++)
		packed[i] = (uint8_t)(bytes.size >> (8 * i));
	int size = LZ4_compress_default((const char *)bytes.data, (char *)packed + SIZE_OF_SIZE,
		(int)bytes.size, bound);
	text_append_base64(out, (struct bytes){ packed, SIZE_OF_SIZE + (size_t)size });
}

void packed_parts_append(struct text *out, struct arena *arena, struct bytes packet_data,
	struct bytes body, struct text_pieces *ret_body)
{
	autofinish(text) struct text parts = { 0 };
	text_grow(&parts, packet_data.size + body.size / 4);
	append_bytes(&parts, packet_data);
	if (body.size)
		take_templates(&parts, arena, body, ret_body);
	append_packed(out, (struct bytes){ (const uint8_t *)text_string(&parts), parts.size });
}

bool packed_parts_read(struct bytes packed, struct buffer *ret_parts)
{
	autofinish(buffer) struct buffer bytes = { 0 };
	uint32_t size = 0;
	base64_decode(packed, &bytes);
	if (bytes.size <= SIZE_OF_SIZE || bytes.size > INT32_MAX)
		return false;
	for (unsigned i = 0; i < SIZE_OF_SIZE; i++)
		size |= (uint32_t)bytes.data[i] << (8 * i);
	/* LZ4 makes of a byte at most 255. */
	if (size > PACKED_PARTS_MAX || size / 255 > bytes.size)
		return false;
	*ret_parts = (struct buffer){ xmalloc((size_t)size + 1), size };
	return LZ4_decompress_safe((const char *)bytes.data + SIZE_OF_SIZE, (char *)ret_parts->data,
		       (int)(bytes.size - SIZE_OF_SIZE), (int)size) == (int)size;
}

const char *packed_parts_lz4_version(void)
{
	return LZ4_versionString();
}
