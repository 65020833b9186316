/*
 * Finds talks in nested folders. Links may make cycles, so each folder is remembered by its device
 * and inode number.
 */
#include "deck/talk-list.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/message.h"
#include "base/text.h"
#include "notes/talk/talk-file.h"
#include "notes/text/string-map.h"

enum { DEPTH_MAX = 32, FOLDERS_MAX = 20000, TALKS_MAX = 5000 };

struct finder {
	struct talk_list *list;
	size_t path_capacity, folder_capacity;
	size_t root_size; /* size of the beginning of a path that names of decks leave out */
	struct string_map seen; /* folders that were visited, by device and inode number */
};

/* Matches "templates", "99 Templates", "my_template", "템플릿". */
static bool is_template_folder(const char *name)
{
	static const char *const words[] = { "templates", "template", "템플릿" };
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		size_t size = strlen(name), word_size = strlen(words[i]);
		if (size < word_size || strcasecmp(name + size - word_size, words[i]) != 0)
			continue;
		if (size == word_size || strchr(" _-.0123456789", name[size - word_size - 1]))
			return true;
	}
	return false;
}

static bool is_skipped(const char *name)
{
	return name[0] == '.' || name[0] == '_' || strcmp(name, "node_modules") == 0;
}

static bool is_seen(struct finder *finder, const struct stat *status)
{
	const char *key = arena_printf(&finder->list->arena, "%llx:%llx",
		(unsigned long long)status->st_dev, (unsigned long long)status->st_ino);
	void **place = string_map_place(&finder->seen, key);
	bool is_again = *place != NULL;
	*place = finder;
	return is_again;
}

static void add_talk(struct finder *finder, char *path)
{
	struct talk_list *list = finder->list;
	if (list->count == TALKS_MAX)
		return;
	grow_array(&list->paths, list->count, &finder->path_capacity, sizeof(*list->paths));
	list->paths[list->count++] = path;
}

static void look_into(struct finder *finder, char *folder, unsigned depth);

static void look_at(struct finder *finder, const char *folder, const char *name, unsigned depth)
{
	struct stat status;
	const char *slash = !*folder || folder[strlen(folder) - 1] == '/' ? "" : "/";
	char *path = arena_printf(&finder->list->arena, "%s%s%s", folder, slash, name);
	if (is_skipped(name) || stat(path, &status) != 0)
		return;
	if (!S_ISDIR(status.st_mode)) {
		if (S_ISREG(status.st_mode) && talk_file_is_talk(path))
			add_talk(finder, path);
	} else if (!is_template_folder(name) && !is_seen(finder, &status)) {
		look_into(finder, path, depth + 1);
	}
}

/* Adds the talks of a folder and of those below it. "" is the current folder. */
static void look_into(struct finder *finder, char *folder, unsigned depth)
{
	struct talk_list *list = finder->list;
	if (depth > DEPTH_MAX || list->folder_count == FOLDERS_MAX)
		return;
	DIR *entries = opendir(*folder ? folder : ".");
	if (!entries)
		return;
	grow_array(&list->folders, list->folder_count, &finder->folder_capacity,
		sizeof(*list->folders));
	list->folders[list->folder_count++] = *folder ? folder : arena_strdup(&list->arena, ".");
	const struct dirent *entry;
	while ((entry = readdir(entries)))
		look_at(finder, folder, entry->d_name, depth);
	(void)closedir(entries);
}

static int by_name(const void *a, const void *b)
{
	char *const *left = a, *const *right = b;
	return strcmp(*left, *right);
}

static void name_decks(struct finder *finder)
{
	struct talk_list *list = finder->list;
	list->names = arena_alloc_array(&list->arena, list->count, sizeof(*list->names));
	for (size_t i = 0; i < list->count; i++) {
		const char *path = list->paths[i] + finder->root_size;
		const char *dot = strrchr(path, '.');
		list->names[i] = arena_strndup(
			&list->arena, path, dot ? (size_t)(dot - path) : strlen(path));
	}
}

bool talk_list_find(const char *path, struct talk_list *ret_list, struct error *error)
{
	*ret_list = (struct talk_list){ 0 };
	struct finder finder = { .list = ret_list, .seen.arena = &ret_list->arena };
	struct stat status;
	char *root = arena_strdup(&ret_list->arena, strcmp(path, ".") == 0 ? "" : path);
	if (stat(path, &status) != 0)
		return error_set(error, "there is no file or folder '%s'", path);
	if (!S_ISDIR(status.st_mode)) {
		automem char *name = file_name(path);
		finder.root_size = strlen(path) - strlen(name);
		add_talk(&finder, root);
	} else {
		(void)is_seen(&finder, &status);
		finder.root_size = strlen(root) + (*root && root[strlen(root) - 1] != '/');
		look_into(&finder, root, 0);
		if (!ret_list->folder_count)
			return error_set(
				error, "cannot list '%s': %s", path, message_of_errno(errno));
		if (ret_list->count)
			qsort(ret_list->paths, ret_list->count, sizeof(*ret_list->paths), by_name);
	}
	name_decks(&finder);
	return true;
}

void talk_list_finish(struct talk_list *list)
{
	if (!list)
		return;
	free(list->paths);
	free(list->folders);
	arena_finish(&list->arena);
	*list = (struct talk_list){ 0 };
}
