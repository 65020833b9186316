#ifndef DECK_PACKETS_VIEW_PICTURE_H
#define DECK_PACKETS_VIEW_PICTURE_H

/* The picture of a packets block, with one for an upright phone. Private to packets-view*.c. */

#include "deck/block/packets-view.h"
#include "diagram/packet-color.h"

/* Returns the px that are left of `height`, or the least that a picture has. */
unsigned view_height_left(unsigned height, unsigned taken);

/* Appends the picture of a block that is no list, and fills options->extent. */
void view_picture_append(struct text *out, const struct packets_view_options *options);

/* Whether the picture has socket calls, and the table twin a second table for them. */
bool view_draws_calls(const struct block_view *view);

/* Returns the summary of the capture with the clock and the names of the block. */
struct capture_summary view_summary(const struct block_view *view);

/* What the colors of packets mean in the block. */
enum packet_coloring view_coloring(const struct block_view *view);

#endif
