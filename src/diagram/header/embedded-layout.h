#ifndef DIAGRAM_EMBEDDED_LAYOUT_H
#define DIAGRAM_EMBEDDED_LAYOUT_H

/*
 * The layout of a drawn header, in pixels. embed-layout.py makes it from
 * templates/deck/packet/header-layout.js, which documents each number. The deck's script draws
 * opened packets with the same numbers.
 */

#include <stddef.h>
#include <stdint.h>

enum { HEADER_SCALE_BITS = 9 };

struct header_layout {
	int bit_width, bit_width_wide, margin, scale_height;
	int scale_bits[HEADER_SCALE_BITS];
	int map_height, wide_rows, wide_below;
	int row_height_min, row_height_max, tall_row, airy_row, large_row, large_row_max, huge_row;
	int name_size, value_size, letter_size, inset, name_space, name_left_min;
	int name_size_large, value_size_large, name_size_huge, value_size_huge;
	int name_top, name_top_airy, name_top_large, name_top_huge;
	int value_bottom, value_bottom_airy, value_bottom_large, value_bottom_huge;
	int value_line_above, value_line_below;
	uint32_t header_size_max; /* bytes */
};

extern const struct header_layout header_layout;

/* Replaces a field's name by a shorter word. */
struct header_word {
	const char *name, *word;
};

/* Names short enough for boxes, and letters for flags. */
extern const struct header_word header_labels[], header_letters[];
extern const size_t header_label_count, header_letter_count;

#endif
