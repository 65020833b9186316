/*
 * Uses the namespaces of namespaces(7). The process that starts the programs is process 1 of a
 * namespace, so that the kernel ends all others with it, even when it is killed. Where no namespace
 * is permitted, it is a subreaper (prctl(2)): a process whose parent has ended becomes its child.
 * It then must not be killed with the recording, since it ends the others.
 *
 * A file for these programs alone is mounted on /etc/hosts. It is in a tmpfs, which is mounted on
 * /proc for a moment: the mount needs a folder that always exists and that nothing reads meanwhile.
 */
#include "lab/programs/program-confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/format/printable.h"

enum { HIGH_DESCRIPTOR = 200 };

static const char hosts[] = "127.0.0.1\tlocalhost pingpong\n"
			    "::1\tip6-localhost ip6-loopback pingpong6\n";
static const char hosts_scratch[] = "/proc/hosts";

pid_t program_launcher_fork(bool is_private)
{
	/* fork() of the C library takes no flags, and unshare(2) would concern later children. */
	if (is_private) {
		long child = syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
		if (child >= 0)
			return (pid_t)child;
	}
	return fork();
}

static bool write_hosts(void)
{
	int file = open(hosts_scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (file < 0)
		return false;
	bool ok = write(file, hosts, sizeof(hosts) - 1) == (ssize_t)(sizeof(hosts) - 1);
	(void)close(file);
	return ok && chmod(hosts_scratch, 0644) == 0;
}

static bool mount_hosts(void)
{
	if (mount("none", "/proc", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		    "size=64k,mode=755") != 0)
		return false;
	bool ok = write_hosts() && mount(hosts_scratch, "/etc/hosts", NULL, MS_BIND, NULL) == 0;
	return umount2("/proc", MNT_DETACH) == 0 && ok;
}

bool program_launcher_prepare(bool is_private)
{
	if (getpid() == 1)
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (!is_private || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) != 0)
		return false;
	bool ok = mount_hosts();
	/* If parts of /proc are hidden, as in a container, the old /proc stays. */
	(void)mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	return ok;
}

/*
 * Root keeps its rights over files, but not those that lead to another network, or change this one.
 * A capability of another user's namespace does not outlive execve(2).
 */
static void drop_bounding(void)
{
	static const unsigned long leading_out[] = { CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_SYS_PTRACE,
		CAP_SYS_MODULE, CAP_SYS_BOOT };
	for (size_t i = 0; i < ARRAY_COUNT(leading_out); i++)
		(void)prctl(PR_CAPBSET_DROP, leading_out[i], 0, 0, 0);
}

static bool drop_all_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	return syscall(SYS_capset, &header, none) == 0;
}

void program_follow_launcher(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void move_high(int *descriptor)
{
	int high = fcntl(*descriptor, F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR);
	if (high < 0)
		return; /* so many are not allowed */
	(void)close(*descriptor);
	*descriptor = high;
}

/* Closes the descriptors from `first` to `last`, where the kernel can do that. */
static void close_between(int first, int last)
{
	if (first <= last)
		(void)syscall(SYS_close_range, (unsigned)first, (unsigned)last, 0);
}

bool program_confine_part(int *one, int *other)
{
	move_high(one);
	move_high(other);
	int low = *one < *other ? *one : *other, high = *one < *other ? *other : *one;
	close_between(STDERR_FILENO + 1, low - 1);
	close_between(low + 1, high - 1);
	close_between(high + 1, INT_MAX);
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool program_confine(bool is_private)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (!is_private)
		return true;
	drop_bounding();
	return geteuid() == 0 || drop_all_capabilities();
}

/* ---- children ---- */

enum { CHILDREN_MAX = 256, NAMED_MAX = 4, NAME_SIZE = 17 };

/* Reads the process ids of the children, at most CHILDREN_MAX. */
static size_t read_children(pid_t *ret_children)
{
	FILE *list = fopen("/proc/thread-self/children", "re");
	size_t count = 0;
	int child;
	while (list && count < CHILDREN_MAX && fscanf(list, "%d", &child) == 1)
		ret_children[count++] = child;
	if (list)
		(void)fclose(list);
	return count;
}

pid_t program_take_child(int *ret_status)
{
	/* Threads that are traced need __WALL. */
	return waitpid(-1, ret_status, WNOHANG | __WALL);
}

/* Whether /proc has the numbers by which this process knows others, not an outer namespace's. */
static bool proc_is_own(void)
{
	char self[16] = "", own[16];
	(void)snprintf(own, sizeof(own), "%d", (int)getpid());
	return readlink("/proc/self", self, sizeof(self) - 1) > 0 && strcmp(self, own) == 0;
}

/* Appends the name that the kernel has of a process, which the process may have chosen. */
static void append_name(pid_t process, struct text *names)
{
	char path[32], name[NAME_SIZE];
	(void)snprintf(path, sizeof(path), "/proc/%d/comm", (int)process);
	FILE *file = fopen(path, "re");
	size_t size = file ? fread(name, 1, sizeof(name), file) : 0;
	if (file)
		(void)fclose(file);
	if (!size)
		return;
	text_append(names, names->size ? ", " : "");
	printable_append(names, (struct bytes){ (const uint8_t *)name, size - 1 }); /* no \n */
}

size_t program_children_left(pid_t known, struct text *names)
{
	pid_t children[CHILDREN_MAX];
	size_t count = read_children(children), left = count - (count && known > 0);
	if (!proc_is_own())
		return left;
	for (size_t i = 0, named = 0; i < count; i++) {
		if (children[i] == known)
			continue;
		if (named++ < NAMED_MAX)
			append_name(children[i], names);
	}
	if (left > NAMED_MAX)
		text_append(names, ", …");
	return left;
}

void program_children_end(const pid_t *known, size_t known_count, struct call_tracer *tracer)
{
	int status;
	pid_t children[CHILDREN_MAX];
	if (getpid() == 1)
		return; /* the kernel ends the others with process 1 */
	for (size_t i = 0; i < known_count; i++) {
		if (known[i] > 0)
			(void)kill(known[i], SIGKILL);
	}
	for (;;) {
		size_t count = read_children(children);
		for (size_t i = 0; i < count; i++)
			(void)kill(children[i], SIGKILL);
		pid_t ended = waitpid(-1, &status, __WALL);
		if (ended < 0 && errno == ECHILD)
			return;
		if (ended > 0 && tracer)
			(void)call_tracer_take(tracer, ended, status);
	}
}
