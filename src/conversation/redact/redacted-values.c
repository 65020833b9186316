/* A list of values with a hash table. */
#include "conversation/redact/redacted-values.h"

#include <stdlib.h>

#include "base/memory/hash-table.h"

/* The kept beginning of a long value. It is enough to recognize a compressed body or a key. */
enum { VALUE_SIZE_MAX = 4096 };

struct redacted_value_row {
	UT_hash_handle hh;
};

void redacted_values_add(
	struct redacted_values *values, struct bytes value, enum secret kind, uint64_t frame)
{
	struct redacted_value_row *row;
	if (value.size > VALUE_SIZE_MAX)
		value.size = VALUE_SIZE_MAX;
	if (!value.size)
		return;
	HASH_FIND(hh, values->rows, value.data, value.size, row);
	if (row)
		return;
	grow_array(&values->items, values->count, &values->capacity, sizeof(*values->items));
	struct redacted_value *item = &values->items[values->count++];
	*item = (struct redacted_value){ arena_bytes(&values->arena, value), kind, frame };
	row = arena_new(&values->arena, struct redacted_value_row);
	HASH_ADD_KEYPTR(hh, values->rows, item->bytes.data, item->bytes.size, row);
}

void redacted_values_finish(struct redacted_values *values)
{
	HASH_CLEAR(hh, values->rows);
	arena_finish(&values->arena);
	free(values->items);
	*values = (struct redacted_values){ 0 };
}
