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

#endif
