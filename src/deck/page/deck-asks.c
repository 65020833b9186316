/* A talk has few questions: they are looked for one after the other. */
#include "deck/page/deck-asks.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

void deck_asks_add(struct deck_asks *asks, const char *id, size_t choice_count)
{
	if (!asks)
		return;
	grow_array(&asks->items, asks->count, &asks->capacity, sizeof(*asks->items));
	asks->items[asks->count++] = (struct deck_ask){ xstrdup(id), choice_count };
}

size_t deck_asks_choices(const struct deck_asks *asks, const char *id)
{
	for (size_t i = 0; i < asks->count; i++) {
		if (strcmp(asks->items[i].id, id) == 0)
			return asks->items[i].choice_count;
	}
	return 0;
}

void deck_asks_finish(struct deck_asks *asks)
{
	for (size_t i = 0; i < asks->count; i++)
		free(asks->items[i].id);
	free(asks->items);
	*asks = (struct deck_asks){ 0 };
}
