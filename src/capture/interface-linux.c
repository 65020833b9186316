/* Reads offloads with ethtool's ioctl, which needs no privilege; only setting them does. */
#include "capture/interface.h"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static enum offload read_offload(int control, const char *name, uint32_t command)
{
	struct ethtool_value value = { .cmd = command };
	struct ifreq request = { 0 };
	size_t size = strlen(name);
	if (size >= sizeof(request.ifr_name))
		return OFFLOAD_UNKNOWN;
	memcpy(request.ifr_name, name, size);
	request.ifr_data = (char *)&value;
	if (ioctl(control, SIOCETHTOOL, &request) != 0)
		return OFFLOAD_UNKNOWN;
	return value.data ? OFFLOAD_ON : OFFLOAD_OFF;
}

struct offloads interface_offloads(const char *name)
{
	struct offloads offloads = { OFFLOAD_UNKNOWN, OFFLOAD_UNKNOWN, OFFLOAD_UNKNOWN };
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (control < 0)
		return offloads;
	offloads.tso = read_offload(control, name, ETHTOOL_GTSO);
	offloads.gso = read_offload(control, name, ETHTOOL_GGSO);
	offloads.gro = read_offload(control, name, ETHTOOL_GGRO);
	(void)close(control);
	return offloads;
}
