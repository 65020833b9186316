#ifndef DECK_PACKETS_VIEW_H
#define DECK_PACKETS_VIEW_H

/*
 * Writes a packets block of a slide as HTML: the picture, its remarks, and a table of the same
 * packets.
 */

#include "deck/packets/captures.h"
#include "deck/page/deck-asks.h"
#include "notes/markdown/resolver.h"

/* How much room a sequence takes. */
struct sequence_extent {
	unsigned screens; /* the slides that its rows fill; 0: the block has no sequence */
	size_t packet_count;
	unsigned lane_count;
	unsigned merged_count; /* sockets that share a lane with others */
	/* the line of a remark that has no room in the panel, and what shows together; 0: none */
	unsigned overfull_line;
	bool has_steps;
};

struct packets_view_options {
	const struct talk *talk;
	const struct markdown_resolver *resolver;
	struct findings *findings;
	const struct block_view *view; /* set by packets_block_html() */
	/* set by packets_block_html(): the other side of a comparison, or NULL */
	const struct block_view *beside;
	unsigned width, height; /* px of the stage that the slide leaves for the block */
	bool is_alone; /* no other packets are on the slide: those without steps go on on others */
	unsigned picture_count; /* that stand below each other, this one among them */
	bool is_column; /* what would stand beside the picture stands below it */
	/* filled by packets_block_html(), for a comparison with the larger side; or NULL */
	struct sequence_extent *extent;
	/*
	 * gets the place in `out` of the author's source code, whose size stays 0 when the block
	 * has none, and its files, whose paths `code_arena` gets; or NULL
	 */
	struct written_part *code;
	struct arena *code_arena;
	struct deck_asks *asks; /* gets the questions of the block; or NULL */
	const char *votes_at; /* as in struct deck_options; or NULL */
	/* gets the colors of the block's pictures whose meaning the pictures do not say */
	struct color_legend *legend;
	/* set by packets_block_html(), too: */
	struct view_rows *rows;
	const struct view_rows *rows_beside; /* of the other side; or NULL */
	const struct remark_steps *steps; /* remarks below the picture, or below both; or NULL */
	unsigned side; /* of a comparison */
};

/*
 * Appends the block of a talk: its picture, or both pictures of `compare:` side by side. `options`
 * describe the whole block. Neither the block nor its views may be broken. Returns false, with an
 * error, only when a limit of a deck is reached.
 */
bool packets_block_html(struct text *out, const struct captures *captures,
	const struct packets_block *block, const struct packets_view_options *options,
	struct error *error);

/* Appends the form with which a page without scripts votes; nothing where nobody can. */
void packets_vote_form_append(struct text *out, const struct packets_view_options *options,
	const char *ask, size_t choice_count);

/* Appends the name that tells the sides of a comparison apart: capture, connection, or both. */
void block_name_append(struct text *out, const struct packets_block *block);

/* The steps of an ask block: the answer, and the packets that show it. */
enum { ASK_STEPS = 2 };

/*
 * Returns how often a speaker has to press Next before the slide shows all of the block: for each
 * row after the first (a fold is one row), or for each mark. 0: the block appears with the slide.
 */
unsigned packets_block_steps(const struct captures *captures, const struct packets_block *block);

/*
 * Adds findings for remarks and marks of a block whose packets were chosen but which is not drawn.
 */
void packets_remarks_check(const struct captures *captures, const struct packets_block *block,
	const struct talk *talk, struct findings *findings);

#endif
