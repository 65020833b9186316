/*
 * Reads offloads from the interface's capabilities, as ifconfig(8) shows them: TSO4 or TSO6, and
 * LRO, the counterpart of Linux' GRO. macOS has no GSO (segmentation in software).
 */
#include "capture/interface.h"

#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(SIOCGIFCAP) && defined(IFCAP_TSO) && defined(IFCAP_LRO)
static enum offload has_any(int capabilities, int wanted)
{
	return capabilities & wanted ? OFFLOAD_ON : OFFLOAD_OFF;
}

struct offloads interface_offloads(const char *name)
{
	struct offloads offloads = { OFFLOAD_UNKNOWN, OFFLOAD_UNKNOWN, OFFLOAD_UNKNOWN };
	struct ifreq request = { 0 };
	size_t size = strlen(name);
	int control = socket(AF_INET, SOCK_DGRAM, 0);
	if (control < 0)
		return offloads;
	if (size < sizeof(request.ifr_name)) {
		memcpy(request.ifr_name, name, size);
		if (ioctl(control, SIOCGIFCAP, &request) == 0) {
			offloads.tso = has_any(request.ifr_curcap, IFCAP_TSO);
			offloads.gro = has_any(request.ifr_curcap, IFCAP_LRO);
		}
	}
	(void)close(control);
	return offloads;
}
#else
/* This SDK does not declare the capabilities. */
struct offloads interface_offloads(const char *name)
{
	(void)name;
	return (struct offloads){ OFFLOAD_UNKNOWN, OFFLOAD_UNKNOWN, OFFLOAD_UNKNOWN };
}
#endif
