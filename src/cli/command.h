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
	const char *arguments; /* such as "TALK.md... [-o FOLDER]" */
	const char *summary; /* one line for the overview */
	const char *help; /* options and examples, below the usage line */
	/* argv[0] is the command's name */
	int (*run)(const struct command *command, int argc, char **argv);
};

extern const struct command command_build;
extern const struct command command_capture;
extern const struct command command_check;
extern const struct command command_feedback;
extern const struct command command_interfaces;
extern const struct command command_new;
extern const struct command command_packets;
extern const struct command command_pingpong;
extern const struct command command_record;
extern const struct command command_serve;
extern const struct command command_week;

/* Runs the program with the arguments of main(); returns its exit status. */
int cli_run(int argc, char **argv);

/* Prints "pcapdeck: MESSAGE" on standard error; returns EXIT_FAILED. */
int report_error(const struct error *error);

/* Prints "pcapdeck NAME: MESSAGE" and a pointer to --help; returns EXIT_USAGE. */
int report_usage(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints "pcapdeck: MESSAGE" on standard error, for something that succeeded. */
void report_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the usage line, the summary and the help of a command on standard output. */
void report_help(const struct command *command);

/* Prints "pcapdeck: warning: LINE" for each line of `lines`. */
void report_warnings(const char *lines);

/* Prints errors and warnings, sorted, a line each. Remarks are left to `check`. */
void report_findings(struct findings *findings);

/* The color depth of standard output: none when it is no terminal, or when NO_COLOR is set. */
enum color_depth output_colors(void);

#endif
