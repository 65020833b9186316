/*
 * Uses O_TMPFILE of open(2), which overlayfs and network file systems may not have. linkat(2) by
 * the descriptor itself needs a capability; by its link in /proc it needs none.
 */
#include "base/file/unnamed-file.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/text.h"

char *unnamed_file_path(int descriptor)
{
	struct text path = { 0 };
	text_append_format(&path, "/proc/self/fd/%d", descriptor);
	return text_steal(&path);
}

int unnamed_file_open(const char *folder)
{
	int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (descriptor < 0)
		return -1;
	automem char *path = unnamed_file_path(descriptor);
	if (access(path, R_OK) == 0)
		return descriptor;
	(void)close(descriptor);
	return -1;
}

bool unnamed_file_link(int descriptor, const char *path)
{
	automem char *own = unnamed_file_path(descriptor);
	return linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}
