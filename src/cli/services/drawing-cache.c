/*
 * The file begins with a line that says what it is. Then, for each drawing, a line has its key and
 * its size, and the drawing follows with a line end.
 */
#include "cli/services/drawing-cache.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/file-trace.h"
#include "base/file/file.h"
#include "base/format/markup.h"

enum { CACHE_SIZE_MAX = 64 << 20, ENTRIES_MAX = 10000, DIGITS_MAX = 8 };

static const char first_line[] = "pcapdeck drawings 1\n";
#define CACHE_FOLDER ".pcapdeck"

static char *path_of(const char *talk_path)
{
	automem char *folder = file_folder(talk_path);
	automem char *stem = file_stem(talk_path);
	struct text path = { 0 };
	text_append_format(&path, "%s/" CACHE_FOLDER "/%s.drawings", folder, stem);
	return text_steal(&path);
}

static void add_entry(struct drawing_cache *cache, const char *key, struct bytes markup)
{
	grow_array(&cache->entries, cache->count, &cache->capacity, sizeof(*cache->entries));
	struct drawing_entry *entry = &cache->entries[cache->count++];
	*entry = (struct drawing_entry){ .markup = arena_bytes(&cache->arena, markup) };
	memcpy(entry->key, key, DRAWING_KEY_SIZE);
}

static void skip(struct bytes *rest, size_t size)
{
	rest->data += size;
	rest->size -= size;
}

/*
 * Reads a drawing and moves `rest` behind it. Returns false at the end, and where the file is
 * damaged.
 */
static bool take_entry(struct drawing_cache *cache, struct bytes *rest)
{
	size_t size = 0, at = DRAWING_KEY_SIZE + 1;
	if (rest->size < at || rest->data[DRAWING_KEY_SIZE] != ' ')
		return false;
	for (size_t i = 0; i < DIGITS_MAX && at < rest->size; i++, at++) {
		unsigned digit = (unsigned)rest->data[at] - '0';
		if (digit > 9)
			break;
		size = size * 10 + digit;
	}
	if (at >= rest->size || rest->data[at] != '\n' || rest->size - at < size + 2)
		return false;
	add_entry(cache, (const char *)rest->data, (struct bytes){ rest->data + at + 1, size });
	skip(rest, at + size + 2);
	return cache->count < ENTRIES_MAX;
}

/* A deck does not depend on the file: a drawing is the same when it is made again. */
static bool read_file(const char *path, struct buffer *ret_file)
{
	autofinish(error) struct error ignored = { 0 };
	struct file_trace *trace = file_trace_pause();
	bool ok = file_exists(path) && file_read(path, CACHE_SIZE_MAX, ret_file, &ignored);
	file_trace_go_on(trace);
	return ok;
}

void drawing_cache_open(struct drawing_cache *cache, const char *talk_path)
{
	autofinish(buffer) struct buffer file = { 0 };
	*cache = (struct drawing_cache){ .path = path_of(talk_path) };
	const size_t line_size = sizeof(first_line) - 1;
	if (!read_file(cache->path, &file))
		return;
	struct bytes rest = buffer_bytes(&file);
	if (rest.size < line_size || memcmp(rest.data, first_line, line_size) != 0)
		return;
	skip(&rest, line_size);
	while (take_entry(cache, &rest))
		continue;
}

const struct drawing_entry *drawing_cache_find(struct drawing_cache *cache, const char *key)
{
	for (size_t i = 0; i < cache->count; i++) {
		if (memcmp(cache->entries[i].key, key, DRAWING_KEY_SIZE) != 0)
			continue;
		cache->entries[i].is_used = true;
		return &cache->entries[i];
	}
	return NULL;
}

void drawing_cache_add(struct drawing_cache *cache, const char *key, struct bytes markup)
{
	if (cache->count >= ENTRIES_MAX)
		return;
	add_entry(cache, key, markup);
	cache->entries[cache->count - 1].is_used = true;
	cache->is_changed = true;
}

static size_t append_used(const struct drawing_cache *cache, struct text *out)
{
	size_t used = 0;
	text_append(out, first_line);
	for (size_t i = 0; i < cache->count; i++) {
		const struct drawing_entry *entry = &cache->entries[i];
		if (!entry->is_used)
			continue;
		used++;
		text_append_format(out, "%s %zu\n", entry->key, entry->markup.size);
		text_append_size(out, (const char *)entry->markup.data, entry->markup.size);
		text_append_char(out, '\n');
	}
	return used;
}

void drawing_cache_write(const struct drawing_cache *cache)
{
	autofinish(error) struct error ignored = { 0 };
	autofinish(text) struct text file = { 0 };
	size_t used = append_used(cache, &file);
	if (!cache->path || (!cache->is_changed && used == cache->count))
		return;
	automem char *folder = file_folder(cache->path);
	if (!used) {
		(void)unlink(cache->path);
		(void)rmdir(folder);
		return;
	}
	(void)mkdir(folder, 0777);
	(void)file_replace(cache->path,
		(struct bytes){ (const uint8_t *)text_string(&file), file.size }, &ignored);
}

void drawing_cache_finish(struct drawing_cache *cache)
{
	arena_finish(&cache->arena);
	free(cache->path);
	free(cache->entries);
	*cache = (struct drawing_cache){ 0 };
}
