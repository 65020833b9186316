#ifndef NOTES_MISTAKE_H
#define NOTES_MISTAKE_H

/* What stands on a slide in the place of what could not be made. */

#include "base/findings.h"

/*
 * `<span class="mistake">`: a word in the talk's language, the place, the sentence. Of paths only what
 * lies below the talk's folder is shown, since a deck is handed out.
 */
void mistake_append(
	struct text *out, const char *lang, const char *talk_path, const struct finding *finding);

#endif
