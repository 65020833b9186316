/*
 * macOS has no namespaces: the programs run in the network that is there. Each is a process group
 * of its own, which ends with the recording.
 */
#include "lab/programs/program-confinement.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t program_launcher_fork(bool is_private)
{
	(void)is_private;
	return fork();
}

bool program_launcher_prepare(bool is_private)
{
	(void)is_private;
	return false;
}

void program_follow_launcher(void)
{
}

bool program_confine_part(int *one, int *other)
{
	(void)one;
	(void)other;
	return program_confine(false);
}

bool program_confine(bool is_private)
{
	(void)is_private;
	/* A group in the background may write to the terminal, and gets EIO when it reads. */
	(void)signal(SIGTTIN, SIG_IGN);
	(void)signal(SIGTTOU, SIG_IGN);
	return setpgid(0, 0) == 0;
}

pid_t program_take_child(int *ret_status)
{
	return waitpid(-1, ret_status, WNOHANG);
}

size_t program_children_left(pid_t known, struct text *names)
{
	(void)known;
	(void)names;
	return 0;
}

void program_children_end(const pid_t *known, size_t known_count, struct call_tracer *tracer)
{
	(void)tracer;
	for (size_t i = 0; i < known_count; i++) {
		if (known[i] > 0)
			(void)kill(-known[i], SIGKILL);
	}
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		continue;
}
