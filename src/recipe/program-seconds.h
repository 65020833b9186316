#ifndef RECIPE_PROGRAM_SECONDS_H
#define RECIPE_PROGRAM_SECONDS_H

/*
 * How long a program of a recording may run, and a server may take until it listens. A talk says it
 * (notes/), or the command line does, and a recording keeps to it (lab/).
 */

enum { PROGRAM_SECONDS = 10, PROGRAM_SECONDS_MAX = 3600 };

#endif
