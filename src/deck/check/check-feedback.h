#ifndef DECK_CHECK_CHECK_FEEDBACK_H
#define DECK_CHECK_CHECK_FEEDBACK_H

/* What listeners said of a talk and nobody has worked in yet. */

#include "base/findings.h"
#include "notes/talk/talk.h"

/*
 * Adds a remark for each open item, at the line of its slide; at the first line when the slide is
 * gone. What listeners learned asks for no change.
 */
void check_feedback(const struct talk *talk, struct findings *findings);

#endif
