/*
 * A program makes its calls at the same few lines, so answers are remembered. A file is read once
 * for each of its lines, while the program waits.
 */
#include "lab/calls/own-source.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"

enum { KNOWN_LINES = 256, FILE_SIZE_MAX = 1 << 20 };

struct known_line {
	uint64_t key; /* of path and line; 0: there is none */
	bool is_own;
	char source[CALL_SOURCE_SIZE];
	uint64_t digest;
};

struct own_sources {
	char *folder; /* malloc()ed, without links, and without a slash at its end */
	struct known_line known[KNOWN_LINES];
};

struct own_sources *own_sources_new(void)
{
	char *folder = realpath(".", NULL);
	if (!folder)
		return NULL;
	struct own_sources *sources = xcalloc(1, sizeof(*sources));
	if (strcmp(folder, "/") == 0)
		*folder = '\0';
	sources->folder = folder;
	return sources;
}

void own_sources_free(struct own_sources *sources)
{
	if (!sources)
		return;
	free(sources->folder);
	free(sources);
}

/* Whether others wrote the file: packages that were installed below the folder. */
static bool is_installed(const char *path)
{
	static const char *const folders[] = { "/site-packages/", "/dist-packages/", "/lib/python",
		"/node_modules/" };
	for (size_t i = 0; i < ARRAY_COUNT(folders); i++)
		if (strstr(path, folders[i]))
			return true;
	return false;
}

/* Returns what follows the folder in a path without links; NULL when the path leads elsewhere. */
static const char *path_below(const struct own_sources *sources, const char *path)
{
	size_t size = strlen(sources->folder);
	bool is_below = strncmp(path, sources->folder, size) == 0 && path[size] == '/';
	return is_below && !is_installed(path + size) ? path + size + 1 : NULL;
}

/* Finds a line of a file; false when the file cannot be read, or is shorter. */
static bool read_digest(const char *path, unsigned line, uint64_t *ret_digest)
{
	autofinish(buffer) struct buffer source = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!line || !file_read(path, FILE_SIZE_MAX, &source, &error))
		return false;
	struct bytes left = buffer_bytes(&source);
	for (unsigned number = 1; left.size; number++) {
		const uint8_t *end = memchr(left.data, '\n', left.size);
		size_t size = end ? (size_t)(end - left.data) : left.size;
		if (number == line) {
			*ret_digest = socket_call_line_digest((struct bytes){ left.data, size });
			return true;
		}
		size += end != NULL;
		left = (struct bytes){ left.data + size, left.size - size };
	}
	return false;
}

static void find_line(const struct own_sources *sources, const char *path, unsigned line,
	struct known_line *found)
{
	char whole[PATH_MAX];
	const char *below = realpath(path, whole) ? path_below(sources, whole) : NULL;
	int size = below ? snprintf(found->source, sizeof(found->source), "%s:%u", below, line) : 0;
	found->is_own = size > 0 && (size_t)size < sizeof(found->source) &&
		read_digest(whole, line, &found->digest);
}

bool own_source_describe(struct own_sources *sources, const char *path, unsigned line,
	char ret_source[CALL_SOURCE_SIZE], uint64_t *ret_digest)
{
	struct bytes name = { (const uint8_t *)path, strlen(path) };
	uint64_t key = hash_mix(digest_add(DIGEST_NOTHING, name), line) | 1;
	struct known_line *known = &sources->known[(key >> 32) % KNOWN_LINES];
	if (known->key != key) {
		*known = (struct known_line){ .key = key };
		find_line(sources, path, line, known);
	}
	if (known->is_own) {
		memcpy(ret_source, known->source, sizeof(known->source));
		*ret_digest = known->digest;
	}
	return known->is_own;
}
