/* Paths as strings; only path_real() asks the file system. */
#include "base/file/path.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

char *file_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	return xstrndup(path, (size_t)(slash - path));
}

char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return xstrdup(slash ? slash + 1 : path);
}

char *file_stem(const char *path)
{
	char *name = file_name(path);
	char *dot = strrchr(name, '.');
	if (dot && dot != name)
		*dot = '\0';
	return name;
}

char *file_beside(const char *base, const char *relative)
{
	const char *slash = strrchr(base, '/');
	if (relative[0] == '/' || !slash)
		return xstrdup(relative);
	struct text path = { 0 };
	text_append_size(&path, base, (size_t)(slash - base) + 1);
	text_append(&path, relative);
	return text_steal(&path);
}

char *file_below(const char *folder, const char *name)
{
	struct text path = { 0 };
	size_t size = strlen(folder);
	if (size && strcmp(folder, ".") != 0)
		text_append_format(&path, "%s%s", folder, folder[size - 1] == '/' ? "" : "/");
	text_append(&path, name);
	return text_steal(&path);
}

char *path_real(const char *path)
{
	automem char *folder = file_folder(path);
	automem char *real = realpath(folder, NULL);
	automem char *name = file_name(path);
	if (!real)
		return xstrdup(path);
	return file_below(real, name);
}

void path_append_relative(struct text *out, const char *from, const char *to)
{
	size_t shared = 0; /* the offset behind the last common slash */
	for (size_t i = 0; from[i] && from[i] == to[i]; i++) {
		if (from[i] == '/')
			shared = i + 1;
	}
	for (const char *slash = strchr(from + shared, '/'); slash; slash = strchr(slash + 1, '/'))
		text_append(out, "../");
	text_append(out, to + shared);
}
