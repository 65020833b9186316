#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * Allocates objects one by one and frees all of them at once. An arena owns everything that came
 * from it. A zeroed arena is empty and valid. When memory runs out, the program prints one sentence
 * and ends here, so no caller checks for NULL.
 */

#include <stdarg.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/cleanup.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t size; /* bytes handed out, for limits and statistics */
};

/* Zeroed memory of `size` bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* Zeroed memory for `count` objects of `size` bytes. The product is checked for overflow. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

char *arena_strdup(struct arena *arena, const char *string);
char *arena_strndup(struct arena *arena, const char *string, size_t size);
struct bytes arena_bytes(struct arena *arena, struct bytes bytes);
uint8_t *arena_writable(
	struct arena *arena, struct bytes bytes); /* a writable copy, NUL-terminated */

/*
 * Copies `count` objects of `size` bytes that were collected outside the arena. `items` may be NULL
 * when `count` is 0.
 */
void *arena_copy(struct arena *arena, const void *items, size_t count, size_t size);

char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));

/*
 * Releases everything allocated since the mark was taken. Marks nest: the latest one is released
 * first.
 */
struct arena_mark {
	struct arena_block *block;
	size_t used, size;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Frees everything that came from the arena and empties it. */
void arena_finish(struct arena *arena);
DEFINE_AUTOFINISH(arena);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/*
 * Growing arrays outside an arena: *items (or NULL) gets room for count + 1 elements of `size`
 * bytes, doubling. Free with free().
 */
void grow_array(void *items_pointer, size_t count, size_t *capacity, size_t size);

/* malloc/realloc that end the program instead of returning NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *pointer, size_t size);
char *xstrdup(const char *string);
char *xstrndup(const char *string, size_t size);

#endif
