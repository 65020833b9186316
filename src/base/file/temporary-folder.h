#ifndef BASE_TEMPORARY_FOLDER_H
#define BASE_TEMPORARY_FOLDER_H

/* A folder for files of this process alone, which nobody else can read. */

#include "base/cleanup.h"
#include "base/error.h"

struct temporary_folder {
	char *path; /* malloc()ed; NULL: there is none */
	int lock; /* held until the folder is removed; -1: the file system has no locks */
	int lifeline; /* to the guard; 0: there is none */
	int guard; /* the guard's process */
};

/*
 * Makes "ROOT/pcapdeck-NAME-XXXXXX" with mode 0700, and removes those that killed processes left.
 * `root` NULL is the system's place for temporary files.
 */
bool temporary_folder_make(const char *root, const char *name, struct temporary_folder *ret_folder,
	struct error *error);

/*
 * The same, with a process that removes the folder as soon as this one is killed: for a program
 * that runs long, and leaves nothing behind then. Nobody may wait for all child processes.
 */
bool temporary_folder_make_guarded(
	const char *name, struct temporary_folder *ret_folder, struct error *error);

/* Removes the folder with its content. A zeroed folder is valid. */
void temporary_folder_finish(struct temporary_folder *folder);
DEFINE_AUTOFINISH(temporary_folder);

#endif
