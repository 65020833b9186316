#ifndef DIAGRAM_HEADER_MAP_PARTS_H
#define DIAGRAM_HEADER_MAP_PARTS_H

/*
 * The interface between the packet's page and the drawing of its header. Private to header-map*.c.
 */

#include "base/arena.h"
#include "diagram/header/header-cells.h"
#include "diagram/header/header-map.h"
#include "explain/field-sentence.h"

enum { HEADER_BITS_PER_ROW = 32 };

struct header_map {
	struct text *out;
	const struct shown_packet *packet;
	const struct header_map_options *options;
	struct arena arena;
	struct sentence_context context;
	bool is_korean;
	unsigned layer;
	int row_height;
	bool is_wide; /* over the width of a slide, its bytes below it */
	const int *row_tops; /* one more than there are rows */
};

/* Whether the layer can be drawn. Text, and a header that is too long, is listed instead. */
bool header_map_can_draw(const struct layer *layer, size_t cell_count);

/* The height in px that the drawing may have; where prose takes some of a slide's, it has less. */
int header_map_height(const struct header_map *map);

/*
 * Whether the header of the layer, and those of the fields that the author chose, have so few rows
 * that they are drawn over the width of a slide.
 */
bool header_map_suits_width(const struct header_map *map, size_t cell_count);

/* Draws the header; returns its height. */
int header_map_draw(struct header_map *map, const struct header_cell *cells, size_t count);

/* Whether the author chose the field, to set it off. */
bool header_map_is_asked(const struct header_map *map, const struct field *field);

/* The value in the deck's language. */
const char *header_map_plain_value(struct header_map *map, const struct field *field);

#endif
