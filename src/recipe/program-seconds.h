#ifndef RECIPE_PROGRAM_SECONDS_H
#define RECIPE_PROGRAM_SECONDS_H

/*
 * How long a program of a recording may run, and a server may take until it listens. A talk says it
 * (notes/), or the command line does, and a recording keeps to it (lab/).
 */

#include <stdint.h>

enum { PROGRAM_SECONDS = 10, PROGRAM_SECONDS_MAX = 3600 };

/* What the command line says comes first, then what the talk says; 0: it says nothing. */
static inline uint32_t program_seconds_of(uint32_t said, uint32_t of_talk)
{
	return said ? said : of_talk ? of_talk : PROGRAM_SECONDS;
}

#endif
