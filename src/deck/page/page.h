#ifndef DECK_PAGE_H
#define DECK_PAGE_H

/*
 * Writes the self-contained page. Styles and scripts are inside. Its Content-Security-Policy lets
 * only those scripts run, by their hashes, and lets nothing load from anywhere.
 */

#include "deck/page/built-deck.h"
#include "deck/page/code-language.h"

struct page {
	const char *template_name; /* such as "deck.html" */
	bool is_deck; /* a deck has reveal.js, styles and licences; the list of talks has none */
	bool has_search; /* of the list of talks: it may load the packets of all */
	const char *lang, *title; /* plain text */
	unsigned duration_s;
	const char *feedback_name; /* by which feedback knows the talk; NULL: it asks for none */
	struct bytes body; /* HTML for {{slides}} or {{talks}} */
	struct bytes packet_data; /* JSON; decks only */
	struct code_languages languages; /* languages whose code is colored */
	struct bytes theme; /* CSS added after ours, or empty */
};

/*
 * Sets html, policy and title of *deck, and adds the templates that were read to its sources.
 * deck->html borrows the body and theme, which must last as long. Returns false with
 * an error when a template has an unknown place, a script is not safe inside a page, or a file
 * cannot be read.
 */
bool page_write(struct deck *deck, const struct page *page, const struct deck_options *options,
	struct error *error);

/* Adds the path to the deck's sources, once. */
void deck_add_source(struct deck *deck, const char *path);

/* Whether an HTML parser would end the <script> element exactly at the end of `script`. */
bool page_script_is_safe(struct bytes script);

#endif
