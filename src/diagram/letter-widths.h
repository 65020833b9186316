#ifndef DIAGRAM_LETTER_WIDTHS_H
#define DIAGRAM_LETTER_WIDTHS_H

/*
 * How wide letters are at most, in thousandths of an em. embed-layout.py makes the table of
 * templates/deck/letter-widths.js, which the script of a deck measures with.
 */

#include <stdint.h>

struct letter_range {
	uint32_t first, last; /* code points; both belong to it */
};

struct letter_widths {
	uint16_t ascii[128];
	uint16_t mono_width; /* of a letter in a font of equal widths, unless it takes a whole em */
	uint16_t other_width; /* beyond ASCII */
	uint16_t full_width; /* of what is in full_ranges */
	uint16_t bold_more; /* what a bold letter has more, unless it takes a whole em */
	struct letter_range full_ranges[16];
	uint16_t full_range_count;
};

extern const struct letter_widths letter_widths;

#endif
