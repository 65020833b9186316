#ifndef DECK_PACKETS_HAND_H
#define DECK_PACKETS_HAND_H

/*
 * Resolves what the author draws on a sequence against the packets that it shows, for the diagram.
 * Everything lives in the arena.
 */

#include "conversation/selection.h"
#include "diagram/ladder/annotations.h"
#include "notes/markdown/resolver.h"
#include "notes/talk/talk.h"

struct hand_problem {
	unsigned line;
	const char *sentence;
	struct hand_problem *next;
};

struct drawn_hand {
	struct annotation *annotations; /* in the order of the talk */
	size_t annotation_count;
	const char **labels; /* the label of each packet, or NULL; NULL: no labels */
	unsigned *highlights; /* LABEL_PART_* bits of each packet; NULL: no highlights */
	/* marks and highlights without a place or a value, as a list */
	struct hand_problem *problems;
};

/*
 * Resolves the marks, causes and highlights of a block. `resolver` fills in `{{...}}`; NULL leaves
 * it as it is. What cannot be resolved is among the problems. The selection must not be empty.
 */
void hand_resolve(struct drawn_hand *ret_hand, const struct packets_block *block,
	const struct selection *selection, const struct markdown_resolver *resolver,
	const char *lang, struct arena *arena);

/*
 * Adds findings for what cannot be resolved in a block whose packets were chosen but which is not
 * drawn.
 */
void hand_check(const struct packets_block *block, const struct selection *selection,
	const char *talk_path, struct findings *findings);

/* Returns the first key in use that only a sequence can show, such as "marks"; or NULL. */
const char *hand_needs_sequence(const struct packets_hand *hand);

/*
 * Sets is_kept[] of the packets at which an arrow or a time begins or ends, so that they get rows
 * of their own.
 */
void hand_keep_ends(const struct drawn_hand *hand, bool *is_kept);

/*
 * Sets is_kept[] of the packets at which a bracket begins or ends inside a run, so that they get
 * rows of their own. Returns whether there are any.
 */
struct packet_run;
bool hand_cut_runs(const struct drawn_hand *hand, const struct packet_run *runs, size_t run_count,
	bool *is_kept);

/* Removes the causes that `why:` found at packets which are folded into a run. */
void hand_drop_folded(struct drawn_hand *hand, const struct packet_run *runs, size_t run_count);

/*
 * Appends the marks as an HTML list, for the table below the picture. Appends nothing when there
 * are none.
 */
void hand_append_list(struct text *out, const struct drawn_hand *hand,
	const struct selection *selection, const char *lang);

#endif
