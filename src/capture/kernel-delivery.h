#ifndef CAPTURE_KERNEL_DELIVERY_H
#define CAPTURE_KERNEL_DELIVERY_H

/*
 * What the kernel hands to a capture, beyond what libpcap lets one say. `descriptor` is the one that
 * pcap_fileno() gives. Where a system lacks one of these, nothing happens.
 */

/*
 * Only for a loopback: each packet passes there twice, going out and coming in, and libpcap throws
 * one of the two away. Now the kernel does, so the ring holds twice as many and the counts are true.
 */
void kernel_delivery_once(int descriptor);

/* From here on no packet is added; those that were stay to be read. */
void kernel_delivery_end(int descriptor);

/* What libpcap's count of received packets is, as words: behind the filter, or before it. */
const char *kernel_delivery_received(void);

#endif
