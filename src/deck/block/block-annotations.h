#ifndef DECK_BLOCK_ANNOTATIONS_H
#define DECK_BLOCK_ANNOTATIONS_H

/*
 * Resolves what the author draws on a sequence against the packets that it shows, for the diagram.
 * Everything lives in the arena.
 */

#include "conversation/selection.h"
#include "diagram/ladder/annotations.h"
#include "notes/markdown/resolver.h"
#include "notes/talk/talk.h"

struct annotation_problem {
	unsigned line;
	const char *sentence;
	struct annotation_problem *next;
};

struct block_annotations {
	struct annotation *annotations; /* in the order of the talk */
	size_t annotation_count;
	struct author_label *labels; /* of each packet; NULL: no labels */
	unsigned *highlights; /* LABEL_PART_* bits of each packet; NULL: no highlights */
	/* marks and highlights without a place or a value, as a list */
	struct annotation_problem *problems;
};

/*
 * Resolves the marks, causes and highlights of a block. `resolver` fills in `{{...}}`; NULL leaves
 * it as it is. What cannot be resolved is among the problems. The selection must not be empty.
 */
void block_annotations_resolve(struct block_annotations *ret_annotations,
	const struct packets_block *block, const struct selection *selection,
	const struct markdown_resolver *resolver, const char *lang, struct arena *arena);

/*
 * Adds findings for what cannot be resolved in a block whose packets were chosen but which is not
 * drawn.
 */
void block_annotations_check(const struct packets_block *block, const struct selection *selection,
	const char *talk_path, struct findings *findings);

/*
 * Sets is_kept[] of the packets at which an arrow or a time begins or ends, so that they get rows
 * of their own.
 */
void block_annotations_keep_ends(const struct block_annotations *drawn, bool *is_kept);

/*
 * Sets is_kept[] of the packets at which a bracket begins or ends inside a run, so that they get
 * rows of their own. Returns whether there are any.
 */
struct packet_run;
bool block_annotations_cut_runs(const struct block_annotations *drawn,
	const struct packet_run *runs, size_t run_count, bool *is_kept);

/* Removes the causes that `why:` found at packets which are folded into a run. */
void block_annotations_drop_folded(
	struct block_annotations *drawn, const struct packet_run *runs, size_t run_count);

/*
 * Appends the marks as an HTML list, for the table below the picture. Appends nothing when there
 * are none.
 */
void block_annotations_append_list(struct text *out, const struct block_annotations *drawn,
	const struct selection *selection, const char *lang);

#endif
