/* Shows a mistake on the slide, with its line, so that the author sees it before listeners do. */
#include "notes/markdown/error-box.h"

#include <string.h>

#include "base/file/file.h"
#include "base/format/markup.h"

/* Whether a path may begin at `at`: "./" is no folder in "../a.pcap". */
static bool may_begin_path(const char *sentence, const char *at)
{
	return at == sentence || strchr(" '\"(", at[-1]);
}

/* Appends `sentence` without the folder in front of paths. */
static void append_without_folder(struct text *out, const char *sentence, const char *folder)
{
	autofinish(text) struct text prefix = { 0 };
	text_append_format(&prefix, "%s/", folder);
	const char *from = sentence; /* what is not copied yet */
	for (const char *at = sentence; (at = strstr(at, text_string(&prefix)));) {
		const char *behind = at + prefix.size;
		if (may_begin_path(sentence, at)) {
			text_append_size(out, from, (size_t)(at - from));
			from = behind;
		}
		at = behind;
	}
	text_append(out, from);
}

void error_box_append(
	struct text *out, const char *lang, const char *talk_path, const struct finding *finding)
{
	autofinish(text) struct text sentence = { 0 };
	automem char *folder = file_folder(talk_path);
	automem char *name = file_name(finding->path);
	append_without_folder(&sentence, finding->sentence, folder);
	text_append_format(out, "<span class=\"mistake\"><strong>%s</strong> <code>",
		strncmp(lang, "ko", 2) == 0 ? "이 부분을 만들지 못했습니다"
					    : "This could not be made");
	markup_text(out, name);
	if (finding->line)
		text_append_format(out, ":%u", finding->line);
	text_append(out, "</code> ");
	markup_text(out, text_string(&sentence));
	text_append(out, "</span>\n");
}
