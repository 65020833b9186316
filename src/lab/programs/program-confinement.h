#ifndef LAB_PROGRAM_CONFINEMENT_H
#define LAB_PROGRAM_CONFINEMENT_H

/*
 * What a system offers so that programs of a recording cannot leave it: processes of their own,
 * names of their own, no privileges. The header is common to all systems; each has its own .c file.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/text.h"
#include "lab/calls/call-tracer.h"

/*
 * Forks like fork(); with `is_private`, into namespaces for processes and mounts, where that is
 * permitted. All processes below then end with the forked one.
 */
pid_t program_launcher_fork(bool is_private);

/*
 * Prepares the forked process: it becomes the parent of processes whose parent has ended. With
 * `is_private` it mounts /etc/hosts; returns whether that was possible.
 */
bool program_launcher_prepare(bool is_private);

/* Makes this process end with its parent, where the system can do that. */
void program_follow_launcher(void);

/*
 * Takes from a part of pcapdeck what it must not have: descriptors from 3 on, but these two, which
 * get high numbers, so that sockets have low ones as in other programs. Forbids new privileges.
 */
bool program_confine_part(int *one, int *other);

/*
 * Drops the privileges of this process for good: it keeps the caller's rights. With `is_private` it
 * cannot leave the private network either. Returns false, with errno, on failure.
 */
bool program_confine(bool is_private);

/*
 * Takes a child that has ended or, when it is traced, stopped; like waitpid(), without waiting.
 */
pid_t program_take_child(int *ret_status);

/*
 * The number of children of this process other than `known` (0: none); 0 where the system cannot
 * tell. Appends the names of the first of them, printable, when it knows them.
 */
size_t program_children_left(pid_t known, struct text *names);

/*
 * Ends all children of this process, and processes that become its children when their parent ends.
 * `known` are the children that it started itself; 0: none. `tracer`, or NULL, continues those that
 * it watches: they stop once more before they end.
 */
void program_children_end(const pid_t *known, size_t known_count, struct call_tracer *tracer);

#endif
