#ifndef BASE_FILE_LOCK_H
#define BASE_FILE_LOCK_H

/*
 * Locks that tell who is writing a file. They use flock(2), so a lock ends with the process that
 * holds it, also when it is killed. On file systems without locks every call succeeds.
 */

#include <stdbool.h>

#include "base/error.h"

/*
 * FILE_LOCK_TOGETHER: several processes may replace one file at a time; the last rename wins.
 * FILE_LOCK_ALONE: the file grows under its final name, so only one process may write it.
 */
enum file_lock { FILE_LOCK_TOGETHER, FILE_LOCK_ALONE };

/*
 * Locks the file until every copy of the descriptor is closed. False when another process holds a
 * conflicting lock.
 */
bool file_lock(int descriptor, enum file_lock lock);

/*
 * Locks the file that is at `path` now. The caller closes *ret_descriptor; it is -1 when there is
 * no file, and when the file may not be opened: errno (ENOENT, or another) tells which. Returns
 * false when the file is in use; the message names the process.
 */
bool file_lock_path(
	const char *path, enum file_lock lock, int *ret_descriptor, struct error *error);

/*
 * The suffix of temporary names: PATH.tmp-XXXXXX. file_remove_leftovers() removes the temporary
 * files of `path` that are not locked: the processes that made them were killed.
 */
#define FILE_TEMPORARY_SUFFIX ".tmp-XXXXXX"
void file_remove_leftovers(const char *path);

/* Removes the leftovers of all files "STEM-NUMBER.ENDING" (ending: ".png"). */
void file_remove_numbered_leftovers(const char *stem, const char *ending);

/*
 * file_remove_leftover_folders() removes folders named `prefix` and six letters or digits, with
 * their content, if they belong to this user and are not locked: the processes that made them were
 * killed. The maker of such a folder locks it with file_lock_folder() and keeps the descriptor
 * open. file_lock_folder() returns -1 when the folder is gone or cannot be locked; a leftover
 * cannot be recognised then.
 */
void file_remove_leftover_folders(const char *prefix);
int file_lock_folder(const char *path);

/*
 * The same, but waits for the process that has locked the folder; `wait` is called before that. -1
 * also when the folder was removed meanwhile.
 */
int file_lock_folder_waiting(const char *path, void (*wait)(void *context), void *context);

/*
 * Removes a folder and its content; a symbolic link is removed, not followed. False when something
 * could not be removed.
 */
bool file_remove_folder(const char *path);

#endif
