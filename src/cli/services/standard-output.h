#ifndef CLI_STANDARD_OUTPUT_H
#define CLI_STANDARD_OUTPUT_H

#include <stdbool.h>

/*
 * Whether what is written to `path` gets to standard output ("-", "/dev/stdout" or a link to it):
 * then nothing else may be printed there.
 */
bool is_standard_output(const char *path);

#endif
