#ifndef BASE_PATH_H
#define BASE_PATH_H

/* Names of files, one seen from another. */

#include "base/text.h"

/*
 * Where the file is: its folder without links and "..", and its own name. malloc()ed; the path as it is
 * when there is no such folder.
 */
char *path_real(const char *path);

/*
 * Appends `to` as it is seen from the folder of the file `from`: "../week2/b.html". Both are absolute, or
 * both are below one folder, and neither has "." or ".." in it.
 */
void path_append_relative(struct text *out, const char *from, const char *to);

#endif
