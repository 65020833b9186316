#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

/* The number of elements of an array. Never use it on a pointer. */
#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
