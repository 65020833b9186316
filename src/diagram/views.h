#ifndef DIAGRAM_VIEWS_H
#define DIAGRAM_VIEWS_H

/*
 * The views of packets by name (`show:` in a talk, `--show` of `packets --svg`). A row says how
 * each view is drawn alone and in a deck, for how many packets, and which table is its accessible
 * form.
 */

#include "diagram/picture.h"

struct picture_view {
	const char *name;
	size_t packets_max; /* the most packets that it can draw */
	bool is_of_one_stream; /* it draws one TCP connection */
	bool needs_calls; /* it draws the socket calls beside the capture */
	bool has_steps; /* a deck can fold its packets and step through them */
	/* Appends the picture as one <svg>. The selection must not be empty. */
	void (*svg)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const struct picture_options *options);
	/*
	 * Appends the text that a deck shows instead of the picture; it needs no table beside it.
	 * NULL: a deck shows the picture.
	 */
	void (*html)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const struct picture_options *options);
	/*
	 * Adds the colors that need words, where no packets share a row. NULL: the picture says
	 * itself what they mean.
	 */
	void (*colors)(struct color_legend *legend, const struct selection *selection,
		const struct capture_summary *summary, enum packet_coloring coloring);
	/* Appends the accessible form as an HTML table; of packets, when the picture has calls. */
	void (*table)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const char *lang);
};

extern const struct picture_view picture_view_sequence, picture_view_packet, picture_view_stack,
	picture_view_list, picture_view_segments, picture_view_stream, picture_view_connections,
	picture_view_graph, picture_view_calls, picture_view_buffers,
	picture_view_descriptors;

/*
 * Whether the view can draw so many packets. The connections of a capture are known without its
 * packets, so the view of connections has no limit when all packets are selected.
 */
bool picture_view_can_draw(const struct picture_view *view, const struct selection *selection,
	const struct capture_summary *summary);

/*
 * The first function returns NULL for an unknown name; the second returns the n-th view, or NULL
 * past the end.
 */
const struct picture_view *picture_view_find(const char *name);
const struct picture_view *picture_view_at(unsigned index);

/* Appends all names for a message: "sequence, packet, …". */
void picture_view_names_append(struct text *out);

#endif
