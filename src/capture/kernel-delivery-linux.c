/*
 * Options of packet(7) sockets. Delivery ends with a filter that takes nothing, set past libpcap:
 * pcap_setfilter() would apply it to what is in the ring already. A kernel before 4.20 has no
 * PACKET_IGNORE_OUTGOING, and a device that is no socket has neither; both calls then fail, and the
 * caller's deadline does what they would have done.
 */
#include "capture/kernel-delivery.h"

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

void kernel_delivery_once(int descriptor)
{
	int yes = 1;
	(void)setsockopt(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof(yes));
}

void kernel_delivery_end(int descriptor)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &take_nothing };
	(void)setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

const char *kernel_delivery_received(void)
{
	return "received by the filter";
}
