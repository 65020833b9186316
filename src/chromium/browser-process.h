#ifndef CHROMIUM_BROWSER_PROCESS_H
#define CHROMIUM_BROWSER_PROCESS_H

/* The process of a Chromium without a window, its temporary folder, and the pipes to it. */

#include <signal.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/text.h"

struct browser_process {
	char *program; /* its path */
	char *folder; /* temporary, for the profile and the log */
	int lock; /* the descriptor of the folder's lock, or -1 */
	char *log;
	pid_t id; /* of the process and of its group; 0: none */
	int to_browser, from_browser; /* -1: none */
};

#define BROWSER_PROCESS_NONE                                                                       \
	((struct browser_process){ .lock = -1, .to_browser = -1, .from_browser = -1 })

/*
 * Makes the temporary folder, removes those of killed runs, and starts process->program, which the
 * caller sets. On failure `error` is set, and what was made is released by the next function.
 */
bool browser_process_start(struct browser_process *process, struct error *error);

/*
 * Ends the process and its group, removes the folder and releases everything. The browser has some
 * seconds to end by itself, or none once *interrupted is not 0.
 */
void browser_process_finish(
	struct browser_process *process, const volatile sig_atomic_t *interrupted);

/*
 * Appends the last line of the browser's log without control characters; nothing when it is empty.
 * A long message about a missing sandbox, wherever it is in the log, is replaced by a short one.
 */
void browser_process_append_log(const struct browser_process *process, struct text *out);

#endif
