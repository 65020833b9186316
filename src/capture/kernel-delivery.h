#ifndef CAPTURE_KERNEL_DELIVERY_H
#define CAPTURE_KERNEL_DELIVERY_H

/*
 * Settings of the kernel's packet delivery for which libpcap has no function. `descriptor` comes
 * from pcap_fileno(). On a system without such a setting the function does nothing.
 */

/*
 * Delivers each packet of a loopback only once; call it for a loopback only. A packet passes there
 * twice, outgoing and incoming, and libpcap drops one of the two. When the kernel does that, the
 * ring holds twice as many packets and the kernel's counts are right.
 */
void kernel_delivery_once(int descriptor);

/* Ends delivery: no more packets are added, and those in the ring can still be read. */
void kernel_delivery_end(int descriptor);

/*
 * Says in words what libpcap's count of received packets includes: packets before or after the
 * filter.
 */
const char *kernel_delivery_received(void);

#endif
