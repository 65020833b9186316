/* An array of spans. It owns the array, not the bytes. */
#include "base/format/pieces.h"

#include "base/arena.h"

void pieces_add(struct pieces *pieces, struct bytes piece)
{
	if (!piece.size)
		return;
	grow_array(&pieces->items, pieces->count, &pieces->capacity, sizeof(*pieces->items));
	pieces->items[pieces->count++] = piece;
	pieces->size += piece.size;
}

void pieces_add_string(struct pieces *pieces, const char *string)
{
	pieces_add(pieces, (struct bytes){ (const uint8_t *)string, strlen(string) });
}

void pieces_add_all(struct pieces *pieces, const struct pieces *others)
{
	for (size_t i = 0; i < others->count; i++)
		pieces_add(pieces, others->items[i]);
}

void pieces_append_to(struct text *text, const struct pieces *pieces)
{
	text_grow(text, pieces->size);
	for (size_t i = 0; i < pieces->count; i++)
		text_append_size(text, (const char *)pieces->items[i].data, pieces->items[i].size);
}

void pieces_finish(struct pieces *pieces)
{
	if (!pieces)
		return;
	free(pieces->items);
	*pieces = (struct pieces){ 0 };
}
