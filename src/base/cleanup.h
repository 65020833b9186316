#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

/*
 * Release at end of scope. A type with `void x_free(struct x *)` says DEFINE_AUTOFREE(x) in its
 * header; a local that owns one is then declared `autofree(x) struct x *name = ...;`. A value with
 * `void x_finish(struct x *)` says DEFINE_AUTOFINISH(x) and is declared `autofinish(x) struct x
 * name = { 0 };`. Both release functions accept NULL, or a zeroed value.
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

/* For what malloc() gave: automem char *name = ...; */
static inline void cleanup_mem(void *pointer)
{
	free(*(void **)pointer);
}

/* The address held by *pointer, which is set to NULL: ownership moves to the caller. */
#define steal_pointer(pointer)                                                                     \
	__extension__({                                                                            \
		__typeof__(pointer) _place = (pointer);                                            \
		__typeof__(*_place) _value = *_place;                                              \
		*_place = NULL;                                                                    \
		_value;                                                                            \
	})

#endif
