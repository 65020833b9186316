/*
 * landlock(7) and seccomp(2) apply to a thread and to those that it starts. Both ask that the
 * thread can get no new privileges.
 */
#include "serve/confinement/confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"

/* ---- files ---- */

/* What <linux/landlock.h> before Linux 6.10 does not have. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif

/*
 * The rights over files of Landlock's first version. Its second has one that this ruleset takes
 * away unnamed: to move a file to another folder.
 */
static const uint64_t file_rights = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
	LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
	LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

/* The rights that this kernel can take away; 0: it has no Landlock. */
static uint64_t known_rights(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	uint64_t rights = version > 0 ? file_rights : 0;
	if (version >= 3)
		rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
	if (version >= 5)
		rights |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
	return rights;
}

static bool add_folder(int ruleset, const char *folder, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights };
	rule.parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return false;
	bool is_added =
		syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	(void)close(rule.parent_fd);
	return is_added;
}

static bool confine_to_folder(const char *folder, bool may_write)
{
	const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	const uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
		LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
		LANDLOCK_ACCESS_FS_TRUNCATE;
	const struct landlock_ruleset_attr handled = { .handled_access_fs = known_rights() };
	if (!handled.handled_access_fs)
		return false;
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return false;
	uint64_t rights = (may_write ? reading | writing : reading) & handled.handled_access_fs;
	bool is_done = add_folder(ruleset, folder, rights) &&
		syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	(void)close(ruleset);
	return is_done;
}

/* ---- calls ---- */

/* A name that the architecture or the library does not have is left out. */
static const char *const refused[] = {
	/* programs; clone() is below */
	"execve",
	"execveat",
	"fork",
	"vfork",
	/* connections of its own */
	"socket",
	"socketpair",
	"connect",
	"bind",
	"listen",
	/* other processes */
	"kill",
	"ptrace",
	"process_vm_readv",
	"process_vm_writev",
	"process_madvise",
	"pidfd_open",
	"pidfd_getfd",
	"pidfd_send_signal",
	"kcmp",
	/* namespaces and file systems */
	"unshare",
	"setns",
	"mount",
	"umount2",
	"pivot_root",
	"chroot",
	"move_mount",
	"open_tree",
	"fsopen",
	"fsconfig",
	"fsmount",
	"fspick",
	"mount_setattr",
	"swapon",
	"swapoff",
	"open_by_handle_at",
	"name_to_handle_at",
	"fanotify_init",
	"quotactl",
	/* who it is */
	"setuid",
	"setgid",
	"setreuid",
	"setregid",
	"setresuid",
	"setresgid",
	"setfsuid",
	"setfsgid",
	"setgroups",
	"capset",
	/* the machine and its kernel */
	"reboot",
	"kexec_load",
	"kexec_file_load",
	"init_module",
	"finit_module",
	"delete_module",
	"bpf",
	"perf_event_open",
	"userfaultfd",
	"io_uring_setup",
	"io_uring_enter",
	"io_uring_register",
	"add_key",
	"request_key",
	"keyctl",
	"iopl",
	"ioperm",
	"acct",
	"syslog",
	"sethostname",
	"setdomainname",
	"settimeofday",
	"clock_settime",
	"adjtimex",
	"clock_adjtime",
	"modify_ldt",
	"personality",
};

/*
 * Refuses a call when an argument has all of these bits, or, with `is_without`, none of them.
 */
static void refuse_bits(
	scmp_filter_ctx filter, const char *name, unsigned argument, uint64_t bits, bool is_without)
{
	int number = seccomp_syscall_resolve_name(name);
	const struct scmp_arg_cmp compare = { argument, SCMP_CMP_MASKED_EQ, bits,
		is_without ? 0 : bits };
	if (number != __NR_SCMP_ERROR)
		(void)seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, 1, &compare);
}

static bool refuse_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
		int number = seccomp_syscall_resolve_name(refused[i]);
		if (number != __NR_SCMP_ERROR)
			(void)seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
	}
	/* The flags of clone3() cannot be seen. The C library tries clone() instead. */
	(void)seccomp_rule_add(
		filter, SCMP_ACT_ERRNO(ENOSYS), seccomp_syscall_resolve_name("clone3"), 0);
	refuse_bits(filter, "clone", 0, CLONE_THREAD, true);
	/* Memory never becomes code. */
	refuse_bits(filter, "mmap", 2, PROT_EXEC, false);
	refuse_bits(filter, "mprotect", 2, PROT_EXEC, false);
	refuse_bits(filter, "pkey_mprotect", 2, PROT_EXEC, false);
	bool is_done = seccomp_load(filter) == 0;
	seccomp_release(filter);
	return is_done;
}

struct confinement confine_thread(const char *folder, bool may_write)
{
	struct confinement result = { 0 };
	tzset(); /* reads /etc/localtime once */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return result;
	result.is_confined_to_folder = confine_to_folder(folder, may_write);
	result.is_refused_calls = refuse_calls();
	return result;
}
