/*
 * Explains why a network namespace or a capture is refused. The error number alone says little
 * (EPERM has five causes), so the settings of the system are read to find the cause
 * (user_namespaces(7), namespaces(7), seccomp(2)). A remedy is suggested only where it works: sudo
 * helps neither root nor a process with no_new_privs, and a container must be started with another
 * option. No remedy turns off a protection for the whole machine.
 */
#include "capture/denial.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/file/program-path.h"
#include "base/message.h"

static const char elsewhere[] = MESSAGE("record on another machine and copy the capture here");

/*
 * Reads a number after a name ("Seccomp:\t2" of /proc/self/status), or from a file with only a
 * number; -1 when there is none.
 */
static long read_number(const char *path, const char *name)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t capacity = 0, size = strlen(name);
	long number = -1;
	while (file && getline(&line, &capacity, file) > 0) {
		if (strncmp(line, name, size) != 0)
			continue;
		number = strtol(line + size, NULL, 10);
		break;
	}
	free(line);
	if (file)
		(void)fclose(file);
	return number;
}

static long read_setting(const char *path)
{
	return read_number(path, "");
}

static long read_status(const char *name)
{
	return read_number("/proc/self/status", name);
}

/*
 * Whether this is a container, by the files and variables of docker, podman, systemd-nspawn and
 * LXC.
 */
static bool is_container(void)
{
	return file_exists("/.dockerenv") || file_exists("/run/.containerenv") ||
		getenv("container") || file_exists("/run/systemd/container");
}

static bool may_gain_privileges(void)
{
	return read_status("NoNewPrivs:") != 1;
}

/* Appends "run 'sudo /usr/bin/pcapdeck record slides/01.md'". */
static void append_sudo(struct text *out, const char *retry)
{
	if (!may_gain_privileges()) {
		text_append_message(out,
			"run it as root (this process may gain no privileges, by sudo or setcap)");
		return;
	}
	if (is_container() || !retry) {
		text_append_message(out, is_container() ? "run it as root" : "run it with sudo");
		return;
	}
	automem char *path = program_path();
	const char *program = path;
	if (!program)
		program = "pcapdeck";
	text_append_message(out, "run 'sudo %s %s'", program, retry);
}

void denial_append_capture_remedy(struct text *out, const char *retry, const char *said)
{
	autofinish(text) struct text first = { 0 };
	bool may_set = geteuid() != 0 && may_gain_privileges();
	if (geteuid() != 0)
		append_sudo(&first, retry);
	else if (is_container())
		text_append_message(&first,
			"start this container with --cap-add=NET_RAW: its root may not capture, either");
	else
		text_append(&first, message_of(elsewhere));
	bool is_said = said && strstr(said, text_string(&first));
	if (!is_said)
		text_append(out, text_string(&first));
	if (!may_set)
		return;
	automem char *program = program_path();
	text_append_message(out,
		is_said ? "allow this program once with 'sudo setcap cap_net_raw+ep %s'"
			: ", or allow this program once with 'sudo setcap cap_net_raw+ep %s'",
		program);
}

static void explain_apparmor(struct text *out, const char *retry)
{
	text_append_message(out,
		"AppArmor keeps this program from making a private network (kernel.apparmor_restrict_unprivileged_userns is 1): ");
	append_sudo(out, retry);
	automem char *program = program_path();
	text_append_message(out, ", or allow this one program with ");
	text_append(out, "\"printf 'abi <abi/4.0>,\\nprofile pcapdeck ");
	text_append(out, program);
	text_append(out,
		" flags=(unconfined) { userns, }\\n' | sudo tee /etc/apparmor.d/pcapdeck && sudo apparmor_parser -r /etc/apparmor.d/pcapdeck\"");
}

static void explain_limits(struct text *out, const char *retry)
{
	long networks = read_setting("/proc/sys/user/max_net_namespaces");
	text_append_message(out,
		"this system allows no more private networks (user.max_user_namespaces is %ld, user.max_net_namespaces is %ld): ",
		read_setting("/proc/sys/user/max_user_namespaces"), networks);
	if (geteuid() == 0 || networks == 0)
		text_append(out, message_of(elsewhere));
	else
		append_sudo(out, retry);
}

static void explain_container(struct text *out, bool is_filtered)
{
	text_append_message(out,
		is_filtered
			? "this container forbids private networks (seccomp): start it with --security-opt seccomp=unconfined, or record outside of it"
			: "this container forbids private networks: start it with --cap-add=NET_ADMIN, or record outside of it");
}

bool denial_of_network(const char *step, int number, const char *retry, struct error *error)
{
	autofinish(text) struct text cause = { 0 };
	bool is_denied = number == EPERM || number == EACCES;
	bool is_filtered = read_status("Seccomp:") == 2;
	bool is_root = geteuid() == 0;
	if (number == ENOSPC || number == EUSERS)
		explain_limits(&cause, retry);
	else if (number == EINVAL || number == ENOSYS)
		text_append_message(&cause,
			"this kernel was built without network namespaces: record on another Linux and copy the capture here");
	else if (is_denied && is_container())
		explain_container(&cause, is_filtered);
	else if (is_denied && is_filtered)
		text_append_message(&cause,
			"a sandbox forbids private networks (seccomp): record outside of it");
	else if (is_denied && !is_root &&
		read_setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
		explain_apparmor(&cause, retry);
	else if (is_denied && !is_root &&
		read_setting("/proc/sys/kernel/unprivileged_userns_clone") == 0) {
		text_append_message(&cause,
			"this system lets only root make a private network (kernel.unprivileged_userns_clone is 0): ");
		append_sudo(&cause, retry);
	} else {
		text_append_message(&cause,
			"a private network is refused here (%s: %s): ", message_of(step),
			message_of_errno(number));
		if (is_root)
			text_append(&cause, message_of(elsewhere));
		else
			append_sudo(&cause, retry);
	}
	return error_set(error, "%s", text_string(&cause));
}
