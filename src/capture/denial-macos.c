/*
 * macOS has no network namespaces: recordings are made on the host's lo0 through BPF devices. Only
 * root and the group of Wireshark's ChmodBPF may open those.
 */
#include "capture/denial.h"

#include <mach-o/dyld.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/message.h"

enum { PATH_SIZE = 4096 };

/*
 * The path of this program; malloc()ed. sudo searches its own PATH, which may not contain this
 * program.
 */
static char *name_of_program(void)
{
	char path[PATH_SIZE];
	uint32_t size = sizeof(path);
	char *program = _NSGetExecutablePath(path, &size) == 0 ? realpath(path, NULL) : NULL;
	return program ? program : xstrdup("pcapdeck");
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
		automem char *program = name_of_program();
		text_append_message(out, "run 'sudo %s %s'", program, retry);
	} else
		text_append_message(out, "run it with sudo");
	text_append_message(out,
		", or install ChmodBPF once, so that /dev/bpf* may be read without sudo: 'brew install --cask wireshark-chmodbpf', or Wireshark's application, which has it");
}
