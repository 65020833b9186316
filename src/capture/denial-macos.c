/*
 * macOS has no network namespaces: recordings are made on the host's lo0 through BPF, which only root
 * and the group that Wireshark's ChmodBPF makes may open.
 */
#include "capture/denial.h"

#include <mach-o/dyld.h>
#include <stdint.h>
#include <stdlib.h>

enum { PATH_SIZE = 4096 };

/* sudo looks for names in its own PATH, where a program that is not installed cannot be. */
static void append_program(struct text *out)
{
	char path[PATH_SIZE];
	uint32_t size = sizeof(path);
	automem char *program =
		_NSGetExecutablePath(path, &size) == 0 ? realpath(path, NULL) : NULL;
	text_append(out, program ? program : "pcapdeck");
}

bool denial_of_network(const char *step, int number, const char *retry, struct error *error)
{
	(void)step;
	(void)number;
	(void)retry;
	return error_set(error, "macOS has no private networks");
}

void denial_append_capture_remedy(struct text *out, const char *retry, const char *said)
{
	(void)said;
	if (retry) {
		text_append(out, "run 'sudo ");
		append_program(out);
		text_append_format(out, " %s'", retry);
	} else
		text_append(out, "run it with sudo");
	text_append(out,
		", or install ChmodBPF once, so that /dev/bpf* may be read without sudo: 'brew "
		"install --cask wireshark-chmodbpf', or Wireshark's application, which has it");
}
