/* The part of file watching that is the same on every system. */
#include "serve/watch/file-watch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"

char *file_watch_folder_of(const char *path)
{
	char *folder = file_folder(path);
	/* The loop ends: the folder of "x" is ".", and that of "/x" is "/". */
	while (!file_is_folder(folder) && strcmp(folder, ".") != 0 && strcmp(folder, "/") != 0) {
		char *above = file_folder(folder);
		free(folder);
		folder = above;
	}
	return folder;
}

uint64_t file_watch_fingerprint(const char *path, int64_t *ret_modified_ns)
{
	struct stat status;
	*ret_modified_ns = 0;
	if (stat(path, &status) != 0)
		return 0;
	*ret_modified_ns = file_watch_modified_ns(&status);
	const uint64_t parts[] = { (uint64_t)status.st_dev, (uint64_t)status.st_ino,
		(uint64_t)status.st_size, (uint64_t)*ret_modified_ns };
	return digest_add(DIGEST_NOTHING, (struct bytes){ (const uint8_t *)parts, sizeof(parts) }) |
		1;
}
