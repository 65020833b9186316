#ifndef DIAGRAM_EMBEDDED_PALETTE_H
#define DIAGRAM_EMBEDDED_PALETTE_H

/*
 * The colors of a picture that stands alone. embed-palette.py reads them from templates/deck.css at
 * build time: that is where a color is changed, a retransmission's at .rule-bad-tcp.
 */

#include <stddef.h>

/* Declarations: "--paper:#fbfaf7;...". */
extern const char palette_light[], palette_dark[];

/*
 * The colors of a color rule, "rrggbb" each. Lines have the hues of Wireshark's grounds, but are
 * dark enough to be seen on paper and bright enough on black. The other two are the ground and the
 * letters for a dark room.
 */
struct palette_hue {
	const char *key; /* the key of the color rule */
	const char *light_wire, *dark_wire, *dark_chip, *dark_ink;
};
extern const struct palette_hue palette_hues[];
extern const size_t palette_hue_count;

#endif
