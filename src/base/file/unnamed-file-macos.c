/* macOS has no such files. */
#include "base/file/unnamed-file.h"

#include <errno.h>
#include <stddef.h>

int unnamed_file_open(const char *folder)
{
	(void)folder;
	return -1;
}

char *unnamed_file_path(int descriptor)
{
	(void)descriptor;
	return NULL;
}

bool unnamed_file_link(int descriptor, const char *path)
{
	(void)descriptor;
	(void)path;
	errno = ENOTSUP;
	return false;
}
