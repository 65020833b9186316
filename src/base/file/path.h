#ifndef BASE_PATH_H
#define BASE_PATH_H

/* Paths as strings: their parts, and one path relative to another. */

#include "base/text.h"

/*
 * Returns the file's folder with links and ".." resolved, followed by the file's own name; `path`
 * unchanged when there is no such folder. malloc()ed.
 */
char *path_real(const char *path);

/*
 * Appends the path of `to` relative to the folder of the file `from`: "../week2/b.html". Both paths
 * are absolute or relative to the same folder, and contain no "." and "..".
 */
void path_append_relative(struct text *out, const char *from, const char *to);

/*
 * Resolves `relative` against the folder of the file `base` ("slides/a.md", "../x.pcap" →
 * "slides/../x.pcap"). An absolute path stays as it is. malloc()ed.
 */
char *file_beside(const char *base, const char *relative);

/*
 * Returns the path of `name` in the folder, malloc()ed: just the name when the folder is the
 * current one, "." or "".
 */
char *file_below(const char *folder, const char *name);

/*
 * The folder of a path without its final slash ("." when it has none), and the last component. Both
 * are malloc()ed.
 */
char *file_folder(const char *path);
char *file_name(const char *path);

/* The name without folder and without its last ".ext": "slides/01-x.md" → "01-x". malloc()ed. */
char *file_stem(const char *path);

#endif
