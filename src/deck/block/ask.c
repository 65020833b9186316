/*
 * Writes HTML that templates/deck/picture/ask.css lays out:
 *
 *   <div class="ask" id="handshake-Ask1" data-answer="1">
 *     <div class="ask-question"> ... </div>
 *     <ol class="ask-choices two"> <li> ... </li> <li> ... </li> </ol>
 *     <p class="ask-answer fragment">Answer: B</p>
 *     <div class="ask-shown fragment"> the packets </div>
 *   </div>
 *
 * The two fragments are all that a deck needs to show the answer as a step, in every window, on
 * paper and without scripts. The legend of colors is below the packets, and not in the footer: it
 * would stand there before the answer, and say what kind of packets the answer has.
 */
#include "deck/block/ask.h"

#include "base/format/markup.h"
#include "diagram/packet-color.h"
#include "diagram/svg.h"
#include "explain/words.h"
#include "notes/markdown/markdown.h"

enum {
	TEXT_SIZE = 27,
	QUESTION_LINE = 42,
	CHOICE_LINE = 38,
	CHOICE_BORDER = 34, /* above and below the words of a choice, with the gap to the next */
	CHOICE_SIDES = 84, /* px beside its words */
	ANSWER_HEIGHT = 52,
	GAP = 16,
	LEGEND_HEIGHT = 34, /* with the space above it */
};

static unsigned lines_of(const char *words, unsigned width)
{
	return (unsigned)svg_text_width(words, SVG_FONT_BOLD, TEXT_SIZE) / width + 1;
}

/* Whether each choice fits in one line of half the width, so that two stand side by side. */
static bool fits_two(const struct ask_block *ask, unsigned width)
{
	for (size_t i = 0; i < ask->choice_count; i++) {
		if (lines_of(ask->choices[i].markdown, (width - GAP) / 2 - CHOICE_SIDES) > 1)
			return false;
	}
	return true;
}

unsigned ask_height(const struct packets_block *block, unsigned width)
{
	const struct ask_block *ask = block->ask;
	unsigned height = lines_of(ask->question.markdown, width) * QUESTION_LINE + ANSWER_HEIGHT;
	unsigned choices = 0;
	for (size_t i = 0; i < ask->choice_count; i++)
		choices += lines_of(ask->choices[i].markdown, width - CHOICE_SIDES) * CHOICE_LINE +
			CHOICE_BORDER;
	if (fits_two(ask, width))
		choices = (unsigned)(ask->choice_count + 1) / 2 * (CHOICE_LINE + CHOICE_BORDER);
	bool has_legend = block->show != PACKETS_LIST;
	return height + choices + (has_legend ? LEGEND_HEIGHT : 0);
}

/* Appends what is read of HTML: its text, with blanks as they are. */
static void append_read(struct text *out, struct bytes html)
{
	bool is_tag = false;
	for (size_t i = 0; i < html.size; i++) {
		char letter = (char)html.data[i];
		is_tag = is_tag || letter == '<';
		if (!is_tag)
			text_append_char(out, letter);
		is_tag = is_tag && letter != '>';
	}
}

/* Adds a finding when a choice says what an earlier one says, for example by `{{...}}`. */
static void check_choices(const struct ask_block *ask, const struct packets_view_options *options,
	const struct text *choices)
{
	for (size_t i = 1; i < ask->choice_count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(text_string(&choices[i]), text_string(&choices[j])) != 0)
				continue;
			findings_add(options->findings, FINDING_ERROR, options->talk->path,
				ask->choices[i].line,
				"the choices '%s' and '%s' say the same in this capture: change one of them",
				ask->choices[j].markdown, ask->choices[i].markdown);
			break;
		}
	}
}

static bool append_markdown(struct text *out, const struct ask_text *words,
	const struct packets_view_options *options, struct error *error)
{
	return markdown_render(out, options->talk, markup_bytes_of(words->markdown), words->line,
		options->resolver, options->findings, error);
}

static bool append_choices(struct text *out, const struct ask_block *ask,
	const struct packets_view_options *options, struct error *error)
{
	struct text read[ASK_CHOICES_MAX] = { 0 };
	bool ok = true;
	text_append_format(
		out, "<ol class=\"ask-choices%s\">\n", fits_two(ask, options->width) ? " two" : "");
	for (size_t i = 0; i < ask->choice_count && ok; i++) {
		text_append(out, "<li>");
		size_t from = out->size;
		ok = append_markdown(out, &ask->choices[i], options, error);
		append_read(&read[i],
			(struct bytes){
				(const uint8_t *)text_string(out) + from, out->size - from });
		text_append(out, "</li>\n");
	}
	text_append(out, "</ol>\n");
	if (ok)
		check_choices(ask, options, read);
	for (size_t i = 0; i < ASK_CHOICES_MAX; i++)
		text_finish(&read[i]);
	return ok;
}

bool ask_html(struct text *out, const struct captures *captures, const struct packets_block *block,
	const struct packets_view_options *options, const struct ask_place *place,
	size_t *ret_words_size, struct error *error)
{
	const struct ask_block *ask = block->ask;
	struct color_legend legend = { 0 };
	struct packets_view_options shown = *options;
	shown.legend = &legend;
	shown.is_alone = false; /* they scroll */
	autofinish(text) struct text id = { 0 };
	text_append_format(&id, "%s-Ask%u", place->slide, place->number);
	deck_asks_add(options->asks, text_string(&id), ask->choice_count);
	size_t from = out->size;
	text_append(out, "<div class=\"ask\" id=\"");
	markup_attribute(out, text_string(&id));
	text_append_format(out, "\" data-answer=\"%zu\">\n", ask->answer);
	text_append(out, "<div class=\"ask-question\">\n");
	if (!append_markdown(out, &ask->question, options, error))
		return false;
	text_append(out, "</div>\n");
	if (!append_choices(out, ask, options, error))
		return false;
	*ret_words_size = out->size - from;
	packets_vote_form_append(out, options, text_string(&id), ask->choice_count);
	text_append_format(out, "<p class=\"ask-answer fragment\">%s: <strong>%c</strong></p>\n",
		diagram_is_korean(options->talk->lang) ? "정답" : "Answer", 'A' + (int)ask->answer);
	text_append(out, "<div class=\"ask-shown fragment\">\n");
	if (!packets_block_html(out, captures, block, &shown, error))
		return false;
	color_legend_html(out, &legend, diagram_is_korean(options->talk->lang));
	text_append(out, "</div>\n</div>\n");
	return true;
}
