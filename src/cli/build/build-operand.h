#ifndef CLI_BUILD_OPERAND_H
#define CLI_BUILD_OPERAND_H

/* A PATH of the command line, and the talks that it stands for. */

#include "deck/talk-list.h"

struct build_operand {
	const char *path;
	bool is_folder, is_found;
	struct talk_list talks;
};

/*
 * Finds the talks of `path`, and sets is_found. Returns false, with an error that says what could
 * be done, when there is none. The caller calls talk_list_finish() in either case.
 */
bool build_operand_find(const char *path, struct build_operand *ret_operand, struct error *error);

#endif
