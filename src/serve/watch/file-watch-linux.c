/*
 * inotify(7). Only folders are watched: every way of saving ends in a closed, created or renamed
 * entry of one. IN_MODIFY is left out, since a recording under way would report each packet. A
 * folder's watch stays when its files are no longer asked for; the kernel keeps one per folder. An
 * editor may move a file away, write a new one and close it, or rename another file to its name:
 * the save ends with the last of that. Files with other names, such as its backup, do not count.
 */
#include "serve/watch/file-watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "base/message.h"

struct file_watch {
	int descriptor;
	char **names; /* of the files, without their folders */
	size_t name_count;
};

struct file_watch *file_watch_new(struct error *error)
{
	int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (descriptor < 0) {
		error_set(error,
			"cannot watch files: %s; raise fs.inotify.max_user_instances with sysctl",
			message_of_errno(errno));
		return NULL;
	}
	struct file_watch *watch = xcalloc(1, sizeof(*watch));
	watch->descriptor = descriptor;
	return watch;
}

static void forget_names(struct file_watch *watch)
{
	for (size_t i = 0; i < watch->name_count; i++)
		free(watch->names[i]);
	free(watch->names);
	watch->names = NULL;
	watch->name_count = 0;
}

void file_watch_free(struct file_watch *watch)
{
	if (!watch)
		return;
	(void)close(watch->descriptor);
	forget_names(watch);
	free(watch);
}

/*
 * Returns false at the limit of the user's watches. A folder that cannot be read only loses its
 * live reload.
 */
static bool watch_folder(struct file_watch *watch, const char *folder)
{
	return inotify_add_watch(watch->descriptor, folder,
		       IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
			       IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR) >= 0 ||
		errno != ENOSPC;
}

bool file_watch_set(
	struct file_watch *watch, const char *const *paths, size_t count, struct error *error)
{
	bool is_whole = true;
	forget_names(watch);
	watch->names = xcalloc(2 * count, sizeof(*watch->names));
	for (size_t i = 0; i < count; i++) {
		watch->names[watch->name_count++] = file_name(paths[i]);
		if (file_is_folder(paths[i]))
			is_whole &= watch_folder(watch, paths[i]);
		automem char *folder = file_watch_folder_of(paths[i]);
		is_whole &= watch_folder(watch, folder);
		/* The target of a symbolic link is saved in another folder. */
		automem char *real = realpath(paths[i], NULL);
		automem char *real_folder = real ? file_folder(real) : NULL;
		if (real_folder) {
			is_whole &= watch_folder(watch, real_folder);
			watch->names[watch->name_count++] = file_name(real);
		}
	}
	return is_whole ||
		error_set(error,
			"not all folders can be watched, and changes in some are not seen: raise fs.inotify.max_user_watches with sysctl");
}

int file_watch_descriptor(const struct file_watch *watch)
{
	return watch->descriptor;
}

static bool is_watched(const struct file_watch *watch, const struct inotify_event *event)
{
	for (size_t i = 0; event->len && i < watch->name_count; i++) {
		if (strcmp(watch->names[i], event->name) == 0)
			return true;
	}
	return false;
}

enum file_events file_watch_drain(struct file_watch *watch)
{
	_Alignas(struct inotify_event) char events[4096];
	enum file_events found = FILE_EVENTS_NONE;
	ssize_t size;
	while ((size = read(watch->descriptor, events, sizeof(events))) > 0) {
		for (ssize_t at = 0; at < size;) {
			const void *next = events + at;
			const struct inotify_event *event = next;
			at += (ssize_t)(sizeof(*event) + event->len);
			if (is_watched(watch, event))
				found = event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)
					? FILE_EVENTS_SAVED
					: FILE_EVENTS_HALF;
			else if (found == FILE_EVENTS_NONE)
				found = FILE_EVENTS_OTHERS;
		}
	}
	return found;
}

int64_t file_watch_modified_ns(const struct stat *status)
{
	return (int64_t)status->st_mtim.tv_sec * NS_PER_S + status->st_mtim.tv_nsec;
}
