/*
 * bpf(4) delivers a packet on lo0 only once. It cannot end the delivery and keep the buffered
 * packets (BIOCSETF empties both buffers). So packets that arrive during the recorder's last read
 * are recorded, too.
 */
#include "capture/kernel-delivery.h"

#include "base/message.h"

void kernel_delivery_once(int descriptor)
{
	(void)descriptor;
}

void kernel_delivery_end(int descriptor)
{
	(void)descriptor;
}

const char *kernel_delivery_received(void)
{
	return message_of("seen on the interface"); /* bpf counts packets before its filter */
}
