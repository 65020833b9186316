#ifndef DIAGRAM_EMBEDDED_PALETTE_H
#define DIAGRAM_EMBEDDED_PALETTE_H

/*
 * The colors of a picture that stands alone. embed-palette.py reads them at build time from
 * templates/deck/base/colors.css. A color is changed there. The color of a retransmission is at
 * .rule-kind-trouble, and at .rule-bad-tcp for Wireshark's colors.
 */

#include <stddef.h>

/* Declarations: "--paper:#fbfaf7;...". */
extern const char palette_light[], palette_dark[];

/*
 * The colors of packets by their key (diagram/packet-color.h), "rrggbb" each: ground, letters and
 * lines. Lines have the hues of the grounds, but are dark enough to be seen on paper and bright
 * enough on black.
 */
struct palette_hue {
	const char *key;
	const char *light_chip, *light_ink, *light_wire;
	const char *dark_chip, *dark_ink, *dark_wire;
};
extern const struct palette_hue palette_hues[];
extern const size_t palette_hue_count;

#endif
