/*
 * Creates a network namespace whose loopback behaves like a wire (namespaces(7)). Root creates it
 * directly; other users first create a user namespace, which gives them the right.
 */
#include "capture/private-network.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "capture/denial.h"
#include "capture/loopback-settings.h"

const char *loopback_interface(void)
{
	return "lo";
}

void loopback_append_difference(struct text *out)
{
	text_append_message(out,
		"where one packet may hold several segments: there the kernel hands TCP over before it is cut at the MSS (TSO, GSO)");
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

/* Maps an id to itself: "1000 1000 1". */
static bool map_identity(const char *path, unsigned long id)
{
	struct text line = { 0 };
	text_append_format(&line, "%lu %lu 1", id, id);
	automem char *value = text_steal(&line);
	return write_once(path, value);
}

/*
 * Creates a user namespace. setgroups must be denied before groups can be mapped
 * (user_namespaces(7)).
 */
static bool enter_user_namespace(const char *retry, struct error *error)
{
	unsigned long user = geteuid(), group = getegid();
	/*
	 * A program with file capabilities (setcap) is not dumpable, and root would own its files
	 * of /proc.
	 */
	(void)prctl(PR_SET_DUMPABLE, 1);
	if (unshare(CLONE_NEWUSER) != 0)
		return denial_of_network(
			MESSAGE("unshare of a user namespace"), errno, retry, error);
	if (!write_once("/proc/self/setgroups", "deny") && errno != ENOENT)
		return denial_of_network("/proc/self/setgroups", errno, retry, error);
	if (!map_identity("/proc/self/uid_map", user))
		return denial_of_network("/proc/self/uid_map", errno, retry, error);
	if (!map_identity("/proc/self/gid_map", group))
		return denial_of_network("/proc/self/gid_map", errno, retry, error);
	return true;
}

/*
 * Root of a container may have SYS_ADMIN, to create a network namespace, but not NET_ADMIN, to
 * configure it. It then creates a user namespace, like other users.
 */
bool private_network_enter(uint32_t mtu, const char *retry, struct error *error)
{
	bool is_denied;
	const struct loopback_settings wire = loopback_settings_of_wire(mtu);
	if (unshare(CLONE_NEWNET) == 0) {
		if (loopback_settings_write(&wire, &is_denied, error))
			return true;
		if (!is_denied)
			return false;
		error_finish(error);
	} else if (errno != EPERM) {
		return denial_of_network(
			MESSAGE("unshare of a network namespace"), errno, retry, error);
	}
	if (!enter_user_namespace(retry, error))
		return false;
	if (unshare(CLONE_NEWNET) != 0)
		return denial_of_network(
			MESSAGE("unshare of a network namespace"), errno, retry, error);
	return loopback_settings_write(&wire, &is_denied, error);
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
	/* The parent may have ended after fork(); no signal comes then. */
	if (getppid() != parent)
		_exit(1);
}
