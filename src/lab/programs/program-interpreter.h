#ifndef LAB_PROGRAM_INTERPRETER_H
#define LAB_PROGRAM_INTERPRETER_H

/*
 * Why a program that is there cannot be executed: the kernel says ENOENT, too, when the program
 * that runs a script, or loads a binary, is not there (execve(2)).
 */

#include "base/text.h"

enum missing_interpreter {
	INTERPRETER_IS_THERE, /* or the program is not there, or it needs none */
	INTERPRETER_OF_SCRIPT, /* "#!/no/such/python" */
	INTERPRETER_OF_LINE_END, /* "#!/bin/sh\r", which names a file that ends with \r */
	INTERPRETER_OF_BINARY, /* the loader of shared libraries */
};

/*
 * Looks for `name` as execvp(3) does, and whether what runs it is there. Appends the path of what
 * is missing, printable.
 */
enum missing_interpreter program_find_interpreter(const char *name, struct text *out);

#endif
