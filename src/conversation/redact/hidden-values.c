/* A list of values with a hash table. */
#include "conversation/redact/hidden-values.h"

#include <stdlib.h>

#include <uthash.h>

/* The kept beginning of a long value. It is enough to recognize a compressed body or a key. */
enum { VALUE_SIZE_MAX = 4096 };

struct hidden_value_row {
	UT_hash_handle hh;
};

void hidden_values_add(
	struct hidden_values *values, struct bytes value, enum secret kind, uint64_t frame)
{
	struct hidden_value_row *row;
	if (value.size > VALUE_SIZE_MAX)
		value.size = VALUE_SIZE_MAX;
	if (!value.size)
		return;
	HASH_FIND(hh, values->rows, value.data, value.size, row);
	if (row)
		return;
	grow_array(&values->items, values->count, &values->capacity, sizeof(*values->items));
	struct hidden_value *item = &values->items[values->count++];
	*item = (struct hidden_value){ arena_bytes(&values->arena, value), kind, frame };
	row = arena_new(&values->arena, struct hidden_value_row);
	HASH_ADD_KEYPTR(hh, values->rows, item->bytes.data, item->bytes.size, row);
}

void hidden_values_finish(struct hidden_values *values)
{
	HASH_CLEAR(hh, values->rows);
	arena_finish(&values->arena);
	free(values->items);
	*values = (struct hidden_values){ 0 };
}
