#ifndef DECK_DECK_ASKS_H
#define DECK_DECK_ASKS_H

/* The questions of a deck, so that a server knows for what may be voted. */

#include <stddef.h>

struct deck_ask {
	char *id; /* of its element, "who-Ask1" */
	size_t choice_count;
};

/* Zeroed: none. */
struct deck_asks {
	struct deck_ask *items;
	size_t count, capacity;
};

/* Adds a question; its id is copied. `asks` may be NULL. */
void deck_asks_add(struct deck_asks *asks, const char *id, size_t choice_count);
/* How many choices the question has; 0: there is no such question. */
size_t deck_asks_choices(const struct deck_asks *asks, const char *id);
void deck_asks_finish(struct deck_asks *asks);

#endif
