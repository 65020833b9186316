/*
 * Uses ptrace(2). A filter of seccomp(2) in the programs stops them at the calls of the table, and
 * nowhere else; PTRACE_GET_SYSCALL_INFO gives number, arguments and result. The tracer continues a
 * stopped thread at once, so a program waits for the tracer but never for another program. A call
 * begins when its stop is seen and ends when the next stop is seen, on the clock of the packets'
 * timestamps. When the tracer ends, the kernel ends the programs, so none stays stopped.
 *
 * A ring of io_uring(7) would move bytes that no call shows. Programs are told that there is none,
 * as on older kernels and in most containers, and make calls instead.
 */
#include "lab/calls/call-tracer.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "lab/calls/call-arguments-linux.h"
#include "lab/calls/call-source-linux.h"
#include "lab/calls/call-table-linux.h"
#include "lab/sockets/socket-view-linux.h"

#if defined(__x86_64__)
static const uint32_t own_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t own_architecture = AUDIT_ARCH_AARCH64;
#else
static const uint32_t own_architecture = 0; /* calls are not watched there */
#endif

enum {
	ARGUMENTS = 6,
	FILTER_MAX = 160,
	RESTART_FIRST = 512, /* ERESTARTSYS and similar codes, which programs never see */
	RESTART_LAST = 516,
	EVENT_SHIFT = 16,
	MEASURE_LEAST_NS =
		2000000, /* until a call that waits is measured, and until the next time */
	MEASURE_PART = 16, /* later the 16th part of its time: 130 measures of a minute */
};

/* Copied from linux/ptrace.h, which cannot be included beside sys/ptrace.h. */
enum { INFO_EXIT = 2, INFO_SECCOMP = 3 };
struct call_info {
	uint8_t op;
	uint8_t pad[3];
	uint32_t arch;
	uint64_t instruction_pointer, stack_pointer;
	union {
		struct {
			uint64_t nr, args[ARGUMENTS];
		} entry;
		struct {
			int64_t rval;
			uint8_t is_error;
		} exit;
	};
};

struct traced_thread {
	pid_t thread, process;
	enum call_role role;
	bool is_muted; /* its calls are not written */
	bool is_killed; /* that a signal has ended its process is written */
	/* a program that is being looked for along $PATH, or a part of pcapdeck */
	bool is_starting;
	/* for socket_view_open(), or a negative errno; all threads of a process have the same */
	int process_handle;
	const struct watched_call *watched; /* the call that it is in; or NULL */
	uint64_t arguments[ARGUMENTS];
	struct socket_call call; /* with an end while a signal may have ended it */
	/*
	 * An execve() that found no program, and what it looked for. It is not written yet: when
	 * the next call looks for the same one elsewhere along $PATH, it never is.
	 */
	struct socket_call search;
	bool is_searching;
	struct socket_measure *during; /* malloc()ed; what was measured in the call */
	int64_t next_measure_ns; /* when it is measured again; INT64_MAX: never */
};

struct muted_socket {
	pid_t process;
	int descriptor;
};

struct call_tracer {
	int descriptor;
	struct traced_thread *threads; /* malloc()ed */
	size_t count, capacity;
	uint64_t written, written_size; /* calls, and their bytes */
	int failure; /* as call_tracer_failure() has it */
	bool is_finished; /* nothing is written any more */
	bool is_muted;
	struct muted_socket *muted; /* malloc()ed; sockets that were made while it was mute */
	size_t muted_count, muted_capacity;
	struct call_sources *sources; /* NULL: lines of source are not looked for */
	bool has_sources; /* one was found */
	enum call_tracer_sight sight;
};

/* ---- in the child ---- */

static void append_rule(struct sock_filter *code, unsigned short *size, int number, uint32_t action)
{
	code[(*size)++] =
		(struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
	code[(*size)++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
}

bool call_tracer_accept(void)
{
	struct sock_filter code[FILTER_MAX] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, own_architecture, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	};
	unsigned short size = 4;
	if (size + 2 * (watched_call_count + 1) + 1 > FILTER_MAX) {
		errno = E2BIG;
		return false;
	}
	for (size_t i = 0; i < watched_call_count; i++)
		append_rule(code, &size, watched_calls[i].number, SECCOMP_RET_TRACE);
	append_rule(code, &size, SYS_io_uring_setup, SECCOMP_RET_ERRNO | ENOSYS);
	code[size++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = size, .filter = code };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- threads ---- */

static struct traced_thread *find_thread(struct call_tracer *tracer, pid_t thread)
{
	for (size_t i = 0; i < tracer->count; i++) {
		if (tracer->threads[i].thread == thread)
			return &tracer->threads[i];
	}
	return NULL;
}

/* Finds another thread of the process that has its handle. */
static const struct traced_thread *find_sharer(
	const struct call_tracer *tracer, const struct traced_thread *thread, pid_t process)
{
	for (size_t i = 0; i < tracer->count; i++) {
		const struct traced_thread *other = &tracer->threads[i];
		if (other != thread && other->process == process && other->process_handle >= 0)
			return other;
	}
	return NULL;
}

/* Gives up the handle, and closes it when no other thread of the process is left. */
static void leave_process(const struct call_tracer *tracer, struct traced_thread *thread)
{
	if (thread->process_handle >= 0 && !find_sharer(tracer, thread, thread->process))
		(void)close(thread->process_handle);
	thread->process_handle = -ESRCH;
}

static void join_process(
	const struct call_tracer *tracer, struct traced_thread *thread, pid_t process)
{
	const struct traced_thread *sharer = find_sharer(tracer, thread, process);
	leave_process(tracer, thread);
	thread->process = process;
	thread->process_handle = sharer ? sharer->process_handle : process_handle_open(process);
}

static struct traced_thread *add_thread(
	struct call_tracer *tracer, pid_t thread, pid_t process, enum call_role role)
{
	struct traced_thread *known = find_thread(tracer, thread);
	if (!known) {
		grow_array(&tracer->threads, tracer->count, &tracer->capacity,
			sizeof(*tracer->threads));
		known = &tracer->threads[tracer->count++];
		*known = (struct traced_thread){ .thread = thread, .process_handle = -ESRCH };
	}
	if (known->process != process)
		join_process(tracer, known, process);
	known->role = role;
	return known;
}

static void remove_thread(struct call_tracer *tracer, struct traced_thread *thread)
{
	free(thread->during);
	leave_process(tracer, thread);
	if (tracer->sources && thread->thread == thread->process)
		call_sources_forget(tracer->sources, thread->process);
	tracer->threads[thread - tracer->threads] = tracer->threads[tracer->count - 1];
	tracer->count--;
}

/* ---- one call ---- */

static int64_t now_ns(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* The same from /proc, where no other way is allowed; it is another namespace's in a container. */
static bool is_named_socket(pid_t thread, int descriptor)
{
	static const char wanted[] = "socket:";
	char path[64], target[sizeof(wanted)] = "";
	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)thread, descriptor);
	return readlink(path, target, sizeof(wanted) - 1) == (ssize_t)sizeof(wanted) - 1 &&
		strcmp(target, wanted) == 0;
}

static bool is_socket(const struct traced_thread *thread, int descriptor)
{
	int view = socket_view_open(thread->process_handle, descriptor);
	if (view >= 0)
		(void)close(view);
	else if (errno != ENOTSOCK && errno != EBADF)
		return is_named_socket(thread->thread, descriptor);
	return view >= 0;
}

static void write_call(struct call_tracer *tracer, const struct socket_call *call)
{
	autofinish(text) struct text line = { 0 };
	if (tracer->failure || tracer->is_finished)
		return;
	socket_call_append(&line, call);
	if (tracer->written >= CALLS_MAX ||
		line.size > CALLS_SIZE_MAX - PACKET_SAMPLES_SIZE_MAX - tracer->written_size)
		tracer->failure = CALL_TRACER_FULL;
	else if (!file_write_all(tracer->descriptor,
			 (struct bytes){ (const uint8_t *)text_string(&line), line.size }))
		tracer->failure = errno;
	tracer->written++;
	tracer->written_size += line.size;
}

int call_tracer_failure(const struct call_tracer *tracer)
{
	return tracer->failure;
}

/* ---- what is not written ---- */

void call_tracer_mute(struct call_tracer *tracer, bool is_mute)
{
	tracer->is_muted = is_mute;
}

static void mute_socket(struct call_tracer *tracer, pid_t process, int descriptor)
{
	grow_array(&tracer->muted, tracer->muted_count, &tracer->muted_capacity,
		sizeof(*tracer->muted));
	tracer->muted[tracer->muted_count++] = (struct muted_socket){ process, descriptor };
}

static struct muted_socket *find_muted(
	const struct call_tracer *tracer, pid_t process, int descriptor)
{
	for (size_t i = 0; i < tracer->muted_count; i++) {
		if (tracer->muted[i].process == process &&
			tracer->muted[i].descriptor == descriptor)
			return &tracer->muted[i];
	}
	return NULL;
}

/* Whether the call is written; notes sockets that are made, and closed, while it is mute. */
static bool is_heard(struct call_tracer *tracer, const struct traced_thread *thread)
{
	const struct socket_call *call = &thread->call;
	struct muted_socket *muted = find_muted(tracer, thread->process, call->descriptor);
	bool is_heard = !tracer->is_muted && !thread->is_muted && !muted;
	if (muted && thread->watched->form == FORM_NONE && strcmp(call->name, "close") == 0)
		*muted = tracer->muted[--tracer->muted_count];
	if (tracer->is_muted && thread->watched->makes_socket && call->result >= 0)
		mute_socket(tracer, thread->process, (int)call->result);
	return is_heard;
}

/* Notes why no socket of the thread can be looked at: because of its program, or of the system. */
static void note_hidden(struct call_tracer *tracer, const struct traced_thread *thread)
{
	char path[64], program[1];
	(void)snprintf(path, sizeof(path), "/proc/%d/exe", (int)thread->thread);
	bool is_hidden = readlink(path, program, sizeof(program)) < 0 && errno == EACCES;
	tracer->sight = is_hidden ? CALL_TRACER_PROGRAM_HIDES : CALL_TRACER_SYSTEM_HIDES;
}

/* Adds to the call what the kernel knows of its socket now. */
static void look_at_socket(
	struct call_tracer *tracer, const struct traced_thread *thread, struct socket_call *call)
{
	if (call->descriptor < 0)
		return;
	int view = socket_view_open(thread->process_handle, call->descriptor);
	bool is_refused = view < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS);
	if (is_refused && tracer->sight == CALL_TRACER_SEES)
		note_hidden(tracer, thread);
	if (view < 0)
		return;
	socket_view_describe(view, call);
	(void)close(view);
}

enum call_tracer_sight call_tracer_sight(const struct call_tracer *tracer)
{
	return tracer->sight;
}

static bool is_close(const struct socket_call *call)
{
	return strcmp(call->name, "close") == 0;
}

/* Writes the call that a signal handler has interrupted, since another one begins. */
static void end_interrupted(struct call_tracer *tracer, struct traced_thread *thread)
{
	struct socket_call *call = &thread->call;
	if (!thread->watched || !call->end_ns)
		return;
	call->result = -1;
	(void)snprintf(call->error, sizeof(call->error), "EINTR");
	if (is_heard(tracer, thread))
		write_call(tracer, call);
	thread->watched = NULL;
}

/* A call that a signal interrupted and that the kernel restarts continues. */
static bool goes_on(const struct traced_thread *thread, const struct watched_call *watched,
	const struct call_info *info)
{
	return thread->watched &&
		(watched->form == FORM_RESTART ||
			(thread->watched == watched &&
				memcmp(thread->arguments, info->entry.args,
					sizeof(thread->arguments)) == 0));
}

/* The descriptor that the call is about: of two the one that is a socket. -1: none is. */
static int watched_descriptor(const struct traced_thread *thread,
	const struct watched_call *watched, const uint64_t arguments[ARGUMENTS])
{
	int first = (int)arguments[0];
	if (!watched->has_descriptor)
		return CALL_NO_DESCRIPTOR;
	if (!watched->is_of_any_file || is_socket(thread, first))
		return first;
	int other = watched->other_descriptor ? (int)arguments[watched->other_descriptor - 1] : -1;
	return other >= 0 && is_socket(thread, other) ? other : -1;
}

/* Adds the line of source, unless the call is one of pcapdeck itself. That takes a while. */
static void find_source(struct call_tracer *tracer, struct traced_thread *thread)
{
	struct socket_call *call = &thread->call;
	if (!tracer->sources || thread->is_starting || tracer->is_muted || thread->is_muted)
		return;
	call_sources_find(tracer->sources, thread->process, thread->thread, call);
	tracer->has_sources |= *call->source != '\0';
	call->begin_ns = now_ns();
}

/* Whether the call found no program at one place of a search along $PATH. */
static bool finds_nothing(const struct traced_thread *thread)
{
	static const char *const errors[] = { "ENOENT", "ENOTDIR", "EACCES" };
	for (size_t i = 0; i < ARRAY_COUNT(errors); i++) {
		if (thread->watched->form == FORM_EXEC &&
			strcmp(thread->call.error, errors[i]) == 0)
			return true;
	}
	return false;
}

/* Writes the last attempt of a search, unless the call that begins now, or NULL, continues it. */
static void end_search(
	struct call_tracer *tracer, struct traced_thread *thread, const struct socket_call *next)
{
	bool goes_on = next && strcmp(next->name, thread->search.name) == 0 &&
		strcmp(next->address, thread->search.address) == 0;
	if (thread->is_searching && !goes_on)
		write_call(tracer, &thread->search);
	thread->is_searching = false;
}

static void begin_call(
	struct call_tracer *tracer, struct traced_thread *thread, const struct call_info *info)
{
	const struct watched_call *watched = watched_call_of((int)info->entry.nr);
	if (!watched || goes_on(thread, watched, info)) {
		thread->call.end_ns = 0;
		return;
	}
	int64_t begin_ns = now_ns();
	end_interrupted(tracer, thread);
	thread->watched = NULL;
	int descriptor = watched_descriptor(thread, watched, info->entry.args);
	if (watched->form == FORM_RESTART || (watched->is_of_any_file && descriptor < 0))
		return;
	thread->watched = watched;
	memcpy(thread->arguments, info->entry.args, sizeof(thread->arguments));
	thread->call = (struct socket_call){
		.role = thread->role,
		.process = thread->process,
		.thread = thread->thread,
		.descriptor = descriptor,
		.length = -1,
		.begin_ns = begin_ns,
	};
	(void)snprintf(thread->call.name, sizeof(thread->call.name), "%s", watched->name);
	call_arguments_describe(thread->thread, watched, thread->arguments, false, &thread->call);
	end_search(tracer, thread, &thread->call);
	find_source(tracer, thread);
	thread->next_measure_ns = descriptor < 0 || tracer->is_muted || thread->is_muted
		? INT64_MAX
		: thread->call.begin_ns + MEASURE_LEAST_NS;
	if (is_close(&thread->call))
		look_at_socket(tracer, thread, &thread->call);
}

/* Whether the launcher's search for a program along $PATH is over, and the program runs. */
static bool is_of_program(struct traced_thread *thread)
{
	if (!thread->is_starting || thread->watched->form != FORM_EXEC)
		return true;
	thread->is_starting = thread->call.result != 0;
	return !thread->is_starting;
}

/* Ends the call, unless a signal has interrupted it: the kernel may then begin it anew. */
static void end_call(
	struct call_tracer *tracer, struct traced_thread *thread, const struct call_info *info)
{
	const struct watched_call *watched = thread->watched;
	int64_t result = info->exit.rval;
	if (!watched)
		return;
	struct socket_call *call = &thread->call;
	call->end_ns = now_ns();
	if (result <= -RESTART_FIRST && result >= -RESTART_LAST)
		return;
	call->result = info->exit.is_error ? -1 : result;
	const char *name = info->exit.is_error ? strerrorname_np((int)-result) : NULL;
	if (info->exit.is_error)
		(void)snprintf(call->error, sizeof(call->error), "%s", name ? name : "?");
	call_arguments_describe(thread->thread, watched, thread->arguments, true, call);
	if (!is_close(call))
		look_at_socket(tracer, thread, call);
	bool is_written = is_of_program(thread) && is_heard(tracer, thread);
	thread->is_searching = is_written && finds_nothing(thread);
	if (thread->is_searching)
		thread->search = *call;
	else if (is_written)
		write_call(tracer, call);
	thread->watched = NULL;
}

static void write_unfinished(struct call_tracer *tracer, struct traced_thread *thread)
{
	end_search(tracer, thread, NULL);
	if (!thread->watched)
		return;
	thread->call.is_unfinished = true;
	if (is_heard(tracer, thread))
		write_call(tracer, &thread->call);
	thread->watched = NULL;
}

void call_tracer_finish(struct call_tracer *tracer)
{
	for (size_t i = 0; i < tracer->count; i++)
		write_unfinished(tracer, &tracer->threads[i]);
	tracer->is_finished = true;
}

/* Writes once that a signal has ended the process of the thread, if `status` says so. */
static void write_kill(struct call_tracer *tracer, const struct traced_thread *thread, int status)
{
	if (!WIFSIGNALED(status) || thread->is_killed || thread->is_muted)
		return;
	struct socket_call call = {
		.role = thread->role,
		.process = thread->process,
		.thread = thread->thread,
		.name = CALL_NAME_KILLED,
		.descriptor = CALL_NO_DESCRIPTOR,
		.length = -1,
		.is_unfinished = true,
		.begin_ns = now_ns(),
	};
	const char *name = sigabbrev_np(WTERMSIG(status)); /* none of a real-time signal */
	if (name)
		(void)snprintf(call.arguments, sizeof(call.arguments), "SIG%s", name);
	else
		(void)snprintf(call.arguments, sizeof(call.arguments), "signal %d", WTERMSIG(status));
	for (size_t i = 0; i < tracer->count; i++)
		tracer->threads[i].is_killed |= tracer->threads[i].process == call.process;
	write_call(tracer, &call);
}

/*
 * The thread is about to end, and still has its descriptors. When the tracer learns that a process
 * has ended, the kernel has closed them and sent their FINs.
 */
static void handle_exit(struct call_tracer *tracer, const struct traced_thread *thread)
{
	unsigned long status = 0;
	if (ptrace(PTRACE_GETEVENTMSG, thread->thread, NULL, &status) == 0)
		write_kill(tracer, thread, (int)status);
}

static void end_thread(struct call_tracer *tracer, struct traced_thread *thread, int status)
{
	write_unfinished(tracer, thread);
	if (thread->thread == thread->process)
		write_kill(tracer, thread, status);
	remove_thread(tracer, thread);
}

/* ---- measures while a call waits ---- */

/* Measures the socket of a call and sets when that is due again: the longer it waits, the later. */
static void measure(struct traced_thread *thread, int64_t time_ns)
{
	struct socket_call *call = &thread->call;
	struct socket_sample sample = { 0 };
	int view = socket_view_open(thread->process_handle, call->descriptor);
	if (view >= 0) {
		socket_view_sample(view, &sample);
		(void)close(view);
	}
	thread->next_measure_ns = INT64_MAX;
	if (!sample.is_taken || strcmp(sample.state, "LISTEN") == 0)
		return;
	if (!thread->during)
		thread->during = xcalloc(CALL_MEASURES_MAX, sizeof(*thread->during));
	thread->during[call->during_count++] = (struct socket_measure){ time_ns, sample };
	call->during = thread->during;
	int64_t pause_ns = (time_ns - call->begin_ns) / MEASURE_PART;
	if (call->during_count < CALL_MEASURES_MAX)
		thread->next_measure_ns =
			time_ns + (pause_ns > MEASURE_LEAST_NS ? pause_ns : MEASURE_LEAST_NS);
}

int call_tracer_measure(struct call_tracer *tracer)
{
	int64_t next_ns = INT64_MAX, time_ns = now_ns();
	for (size_t i = 0; i < tracer->count; i++) {
		struct traced_thread *thread = &tracer->threads[i];
		if (!thread->watched || thread->call.end_ns)
			continue;
		if (thread->next_measure_ns <= time_ns)
			measure(thread, time_ns);
		if (thread->next_measure_ns < next_ns)
			next_ns = thread->next_measure_ns;
	}
	int64_t left_ns = next_ns - time_ns;
	return next_ns == INT64_MAX ? -1 : left_ns <= 0 ? 0 : (int)(left_ns / NS_PER_MS) + 1;
}

/* ---- stops ---- */

static void resume_thread(pid_t thread, bool stops_behind_call, int signal_number)
{
	(void)ptrace(stops_behind_call ? PTRACE_SYSCALL : PTRACE_CONT, thread, NULL,
		(void *)(intptr_t)signal_number);
}

static bool read_info(pid_t thread, struct call_info *ret_info)
{
	*ret_info = (struct call_info){ 0 };
	return ptrace(PTRACE_GET_SYSCALL_INFO, thread, (void *)sizeof(*ret_info), ret_info) > 0;
}

/* Adds a thread or process that this one made. Its first stop may have been seen already. */
static void handle_new_thread(
	struct call_tracer *tracer, const struct traced_thread *parent, int event)
{
	unsigned long born = 0;
	struct traced_thread maker = *parent;
	if (ptrace(PTRACE_GETEVENTMSG, maker.thread, NULL, &born) != 0)
		return;
	struct traced_thread *child = add_thread(tracer, (pid_t)born,
		event == PTRACE_EVENT_CLONE ? maker.process : (pid_t)born, maker.role);
	child->is_muted = tracer->is_muted || maker.is_muted;
	child->is_starting = maker.is_starting;
}

/* Notes that the process executes another program. Its other threads have ended. */
static void handle_exec(struct call_tracer *tracer, struct traced_thread *thread)
{
	unsigned long former = 0;
	if (tracer->sources)
		call_sources_forget(tracer->sources, thread->process);
	if (ptrace(PTRACE_GETEVENTMSG, thread->thread, NULL, &former) != 0 ||
		(pid_t)former == thread->thread)
		return;
	struct traced_thread *caller = find_thread(tracer, (pid_t)former);
	if (!caller)
		return;
	/* From now on the calling thread has the id of the process's first thread. */
	thread->watched = caller->watched;
	memcpy(thread->arguments, caller->arguments, sizeof(thread->arguments));
	thread->call = caller->call;
	remove_thread(tracer, caller);
}

static void handle_stop(struct call_tracer *tracer, struct traced_thread *thread, int status)
{
	pid_t id = thread->thread;
	int event = (int)((unsigned)status >> EVENT_SHIFT), signal_number = WSTOPSIG(status);
	struct call_info info;
	if (event == PTRACE_EVENT_SECCOMP && read_info(id, &info) && info.op == INFO_SECCOMP) {
		begin_call(tracer, thread, &info);
	} else if (signal_number == (SIGTRAP | 0x80)) {
		if (read_info(id, &info) && info.op == INFO_EXIT)
			end_call(tracer, thread, &info);
	} else if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
		event == PTRACE_EVENT_CLONE) {
		handle_new_thread(tracer, thread, event);
	} else if (event == PTRACE_EVENT_EXEC) {
		handle_exec(tracer, thread);
	} else if (event == PTRACE_EVENT_EXIT) {
		handle_exit(tracer, thread);
	} else if (event == PTRACE_EVENT_STOP && signal_number != SIGTRAP) {
		/* The process group is stopped (Ctrl-Z) until SIGCONT. */
		(void)ptrace(PTRACE_LISTEN, id, NULL, NULL);
		return;
	}
	thread = find_thread(tracer, id); /* new and ended threads move the others */
	bool stops_behind = thread && thread->watched && !thread->call.end_ns;
	bool is_signal = event == 0 && signal_number != (SIGTRAP | 0x80);
	resume_thread(id, stops_behind, is_signal ? signal_number : 0);
}

bool call_tracer_take(struct call_tracer *tracer, pid_t thread, int status)
{
	struct traced_thread *known = find_thread(tracer, thread);
	if (WIFSTOPPED(status)) {
		/* A new thread may stop before the event of the thread that made it. */
		handle_stop(tracer,
			known ? known : add_thread(tracer, thread, thread, CALL_OF_CLIENT), status);
		return true;
	}
	if (known)
		end_thread(tracer, known, status);
	return false;
}

bool call_tracer_watch(struct call_tracer *tracer, pid_t child, enum call_role role)
{
	const unsigned long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD |
		PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
		PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL;
	if (!call_tracer_exists() || ptrace(PTRACE_SEIZE, child, NULL, (void *)options) != 0)
		return false;
	add_thread(tracer, child, child, role)->is_starting = true;
	return true;
}

bool call_tracer_exists(void)
{
	return own_architecture != 0;
}

bool call_tracer_is_watched(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[128];
	int tracer = 0;
	while (status && fgets(line, sizeof(line), status))
		if (sscanf(line, "TracerPid: %d", &tracer) == 1)
			break;
	if (status)
		(void)fclose(status);
	return tracer != 0;
}

struct call_tracer *call_tracer_new(int descriptor)
{
	struct call_tracer *tracer = xcalloc(1, sizeof(*tracer));
	tracer->descriptor = descriptor;
	return tracer;
}

bool call_tracer_find_sources(struct call_tracer *tracer)
{
	if (!tracer->sources)
		tracer->sources = call_sources_new();
	return tracer->sources != NULL;
}

bool call_tracer_has_sources(const struct call_tracer *tracer)
{
	return tracer->has_sources;
}

void call_tracer_free(struct call_tracer *tracer)
{
	if (!tracer)
		return;
	for (size_t i = 0; i < tracer->count; i++)
		free(tracer->threads[i].during);
	free(tracer->threads);
	free(tracer->muted);
	call_sources_free(tracer->sources);
	free(tracer);
}
