#ifndef CLI_DRAWING_CACHE_H
#define CLI_DRAWING_CACHE_H

/*
 * The drawings of a talk, kept from build to build in a file beside it, .pcapdeck/TALK.drawings. A
 * drawing is found by a hash of all that made it. The file is hostile like the talk: who shows a
 * drawing checks it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

enum { DRAWING_KEY_SIZE = 64 };

struct drawing_entry {
	char key[DRAWING_KEY_SIZE + 1]; /* SHA-256, in hexadecimal */
	struct bytes markup;
	bool is_used;
};

/* A zeroed value belongs to no talk. */
struct drawing_cache {
	struct arena arena;
	char *path; /* of the file */
	struct drawing_entry *entries;
	size_t count, capacity;
	bool is_changed;
};

/* Reads the drawings of the talk. There are none when the file is missing or is no such file. */
void drawing_cache_open(struct drawing_cache *cache, const char *talk_path);

/* The drawing with this key, which counts as used; NULL when there is none. */
const struct drawing_entry *drawing_cache_find(struct drawing_cache *cache, const char *key);

void drawing_cache_add(struct drawing_cache *cache, const char *key, struct bytes markup);

/*
 * Writes only the drawings that were used, so those that an author took out of the talk disappear.
 * When the folder cannot be written, nothing is kept, and the next build draws anew.
 */
void drawing_cache_write(const struct drawing_cache *cache);

void drawing_cache_finish(struct drawing_cache *cache);

#endif
