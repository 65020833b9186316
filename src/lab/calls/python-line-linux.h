#ifndef LAB_PYTHON_LINE_LINUX_H
#define LAB_PYTHON_LINE_LINUX_H

/*
 * Which lines of Python a thread is in. The interpreter keeps them in its memory, which a tracer
 * reads; the program does not notice, and runs no other code for it.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct python_layout;

/* An interpreter in a process. */
struct python {
	uint64_t runtime; /* the address of _PyRuntime */
	const struct python_layout *layout; /* NULL: no version whose memory is known */
};

/*
 * Recognizes CPython 3.11 to 3.13 by the addresses of its symbols _PyRuntime and Py_Version. The
 * layout stays NULL for others, and for interpreters that were built without their lock.
 */
struct python python_recognize(pid_t process, uint64_t runtime, uint64_t version);

/* Takes a place in a program; false: go on with the caller's. */
typedef bool python_take_line(void *context, const char *path, unsigned line);

/*
 * Calls `take` for the lines that the thread is in, the innermost first, until it returns true.
 * Paths are as the program has them. Returns whether one was taken.
 */
bool python_lines(const struct python *python, pid_t process, pid_t thread, python_take_line *take,
	void *context);

#endif
