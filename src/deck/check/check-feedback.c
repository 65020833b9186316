/* Words of listeners are cut and made one line: a finding is a line that editors jump to. */
#include "deck/check/check-feedback.h"

#include <string.h>

#include "base/file/path.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "feedback/store.h"

enum { WORDS_SHOWN_MAX = 160 };

static void append_words(struct text *out, const char *words)
{
	autofinish(text) struct text line = { 0 };
	feedback_clean(&line, markup_bytes_of(words), WORDS_SHOWN_MAX, false);
	printable_append(out, markup_bytes_of(text_string(&line)));
	if (strlen(words) > WORDS_SHOWN_MAX)
		text_append(out, "…");
}

static void add(
	const struct talk *talk, struct findings *findings, const struct feedback_item *item)
{
	const struct slide *slide = talk_slide(talk, item->place.slide);
	automem char *name = file_name(talk->path);
	autofinish(text) struct text words = { 0 }, title = { 0 };
	append_words(&words, item->words);
	append_words(&title, *item->slide_title ? item->slide_title : item->place.slide);
	if (slide || strcmp(item->place.slide, TALK_TITLE_ID) == 0)
		findings_add(findings, FINDING_REMARK, talk->path, slide ? slide->line : 1,
			"a listener said: '%s'; when it is worked in: pcapdeck feedback done %s %lld",
			text_string(&words), name, (long long)item->id);
	else
		findings_add(findings, FINDING_REMARK, talk->path, 1,
			"a listener said of the slide '%s', which is gone: '%s'; when it is worked in: pcapdeck feedback done %s %lld",
			text_string(&title), text_string(&words), name, (long long)item->id);
}

void check_feedback(const struct talk *talk, struct findings *findings)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text name = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	autofree(feedback) struct feedback *store = feedback_of_talk(talk->path, &name);
	if (!feedback_read(store, text_string(&name), 0, NULL, &list, &error)) {
		findings_add(findings, FINDING_REMARK, talk->path, 1, "%s", error_message(&error));
		return;
	}
	for (size_t i = 0; i < list.count; i++) {
		if (!list.items[i].is_done && list.items[i].kind != FEEDBACK_LEARNED)
			add(talk, findings, &list.items[i]);
	}
}
