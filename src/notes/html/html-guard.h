#ifndef NOTES_HTML_GUARD_H
#define NOTES_HTML_GUARD_H

/* Before cmark reads a note: tags that would make it take the slides that follow for HTML. */

#include "base/text.h"

/*
 * Appends `source`, which has marks (notes/inline/marks.h), with a mark before each `<script>`, `<pre>`, `<?`
 * and such at a line's start that does not end before the next slide: the line begins a paragraph then.
 */
void html_guard(struct text *out, struct bytes source);

#endif
