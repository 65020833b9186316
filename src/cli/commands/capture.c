/*
 * pcapdeck capture: writes packets from an interface to a file and lists them on standard output,
 * until Ctrl-C. A packet is written to the file first and listed afterwards. The file gets its name
 * when its header is complete, and then grows by whole packets, as with tcpdump -U: it is readable
 * at every moment, and a kill -9 loses only packets that the kernel had not delivered. While it
 * grows, no other process may write to that name. A signal first stops the kernel's delivery; then
 * all delivered packets are read.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/message.h"
#include "capture-file/capture-file.h"
#include "capture-file/filter-suggestion.h"
#include "capture/denial.h"
#include "capture/interface.h"
#include "capture/kernel-delivery.h"
#include "capture/recorder.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/report/live-list.h"

enum {
	SNAP_LENGTH_MAX = 262144, /* tcpdump's default: whole packets, also those that GSO merged */
	BUFFER_MIB = 32,
	BUFFER_MIB_MAX = 1024,
	MIB = 1024 * 1024,
	WAIT_MS = 100, /* the longest wait for a packet before signals are checked again */
};

struct request {
	const char *interface, *path;
	struct text filter;
	uint64_t packet_limit, snap_length, buffer_mib;
	bool is_quiet, is_promiscuous;
};

static void request_finish(struct request *request)
{
	text_finish(&request->filter);
}
DEFINE_AUTOFINISH(request);

struct capture {
	const struct request *request;
	struct recorder *recorder;
	struct live_list *list; /* NULL: no list */
	char *interface; /* the name, even when it was asked for by number */
};

static void capture_finish(struct capture *capture)
{
	live_list_free(capture->list);
	recorder_free(capture->recorder);
	free(capture->interface);
}
DEFINE_AUTOFINISH(capture);

static volatile sig_atomic_t stop_signal;

static void request_stop(int number)
{
	stop_signal = number;
}

/*
 * The second signal of a kind ends the program at once, in case a terminal blocks the list. A
 * script starts `capture &` with SIGINT ignored and still ends it with SIGINT, as it would tcpdump,
 * so only nohup's ignored SIGHUP stays ignored.
 */
static void handle_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++) {
		struct sigaction before;
		if (sigaction(signals[i], NULL, &before) != 0)
			continue;
		if (before.sa_handler == SIG_IGN && signals[i] == SIGHUP)
			continue;
		struct sigaction action = { .sa_handler = request_stop };
		(void)sigemptyset(&action.sa_mask);
		action.sa_flags = (int)SA_RESETHAND;
		(void)sigaction(signals[i], &action, NULL);
	}
	/* A closed pipe ends the capture in an orderly way instead of killing the program. */
	(void)signal(SIGPIPE, SIG_IGN);
}

static bool is_stdout(const struct request *request)
{
	return strcmp(request->path, "-") == 0;
}

static const char *place_of(const struct request *request)
{
	return is_stdout(request) ? message_of("standard output") : request->path;
}

/* ---- opening ---- */

/* Replaces libpcap's message, which names neither the nearest interface nor what to type. */
static void explain(const struct request *request, const struct interface_list *list,
	const char *name, bool is_denied, struct error *error)
{
	if (list->count && !interface_list_find(list, name)) {
		const char *nearest = interface_list_nearest(list, request->interface);
		if (nearest)
			error_set(error, "there is no interface '%s'; did you mean '%s'?",
				request->interface, nearest);
		else
			error_set(error,
				"there is no interface '%s'; 'pcapdeck interfaces' lists them",
				request->interface);
	} else if (is_denied) {
		autofinish(text) struct text remedy = { 0 };
		denial_append_capture_remedy(&remedy, NULL, NULL);
		error_set(
			error, "no permission to capture on '%s': %s", name, text_string(&remedy));
	}
}

static bool open_recorder(struct capture *capture, struct error *error)
{
	const struct request *request = capture->request;
	/* without a list the name is used as it is */
	autofinish(error) struct error unlisted = { 0 };
	autofinish(interface_list) struct interface_list list = { 0 };
	(void)interface_list_read(&list, &unlisted);
	const struct interface *interface = interface_list_find(&list, request->interface);
	capture->interface = xstrdup(interface ? interface->name : request->interface);
	struct recorder_options options = {
		.interface = capture->interface,
		.snap_length = (uint32_t)request->snap_length,
		.buffer_size = (uint32_t)request->buffer_mib * MIB,
		.packet_limit = request->packet_limit,
		.is_promiscuous = request->is_promiscuous,
	};
	bool is_denied = false;
	capture->recorder = recorder_new(&options, -1, &is_denied, error);
	if (!capture->recorder) {
		explain(request, &list, options.interface, is_denied, error);
		return false;
	}
	autofinish(error) struct error reason = { 0 };
	const char *filter = text_string(&request->filter);
	if (request->filter.size && !recorder_filter(capture->recorder, filter, &reason))
		return filter_refuse(recorder_link_type(capture->recorder), filter,
			error_message(&reason), error);
	return true;
}

static bool open_output(struct capture *capture, struct error *error)
{
	const struct request *request = capture->request;
	autofinish(file_replacement) struct file_replacement file = { 0 };
	if (!capture_file_may_replace(request->path, error))
		return false;
	if (!file_begin_growing(request->path, &file, error))
		return false;
	if (!recorder_write_to(capture->recorder, file.descriptor, error))
		return error_prefix(error, "%s: ", place_of(request));
	return file_commit(&file, error);
}

/* ---- capturing ---- */

static void list_packet(void *context, const struct recorded_packet *packet)
{
	struct live_list *list = context;
	if (list)
		live_list_add(list, packet->time_ns, packet->data, packet->length);
}

/* Returns false when the reader closed the list. A full disk behind it ends only the list. */
static bool show_list(struct capture *capture)
{
	if (!capture->list || live_list_show(capture->list))
		return true;
	int cause = errno;
	live_list_free(steal_pointer(&capture->list));
	if (cause == EPIPE)
		return false;
	report_note("the list ends here, the capture goes on: cannot write to standard output: %s",
		message_of_errno(cause));
	return true;
}

/* Captures until a signal, the limit, or the reader's end. */
static bool record(struct capture *capture, struct error *error)
{
	struct recorder *recorder = capture->recorder;
	bool has_reader = true;
	while (!stop_signal && has_reader && !recorder_is_full(recorder)) {
		unsigned count;
		if (!recorder_take(recorder, list_packet, capture->list, &count, error))
			return false;
		has_reader = show_list(capture);
		if (!count && !recorder_wait(recorder, WAIT_MS, error))
			return false;
	}
	bool ok = recorder_stop(recorder, list_packet, capture->list, error);
	if (capture->list && has_reader)
		(void)live_list_finish(capture->list);
	return ok;
}

/* Prints how many packets were captured, and warns about lost ones. */
static int report_counts(const struct capture *capture)
{
	autofinish(error) struct error error = { 0 };
	const struct request *request = capture->request;
	const char *place = place_of(request);
	struct recorder_counts counts;
	if (!recorder_count(capture->recorder, &counts, &error))
		return report_error(&error);
	report_note("%llu packets written to '%s', %u %s, %u dropped by the kernel",
		(unsigned long long)counts.written, place, counts.received,
		kernel_delivery_received(), counts.dropped);
	if (counts.interface_dropped)
		error_set(&error,
			"the interface dropped %u packets before they could be captured: '%s' lacks them",
			counts.interface_dropped, place);
	if (counts.dropped)
		error_set(&error,
			"the kernel dropped %u packets that '%s' lacks: capture fewer with a filter, less of each with '--snaplen 128', without the list with '--quiet', or with more room with '--buffer %llu'",
			counts.dropped, place,
			(unsigned long long)(request->buffer_mib * 4 < BUFFER_MIB_MAX
					? request->buffer_mib * 4
					: BUFFER_MIB_MAX));
	return error_is_set(&error) ? report_error(&error) : EXIT_DONE;
}

static int run_capture(const struct request *request)
{
	autofinish(error) struct error error = { 0 };
	autofinish(capture) struct capture capture = { .request = request };
	if (!open_recorder(&capture, &error) || !open_output(&capture, &error))
		return report_error(&error);
	int link_type = recorder_link_type(capture.recorder);
	if (!request->is_quiet && !is_stdout(request))
		capture.list = live_list_new(link_type);
	handle_signals();
	report_note("capturing on '%s' into '%s'; Ctrl-C ends it", capture.interface,
		place_of(request));
	bool ok = record(&capture, &error);
	if (stop_signal == SIGINT && isatty(STDERR_FILENO))
		(void)fputc('\n', stderr); /* the terminal shows ^C on this line */
	if (!ok && recorder_is_broken_pipe(capture.recorder))
		return EXIT_DONE;
	int status = report_counts(&capture);
	if (ok)
		return status;
	error_prefix(&error, "%s: ", place_of(request));
	return report_error(&error);
}

/* ---- what was asked for ---- */

struct arguments {
	const char *limit, *snap_length, *buffer;
	bool is_modest;
};

static bool read_numbers(
	const struct command *command, const struct arguments *arguments, struct request *request)
{
	request->snap_length = SNAP_LENGTH_MAX;
	request->buffer_mib = BUFFER_MIB;
	request->is_promiscuous = !arguments->is_modest;
	return (!arguments->limit ||
		       option_number(command, "--count", arguments->limit, 1, UINT32_MAX,
			       &request->packet_limit)) &&
		(!arguments->snap_length ||
			option_number(command, "--snaplen", arguments->snap_length, 1,
				SNAP_LENGTH_MAX, &request->snap_length)) &&
		(!arguments->buffer ||
			option_number(command, "--buffer", arguments->buffer, 1, BUFFER_MIB_MAX,
				&request->buffer_mib));
}

static bool check_request(const struct command *command, const struct request *request)
{
	if (!request->interface)
		return report_usage(command,
			       "which interface? name it with -i; 'pcapdeck interfaces' lists them"),
		       false;
	if (!request->path)
		return report_usage(command,
			       "into which file? name it with -w, or '-' for standard output"),
		       false;
	if (is_stdout(request) && isatty(STDOUT_FILENO))
		return report_usage(command,
			       "'-w -' would write a capture to the terminal: redirect it, or name a file"),
		       false;
	return true;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct arguments arguments = { 0 };
	autofinish(request) struct request request = { 0 };
	const struct option_spec specs[] = {
		{ .letter = 'i', .name = "interface", .value = &request.interface },
		{ .letter = 'w', .name = "write", .value = &request.path },
		{ .letter = 'c', .name = "count", .value = &arguments.limit },
		{ .letter = 'q', .name = "quiet", .flag = &request.is_quiet },
		{ .letter = 's', .name = "snaplen", .value = &arguments.snap_length },
		{ .letter = 'B', .name = "buffer", .value = &arguments.buffer },
		{ .letter = 'p', .name = "no-promiscuous", .flag = &arguments.is_modest },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (!check_request(command, &request) || !read_numbers(command, &arguments, &request))
		return EXIT_USAGE;
	operands_join(&request.filter, argv, 1, operands);
	return run_capture(&request);
}

const struct command command_capture = {
	.name = "capture",
	.arguments = "-i INTERFACE -w FILE [FILTER] [-c N] [--quiet]",
	.summary = "capture packets into a file, and list them meanwhile",
	.help = "Ctrl-C ends it; every packet that the kernel delivered until then is in the\n"
		"file. An existing file is replaced. FILTER is libpcap's language (man\n"
		"pcap-filter).\n"
		"\n"
		"Options:\n"
		"  -i, --interface INTERFACE   a name or a number; 'pcapdeck interfaces' lists\n"
		"                              them\n"
		"  -w, --write FILE            a pcap; '-' is standard output, and then there is\n"
		"                              no list\n"
		"  -c, --count N               end after N packets\n"
		"  -q, --quiet                 no list\n"
		"  -s, --snaplen BYTES         keep only so much of each packet (262144)\n"
		"  -B, --buffer MIB            the kernel's room for packets that were not taken\n"
		"                              yet (32)\n"
		"  -p, --no-promiscuous        only what is to, from or for this machine\n"
		"\n"
		"Exit status 1 also says that packets were dropped.\n"
		"\n"
		"Examples:\n"
		"  pcapdeck capture -i lo -w test.pcap tcp port 8080\n"
		"  pcapdeck capture -i eth0 -w - | pcapdeck packets -\n",
	.run = run,
};
