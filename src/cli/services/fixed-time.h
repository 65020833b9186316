#ifndef CLI_FIXED_TIME_H
#define CLI_FIXED_TIME_H

#include <stdint.h>

/*
 * The time that SOURCE_DATE_EPOCH gives in place of the clock's, in seconds since the epoch, so
 * that a build on another day gives the same bytes (reproducible-builds.org). 0: it is not set, or
 * is no number of a year before 3000.
 */
int64_t fixed_time_s(void);

#endif
