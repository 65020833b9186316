/* Hands argv to cli_run(). */
#include "cli/command.h"

int main(int argc, char **argv)
{
	return cli_run(argc, argv);
}
