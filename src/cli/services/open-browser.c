/*
 * `serve --open`: the desktop's own opener, xdg-open on Linux and open on macOS, found on the PATH.
 * It runs in a process group of its own, so that Ctrl-C for the server does not end a browser that
 * the opener became, and without our terminal, so that a text browser does not take it.
 */
#include "cli/services/open-browser.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/message.h"

extern char **environ; /* NOLINT(readability-redundant-declaration): only glibc declares it */

static int spawn_quietly(const char *program, const char *place)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failure = posix_spawn_file_actions_init(&actions);
	if (failure)
		return failure;
	failure = posix_spawnattr_init(&attributes);
	if (failure) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return failure;
	}
	for (int descriptor = 0; descriptor <= STDERR_FILENO && !failure; descriptor++)
		failure = posix_spawn_file_actions_addopen(
			&actions, descriptor, "/dev/null", O_RDWR, 0);
	if (!failure)
		failure = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	char *const arguments[] = { (char *)program, (char *)place, NULL };
	pid_t child;
	if (!failure)
		failure = posix_spawnp(&child, program, &actions, &attributes, arguments, environ);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	return failure;
}

bool open_browser(const char *place, const char *url, struct error *error)
{
	static const char *const programs[] = { "xdg-open", "open" };
	int failure = ENOENT;
	for (size_t i = 0; i < ARRAY_COUNT(programs) && failure == ENOENT; i++)
		failure = spawn_quietly(programs[i], place);
	if (failure == ENOENT)
		return error_set(
			error, "neither xdg-open nor open is installed: open %s in a browser", url);
	if (failure)
		return error_set(error, "cannot open a browser: %s; open %s yourself",
			message_of_errno(failure), url);
	return true;
}
