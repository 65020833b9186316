#ifndef DISSECT_NAMES_TABLE_H
#define DISSECT_NAMES_TABLE_H

/*
 * Value → label tables. Small and searched in order: they are only asked for packets that somebody
 * looks at. Known only to names-*.c.
 */

#include <stddef.h>

#include "base/array.h"
#include "dissect/names/names.h"

struct value_name {
	uint32_t value;
	const char *name;
};

static inline const char *value_name_find(
	const struct value_name *table, size_t count, uint32_t value)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].value == value)
			return table[i].name;
	}
	return NULL;
}

#define FIND(table, value) value_name_find((table), ARRAY_COUNT(table), (value))

#endif
