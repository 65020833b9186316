#ifndef DECK_FIELDS_LIST_COLUMNS_H
#define DECK_FIELDS_LIST_COLUMNS_H

/* `columns:` of a list, held against the packets that it shows. */

#include "base/findings.h"
#include "listing/packet-table.h"
#include "notes/talk/talk.h"

/* Why a name in `columns:` is no column. The list leaves its place empty. */
struct column_problem {
	unsigned line;
	const char *sentence;
};

struct list_columns {
	struct packet_table_column *items; /* without the wrong ones; none: Wireshark's */
	size_t count;
	struct column_problem *problems;
	size_t problem_count;
};

/* Everything lives in the arena. The selection must not be empty. */
void list_columns_find(struct list_columns *ret_columns,
	const struct packets_annotations *annotations, const struct selection *selection,
	const char *lang, struct arena *arena);

/*
 * About how many px the columns need beside each other on the stage, where headings and values
 * other than numbers wrap.
 */
unsigned list_columns_width(
	const struct list_columns *columns, const struct selection *selection);

/* Adds findings for the columns of a block that is not drawn. */
void list_columns_check(const struct packets_annotations *annotations,
	const struct selection *selection, const char *talk_path, struct findings *findings);

#endif
