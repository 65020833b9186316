#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

/*
 * Releases what a local variable owns at the end of its scope. A type with `void x_free(struct x
 * *)` says DEFINE_AUTOFREE(x) in its header; a local that owns one is then declared `autofree(x)
 * struct x *name = ...;`. A type with `void x_finish(struct x *)` says DEFINE_AUTOFINISH(x); a
 * local is then declared `autofinish(x) struct x name = { 0 };`. x_free() accepts NULL, and
 * x_finish() a zeroed value.
 */

#include <stdlib.h>

#define DEFINE_AUTOFREE(type)                                                                      \
	static inline void type##_free_pointer(struct type **pointer)                              \
	{                                                                                          \
		type##_free(*pointer);                                                             \
	}                                                                                          \
	struct type
#define DEFINE_AUTOFINISH(type)                                                                    \
	static inline void type##_finish_pointer(struct type *value)                               \
	{                                                                                          \
		type##_finish(value);                                                              \
	}                                                                                          \
	struct type

#define autofree(type) __attribute__((cleanup(type##_free_pointer), unused))
#define autofinish(type) __attribute__((cleanup(type##_finish_pointer), unused))
#define automem __attribute__((cleanup(cleanup_mem), unused))

/* For memory from malloc(): automem char *name = ...; */
static inline void cleanup_mem(void *pointer)
{
	free(*(void **)pointer);
}

/* Returns the address in *pointer and sets *pointer to NULL: the caller is the owner now. */
#define steal_pointer(pointer)                                                                     \
	__extension__({                                                                            \
		__typeof__(pointer) _place = (pointer);                                            \
		__typeof__(*_place) _value = *_place;                                              \
		*_place = NULL;                                                                    \
		_value;                                                                            \
	})

#endif
