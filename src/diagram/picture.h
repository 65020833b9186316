#ifndef DIAGRAM_PICTURE_H
#define DIAGRAM_PICTURE_H

/*
 * The parts common to all pictures of packets: options, the <svg> with its title and description,
 * and the stylesheet (templates/picture.css), which a deck has once and a standalone picture
 * contains. Each picture is a module with NAME_svg(); the table of them is diagram/views.
 */

#include "base/arena.h"
#include "base/text.h"
#include "conversation/calls/call-events.h"
#include "conversation/names/endpoint-names.h"
#include "conversation/selection.h"
#include "diagram/packet-color.h"
#include "diagram/svg.h"

/* A packet that an author remarks on. A graph marks its place, with the remark's number. */
struct picture_point {
	size_t packet; /* index into the selection */
	unsigned number; /* from 1 */
};

/* The picture that this one is compared with. Both get the same sizes and the same axes. */
struct picture_beside {
	const struct selection *selection;
	const struct capture_summary *summary;
	const struct picture_point *points;
	size_t point_count;
};

/* What an author shows of one packet: which layer opens, and which fields are set off. */
struct picture_fields {
	bool has_layer;
	unsigned layer;
	const size_t *indexes; /* into the packet's fields */
	size_t count;
	const char *steps; /* HTML that stands beside the picture */
};

struct picture_options {
	const char *id; /* unique in the document; ARIA references use it */
	const char *lang; /* "ko" or "en" */
	const char *title; /* for <title>; "": the description is used */
	unsigned width, height; /* available space, in px of the 1280x720 stage */
	const struct picture_beside *beside; /* of the same width and height; NULL: no comparison */
	const struct picture_fields *fields; /* of a packet; or NULL */
	const struct picture_point *points; /* of a graph */
	size_t point_count;
	/* beside a sequence; of a timeline of calls, NULL: it finds them itself */
	const struct call_events *calls;
	enum packet_coloring coloring;
	const struct color_legend *legend; /* drawn below the picture; NULL: none is */
	bool shows_calls; /* a graph: with the congestion window that calls tell */
	bool opens_packets; /* the deck contains the packets' bytes */
	bool is_standalone; /* with xmlns and the stylesheet, for `packets --svg` */
	/* without titles: another drawing of the same packets on the page has them */
	bool is_unnamed;
};

/*
 * A deck contains the bytes of a block's packets when the block has at most this many. A picture of
 * more packets shows only their flow.
 */
enum { PICTURE_OPENING_MAX = 500 };

/* The smallest text that is readable from the back of a room, in px of the 1280x720 stage. */
enum { PICTURE_FONT_SIZE_MIN = 18 };

/*
 * Opens <svg class="drawing NAME"> of this size. `description` is a sentence that says what the
 * picture shows; it is escaped here.
 */
void picture_open(struct text *out, const struct picture_options *options, const char *name,
	int width, int height, const char *description);
void picture_close(struct text *out);

/*
 * Appends the size of an <svg> as attributes. With a legend it is higher than the picture. A
 * standalone picture gets a margin.
 */
void picture_size_append(struct text *out, int width, int height, const struct color_legend *legend,
	const char *lang, bool is_standalone);

/*
 * Opens <g class="row rule-KEY" data-frame="N"> for one packet, in its color; the caller appends "</g>". With
 * opens_packets, a click or the keyboard opens the packet. A <title> that names it should follow.
 */
void picture_open_packet(struct text *out, const struct picture_options *options,
	const struct shown_packet *packet, const char *class_name);

/* The same in another color, by its key (diagram/packet-color.h). */
void picture_open_packet_as(struct text *out, const struct picture_options *options,
	const struct shown_packet *packet, const char *color, const char *class_name);

/* Appends a <title> for the element opened last, unless the picture is unnamed. */
void picture_title(struct text *out, const struct picture_options *options, const char *title);

/* "16 144" with thin spaces, or "16,144" in Korean. In the arena. */
const char *picture_number(struct arena *arena, uint64_t number, bool is_korean);

/* How the instants of these packets are written on a clock that starts at start_ns. */
struct instants selection_instants(const struct selection *selection, int64_t start_ns);

/* How a picture writes them: as all slides with its clock, else as its own packets ask for. */
struct instants picture_instants(
	const struct selection *selection, const struct capture_summary *summary);

/* Returns the sentence in place of a picture of TCP data: there is none, or only in fragments. */
const char *picture_no_data_words(const struct selection *selection, bool is_korean);

/* "16 144 bytes", "16,144바이트". */
const char *picture_bytes(struct arena *arena, uint64_t count, bool is_korean);

/*
 * Appends an end of a connection: what names call it, else "client :55466"; the socket where the
 * capture does not show the roles.
 */
void picture_end_append(struct text *out, const struct endpoint *end,
	const struct capture_names *names, bool has_roles, bool is_client, bool is_korean);

/*
 * Opens <table class="picture-table"> and writes its head. The caller writes the rows and the end.
 */
void picture_table_open(struct text *out, const char *const *heads, size_t count);
void picture_table_cell(struct text *out, const char *string);
void picture_table_close(struct text *out);

#endif
