#ifndef DIAGRAM_EMBEDDED_LETTER_WIDTHS_H
#define DIAGRAM_EMBEDDED_LETTER_WIDTHS_H

/*
 * Upper bounds of the widths of letters, in thousandths of an em. embed-layout.py makes the table
 * from templates/deck/base/letter-widths.js, which the deck's script uses.
 */

#include <stdint.h>

struct letter_range {
	uint32_t first, last; /* code points, both inclusive */
};

struct letter_widths {
	uint16_t ascii[128];
	uint16_t mono_width; /* any letter in a monospaced font, except full-width ones */
	uint16_t other_width; /* letters beyond ASCII */
	uint16_t full_width; /* letters in full_ranges */
	uint16_t bold_more; /* the extra width of a bold letter, except full-width ones */
	struct letter_range full_ranges[16];
	uint16_t full_range_count;
};

extern const struct letter_widths letter_widths;

#endif
