/*
 * A network namespace with a loopback like a wire (namespaces(7), netdevice(7), ethtool's ioctl).
 * Root gets the network namespace directly; everybody else makes a user namespace first, in which
 * the network is theirs. The three offloads must go: with one of them left, the kernel hands 7 kB
 * "super-segments" through a 1500-byte MTU, and a capture shows what no wire carries.
 *
 * Where it is forbidden, the error number alone says little (EPERM has four causes), so the settings
 * of the system are read to name the one that applies. Turning a protection off is never advised.
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
#include "base/file.h"

const char *loopback_interface(void)
{
	return "lo";
}

static void append_program(struct text *out)
{
	automem char *program = realpath("/proc/self/exe", NULL);
	text_append(out, program ? program : "pcapdeck");
}

/* -1 when there is no such setting. */
static long read_setting(const char *path)
{
	enum { SETTING_SIZE_MAX = 64 };
	char digits[SETTING_SIZE_MAX];
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return -1;
	ssize_t size = read(descriptor, digits, sizeof(digits) - 1);
	(void)close(descriptor);
	if (size <= 0)
		return -1;
	digits[size] = '\0';
	return strtol(digits, NULL, 10);
}

/* Marks that docker, podman, systemd-nspawn and LXC leave. */
static bool is_container(void)
{
	return file_exists("/.dockerenv") || file_exists("/run/.containerenv") ||
		getenv("container") || file_exists("/run/systemd/container");
}

void loopback_append_remedy(struct text *out)
{
	if (geteuid() == 0 && is_container()) {
		text_append(out,
			"this container keeps packets from root, too: start it with "
			"--cap-add=NET_RAW");
		return;
	}
	text_append(out,
		"run it with sudo, or allow this program once with 'sudo setcap cap_net_raw+ep ");
	append_program(out);
	text_append(out, "'");
}

static void explain_apparmor(struct text *out)
{
	text_append(out,
		"AppArmor keeps this program from making a private network "
		"(kernel.apparmor_restrict_unprivileged_userns is 1): allow this one program with "
		"\"printf 'abi <abi/4.0>,\\nprofile pcapdeck ");
	append_program(out);
	text_append(out,
		" flags=(unconfined) { userns, }\\n' | sudo tee /etc/apparmor.d/pcapdeck "
		"&& sudo apparmor_parser -r /etc/apparmor.d/pcapdeck\"");
}

/* Which of the things that forbid namespaces it was, from the error number and the settings. */
static bool explain_denial(const char *step, int number, struct error *error)
{
	autofinish(text) struct text cause = { 0 };
	bool is_denied = number == EPERM || number == EACCES;
	if (is_denied &&
		read_setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
		explain_apparmor(&cause);
	else if (is_denied && read_setting("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		text_append(&cause,
			"this system lets only root make a private network "
			"(kernel.unprivileged_userns_clone is 0): run 'sudo pcapdeck record'");
	else if (number == ENOSPC || number == EUSERS)
		text_append_format(&cause,
			"this system allows no more private networks (user.max_user_namespaces is "
			"%ld, user.max_net_namespaces is %ld): run 'sudo pcapdeck record'",
			read_setting("/proc/sys/user/max_user_namespaces"),
			read_setting("/proc/sys/user/max_net_namespaces"));
	else if (is_denied && is_container())
		text_append(&cause,
			"this container forbids private networks: record outside of it, or start "
			"it with --cap-add=SYS_ADMIN");
	else if (number == EINVAL || number == ENOSYS)
		text_append(&cause,
			"this kernel was built without network namespaces: record on "
			"another Linux and copy the capture here");
	else
		text_append_format(&cause,
			"a private network is refused here (%s: %s): run 'sudo pcapdeck record'",
			step, strerror(number));
	return error_set(error, "%s", text_string(&cause));
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
static bool enter_user_namespace(struct error *error)
{
	unsigned long user = geteuid(), group = getegid();
	/* With file capabilities (setcap) the next files would belong to root. */
	(void)prctl(PR_SET_DUMPABLE, 1);
	if (unshare(CLONE_NEWUSER) != 0)
		return explain_denial("unshare of a user namespace", errno, error);
	if (!write_once("/proc/self/setgroups", "deny") && errno != ENOENT)
		return explain_denial("/proc/self/setgroups", errno, error);
	if (!map_identity("/proc/self/uid_map", user))
		return explain_denial("/proc/self/uid_map", errno, error);
	if (!map_identity("/proc/self/gid_map", group))
		return explain_denial("/proc/self/gid_map", errno, error);
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

static bool raise_loopback(int control, uint32_t mtu, struct error *error)
{
	struct ifreq request = request_for_loopback();
	request.ifr_mtu = (int)mtu;
	if (ioctl(control, SIOCSIFMTU, &request) != 0)
		return error_set(error, "cannot set the MTU %u in the private network: %s", mtu,
			strerror(errno));
	if (!turn_offloads_off(control, error))
		return false;
	request = request_for_loopback();
	request.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ioctl(control, SIOCSIFFLAGS, &request) != 0)
		return error_set(
			error, "cannot raise 'lo' in the private network: %s", strerror(errno));
	return true;
}

bool private_network_enter(uint32_t mtu, struct error *error)
{
	if (unshare(CLONE_NEWNET) != 0) {
		if (errno != EPERM)
			return explain_denial("unshare of a network namespace", errno, error);
		if (!enter_user_namespace(error))
			return false;
		if (unshare(CLONE_NEWNET) != 0)
			return explain_denial("unshare of a network namespace", errno, error);
	}
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (control < 0)
		return error_set(
			error, "cannot open a socket in the private network: %s", strerror(errno));
	bool ok = raise_loopback(control, mtu, error);
	enlarge_send_buffers();
	(void)close(control);
	return ok;
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
