/*
 * Estimates how high drawings are on the stage: as high as the words of their slide, or of their
 * column, leave room for. These come part by part (struct deck_observer), each after the images in
 * it. Sizes are those of templates/deck/prose/ and templates/prose.js.
 */
#include "deck/check/check-images.h"

#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/message.h"
#include "notes/talk/slide-layout.h"

enum {
	STAGE_WIDTH = 1152, /* px between the margins */
	COLUMN_WIDTH = 552,
	LINE_COLUMNS = 80, /* that fit a line of the stage; a Korean letter takes two */
	COLUMN_LINE_COLUMNS = 38,
	UNTITLED_HEIGHT = 580, /* px that an image has at most */
	TITLED_HEIGHT = 540, /* of a diagram below a title */
	IMAGE_HEIGHT = 480, /* of an image below a title */
	LEAST_HEIGHT = 200, /* then words become smaller */
	GAP = 16, /* px between words and image */
	WORDS_MIN = 18, /* px */
	MILLI = 1000,
	SVG_SIZE_MAX = 16 << 20,
};

void check_images_add(struct check_images *images, struct arena *arena, const char *path,
	struct bytes svg, unsigned line)
{
	autofinish(buffer) struct buffer file = { 0 };
	autofinish(error) struct error error = { 0 };
	struct seen_image image = { .line = line };
	images->unplaced_count++;
	if (path && !file_read(path, SVG_SIZE_MAX, &file, &error))
		return;
	if (!svg_words_find(path ? buffer_bytes(&file) : svg, &image.words))
		return;
	const char *slash = path ? strrchr(path, '/') : NULL;
	image.name = path ? arena_strdup(arena, slash ? slash + 1 : path) : NULL;
	grow_array(&images->images, images->count, &images->capacity, sizeof(*images->images));
	images->images[images->count++] = image;
}

/* Returns the column of the text that a slide has after `index` others; 0 is above the columns. */
static unsigned column_of(const struct slide *slide, unsigned index)
{
	unsigned column = 0;
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		if (part->is_body_start || part->is_column_start)
			column++;
		else if ((!part->is_packets || part->packets->ask) && index-- == 0)
			break;
	}
	return column;
}

static const struct slide *last_slide(const struct check_images *images)
{
	return images->place_count ? images->places[images->place_count - 1].slide : NULL;
}

/* Returns the column of the slide's next text. */
static unsigned next_column(const struct check_images *images, const struct slide *slide)
{
	return column_of(slide, last_slide(images) == slide ? images->text_count : 0);
}

unsigned check_images_line_columns(const struct check_images *images, const struct slide *slide)
{
	return next_column(images, slide) ? COLUMN_LINE_COLUMNS : LINE_COLUMNS;
}

void check_images_text(struct check_images *images, const struct slide *slide, unsigned height)
{
	unsigned column = next_column(images, slide);
	bool is_new = last_slide(images) != slide;
	if (is_new)
		images->text_count = 0;
	images->text_count++;
	if (is_new || images->places[images->place_count - 1].column != column) {
		grow_array(&images->places, images->place_count, &images->place_capacity,
			sizeof(*images->places));
		images->places[images->place_count++] =
			(struct image_place){ .slide = slide, .column = column };
	}
	struct image_place *place = &images->places[images->place_count - 1];
	/* of a layout with pictures, words stand beside them */
	if (!slide_layout_has_body(slide->layout) || slide->layout == SLIDE_LAYOUT_COLUMNS)
		place->height += height;
	place->count += images->unplaced_count;
	images->unplaced_count = 0;
	for (; images->placed_count < images->count; images->placed_count++)
		images->images[images->placed_count].place = images->place_count - 1;
}

/* Returns the px that the image has in the height of the stage, where it is `alone` or as it is. */
static unsigned height_of(
	const struct seen_image *image, const struct image_place *place, bool alone)
{
	unsigned most = !place->slide->title[0] ? UNTITLED_HEIGHT
		: image->name                   ? IMAGE_HEIGHT
						: TITLED_HEIGHT;
	if (alone)
		return most;
	unsigned room = place->slide->title[0] ? TITLED_HEIGHT : UNTITLED_HEIGHT;
	unsigned taken = place->height + (place->height ? GAP : 0) + (place->count - 1) * GAP;
	unsigned left = taken < room ? (room - taken) / place->count : 0;
	left = left < LEAST_HEIGHT ? LEAST_HEIGHT : left;
	return left < most ? left : most;
}

/* Returns the width of a column or slide, in thousandths of px, and that of an image so high. */
static int64_t place_width(const struct image_place *place)
{
	bool is_column = slide_layout_has_body(place->slide->layout);
	return (int64_t)(is_column ? COLUMN_WIDTH : STAGE_WIDTH) * MILLI;
}

static int64_t width_at(const struct seen_image *image, unsigned height)
{
	return (int64_t)height * MILLI * image->words.width / image->words.height;
}

/* Returns the px of the smallest words on the stage. */
static unsigned words_size(
	const struct seen_image *image, const struct image_place *place, unsigned height)
{
	const struct svg_words *words = &image->words;
	int64_t width = place_width(place), by_height = width_at(image, height);
	if (words->shown_width > 0 && words->shown_width < width)
		width = words->shown_width;
	width = by_height < width ? by_height : width;
	return (unsigned)((words->smallest * width / words->width + MILLI / 2) / MILLI);
}

static void report_image(const struct seen_image *image, const struct image_place *place,
	const char *path, struct findings *findings)
{
	unsigned size = words_size(image, place, height_of(image, place, false));
	if (size >= WORDS_MIN)
		return;
	unsigned height = height_of(image, place, true), alone = words_size(image, place, height);
	bool is_tall = width_at(image, height) < place_width(place);
	size = size ? size : 1;
	autofinish(text) struct text text = { 0 };
	if (image->name && alone >= WORDS_MIN)
		text_append_message(&text,
			"the smallest words of '%s' are about %u px high on the stage beside what else its slide has, and the last row can read %d: give it a slide of its own, or make them larger",
			image->name, size, WORDS_MIN);
	else if (image->name)
		text_append_message(&text,
			"the smallest words of '%s' are about %u px high on the stage, and the last row can read %d: make them larger, or give the image more room",
			image->name, size, WORDS_MIN);
	else if (alone >= WORDS_MIN)
		text_append_message(&text,
			"the smallest words of this diagram are about %u px high on the stage beside what else its slide has, and the last row can read %d: give it a slide of its own, or draw it from left to right",
			size, WORDS_MIN);
	else if (!is_tall)
		text_append_message(&text,
			"the smallest words of this diagram are about %u px high on the stage, and the last row can read %d: draw less, from top to bottom, or give it more room",
			size, WORDS_MIN);
	else
		text_append_message(&text,
			"the smallest words of this diagram are about %u px high on the stage, and the last row can read %d: draw less, or from left to right",
			size, WORDS_MIN);
	findings_add(findings, FINDING_REMARK, path, image->line, "%s", text_string(&text));
}

void check_images_report(
	const struct check_images *images, const struct talk *talk, struct findings *findings)
{
	for (size_t i = 0; i < images->placed_count; i++)
		report_image(&images->images[i], &images->places[images->images[i].place],
			talk->path, findings);
}

void check_images_finish(struct check_images *images)
{
	free(images->images);
	free(images->places);
	*images = (struct check_images){ 0 };
}
