/* Finds the fields of a header that are drawn, and the bits that each has. */
#include "diagram/header/header-cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "dissect/fields.h"

enum { TCP_FLAG_BITS = 8 };

bool header_cell_has_children(const struct field_list *list, int32_t parent)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->fields[i].parent == parent)
			return true;
	}
	return false;
}

/*
 * Whether the field is a list, such as TCP options or DNS records. Its children are drawn in its
 * place.
 */
static bool is_option_list(const struct field_list *list, size_t index)
{
	return list->fields[index].spec->role == FIELD_ROLE_LIST &&
		header_cell_has_children(list, (int32_t)index);
}

/* Whether the field is directly in the header or in a list of options. */
static bool is_drawn(const struct field_list *list, size_t index)
{
	int32_t parent = list->fields[index].parent;
	if (is_option_list(list, index))
		return false;
	return parent < 0 || is_option_list(list, (size_t)parent);
}

/*
 * Adds one cell, or two for TCP's flags: Wireshark counts the four reserved bits before them among
 * them, but they are the eight bits of one byte (RFC 9293).
 */
static size_t add_cells(struct header_cell *cells, const struct field_list *list,
	const struct field *field, uint32_t first, uint32_t last)
{
	size_t count = 0;
	if (field->spec == &tcp_flags && last - first > TCP_FLAG_BITS) {
		const struct field *reserved = field_child(list, field, &tcp_flags_res);
		cells[count++] = (struct header_cell){
			.field = reserved ? reserved : field,
			.first = first,
			.last = last - TCP_FLAG_BITS,
		};
		first = last - TCP_FLAG_BITS;
	}
	cells[count++] = (struct header_cell){ .field = field, .first = first, .last = last };
	return count;
}

struct header_cell *header_cells(
	const struct shown_packet *packet, unsigned layer_index, size_t *ret_count)
{
	const struct layer *layer = &packet->frame.layers[layer_index];
	const struct field_list *list = &packet->fields;
	*ret_count = 0;
	if (list->count == 0 || layer->header_size == 0)
		return NULL;
	uint32_t bit_count = layer->header_size * 8;
	automem uint8_t *covered = xcalloc(bit_count, 1);
	struct header_cell *cells = xcalloc(2 * list->count, sizeof(*cells));
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		if (field->layer != layer_index || field->size == 0 ||
			field->offset < layer->offset || !is_drawn(list, i))
			continue;
		uint64_t first = (uint64_t)(field->offset - layer->offset) * 8 +
			(field->bit_size ? field->bit_offset : 0);
		uint64_t last =
			first + (field->bit_size ? field->bit_size : (uint64_t)field->size * 8);
		if (last > bit_count || memchr(covered + first, 1, last - first))
			continue;
		memset(covered + first, 1, last - first);
		*ret_count +=
			add_cells(cells + *ret_count, list, field, (uint32_t)first, (uint32_t)last);
	}
	if (*ret_count > 0)
		return cells;
	free(cells);
	return NULL;
}
