#ifndef DIAGRAM_VIEWS_H
#define DIAGRAM_VIEWS_H

/*
 * The views of packets (`show:` in a talk, `--show` of `packets --svg`), by name: how each is drawn,
 * and the table that says the same to those who cannot see it.
 */

#include "diagram/picture.h"

struct picture_view {
	const char *name;
	size_t packets_max; /* more are no picture any more */
	bool is_of_one_stream; /* it draws one TCP connection */
	/* NULL: not drawn by this version. The selection is not empty. */
	void (*svg)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const struct picture_options *options);
	/* HTML. */
	void (*table)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const char *lang);
};

/*
 * Whether what was selected is not too much. Connections are known without their packets, so that
 * any number of those will do when all of the capture is selected.
 */
bool picture_view_can_draw(const struct picture_view *view, const struct selection *selection,
	const struct capture_summary *summary);

/* NULL when there is none of that name; and the n-th, NULL past the end. */
const struct picture_view *picture_view_find(const char *name);
const struct picture_view *picture_view_at(unsigned index);

/* Whether its picture says nothing about the packets' fields, so that nobody needs to describe them. */
bool picture_view_skips_fields(const struct picture_view *view);

/* "sequence, packet, …": those that are drawn, for messages. */
void picture_view_names_append(struct text *out);

#endif
