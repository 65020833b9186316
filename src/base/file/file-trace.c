/*
 * A digest is taken before the file is read. When the file changes in between, the digest is that
 * of the former bytes, so that the result counts as changed.
 */
#include "base/file/file-trace.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/digest.h"

static struct file_trace *current;

void file_trace_begin(struct file_trace *trace)
{
	*trace = (struct file_trace){ 0 };
	current = trace;
}

void file_trace_end(void)
{
	current = NULL;
}

struct file_trace *file_trace_pause(void)
{
	struct file_trace *trace = current;
	current = NULL;
	return trace;
}

void file_trace_go_on(struct file_trace *trace)
{
	current = trace;
}

void file_trace_finish(struct file_trace *trace)
{
	arena_finish(&trace->arena);
	free(trace->items);
	*trace = (struct file_trace){ 0 };
}

/* ---- what is there ---- */

enum { NOTHING, A_FILE, A_FOLDER };

static uint64_t look_at_presence(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return NOTHING;
	return S_ISDIR(status.st_mode) ? A_FOLDER : A_FILE;
}

/* A file that cannot be read has the digest 0. */
static uint64_t look_at_bytes(const char *path)
{
	enum { STEP = 64 << 10 };
	struct stat status;
	uint64_t digest = DIGEST_NOTHING;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (descriptor < 0)
		return 0;
	bool is_file = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
	automem uint8_t *data = xmalloc(STEP);
	ssize_t size = -1;
	while (is_file && (size = read(descriptor, data, STEP)) > 0)
		digest = digest_add(digest, (struct bytes){ data, (size_t)size });
	(void)close(descriptor);
	return size == 0 ? digest : 0;
}

/* The sum does not depend on the order in which the file system lists the names. */
static uint64_t look_at_names(const char *path)
{
	uint64_t sum = 0;
	const struct dirent *entry;
	DIR *folder = opendir(path);
	if (!folder)
		return 0;
	while ((entry = readdir(folder))) {
		const char *name = entry->d_name;
		const struct bytes bytes = { (const uint8_t *)name, strlen(name) + 1 };
		if (name[0] != '.')
			sum += digest_add(DIGEST_NOTHING, bytes) + entry->d_type;
	}
	(void)closedir(folder);
	return sum ? sum : 1;
}

uint64_t file_trace_look(enum file_trace_kind kind, const char *path)
{
	switch (kind) {
	case FILE_TRACE_BYTES:
		return look_at_bytes(path);
	case FILE_TRACE_PRESENCE:
		return look_at_presence(path);
	case FILE_TRACE_NAMES:
		return look_at_names(path);
	default:
		return 0;
	}
}

void file_trace_add(enum file_trace_kind kind, const char *path)
{
	struct file_trace *trace = current;
	if (!trace)
		return;
	for (size_t i = 0; i < trace->count; i++) {
		if (trace->items[i].kind == kind && strcmp(trace->items[i].path, path) == 0)
			return;
	}
	grow_array(&trace->items, trace->count, &trace->capacity, sizeof(*trace->items));
	trace->items[trace->count++] = (struct file_trace_item){
		.kind = kind,
		.path = arena_strdup(&trace->arena, path),
		.digest = file_trace_look(kind, path),
	};
}

/* Whether `folder` is the path, or a folder that leads there. */
static bool leads_to(const char *folder, const char *path)
{
	size_t size = strlen(folder);
	return strncmp(folder, path, size) == 0 && (!path[size] || path[size] == '/');
}

void file_trace_made(const char *path)
{
	for (size_t i = 0; current && i < current->count; i++) {
		struct file_trace_item *item = &current->items[i];
		if (item->kind == FILE_TRACE_PRESENCE && leads_to(item->path, path))
			item->digest = look_at_presence(item->path);
	}
}
