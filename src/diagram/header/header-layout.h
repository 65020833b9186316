#ifndef DIAGRAM_HEADER_LAYOUT_H
#define DIAGRAM_HEADER_LAYOUT_H

/*
 * How a header is laid out, in pixels. embed-layout.py makes it of templates/deck/header-layout.js,
 * which says what each is; the script of a deck draws opened packets with the same numbers.
 */

#include <stddef.h>
#include <stdint.h>

enum { HEADER_SCALE_BITS = 9 };

struct header_layout {
	int bit_width, margin, scale_height;
	int scale_bits[HEADER_SCALE_BITS];
	int map_height;
	int row_height_min, row_height_max, tall_row, airy_row;
	int name_size, value_size, inset, name_space;
	int name_top, name_top_airy, value_bottom, value_bottom_airy;
	uint32_t header_size_max; /* bytes */
};

extern const struct header_layout header_layout;

/* What stands for a field, by the field's name. */
struct header_word {
	const char *name, *word;
};

/* Names that fit into boxes, and the letters of flags. */
extern const struct header_word header_labels[], header_letters[];
extern const size_t header_label_count, header_letter_count;

#endif
