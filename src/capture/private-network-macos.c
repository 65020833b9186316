/*
 * macOS has no network namespaces: recordings are made on the host's lo0 through BPF, which only
 * root and the group that Wireshark's ChmodBPF makes may open.
 */
#include "capture/private-network.h"

bool private_network_enter(uint32_t mtu, struct error *error)
{
	(void)mtu;
	return error_set(error, "macOS has no private networks");
}

const char *loopback_interface(void)
{
	return "lo0";
}

void loopback_append_remedy(struct text *out)
{
	text_append(out,
		"run it with sudo, or install ChmodBPF once, which comes with Wireshark, so that "
		"/dev/bpf* may be read without sudo");
}

void process_stay_on_one_cpu(void)
{
	/* There is no such call. */
}

void process_follow_parent(int parent)
{
	/* Nothing tells a child here; every wait of a recording has a deadline of its own. */
	(void)parent;
}
