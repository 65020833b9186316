#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/*
 * A command parses its arguments, calls one function of a lower layer and reports. Data goes to
 * standard output, messages to standard error; only cli/ prints.
 */

#include "base/error.h"
#include "base/findings.h"
#include "listing/terminal-color.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
	const char *name;
	const char *arguments; /* "TALK.md... [-o FOLDER]" */
	const char *summary; /* one line for the overview */
	const char *help; /* options and examples, below the usage line */
	int (*run)(const struct command *command, int argc, char **argv); /* argv[0] is the name */
};

extern const struct command command_build;
extern const struct command command_capture;
extern const struct command command_check;
extern const struct command command_interfaces;
extern const struct command command_new;
extern const struct command command_packets;
extern const struct command command_pingpong;
extern const struct command command_record;
extern const struct command command_serve;

/* argv of main(); the process's exit status. */
int cli_run(int argc, char **argv);

/* "pcapdeck: MESSAGE" on standard error; returns EXIT_FAILED. */
int report_error(const struct error *error);

/* "pcapdeck NAME: MESSAGE" and a pointer to --help; returns EXIT_USAGE. */
int report_usage(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "pcapdeck: MESSAGE" on standard error, of something that went well. */
void report_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The usage line, the summary and the help of a command, on standard output. */
void report_help(const struct command *command);

/* "pcapdeck: warning: LINE" for each line of `lines`. */
void report_warnings(const char *lines);

/* Errors and warnings, sorted, a line each; remarks are for `check`. */
void report_findings(struct findings *findings);

/* The colours of standard output: none unless it is a terminal, and where NO_COLOR forbids them. */
enum color_depth output_colors(void);

#endif
