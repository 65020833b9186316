/*
 * No system call says whether a network namespace is the first one, and process 1 of a container is
 * in the container's namespace. These facts answer it for sure, where the kernel gives them:
 *
 *   - The network belongs to a user namespace that is not the first one (ioctl_nsfs(2)): it is not
 *     the host's.
 *   - In the first process namespace, whose inode number is fixed, process 1 is in the host's
 *     network, provided its namespace may be read.
 *   - Since Linux 6.18 the first network namespace has a fixed inode number, too (linux/nsfs.h).
 *   - From Linux 5.14 until then, the cookie of the first network namespace, made at boot, is 1.
 *
 * A network with hardware in it is always left alone: a machine is reached through it.
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

/*
 * Inode numbers of the namespaces that exist at boot: linux/proc_ns.h of the kernel, and
 * linux/nsfs.h since 6.18.
 */
static const ino_t first_processes = 0xeffffffc, first_users = 0xeffffffd,
		   first_network = 0xeffffff9;

enum { FIRST_COOKIE = 1 };

/*
 * The value is 71 on nearly all architectures. Some C libraries lack it; Debian 12 has it in
 * <sys/socket.h>.
 */
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

/* Whether the running kernel ("6.18.4-generic") is at least this version (6.18). */
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
		return UNKNOWN; /* a parent namespace owns it, perhaps the first */
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

/* Whether a driver reports a bus address ("0000:00:03.0"), as only drivers of hardware do. */
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
	bool has = control < 0 || !interfaces; /* without an answer, assume hardware */
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
