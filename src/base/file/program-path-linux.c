#include "base/file/program-path.h"

#include <stdlib.h>

char *program_path(void)
{
	return realpath("/proc/self/exe", NULL);
}
