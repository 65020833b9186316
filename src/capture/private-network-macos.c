/* macOS has no network namespaces; see denial-macos.c. */
#include "capture/private-network.h"

#include "base/message.h"
#include "capture/denial.h"

bool private_network_enter(uint32_t mtu, const char *retry, struct error *error)
{
	(void)mtu;
	return denial_of_network("", 0, retry, error);
}

const char *loopback_interface(void)
{
	return "lo0";
}

void loopback_append_difference(struct text *out)
{
	text_append_message(out,
		"whose MTU is 16384: each SYN announces an MSS of 16344, and data is still cut at what --mtu leaves, since both sockets are limited behind the handshake");
}

void process_stay_on_one_cpu(void)
{
	/* macOS has no call that binds a process to a CPU. */
}

void process_follow_parent(int parent)
{
	/* macOS cannot notify a child; each wait of a recording has a deadline instead. */
	(void)parent;
}
