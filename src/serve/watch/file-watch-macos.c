/*
 * kqueue(2), EVFILT_VNODE. A folder's vnode reports names that come and go, not what is written
 * into its files, so each file has a descriptor of its own beside its folder's. They are opened
 * anew with every set, since a renamed-over file leaves its descriptor at the old one.
 */
#include "serve/watch/file-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/event.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "base/message.h"

struct file_watch {
	int queue;
	int *opened;
	size_t opened_count, opened_capacity;
};

struct file_watch *file_watch_new(struct error *error)
{
	int queue = kqueue();
	if (queue < 0) {
		error_set(error, "cannot watch files: %s", message_of_errno(errno));
		return NULL;
	}
	(void)fcntl(queue, F_SETFD, FD_CLOEXEC);
	struct file_watch *watch = xcalloc(1, sizeof(*watch));
	watch->queue = queue;
	return watch;
}

static void close_all(struct file_watch *watch)
{
	/* Closing a descriptor removes its events from the queue. */
	for (size_t i = 0; i < watch->opened_count; i++)
		(void)close(watch->opened[i]);
	watch->opened_count = 0;
}

void file_watch_free(struct file_watch *watch)
{
	if (!watch)
		return;
	close_all(watch);
	(void)close(watch->queue);
	free(watch->opened);
	free(watch);
}

/*
 * Returns false at the limit of open files. A file that cannot be opened only loses its live
 * reload.
 */
static bool watch_path(struct file_watch *watch, const char *path)
{
	int descriptor = open(path, O_EVTONLY | O_CLOEXEC);
	if (descriptor < 0)
		return errno != EMFILE && errno != ENFILE;
	struct kevent change;
	EV_SET(&change, descriptor, EVFILT_VNODE, EV_ADD | EV_CLEAR,
		NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME | NOTE_ATTRIB, 0, NULL);
	if (kevent(watch->queue, &change, 1, NULL, 0, NULL) < 0) {
		(void)close(descriptor);
		return true;
	}
	grow_array(&watch->opened, watch->opened_count, &watch->opened_capacity,
		sizeof(*watch->opened));
	watch->opened[watch->opened_count++] = descriptor;
	return true;
}

bool file_watch_set(
	struct file_watch *watch, const char *const *paths, size_t count, struct error *error)
{
	bool is_whole = true;
	close_all(watch);
	for (size_t i = 0; i < count; i++) {
		is_whole &= watch_path(watch, paths[i]);
		automem char *folder = file_watch_folder_of(paths[i]);
		bool is_known = false;
		for (size_t j = 0; j < i && !is_known; j++) {
			automem char *before = file_watch_folder_of(paths[j]);
			is_known = strcmp(before, folder) == 0;
		}
		if (!is_known)
			is_whole &= watch_path(watch, folder);
	}
	return is_whole ||
		error_set(error,
			"too many files are open, and changes of some are not seen: raise the limit with 'ulimit -n 4096', or serve fewer talks");
}

int file_watch_descriptor(const struct file_watch *watch)
{
	return watch->queue;
}

enum file_events file_watch_drain(struct file_watch *watch)
{
	struct kevent events[32];
	const struct timespec now = { 0 };
	enum file_events found = FILE_EVENTS_NONE;
	while (kevent(watch->queue, NULL, 0, events, 32, &now) > 0)
		found = FILE_EVENTS_HALF;
	return found;
}

int64_t file_watch_modified_ns(const struct stat *status)
{
	return (int64_t)status->st_mtimespec.tv_sec * NS_PER_S + status->st_mtimespec.tv_nsec;
}
