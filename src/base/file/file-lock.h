#ifndef BASE_FILE_LOCK_H
#define BASE_FILE_LOCK_H

/*
 * Who is writing a file: flock(2), which ends with the process that holds it, however that ends. File
 * systems without it let everybody pass.
 */

#include <stdbool.h>

#include "base/error.h"

/*
 * Several files may be written to one name at a time, and the last one stays: they are locked
 * together. A file that grows under its name is locked alone.
 */
enum file_lock { FILE_LOCK_TOGETHER, FILE_LOCK_ALONE };

/* Until every copy of the descriptor is closed; false when somebody else has a lock against it. */
bool file_lock(int descriptor, enum file_lock lock);

/*
 * Locks the file that stands at `path` now. *ret_descriptor is to be closed; -1 when there is no file,
 * or none that may be opened. False, with a sentence that names the process, when it is in use.
 */
bool file_lock_path(
	const char *path, enum file_lock lock, int *ret_descriptor, struct error *error);

/*
 * Temporary names are PATH.tmp-XXXXXX. Removes those of `path` that nobody has locked: their process
 * was killed.
 */
#define FILE_TEMPORARY_SUFFIX ".tmp-XXXXXX"
void file_remove_leftovers(const char *path);

/* The same of all files "STEM-NUMBER.ENDING" (ending: ".png"). */
void file_remove_numbered_leftovers(const char *stem, const char *ending);

/*
 * Removes folders "PREFIX" and six letters or digits, with all in them, whose process was killed: nobody has them
 * locked, and they are ours. Who makes one locks it with file_lock_folder(), until the descriptor is closed; -1
 * when it is gone again, or cannot be locked: then nobody is told from a killed process.
 */
void file_remove_leftover_folders(const char *prefix);
int file_lock_folder(const char *path);

/* Removes a folder with all in it, links as links; false when something stays. */
bool file_remove_folder(const char *path);

#endif
