/* Creates output folders, parents first. */
#include "cli/services/make-folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/message.h"

static bool make_one(const char *path, mode_t mode, struct error *error)
{
	if (mkdir(path, mode) == 0 || (errno == EEXIST && file_is_folder(path)))
		return true;
	if (errno == EEXIST)
		return error_set(error, "cannot make the folder '%s': a file has that name", path);
	return error_set(error, "cannot make the folder '%s': %s", path, message_of_errno(errno));
}

static bool make_all(const char *path, mode_t mode, struct error *error)
{
	if (file_is_folder(path))
		return true;
	automem char *part = xstrdup(path);
	for (char *p = part + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (!file_is_folder(part) && !make_one(part, mode, error))
			return false;
		*p = '/';
	}
	return make_one(path, mode, error);
}

bool make_folder(const char *path, struct error *error)
{
	return make_all(path, 0777, error);
}

bool make_private_folder(const char *path, struct error *error)
{
	return make_all(path, 0700, error);
}
