/*
 * A network namespace with a loopback like a wire (namespaces(7), netdevice(7), ethtool's ioctl).
 * Root gets the network namespace directly; everybody else makes a user namespace first, in which
 * the network is theirs. The three offloads must go: with one of them left, the kernel hands 7 kB
 * "super-segments" through a 1500-byte MTU, and a capture shows what no wire carries.
 */
#include "capture/private-network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "capture/denial.h"

const char *loopback_interface(void)
{
	return "lo";
}

void loopback_append_difference(struct text *out)
{
	text_append(out,
		"where one packet may hold several segments: there the kernel hands TCP over before "
		"it is cut at the MSS (TSO, GSO)");
}

static bool write_once(const char *path, const char *value)
{
	int descriptor = open(path, O_WRONLY | O_CLOEXEC);
	if (descriptor < 0)
		return false;
	size_t size = strlen(value);
	bool ok = write(descriptor, value, size) == (ssize_t)size;
	int saved = errno;
	(void)close(descriptor);
	errno = saved;
	return ok;
}

/* "1000 1000 1": inside, everybody keeps their number. */
static bool map_identity(const char *path, unsigned long id)
{
	struct text line = { 0 };
	text_append_format(&line, "%lu %lu 1", id, id);
	automem char *value = text_steal(&line);
	return write_once(path, value);
}

/* user_namespaces(7): groups can be mapped only after setgroups was given up. */
static bool enter_user_namespace(const char *retry, struct error *error)
{
	unsigned long user = geteuid(), group = getegid();
	/* With file capabilities (setcap) the next files would belong to root. */
	(void)prctl(PR_SET_DUMPABLE, 1);
	if (unshare(CLONE_NEWUSER) != 0)
		return denial_of_network("unshare of a user namespace", errno, retry, error);
	if (!write_once("/proc/self/setgroups", "deny") && errno != ENOENT)
		return denial_of_network("/proc/self/setgroups", errno, retry, error);
	if (!map_identity("/proc/self/uid_map", user))
		return denial_of_network("/proc/self/uid_map", errno, retry, error);
	if (!map_identity("/proc/self/gid_map", group))
		return denial_of_network("/proc/self/gid_map", errno, retry, error);
	return true;
}

static struct ifreq request_for_loopback(void)
{
	return (struct ifreq){ .ifr_name = "lo" };
}

static bool turn_offloads_off(int control, struct error *error)
{
	static const struct {
		uint32_t command;
		const char *name;
	} offloads[] = {
		{ ETHTOOL_STSO, "TSO" },
		{ ETHTOOL_SGSO, "GSO" },
		{ ETHTOOL_SGRO, "GRO" },
	};
	for (size_t i = 0; i < sizeof(offloads) / sizeof(offloads[0]); i++) {
		struct ethtool_value off = { .cmd = offloads[i].command, .data = 0 };
		struct ifreq request = request_for_loopback();
		request.ifr_data = (char *)&off;
		if (ioctl(control, SIOCETHTOOL, &request) != 0)
			return error_set(error,
				"cannot turn %s off in the private network: %s; this kernel would "
				"show segments larger than the MSS",
				offloads[i].name, strerror(errno));
	}
	return true;
}

/*
 * A process writes a megabyte in one call here, so that none of the segments is short because a
 * send buffer was full. The least, the initial and the largest size; nothing else depends on it, so
 * a kernel that refuses is no failure.
 */
static void enlarge_send_buffers(void)
{
	(void)write_once("/proc/sys/net/ipv4/tcp_wmem", "4096 4194304 8388608");
}

static bool raise_loopback(int control, uint32_t mtu, bool *ret_is_denied, struct error *error)
{
	struct ifreq request = request_for_loopback();
	request.ifr_mtu = (int)mtu;
	if (ioctl(control, SIOCSIFMTU, &request) != 0) {
		*ret_is_denied = errno == EPERM;
		return error_set(error, "cannot set the MTU %u in the private network: %s", mtu,
			strerror(errno));
	}
	if (!turn_offloads_off(control, error))
		return false;
	request = request_for_loopback();
	request.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ioctl(control, SIOCSIFFLAGS, &request) != 0)
		return error_set(
			error, "cannot raise 'lo' in the private network: %s", strerror(errno));
	return true;
}

static bool set_up(uint32_t mtu, bool *ret_is_denied, struct error *error)
{
	*ret_is_denied = false;
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (control < 0)
		return error_set(
			error, "cannot open a socket in the private network: %s", strerror(errno));
	bool ok = raise_loopback(control, mtu, ret_is_denied, error);
	enlarge_send_buffers();
	(void)close(control);
	return ok;
}

/*
 * Root of a container may have the right to make a network (SYS_ADMIN) and none to set it up
 * (NET_ADMIN): it then goes the way of everybody else.
 */
bool private_network_enter(uint32_t mtu, const char *retry, struct error *error)
{
	bool is_denied;
	if (unshare(CLONE_NEWNET) == 0) {
		if (set_up(mtu, &is_denied, error))
			return true;
		if (!is_denied)
			return false;
	} else if (errno != EPERM) {
		return denial_of_network("unshare of a network namespace", errno, retry, error);
	}
	if (!enter_user_namespace(retry, error))
		return false;
	if (unshare(CLONE_NEWNET) != 0)
		return denial_of_network("unshare of a network namespace", errno, retry, error);
	return set_up(mtu, &is_denied, error);
}

void process_stay_on_one_cpu(void)
{
	cpu_set_t here;
	int cpu = sched_getcpu();
	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return;
	CPU_ZERO(&here);
	CPU_SET((unsigned)cpu, &here);
	(void)sched_setaffinity(0, sizeof(here), &here);
}

void process_follow_parent(int parent)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have ended between fork() and here; then no signal comes. */
	if (getppid() != parent)
		_exit(1);
}
