/*
 * Recognizes the head of a callout, of which notes/markdown/pass-blocks.c makes HTML. The table has
 * Obsidian's callout types, their aliases, and the title that a callout without one gets.
 */
#include "notes/block/callout-head.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "notes/text/lines.h"

static const struct {
	const char *name, *kind, *english, *korean;
} types[] = {
	{ "note", "note", "Note", "참고" },
	{ "abstract", "abstract", "Abstract", "요약" },
	{ "summary", "abstract", "Summary", "요약" },
	{ "tldr", "abstract", "TL;DR", "요약" },
	{ "info", "info", "Info", "정보" },
	{ "todo", "todo", "To do", "할 일" },
	{ "tip", "tip", "Tip", "팁" },
	{ "hint", "tip", "Hint", "힌트" },
	{ "important", "tip", "Important", "중요" },
	{ "success", "success", "Success", "성공" },
	{ "check", "success", "Check", "확인" },
	{ "done", "success", "Done", "완료" },
	{ "question", "question", "Question", "질문" },
	{ "help", "question", "Help", "도움말" },
	{ "faq", "question", "FAQ", "자주 묻는 질문" },
	{ "warning", "warning", "Warning", "주의" },
	{ "caution", "warning", "Caution", "주의" },
	{ "attention", "warning", "Attention", "주의" },
	{ "failure", "failure", "Failure", "실패" },
	{ "fail", "failure", "Fail", "실패" },
	{ "missing", "failure", "Missing", "누락" },
	{ "danger", "danger", "Danger", "위험" },
	{ "error", "danger", "Error", "오류" },
	{ "bug", "bug", "Bug", "버그" },
	{ "example", "example", "Example", "예시" },
	{ "quote", "quote", "Quote", "인용" },
	{ "cite", "quote", "Cite", "인용" },
};

bool callout_head_parse(struct bytes text, const char *lang, struct callout_head *ret_callout)
{
	if (!bytes_starts_with(text, "[!"))
		return false;
	size_t close = bytes_find(text, 2, "]");
	if (close == text.size || close == 2)
		return false;
	/* The type ends at a '|': Obsidian allows metadata behind it, `[!note|metadata]`. */
	size_t name_size = 0;
	while (2 + name_size < close && text.data[2 + name_size] != '|')
		name_size++;

	size_t known = 0;
	for (size_t i = 0; i < ARRAY_COUNT(types); i++) {
		if (strlen(types[i].name) == name_size &&
			strncasecmp(types[i].name, (const char *)text.data + 2, name_size) == 0)
			known = i;
	}
	bool is_korean = strncasecmp(lang, "ko", 2) == 0;
	*ret_callout = (struct callout_head){
		.kind = types[known].kind,
		.default_title = is_korean ? types[known].korean : types[known].english,
		.head_size = close + 1,
	};
	if (close + 1 < text.size && (text.data[close + 1] == '-' || text.data[close + 1] == '+')) {
		ret_callout->fold = text.data[close + 1] == '-' ? CALLOUT_FOLDED : CALLOUT_UNFOLDED;
		ret_callout->head_size++;
	}
	while (ret_callout->head_size < text.size && text.data[ret_callout->head_size] == ' ')
		ret_callout->head_size++;
	return true;
}
