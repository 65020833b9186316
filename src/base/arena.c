/*
 * A list of blocks. Each block is twice as large as the last, up to a cap; a large request gets a
 * block of its own. This is the only file where running out of memory ends the program.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BLOCK_SIZE = 4096, LARGEST_BLOCK_SIZE = 1 << 20 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

static _Noreturn void out_of_memory(void)
{
	(void)fputs("pcapdeck: out of memory\n", stderr);
	abort();
}

void *xmalloc(size_t size)
{
	void *memory = malloc(size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

void *xcalloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

void *xrealloc(void *pointer, size_t size)
{
	void *memory = realloc(pointer, size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

char *xstrndup(const char *string, size_t size)
{
	char *copy = xmalloc(size + 1);
	if (size)
		memcpy(copy, string, size);
	copy[size] = '\0';
	return copy;
}

char *xstrdup(const char *string)
{
	return xstrndup(string, strlen(string));
}

void grow_array(void *items_pointer, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return;
	size_t wanted = *capacity ? *capacity * 2 : 8;
	if (wanted <= count)
		wanted = count + 1;
	if (wanted > SIZE_MAX / size)
		out_of_memory();
	/*
	 * memcpy(), since a struct x ** is not a void **: the compiler may assume that they never
	 * alias.
	 */
	void *items;
	memcpy(&items, items_pointer, sizeof(items));
	items = xrealloc(items, wanted * size);
	memcpy(items_pointer, &items, sizeof(items));
	*capacity = wanted;
}

/* Memory whose bytes are undefined: whoever calls this writes all of them. */
static void *take(struct arena *arena, size_t size)
{
	const size_t alignment = alignof(max_align_t);
	if (size > SIZE_MAX - sizeof(struct arena_block) - alignment)
		out_of_memory();
	size = (size + alignment - 1) / alignment * alignment;

	struct arena_block *block = arena->blocks;
	if (!block || block->size - block->used < size) {
		size_t wanted = block ? block->size * 2 : FIRST_BLOCK_SIZE;
		if (wanted > LARGEST_BLOCK_SIZE)
			wanted = LARGEST_BLOCK_SIZE;
		if (wanted < size)
			wanted = size;
		block = xmalloc(sizeof(*block) + wanted);
		block->size = wanted;
		block->used = 0;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	void *memory = block->data + block->used;
	block->used += size;
	arena->size += size;
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

static size_t array_size(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return count * size;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	return arena_alloc(arena, array_size(count, size));
}

void *arena_copy(struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = take(arena, array_size(count, size));
	if (count)
		memcpy(copy, items, count * size);
	return copy;
}

/* Copies bytes, and puts a NUL behind them. */
static void *take_copy(struct arena *arena, const void *bytes, size_t size)
{
	char *copy = take(arena, size + 1);
	if (size)
		memcpy(copy, bytes, size);
	copy[size] = '\0';
	return copy;
}

char *arena_strndup(struct arena *arena, const char *string, size_t size)
{
	return take_copy(arena, string, size);
}

char *arena_strdup(struct arena *arena, const char *string)
{
	return arena_strndup(arena, string, strlen(string));
}

uint8_t *arena_writable(struct arena *arena, struct bytes bytes)
{
	return take_copy(arena, bytes.data, bytes.size);
}

struct bytes arena_bytes(struct arena *arena, struct bytes bytes)
{
	return (struct bytes){ arena_writable(arena, bytes), bytes.size };
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	va_list again;
	va_copy(again, arguments);
	char usual[128]; /* a longer text takes a second pass */
	int size = vsnprintf(usual, sizeof(usual), format, arguments);
	va_end(arguments);
	size_t needed = (size_t)(size < 0 ? 0 : size) + 1;
	char *string = take(arena, needed);
	if (needed <= sizeof(usual))
		memcpy(string, usual, needed);
	else
		(void)vsnprintf(string, needed, format, again);
	string[needed - 1] = '\0';
	va_end(again);
	return string;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	struct arena_block *block = arena->blocks;
	return (struct arena_mark){ block, block ? block->used : 0, arena->size };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
	while (arena->blocks != mark.block) {
		struct arena_block *block = arena->blocks;
		arena->blocks = block->next;
		free(block);
	}
	if (mark.block)
		mark.block->used = mark.used;
	arena->size = mark.size;
}

void arena_finish(struct arena *arena)
{
	if (!arena)
		return;
	struct arena_block *block = arena->blocks;
	while (block) {
		struct arena_block *next = block->next;
		free(block);
		block = next;
	}
	*arena = (struct arena){ 0 };
}
