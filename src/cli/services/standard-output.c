/* A file is compared by its number, since a link to standard output has any name. */
#include "cli/services/standard-output.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool is_standard_output(const char *path)
{
	struct stat written, standard;
	if (strcmp(path, "-") == 0)
		return true;
	return stat(path, &written) == 0 && fstat(STDOUT_FILENO, &standard) == 0 &&
		written.st_dev == standard.st_dev && written.st_ino == standard.st_ino;
}
