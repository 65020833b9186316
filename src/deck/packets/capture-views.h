#ifndef DECK_CAPTURE_VIEWS_H
#define DECK_CAPTURE_VIEWS_H

/*
 * What was read of a talk's captures: the packets of every block, and the frames that `{{...}}`
 * values quote. It lives in the arena of the build.
 */

#include "conversation/selection.h"
#include "diagram/views.h"
#include "notes/talk/talk.h"

/* A packets block and its packets. */
struct block_view {
	const struct packets_block *block;
	const struct picture_view *drawn; /* the view that `show:` names */
	const struct capture_view *capture;
	struct capture_names names; /* the author's, and the capture's */
	struct selection selection; /* not empty, unless the block is broken */
	struct instants instants; /* of all blocks with the same clock */
	bool is_broken; /* nothing can be drawn, and a finding says why */
	bool is_filter_wrong;
	/* the packets are those that the block asks for; may hold for a broken block, too */
	bool is_chosen;
	unsigned number; /* counted from 1, in the talk's order */
};

struct capture_view {
	const struct talk_capture *declared;
	bool is_read; /* a block or a value of the talk uses it */
	bool quotes_calls; /* a value of the talk is of its socket calls */
	bool are_calls_broken; /* their file could not be read, which a finding says already */
	const char *problem; /* why it could not be read, which a finding says already; or NULL */
	struct capture_summary summary;
	struct selection quoted; /* the frames that {{...}} values quote */
};

struct captures {
	const struct talk *talk;
	struct capture_view *views; /* one for each declared capture */
	size_t count;
	struct block_view *blocks;
	size_t block_count;
	struct redaction *redaction; /* owned; NULL: nothing is redacted */
};

/* Frees the redaction, which is not in the arena. */
void captures_finish(struct captures *captures);

/*
 * Returns the view of a block, or of one side of a block that compares. Returns NULL only when the
 * block's capture is not known.
 */
const struct block_view *captures_block(
	const struct captures *captures, const struct packets_block *block);

/*
 * Returns the capture called `name`. Otherwise returns NULL, with an error that suggests the
 * nearest name.
 */
struct capture_view *captures_find(
	const struct captures *captures, const char *name, struct error *error);

/* What `colors:` of a talk or of a block means for its pictures. */
static inline enum packet_coloring packets_coloring(enum packets_colors colors)
{
	return colors == PACKETS_COLORS_WIRESHARK ? COLORED_BY_RULE : COLORED_BY_KIND;
}

/*
 * Returns the time at which a block's clock starts, in nanoseconds since the epoch: when its
 * connection starts, if it shows only one, else when the capture starts. The view must have
 * packets.
 */
int64_t captures_block_start_ns(const struct block_view *view);

#endif
