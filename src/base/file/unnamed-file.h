#ifndef BASE_UNNAMED_FILE_H
#define BASE_UNNAMED_FILE_H

/*
 * Files that have no name until they are whole, so that the kernel removes them with a process that
 * is killed. The header is common to all systems; each has its own .c file.
 */

#include <stdbool.h>

/*
 * Makes a file without a name in the file system of `folder`, to read and to write, mode 0600.
 * Returns its descriptor; -1 where the system or the file system has no such files, or could give
 * them no name later.
 */
int unnamed_file_open(const char *folder);

/* Returns a path, malloc()ed, under which this process can open the file meanwhile. */
char *unnamed_file_path(int descriptor);

/* Gives the file a name that does not exist yet; false with errno. */
bool unnamed_file_link(int descriptor, const char *path);

#endif
