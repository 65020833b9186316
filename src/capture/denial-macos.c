/*
 * macOS has no network namespaces: recordings are made on the host's lo0 through BPF devices. Only
 * root and the group of Wireshark's ChmodBPF may open those.
 */
#include "capture/denial.h"

#include "base/arena.h"
#include "base/file/program-path.h"
#include "base/message.h"

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
		automem char *path = program_path();
		const char *program = path;
		if (!program)
			program = "pcapdeck";
		text_append_message(out, "run 'sudo %s %s'", program, retry);
	} else
		text_append_message(out, "run it with sudo");
	text_append_message(out,
		", or install ChmodBPF once, so that /dev/bpf* may be read without sudo: 'brew install --cask wireshark-chmodbpf', or Wireshark's application, which has it");
}
