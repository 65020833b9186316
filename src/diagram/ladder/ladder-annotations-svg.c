/*
 * Draws the annotations beside the lanes. They let the pointer through, so that a click on the
 * strip opens the packet of that row, as everywhere else.
 */
#include "diagram/ladder/ladder-annotations-svg.h"

#include "diagram/picture.h"

enum { TICK = LADDER_ANNOTATION_TICK, HEAD = 7, HEAD_LENGTH = 10 };

static void draw_bracket(struct text *out, const struct ladder_annotation *annotation)
{
	svg_path(out, "hand-line", "M%d %dh%dV%dh%d", annotation->x - TICK, annotation->top, TICK,
		annotation->bottom, -TICK);
}

/*
 * Draws an arrow from the row of one packet to the row of the other, with its head at the second.
 */
static void draw_arrow(struct text *out, const struct ladder_annotation *annotation)
{
	int from = annotation->points_up ? annotation->bottom : annotation->top;
	int to = annotation->points_up ? annotation->top : annotation->bottom;
	int left = annotation->x - TICK;
	svg_path(out, "hand-line", "M%d %dh%dV%dh%d", left, from, TICK, to, -TICK + 2);
	svg_path(out, "hand-tip", "M%d %dl%d %dv%dz", left - 2, to, HEAD_LENGTH, -HEAD, 2 * HEAD);
}

/* Draws a dimension line: two ends and the line between them. */
static void draw_time(struct text *out, const struct ladder_annotation *annotation)
{
	enum { HALF = 6, TIP = 4 };
	int x = annotation->x - HALF / 2;
	svg_path(out, "hand-line", "M%d %dh%dM%d %dh%dM%d %dV%d", x - HALF, annotation->top,
		2 * HALF, x - HALF, annotation->bottom, 2 * HALF, x, annotation->top,
		annotation->bottom);
	svg_path(out, "hand-tip", "M%d %dl%d %dh%dz", x, annotation->top, -TIP, 2 * TIP, 2 * TIP);
	svg_path(out, "hand-tip", "M%d %dl%d %dh%dz", x, annotation->bottom, -TIP, -2 * TIP,
		2 * TIP);
}

/* Draws a thread to words that do not stand beside their lines. */
static void draw_thread(struct text *out, const struct ladder_annotation *annotation)
{
	enum { SPACE = 5 };
	int words = annotation->words_top + annotation->words_height / 2;
	int right = annotation->words_left - SPACE;
	svg_path(out, "hand-thread", "M%d %dH%dL%d %d", annotation->x, annotation->middle,
		right - 2 * SPACE > annotation->x ? right - 2 * SPACE : annotation->x, right,
		words);
}

static void draw_words(struct text *out, const struct ladder_annotation *annotation)
{
	text_append(out, "<g class=\"hand-words\">");
	draw_thread(out, annotation);
	for (unsigned i = 0; i < annotation->line_count; i++) {
		const struct ladder_text *line = &annotation->lines[i];
		svg_text(out, "", SVG_ANCHOR_START, line->left, line->baseline, line->size,
			line->string, false);
	}
	text_append(out, "</g>");
}

static void draw_annotation(struct text *out, const struct ladder *ladder,
	const struct ladder_annotation *annotation, bool is_step)
{
	text_append_format(out, "<g class=\"hand%s%s\" data-row=\"%u\" data-place=\"%d %d %d %d\">",
		annotation->asked->is_found ? " cause" : "", is_step ? " fragment" : "",
		ladder->rows[annotation->last_row].step, annotation->top, annotation->bottom,
		annotation->words_top, annotation->words_height);
	if (!ladder->is_unnamed)
		svg_title(out, annotation->title);
	if (annotation->first_row == annotation->last_row)
		draw_bracket(out, annotation);
	else if (annotation->asked->kind == ANNOTATION_ARROW)
		draw_arrow(out, annotation);
	else if (annotation->asked->kind == ANNOTATION_TIME)
		draw_time(out, annotation);
	else
		draw_bracket(out, annotation);
	draw_words(out, annotation);
	text_append(out, "</g>\n");
}

void ladder_annotations_svg(struct text *out, const struct ladder *ladder, bool are_steps)
{
	for (unsigned i = 0; i < ladder->annotation_count; i++)
		draw_annotation(out, ladder, &ladder->annotations[i],
			are_steps && !ladder->annotations[i].asked->is_found);
}
