/*
 * Every message on standard error is printed here. Messages quote file names and captured text, so
 * control characters are replaced, which a terminal would obey, and what turns the direction.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "cli/command.h"

static void print_line(const char *prefix, struct bytes message)
{
	autofinish(text) struct text line = { 0 };
	text_append(&line, prefix);
	printable_append_lines(&line, message);
	text_append_char(&line, '\n');
	/*
	 * Keeps data that was printed before the message in front of it when both go to one
	 * terminal.
	 */
	(void)fflush(stdout);
	(void)fwrite(line.data, 1, line.size, stderr);
}

int report_error(const struct error *error)
{
	print_line("pcapdeck: ", markup_bytes_of(error_message(error)));
	return EXIT_FAILED;
}

int report_usage(const struct command *command, const char *format, ...)
{
	autofinish(text) struct text prefix = { 0 };
	autofinish(text) struct text message = { 0 };
	text_append_format(&prefix, "pcapdeck %s: ", command->name);
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&message, format, arguments);
	va_end(arguments);
	text_append_format(&message, message_of("; see 'pcapdeck %s --help'"), command->name);
	print_line(text_string(&prefix), markup_bytes_of(text_string(&message)));
	return EXIT_USAGE;
}

void report_note(const char *format, ...)
{
	autofinish(text) struct text message = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&message, format, arguments);
	va_end(arguments);
	print_line("pcapdeck: ", markup_bytes_of(text_string(&message)));
}

void report_warnings(const char *lines)
{
	while (*lines) {
		size_t size = strcspn(lines, "\n");
		if (size)
			print_line(message_of("pcapdeck: warning: "),
				(struct bytes){ (const uint8_t *)lines, size });
		lines += size;
		if (*lines)
			lines++;
	}
}

void report_findings(struct findings *findings)
{
	findings_sort(findings);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		autofinish(text) struct text line = { 0 };
		if (finding->severity == FINDING_REMARK)
			continue;
		finding_append(&line, finding);
		print_line(finding->severity == FINDING_WARNING ? message_of("pcapdeck: warning: ")
								: "pcapdeck: ",
			(struct bytes){ (const uint8_t *)text_string(&line), line.size });
	}
}

void report_help(const struct command *command)
{
	(void)printf(message_of("Usage: pcapdeck %s%s%s\n%s\n"), command->name,
		command->arguments[0] ? " " : "", command->arguments, message_of(command->summary));
	if (command->help && command->help[0]) {
		const char *help = message_of(command->help);
		size_t size = strlen(help);
		(void)printf("\n%s%s", help, help[size - 1] == '\n' ? "" : "\n");
	}
}

enum color_depth output_colors(void)
{
	const char *no_color = getenv("NO_COLOR");
	if ((no_color && *no_color) || !isatty(STDOUT_FILENO))
		return COLOR_DEPTH_NONE;
	return color_depth_of(getenv("TERM"), getenv("COLORTERM"));
}
