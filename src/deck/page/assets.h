#ifndef DECK_ASSETS_H
#define DECK_ASSETS_H

/*
 * The files of templates/, reveal.js and highlight.js, embedded into the program by
 * embed-assets.py.
 */

#include <stddef.h>
#include <stdint.h>

struct asset {
	const char *name; /* such as "deck.html" or "reveal.js" */
	const uint8_t *data; /* followed by a NUL */
	size_t size; /* without the NUL */
	/*
	 * SHA-256 of the data, computed when the program is built, since hashing reveal.js for each
	 * deck takes long
	 */
	uint8_t hash[32];
};

extern const struct asset assets[];
extern const size_t asset_count;

#endif
