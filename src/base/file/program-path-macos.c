#include "base/file/program-path.h"

#include <mach-o/dyld.h>
#include <stdint.h>
#include <stdlib.h>

enum { PATH_SIZE = 4096 };

char *program_path(void)
{
	char path[PATH_SIZE];
	uint32_t size = sizeof(path);
	return _NSGetExecutablePath(path, &size) == 0 ? realpath(path, NULL) : NULL;
}
