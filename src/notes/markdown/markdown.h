#ifndef NOTES_MARKDOWN_H
#define NOTES_MARKDOWN_H

/* Renders the Markdown of a talk to HTML. */

#include "base/text.h"
#include "notes/markdown/resolver.h"
#include "notes/talk/talk.h"

/*
 * Renders `markdown` to HTML: CommonMark through cmark, with the extensions of slides/README.md.
 * `first_line` is its line in the file, for messages and data-line attributes. A name that cannot
 * be resolved is a finding and is shown as an error in the HTML. Returns false only when a limit is
 * exceeded.
 */
bool markdown_render(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct findings *findings,
	struct error *error);

/*
 * The same for one part of a slide. Elements that it leaves open are recorded in *open. The next
 * part continues them, or markdown_close() closes them.
 */
bool markdown_render_part(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct html_open *open,
	struct findings *findings, struct error *error);

/* Closes the elements that the parts of a slide left open. */
void markdown_close(struct text *out, const struct talk *talk, struct html_open *open,
	struct findings *findings);

/* The version of the cmark library that is loaded, "0.30.2": not of its headers. */
const char *markdown_cmark_version(void);

#endif
