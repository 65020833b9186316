/*
 * The lock on a folder ends with its process, also when that is killed; so the next one that makes
 * a folder of that name knows which ones nobody uses.
 */
#include "base/file/temporary-folder.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file-lock.h"
#include "base/message.h"
#include "base/text.h"

bool temporary_folder_make(const char *root, const char *name, struct temporary_folder *ret_folder,
	struct error *error)
{
	enum { TRIES = 3 };
	const char *place = root ? root : getenv("TMPDIR");
	autofinish(text) struct text pattern = { 0 };
	text_append_format(&pattern, "%s/pcapdeck-%s-", place && *place ? place : "/tmp", name);
	file_remove_leftover_folders(text_string(&pattern));
	text_append(&pattern, "XXXXXX");
	/* Between making and locking, another process may remove the new folder. */
	for (int i = 0; i < TRIES; i++) {
		automem char *path = xstrdup(text_string(&pattern));
		if (!mkdtemp(path))
			break;
		int lock = file_lock_folder(path);
		if (lock >= 0 || access(path, F_OK) == 0) {
			*ret_folder = (struct temporary_folder){ steal_pointer(&path), lock };
			return true;
		}
	}
	return error_set(error, "cannot make a temporary folder '%s': %s", text_string(&pattern),
		message_of_errno(errno));
}

void temporary_folder_finish(struct temporary_folder *folder)
{
	if (!folder || !folder->path)
		return;
	(void)file_remove_folder(folder->path);
	if (folder->lock >= 0)
		(void)close(folder->lock);
	free(folder->path);
	*folder = (struct temporary_folder){ 0 };
}
