#ifndef NOTES_COMPOSITIONS_H
#define NOTES_COMPOSITIONS_H

/* Pairs of characters and their compositions, for characters.c. */

#include <stddef.h>
#include <stdint.h>

struct composition {
	uint16_t base, mark, composed;
};

extern const struct composition compositions[];
extern const size_t composition_count;

#endif
