#ifndef DECK_CHECK_CHECK_IMAGES_H
#define DECK_CHECK_CHECK_IMAGES_H

/* Drawings whose words the last row cannot read. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/findings.h"
#include "notes/html/svg-words.h"
#include "notes/talk/talk.h"

/* Where images stand below each other with words: a slide, or one of its columns. */
struct image_place {
	const struct slide *slide;
	unsigned column;
	unsigned height; /* px that its words take */
	unsigned count; /* of images, also those without words */
};

/* An image, kept until the words around it are known. */
struct seen_image {
	const char *name; /* of its file; NULL for a diagram */
	unsigned line;
	struct svg_words words;
	size_t place;
};

struct check_images {
	struct seen_image *images; /* those with words whose size is known */
	size_t count, capacity;
	struct image_place *places;
	size_t place_count, place_capacity;
	size_t placed_count; /* of `images`, those whose place is known */
	unsigned unplaced_count; /* of all images */
	unsigned text_count; /* of the texts of the last slide */
};

/* Keeps an image of a file (`path`), or a drawing (`svg`) with NULL as its path. */
void check_images_add(struct check_images *images, struct arena *arena, const char *path,
	struct bytes svg, unsigned line);

/* Returns the letters of a line in the place of the slide's next text: a column has fewer. */
unsigned check_images_line_columns(const struct check_images *images, const struct slide *slide);

/* Says how high the slide's next text is. The images that were added before stand in it. */
void check_images_text(struct check_images *images, const struct slide *slide, unsigned height);

/* Reports those with words that are too small. Their size on the stage is an estimate. */
void check_images_report(
	const struct check_images *images, const struct talk *talk, struct findings *findings);

void check_images_finish(struct check_images *images);

#endif
