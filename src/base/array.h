#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

/* How many elements an array has; never for a pointer. */
#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
