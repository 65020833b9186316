#ifndef NOTES_ERROR_BOX_H
#define NOTES_ERROR_BOX_H

/* The error box that a slide shows in place of contents that could not be made. */

#include "base/findings.h"

/*
 * Appends `<span class="mistake">` with a heading in the talk's language, file and line, and the
 * sentence. Paths are shown relative to the talk's folder, since decks are passed on.
 */
void error_box_append(
	struct text *out, const char *lang, const char *talk_path, const struct finding *finding);

#endif
