/*
 * Finds files by name, as Obsidian's links do. The vault's file list is limited in depth and size,
 * skips hidden folders and node_modules, and does not follow symbolic links to folders. Among files
 * of the same name the shortest path wins, so the result does not depend on the order in which the
 * file system lists them.
 */
#include "notes/block/vault.h"

#include <dirent.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/file-trace.h"
#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "base/text.h"
#include "notes/block/link.h"
#include "notes/talk/talk-file.h"
#include "notes/text/characters.h"
#include "notes/text/string-map.h"
#include "notes/text/written-path.h"

enum { PARENTS_MAX = 32, DEPTH_MAX = 16, FILES_MAX = 20000, NEIGHBOURS_MAX = 4096 };

struct vault {
	struct arena *arena;
	const char *talk_path;
	bool is_listed;
	const char *root; /* NULL: the talk is in no vault */
	const char **files; /* paths below root */
	const char **keys; /* the same paths in the form used for comparison */
	size_t count;
	struct string_map talks; /* cache of vault_is_talk() by path: enum answer */
	struct string_map parsed; /* parsed talks by path */
};

enum answer { NOT_ASKED, NO_TALK, A_TALK };

struct listing {
	struct arena *arena;
	const char **files;
	size_t count, capacity;
};

struct vault *vault_new(struct arena *arena, const char *talk_path)
{
	struct vault *vault = arena_new(arena, struct vault);
	vault->arena = vault->talks.arena = vault->parsed.arena = arena;
	vault->talk_path = arena_strdup(arena, talk_path);
	return vault;
}

static const char *key_of(struct arena *arena, const char *name)
{
	autofinish(text) struct text key = { 0 };
	text_append_composed(&key, markup_bytes_of(name));
	char *copy = arena_strdup(arena, text_string(&key));
	for (char *p = copy; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	return copy;
}

static bool has_entry(const char *folder, const char *name)
{
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/%s", folder, name);
	return file_exists(text_string(&path));
}

static const char *find_root(struct vault *vault)
{
	automem char *folder = file_folder(vault->talk_path);
	autofinish(text) struct text parent = { 0 };
	text_append(&parent, folder);
	for (int i = 0; i < PARENTS_MAX; i++) {
		const char *path = text_string(&parent);
		if (has_entry(path, ".obsidian") || has_entry(path, ".git"))
			return arena_strdup(vault->arena, path);
		text_append(&parent, "/..");
	}
	return NULL;
}

static bool is_skipped(const char *name)
{
	return name[0] == '.' || strcmp(name, "node_modules") == 0;
}

static void list_folder(
	struct listing *listing, const char *root, const char *below, unsigned depth)
{
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/%s", root, below);
	file_trace_add(FILE_TRACE_NAMES, text_string(&path));
	DIR *folder = depth <= DEPTH_MAX ? opendir(text_string(&path)) : NULL;
	if (!folder)
		return;
	const struct dirent *entry;
	while (listing->count < FILES_MAX && (entry = readdir(folder))) {
		if (is_skipped(entry->d_name))
			continue;
		const char *child = arena_printf(
			listing->arena, "%s%s%s", below, *below ? "/" : "", entry->d_name);
		autofinish(text) struct text full = { 0 };
		text_append_format(&full, "%s/%s", root, child);
		struct stat status;
		if (lstat(text_string(&full), &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode)) {
			list_folder(listing, root, child, depth + 1);
			continue;
		}
		grow_array(&listing->files, listing->count, &listing->capacity,
			sizeof(*listing->files));
		listing->files[listing->count++] = child;
	}
	(void)closedir(folder);
}

static void list_vault(struct vault *vault)
{
	vault->is_listed = true;
	vault->root = find_root(vault);
	if (!vault->root)
		return;
	struct listing listing = { .arena = vault->arena };
	list_folder(&listing, vault->root, "", 0);
	vault->count = listing.count;
	vault->files = arena_alloc_array(vault->arena, listing.count, sizeof(*vault->files));
	vault->keys = arena_alloc_array(vault->arena, listing.count, sizeof(*vault->keys));
	for (size_t i = 0; i < listing.count; i++) {
		vault->files[i] = listing.files[i];
		vault->keys[i] = key_of(vault->arena, listing.files[i]);
	}
	free(listing.files);
}

static bool ends_with_path(const char *path, const char *name)
{
	size_t path_size = strlen(path), name_size = strlen(name);
	if (path_size < name_size || strcmp(path + path_size - name_size, name) != 0)
		return false;
	return path_size == name_size || path[path_size - name_size - 1] == '/';
}

static bool is_before(const char *a, const char *b)
{
	size_t size_a = strlen(a), size_b = strlen(b);
	return size_a != size_b ? size_a < size_b : strcmp(a, b) < 0;
}

const char *vault_find(struct vault *vault, const char *name)
{
	automem char *beside = file_beside(vault->talk_path, name);
	if (file_exists(beside) && !file_is_folder(beside))
		return arena_strdup(vault->arena, beside);
	if (!vault->is_listed)
		list_vault(vault);
	/*
	 * Names in the vault's list are already composed. Without a vault the folder is searched
	 * for each name.
	 */
	automem char *stored = vault->root ? NULL : written_path_beside(vault->talk_path, name);
	if (stored && file_exists(stored) && !file_is_folder(stored))
		return arena_strdup(vault->arena, stored);
	name += name[0] == '/'; /* a leading '/' is the root of the vault */
	if (name[0] == '/' || strstr(name, "..") || !*name)
		return NULL;
	const char *key = key_of(vault->arena, name);
	const char *best = NULL;
	for (size_t i = 0; i < vault->count; i++) {
		if (ends_with_path(vault->keys[i], key) &&
			(!best || is_before(vault->files[i], best)))
			best = vault->files[i];
	}
	return best ? arena_printf(vault->arena, "%s/%s", vault->root, best) : NULL;
}

static const char *existing_file(struct arena *arena, const char *path)
{
	return file_exists(path) && !file_is_folder(path) ? arena_strdup(arena, path) : NULL;
}

/* The folders that Hugo, Jekyll and Slidev serve at "/". */
static const char *const served_folders[] = { "", "static/", "public/", "assets/", "docs/" };

static const char *find_in_folder(struct vault *vault, const char *folder, const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(served_folders); i++) {
		/* written_path_beside() expects a file in the folder, so "x" stands for one. */
		const char *sibling = arena_printf(vault->arena, "%s/x", folder);
		const char *below = arena_printf(vault->arena, "%s%s", served_folders[i], name);
		automem char *path = written_path_beside(sibling, below);
		const char *found = existing_file(vault->arena, path);
		if (found)
			return found;
	}
	return NULL;
}

/* Resolves "/img/x.png" against the nearest parent folder that has the file, up to the root. */
static const char *find_rooted(struct vault *vault, const char *name)
{
	automem char *folder = file_folder(vault->talk_path);
	const char *root = find_root(vault);
	autofinish(text) struct text parent = { 0 };
	text_append(&parent, folder);
	for (int i = 0; i < PARENTS_MAX; i++) {
		const char *found = find_in_folder(vault, text_string(&parent), name);
		if (found || !root || strcmp(text_string(&parent), root) == 0)
			return found;
		text_append(&parent, "/..");
	}
	return NULL;
}

static const char *find_written(struct vault *vault, const char *written)
{
	size_t slashes = strspn(written, "/");
	const char *found = NULL;
	if (!written[slashes])
		return NULL;
	if (slashes == 1)
		found = find_rooted(vault, written + slashes);
	if (found)
		return found;
	automem char *beside = written_path_beside(vault->talk_path, written);
	found = existing_file(vault->arena, beside);
	const char *root = found || slashes ? NULL : find_root(vault);
	if (!root)
		return found;
	const char *sibling = arena_printf(vault->arena, "%s/x", root);
	automem char *below = written_path_beside(sibling, written);
	return existing_file(vault->arena, below);
}

const char *vault_find_address(struct vault *vault, const char *address)
{
	const char *whole = arena_strdup(vault->arena, address);
	const char *cut = arena_strndup(vault->arena, address, strcspn(address, "#?"));
	const char *const forms[] = { whole, link_decode(vault->arena, whole), cut,
		link_decode(vault->arena, cut) };
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++) {
		const char *found = find_written(vault, forms[i]);
		if (found)
			return found;
	}
	return NULL;
}

bool vault_is_talk(struct vault *vault, const char *path)
{
	void **answer = string_map_place(&vault->talks, arena_strdup(vault->arena, path));
	if (!*answer)
		*answer = (void *)(uintptr_t)(talk_file_is_talk(path) ? A_TALK : NO_TALK);
	return (uintptr_t)*answer == A_TALK;
}

void **vault_place_of_talk(struct vault *vault, const char *path)
{
	return string_map_place(&vault->parsed, arena_strdup(vault->arena, path));
}

struct arena *vault_arena(struct vault *vault)
{
	return vault->arena;
}

/* An extension has two to six letters or digits: "HTTP 1.1" is a note, "x.mp4" is not. */
bool vault_is_note(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t size = dot ? strlen(dot + 1) : 0;
	if (!dot || strcasecmp(dot, ".md") == 0)
		return true;
	size_t ascii =
		strspn(dot + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	bool is_number = strspn(dot + 1, "0123456789") == size;
	return ascii != size || size < 2 || size > 6 || is_number;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *vault_nearest(struct arena *arena, const char *path)
{
	automem char *folder_path = file_folder(path);
	automem char *name = file_name(path);
	file_trace_add(FILE_TRACE_NAMES, folder_path);
	DIR *folder = opendir(folder_path);
	if (!folder)
		return NULL;
	const char **names = NULL;
	size_t count = 0, capacity = 0;
	const struct dirent *entry;
	while (count < NEIGHBOURS_MAX && (entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		grow_array(&names, count, &capacity, sizeof(*names));
		names[count++] = arena_strdup(arena, entry->d_name);
	}
	(void)closedir(folder);
	if (count)
		qsort(names, count, sizeof(*names), compare_names);
	const char *nearest = nearest_name(name, names, count);
	free(names);
	return nearest;
}

const char *vault_suggest(struct vault *vault, const char *name)
{
	automem char *beside = file_beside(vault->talk_path, name);
	const char *nearest = vault_nearest(vault->arena, beside);
	if (nearest)
		return nearest;
	if (!vault->is_listed)
		list_vault(vault);
	const char **names = arena_alloc_array(vault->arena, vault->count, sizeof(*names));
	for (size_t i = 0; i < vault->count; i++) {
		const char *slash = strrchr(vault->files[i], '/');
		names[i] = slash ? slash + 1 : vault->files[i];
	}
	if (vault->count)
		qsort(names, vault->count, sizeof(*names), compare_names);
	return nearest_name(name, names, vault->count);
}
