/* An array of spans. It owns the array, not the bytes. */
#include "base/format/text-pieces.h"

#include "base/arena.h"

void text_pieces_add(struct text_pieces *pieces, struct bytes piece)
{
	if (!piece.size)
		return;
	grow_array(&pieces->items, pieces->count, &pieces->capacity, sizeof(*pieces->items));
	pieces->items[pieces->count++] = piece;
	pieces->size += piece.size;
}

void text_pieces_add_string(struct text_pieces *pieces, const char *string)
{
	text_pieces_add(pieces, (struct bytes){ (const uint8_t *)string, strlen(string) });
}

void text_pieces_add_all(struct text_pieces *pieces, const struct text_pieces *others)
{
	for (size_t i = 0; i < others->count; i++)
		text_pieces_add(pieces, others->items[i]);
}

void text_pieces_append_to(struct text *text, const struct text_pieces *pieces)
{
	text_grow(text, pieces->size);
	for (size_t i = 0; i < pieces->count; i++)
		text_append_size(text, (const char *)pieces->items[i].data, pieces->items[i].size);
}

void text_pieces_finish(struct text_pieces *pieces)
{
	if (!pieces)
		return;
	free(pieces->items);
	*pieces = (struct text_pieces){ 0 };
}
