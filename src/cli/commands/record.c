/*
 * pcapdeck record: captures an exchange with the pingpong server, or makes all captures of a talk.
 * One line per capture tells what was made, and on which network.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/recording/record-deck.h"
#include "cli/recording/record-talk.h"
#include "cli/services/standard-output.h"
#include "lab/endpoints/pingpong-server.h"
#include "lab/experiment.h"
#include "lab/programs/programs.h"
#include "notes/slide/talk-parse.h"
#include "recipe/program-seconds.h"

struct record_options {
	const char *output, *port_text, *mtu_text, *server, *listen_text, *timeout_text;
	const char *const *program; /* what stands behind "--"; or NULL */
	const char **targets; /* malloc()ed */
	size_t target_count;
	bool keep_alive, runs_programs, leaves_calls, finds_sources;
	uint64_t port, mtu;
	uint64_t listen_seconds, program_seconds; /* 0: not said */
	struct text retry; /* the command to type again after a failure */
};

/* Prints what was made; with `is_program`, standard output is the program's. */
static void print_result(
	const char *output, uint64_t mtu, bool is_program, const struct experiment_result *result)
{
	autofinish(text) struct text line = { 0 }, name = { 0 }, place = { 0 }, duration = { 0 };
	markup_utf8(&name, markup_bytes_of(output));
	if (result->network == LAB_PRIVATE_NETWORK)
		text_append_message(
			&place, "a private network with MTU %llu", (unsigned long long)mtu);
	else if (result->network == LAB_OWN_LOOPBACK)
		text_append_message(&place, "the loopback of this network with MTU %llu",
			(unsigned long long)mtu);
	else
		text_append_message(&place, "the host's loopback");
	timestamp_append_duration(&duration, result->duration_ns, message_digit_gap());
	text_append_message(&line,
		"recorded '%s': %llu packet%s, %llu connection%s, %llu segment%s of data of at most %u bytes, in %s (%s)",
		text_string(&name), (unsigned long long)result->packet_count,
		result->packet_count == 1 ? "" : "s", (unsigned long long)result->connection_count,
		result->connection_count == 1 ? "" : "s",
		(unsigned long long)result->data_segment_count,
		result->data_segment_count == 1 ? "" : "s", result->largest_payload,
		text_string(&place), text_string(&duration));
	if (is_program || is_standard_output(output))
		report_note("%s", text_string(&line));
	else
		(void)printf("%s\n", text_string(&line));
	report_warnings(text_string(&result->remarks));
}

/*
 * Returns the exit status of a recording by how its program ended: the status of the program, or
 * 128 plus the signal, as in shells.
 */
static int exit_status_of(const char *program, int status)
{
	enum { SIGNAL_BASE = 128 };
	if (!status)
		return EXIT_DONE;
	autofinish(text) struct text end = { 0 }, line = { 0 };
	program_append_end(&end, status);
	text_append_message(&line, "'%s' ended with %s", program, text_string(&end));
	report_note("%s", text_string(&line));
	return WIFSIGNALED(status) ? SIGNAL_BASE + WTERMSIG(status) : WEXITSTATUS(status);
}

static int record_requests(const struct record_options *options)
{
	static const char *const usual[] = { "/ping" };
	const char *const *targets = options->target_count ? options->targets : usual;
	size_t count = options->target_count ? options->target_count : 1;

	autofinish(arena) struct arena arena = { 0 };
	struct client_step *steps = arena_alloc_array(&arena, count, sizeof(*steps));
	for (size_t i = 0; i < count; i++)
		steps[i] = (struct client_step){ .method = "GET", .target = targets[i] };
	struct experiment experiment = {
		.output = options->output ? options->output : "./pingpong.pcap",
		.steps = steps,
		.step_count = count,
		.keep_alive = options->keep_alive,
		.program = options->program,
		.leaves_calls = options->leaves_calls,
		.finds_sources = options->finds_sources,
		.is_program_mute = options->program && options->output &&
			is_standard_output(options->output),
		.program_seconds = program_seconds_of((uint32_t)options->program_seconds, 0),
		.server = options->server,
		.listen_seconds = program_seconds_of((uint32_t)options->listen_seconds, 0),
		.port = (uint16_t)options->port,
		.mtu = (uint32_t)options->mtu,
		.retry = text_string(&options->retry),
	};
	autofinish(error) struct error error = { 0 };
	autofinish(experiment_result) struct experiment_result result = { 0 };
	if (!experiment_run(&experiment, &result, NULL, &error)) {
		error_prefix(&error, "cannot record '%s': ", experiment.output);
		return report_error(&error);
	}
	print_result(experiment.output, options->mtu, options->program != NULL, &result);
	return options->program ? exit_status_of(options->program[0], result.program_status)
				: EXIT_DONE;
}

static int report_failure(
	const struct talk *talk, const struct talk_capture *capture, struct error *error)
{
	error_prefix(error, "cannot record '%s': ", capture->path);
	error_at(error, talk->path, capture->line);
	return report_error(error);
}

/* What the command line says of the recordings of a talk and of a deck. */
static struct experiment usual_of(const struct record_options *options)
{
	return (struct experiment){
		.port = (uint16_t)options->port,
		.mtu = (uint32_t)options->mtu,
		.program_seconds = (uint32_t)options->program_seconds,
		.listen_seconds = (uint32_t)options->listen_seconds,
		.leaves_calls = options->leaves_calls,
		.retry = text_string(&options->retry),
	};
}

static bool record_capture(const struct talk *talk, const struct talk_capture *capture,
	const struct record_options *options)
{
	const struct experiment usual = usual_of(options);
	autofinish(error) struct error error = { 0 };
	autofinish(experiment_result) struct experiment_result result = { 0 };
	if (!record_talk_capture(capture, &usual, &result, NULL, &error)) {
		(void)report_failure(talk, capture, &error);
		return false;
	}
	print_result(capture->path, options->mtu, capture->run != NULL, &result);
	/* A talk may show a program that fails, such as one whose connection is refused. */
	if (capture->run)
		(void)exit_status_of(capture->run[0], result.program_status);
	return true;
}

static bool refuse_programs(const struct talk *talk, size_t count)
{
	autofinish(error) struct error error = { 0 };
	if (count)
		error_set(&error,
			count == 1
				? "%zu capture was not recorded: 'pcapdeck record %s --run' runs the program above with your rights"
				: "%zu captures were not recorded: 'pcapdeck record %s --run' runs the programs above with your rights",
			count, talk->path);
	if (count)
		(void)report_error(&error);
	return count == 0;
}

/*
 * Makes all captures of the talk that have `record:`; one that fails does not stop the others. A
 * program that the talk names is run only when the user said so.
 */
static int record_captures(const struct talk *talk, const struct record_options *options)
{
	bool ok = true;
	size_t declared = 0, not_run = 0;
	for (size_t i = 0; i < talk->capture_count; i++) {
		const struct talk_capture *capture = &talk->captures[i];
		if (!talk_capture_is_declared(capture) || capture->is_broken)
			continue;
		declared++;
		if (capture->run && !options->runs_programs) {
			autofinish(text) struct text line = { 0 };
			record_talk_append_program(&line, capture, capture->path);
			(void)printf("%s\n", text_string(&line));
			not_run++;
		} else {
			ok = record_capture(talk, capture, options) && ok;
		}
	}
	if (!declared) {
		autofinish(error) struct error error = { 0 };
		error_set(&error,
			"'%s' declares no capture with 'record:', such as 'record: [GET /ping]'",
			talk->path);
		return report_error(&error);
	}
	return refuse_programs(talk, not_run) && ok ? EXIT_DONE : EXIT_FAILED;
}

/*
 * Other mistakes of the talk are reported by `build` and `check`; here they only fail the command.
 */
static bool report_mistakes(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = &findings->items[i];
		if (finding->severity != FINDING_ERROR)
			finding->severity = FINDING_REMARK;
	}
	report_findings(findings);
	return findings->error_count > 0;
}

static int record_talk(const char *path, const struct record_options *options)
{
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer source = { 0 };
	if (!file_read(path, TALK_SIZE_MAX, &source, &error))
		return report_error(&error);
	autofinish(arena) struct arena arena = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	struct talk talk = { 0 };
	bool ok = talk_parse(path, buffer_bytes(&source), &arena, &talk, &findings, &error);
	int status = ok ? record_captures(&talk, options) : report_error(&error);
	if (ok && report_mistakes(&findings))
		status = EXIT_FAILED;
	return status;
}

/* What cannot stand beside a program or a server of one's own; NULL when all can. */
static const char *misuse_of_program(int operands, const struct record_options *options)
{
	if (operands && options->program)
		return MESSAGE(
			"a talk says itself what to record, so a program behind '--' has no use");
	if (operands && options->server)
		return MESSAGE("a talk says itself what to record, so '--server' has no use");
	if (options->program && options->target_count)
		return MESSAGE("a program sends its own requests, so '--get' has no use");
	if (options->program && options->keep_alive)
		return MESSAGE("a program opens its own connections, so '--keep-alive' has no use");
	if (operands && options->finds_sources)
		return MESSAGE(
			"a talk says itself 'record: {run: ..., source: true}', so '--source' has no use");
	if (options->finds_sources && options->leaves_calls)
		return MESSAGE(
			"'--source' adds lines to the socket calls, which '--no-calls' leaves out");
	if (options->finds_sources && !options->program && !options->server)
		return MESSAGE("'--source' needs a program behind '--', or '--server'");
	if (!operands && options->runs_programs)
		return MESSAGE("'--run' is for a talk; a program to run stands behind '--'");
	if (operands && !options->runs_programs && options->timeout_text)
		return MESSAGE(
			"'--timeout' is for the programs of a talk, which only '--run' runs");
	if (operands && !options->runs_programs && options->listen_text)
		return MESSAGE(
			"'--listen-timeout' is for the servers of a talk, which only '--run' runs");
	if (!options->program && !options->runs_programs && options->timeout_text)
		return MESSAGE("'--timeout' needs a program behind '--'");
	if (!options->server && !options->runs_programs && options->listen_text)
		return MESSAGE("'--listen-timeout' needs '--server'");
	return NULL;
}

static const char *misuse_of_talk(int operands, bool is_deck, const struct record_options *options)
{
	if (operands > 1)
		return MESSAGE("only one talk can be recorded at a time");
	if (operands && !is_deck && options->output)
		return MESSAGE("a talk says itself where its captures go, so '-o' has no use");
	if (operands && options->target_count)
		return MESSAGE("a talk says itself what to ask for, so '--get' has no use");
	if (operands && options->keep_alive)
		return MESSAGE(
			"a talk says itself 'keep-alive: true', so '--keep-alive' has no use");
	if (options->output && strcmp(options->output, "-") == 0 && isatty(STDOUT_FILENO))
		return MESSAGE(
			"'-o -' would write a capture to the terminal: redirect it, or name a file");
	return NULL;
}

/* A talk is Markdown; a deck of one says how its captures were recorded. */
static bool is_deck(const char *operand)
{
	const char *dot = strrchr(operand, '.');
	return dot && (strcasecmp(dot, ".html") == 0 || strcasecmp(dot, ".htm") == 0);
}

static int record_again(const char *path, const struct record_options *options)
{
	const struct record_deck deck = {
		.path = path,
		.output = options->output,
		.runs_programs = options->runs_programs,
		.usual = usual_of(options),
	};
	return record_deck(&deck);
}

static bool check_usage(const struct command *command, int operands, char **argv,
	const struct record_options *options)
{
	const char *wrong = misuse_of_talk(operands, operands && is_deck(argv[1]), options);
	if (!wrong)
		wrong = misuse_of_program(operands, options);
	if (wrong) {
		(void)report_usage(command, "%s", message_of(wrong));
		return false;
	}
	const char *dot = operands ? strrchr(argv[1], '.') : NULL;
	if (dot && (strcmp(dot, ".pcap") == 0 || strcmp(dot, ".pcapng") == 0)) {
		(void)report_usage(command, "'%s' is no talk; to record into it, write -o %s",
			argv[1], argv[1]);
		return false;
	}
	return true;
}

/* Takes what stands behind "--" from the arguments; returns how many are left. */
static int take_program(int argc, char **argv, struct record_options *options)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		if (i + 1 < argc)
			options->program = (const char *const *)(argv + i + 1);
		return i;
	}
	return argc;
}

static bool parse_numbers(const struct command *command, struct record_options *options)
{
	const struct {
		const char *name, *text;
		uint64_t least, most, *number;
	} rows[] = {
		{ "--port", options->port_text, 1, UINT16_MAX, &options->port },
		{ "--mtu", options->mtu_text, LAB_MTU_MIN, LAB_MTU_MAX, &options->mtu },
		{ "--timeout", options->timeout_text, 1, PROGRAM_SECONDS_MAX,
			&options->program_seconds },
		{ "--listen-timeout", options->listen_text, 1, PROGRAM_SECONDS_MAX,
			&options->listen_seconds },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		if (rows[i].text &&
			!option_number(command, rows[i].name, rows[i].text, rows[i].least,
				rows[i].most, rows[i].number))
			return false;
	}
	return true;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct record_options options = {
		.port = PINGPONG_PORT,
		.mtu = LAB_MTU,
	};
	const struct option_spec specs[] = {
		{ .letter = 'o', .name = "output", .value = &options.output },
		{ .letter = 'g',
			.name = "get",
			.values = &options.targets,
			.count = &options.target_count },
		{ .letter = 'k', .name = "keep-alive", .flag = &options.keep_alive },
		{ .letter = 'p', .name = "port", .value = &options.port_text },
		{ .letter = 'm', .name = "mtu", .value = &options.mtu_text },
		{ .name = "server", .value = &options.server },
		{ .name = "listen-timeout", .value = &options.listen_text },
		{ .name = "timeout", .value = &options.timeout_text },
		{ .name = "no-calls", .flag = &options.leaves_calls },
		{ .name = "source", .flag = &options.finds_sources },
		{ .name = "run", .flag = &options.runs_programs },
		{ .name = NULL },
	};
	int operands, status;
	text_append(&options.retry, "record");
	for (int i = 1; i < argc; i++) {
		text_append_char(&options.retry, ' ');
		operand_append(&options.retry, argv[i]);
	}
	argc = take_program(argc, argv, &options);
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		goto out;
	status = EXIT_USAGE;
	if (!parse_numbers(command, &options) || !check_usage(command, operands, argv, &options))
		goto out;
	status = !operands         ? record_requests(&options)
		: is_deck(argv[1]) ? record_again(argv[1], &options)
				   : record_talk(argv[1], &options);
out:
	text_finish(&options.retry);
	free(options.targets);
	return status;
}

const struct command command_record = {
	.name = "record",
	.arguments =
		"[TALK.md | DECK.html | -o FILE.pcap]\n        [--get PATH]... [-- COMMAND...]",
	.summary = "run the pingpong server and a client, capture their exchange",
	.help = "Options:\n"
		"  -o, --output FILE       the capture to write (./pingpong.pcap); replaced when\n"
		"                          it exists; '-' is standard output\n"
		"  -g, --get PATH          a request, in this order (/ping); may repeat\n"
		"  -k, --keep-alive        one connection for all requests, not one for each\n"
		"  -p, --port N            the server's port (8080)\n"
		"  -m, --mtu N             largest packet of the private network (1500)\n"
		"      --timeout S         ends COMMAND after S seconds (10): nothing is recorded\n"
		"                          then\n"
		"      --server LINE       a server in place of pingpong, as one types it into a\n"
		"                          shell\n"
		"      --listen-timeout S  how long the server may take until it listens (10\n"
		"                          seconds)\n"
		"      --no-calls          do not record socket calls beside the capture\n"
		"      --source            record the line of source that made each call: C with\n"
		"                          -g, Python 3.11 to 3.13, in or below this folder\n"
		"      --run               run the programs that the talk or deck names\n"
		"\n"
		"COMMAND is the client in place of the requests: HTTPie, curl, Python. It runs\n"
		"with your rights and your files, and reaches only the server: localhost or\n"
		"pingpong, port 8080, and [::1]. What it prints is shown; the exit status is its\n"
		"own. All that it started ends with it.\n"
		"\n"
		"As in Wireshark, port 8080 is that of HTTP. A server of TLS is shown as TLS on\n"
		"a port of TLS: record -p 8443 --server 'openssl s_server -accept 8443 ...'.\n"
		"\n"
		"With a deck, its own recordings are made again on this machine, and a new deck\n"
		"DECK.mine.html (or -o) puts both side by side and says what differs. The deck\n"
		"must be of a talk with 'record:', and not one without its secrets.\n"
		"\n"
		"With a talk, every capture that it declares with 'record:' is made again.\n"
		"Programs that it names ('record: {run: [http, \":8080/ping\"]}') are only listed;\n"
		"with --run they are run. No other command ever runs them.\n"
		"No privilege is needed: server, client and capture run in a private network,\n"
		"where TCP is cut at the MSS as on a wire. Where that is not allowed, the\n"
		"loopback that is there is captured, which needs root: made like a wire for the\n"
		"recording in a container with NET_ADMIN, the host's as it is. The written file\n"
		"is read back and checked.\n"
		"\n"
		"Examples:\n"
		"  pcapdeck record\n"
		"  pcapdeck record -o long.pcap --get /ping --get '/long?bytes=16000'\n"
		"  pcapdeck record slides/01-what-is-a-network.md\n"
		"  pcapdeck record 01-what-is-a-network.html\n"
		"  pcapdeck record -o curl.pcap -- curl http://localhost:8080/ping\n"
		"  pcapdeck record --server 'python3 -m http.server 8080' -- http :8080\n",
	.run = run,
};
