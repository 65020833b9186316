#ifndef NOTES_HTML_GUARD_H
#define NOTES_HTML_GUARD_H

/* Neutralizes HTML tags that would make cmark read the following slides as HTML. */

#include "base/text.h"

/*
 * Appends `source`, which has marks (notes/inline/invisible-marks.h). A mark is added before each
 * `<script>`, `<pre>`, `<?` and the like that begins a line and does not end before the next slide.
 * The line then begins a paragraph.
 */
void html_guard(struct text *out, struct bytes source);

#endif
