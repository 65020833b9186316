#ifndef LAB_NATIVE_LINE_LINUX_H
#define LAB_NATIVE_LINE_LINUX_H

/*
 * Which lines of C, or of another language that is compiled to machine code with DWARF, a stopped
 * thread is in. Uses libdw of elfutils.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Loads the library; false when it is not installed. It stays loaded. */
bool native_lines_load(void);

/* A process as it was when it was opened: its program and its libraries. */
struct native_process;

/* Opens a process that the caller traces; NULL when that fails. */
struct native_process *native_process_open(pid_t process);
void native_process_close(struct native_process *process);

/*
 * Finds the address of a symbol that a program or library exports whose file begins with `file` or
 * with "lib" and `file`; 0: none does.
 */
uint64_t native_symbol_find(
	const struct native_process *process, const char *file, const char *symbol);

/* Takes a place in a program; false: go on with the caller's. The path may be relative. */
typedef bool native_take_line(void *context, const char *folder, const char *path, unsigned line);

/*
 * Calls `take` for the lines that the stopped thread is in, the innermost first, until it returns
 * true; returns whether one was taken. Of optimized code a line may be missing. *ret_is_stale says
 * that code was met of a library that was loaded later.
 */
bool native_lines(struct native_process *process, pid_t thread, native_take_line *take,
	void *context, bool *ret_is_stale);

#endif
