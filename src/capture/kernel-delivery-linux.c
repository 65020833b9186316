/*
 * Options of packet(7) sockets. Delivery ends when a filter that accepts nothing is set on the
 * socket itself; pcap_setfilter() would also apply it to the packets already in the ring.
 * PACKET_IGNORE_OUTGOING needs Linux 4.20 and a socket, which not every device has. Where a call
 * fails, the caller's deadline ends the capture instead.
 */
#include "capture/kernel-delivery.h"

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

#include "base/message.h"

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
	return message_of("received by the filter");
}
