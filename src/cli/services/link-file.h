#ifndef CLI_LINK_FILE_H
#define CLI_LINK_FILE_H

/*
 * A page on the disk that leads to a secret link, for a browser: the arguments of a program are
 * shown to every user of the machine, and only this user can read the page.
 */

#include "base/error.h"
#include "base/file/temporary-folder.h"

struct link_file {
	struct temporary_folder folder;
	char *path; /* of the page, malloc()ed */
};

bool link_file_make(struct link_file *ret_file, const char *url, struct error *error);
/* Removes the page. A zeroed file is valid. */
void link_file_finish(struct link_file *file);
DEFINE_AUTOFINISH(link_file);

#endif
