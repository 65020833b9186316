/*
 * No call says whether a network namespace is the first one, and process 1 of a container is in the container's.
 * These say it for sure, each where it can be asked:
 *
 *	- who owns the network is a user namespace that is not the first one (ioctl_nsfs(2)): it is not the host's;
 *	- in the first process namespace, whose number is fixed, process 1 is in the host's network, be it readable;
 *	- since Linux 6.18 the first network namespace has a fixed number, too (linux/nsfs.h);
 *	- from 5.14 until then a network's cookie can be asked for, and the first one's, made at boot, is 1.
 *
 * Whatever they say, a network with hardware in it is left alone: somebody's machine talks through it.
 */
#include "base/array.h"
#include "capture/network-identity.h"

#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* linux/proc_ns.h of the kernel, and since 6.18 linux/nsfs.h: numbers of the namespaces that are there at boot. */
static const ino_t first_processes = 0xeffffffc, first_users = 0xeffffffd,
		   first_network = 0xeffffff9;

enum { FIRST_COOKIE = 1 };

/* 71 on all architectures but a few; <sys/socket.h> of Debian 12 has it. */
#ifdef SO_NETNS_COOKIE
static const int cookie_option = SO_NETNS_COOKIE;
#else
static const int cookie_option = -1;
#endif

enum answer { UNKNOWN, HOST, OTHER };

static bool number_of(const char *path, ino_t *ret_number)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return false;
	*ret_number = status.st_ino;
	return true;
}

/* "6.18.4-generic" is at least 6.18. */
static bool kernel_is_at_least(long major, long minor)
{
	struct utsname name;
	if (uname(&name) != 0)
		return false;
	char *dot;
	long its_major = strtol(name.release, &dot, 10);
	long its_minor = *dot == '.' ? strtol(dot + 1, NULL, 10) : 0;
	return its_major > major || (its_major == major && its_minor >= minor);
}

static enum answer ask_owner(void)
{
	int network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (network < 0)
		return UNKNOWN;
	int owner = ioctl(network, NS_GET_USERNS);
	(void)close(network);
	if (owner < 0)
		return UNKNOWN; /* it is one around ours, which may be the first */
	struct stat status;
	bool ok = fstat(owner, &status) == 0;
	(void)close(owner);
	return ok && status.st_ino != first_users ? OTHER : UNKNOWN;
}

static enum answer ask_first_process(ino_t network)
{
	ino_t processes, network_of_first;
	if (!number_of("/proc/self/ns/pid", &processes) || processes != first_processes ||
		!number_of("/proc/1/ns/net", &network_of_first))
		return UNKNOWN;
	return network == network_of_first ? HOST : OTHER;
}

static enum answer ask_cookie(void)
{
	uint64_t cookie = 0;
	socklen_t size = sizeof(cookie);
	int any = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (any < 0)
		return UNKNOWN;
	bool ok = getsockopt(any, SOL_SOCKET, cookie_option, &cookie, &size) == 0 && cookie;
	(void)close(any);
	if (!ok)
		return UNKNOWN;
	return cookie == FIRST_COOKIE ? HOST : OTHER;
}

static enum answer ask_kernel(void)
{
	if (kernel_is_at_least(6, 18))
		return OTHER;
	return kernel_is_at_least(5, 14) ? ask_cookie() : UNKNOWN;
}

/* What drivers of hardware say of its place ("0000:00:03.0"), and others leave out. */
static bool is_hardware(int control, const char *name)
{
	static const char *const none[] = { "", "N/A", "tun", "tap" };
	struct ethtool_drvinfo driver = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq request = { 0 };
	size_t size = strnlen(name, sizeof(request.ifr_name) - 1);
	memcpy(request.ifr_name, name, size);
	request.ifr_data = (char *)&driver;
	if (ioctl(control, SIOCETHTOOL, &request) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(none); i++)
		if (strncmp(driver.bus_info, none[i], sizeof(driver.bus_info)) == 0)
			return false;
	return true;
}

static bool has_hardware(void)
{
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct if_nameindex *interfaces = if_nameindex();
	bool has = control < 0 || !interfaces; /* or who knows */
	for (size_t i = 0; !has && interfaces[i].if_index; i++)
		has = is_hardware(control, interfaces[i].if_name);
	if (interfaces)
		if_freenameindex(interfaces);
	if (control >= 0)
		(void)close(control);
	return has;
}

bool network_is_not_of_host(void)
{
	ino_t network;
	if (!number_of("/proc/self/ns/net", &network) || network == first_network || has_hardware())
		return false;
	enum answer answer = ask_first_process(network);
	if (answer == UNKNOWN)
		answer = ask_owner();
	if (answer == UNKNOWN)
		answer = ask_kernel();
	return answer == OTHER;
}
