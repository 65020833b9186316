#ifndef DECK_ASSETS_H
#define DECK_ASSETS_H

/* The files of templates/ and of reveal.js, embedded into the program by embed-assets.py. */

#include <stddef.h>
#include <stdint.h>

struct asset {
	const char *name; /* "deck.html", "reveal.js" */
	const uint8_t *data; /* with a NUL after its last byte */
	size_t size; /* without the NUL */
	uint8_t hash
		[32]; /* SHA-256: hashing reveal.js anew for each deck would take a quarter of the time */
};

extern const struct asset assets[];
extern const size_t asset_count;

#endif
