/* Compares file names with their Hangul composed, folder by folder. */
#include "notes/text/written-path.h"

#include <dirent.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/file/file.h"
#include "base/file/file-trace.h"
#include "base/file/path.h"
#include "base/text.h"
#include "notes/text/characters.h"

/*
 * The stored spelling of `name` in the folder `below` (a prefix with its slash, or ""); NULL when
 * there is no such file.
 */
static char *stored_entry(const char *below, const char *name)
{
	autofinish(text) struct text path = { 0 };
	text_append(&path, below);
	text_append(&path, name);
	if (file_exists(text_string(&path)))
		return xstrdup(name);
	file_trace_add(FILE_TRACE_NAMES, *below ? below : ".");
	DIR *folder = opendir(*below ? below : ".");
	if (!folder)
		return NULL;
	char *stored = NULL;
	const struct dirent *entry;
	while (!stored && (entry = readdir(folder))) {
		if (text_is_same_composed(entry->d_name, name))
			stored = xstrdup(entry->d_name);
	}
	(void)closedir(folder);
	return stored;
}

/*
 * Returns the stored spelling of each folder of `path`, and of its last part. From the first one
 * that does not exist, the parts stay as written. malloc()ed.
 */
static char *stored_path(const char *path)
{
	autofinish(text) struct text found = { 0 };
	for (const char *p = path; *p;) {
		size_t slashes = strspn(p, "/"), size = strcspn(p + slashes, "/");
		text_append_size(&found, p, slashes);
		p += slashes;
		if (size) {
			automem char *name = xstrndup(p, size);
			automem char *stored = stored_entry(text_string(&found), name);
			text_append(&found, stored ? stored : p);
			if (!stored)
				break;
		}
		p += size;
	}
	return text_steal(&found);
}

char *written_path_beside(const char *talk_path, const char *written)
{
	automem char *path = file_beside(talk_path, written);
	bool is_ascii = true;
	for (const char *p = path; *p; p++)
		is_ascii = is_ascii && (unsigned char)*p < 0x80;
	return is_ascii || file_exists(path) ? steal_pointer(&path) : stored_path(path);
}
