#ifndef SERVE_CONFINEMENT_H
#define SERVE_CONFINEMENT_H

/*
 * What the threads that answer requests give up before the first one arrives. The thread that
 * builds pages keeps the caller's rights: it starts a browser for drawings, and records. The
 * threads of a program share its memory, so this ends a request that goes astray, and is no wall
 * against code that runs in the program.
 */

#include <stdbool.h>

/* What the system took from the thread. */
struct confinement {
	bool is_confined_to_folder; /* Landlock: it opens no file outside of the folder */
	bool is_refused_calls; /* seccomp: it starts no program and makes no connection */
};

/*
 * Takes from the calling thread, for good, and from threads that it starts: programs, sockets of
 * its own, other processes, settings of the machine (seccomp(2)), and files outside of `folder`
 * (landlock(7)). In the folder it may read files, and with `may_write` also make, write and remove
 * them, as a store of feedback needs. What the system does not have is left out.
 */
struct confinement confine_thread(const char *folder, bool may_write);

#endif
