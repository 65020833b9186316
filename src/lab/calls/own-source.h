#ifndef LAB_OWN_SOURCE_H
#define LAB_OWN_SOURCE_H

/*
 * Which lines of source are those of the user's own program: the file is below the folder where the
 * recording was started, and no package is installed there.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "calls/socket-call.h"

struct own_sources;

/* Begins with the working directory. NULL when that has no path. */
struct own_sources *own_sources_new(void);

/*
 * Writes the line of a file, whose path is absolute, as a call has it: "server.c:41", relative to
 * the folder, and the digest of its text. False when it is no line of the user's own.
 */
bool own_source_describe(struct own_sources *sources, const char *path, unsigned line,
	char ret_source[CALL_SOURCE_SIZE], uint64_t *ret_digest);

void own_sources_free(struct own_sources *sources);
DEFINE_AUTOFREE(own_sources);

#endif
