#ifndef DECK_PAGE_H
#define DECK_PAGE_H

/*
 * The self-contained page: styles and scripts inside, and a Content-Security-Policy that lets only
 * those scripts run, by their hashes, and nothing load from anywhere.
 */

#include "deck/deck.h"
#include "deck/page/code-language.h"

struct page {
	const char *template_name; /* "deck.html" */
	bool is_deck; /* with reveal.js, styles and the licences */
	const char *lang, *title; /* plain text */
	unsigned duration_s;
	struct bytes body; /* HTML for {{slides}} or {{talks}} */
	struct bytes packet_data; /* JSON, safe inside <script>; decks only */
	struct code_languages languages; /* of the code that is coloured */
	struct bytes theme; /* CSS added after ours, or empty */
};

/*
 * Sets html, policy and title of *deck, and adds the templates that were read to its sources. The
 * HTML borrows the body, packet data and theme.
 */
bool page_write(struct deck *deck, const struct page *page, const struct deck_options *options,
	struct error *error);

/* Remembers a file that the deck was made from. */
void deck_add_source(struct deck *deck, const char *path);

/* Whether `script` ends where its <script> element does, as an HTML parser reads it. */
bool page_script_is_safe(struct bytes script);

#endif
