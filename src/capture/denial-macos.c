/*
 * macOS has no network namespaces: recordings are made on the host's lo0 through BPF, which only root
 * and the group that Wireshark's ChmodBPF makes may open.
 */
#include "capture/denial.h"

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
	if (retry)
		text_append_format(out, "run 'sudo pcapdeck %s'", retry);
	else
		text_append(out, "run it with sudo");
	text_append(out,
		", or install ChmodBPF once, which comes with Wireshark, so that /dev/bpf* may be "
		"read without sudo");
}
