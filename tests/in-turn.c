/*
 * Runs several commands of the program in one process, since under a sanitizer or valgrind a start
 * takes longer than most commands. Each line of standard input is a command, with tabs between its
 * words: "packets", "x.pcap", "--json". An empty line follows the output of each command. The first
 * command that fails ends the process, and gives the exit status.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

enum { LINE_SIZE = 8192, WORDS_MAX = 32 };

static int run_line(char *line)
{
	char program[] = "pcapdeck";
	char *words[WORDS_MAX + 1] = { program }, *rest = line;
	int count = 1;
	line[strcspn(line, "\n")] = '\0';
	while (rest && count < WORDS_MAX)
		words[count++] = strsep(&rest, "\t");
	return cli_run(count, words);
}

int main(void)
{
	static char line[LINE_SIZE];
	int status = EXIT_DONE;
	while (status == EXIT_DONE && fgets(line, sizeof(line), stdin)) {
		status = run_line(line);
		(void)putchar('\n');
	}
	return status;
}
