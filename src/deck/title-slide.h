#ifndef DECK_TITLE_SLIDE_H
#define DECK_TITLE_SLIDE_H

/* The contents of a title slide. slides.c decides which slide is one. */

#include "base/text.h"
#include "notes/talk/talk.h"

/* Appends the heading and the line below it. */
void title_slide_append_title(struct text *out, const struct talk *talk);

/* Appends presenter, week and date as one line; nothing when the talk names none of them. */
void title_slide_append_byline(struct text *out, const struct talk *talk);

/* Appends the week: "3주차" or "week 3" for `week: 3`, other text as it is written. */
void week_append(struct text *out, const struct talk *talk);

#endif
