/*
 * The table of commands and what all of them share: help, version, the suggestion for a mistyped
 * command, and signals. A command is one file in commands/ and one row here. A signal that ends the
 * program first removes files that are only half written; a closed pipe (`pcapdeck packets x |
 * head`) ends it without a message.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/memory/heap.h"
#include "base/message.h"
#include "base/nearest-name.h"
#include "capture-file/capture-file.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/option.h"
#include "deck/page/packed-parts.h"
#include "dissect/tls/crypto.h"
#include "feedback/store.h"
#include "microhttpd/functions.h"
#include "notes/markdown/markdown.h"
#include "notes/text/yaml-value.h"
#include "serve/room/qr-code.h"

/* In the order in which a talk is made; one row per line. */
static const struct command *const commands[] = {
	&command_new,
	&command_record,
	&command_build,
	&command_check,
	&command_serve,
	&command_feedback,
	&command_week,
	&command_packets,
	&command_capture,
	&command_interfaces,
	&command_pingpong,
	NULL,
};

enum { COMMANDS_MAX = 32 };

static void discard_and_die(int signal_number)
{
	int saved = errno;
	file_discard_all();
	errno = saved;
	/*
	 * SA_RESETHAND restored the default action, so the parent process sees which signal it was.
	 */
	(void)raise(signal_number);
}

static void handle_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++) {
		struct sigaction before;
		if (sigaction(signals[i], NULL, &before) != 0)
			continue;
		/*
		 * nohup and `&` in scripts ignore these signals on purpose, so they stay ignored;
		 * SIGPIPE does not, since Python ignores it by habit.
		 */
		if (before.sa_handler == SIG_IGN && signals[i] != SIGPIPE)
			continue;
		struct sigaction action = { .sa_handler = discard_and_die };
		(void)sigemptyset(&action.sa_mask);
		action.sa_flags = (int)SA_RESETHAND;
		(void)sigaction(signals[i], &action, NULL);
	}
	/* A file at its size limit (ulimit -f) is an error, like a full disk. */
	(void)signal(SIGXFSZ, SIG_IGN);
}

static const struct command *find_command(const char *name)
{
	for (const struct command *const *row = commands; *row; row++) {
		if (strcmp((*row)->name, name) == 0)
			return *row;
	}
	return NULL;
}

static int unknown_command(const char *name)
{
	const char *names[COMMANDS_MAX] = { "help" };
	size_t count = 1;
	for (const struct command *const *row = commands; *row && count < COMMANDS_MAX; row++)
		names[count++] = (*row)->name;
	const char *nearest = nearest_name(name, names, count);

	autofinish(error) struct error error = { 0 };
	if (nearest)
		error_set(&error, "there is no command '%s'; did you mean '%s'?", name, nearest);
	else
		error_set(&error, "there is no command '%s'; see 'pcapdeck --help'", name);
	(void)report_error(&error);
	return EXIT_USAGE;
}

static void print_overview(FILE *out)
{
	(void)fputs(message_of("Usage: pcapdeck COMMAND [ARGUMENT]...\n"
			       "Packet captures become talks: HTML slide decks drawn from real "
			       "packets.\n\n"),
		out);
	for (const struct command *const *row = commands; *row; row++)
		(void)fprintf(out, "  %-11s %s\n", (*row)->name, message_of((*row)->summary));
	(void)fputs(
		message_of(
			"\n"
			"  pcapdeck COMMAND --help   options and examples of a command\n"
			"  pcapdeck --version        versions of the program and its libraries\n"
			"  pcapdeck --completion SHELL   a script to complete commands: bash, zsh, fish\n"),
		out);
}

static void print_version(void)
{
	(void)printf("pcapdeck %s\n", PCAPDECK_VERSION);
	(void)printf("libpcap %s\n", capture_file_library_version());
	(void)printf("libcmark %s\n", markdown_cmark_version());
	(void)printf("libyaml %s\n", yaml_library_version());
	unsigned major, minor;
	crypto_library_version(&major, &minor);
	(void)printf("nettle %u.%u\n", major, minor);
	(void)printf("liblz4 %s\n", packed_parts_lz4_version());
	(void)printf("libqrencode %s\n", qr_code_library_version());
	(void)printf("sqlite %s\n", feedback_sqlite_version());
	struct microhttpd http;
	autofinish(error) struct error error = { 0 };
	(void)printf("libmicrohttpd %s\n",
		microhttpd_load(&http, &error) ? http.get_version() : message_of("is missing"));
}

static int print_completion(int argc, char **argv)
{
	autofinish(text) struct text script = { 0 };
	if (argc == 2 && completion_append(&script, argv[1], commands)) {
		(void)fputs(text_string(&script), stdout);
		return EXIT_DONE;
	}
	autofinish(error) struct error error = { 0 };
	error_set(&error, "completion is there for bash, zsh and fish: pcapdeck --completion bash");
	(void)report_error(&error);
	return EXIT_USAGE;
}

static bool is_help_word(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int run_help(int argc, char **argv)
{
	if (argc < 2 || is_help_word(argv[1])) {
		print_overview(stdout);
		return EXIT_DONE;
	}
	const struct command *command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	report_help(command);
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	if (argc < 2) {
		print_overview(stderr);
		return EXIT_USAGE;
	}
	const char *word = argv[1];
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
		print_version();
		return EXIT_DONE;
	}
	if (strcmp(word, "--completion") == 0)
		return print_completion(argc - 1, argv + 1);
	if (is_help_word(word))
		return run_help(argc - 1, argv + 1);
	if (word[0] == '-') {
		autofinish(error) struct error error = { 0 };
		error_set(&error, "there is no option '%s' before a command; see 'pcapdeck --help'",
			word);
		(void)report_error(&error);
		return EXIT_USAGE;
	}
	const struct command *command = find_command(word);
	return command ? command->run(command, argc - 1, argv + 1) : unknown_command(word);
}

int cli_run(int argc, char **argv)
{
	heap_set_steps();
	handle_signals();
	messages_speak(lang_of_locale());
	int status = run(argc, argv);
	/*
	 * A full disk behind `> file` shows only when the output is flushed; without this check it
	 * would pass for success.
	 */
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_DONE) {
		autofinish(error) struct error error = { 0 };
		error_set(&error, "cannot write to standard output: %s", message_of_errno(errno));
		return report_error(&error);
	}
	return status;
}
