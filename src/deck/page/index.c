/* Builds the page that lists talks, with a link to each and what is wrong with it. */
#include "deck/page/index.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "deck/page/page.h"
#include "notes/text/characters.h"

static const char *title_of(const struct deck_index_entry *entry)
{
	const char *title = entry->card->title;
	return title && title[0] ? title : entry->name;
}

static void append_problem(struct text *out, const struct deck_index_entry *entry)
{
	if (!entry->problem)
		return;
	text_append(out, "<p class=\"problem\">");
	markup_text(out, entry->problem);
	text_append(out, "</p>");
}

static void append_entry(struct text *out, const struct deck_index_entry *entry)
{
	text_append(out, "<li>");
	if (entry->problem && !entry->has_deck) {
		text_append(out, "<span class=\"failed\">");
		markup_text(out, title_of(entry));
		text_append(out, "</span>");
		append_problem(out, entry);
		text_append(out, "</li>\n");
		return;
	}
	text_append(out, "<a href=\"");
	markup_attribute(out, entry->href);
	text_append(out, "\">");
	markup_text(out, title_of(entry));
	text_append(out, "</a>");
	const char *const facts[] = { entry->card->presenter, entry->card->week,
		entry->card->date };
	bool is_first = true;
	for (size_t i = 0; i < ARRAY_COUNT(facts); i++) {
		if (!facts[i] || !facts[i][0])
			continue;
		text_append(out, is_first ? "<p class=\"byline\">" : " · ");
		markup_text(out, facts[i]);
		is_first = false;
	}
	text_append(out, is_first ? "" : "</p>");
	append_problem(out, entry);
	text_append(out, "</li>\n");
}

/* Whether a title has Hangul; the page is in Korean then. */
static bool is_korean(const struct deck_index_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes title = markup_bytes_of(title_of(&entries[i]));
		while (title.size) {
			size_t size;
			uint32_t point = markup_decode_utf8(title, &size);
			if (character_is_hangul(point))
				return true;
			title.data += size;
			title.size -= size;
		}
	}
	return false;
}

bool deck_index_build(const struct deck_index_entry *entries, size_t count,
	const struct deck_options *options, struct deck *ret_deck, struct error *error)
{
	bool is_in_korean = is_korean(entries, count);
	*ret_deck = (struct deck){ 0 };
	struct text *talks = &ret_deck->slides;
	if (count) {
		text_append(talks, "<ol>\n");
		for (size_t i = 0; i < count; i++)
			append_entry(talks, &entries[i]);
		text_append(talks, "</ol>\n");
	} else {
		text_append(talks,
			"<p class=\"empty\">There is no talk here yet: a talk is a Markdown file whose front matter has a title.</p>\n");
	}
	const struct page page = {
		.template_name = "index.html",
		.lang = is_in_korean ? "ko" : "en",
		.title = is_in_korean ? "발표" : "Talks",
		.body = { (const uint8_t *)text_string(talks), talks->size },
	};
	return page_write(ret_deck, &page, options, error);
}
