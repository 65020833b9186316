/* macOS has one network only, the host's, so there is nothing to prepare. */
#include "capture/own-loopback.h"

#include <stddef.h>

struct own_loopback *own_loopback_prepare(uint32_t mtu)
{
	(void)mtu;
	return NULL;
}

void own_loopback_free(struct own_loopback *own)
{
	(void)own;
}
