#ifndef DECK_PACKETS_VIEW_REMARKS_H
#define DECK_PACKETS_VIEW_REMARKS_H

/* The remarks of a packets block, `notes:`, and the packets that they are about. */

#include "conversation/calls/call-events.h"
#include "deck/block/block-annotations.h"
#include "deck/block/packets-view.h"
#include "diagram/picture.h"

#define NO_PACKET SIZE_MAX

struct packet_run;
struct view_source;

/* Which packets a block's remarks are about, and which packets share a row. */
struct view_rows {
	struct arena arena;
	size_t *remark_indexes; /* the index of each remark's packet, or NO_PACKET */
	bool has_remarks; /* remarks, or comments in the capture */
	const struct packet_run *runs; /* the rows of a sequence */
	size_t run_count;
	struct picture_fields fields; /* of a packet */
	struct call_events calls; /* of a sequence that draws them */
	struct view_source *sources; /* files whose lines made these calls */
	size_t source_count;
	struct block_annotations annotations; /* marks and highlights of a sequence */
	const bool *is_asked; /* by packet: whether the room guesses it first; NULL: none */
};

/* Adds a finding of the line, and appends it to the slide. */
void remarks_append_mistake(struct text *out, const struct packets_view_options *options,
	unsigned line, struct error *error);

/* Returns how many packets the remark could be about; sets *ret_first to the first one's index. */
size_t remark_matches(const struct packets_view_options *options,
	const struct packets_remark *remark, size_t *ret_first);

/*
 * The index of the packet that the remark is about, or NO_PACKET. Warns when several match.
 */
size_t remark_find(const struct packets_view_options *options, const struct packets_remark *remark);

/*
 * Sets an error that suggests what a remark without a packet could have meant: the frames that are
 * shown, or the nearest label.
 */
void remark_explain(const struct packets_view_options *options, const struct packets_remark *remark,
	struct error *error);

/*
 * Whether the packet has a comment in the capture that stands among the remarks; only a sequence
 * shows those.
 */
bool remarks_has_comment(const struct packets_view_options *options, size_t index);

/*
 * Appends remarks in the order of the packets, so that the page also reads well without scripts.
 * Those of a list stand in its table, so here are only the mistakes. False with an error.
 */
bool remarks_append(
	struct text *out, const struct packets_view_options *options, struct error *error);

/*
 * Appends all remarks about the packet at `index` in one element; nothing when there are none.
 * False with an error.
 */
bool remarks_append_of(struct text *out, const struct packets_view_options *options, size_t index,
	struct error *error);

/* How remarks that stand below a picture belong to it. */
struct remark_place {
	unsigned number; /* from 1 */
	bool is_numbered; /* the picture has the number, too */
	bool is_step;
	bool is_of_side; /* there are two pictures */
	unsigned side; /* which of them */
};

/* The same, for remarks that stand below a picture. */
bool remarks_append_at(struct text *out, const struct packets_view_options *options, size_t index,
	const struct remark_place *place, struct error *error);

/* Appends the mistakes of remarks without a packet. */
void remarks_append_lost(struct text *out, const struct packets_view_options *options);

#endif
