#ifndef DIAGRAM_PICTURE_H
#define DIAGRAM_PICTURE_H

/*
 * What all pictures of packets share: their options, the <svg> around them with its title and
 * description, and the stylesheet (templates/picture.css) that a deck has once and a standalone
 * picture carries inside. Each picture is a module of its own, NAME_svg() in diagram/NAME; the table
 * of them is diagram/views.
 */

#include "base/arena.h"
#include "base/text.h"
#include "conversation/selection.h"
#include "diagram/svg.h"

/* What a picture stands beside, to be compared with it: both have the same sizes and the same axes. */
struct picture_beside {
	const struct selection *selection;
	const struct capture_summary *summary;
};

struct picture_options {
	const char *id; /* unique in the document, for aria references */
	const char *lang; /* "ko" or "en" */
	const char *title; /* for <title>; "": the description */
	unsigned width, height; /* of what there is, in px of the 1280x720 stage */
	const struct picture_beside *beside; /* of the same width and height; NULL: it is alone */
	bool opens_packets; /* the deck has their bytes */
	bool is_standalone; /* xmlns and the stylesheet inside, for `packets --svg` */
	bool is_unnamed; /* without titles: the page has another drawing of the same, with them */
};

/* A deck has the packets of blocks with at most that many; a picture of more shows their flow. */
enum { PICTURE_OPENING_MAX = 500 };

/* The smallest text that can be read from the back of a room, on the 1280x720 stage. */
enum { PICTURE_FONT_SIZE_MIN = 18 };

/*
 * <svg class="drawing NAME"> of the size that the picture came to. `description` says in a sentence
 * what is to be seen; it is escaped here.
 */
void picture_open(struct text *out, const struct picture_options *options, const char *name,
	int width, int height, const char *description);
void picture_close(struct text *out);

/* The size of an <svg>, as attributes; one that stands alone has a margin of its ground. */
void picture_size_append(struct text *out, int width, int height, bool is_standalone);

/*
 * <g class="row rule-KEY" data-frame="N">, closed by "</g>": one packet. With
 * opens_packets it opens that packet, by pointer and keyboard; a <title> should follow, which names it.
 */
void picture_open_packet(struct text *out, const struct picture_options *options,
	const struct shown_packet *packet, const char *class_name);

/* The <title> of what was opened last, unless the picture is unnamed. */
void picture_title(struct text *out, const struct picture_options *options, const char *title);

/* "16 144" with thin spaces, and "16 144 bytes", "16 144바이트"; in the arena. */
const char *picture_number(struct arena *arena, uint64_t number);
const char *picture_bytes(struct arena *arena, uint64_t count, bool is_korean);

/* <table class="picture-table"> with its head, for twins; rows are the caller's, and so is the end. */
void picture_table_open(struct text *out, const char *const *heads, size_t count);
void picture_table_cell(struct text *out, const char *string);
void picture_table_close(struct text *out);

/* The colours of a standalone picture, light and dark: the same names as in templates/deck.css. */
void picture_palette_append(struct text *out);

#endif
