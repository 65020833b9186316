#ifndef BASE_NEAREST_NAME_H
#define BASE_NEAREST_NAME_H

#include <stddef.h>

/*
 * Returns the candidate with the smallest edit distance to `word`, ignoring case, or NULL when none
 * is similar enough.
 */
const char *nearest_name(const char *word, const char *const *candidates, size_t count);

#endif
