/* Paths as strings; only path_real() asks the file system. */
#include "base/file/path.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file/file.h"

char *path_real(const char *path)
{
	automem char *folder = file_folder(path);
	automem char *real = realpath(folder, NULL);
	automem char *name = file_name(path);
	if (!real)
		return xstrdup(path);
	struct text whole = { 0 };
	text_append_format(&whole, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/", name);
	return text_steal(&whole);
}

void path_append_relative(struct text *out, const char *from, const char *to)
{
	size_t shared = 0; /* behind the last slash that both have */
	for (size_t i = 0; from[i] && from[i] == to[i]; i++) {
		if (from[i] == '/')
			shared = i + 1;
	}
	for (const char *slash = strchr(from + shared, '/'); slash; slash = strchr(slash + 1, '/'))
		text_append(out, "../");
	text_append(out, to + shared);
}
